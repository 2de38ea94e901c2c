"""Metropolitan events and cultural routes (REF-AMP 1.1.3): on one or several dates, at one place or several stops."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts import moment
from community.models.listings import (
    Accessible,
    Findable,
    Listing,
    ListingQuerySet,
    Reachable,
    states_in_order,
)
from geo.models import Municipality


class EventQuerySet(ListingQuerySet["Event"]):
    def open_now(self) -> Self:
        """Cancelled ones too: who had it in their calendar has to read so. Those of the past keep their page."""
        return self.filter(state=Listing.State.PUBLISHED)

    def in_municipality(self, place: Municipality) -> Self:
        """Held there, or with a stop there."""
        stops = EventStop.objects.filter(municipality=place).values("event")
        return self.filter(Q(municipality=place) | Q(pk__in=stops))

    def for_pages(self) -> Self:
        return self.select_related("organisation", "municipality", "contact")


class Event(Findable, Listing, Reachable, Accessible):
    """An event or a route, with its dates."""

    SUBJECT = "event"
    SLUG = "eventos"
    SEARCHED = ("title", "about", "place", "organiser")
    RESPONSE = "1.1.3"
    MOST_DATES = 60
    MOST_STOPS = 17

    class Kind(models.TextChoices):
        EVENT = "event", _("Evento")
        ROUTE = "route", _("Rota cultural")

    kind = models.CharField(_("tipo"), max_length=6, choices=Kind.choices, default=Kind.EVENT)
    place = models.CharField(_("local"), max_length=200, blank=True)
    organiser = models.CharField(_("quem organiza"), max_length=160)
    is_free = models.BooleanField(_("gratuito"), default=False)
    cost = models.CharField(_("custo"), max_length=160, blank=True)
    transport = models.TextField(_("transporte partilhado"), blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_why = models.CharField(_("motivo"), max_length=240, blank=True)
    # Rises with every change, so that calendars take the change over.
    sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = EventQuerySet.as_manager()

    search_fields: ClassVar = [
        *Findable.search_fields,
        index.SearchField("place", boost=2),
        index.SearchField("organiser", boost=2),
        index.SearchField("searchable_stops"),
        index.FilterField("kind"),
        index.FilterField("is_free"),
    ]

    class Meta:
        ordering = ("-published_at", "-pk")
        verbose_name = _("evento")
        verbose_name_plural = _("eventos")
        constraints: ClassVar = [
            *states_in_order("event"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_why="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancelled_why="") & ~Q(state="draft")),
                name="cancelled_event_says_why",
            ),
        ]

    @classmethod
    def get_indexed_objects(cls) -> ListingQuerySet[Any]:
        return super().get_indexed_objects().prefetch_related("stops__municipality")

    def searchable_stops(self) -> str:
        return " ".join(f"{one.municipality.name} {one.place} {one.note}" for one in self.stops.all())

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_route(self) -> bool:
        return self.kind == self.Kind.ROUTE

    @property
    def shown_state(self) -> str:
        return gettext("Cancelado") if self.is_cancelled and self.is_published else super().shown_state

    @property
    def obstacles(self) -> list[str]:
        said = []
        if not self.dates.exists():
            said.append(gettext("Falta pelo menos uma data."))
        if self.is_route and self.stops.count() < 2:
            said.append(gettext("Uma rota tem pelo menos duas paragens."))
        return said


class EventDateQuerySet(models.QuerySet["EventDate"]):
    def of_events(self, events: models.QuerySet[Event]) -> EventDateQuerySet:
        return self.filter(event__in=events).select_related(
            "event__municipality", "event__organisation", "event__contact"
        )

    def from_now(self) -> EventDateQuerySet:
        return self.filter(ends__gte=moment.now())

    def between(self, start: datetime, end: datetime) -> EventDateQuerySet:
        """Those that touch the half-open span."""
        return self.filter(starts__lt=end, ends__gt=start)


class EventDate(models.Model):
    """One time an event is held; what is held every week has one row a week."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="dates")
    starts = models.DateTimeField(_("começa"))
    ends = models.DateTimeField(_("acaba"))

    objects = EventDateQuerySet.as_manager()

    class Meta:
        ordering = ("starts", "pk")
        verbose_name = _("data de um evento")
        verbose_name_plural = _("datas de eventos")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="event_ends_after_it_starts"),
            # Deferred: two dates may change places within one transaction.
            models.UniqueConstraint(
                fields=["event", "starts"],
                name="an_event_starts_once_at_a_time",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["starts", "ends"], name="event_dates_in_order")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.starts:%Y-%m-%d %H:%M}"

    @property
    def one_day(self) -> bool:
        return timezone.localdate(self.starts) == timezone.localdate(self.ends)

    @property
    def is_over(self) -> bool:
        return self.ends < moment.now()


class EventStop(models.Model):
    """A stop of a route, in its order."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="stops")
    order = models.PositiveSmallIntegerField()
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("município")
    )
    place = models.CharField(_("local"), max_length=160)
    note = models.CharField(_("o que se vê ou faz"), max_length=300, blank=True)

    class Meta:
        ordering = ("order",)
        verbose_name = _("paragem de uma rota")
        verbose_name_plural = _("paragens de rotas")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "order"], name="one_stop_per_place_in_a_route")
        ]

    def __str__(self) -> str:
        return self.place
