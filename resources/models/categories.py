"""Types of resource, and the mode in which each is shared."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.bilingual import in_language
from search.searchable import Indexed, SearchableQuerySetMixin


class Mode(models.TextChoices):
    STAY = "stay", _("camas e lugares por dia")
    SLOT = "slot", _("salas, máquinas e horas")
    LOAN = "loan", _("empréstimo de produtos de apoio")
    GOODS = "goods", _("bens que se dão")
    COURSE = "course", _("lugares em formação")
    INFO = "info", _("informação e contacto")


# The modes that are asked for in the portal, and those where any holder will do.
COUNTED_MODES = (Mode.STAY, Mode.LOAN, Mode.COURSE)
MODES_OF_THE_NETWORK = (Mode.STAY, Mode.LOAN)


class CategoryQuerySet(SearchableQuerySetMixin, models.QuerySet["Category"]):
    def open_listed(self) -> CategoryQuerySet:
        """Categories whose resources can be listed at all (not casas de abrigo)."""
        return self.filter(opaque=False)

    def asked_for(self) -> CategoryQuerySet:
        """Those asked for here: a kind, or a family of kinds where any will do."""
        return self.filter(mode__in=MODES_OF_THE_NETWORK)

    def wanted_from(self, kinds: models.QuerySet) -> CategoryQuerySet:
        """The categories that something of these kinds (category ids) answers: themselves and their families."""
        return self.filter(
            Q(pk__in=kinds) | Q(children__in=kinds) | Q(children__children__in=kinds), opaque=False
        ).distinct()


class Category(Indexed, models.Model):
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

    search_fields = (
        index.SearchField("name_pt", boost=5),
        index.SearchField("name_en", boost=5),
        index.SearchField("iso9999", boost=4),
        index.SearchField("carta_social", boost=4),
        index.SearchField("searchable_above"),
        index.AutocompleteField("name_pt"),
        index.AutocompleteField("name_en"),
        index.FilterField("mode"),
        index.FilterField("parent"),
    )
    search_follows = ("parent",)

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("categoria")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def get_indexed_objects(cls) -> CategoryQuerySet:
        """Those whose resources are listed: of casas de abrigo nothing is."""
        return cls.objects.open_listed().select_related("parent")

    def searchable_above(self) -> str:
        return f"{self.parent.name_pt} {self.parent.name_en}" if self.parent else ""

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
