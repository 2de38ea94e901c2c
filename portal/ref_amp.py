"""REF-AMP on one page: ideas, what to do and how, the matrix that leads to what exists, the figures as printed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from accounts.models import Membership
from plans.models import Plan, PlanElement
from portal.pages.units import UnitPage
from resources.models import Resource
from units.models import (
    ActionLine,
    Axis,
    Body,
    Decision,
    Effect,
    OperativeResponse,
    Problem,
    StructuringIdea,
)
from units.representativeness import Printed

# The line of action that the catalogue is: mapping of responses.
MAPPING = "AE1.2"
# The one that says there are annual plans, and that they are evaluated.
PLANS = "AE2.2"


@dataclass(frozen=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True)
class MatrixRow:
    line: ActionLine
    # One for each priority axis; an empty list is what is still to be done.
    cells: list[tuple[Axis, list[Link]]]


def visible_resources(member: Membership | None) -> dict[str, int]:
    """{response: how many resources the asker may know of}. Casas de abrigo are in no count."""
    visible = Resource.objects.visible_to(member).filter(category__opaque=False, response__isnull=False)
    return dict(visible.order_by().values_list("response").annotate(n=Count("pk", distinct=True)))


def axis_addresses() -> dict[str, str]:
    """{axis: the page of its unit, in the language of the reader}."""
    language = "en" if (get_language() or "").startswith("en") else "pt-pt"
    pages = (
        UnitPage.objects.live()
        .filter(locale__language_code=language, unit__axis__isnull=False)
        .select_related("unit")
    )
    return {page.unit.axis_id: page.get_url() or "" for page in pages}


def thread_url(code: str, part: str = "") -> str:
    return reverse("ref_amp_thread", args=[code]) + (f"#{part}" if part else "")


class Matrix:
    """Priority axes across, lines of action downwards; each cell leads to what the portal has there."""

    def __init__(
        self, member: Membership | None, axes: Iterable[Axis], units: dict[str | None, Body]
    ) -> None:
        every = list(axes)
        self.across = [axis for axis in every if axis.kind == Axis.Kind.PRIORITY]
        self.down = [axis for axis in every if axis.kind == Axis.Kind.ACTION]
        self.units = units
        self.resources: Counter[str] = Counter()
        problem_of = dict(OperativeResponse.objects.values_list("code", "problem"))
        for code, n in visible_resources(member).items():
            self.resources[problem_of[code].split(".")[0]] += n
        seen = Decision.objects.approved().visible_to(member).filter(body__axis__isnull=False)
        self.decided = Counter(seen.values_list("body__axis", flat=True))
        named: dict[tuple[str, str], set[int]] = defaultdict(set)
        effects = Effect.objects.filter(decision__in=seen, reference__startswith="AE")
        for axis, code, decision in effects.values_list("decision__body__axis", "reference", "decision"):
            if axis:
                named[axis, code].add(decision)
        self.named = {key: len(found) for key, found in named.items()}
        self.plans, self.promised = _promised(member)
        self.groups = [(axis, [self._row(line) for line in axis.lines.all()]) for axis in self.down]

    def _row(self, line: ActionLine) -> MatrixRow:
        return MatrixRow(line, [(axis, self._cell(line, axis)) for axis in self.across])

    def _cell(self, line: ActionLine, axis: Axis) -> list[Link]:
        links = []
        if line.code == MAPPING and (n := self.resources[axis.code]):
            links.append(
                Link(
                    ngettext("%(n)d recurso", "%(n)d recursos", n) % {"n": n},
                    thread_url(axis.code, "recursos"),
                )
            )
        if n := self.named.get((axis.code, line.code), 0):
            links.append(Link(_decisions(n), thread_url(line.code, "decisoes")))
        if line.code == PLANS and (n := self.plans[axis.code]):
            words = ngettext("%(n)d plano", "%(n)d planos", n) % {"n": n}
            links.append(Link(words, f"{reverse('plans')}?eixo={axis.code}"))
        if n := self.promised[axis.code, line.code]:
            words = ngettext("%(n)d ponto de plano", "%(n)d pontos de planos", n) % {"n": n}
            links.append(Link(words, thread_url(line.code, "metas")))
        return links

    @property
    def deciders(self) -> list[tuple[Axis, list[Link]]]:
        """The first row: who answers for the axis, and what it decided."""
        addresses = axis_addresses()
        cells = []
        for axis in self.across:
            links = [Link(gettext("Unidade"), addresses[axis.code])] if addresses.get(axis.code) else []
            if (n := self.decided[axis.code]) and (unit := self.units.get(axis.code)):
                links.append(Link(_decisions(n), f"{reverse('decisions')}?orgao={unit.uuid}"))
            cells.append((axis, links))
        return cells


def _promised(member: Membership | None) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Of each axis its units' plans that count; and the points of plans about a line of action, by axis they serve."""
    counted = Plan.objects.visible_to(member).counted()
    plans = Counter(counted.filter(body__axis__isnull=False).values_list("body__axis", flat=True))
    promised: Counter[tuple[str, str]] = Counter()
    points = PlanElement.objects.filter(plan__in=counted, reference__startswith="AE", dropped_at=None)
    for code, serves, axis in points.values_list("reference", "serves", "plan__body__axis"):
        for served in {one.split(".")[0] for one in serves} or {axis}:
            promised[served, code] += 1
    return plans, promised


def _decisions(n: int) -> str:
    return ngettext("%(n)d decisão", "%(n)d decisões", n) % {"n": n}


@require_safe
def framework(request: HttpRequest) -> HttpResponse:
    member: Membership | None = getattr(request, "member", None)
    axes = list(
        Axis.objects.prefetch_related(
            Prefetch("problems", Problem.objects.prefetch_related("responses")), "lines"
        )
    )
    units = {unit.axis_id: unit for unit in Body.objects.filter(axis__isnull=False)}
    return render(
        request,
        "units/ref_amp.html",
        {
            "ideas": StructuringIdea.objects.all(),
            "priorities": [axis for axis in axes if axis.kind == Axis.Kind.PRIORITY],
            "actions": [axis for axis in axes if axis.kind == Axis.Kind.ACTION],
            "matrix": Matrix(member, axes, units),
            "printed": Printed([problem for axis in axes for problem in axis.problems.all()], axes),
        },
    )
