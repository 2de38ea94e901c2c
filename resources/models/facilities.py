"""Places that hold resources: whose they are, where, and what they say of themselves."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.bilingual import in_language
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
from resources.models.sources import Sourced
from resources.models.tiers import Tier, keeper_scope, tier_scope


class FacilityQuerySet(models.QuerySet["Facility"]):
    def visible_to(self, member: Membership | None) -> FacilityQuerySet:
        return self.filter(tier_scope(member, ""), is_active=True)

    def kept_by(self, member: Membership | None) -> FacilityQuerySet:
        """Those the member may edit and read the history of: a manager their organisation's, the coordination those
        it sees. Never a refuge."""
        return self.filter(keeper_scope(member, ""))


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
