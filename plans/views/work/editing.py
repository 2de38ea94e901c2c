"""Making a plan, its facts, and its way from draft to the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusals import WrongState
from plans import actions, readiness, reading, twins
from plans.forms.editing import ApproveForm, CopyForm, FactsForm, facts_as_typed
from plans.models import Plan, PlanElement
from plans.tree import tree
from plans.views.work.manners import form_page, managed_plan, of_the_council
from units.forms.base import mark_of
from units.models import Body
from units.views.work.manners import SeeOther, acting, confirm, members_only, reads_and_sends, refused

CONFIRM = "plans/work/confirm.html"


def _to(plan: Plan) -> str:
    return reverse("plan_work", args=[plan.uuid])


@members_only
def plan(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The plan for who works with it; who manages it finds here what is missing and what may be done."""
    member = acting(request)
    own = PlanElement.objects.reported_by(member).values("plan")
    seen = Plan.objects.visible_to(member) | Plan.objects.filter(pk__in=own)
    found = get_object_or_404(seen.distinct().for_pages(), uuid=uuid)
    manages = Plan.objects.managed_by(member).filter(pk=found.pk).exists()
    context: dict[str, Any] = {
        "plan": found,
        "manages": manages and not found.is_reference,
        "rows": tree(found, member=member, today=timezone.localdate()),
        "amendments": found.amendments.count(),
    }
    if manages and found.is_draft:
        context["readiness"] = readiness.look(found)
    if manages and found.state in (Plan.State.DRAFT, Plan.State.APPROVED):
        context["twins"] = twins.told(reading.read(found, member))
    if manages and found.state == Plan.State.APPROVED:
        context["may_close"] = timezone.localdate().year >= found.last_year
    return render(request, "plans/work/plan.html", context)


