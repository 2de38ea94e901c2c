"""What is shared: categories, facilities and the resources they hold."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin

from accounts.models import Membership, Organisation
from geo.models import Municipality
from geo.sorting import sort_key
from resources import hours
from resources.models.details import (
    NO_PLACE,
    Access,
    Known,
    Photo,
    Versions,
    says_wheelchair,
    wheelchair,
)
from resources.models.sources import Source, Sourced
from units.models import OperativeResponse


class Mode(models.TextChoices):
    STAY = "stay", _("camas e lugares por dia")
    SLOT = "slot", _("salas, máquinas e horas")
    LOAN = "loan", _("empréstimo de produtos de apoio")
    GOODS = "goods", _("bens que se dão")
    COURSE = "course", _("lugares em formação")
    INFO = "info", _("informação e contacto")


# The modes that are asked for in the portal.
COUNTED_MODES = (Mode.STAY, Mode.LOAN)


def in_language(pt: str, en: str) -> str:
    return en if (get_language() or "").startswith("en") and en else pt


class CategoryQuerySet(models.QuerySet["Category"]):
    def open_listed(self) -> CategoryQuerySet:
        """Categories whose resources can be listed at all (not casas de abrigo)."""
        return self.filter(opaque=False)

    def asked_for(self) -> CategoryQuerySet:
        """Those asked for here: a kind, or a family of kinds where any will do."""
        return self.filter(mode__in=COUNTED_MODES)

    def wanted_from(self, kinds: models.QuerySet) -> CategoryQuerySet:
        """The categories that something of these kinds (category ids) answers: themselves and their families."""
        return self.filter(
            Q(pk__in=kinds) | Q(children__in=kinds) | Q(children__children__in=kinds), opaque=False
        ).distinct()


class Category(models.Model):
    """A type of resource. `fresh_for`: after it, a capacity counts as unconfirmed. `opaque`: casas de abrigo (T3)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    order = models.PositiveSmallIntegerField(default=0)
    name_pt = models.CharField(_("nome"), max_length=120)
    name_en = models.CharField(_("nome em inglês"), max_length=120)
    mode = models.CharField(max_length=8, choices=Mode.choices)
    unit_pt = models.CharField(_("unidade"), max_length=40)
    units_pt = models.CharField(_("unidades"), max_length=40)
    unit_en = models.CharField(max_length=40)
    units_en = models.CharField(max_length=40)
    iso9999 = models.CharField("ISO 9999", max_length=8, blank=True)
    carta_social = models.CharField(_("código da Carta Social"), max_length=8, blank=True)
    fresh_for = models.DurationField(default=timedelta(hours=12))
    hold_for = models.DurationField(default=timedelta(minutes=90))
    opaque = models.BooleanField(_("casa de abrigo"), default=False)
    # Loans and day places: people say the first and the last day, not arrival and departure. Kept is always the first
    # day not used; `said_end` and `meant_end` are the only places where one becomes the other.
    by_day = models.BooleanField(_("pede-se por dias, até ao último"), default=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("categoria")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_pt, self.name_en)

    @property
    def unit(self) -> str:
        return in_language(self.unit_pt, self.unit_en)

    @property
    def units(self) -> str:
        return in_language(self.units_pt, self.units_en)

    def includes(self, other: Category) -> bool:
        """Whether something of the other kind answers a need of this one."""
        above: Category | None = other
        while above is not None and above.pk != self.pk:
            above = above.parent
        return above is not None

    def said_end(self, end: date | None) -> date | None:
        """The first day not used as people say it of this kind: the departure, or the last day."""
        return end - timedelta(days=1) if end and self.by_day else end

    def meant_end(self, said: date | None) -> date | None:
        """What was said on a page as the first day not used."""
        return said + timedelta(days=1) if said and self.by_day and said < date.max else said

    def count(self, number: int) -> str:
        """ "1 cama", "3 camas"."""
        return f"{number} {self.unit if number == 1 else self.units}"


class Tier(models.IntegerChoices):
    PUBLIC = 0, _("T0 · público")
    NETWORK = 1, _("T1 · rede")
    RESTRICTED = 2, _("T2 · com acreditação")
    OPAQUE = 3, _("T3 · casa de abrigo")


