"""What is measured of an element and what is promised of it for each year."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from plans import actions
from plans.forms.editing import CountingForm, IndicatorForm, TargetsForm, counting_as_typed, targets_as_typed
from plans.models import Measure, PlanElement
from plans.views.work.manners import citable, form_page, managed_element, managed_measure
from units.forms.base import mark_of
from units.views.work.manners import SeeOther, acting, confirm, members_only, reads_and_sends

MEASURE = "plans/work/measure_form.html"


def _to(element: PlanElement) -> str:
    return reverse("plan_point", args=[element.uuid])


@members_only
@reads_and_sends
def measure_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Of the element `uuid`."""
    member, element = acting(request), managed_element(request, uuid)
    plan, amends = element.plan, element.plan.is_frozen
    form = CountingForm(
        citable(member),
        request.POST or None,
        amends=amends,
        years=plan.years,
        initial={"key": uuid4(), "aggregation": Measure.Aggregation.UNDECLARED},
    )

    def save() -> HttpResponse:
        key = form.cleaned_data["key"]
        if amends:
            actions.amend_adding_measure(element, form.counting(), form.why(), by=member, key=key)
        else:
            actions.add_measure(element, form.counting(), by=member, key=key)
        messages.success(request, _("A medida ficou gravada."))
        return SeeOther(_to(element))

    page = {
        "title": _("Acrescentar medida"),
        "lead": str(element),
        "plan": plan,
        "submit": _("Gravar a medida"),
        "back": _to(element),
    }
    return form_page(request, form, save, page=page, template=MEASURE)


@members_only
@reads_and_sends
def measure_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Of a draft with its targets; of an approved plan how it counts, with a reason."""
    member, found = acting(request), managed_measure(request, uuid)
    plan, amends = found.element.plan, found.element.plan.is_frozen
    typed = counting_as_typed(found)
    mark = mark_of(typed)
    form = CountingForm(
        citable(member),
        request.POST or None,
        amends=amends,
        years=range(0) if amends else plan.years,
        initial={**typed, "seen": mark},
    )

    def save() -> HttpResponse:
        if amends:
            actions.amend_measure(found, form.counting(), form.why(), by=member)
        else:
            actions.edit_measure(found, form.counting(), by=member)
        messages.success(request, _("A medida ficou gravada."))
        return SeeOther(_to(found.element))

    page = {
        "title": _("Alterar como se mede") if amends else _("Medida e metas"),
        "lead": str(found.element),
        "plan": plan,
        "submit": _("Gravar a medida"),
        "back": _to(found.element),
        "delete": None if amends else reverse("plan_measure_delete", args=[found.uuid]),
    }
    return form_page(request, form, save, mark=mark, page=page, template=MEASURE)


@members_only
@reads_and_sends
def measure_targets(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The targets of an approved plan, amended: the approved value stays beside the new one."""
    member, found = acting(request), managed_measure(request, uuid)
    plan = found.element.plan
    if not plan.is_frozen:
        raise Http404
    typed = targets_as_typed(found)
    mark = mark_of(typed)
    form = TargetsForm(
        citable(member), request.POST or None, years=plan.years, initial={**typed, "seen": mark}
    )

    def save() -> HttpResponse:
        actions.amend_targets(found, form.typed(), form.why(), by=member)
        messages.success(request, _("A alteração ficou registada, com o valor anterior e o motivo."))
        return SeeOther(_to(found.element))

    page = {
        "title": _("Alterar metas aprovadas"),
        "lead": str(found.element),
        "measure": found,
        "plan": plan,
        "submit": _("Registar a alteração"),
        "back": _to(found.element),
    }
    return form_page(request, form, save, mark=mark, page=page, template=MEASURE)


@members_only
@reads_and_sends
def measure_indicator(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where its targets are drawn in the monitor, at any time."""
    member, found = acting(request), managed_measure(request, uuid)
    form = IndicatorForm(
        request.POST or None, initial={"indicator": found.indicator.code if found.indicator else None}
    )

    def save() -> HttpResponse:
        actions.tie_indicator(found, form.cleaned_data["indicator"], by=member)
        messages.success(request, _("Ficou gravado onde as metas se desenham."))
        return SeeOther(_to(found.element))

    page = {
        "title": _("Indicador do monitor"),
        "lead": str(found.element),
        "plan": found.element.plan,
        "submit": _("Gravar"),
        "back": _to(found.element),
    }
    return form_page(request, form, save, page=page)


@members_only
@reads_and_sends
def measure_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member, found = acting(request), managed_measure(request, uuid)

    def do() -> str:
        actions.delete_measure(found, by=member)
        messages.success(request, _("A medida foi apagada."))
        return _to(found.element)

    page = {
        "title": _("Apagar a medida"),
        "lead": str(found.element),
        "text": _("Apaga a medida com as metas de todos os anos."),
        "submit": _("Apagar"),
        "danger": True,
        "plan": found.element.plan,
        "back": _to(found.element),
    }
    return confirm(request, do, page=page, template="plans/work/confirm.html")
