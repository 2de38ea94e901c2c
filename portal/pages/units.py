"""Who decides: the list of bodies and one page for each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from accounts.models import Membership
from geo.models import Municipality
from portal.pages.base import PortalPage, member_of
from portal.pages.blocks import BodyBlock
from resources.models import Resource
from units.models import AgendaItem, Body, Decision, Meeting, Round, Seat
from units.register import entries
from units.showing import Standing

SHOWN = 6
# Of what a body did: the latest of each, on its page.
DECISIONS, OTHERS = 5, 5
SIGNS: dict[str, Any] = {
    Body.Kind.COORDINATION: _("UC"),
    Body.Kind.COUNCIL: _("CV"),
    Body.Kind.TECHNICAL_TEAM: _("ET"),
}


def municipalities_of(seats: Iterable[Seat]) -> list[str]:
    return sorted({seat.municipality_id for seat in seats if seat.municipality_id})


class DayForm(forms.Form):
    """Of which day the composition is asked for."""

    dia = forms.DateField(
        label=_("Quem representava quem no dia"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Escreva um dia que exista, por exemplo 01/03/2026.")},
    )


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


class UnitPage(PortalPage, Page):
    """The page of one body. Mandate, members and responses come from the body; editors add their own text."""

    unit = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("órgão"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("conteúdo"))

    template = "pages/unit.html"
    parent_page_types: ClassVar = ["portal.UnitIndexPage"]
    subpage_types: ClassVar = ["portal.ContentPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("description"),
        FieldPanel("unit"),
        FieldPanel("body"),
    ]
    promote_panels = PortalPage.promote_panels
    settings_panels = PortalPage.settings_panels
    search_fields: ClassVar = [
        *PortalPage.search_fields,
        index.SearchField("body"),
        index.SearchField("mandate"),
    ]

    class Meta:
        verbose_name = _("página de unidade")
        verbose_name_plural = _("páginas de unidades")

    @property
    def mandate(self) -> str:
        """In the page's own language, whoever reads it."""
        return self.unit.mandate_en if self.locale.language_code == "en" else self.unit.mandate_pt

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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        member, unit, parent = member_of(request), self.unit, self.get_parent()
        day_form = DayForm(request.GET)
        day: date | None = day_form.cleaned_data["dia"] if day_form.is_valid() else None
        seats = list(unit.seats_on(day or timezone.localdate()))
        members = [seat for seat in seats if not seat.is_vacant]
        ends = {seat.until for seat in members}
        context |= {
            "unit": unit,
            "axis": unit.axis,
            "seats": seats,
            "members": members,
            # Said once when all terms end together.
            "term_end": ends.pop() if len(ends) == 1 else None,
            "day": day,
            "day_form": day_form,
            "municipalities": municipalities_of(seats),
            "own": member.organisation.municipality_id if member else None,
            "trail": [{"url": parent.get_url(request), "label": parent.title}],
            "siblings": [page for page in UnitPage.in_tree_of(self) if page.pk != self.pk],
            **what_goes_on(unit, member),
        }
        if unit.axis:
            visible = Resource.objects.visible_to(member).filter(
                response__problem__axis=unit.axis, category__opaque=False
            )
            counts = dict(visible.order_by().values_list("response").annotate(n=Count("pk", distinct=True)))
            problems = list(unit.axis.problems.prefetch_related("responses"))
            context |= {
                "problems": problems,
                "answers": [
                    (
                        problem,
                        [(response, counts.get(response.pk, 0)) for response in problem.responses.all()],
                    )
                    for problem in problems
                ],
                "resources": list(visible.for_cards().order_by("response__order", "sort_key")[:SHOWN]),
                "resource_count": sum(counts.values()),
            }
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().serve(request, *args, **kwargs)
        said = getattr(answer, "context_data", None) or {}
        if "day_form" in said and said["day_form"].errors:
            answer.status_code = 400
        return answer


def what_goes_on(body: Body, member: Membership | None) -> dict[str, Any]:
    """The living parts of a body's page, as far as the reader may see them."""
    rounds = Round.objects.visible_to(member).filter(body=body)
    open_rounds = list(rounds.open().order_by("-opened_at").for_pages())
    past = rounds.filter(state=Round.State.CLOSED).order_by("-closed_at").select_related("version__draft")
    meetings = Meeting.objects.visible_to(member).filter(body=body)
    coming = meetings.to_come().first()
    decisions = Decision.objects.approved().visible_to(member).filter(body=body)
    return {
        "round": open_rounds[0] if open_rounds else None,
        "standing": Standing(open_rounds[0], member) if open_rounds else None,
        "other_rounds": [*open_rounds[1:], *past[:OTHERS]],
        "coming": coming,
        "coming_items": AgendaItem.objects.visible_to(member).filter(meeting=coming) if coming else [],
        "past_meetings": meetings.filter(state=Meeting.State.HELD).order_by("-starts")[:OTHERS],
        "size": len(body.seats_on(coming.day)) if coming else 0,
        "entries": entries(decisions[:DECISIONS], member),
        "decision_count": decisions.count(),
    }