def _tier_scope(member: Membership | None, prefix: str) -> Q:
    """Which tiers a member sees. T3 is in no list, no count, no map, for anybody."""
    tier = f"{prefix}tier"
    if member is None:
        return Q(**{tier: Tier.PUBLIC})
    highest = Tier.RESTRICTED if member.sees_t2 else Tier.NETWORK
    own = Q(**{f"{prefix}organisation_id": member.organisation_id, f"{tier}__lte": Tier.RESTRICTED})
    return Q(**{f"{tier}__lte": highest}) | own


def _keeper_scope(member: Membership | None, prefix: str) -> Q:
    if member is None or not (member.may_decide or member.has(Membership.Role.COORDINATION)):
        return Q(pk=None)
    scope = Q(**{f"{prefix}organisation_id": member.organisation_id}) if member.may_decide else Q(pk=None)
    if member.has(Membership.Role.COORDINATION):
        scope |= _tier_scope(member, prefix)
    return scope & Q(**{f"{prefix}tier__lt": Tier.OPAQUE})


class FacilityQuerySet(models.QuerySet["Facility"]):
    def visible_to(self, member: Membership | None) -> FacilityQuerySet:
        return self.filter(_tier_scope(member, ""), is_active=True)

    def kept_by(self, member: Membership | None) -> FacilityQuerySet:
        """Those the member may edit and read the history of: a manager their organisation's, the coordination those
        it sees. Never a refuge."""
        return self.filter(_keeper_scope(member, ""))


