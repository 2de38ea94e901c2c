"""The elements of a plan: in a draft changed at once, in an approved plan amended, with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Membership
from accounts.models.people import MembershipQuerySet
from accounts.refusals import Refusal
from plans import actions, duties
from plans.forms.editing import BranchForm, OwnerForm, WhyForm, branch_as_typed
from plans.models import Plan, PlanElement
from plans.tree import measure_row
from plans.views.work.manners import citable, form_page, managed_element, managed_plan, people
from units.forms.base import mark_of
from units.views.work.manners import SeeOther, acting, confirm, members_only, reads_and_sends

CONFIRM = "plans/work/confirm.html"
MOST_FOUND = 20


def _to(element: PlanElement) -> str:
    return reverse("plan_point", args=[element.uuid])


@members_only
def element(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What it says, who answers, what is measured and how it stands: for who manages it and who reports on it."""
    member = acting(request)
    seen = PlanElement.objects.managed_by(member) | PlanElement.objects.reported_by(member)
    found = get_object_or_404(duties.with_all(seen.distinct()).select_related("parent"), uuid=uuid)
    plan = found.plan
    manages = PlanElement.objects.managed_by(member).filter(pk=found.pk).exists() and not plan.is_reference
    today = timezone.localdate()
    context: dict[str, Any] = {
        "element": found,
        "plan": plan,
        "here": found.code or found.level_name,
        "manages": manages and plan.state != Plan.State.CLOSED,
        "reports": plan.state == Plan.State.APPROVED
        and not found.is_dropped
        and PlanElement.objects.reported_by(member).filter(pk=found.pk).exists(),
        "rows": [measure_row(found, one, today=today) for one in found.measures.all()],
        "amendments": found.amendments.select_related("target__measure", "decision", "by__user"),
    }
    return render(request, "plans/work/element.html", context)


@members_only
@reads_and_sends
def element_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Of the plan `uuid`; with `?em=` under another element."""
    member, plan = acting(request), managed_plan(request, uuid)
    parent = _parent(request, plan)
    amends = plan.is_frozen
    form = BranchForm(citable(member), request.POST or None, amends=amends, initial={"key": uuid4()})

    def save() -> HttpResponse:
        key = form.cleaned_data["key"]
        if amends:
            made = actions.amend_adding(plan, form.branch(), form.why(), by=member, parent=parent, key=key)
        else:
            made = actions.add_element(plan, form.branch(), by=member, parent=parent, key=key)
        messages.success(request, _("Ficou acrescentado. Falta dizer quem responde e o que se mede."))
        return SeeOther(_to(made))

    level = plan.level_name(parent.level + 1 if parent else 0)
    page = {
        "title": _("Acrescentar: %(level)s") % {"level": level},
        "lead": str(parent) if parent else "",
        "plan": plan,
        "submit": _("Acrescentar"),
        "back": _to(parent) if parent else reverse("plan_work", args=[plan.uuid]),
    }
    return form_page(request, form, save, page=page)


def _parent(request: HttpRequest, plan: Plan) -> PlanElement | None:
    asked = request.GET.get("em", "")
    if not asked:
        return None
    try:
        return get_object_or_404(plan.elements.all(), uuid=UUID(asked))
    except ValueError:
        raise Http404 from None


@members_only
@reads_and_sends
def element_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member, found = acting(request), managed_element(request, uuid)
    amends, typed = found.plan.is_frozen, branch_as_typed(found)
    mark = mark_of(typed)
    form = BranchForm(citable(member), request.POST or None, amends=amends, initial={**typed, "seen": mark})

    def save() -> HttpResponse:
        if amends:
            actions.amend_text(found, form.branch(), form.why(), by=member)
        else:
            actions.edit_element(found, form.branch(), by=member)
        messages.success(request, _("O texto ficou gravado."))
        return SeeOther(_to(found))

    page = {
        "title": _("Alterar o texto aprovado") if amends else _("Mudar o texto"),
        "plan": found.plan,
        "submit": _("Gravar"),
        "back": _to(found),
    }
    return form_page(request, form, save, mark=mark, page=page)


@members_only
@require_POST
def element_move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = managed_element(request, uuid)
    try:
        actions.move_element(found, up=request.POST.get("para") == "cima", by=acting(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return SeeOther(reverse("plan_work", args=[found.plan.uuid]) + f"#e-{found.uuid}")


@members_only
@reads_and_sends
def element_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Of a draft: gone. Of an approved plan: taken out, and it stays to be read."""
    member, found = acting(request), managed_element(request, uuid)
    amends = found.plan.is_frozen
    form = WhyForm(citable(member), request.POST or None) if amends else None

    def do() -> str:
        if form is None:
            actions.delete_element(found, by=member)
            messages.success(request, _("Ficou apagado."))
            return reverse("plan_work", args=[found.plan.uuid])
        actions.amend_dropping(found, form.why(), by=member)
        messages.success(request, _("Ficou retirado do plano. Continua a ler-se, riscado."))
        return _to(found)

    page = {
        "title": _("Retirar do plano") if amends else _("Apagar do rascunho"),
        "lead": str(found),
        "text": _("Leva consigo tudo o que depende deste ponto."),
        "submit": _("Retirar") if amends else _("Apagar"),
        "danger": True,
        "plan": found.plan,
        "back": _to(found),
    }
    return confirm(request, do, page=page, form=form, template=CONFIRM)


@members_only
@reads_and_sends
def element_restore(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member, found = acting(request), managed_element(request, uuid)
    if not found.plan.is_frozen:
        raise Http404
    form = WhyForm(citable(member), request.POST or None)

    def do() -> str:
        actions.amend_restoring(found, form.why(), by=member)
        messages.success(request, _("Voltou ao plano."))
        return _to(found)

    page = {
        "title": _("Repor no plano"),
        "lead": str(found),
        "text": _("Volta com o que foi retirado ao mesmo tempo."),
        "submit": _("Repor"),
        "plan": found.plan,
        "back": _to(found),
    }
    return confirm(request, do, page=page, form=form, template=CONFIRM)


@members_only
@reads_and_sends
def element_owner(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who answers: found by name or entity; both who answered and who answers now are told."""
    member, found = acting(request), managed_element(request, uuid)
    text = request.GET.get("q", "").strip()[:80]
    near = list(people(text, found).values_list("pk", flat=True)[: MOST_FOUND + 1])
    listed = people_of(near[:MOST_FOUND])
    mark = mark_of(found.owner_id)
    form = OwnerForm(
        # What was shown may be chosen, whatever the search says by now.
        people_able() if request.method == "POST" else listed,
        request.POST or None,
        draft=found.plan.is_draft,
        initial={"seen": mark, "owner": found.owner_id},
    )

    def save() -> HttpResponse:
        actions.give_owner(found, form.chosen(), by=member, and_below=form.cleaned_data["below"])
        messages.success(request, _("Ficou dito quem responde."))
        return SeeOther(_to(found))

    page = {
        "title": _("Quem responde"),
        "lead": str(found),
        "plan": found.plan,
        "element": found,
        "text": text,
        "found": len(near),
        "more": len(near) > MOST_FOUND,
        "submit": _("Gravar quem responde"),
        "back": _to(found),
        "choices": listed,
    }
    return form_page(request, form, save, mark=mark, page=page, template="plans/work/owner.html")


def people_able() -> MembershipQuerySet:
    return Membership.objects.active().select_related("user", "organisation")


def people_of(keys: list[int]) -> MembershipQuerySet:
    return people_able().filter(pk__in=keys).order_by("organisation__sort_key", "user__name", "pk")
