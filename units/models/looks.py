"""When a member last said they had seen what was decided. Kept so that the page can say what is new since then."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership


class LastLookQuerySet(models.QuerySet["LastLook"]):
    def seen_until(self, member: Membership) -> datetime | None:
        """None: never said so."""
        return self.filter(membership=member).values_list("at", flat=True).first()

    def mark(self, member: Membership, at: datetime) -> None:
        """Seen until then. A page that stood open for days does not bring back what was seen since."""
        look, made = self.get_or_create(membership=member, defaults={"at": at})
        if not made:
            self.filter(pk=look.pk, at__lt=at).update(at=at)


class LastLook(models.Model):
    """One member's mark. Membership, not person: in another organisation other things are new."""

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("visto até"))

    objects = LastLookQuerySet.as_manager()

    class Meta:
        verbose_name = _("última leitura")
        verbose_name_plural = _("últimas leituras")

    def __str__(self) -> str:
        return f"{self.membership}, {self.at:%Y-%m-%d %H:%M}"
