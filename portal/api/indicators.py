"""The social monitor: what is measured, every figure with its source, and what stood there before."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.decorators import decorate_view
from pydantic import BaseModel, Field

from accounts.models import Membership
from monitor import periods
from monitor.formats import answers, jsonstat, licences, table
from monitor.formats.about import About, about
from monitor.formats.answers import public_data
from monitor.formats.rows import number, rows
from monitor.models import Indicator, Observation, Place, Topic
from monitor.models.observations import ObservationQuerySet
from portal.api.inputs import Text, optional
from portal.api.lists import Page, Paging, addresses, page_of
from resources.refusals import Invalid
from units.models.ref_amp import Axis

router = Router(tags=["monitor"])

# More values of one filter than there are places or periods are nobody's question.
MOST_VALUES = 100


class InPlace(BaseModel):
    dico: str | None = Field(description="DICO code; null for what is wider than a municipality.")
    name: str
    code: str = Field(description="The DICO code, or `AMP`, `NORTE`, `PT`.", examples=["1312"])


class TopicOut(BaseModel):
    code: str
    name: str


class FigureSource(BaseModel):
    text: str = Field(description="In the words it came with.")
    licence: str = Field(description="Says so where it is still to be confirmed.")
    url: str | None


class IndicatorOut(BaseModel):
    code: str = Field(examples=["ageing_index"])
    name: str
    unit: str
    decimals: int = Field(description="With how many the page shows it; figures here are not rounded.")
    kind: Indicator.Kind
    direction: str | None = Field(description="`up`: more is better, `down`: less is; null: neither.")
    topic: TopicOut
    axis: str | None = Field(description="Axis of REF-AMP.")
    sdg: list[int] = Field(description="Sustainable Development Goals.")
    definition: str = Field(description="Empty while nobody has written it.")
    publisher: str
    sources: list[FigureSource] = Field(description="Of the figures that hold.")
    method: str
    periodicity: Indicator.Periodicity
    next_update: str | None
    periods: list[str] = Field(description="Those with a figure, the oldest first.")
    places: int = Field(description="How many places have a figure in some period.")
    licence: str = Field(description="All there are; says so where one is still to be confirmed.")
    url: str = Field(description="Its page, in the language asked for.")
    updated_at: datetime | None = Field(description="When the newest figure that holds came in.")


class LineOut(BaseModel):
    place: InPlace
    by: date
    value: int | float
    label: str
    source: str
    url: str | None


class IndicatorDetail(IndicatorOut):
    problem: str | None = Field(description="Problem of REF-AMP.")
    numerator: str | None = Field(
        description="Code of an indicator; null where we hold no parts of it, or one that the caller may not read."
    )
    denominators: list[str] = Field(description="To be added up; empty where there is no numerator.")
    factor: int = Field(description="The rate is so many times numerator by denominators.")
    per_head: int | None = Field(description="Per how many inhabitants it is shown as well.")
    population_series: str | None = Field(description="The population that is divided by.")
    reference_lines: list[LineOut] = Field(description="Targets and other lines it is read against.")
    breaks: list[str] = Field(description="Periods from which on it counts something else.")
    note: str


class ObservationOut(BaseModel):
    place: InPlace
    period: str = Field(examples=["2025", "2025-Q1", "2025-03", "latest at 2025-10-25"])
    value: int | float | None = Field(description="Null: there is none, `status` says why. Never zero.")
    unit: str
    status: Observation.Status
    source: str
    per_head: float | None = Field(description="Per as many inhabitants as the indicator says.")
    retrieved_on: date | None = Field(description="When it was taken from the source.")
    revised: bool = Field(description="Whether another value stood there before.")


class RevisionOut(BaseModel):
    place: InPlace
    period: str
    value: int | float | None
    unit: str
    status: Observation.Status
    source: str
    entered_at: datetime
    superseded_at: datetime


class ListAsked(Paging):
    topic: optional(Text) = Field(default=None, description="Code of a topic.")  # type: ignore[valid-type]
    axis: optional(Text) = Field(default=None, description="Code of an axis of REF-AMP.")  # type: ignore[valid-type]


class Filters(BaseModel):
    municipality: list[Text] = Field(
        default=[], description="DICO code, or `AMP`, `NORTE`, `PT`; repeatable.", max_length=MOST_VALUES
    )
    period: list[Text] = Field(
        default=[],
        description=(
            "`2025`, `2025-Q1`, `2025-03` or `latest at 2025-10-25`; with `(provisional)` behind it only figures of "
            "that status; repeatable."
        ),
        max_length=MOST_VALUES,
    )


class ObservationsAsked(Filters, Paging):
    pass


def _media(*types: str) -> dict[str, Any]:
    return {"responses": {200: {"content": {media: {} for media in types}}}}


def _member(request: HttpRequest) -> Membership | None:
    member: Membership | None = request.member  # type: ignore[attr-defined]
    return member


@router.get("indicators", response=Page[IndicatorOut])
@decorate_view(public_data)
def indicators(request: HttpRequest, asked: Query[ListAsked]) -> dict[str, Any]:
    """What is measured, topic by topic."""
    member = _member(request)
    found = Indicator.objects.visible_to(member).in_reading_order()
    if asked.topic:
        if not Topic.objects.filter(pk=asked.topic).exists():
            raise Invalid("topic", _("Não há nenhum tema com este código."))
        found = found.filter(topic=asked.topic)
    if asked.axis:
        if not Axis.objects.filter(pk=asked.axis).exists():
            raise Invalid("axis", _("O REF-AMP não tem nenhum eixo com este código."))
        found = found.filter(axis=asked.axis)
    count, first = found.count(), (asked.page - 1) * asked.per_page
    shown = list(found[first : first + asked.per_page])
    told = about(shown, member)
    return {
        "count": count,
        **addresses(request, count, asked.page, asked.per_page),
        "results": [_indicator(request, told[one.pk]) for one in shown],
    }


@router.get("indicators/{code}", response=IndicatorDetail)
@decorate_view(public_data)
def indicator(request: HttpRequest, code: str) -> dict[str, Any]:
    """One of them: what it is made of and what it is read against."""
    member = _member(request)
    one = _one(code, member)
    numerator, denominators = _parts(one, member)
    lines = one.lines.select_related("place__municipality")
    someone = Place.objects.municipalities().select_related("municipality").first()
    series = someone and someone.municipality and someone.municipality.population_series_label
    return {
        **_indicator(request, about([one], member)[one.pk]),
        "problem": one.problem or None,
        "numerator": numerator,
        "denominators": denominators,
        "factor": one.factor,
        "per_head": one.per_head or None,
        "population_series": series if one.per_head else None,
        "reference_lines": [
            {
                "place": _place(line.place),
                "by": line.by,
                "value": number(line.value),
                "label": line.label,
                "source": line.source,
                "url": line.url or None,
            }
            for line in lines
        ],
        "breaks": one.breaks,
        "note": one.note,
    }


@router.get("indicators/{code}/observations", response=Page[ObservationOut])
@decorate_view(public_data)
def observations(request: HttpRequest, code: str, asked: Query[ObservationsAsked]) -> dict[str, Any]:
    """Its figures, a page at a time: the oldest period first."""
    one, found = _asked(request, code, asked)
    count, first = found.count(), (asked.page - 1) * asked.per_page
    return {
        "count": count,
        **addresses(request, count, asked.page, asked.per_page),
        "results": list(_shown(one, found[first : first + asked.per_page], _member(request))),
    }


@router.get("indicators/{code}/observations.json", response=Page[ObservationOut])
@decorate_view(public_data)
def observations_json(request: HttpRequest, code: str, asked: Query[Filters]) -> HttpResponseBase:
    """All of them at once."""
    one, found = _asked(request, code, asked)
    shown = list(_shown(one, found, _member(request)))
    return answers.as_json({"count": len(shown), "next": None, "previous": None, "results": shown})


@router.get("indicators/{code}/observations.csv", openapi_extra=_media("text/csv"))
@decorate_view(public_data)
def observations_csv(request: HttpRequest, code: str, asked: Query[Filters]) -> HttpResponseBase:
    """All of them as a table: UTF-8, commas, a decimal point."""
    one, found = _asked(request, code, asked)
    return answers.as_file(table.as_csv(rows(found, [one])), f"concerta-{code}.csv", answers.CSV)


@router.get("indicators/{code}/observations.xlsx", openapi_extra=_media(answers.XLSX))
@decorate_view(public_data)
def observations_xlsx(request: HttpRequest, code: str, asked: Query[Filters]) -> HttpResponseBase:
    """All of them as a spreadsheet, with a second sheet that says what they are."""
    one, found = _asked(request, code, asked)
    file = table.as_xlsx(rows(found, [one]), about([one], _member(request))[one.pk])
    return answers.as_file(file, f"concerta-{code}.xlsx", answers.XLSX)


@router.get("indicators/{code}/observations.jsonstat", openapi_extra=_media("application/json"))
@decorate_view(public_data)
def observations_jsonstat(request: HttpRequest, code: str, asked: Query[Filters]) -> HttpResponseBase:
    """All of them as a cube, JSON-stat 2.0."""
    one, found = _asked(request, code, asked)
    told = about([one], _member(request))[one.pk]
    href = request.build_absolute_uri(request.get_full_path())
    return answers.as_json(jsonstat.dataset(rows(found, [one]), told, href=href))


@router.get("indicators/{code}/revisions", response=Page[RevisionOut])
@decorate_view(public_data)
def revisions(request: HttpRequest, code: str, paging: Query[Paging]) -> dict[str, Any]:
    """What stood there before, the latest change first. Nothing of periods in which a figure is confidential."""
    one = _one(code, _member(request))
    earlier = one.observations.superseded().visible_to(_member(request))
    found = earlier.select_related("place", "source").order_by(
        "-superseded_at", "-end", "period", "place__order", "pk"
    )

    def show(revision: Observation) -> dict[str, Any]:
        return {
            "place": _place(revision.place),
            "period": revision.period,
            "value": number(revision.value),
            "unit": one.unit,
            "status": revision.status,
            "source": revision.source.text,
            "entered_at": revision.entered_at,
            "superseded_at": revision.superseded_at,
        }

    return page_of(request, found, paging, show)


def _one(code: str, member: Membership | None) -> Indicator:
    return get_object_or_404(
        Indicator.objects.visible_to(member).select_related("topic", "numerator"), code=code
    )


def _parts(one: Indicator, member: Membership | None) -> tuple[str | None, list[str]]:
    """The codes of its numerator and its denominators, if this caller may read all of them: a sum with one part left
    out would be another figure."""
    readable = Indicator.objects.visible_to(member)
    if one.numerator is None:
        return None, []
    parts = one.denominators.order_by("code").values_list(
        "code", Exists(readable.filter(pk=OuterRef("pk"))), Exists(readable.filter(pk=one.numerator.pk))
    )
    codes = [code for code, below, above in parts if below and above]
    if len(codes) < len(parts):
        return None, []
    return one.numerator.code, codes


def _asked(request: HttpRequest, code: str, asked: Filters) -> tuple[Indicator, ObservationQuerySet]:
    """The indicator, and those of its figures that this caller may read and the filters leave, in order."""
    one = _one(code, _member(request))
    found = Observation.objects.holding_for(_member(request)).filter(indicator=one).in_order()
    # A form sends its empty fields too.
    places = [text for text in asked.municipality if text]
    if places:
        if Place.objects.filter(pk__in=places).count() < len(set(places)):
            raise Invalid(
                "municipality",
                _("Indique o código DICO de um dos 17 municípios, como 1312, ou AMP, NORTE, PT."),
            )
        found = found.filter(place__in=places)
    written = [text for text in asked.period if text]
    if written:
        found = found.filter(_of_periods(written))
    return one, found


def _of_periods(written: Sequence[str]) -> Q:
    some = Q(pk__in=[])
    for text in written:
        try:
            period, status = periods.parse(text)
        except ValueError as error:
            raise Invalid("period", str(error)) from None
        some |= Q(period=period.code, status=status) if status else Q(period=period.code)
    return some


def _indicator(request: HttpRequest, told: About) -> dict[str, Any]:
    one = told.indicator
    return {
        "code": one.code,
        "name": one.name,
        "unit": one.unit,
        "decimals": one.decimals,
        "kind": one.kind,
        "direction": one.direction or None,
        "topic": {"code": one.topic.code, "name": one.topic.name},
        "axis": one.axis or None,
        "sdg": one.sdg,
        "definition": one.definition,
        "publisher": one.publisher,
        "sources": [
            {"text": source.text, "licence": licences.named(source.licence), "url": source.url or None}
            for source in told.sources
        ],
        "method": one.method,
        "periodicity": one.periodicity,
        "next_update": one.next_update or None,
        "periods": told.periods,
        "places": len(told.places),
        "licence": told.licence,
        "url": request.build_absolute_uri(reverse("indicator", args=[one.code])),
        "updated_at": told.modified,
    }


def _shown(one: Indicator, found: ObservationQuerySet, member: Membership | None) -> Iterator[dict[str, Any]]:
    changed = set(one.observations.superseded().visible_to(member).values_list("place", "period").distinct())
    for row in rows(found, [one]):
        per_head = one.for_inhabitants(row.value, row.place)
        yield {
            "place": _place(row.place),
            "period": row.period,
            "value": row.number,
            "unit": one.unit,
            "status": row.status,
            "source": row.source.text,
            "per_head": None if per_head is None else round(float(per_head), 6),
            "retrieved_on": row.retrieved_on and row.retrieved_on.isoformat(),
            "revised": (row.place.code, row.period) in changed,
        }


def _place(place: Place) -> dict[str, Any]:
    return {"dico": place.dico, "name": place.name, "code": place.code}
