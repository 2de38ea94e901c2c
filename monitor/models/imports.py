"""How figures came in, and how far the store has moved."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, member: Membership | None) -> ImportQuerySet:
        """Coordination sees all; an organisation its own; the rest of the world none."""
        if member is None:
            return self.none()
        if member.has(Membership.Role.COORDINATION):
            return self
        return self.filter(organisation=member.organisation_id)

    def waiting(self) -> ImportQuerySet:
        return self.filter(state=Import.State.WAITING)


class Import(models.Model):
    """One file, or one run of the portal's own series, taken in whole. `counts`: new, changed, same, rows."""

    class State(models.TextChoices):
        TAKEN = "taken", _("importado")
        # A municipality's own figures, read inside the network until confirmed.
        WAITING = "waiting", _("por confirmar")
        UNDONE = "undone", _("desfeito")
        # A later one corrected all that waited of it; waits again when that one is taken back.
        REPLACED = "replaced", _("substituído")

    class Kind(models.TextChoices):
        TABLE = "table", _("tabela")
        INE = "ine", _("JSON do INE")
        JSONSTAT = "jsonstat", _("JSON-stat")
        UPLOAD = "upload", _("envio de um município")
        OWN = "own", _("série do portal")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("tipo"), max_length=8, choices=Kind.choices)
    state = models.CharField(_("estado"), max_length=8, choices=State.choices, default=State.TAKEN)
    name = models.CharField(_("ficheiro"), max_length=200)
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(_("quando"), default=timezone.now)
    # None: a command, the clock.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    counts = models.JSONField(_("contagens"), default=dict)
    settled_at = models.DateTimeField(_("confirmado ou desfeito em"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("importação")
        verbose_name_plural = _("importações")

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M}"

    def may_be_undone_by(self, member: Membership) -> bool:
        """Coordination any; an organisation its own figures, while they wait for confirmation."""
        own_waiting = self.state == self.State.WAITING and self.organisation_id == member.organisation_id
        return member.has(Membership.Role.COORDINATION) or own_waiting


class DataVersion(models.Model):
    """One row, moved on by the database with every statement that changes what the monitor shows, whoever wrote it.

    Keys of cached pages and ETags contain `number`: what another process imports is read at once.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("versão dos dados")
        verbose_name_plural = _("versões dos dados")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="one_data_version")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def now(cls) -> DataVersion:
        return cls.objects.get(pk=1)
