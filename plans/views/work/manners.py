"""How the pages of planning behave: what is fetched for whom, and the one way a form is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.models import Membership
from plans.models import Measure, Plan, PlanElement
from units.forms import PlainForm
from units.models import Body, Decision
from units.views.work.manners import acting, sent

MOST_DECISIONS = 200


def managed_plan(request: HttpRequest, uuid: UUID) -> Plan:
    return get_object_or_404(Plan.objects.managed_by(acting(request)).for_pages(), uuid=uuid)


def managed_element(request: HttpRequest, uuid: UUID) -> PlanElement:
    found = PlanElement.objects.managed_by(acting(request)).select_related(
        "plan__body__axis",
        "plan__organisation",
        "parent",
        "owner__user",
        "owner__organisation",
        "owner_entity",
    )
    return get_object_or_404(found, uuid=uuid)


def managed_measure(request: HttpRequest, uuid: UUID) -> Measure:
    elements = PlanElement.objects.managed_by(acting(request))
    found = Measure.objects.filter(element__in=elements).select_related(
        "element__plan__body__axis", "element__plan__organisation", "indicator"
    )
    return get_object_or_404(found, uuid=uuid)


def reported_measure(request: HttpRequest, uuid: UUID) -> Measure:
    """Of which the member may say what was done."""
    elements = PlanElement.objects.reported_by(acting(request))
    found = Measure.objects.filter(element__in=elements).select_related(
        "element__plan__body__axis", "element__plan__organisation", "element__owner__user"
    )
    return get_object_or_404(found, uuid=uuid)


def citable(member: Membership) -> QuerySet[Decision]:
    """Deliberations an amendment may rest on: approved ones the member may read, the newest first."""
    found = Decision.objects.approved().visible_to(member)
    newest = found.order_by("-decided_on", "-pk").values("pk")[:MOST_DECISIONS]
    return Decision.objects.filter(pk__in=newest).order_by("-decided_on", "-pk")


def of_the_council(member: Membership) -> QuerySet[Decision]:
    return citable(member).filter(body__kind=Body.Kind.COUNCIL)


def people(text: str, near: PlanElement) -> QuerySet[Membership]:
    """Who may be named: those found by name or entity; without a search those who answer in this plan already."""
    able = Q()
    for role in ("TECHNICIAN", "MANAGER", "REPRESENTATIVE", "COORDINATION"):
        able |= Q(roles__contains=[Membership.Role[role]])
    found = Membership.objects.active().filter(able).select_related("user", "organisation")
    if words := text.split()[:5]:
        for word in words:
            found = found.filter(
                Q(user__name__unaccent__icontains=word) | Q(organisation__name__unaccent__icontains=word)
            )
    else:
        here = PlanElement.objects.filter(plan=near.plan).exclude(owner=None).values("owner")
        found = found.filter(pk__in=here)
    return found.order_by("organisation__sort_key", "user__name", "pk")


def form_page(
    request: HttpRequest,
    form: PlainForm,
    save: Callable[[], HttpResponse],
    *,
    page: dict[str, Any],
    mark: str = "",
    template: str = "plans/work/form.html",
    **names: str,
) -> HttpResponse:
    """A form on a page of its own: what it brings is saved by `save`, a refusal leaves it typed with its sentence."""
    answer, status = sent(request, form, save, mark=mark, **names)
    if answer is not None:
        return answer
    return render(request, template, {"here": page["title"], **page, "form": form}, status=status)
