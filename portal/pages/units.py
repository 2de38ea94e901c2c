"""Who decides: the list of bodies and one page for each."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index

from geo.models import Municipality
from portal.pages.base import PortalPage, member_of
from portal.pages.blocks import BodyBlock
from portal.pages.forms import UnitPageForm
from portal.pages.living import DayForm, Reading, UnitBlock, arrangement, municipalities_of, stretches
from portal.pages.monitor_blocks import ON_PAGE, Shown
from units.models import Body

SIGNS: dict[str, Any] = {
    Body.Kind.COORDINATION: _("UC"),
    Body.Kind.COUNCIL: _("CV"),
    Body.Kind.TECHNICAL_TEAM: _("ET"),
    Body.Kind.WORKING_GROUP: _("GT"),
}


class UnitIndexPage(PortalPage, Page):
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("conteúdo"))

    template = "pages/unit_index.html"
    parent_page_types: ClassVar = ["portal.HomePage"]
    subpage_types: ClassVar = ["portal.UnitPage"]
    max_count_per_parent = 1
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("description"), FieldPanel("body")]
    promote_panels = PortalPage.promote_panels
    settings_panels = PortalPage.settings_panels
    search_fields: ClassVar = [*PortalPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("lista de unidades")
        verbose_name_plural = _("listas de unidades")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        pages = list(UnitPage.in_tree_of(self))
        units = [page for page in pages if page.unit.is_strategic_unit]
        sits: dict[str, list[str]] = {}
        for page in units:
            page.municipalities = municipalities_of(page.unit.seats_today())
            for dico in page.municipalities:
                sits.setdefault(dico, []).append(page.sign)
        member = member_of(request)
        context |= {
            "units": units,
            "others": [page for page in pages if not page.unit.is_strategic_unit],
            "fictional": any(page.unit.is_demo for page in units),
            "tiles": [(place, sits.get(place.pk, [])) for place in Municipality.objects.all()]
            if sits
            else [],
            "own": member.organisation.municipality_id if member else None,
        }
        return context


class OneForEachBody(PagePermissionTester):
    """A body has one page in each language: it changes, it may be taken offline, it is not deleted, moved or copied."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False


class UnitPage(PortalPage, Page):
    """The page of one body. Its head comes from the body; below it, editors place free blocks and living ones."""

    unit = models.ForeignKey(
        Body,
        models.PROTECT,
        related_name="+",
        verbose_name=_("órgão"),
        help_text=_("De que órgão é a página. Depois de criada, não muda."),
    )
    body = StreamField(
        UnitBlock(),
        blank=True,
        default=arrangement,
        verbose_name=_("conteúdo"),
        help_text=_(
            "O que a página mostra, por esta ordem, abaixo do nome, do mandato e do mapa, que vêm do órgão. Use as "
            "setas para mudar a ordem e o sinal + para acrescentar."
        ),
    )

    template = "pages/unit.html"
    base_form_class = UnitPageForm
    parent_page_types: ClassVar = ["portal.UnitIndexPage"]
    subpage_types: ClassVar = ["portal.ContentPage"]
    content_panels: ClassVar = [
        HelpPanel(
            _(
                "<p>Esta página junta o seu texto e o que o portal sabe do órgão. Os blocos de «Conteúdo que se "
                "preenche sozinho» mostram sempre o que está em vigor: escolhe só onde ficam e com que título.</p>"
                "<p>Veja como fica na pré-visualização, como a vê quem visita, antes de publicar.</p>"
            ),
            heading=_("Como se faz esta página"),
        ),
        *Page.content_panels,
        FieldPanel("unit", widget=forms.Select),
        FieldPanel("description"),
        FieldPanel("body"),
    ]
    promote_panels = PortalPage.promote_panels
    settings_panels = PortalPage.settings_panels
    search_fields: ClassVar = [
        *PortalPage.search_fields,
        index.SearchField("searchable_unit", boost=4),
        index.SearchField("searchable_problems"),
        index.SearchField("body"),
        index.SearchField("mandate"),
    ]
    search_follows: ClassVar = ("unit",)

    class Meta:
        verbose_name = _("página de unidade")
        verbose_name_plural = _("páginas de unidades")

    @property
    def mandate(self) -> str:
        """In the page's own language, whoever reads it."""
        return self.unit.mandate_en if self.locale.language_code == "en" else self.unit.mandate_pt

    @classmethod
    def get_indexed_objects(cls) -> Any:
        found = super().get_indexed_objects()
        return found.select_related("locale", "unit__axis").prefetch_related("unit__axis__problems")

    def searchable_unit(self) -> str:
        """What it is also called: by its body, its kind, its axis and the prefix of its numbers."""
        unit, axis = self.unit, self.unit.axis
        named = (axis.code, axis.name_pt, axis.name_en) if axis else ()
        return " ".join((unit.name_pt, unit.name_en, unit.prefix, *named))

    def searchable_problems(self) -> str:
        axis = self.unit.axis
        return " ".join(f"{one.name_pt} {one.name_en}" for one in axis.problems.all()) if axis else ""

    @property
    def sign(self) -> str:
        """The mark beside the name in lists: the number of the axis, or two letters."""
        return str(self.unit.axis.order if self.unit.axis else SIGNS[self.unit.kind])

    @classmethod
    def in_tree_of(cls, page: Page) -> models.QuerySet[UnitPage]:
        """The live unit pages in the page's own language, in the order REF-AMP gives the bodies."""
        return (
            cls.objects.live()
            .filter(locale_id=page.locale_id)
            .select_related("unit__axis")
            .prefetch_related("unit__axis__problems")
            .order_by("unit__order")
        )

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return OneForEachBody(user, self)

    def clean(self) -> None:
        super().clean()
        same = UnitPage.objects.filter(unit=self.unit_id, locale=self.locale_id)
        if not self.pk and self.unit_id and self.locale_id and same.exists():
            raise ValidationError({"unit": gettext("Este órgão já tem página nesta língua: edite essa.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        member, unit, parent = member_of(request), self.unit, self.get_parent()
        day_form = DayForm(request.GET)
        day: date | None = day_form.cleaned_data["dia"] if day_form.is_valid() else None
        reading = Reading(unit, member, day)
        parts = stretches(self.body, reading)
        return context | {
            "unit": unit,
            "axis": unit.axis,
            "problems": reading.problems,
            "day": day,
            "day_form": day_form,
            "municipalities": municipalities_of(reading.seats),
            "own": member.organisation.municipality_id if member else None,
            "trail": [{"url": parent.get_url(request), "label": parent.title}],
            "siblings": [page for page in UnitPage.in_tree_of(self) if page.pk != self.pk],
            "reading": reading,
            "parts": parts,
            "lists_indicators": any(part.kind == "indicators" for part in parts),
            # Its blocks are shown one by one.
            ON_PAGE: Shown.on(self.body),
        }

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().serve(request, *args, **kwargs)
        said = getattr(answer, "context_data", None) or {}
        if "day_form" in said and said["day_form"].errors:
            answer.status_code = 400
        return answer
