"""Of where a figure is: one of the 17, the metropolitan area, the region Norte, the country."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.bilingual import in_language
from accounts.models import Membership, Organisation
from geo.models import Municipality

AMP = "AMP"


def reports(member: Membership) -> bool:
    """Whether this member sends a municipality's own figures: for its organisation, not for any other in its area."""
    return (
        member.organisation.kind == Organisation.Kind.MUNICIPALITY
        and member.organisation.municipality_id is not None
        and member.has(Membership.Role.REPRESENTATIVE, Membership.Role.MANAGER, Membership.Role.EDITOR)
    )


class PlaceQuerySet(models.QuerySet["Place"]):
    def municipalities(self) -> PlaceQuerySet:
        return self.filter(kind=Place.Kind.MUNICIPALITY)

    def reported_by(self, member: Membership) -> PlaceQuerySet:
        """The municipality whose own figures this member sends; none for everybody else."""
        return (
            self.filter(municipality=member.organisation.municipality_id) if reports(member) else self.none()
        )

    def wider(self) -> PlaceQuerySet:
        """What municipalities are compared with."""
        return self.exclude(kind=Place.Kind.MUNICIPALITY)


class Place(models.Model):
    """Its key is the DICO code of a municipality, else AMP, NORTE or PT."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Município")
        AREA = "area", _("Área metropolitana")
        REGION = "region", _("Região")
        COUNTRY = "country", _("País")

    code = models.CharField(_("código"), max_length=5, primary_key=True)
    kind = models.CharField(_("tipo"), max_length=12, choices=Kind.choices)
    municipality = models.OneToOneField(
        Municipality, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("município")
    )
    name_pt = models.CharField(_("nome"), max_length=60)
    name_en = models.CharField(_("nome em inglês"), max_length=60)
    # As a Portuguese reader expects: the 17 in reading order, then the wider ones.
    order = models.PositiveSmallIntegerField(unique=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        verbose_name = _("lugar")
        verbose_name_plural = _("lugares")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="municipality", municipality__isnull=False)
                | (~Q(kind="municipality") & Q(municipality=None)),
                name="place_of_a_municipality_names_it",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_pt, self.name_en)

    @property
    def dico(self) -> str | None:
        """None for what is wider than a municipality."""
        return self.code if self.kind == self.Kind.MUNICIPALITY else None
