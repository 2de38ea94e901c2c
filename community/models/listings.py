"""What every listing is: an entry of one organisation that moves from draft to published to ended."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts import moment
from accounts.models import Contact, Membership, Organisation
from geo.models import Municipality
from geo.sorting import searchable, sort_key
from search.searchable import Indexed, SearchableQuerySetMixin


def today() -> date:
    """The local day it is."""
    return timezone.localdate(moment.now())


class ListingQuerySet[L: "Listing"](SearchableQuerySetMixin, models.QuerySet[L]):
    """Listings of one kind; each kind says in `open_now` what everybody reads."""

    def open_now(self) -> Self:
        """What everybody reads today: published, and not past its time, whether or not any job has run."""
        return self.filter(state=Listing.State.PUBLISHED)

    def kept_by(self, member: Membership | None) -> Self:
        """Those the member writes: their own organisation's; the coordination's are all."""
        if member is None or not member.may_ask:
            return self.none()
        if member.has(Membership.Role.COORDINATION):
            return self.all()
        return self.filter(organisation=member.organisation_id)

    def matching(self, words: str) -> Self:
        """Every word somewhere in what the listing says, whatever the accents."""
        found = self
        for word in sort_key(words).split()[:8]:
            found = found.filter(words__contains=word)
        return found

    def for_pages(self) -> Self:
        return self.select_related("organisation", "municipality")


class Listing(models.Model):
    """An entry that an organisation publishes for everybody. No person stands in any of its fields."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Rascunho")
        PUBLISHED = "published", _("Publicada")
        ENDED = "ended", _("Terminada")

    # The subject of its audit rows, and the segment of its addresses.
    SUBJECT: ClassVar[str]
    SLUG: ClassVar[str]
    # What a reader may look for words in.
    SEARCHED: ClassVar[tuple[str, ...]] = ("title", "about")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("entidade")
    )
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+", editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    title = models.CharField(_("título"), max_length=160)
    about = models.TextField(_("descrição"), blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("município")
    )
    source = models.CharField(_("fonte"), max_length=200, blank=True)
    words = models.TextField(editable=False, default="")
    is_demo = models.BooleanField(_("fictícia"), default=False)
    created_at = models.DateTimeField(default=moment.now, editable=False)
    updated_at = models.DateTimeField(default=moment.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        said = [str(getattr(self, name)) for name in self.SEARCHED]
        place = self.municipality.name if self.municipality_id and self.municipality else ""
        self.words = searchable(*said, place)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse(self.SUBJECT, args=[self.uuid])

    @property
    def work_url(self) -> str:
        return reverse("listing_entry", args=[self.SLUG, self.uuid])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def has_ended(self) -> bool:
        return self.state == self.State.ENDED

    @property
    def shown_state(self) -> str:
        """Its state in words, as a reader meets it today."""
        return str(self.get_state_display())

    @property
    def obstacles(self) -> list[str]:
        """What is still missing before it can be published, as sentences."""
        return []


class Findable(Indexed):
    """What every listing gives to be searched; a kind adds its own words. To be named before `Listing`."""

    search_fields: ClassVar = [
        index.SearchField("title", boost=5),
        index.SearchField("searchable_place", boost=2),
        index.SearchField("about"),
        index.SearchField("searchable_organisation"),
        index.AutocompleteField("title"),
        index.FilterField("state"),
        index.FilterField("municipality"),
        index.FilterField("organisation"),
    ]
    search_follows: ClassVar = ("organisation",)

    @classmethod
    def get_indexed_objects(cls) -> ListingQuerySet[Any]:
        """What everybody reads today. What has run out since is found no more: readers' rows do not hold it."""
        found: ListingQuerySet[Any] = cls.objects.open_now()  # type: ignore[attr-defined]
        return found.select_related("organisation", "municipality")

    def searchable_place(self) -> str:
        place: Municipality | None = self.municipality  # type: ignore[attr-defined]
        return place.name if place else ""

    def searchable_organisation(self) -> str:
        return str(self.organisation)  # type: ignore[attr-defined]


def states_in_order(name: str) -> list[models.CheckConstraint]:
    """What the database holds of the states of one kind: the moments say the same as the state."""
    return [
        models.CheckConstraint(
            condition=Q(state="draft", published_at=None, ended_at=None)
            | Q(state="published", published_at__isnull=False, ended_at=None)
            | Q(state="ended", published_at__isnull=False, ended_at__isnull=False),
            name=f"{name}_state_and_moments_agree",
        )
    ]


class Reachable(models.Model):
    """Says how to reach the service behind it: a page, or a contact of the organisation; never a person."""

    link = models.URLField(_("ligação"), blank=True)
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contacto do serviço"),
    )

    class Meta:
        abstract = True


class Accessible(models.Model):
    """Says whether people with disability find it accessible, and how."""

    accessible = models.BooleanField(_("acessível a pessoas com deficiência"), default=False)
    accessibility = models.CharField(_("acessibilidade"), max_length=300, blank=True)

    class Meta:
        abstract = True


class Checked(models.Model):
    """Stands as somebody last checked it against its source; after half a year it has to be confirmed."""

    CHECK_AFTER = timedelta(days=180)

    checked_on = models.DateField(_("verificado em"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def to_confirm(self) -> bool:
        """Nobody has checked it, or not within half a year."""
        return self.checked_on is None or self.checked_on < today() - self.CHECK_AFTER
