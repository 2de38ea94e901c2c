"""For whom an item is, and what an editor may do with it in the CMS.

Nobody publishes outside from the CMS: that takes a second person, on a page of its own.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import PagePermissionTester


class Audience(models.TextChoices):
    """AE4.1, internal dissemination, and AE4.2, external."""

    AMP = "amp", _("Interna: serviços da AMP")
    MUNICIPALITIES = "municipalities", _("Interna: municípios")
    NETWORKS = "networks", _("Interna: redes sociais locais e entidades")
    LOCAL = "local", _("Externa: comunidade local")
    REGIONAL = "regional", _("Externa: região")
    NATIONAL = "national", _("Externa: país")
    INTERNATIONAL = "international", _("Externa: internacional")


EXTERNAL = (Audience.LOCAL, Audience.REGIONAL, Audience.NATIONAL, Audience.INTERNATIONAL)


class NewsPermissionTester(PagePermissionTester):
    def can_publish(self) -> bool:
        """Only what stays inside: in what stands there now and in the version that would be published."""
        return bool(super().can_publish()) and not self._goes_outside()

    def can_unschedule(self) -> bool:
        return bool(super().can_publish())

    def can_set_view_restrictions(self) -> bool:
        # Who reads is said by the audience, in one place.
        return False

    def _goes_outside(self) -> bool:
        page = self.page.specific
        if page.audience in EXTERNAL:
            return True
        latest = page.latest_revision
        return latest is not None and latest.content.get("audience") in EXTERNAL