@members_only
@reads_and_sends
def plan_new(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    bodies = Body.objects.run_by(member).select_related("axis")
    year = timezone.localdate().year
    initial = {
        "key": uuid4(),
        "first_year": year,
        "last_year": year,
        "levels_pt": "Eixo, Ação",
        "rhythm": Plan.Rhythm.QUARTER,
        "is_public": True,
        "whose": request.GET.get("de", ""),
    }
    form = FactsForm(bodies, member, request.POST or None, initial=initial)
    if not form.fields["whose"].choices:  # type: ignore[attr-defined]
        raise Http404

    def save() -> HttpResponse:
        made = actions.make_plan(form.facts(), by=member, key=form.cleaned_data["key"], **form.whose_plan())
        messages.success(request, _("O plano está em preparação: acrescente os seus pontos."))
        return SeeOther(_to(made))

    return form_page(
        request,
        form,
        save,
        page={"title": _("Novo plano"), "submit": _("Criar o plano"), "back": reverse("plan_desk")},
    )


@members_only
@reads_and_sends
def plan_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member, found = acting(request), managed_plan(request, uuid)
    if not found.is_draft:
        return refused(
            request,
            WrongState(_("O que foi aprovado fica como foi aprovado: os factos do plano já não mudam.")),
            url=_to(found),
            action=_("Voltar ao plano"),
        )
    typed = facts_as_typed(found)
    mark = mark_of(typed)
    form = FactsForm(
        Body.objects.none(), member, request.POST or None, plan=found, initial={**typed, "seen": mark}
    )

    def save() -> HttpResponse:
        actions.edit_plan(found, form.facts(), by=member)
        messages.success(request, _("Os factos do plano ficaram gravados."))
        return SeeOther(_to(found))

    page = {"title": _("Factos do plano"), "plan": found, "submit": _("Gravar"), "back": _to(found)}
    return form_page(request, form, save, mark=mark, page=page)


@members_only
@reads_and_sends
def plan_copy(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Last year's plan as a draft: structure and owners, without values."""
    member, found = acting(request), managed_plan(request, uuid)
    if found.is_reference:
        raise Http404
    form = CopyForm(request.POST or None, initial={"key": uuid4(), "first_year": found.last_year + 1})

    def do() -> str:
        made = actions.copy_plan(
            found, first_year=form.cleaned_data["first_year"], by=member, key=form.cleaned_data["key"]
        )
        messages.success(request, _("A cópia está em preparação. Faltam-lhe as metas."))
        return _to(made)

    page = {
        "title": _("Copiar como rascunho"),
        "lead": _(
            "Leva os pontos, as medidas e os responsáveis que ainda trabalham na sua entidade."
            " Não leva metas nem relatos."
        ),
        "submit": _("Copiar"),
        "plan": found,
        "back": _to(found),
    }
    return confirm(request, do, page=page, form=form, template=CONFIRM)


@members_only
@reads_and_sends
def plan_propose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member, found = acting(request), managed_plan(request, uuid)

    def do() -> str:
        actions.propose_plan(found, by=member)
        messages.success(
            request, _("O plano está pronto a aprovar, e quem o pode levar à aprovação foi avisado.")
        )
        return _to(found)

    page = {
        "title": _("Propor para aprovação"),
        "lead": _("Quem o pode levar à aprovação é avisado. Se o plano mudar depois, volta a preparação."),
        "readiness": readiness.look(found),
        "submit": _("Propor"),
        "plan": found,
        "back": _to(found),
    }
    return confirm(request, do, page=page, template=CONFIRM)


@members_only
@reads_and_sends
def plan_approve(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member, found = acting(request), managed_plan(request, uuid)
    form = ApproveForm(found, of_the_council(member), request.POST or None)

    def do() -> str:
        given = form.cleaned_data
        actions.approve_plan(
            found,
            by=member,
            decision=given.get("decision"),
            approved_by_own=given.get("approved_by_own", ""),
        )
        messages.success(request, _("O plano está aprovado. Os responsáveis foram avisados."))
        return _to(found)

    page = {
        "title": _("Aprovar o plano"),
        "lead": _(
            "As metas ficam como estão hoje, para sempre: o que mudar depois é uma alteração, com motivo."
        ),
        "readiness": readiness.look(found),
        "submit": _("Aprovar"),
        "plan": found,
        "back": _to(found),
    }
    return confirm(request, do, page=page, form=form, template=CONFIRM)


@members_only
@reads_and_sends
def plan_close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member, found = acting(request), managed_plan(request, uuid)

    def do() -> str:
        actions.close_plan(found, by=member)
        messages.success(request, _("O plano está encerrado."))
        return _to(found)

    page = {
        "title": _("Encerrar o plano"),
        "lead": _("Deixa de receber relatos e alterações. Continua a ler-se, com tudo o que foi dito."),
        "submit": _("Encerrar"),
        "danger": True,
        "plan": found,
        "back": _to(found),
    }
    return confirm(request, do, page=page, template=CONFIRM)


@members_only
@reads_and_sends
def plan_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member, found = acting(request), managed_plan(request, uuid)

    def do() -> str:
        actions.delete_plan(found, by=member)
        messages.success(request, _("O rascunho foi apagado."))
        return reverse("plan_desk")

    page = {
        "title": _("Apagar o rascunho"),
        "lead": _("Apaga o plano com todos os seus pontos e metas. Não se pode desfazer."),
        "submit": _("Apagar"),
        "danger": True,
        "plan": found,
        "back": _to(found),
    }
    return confirm(request, do, page=page, template=CONFIRM)


@members_only
def plan_amendments(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everything that changed since the approval, the newest first."""
    member = acting(request)
    found = get_object_or_404(Plan.objects.visible_to(member).for_pages(), uuid=uuid)
    made = found.amendments.select_related(
        "element", "target__measure", "decision", "by__user", "by__organisation"
    )
    paged = Paginator(made, 50).get_page(request.GET.get("page"))
    return render(
        request, "plans/work/amendments.html", {"plan": found, "page": paged, "here": _("Alterações")}
    )
