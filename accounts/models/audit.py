"""The audit trail (invariant 15): append-only, chained by hash per locked parent, sealed now and then.

Free text never stands here, only a keyed hash of it; the text itself stands in AuditText and can be purged.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class AuditEntry(models.Model):
    chain = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    label = models.CharField(max_length=120, blank=True)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    text_hash = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_chain_seq")]
        indexes: ClassVar = [models.Index(fields=["subject_type", "subject_id"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq} {self.verb}"


class AuditText(models.Model):
    """Free text that accompanied an entry; purged after its time, the entry's hash stays."""

    entry = models.OneToOneField(AuditEntry, models.CASCADE, related_name="text")
    text = models.TextField()
    purge_after = models.DateTimeField()

    def __str__(self) -> str:
        return f"text of {self.entry_id}"


class AuditSeal(models.Model):
    """A keyed digest over every entry since the seal before, and that seal. A copy stands apart from the database."""

    at = models.DateTimeField(default=timezone.now)
    last_entry_id = models.BigIntegerField()
    entries = models.BigIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"seal {self.at:%Y-%m-%d %H:%M}"
