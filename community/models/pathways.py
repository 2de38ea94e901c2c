"""Access pathways (REF-AMP 1.2.2, 1.2.1b, 1.3.1): who does what, step by step. Nothing is asked for here."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from community.models.listings import Checked, Findable, Listing, ListingQuerySet, Reachable, states_in_order
from units.models import OperativeResponse


class PathwayQuerySet(ListingQuerySet["Pathway"]):
    def for_pages(self) -> Self:
        return self.select_related("organisation", "municipality", "contact", "response")


class Pathway(Findable, Listing, Reachable, Checked):
    """How somebody reaches a service: its steps, its papers, its contact points, and where that is written."""

    SUBJECT = "pathway"
    SLUG = "circuitos"
    SEARCHED = ("title", "about", "who_for")
    MOST_STEPS = 12

    response = models.ForeignKey(
        OperativeResponse, models.PROTECT, related_name="+", verbose_name=_("resposta operativa")
    )
    who_for = models.CharField(_("para quem"), max_length=240, blank=True)
    legal = models.TextField(_("base legal"), blank=True)

    objects = PathwayQuerySet.as_manager()

    search_fields: ClassVar = [
        *Findable.search_fields,
        index.SearchField("who_for", boost=2),
        index.SearchField("searchable_response", boost=2),
        index.SearchField("searchable_steps"),
        index.SearchField("legal"),
        index.FilterField("response"),
    ]

    class Meta:
        ordering = ("response__order", "title", "pk")
        verbose_name = _("circuito de acesso")
        verbose_name_plural = _("circuitos de acesso")
        constraints: ClassVar = [*states_in_order("pathway")]

    @classmethod
    def get_indexed_objects(cls) -> ListingQuerySet[Any]:
        return super().get_indexed_objects().select_related("response").prefetch_related("steps")

    def searchable_response(self) -> str:
        return f"{self.response.code} {self.response.name_pt} {self.response.name_en}"

    def searchable_steps(self) -> str:
        return " ".join(f"{one.who} {one.what} {one.documents}" for one in self.steps.all())

    @property
    def obstacles(self) -> list[str]:
        said = []
        if not self.steps.exists():
            said.append(gettext("Falta pelo menos um passo."))
        if not self.source:
            said.append(gettext("Falta dizer de onde vem esta informação."))
        if self.checked_on is None:
            said.append(gettext("Falta o dia em que foi verificada na fonte."))
        return said


class PathwayStep(models.Model):
    """One step: who acts, what they do, what is needed and where."""

    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    who = models.CharField(_("quem"), max_length=160)
    what = models.TextField(_("o que faz"))
    documents = models.CharField(_("documentos"), max_length=300, blank=True)
    where = models.CharField(_("onde ou a que número"), max_length=240, blank=True)

    class Meta:
        ordering = ("order",)
        verbose_name = _("passo de um circuito")
        verbose_name_plural = _("passos de circuitos")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pathway", "order"], name="one_step_per_place_in_a_pathway")
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.who}"
