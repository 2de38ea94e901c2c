"""Occupational placements of adults (REF-AMP 1.4.2a): offered and counted, with no word about who takes one."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from community.models.listings import (
    Accessible,
    Findable,
    Listing,
    ListingQuerySet,
    Reachable,
    states_in_order,
    today,
)


class PlacementQuerySet(ListingQuerySet["Placement"]):
    def open_now(self) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today()), state=Listing.State.PUBLISHED)

    def with_places(self) -> Self:
        return self.filter(taken__lt=F("places"))

    def for_pages(self) -> Self:
        return self.select_related("organisation", "municipality", "contact")


class Placement(Findable, Listing, Reachable, Accessible):
    """Places for adults in an occupation, at a municipality or a company; the service is contacted, never a form."""

    SUBJECT = "placement"
    SLUG = "colocacoes"
    SEARCHED = ("title", "about", "host", "support")
    RESPONSE = "1.4.2a"

    host = models.CharField(_("onde se trabalha"), max_length=160)
    places = models.PositiveSmallIntegerField(_("lugares"))
    taken = models.PositiveSmallIntegerField(_("lugares ocupados"), default=0)
    counted_at = models.DateTimeField(null=True, blank=True, editable=False)
    support = models.TextField(_("apoio que se dá"), blank=True)
    starts_on = models.DateField(_("primeiro dia"), null=True, blank=True)
    ends_on = models.DateField(_("último dia"), null=True, blank=True)

    objects = PlacementQuerySet.as_manager()

    search_fields: ClassVar = [
        *Findable.search_fields,
        index.SearchField("host", boost=4),
        index.SearchField("support"),
        index.FilterField("ends_on"),
    ]

    class Meta:
        ordering = ("-published_at", "-pk")
        verbose_name = _("colocação ocupacional")
        verbose_name_plural = _("colocações ocupacionais")
        constraints: ClassVar = [
            *states_in_order("placement"),
            models.CheckConstraint(condition=Q(places__gte=1), name="placement_has_a_place"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("places")), name="placement_not_taken_beyond_places"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="placement_does_not_end_before_it_starts",
            ),
        ]

    @property
    def obstacles(self) -> list[str]:
        return [] if self.contact_id else [gettext("Escolha o contacto do serviço.")]

    @property
    def left(self) -> int:
        return self.places - self.taken

    @property
    def is_open(self) -> bool:
        return self.is_published and (self.ends_on is None or self.ends_on >= today())

    @property
    def shown_state(self) -> str:
        return gettext("Fora do período") if self.is_published and not self.is_open else super().shown_state
