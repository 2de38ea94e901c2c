"""Evidence given and taken back, plan items linked and unlinked."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from plans.models import Plan, PlanElement
from practice import actions
from practice.forms import EvidenceForm, PlanItemForm
from practice.models import Evidence, PlanLink, Recommendation
from units.views.work.manners import (
    SeeOther,
    acting,
    confirm,
    governing_only,
    members_only,
    reads_and_sends,
    sent,
)

MOST_FOUND = 40


@members_only
@reads_and_sends
def evidence_new(request: HttpRequest, number: int) -> HttpResponse:
    member = acting(request)
    one = get_object_or_404(Recommendation.objects.evidenced_by(member), pk=number)
    form = EvidenceForm(request.POST or None, initial={"key": uuid4()})

    def save() -> HttpResponse:
        actions.give_evidence(one, by=member, **form.cleaned_data)
        messages.success(
            request, _("A evidência ficou registada em nome de %(who)s.") % {"who": member.organisation}
        )
        return SeeOther(one.get_absolute_url())

    answer, status = sent(request, form, save)
    context = {
        "title": _("Juntar evidência"),
        "lead": str(one),
        "form": form,
        "submit": _("Registar a evidência"),
        "back": one.get_absolute_url(),
        "note": _("É pública, assinada pela entidade. O seu nome só o lê quem governa."),
    }
    return answer or render(request, "practice/work/form.html", context, status=status)


@members_only
@reads_and_sends
def evidence_take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    evidence = get_object_or_404(
        Evidence.objects.own(member).select_related("recommendation", "organisation"), uuid=uuid
    )

    def do() -> str:
        actions.take_back_evidence(evidence, by=member)
        messages.success(request, _("A evidência foi retirada."))
        return evidence.recommendation.get_absolute_url()

    page = {
        "title": _("Retirar a evidência?"),
        "lead": str(evidence.recommendation),
        "text": evidence.text,
        "submit": _("Retirar"),
        "danger": True,
        "other_url": evidence.recommendation.get_absolute_url(),
        "other": _("Voltar sem retirar"),
        "no_desk": True,
    }
    return confirm(request, do, page=page)


@governing_only
@reads_and_sends
def plan_item_link(request: HttpRequest, number: int) -> HttpResponse:
    """What is looked for (`?q=`) among the plans one may read, and one of it chosen."""
    member = acting(request)
    one = get_object_or_404(Recommendation, pk=number)
    words = request.GET.get("q", "").strip()[:120]
    plans = Plan.objects.visible_to(member).filter(is_reference=False)
    found = PlanElement.objects.filter(plan__in=plans, dropped_at=None).select_related("plan")
    for word in words.split():
        found = found.filter(Q(title_pt__icontains=word) | Q(code__istartswith=word))
    shown = list(found[:MOST_FOUND])
    choices = [(str(item.uuid), f"{item.plan.title}: {Truncator(str(item)).chars(160)}") for item in shown]
    form = PlanItemForm(choices, request.POST or None)

    def save() -> HttpResponse:
        element = next(item for item in shown if str(item.uuid) == form.cleaned_data["element"])
        actions.link_plan_item(one, element, by=member, note=form.cleaned_data["note"])
        messages.success(request, _("O elemento do plano ficou ligado à recomendação."))
        return SeeOther(one.get_absolute_url())

    answer, status = sent(request, form, save)
    context = {"one": one, "form": form, "words": words, "any": bool(choices)}
    return answer or render(request, "practice/work/plan_item.html", context, status=status)


@governing_only
@reads_and_sends
def plan_item_unlink(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    link = get_object_or_404(
        PlanLink.objects.visible_to(member).select_related("recommendation", "element__plan"), uuid=uuid
    )

    def do() -> str:
        actions.unlink_plan_item(link, by=member)
        messages.success(request, _("A ligação foi retirada."))
        return link.recommendation.get_absolute_url()

    page = {
        "title": _("Retirar a ligação ao plano?"),
        "lead": str(link.recommendation),
        "text": str(link.element),
        "submit": _("Retirar"),
        "danger": True,
        "other_url": reverse("recommendation", args=[link.recommendation_id]),
        "other": _("Voltar sem retirar"),
    }
    return confirm(request, do, page=page)
