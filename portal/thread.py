"""The thread: from a code of REF-AMP to resources, demand, targets and decisions, and plainly what is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import Membership
from monitor.reading.front import Row, rows_about
from portal import promised
from portal.ref_amp import MAPPING, Link, axis_addresses, thread_url, visible_resources
from resources.demand import FEWEST, Demand, demand_for
from resources.models import Resource
from units.models import ActionLine, Axis, Decision, OperativeResponse, Problem
from units.representativeness import Line, lines_of

SHOWN = 6
MOST_PROMISES = 12
MOST_DECISIONS = 20
# Casas de abrigo: in no list, no map and no count, so nothing is counted of this response either.
UNCOUNTED = "3.2.1a"
CODE = re.compile(r"(?P<axis>EP[1-4]|AE[1-6])(?P<part>\.\d)?|\d\.\d(\.\d[a-z]?)?")


@dataclass(frozen=True)
class Step:
    """One knot of the thread. Without `url` it is where one stands, or, if `missing`, what is still to be made."""

    kind: str
    name: str
    text: str = ""
    url: str = ""
    missing: bool = False
    here: bool = False


@dataclass
class Thread:
    """One code and what hangs from it, for one asker."""

    code: str
    name: str
    kind: str
    crumbs: list[Link]
    steps: list[Step]
    # Codes by which a decision's effect counts as one about this.
    codes: set[str]
    printed_pt: str = ""
    source: str = ""
    above: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: list[ActionLine] = field(default_factory=list)
    responses: list[tuple[OperativeResponse, int]] = field(default_factory=list)
    figures: list[Line] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    resource_count: int | None = None
    catalogue: str = ""
    # At least so many, until that day.
    demand: int | None = None
    demand_until: date | None = None
    # Whether a sum of requests is told at all here, or only that it is small.
    says_demand: bool = False
    uncounted: bool = False
    # Each with those of its codes that belong to this thread.
    decisions: list[tuple[Decision, list[str]]] = field(default_factory=list)
    decision_count: int = 0
    # Of its code, or of the problem that a response answers.
    indicators: list[Row] = field(default_factory=list)
    indicators_of: str = ""
    # What plans that count promise of it, of the year that runs; what is late first.
    promises: list[promised.Promise] = field(default_factory=list)
    siblings: list[Step] = field(default_factory=list)
    unit: Link | None = None


@require_safe
def thread(request: HttpRequest, code: str) -> HttpResponse:
    found = CODE.fullmatch(code)
    if found is None:
        raise Http404
    member: Membership | None = getattr(request, "member", None)
    if found["axis"] is None:
        made = of_response(get_object_or_404(_RESPONSES, code=code), member)
    elif not found["part"]:
        made = of_axis(get_object_or_404(Axis, code=code), member)
    elif code.startswith("EP"):
        made = of_problem(get_object_or_404(Problem.objects.select_related("axis"), code=code), member)
    else:
        made = of_line(get_object_or_404(ActionLine.objects.select_related("axis"), code=code), member)
    context = {"thread": made, "FEWEST": FEWEST, "promises": made.promises[:MOST_PROMISES]}
    return render(request, "units/ref_amp_thread.html", context)


_RESPONSES = OperativeResponse.objects.select_related("problem__axis")


def of_problem(problem: Problem, member: Membership | None) -> Thread:
    responses = list(problem.responses.all())
    counts = visible_resources(member)
    demand, axis = demand_for(problem), problem.axis
    made = Thread(
        code=problem.code,
        name=problem.name,
        kind=_("Problemática"),
        crumbs=[_crumb(axis.code, axis.name)],
        steps=[],
        codes={problem.code, *(response.code for response in responses)},
        printed_pt=problem.printed_pt,
        figures=lines_of(problem),
        responses=[(response, counts.get(response.code, 0)) for response in responses],
        resource_count=sum(counts.get(response.code, 0) for response in responses),
        demand=demand.total,
        demand_until=demand.until,
        says_demand=True,
        uncounted=any(response.code == UNCOUNTED for response in responses),
        siblings=_problems(axis, but=problem.code),
        unit=_unit(axis),
    )
    _measure(made, problem.code)
    _decide(made, member)
    made.promises = promised.about(made.codes, member)
    made.steps = [
        _axis_step(axis),
        Step(_("problemática"), f"{problem.code} {problem.name}", here=True),
        Step(
            _("respostas operativas"),
            ngettext("%(n)d resposta", "%(n)d respostas", len(responses)) % {"n": len(responses)},
            url="#respostas",
        ),
        *_lower_steps(made),
    ]
    return made


def of_response(response: OperativeResponse, member: Membership | None) -> Thread:
    problem, axis = response.problem, response.problem.axis
    visible = Resource.objects.visible_to(member).filter(response=response, category__opaque=False)
    demand: Demand = demand_for(problem)
    uncounted = response.code == UNCOUNTED
    count = visible.count()
    made = Thread(
        code=response.code,
        name=response.name,
        kind=_("Resposta operativa"),
        crumbs=[_crumb(axis.code, axis.name), _crumb(problem.code, problem.name)],
        steps=[],
        codes={response.code},
        printed_pt=response.printed_pt,
        source=response.get_response_class_display(),
        resources=list(visible.for_cards()[:SHOWN]),
        resource_count=count,
        catalogue=f"{reverse('catalogue')}?response={response.code}" if count else "",
        demand=demand.of(response.code),
        demand_until=demand.until,
        says_demand=not uncounted,
        uncounted=uncounted,
        siblings=[
            Step(other.code, other.name, url=thread_url(other.code))
            for other in problem.responses.all()
            if other.code != response.code
        ],
        unit=_unit(axis),
    )
    _measure(made, problem.code)
    _decide(made, member)
    made.promises = promised.about(made.codes, member)
    made.steps = [
        _axis_step(axis),
        Step(_("problemática"), f"{problem.code} {problem.name}", url=thread_url(problem.code)),
        Step(_("resposta operativa"), response.code, here=True),
        *_lower_steps(made),
    ]
    return made


def of_axis(axis: Axis, member: Membership | None) -> Thread:
    made = Thread(
        code=axis.code,
        name=axis.name,
        kind=str(axis.get_kind_display()),
        crumbs=[],
        steps=[],
        codes={axis.code},
        siblings=[
            Step(other.code, other.name, url=thread_url(other.code))
            for other in Axis.objects.filter(kind=axis.kind)
            if other.code != axis.code
        ],
    )
    if axis.kind == Axis.Kind.PRIORITY:
        counts = visible_resources(member)
        made.problems = list(axis.problems.prefetch_related("responses"))
        responses = [response for problem in made.problems for response in problem.responses.all()]
        made.codes |= {problem.code for problem in made.problems} | {one.code for one in responses}
        made.responses = [(response, counts.get(response.code, 0)) for response in responses]
        made.resource_count = sum(n for _response, n in made.responses)
        made.uncounted = any(response.code == UNCOUNTED for response in responses)
        made.unit = _unit(axis)
        down = Step(
            _("problemáticas"),
            ngettext("%(n)d problemática", "%(n)d problemáticas", len(made.problems))
            % {"n": len(made.problems)},
            url="#problematicas",
        )
    else:
        made.lines = list(axis.lines.all())
        made.codes |= {line.code for line in made.lines}
        made.figures = lines_of(axis)
        down = Step(
            _("linhas de ação"),
            ngettext("%(n)d linha de ação", "%(n)d linhas de ação", len(made.lines)) % {"n": len(made.lines)},
            url="#linhas",
        )
    _measure(made, axis.code)
    _decide(made, member, axis if axis.kind == Axis.Kind.PRIORITY else None)
    made.promises = promised.about(made.codes, member)
    made.steps = [Step(_("eixo"), f"{axis.code} {axis.name}", here=True), down, *_lower_steps(made)]
    return made


def of_line(line: ActionLine, member: Membership | None) -> Thread:
    made = Thread(
        code=line.code,
        name=line.name,
        kind=_("Linha de ação"),
        crumbs=[_crumb(line.axis.code, line.axis.name)],
        steps=[],
        codes={line.code},
        printed_pt=line.printed_pt,
        source=line.source,
        siblings=[
            Step(other.code, other.name, url=thread_url(other.code))
            for other in line.axis.lines.all()
            if other.code != line.code
        ],
    )
    if line.code == MAPPING:
        visible = Resource.objects.visible_to(member).filter(category__opaque=False)
        made.resource_count = visible.count()
        made.catalogue = reverse("catalogue")
    _decide(made, member)
    made.promises = promised.about(made.codes, member)
    made.steps = [
        _axis_step(line.axis),
        Step(_("linha de ação"), f"{line.code} {line.name}", here=True),
        *_lower_steps(made),
    ]
    return made


# --- Knots that every thread has --------------------------------------------------------------------------------------


def _lower_steps(made: Thread) -> list[Step]:
    steps = []
    if made.resource_count is not None:
        n = made.resource_count
        steps.append(
            Step(
                _("recursos"),
                ngettext("%(n)d recurso", "%(n)d recursos", n) % {"n": n} if n else _("nenhum ainda"),
                url="#recursos",
                missing=not n,
            )
        )
    if made.says_demand:
        steps.append(
            Step(
                _("procura"),
                _("%(n)d pedidos ou mais") % {"n": made.demand}
                if made.demand is not None
                else _("menos de %(n)d pedidos, ou não se mostra") % {"n": FEWEST},
                url="#procura",
            )
        )
    n, promised_n = len(made.indicators), len(made.promises)
    steps += [
        Step(
            _("metas"),
            ngettext("%(n)d meta", "%(n)d metas", promised_n) % {"n": promised_n}
            if promised_n
            else _("nenhuma ainda"),
            url="#metas",
            missing=not promised_n,
        ),
        Step(
            _("indicadores"),
            ngettext("%(n)d indicador", "%(n)d indicadores", n) % {"n": n} if n else _("nenhum ainda"),
            url="#indicadores",
            missing=not n,
        ),
    ]
    n = made.decision_count
    steps.append(
        Step(
            _("decisões"),
            ngettext("%(n)d decisão", "%(n)d decisões", n) % {"n": n} if n else _("nenhuma ainda"),
            url="#decisoes",
            missing=not n,
        )
    )
    return steps


def _measure(made: Thread, code: str) -> None:
    """What the monitor says of it: public figures, the same for every asker."""
    made.indicators, made.indicators_of = rows_about(code, None), code


def _decide(made: Thread, member: Membership | None, axis: Axis | None = None) -> None:
    """Approved decisions the asker may read whose effects name one of the codes, and, of an axis, those of its unit."""
    about = Q(effects__reference__in=made.codes)
    if axis is not None:
        about |= Q(body__axis=axis)
    seen: QuerySet[Any] = Decision.objects.approved().visible_to(member)
    seen = seen.filter(pk__in=Decision.objects.filter(about).values("pk"))
    rows = list(seen.select_related("body__axis").prefetch_related("effects")[: MOST_DECISIONS + 1])
    made.decision_count = len(rows) if len(rows) <= MOST_DECISIONS else seen.count()
    made.decisions = [
        (decision, sorted({effect.reference for effect in decision.effects.all()} & made.codes))
        for decision in rows[:MOST_DECISIONS]
    ]


def _crumb(code: str, name: str) -> Link:
    return Link(f"{code} {name}", thread_url(code))


def _axis_step(axis: Axis) -> Step:
    return Step(_("eixo"), f"{axis.code} {axis.name}", url=thread_url(axis.code))


def _problems(axis: Axis, but: str) -> list[Step]:
    return [
        Step(other.code, other.name, url=thread_url(other.code))
        for other in axis.problems.all()
        if other.code != but
    ]


def _unit(axis: Axis) -> Link | None:
    address = axis_addresses().get(axis.code)
    return Link(axis.name, address) if address else None
