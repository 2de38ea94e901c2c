"""Plans as everybody reads them: the list, one plan as tree, table or timeline, one element, the feed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from plans import drawn, feeds, public, showing
from plans.lists import PlansForm, TreeForm
from plans.models import Plan
from plans.reading import Node, read
from units.lists import page_of

PER_PAGE = 20


def _member(request: HttpRequest) -> Membership | None:
    member: Membership | None = request.member  # type: ignore[attr-defined]
    return member


def _plan(request: HttpRequest, uuid: UUID) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(_member(request)).for_pages(), uuid=uuid)


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    form = PlansForm(request.GET, member=_member(request))
    found = form.found()
    page, page_errors = page_of(request, found.for_pages(), PER_PAGE)
    # The same sentence for every reader: what is published and counts, whatever page of the list is open.
    totals = public.totals_of(found.counted().filter(is_public=True))
    context = {
        "form": form,
        "page": page,
        "page_errors": page_errors,
        "groups": public.groups_of(public.rows_of(page.object_list)),
        "totals": totals,
        "parts": showing.parts_of(totals),
        "sentence": showing.standing_sentence(totals),
        "narrowed": form.is_valid() and form.narrows,
    }
    return render(request, "plans/plans.html", context, status=400 if form.errors or page_errors else 200)


@require_safe
def plan(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = _plan(request, uuid)
    reading = read(found, _member(request))
    form = TreeForm(request.GET, reading=reading)
    page = public.PlanPage(reading, _member(request))
    shown, view = form.shown(), form.view
    summary = reading.summary()
    context = {
        "form": form,
        "page": page,
        "plan": found,
        "reading": reading,
        "view": view,
        "views": TreeForm.VIEWS,
        "summary": summary,
        "parts": showing.parts_of(summary),
        "sentence": showing.standing_sentence(summary),
        "state": showing.state_said(found),
        "narrowed": form.narrows,
        "measured": sum(bool(node.measures) for node in reading.nodes if node.element.pk in shown),
        "all_measured": sum(bool(node.measures) for node in reading.nodes),
        "codes": page.codes,
        "tree": page.tree(shown, form.year) if view == "arvore" else [],
        "lines": page.lines(shown, form.year) if view != "arvore" else [],
        "years": [form.year] if form.year else list(found.years),
        "drawing": drawn.timeline(reading, shown) if view == "cronologia" else "",
        "manages": _manages(request, found),
    }
    return render(request, "plans/plan.html", context, status=400 if form.errors else 200)


@require_safe
def element(request: HttpRequest, uuid: UUID, element_uuid: UUID) -> HttpResponse:
    found = _plan(request, uuid)
    reading = read(found, _member(request))
    node: Node | None = reading.by_uuid.get(element_uuid)
    if node is None:
        raise Http404
    page = public.PlanPage(reading, _member(request))
    history = public.history_of(node)
    below = {one.element.pk for one in node.walk()}
    context = {
        "page": page,
        "plan": found,
        "reading": reading,
        "node": node,
        "branch": page.branch(node, below, None, depth=2),
        "measures": [
            (
                page.measured(one, node),
                drawn.chart(one, reading, f"m{number}"),
                showing.forecast_said(one.by_year[reading.year].standing, one.measure),
                history.get(one.measure.pk, []),
            )
            for number, one in enumerate(node.measures, start=1)
        ],
        "changes": [one for one in page.changes if one.amendment.element_id == node.element.pk],
        "codes": page.codes,
        "state": showing.state_said(found),
        "manages": _manages(request, found),
    }
    return render(request, "plans/element.html", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What everybody may read, whoever asks: feeds are read by other people's machines."""
    return HttpResponse(feeds.atom(), content_type="application/atom+xml; charset=utf-8")


def _manages(request: HttpRequest, found: Plan) -> bool:
    member = _member(request)
    return member is not None and Plan.objects.managed_by(member).filter(pk=found.pk).exists()