class Facility(Sourced):
    """A place that holds resources. The tier decides who may know it exists and where it is.

    One without organisation is public data from a source: it is described and contacted, never asked for.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="facilities"
    )
    name = models.CharField(_("nome"), max_length=160)
    sort_key = models.CharField(max_length=160, editable=False)
    tier = models.PositiveSmallIntegerField(
        _("nível de confidencialidade"), choices=Tier.choices, default=Tier.PUBLIC
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="facilities",
        verbose_name=_("município"),
    )
    parish = models.CharField(_("freguesia"), max_length=120, blank=True)
    address = models.CharField(_("morada"), max_length=240, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    phone = models.CharField(_("telefone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(
        _("sítio na internet"), blank=True, validators=[URLValidator(["http", "https"])]
    )
    description_pt = models.TextField(_("descrição"), blank=True)
    description_en = models.TextField(_("descrição em inglês"), blank=True)
    opening_hours = models.JSONField(_("horário"), default=dict, blank=True)
    opening_note_pt = models.CharField(_("nota ao horário"), max_length=200, blank=True)
    opening_note_en = models.CharField(_("nota ao horário em inglês"), max_length=200, blank=True)
    # Follows from the checklist once anybody has filled it in (`say_accessibility`); until then as imported.
    accessible = models.BooleanField(_("acessível em cadeira de rodas"), default=False)
    accessibility = models.JSONField(_("acessibilidade"), default=dict, blank=True)
    photo = models.OneToOneField(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="facility",
        verbose_name=_("fotografia"),
    )
    photo_alt_pt = models.CharField(_("texto alternativo da fotografia"), max_length=250, blank=True)
    photo_alt_en = models.CharField(_("texto alternativo em inglês"), max_length=250, blank=True)
    accepts_pt = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("aceita")
    )
    accepts_en = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    ask_first_pt = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("pergunte antes")
    )
    ask_first_en = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    refuses_pt = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("não aceita")
    )
    refuses_en = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    is_demo = models.BooleanField(_("fictício"), default=False)
    is_active = models.BooleanField(_("ativo"), default=True)

    objects = FacilityQuerySet.as_manager()
    history = Versions(
        verbose_name=_("versão de um equipamento"),
        verbose_name_plural=_("versões de equipamentos"),
        excluded_fields=["uuid", "sort_key", "is_demo", "source", "source_ref", "source_url"],
        constraints=(
            models.CheckConstraint(name="history_t3_has_no_place", condition=~Q(tier=Tier.OPAQUE) | NO_PLACE),
        ),
    )

    class Meta:
        ordering = ("sort_key",)
        verbose_name = _("equipamento")
        constraints: ClassVar = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="facility_without_owner_is_public_data",
                condition=Q(organisation__isnull=False) | Q(source__isnull=False, tier=Tier.PUBLIC),
            ),
            # Where it was published it still stands, with its place.
            models.CheckConstraint(
                name="t3_has_no_source", condition=~Q(tier=Tier.OPAQUE) | Q(source=None, source_url="")
            ),
            # A refuge has no place at rest: what is not stored cannot leak.
            models.CheckConstraint(
                name="t3_has_no_place",
                condition=~Q(tier=Tier.OPAQUE) | NO_PLACE,
            ),
            # A photograph shows the place: only what everybody may know has one, and it is told in words too.
            models.CheckConstraint(
                name="only_public_facilities_have_a_photo",
                condition=Q(photo=None, photo_alt_pt="", photo_alt_en="")
                | (Q(tier=Tier.PUBLIC, photo__isnull=False) & ~Q(photo_alt_pt="")),
            ),
            models.CheckConstraint(
                name="accessible_follows_the_checklist",
                condition=Q(accessibility={})
                | (Q(accessible=True) & says_wheelchair())
                | (Q(accessible=False) & ~says_wheelchair()),
            ),
            models.CheckConstraint(
                name="facility_point_is_whole",
                condition=Q(lat=None, lon=None) | Q(lat__isnull=False, lon__isnull=False),
            ),
            models.CheckConstraint(name="facility_tier_known", condition=Q(tier__in=Tier.values)),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    @property
    def description(self) -> str:
        return in_language(self.description_pt, self.description_en)

    @property
    def opening_note(self) -> str:
        return in_language(self.opening_note_pt, self.opening_note_en)

    @property
    def opening_words(self) -> list[str]:
        return hours.in_words(self.opening_hours)

    @property
    def photo_alt(self) -> str:
        return in_language(self.photo_alt_pt, self.photo_alt_en)

    def say_accessibility(self, checklist: Mapping[str, str]) -> None:
        """Take another checklist; whether a wheelchair gets in follows from it. What is unknown is left out of it."""
        said = {one.value: checklist[one] for one in Access if checklist.get(one) in (Known.YES, Known.NO)}
        if said or self.accessibility:
            self.accessible = wheelchair(said)
        self.accessibility = said

    @property
    def access_points(self) -> dict[str, list[str]]:
        """The checklist by what is known of each point: {"yes": [...], "no": [...], "unknown": [...]}, as labels."""
        points: dict[str, list[str]] = {known: [] for known in Known.values}
        for one in Access:
            points[self.accessibility.get(one, Known.UNKNOWN)].append(str(one.label))
        return points

    @property
    def accepts(self) -> list[str]:
        return self.accepts_en if (get_language() or "").startswith("en") else self.accepts_pt

    @property
    def ask_first(self) -> list[str]:
        return self.ask_first_en if (get_language() or "").startswith("en") else self.ask_first_pt

    @property
    def refuses(self) -> list[str]:
        return self.refuses_en if (get_language() or "").startswith("en") else self.refuses_pt

    @property
    def shows_place(self) -> bool:
        """T2 and T3 name no area but the AMP, to nobody."""
        return self.tier <= Tier.NETWORK

    @property
    def shown_municipality(self) -> Municipality | None:
        return self.municipality if self.shows_place else None

    @property
    def shown_organisation(self) -> str:
        """Whose it is, or who published it when it is nobody's. The organisation of a T2 facility would name the
        area, unless it has none itself."""
        if self.organisation is None:
            return str(_("Fonte: %(source)s")) % {"source": self.source}
        if self.shows_place or self.organisation.municipality_id is None:
            return self.organisation.name
        return str(_("Rede reservada (AMP)"))

    @property
    def protocol_municipality_id(self) -> str | None:
        """The municipality whose protocol a booking here needs; None for refuges (exempt), metropolitan holders and
        what is never booked."""
        if self.tier == Tier.OPAQUE or self.organisation is None:
            return None
        return self.municipality_id or self.organisation.municipality_id

    @property
    def protocol_municipality(self) -> Municipality | None:
        if self.protocol_municipality_id is None or self.organisation is None:
            return None
        return self.municipality or self.organisation.municipality


class ResourceQuerySet(SearchableQuerySetMixin, models.QuerySet["Resource"]):
    def visible_to(self, member: Membership | None) -> ResourceQuerySet:
        """What the member may know of: the only way pages, API, search and exports take resources."""
        return self.filter(_tier_scope(member, "facility__"), is_active=True, facility__is_active=True)

    def managed_by(self, member: Membership | None) -> ResourceQuerySet:
        """Resources the member decides for."""
        if member is None or not member.may_decide:
            return self.none()
        return self.filter(
            facility__organisation_id=member.organisation_id, facility__tier__lt=Tier.OPAQUE, is_active=True
        )

    def kept_by(self, member: Membership | None) -> ResourceQuerySet:
        """Those the member may edit and read the history of, retired ones too."""
        return self.filter(_keeper_scope(member, "facility__"), category__opaque=False)

    def requestable_by(self, member: Membership | None) -> ResourceQuerySet:
        if member is None or not member.may_ask:
            return self.none()
        return self.visible_to(member).exclude(mode=Mode.INFO)

    def matching(self, text: str, member: Membership | None) -> ResourceQuerySet:
        """Those whose words match, by the search API; T1 and T2 stand in no index: matched in the database."""
        text = text.strip()
        if not text:
            return self
        found = [row.pk for row in Resource.objects.all().search(text, operator="and")]
        # Looked at again: a facility that is public no longer may still stand in the index.
        public = Q(pk__in=found, facility__tier=Tier.PUBLIC)
        beyond = Q(facility__tier__gt=Tier.PUBLIC)
        for word in sort_key(text).split()[:8]:
            beyond &= (
                Q(sort_key__contains=word)
                | Q(facility__sort_key__contains=word)
                | Q(category__name_pt__icontains=word)
            )
        return self.filter(public | beyond if member else public)

    def for_cards(self) -> ResourceQuerySet:
        """Everything a list row shows, in one query."""
        return self.select_related(
            "facility__organisation",
            "facility__municipality",
            "facility__source",
            "category",
            "response",
            "source",
        )


class Resource(index.Indexed, Sourced):
    """Something scarce that an organisation shares. Its offered capacity stands in dated statements."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="resources")
    category = models.ForeignKey(Category, models.PROTECT, related_name="resources")
    response = models.ForeignKey(
        OperativeResponse, models.PROTECT, null=True, blank=True, related_name="resources"
    )
    mode = models.CharField(max_length=8, choices=Mode.choices)
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

    objects = ResourceQuerySet.as_manager()
    history = Versions(
        verbose_name=_("versão de um recurso"),
        verbose_name_plural=_("versões de recursos"),
        excluded_fields=[
            "uuid",
            "sort_key",
            "mode",
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
        index.SearchField("description_pt"),
        index.SearchField("description_en"),
        index.RelatedFields("category", [index.SearchField("name_pt"), index.SearchField("name_en")]),
        index.RelatedFields("facility", [index.SearchField("name")]),
        index.SearchField("searchable_place"),
        index.FilterField("id"),
        index.FilterField("is_active"),
        index.FilterField("mode"),
    ]

    class Meta:
        ordering = ("sort_key",)
        verbose_name = _("recurso")
        constraints = Sourced.Meta.constraints

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        self.mode = self.category.mode if self.facility.organisation_id else Mode.INFO
        super().save(*args, **kwargs)

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet[Resource]:
        """Nothing of T1 or above is ever written into the search index."""
        return cls.objects.filter(facility__tier=Tier.PUBLIC).select_related(
            "facility__municipality", "facility__organisation", "category"
        )

    def get_indexed_instance(self) -> Resource | None:
        return self if self.facility.tier == Tier.PUBLIC and self.is_active else None

    def searchable_place(self) -> str:
        place, owner = self.facility.municipality, self.facility.organisation
        return " ".join(one.name for one in (place, owner) if one) if place else ""

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
