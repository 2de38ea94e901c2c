"""What was said of a measure, period by period; saying it, correcting it, taking it back."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from monitor import periods
from plans import actions, duties, standing, values
from plans.actions import AlreadyReported, Entry
from plans.forms.editing import ReasonForm, ReportForm
from plans.models import Measure, Plan, PlanElement, Report
from plans.tree import measure_row
from plans.views.work.manners import form_page, reported_measure
from units.views.work.manners import SeeOther, acting, confirm, members_only, reads_and_sends


def _to(measure: Measure) -> str:
    return reverse("plan_reports", args=[measure.uuid])


def _entry(form: ReportForm) -> Entry:
    given = form.cleaned_data
    return Entry(
        value=given.get("value", ""),
        kept={"sim": True, "nao": False}.get(given.get("kept", "")),
        evidence=given["evidence"],
        evidence_url=given["evidence_url"],
        note=given["note"],
    )


def _begun(plan: Plan) -> list[tuple[str, str]]:
    """The periods one may report, the newest first."""
    today = timezone.localdate()
    found = [
        one for year in plan.years for one in standing.periods_of(plan.rhythm, year) if one.start <= today
    ]
    return [(one.code, periods.label(one.code)) for one in reversed(found)]


@members_only
def reports(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everything that was said, what was corrected and taken back among it."""
    member = acting(request)
    elements = PlanElement.objects.filter(plan__in=Plan.objects.visible_to(member)) | (
        PlanElement.objects.reported_by(member)
    )
    measure = get_object_or_404(Measure.objects.filter(element__in=elements.distinct()), uuid=uuid)
    element = duties.with_all(PlanElement.objects.all()).get(pk=measure.element_id)
    measure = next(one for one in element.measures.all() if one.pk == measure.pk)
    plan = element.plan
    may = PlanElement.objects.reported_by(member).filter(pk=element.pk).exists()
    said = measure.reports.select_related("by__user", "by__organisation").order_by("-period", "-at", "-pk")
    context = {
        "measure": measure,
        "element": element,
        "plan": plan,
        "here": _("Relatos"),
        "row": measure_row(element, measure, today=timezone.localdate()),
        "said": said,
        "reports": may and plan.state == Plan.State.APPROVED and not element.is_dropped,
    }
    return render(request, "plans/work/reports.html", context)


@members_only
@reads_and_sends
def report_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Of the measure `uuid`, for any period that has begun; with `?periodo=` chosen already."""
    member, measure = acting(request), reported_measure(request, uuid)
    plan = measure.element.plan
    choices = _begun(plan)
    asked = request.GET.get("periodo", "")
    initial = {
        "key": uuid4(),
        "period": asked if asked in dict(choices) else (choices[0][0] if choices else ""),
    }
    form = ReportForm(measure, choices, request.POST or None, initial=initial)
    stands: list[Report] = []

    def save() -> HttpResponse:
        try:
            made = actions.report(measure, form.cleaned_data["period"], _entry(form), by=member)
        except AlreadyReported as second:
            stands.append(second.report)
            raise
        late = _(" Ficou dito que foi depois do prazo.") if made.was_late else ""
        messages.success(request, _("O relato ficou gravado.") + late)
        return SeeOther(_to(measure))

    page = {
        "title": _("Relatar"),
        "lead": str(measure.element),
        "measure": measure,
        "plan": plan,
        "stands": stands,
        "submit": _("Gravar o relato"),
        "back": _to(measure),
    }
    return form_page(request, form, save, page=page)


def _held(request: HttpRequest, uuid: UUID, member: Membership) -> Report:
    elements = PlanElement.objects.reported_by(member)
    found = Report.objects.filter(measure__element__in=elements).select_related(
        "measure__element__plan__body__axis", "measure__element__plan__organisation", "by__user"
    )
    return get_object_or_404(found, uuid=uuid)


@members_only
@reads_and_sends
def report_correct(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    found = _held(request, uuid, member)
    if not found.is_current:
        raise Http404
    measure = found.measure
    initial = {
        "value": values.as_typed(found.value),
        "kept": "" if found.kept is None else ("sim" if found.kept else "nao"),
        "evidence": found.evidence,
        "evidence_url": found.evidence_url,
        "note": found.note,
    }
    form = ReportForm(measure, [], request.POST or None, corrects=True, initial=initial)

    def save() -> HttpResponse:
        actions.correct_report(found, _entry(form), reason=form.cleaned_data["reason"], by=member)
        messages.success(request, _("A correção ficou gravada. O que estava antes continua a ler-se."))
        return SeeOther(_to(measure))

    page = {
        "title": _("Corrigir o relato: %(period)s") % {"period": found.period_name},
        "lead": str(measure.element),
        "plan": measure.element.plan,
        "submit": _("Gravar a correção"),
        "back": _to(measure),
    }
    return form_page(request, form, save, page=page)


@members_only
@reads_and_sends
def report_take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    found = _held(request, uuid, member)
    form = ReasonForm(request.POST or None)

    def do() -> str:
        actions.take_back_report(found, reason=form.cleaned_data["reason"], by=member)
        messages.success(request, _("O relato foi retirado. O período fica sem relato."))
        return _to(found.measure)

    page = {
        "title": _("Retirar o relato: %(period)s") % {"period": found.period_name},
        "lead": f"{found.measure.element}: {found.said}",
        "text": _("O período volta a ficar sem relato. O que foi dito continua a ler-se, com o motivo."),
        "submit": _("Retirar"),
        "danger": True,
        "plan": found.measure.element.plan,
        "back": _to(found.measure),
    }
    return confirm(request, do, page=page, form=form, template="plans/work/confirm.html")
