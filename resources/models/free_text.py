"""What people write in their own words, kept apart."""

from __future__ import annotations

from django.db import models


class FreeText(models.Model):
    """Free text, apart from everything else so that it can be purged when its time is over."""

    text = models.TextField()
    purge_after = models.DateTimeField()

    def __str__(self) -> str:
        return f"text {self.pk}"
