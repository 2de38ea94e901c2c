"""Support for renting a home, municipality by municipality (REF-AMP 3.1.2). What nobody told is unknown."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.models import Membership, Organisation
from community.models.listings import Checked, Findable, Listing, ListingQuerySet, Reachable, states_in_order
from geo.models import Municipality


def speaks_of_renting(member: Membership) -> Municipality | None:
    """The municipality whose measures the member writes: as its representative or manager."""
    organisation = member.organisation
    if organisation.kind != Organisation.Kind.MUNICIPALITY:
        return None
    if not member.has(Membership.Role.REPRESENTATIVE, Membership.Role.MANAGER):
        return None
    return organisation.municipality


class RentMeasureQuerySet(ListingQuerySet["RentMeasure"]):
    def kept_by(self, member: Membership | None) -> Self:
        """Those of the municipality the member speaks for; the coordination's are all."""
        if member is None:
            return self.none()
        if member.has(Membership.Role.COORDINATION):
            return self.all()
        own = speaks_of_renting(member)
        return self.filter(municipality=own) if own else self.none()

    def for_pages(self) -> Self:
        return self.select_related("organisation", "municipality")


class RentMeasure(Findable, Listing, Reachable, Checked):
    """One measure of one municipality, in columns that can be compared. An empty column is "sem informação"."""

    SUBJECT = "rent_measure"
    SLUG = "arrendamento"
    SEARCHED = ("title", "about", "who_may_apply")
    RESPONSE = "3.1.2"
    MOST = 6

    who_may_apply = models.CharField(_("quem pode pedir"), max_length=300, blank=True)
    # Whole years; 0 is what a regulation says, null is what nobody has told.
    residence_years = models.PositiveSmallIntegerField(_("anos de residência pedidos"), null=True, blank=True)
    income_limit = models.CharField(_("limite de rendimento"), max_length=240, blank=True)
    amount = models.CharField(_("valor do apoio"), max_length=240, blank=True)
    duration = models.CharField(_("duração"), max_length=160, blank=True)
    applications = models.CharField(_("quando se pede"), max_length=160, blank=True)

    objects = RentMeasureQuerySet.as_manager()

    search_fields: ClassVar = [
        *Findable.search_fields,
        index.SearchField("searchable_kind", boost=2),
        index.SearchField("who_may_apply"),
        index.SearchField("income_limit"),
        index.SearchField("amount"),
    ]

    class Meta:
        ordering = ("municipality__sort_key", "title", "pk")
        verbose_name = _("medida de apoio ao arrendamento")
        verbose_name_plural = _("medidas de apoio ao arrendamento")
        constraints: ClassVar = [
            *states_in_order("rent_measure"),
            models.CheckConstraint(
                condition=Q(municipality__isnull=False), name="rent_measure_is_of_a_municipality"
            ),
        ]

    def searchable_kind(self) -> str:
        return "apoio ao arrendamento renda habitação rent support housing"

    @property
    def obstacles(self) -> list[str]:
        said = []
        if not self.source:
            said.append(gettext("Falta dizer de onde vem esta informação."))
        if self.checked_on is None:
            said.append(gettext("Falta o dia em que foi verificada na fonte."))
        return said
