"""What organisations share: each resource in its facility and category, and who may find, ask for and keep it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.bilingual import in_language
from accounts.models import Membership, Organisation
from geo.sorting import sort_key
from programmes.models import Edition
from resources.models.categories import COUNTED_MODES, Category, Mode
from resources.models.details import Versions
from resources.models.facilities import Facility
from resources.models.sources import Source, Sourced
from resources.models.tiers import Tier, keeper_scope, tier_scope
from resources.understanding.violence import about_violence
from search import asking
from search.searchable import Indexed, SearchableQuerySetMixin
from units.models import OperativeResponse


class ResourceQuerySet(SearchableQuerySetMixin, models.QuerySet["Resource"]):
    def visible_to(self, member: Membership | None) -> ResourceQuerySet:
        """What the member may know of: the only way pages, API, search and exports take resources."""
        return self.filter(
            Q(edition=None) | Q(edition__in=Edition.objects.public()),
            tier_scope(member, "facility__"),
            is_active=True,
            facility__is_active=True,
        )

    def open_listed(self) -> ResourceQuerySet:
        """Those that stand in lists at all (not casas de abrigo)."""
        return self.filter(category__opaque=False)

    def managed_by(self, member: Membership | None) -> ResourceQuerySet:
        """Resources the member decides for."""
        if member is None or not member.may_decide:
            return self.none()
        return self.filter(
            facility__organisation_id=member.organisation_id, facility__tier__lt=Tier.OPAQUE, is_active=True
        )

    def kept_by(self, member: Membership | None) -> ResourceQuerySet:
        """Those the member may edit and read the history of, retired ones too."""
        return self.filter(keeper_scope(member, "facility__"), category__opaque=False)

    def requestable_by(self, member: Membership | None) -> ResourceQuerySet:
        if member is None or not member.may_ask:
            return self.none()
        return self.visible_to(member).exclude(mode=Mode.INFO)

    def matched(self, text: str, *, operator: str = "and") -> dict[int, float]:
        """Which of these the words meet, all of them (`or`: some), with how well. No place answers to violence."""
        return {} if about_violence(text) else asking.scores(text, self, operator=operator)

    def matching(self, text: str) -> ResourceQuerySet:
        """Those that have all the words; every one where there are none."""
        return self.filter(pk__in=self.matched(text)) if text.strip() else self

    def for_cards(self) -> ResourceQuerySet:
        """Everything a list row shows, in one query."""
        return self.select_related(
            "facility__organisation",
            "facility__municipality",
            "facility__source",
            "category",
            "response",
            "source",
            "edition",
        )


class Resource(Indexed, Sourced):
    """Something scarce that an organisation shares. Its offered capacity stands in dated statements."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="resources")
    category = models.ForeignKey(Category, models.PROTECT, related_name="resources")
    response = models.ForeignKey(
        OperativeResponse, models.PROTECT, null=True, blank=True, related_name="resources"
    )
    mode = models.CharField(max_length=8, choices=Mode.choices)
    # A course: the edition whose places these are, asked for from its first to its last day and for no other days.
    edition = models.OneToOneField(
        Edition, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("edição")
    )
    name = models.CharField(_("nome"), max_length=160)
    sort_key = models.CharField(max_length=160, editable=False)
    description_pt = models.TextField(_("descrição"), blank=True)
    description_en = models.TextField(_("descrição em inglês"), blank=True)
    max_nights = models.PositiveSmallIntegerField(_("noites no máximo"), null=True, blank=True)
    # Loans: the days an item needs between one person and the next, and what who borrows agrees to.
    hygiene_days = models.PositiveSmallIntegerField(
        _("dias de higienização"), default=0, validators=[MaxValueValidator(60)]
    )
    terms_pt = models.TextField(_("condições da cedência"), blank=True)
    terms_en = models.TextField(_("condições da cedência em inglês"), blank=True)
    confirmed_at = models.DateTimeField(_("capacidade confirmada em"), null=True, blank=True)
    confirmed_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    # When its managers were last asked to confirm it; asked once for each time it goes stale.
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_active = models.BooleanField(_("ativo"), default=True)
    # Moved by the capacity trigger with every booking that takes capacity: what makes concurrent sessions meet.
    guard = models.BigIntegerField(default=0, editable=False)

    # Only there where a page has fetched them: what is out of use today.
    blocks_now: list[Any]

    objects = ResourceQuerySet.as_manager()
    history = Versions(
        verbose_name=_("versão de um recurso"),
        verbose_name_plural=_("versões de recursos"),
        excluded_fields=[
            "uuid",
            "sort_key",
            "mode",
            "edition",
            "confirmed_at",
            "confirmed_by",
            "asked_at",
            "guard",
            "source",
            "source_ref",
            "source_url",
        ],
    )

    search_fields: ClassVar = [
        index.SearchField("name", boost=4),
        index.SearchField("searchable_category", boost=2),
        index.SearchField("searchable_codes", boost=2),
        index.SearchField("searchable_facility", boost=2),
        index.SearchField("searchable_place", boost=2),
        index.SearchField("searchable_accepted"),
        index.SearchField("description_pt"),
        index.SearchField("description_en"),
        index.SearchField("searchable_about"),
        index.AutocompleteField("name"),
        index.FilterField("id"),
        index.FilterField("name"),
        index.FilterField("is_active"),
        index.FilterField("mode"),
        index.FilterField("category"),
        index.FilterField("facility"),
        index.FilterField("response"),
    ]
    # Every column whose words stand above: what no index holds is narrowed by them before it is read word by word.
    search_columns: ClassVar = (
        "name", "description_pt", "description_en", "category__name_pt", "category__name_en", "category__iso9999",
        "category__carta_social", "category__parent__name_pt", "category__parent__name_en", "response__code",
        "facility__name", "facility__parish", "facility__municipality__name", "facility__municipality__short_name",
        "facility__organisation__name", "facility__accepts_pt", "facility__accepts_en", "facility__ask_first_pt",
        "facility__ask_first_en", "facility__description_pt", "facility__description_en",
    )  # fmt: skip
    search_follows: ClassVar = (
        "category",
        "category__parent",
        "facility",
        "facility__organisation",
        "edition",
    )

    class Meta:
        ordering = ("sort_key",)
        verbose_name = _("recurso")
        constraints: ClassVar = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(edition=None) | Q(mode=Mode.COURSE), name="editions_are_offered_as_courses"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        self.mode = self.category.mode if self.facility.organisation_id else Mode.INFO
        super().save(*args, **kwargs)

    @classmethod
    def get_indexed_objects(cls) -> ResourceQuerySet:
        """What everybody may know of. Nothing of T1 or above is ever written into the search index."""
        return cls.objects.visible_to(None).select_related(
            "facility__municipality", "facility__organisation", "category__parent", "response"
        )

    def get_indexed_instance(self) -> Resource | None:
        public = self.facility.tier == Tier.PUBLIC and self.facility.is_active
        return self if public and self.is_active else None

    def searchable_category(self) -> str:
        above = self.category.parent
        kinds = [self.category, *([above] if above else [])]
        return " ".join(f"{one.name_pt} {one.name_en}" for one in kinds)

    def searchable_codes(self) -> str:
        """ISO 9999, Carta Social and REF-AMP."""
        response = self.response.code if self.response else ""
        return " ".join((self.category.iso9999, self.category.carta_social, response))

    def searchable_facility(self) -> str:
        """Its name, as far as its tier lets it be told."""
        return self.facility.name if self.facility.shows_place else ""

    def searchable_place(self) -> str:
        """Where and whose. Of T2 and T3 nothing, to nobody: a place could be found out by searching for it."""
        facility = self.facility
        if not facility.shows_place:
            return ""
        place, owner = facility.municipality, facility.organisation
        names = [place.name, place.short_name] if place else []
        return " ".join([*names, facility.parish, owner.name if owner else ""])

    def searchable_accepted(self) -> str:
        """Whom it takes, and whom after a question; never whom it refuses, who would find it by that word."""
        facility = self.facility
        if not facility.shows_place:
            return ""
        lists = (facility.accepts_pt, facility.accepts_en, facility.ask_first_pt, facility.ask_first_en)
        return " ".join(word for some in lists for word in some)

    def searchable_about(self) -> str:
        """What is said of the place that holds it."""
        facility = self.facility
        return f"{facility.description_pt} {facility.description_en}" if facility.shows_place else ""

    @property
    def is_asked_for(self) -> bool:
        """Places of it are asked for here. A course without an edition is described, and its holder contacted."""
        return self.mode in COUNTED_MODES and (self.mode != Mode.COURSE or self.edition_id is not None)

    @property
    def its_days(self) -> tuple[date, date] | None:
        """Of a course with an edition: its first day and the first day after its last. It is asked for as a whole."""
        if self.edition is None:
            return None
        return self.edition.starts, self.edition.ends + timedelta(days=1)

    @property
    def lends(self) -> bool:
        return self.mode == Mode.LOAN

    @property
    def buffer_days(self) -> int | None:
        """What a booking made now promises for cleaning; None where nothing is lent."""
        return self.hygiene_days if self.lends else None

    @property
    def slug(self) -> str:
        """The words in its address. Addresses stand in logs and histories: only a public name goes there."""
        return (self.facility.tier == Tier.PUBLIC and slugify(self.name)[:60]) or "recurso"

    @property
    def description(self) -> str:
        return in_language(self.description_pt, self.description_en)

    @property
    def terms(self) -> str:
        """What who borrows agrees to."""
        return in_language(self.terms_pt, self.terms_en)

    @property
    def organisation(self) -> Organisation | None:
        return self.facility.organisation

    @property
    def sources(self) -> list[Source]:
        """Where what is shown of it comes from: to be named wherever it stands. Of T2 it would name the area."""
        if not self.facility.shows_place:
            return []
        return list(dict.fromkeys(one for one in (self.facility.source, self.source) if one))
