"""The desk: editions of one's entity (all for the coordination), its programmes, and the people one accompanies."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import limits
from accounts.refusals import Invalid, TooMany
from programmes import actions
from programmes.forms.intake import CodeForm
from programmes.models import Edition, Handover, Participant, Programme
from programmes.views.work.manners import confirm, tried
from units.views.work.manners import SeeOther, acting, members_only, reads_and_sends, sent

PER_PAGE = 20
PER_PAGE_PEOPLE = 50
# Wrong codes from one address in ten minutes: codes are short enough to be tried.
MOST_TRIES = 20


@members_only
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    editions = (
        Edition.objects.worked_on_by(member)
        .select_related("sheet__programme", "organisation")
        .annotate(
            n_applied=Count("participants", distinct=True),
            n_enrolled=Count("participants", filter=Q(participants__state="enrolled"), distinct=True),
        )
        .order_by("-starts", "pk")
    )
    state = request.GET.get("estado", "")
    if state in Edition.State.values:
        editions = editions.filter(state=state)
    mine = Programme.objects.of_the_area().filter(organisation=member.organisation_id)
    context = {
        "page": Paginator(editions, PER_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": Edition.State.choices,
        "programmes": mine.select_related("current").prefetch_related("sheets", "criteria"),
        "taking": Edition.objects.visible_to(member).taking().select_related("organisation")[:PER_PAGE]
        if member.may_ask
        else [],
        "sent": Participant.objects.sent_by(member).count(),
        "to_receive": _to_receive(request).count(),
        "manages": member.may_decide,
        "reads_all": member.has(member.Role.COORDINATION),
    }
    return render(request, "programmes/work/desk.html", context)


def _to_receive(request: HttpRequest) -> QuerySet[Handover]:
    member = acting(request)
    found = Handover.objects.filter(organisation=member.organisation_id, received_at=None)
    return found if member.may_ask else found.none()


@members_only
@reads_and_sends
def my_registrations(request: HttpRequest) -> HttpResponse:
    """By code: where each stands. A code that a person brings is followed from here."""
    member = acting(request)
    form = CodeForm(request.POST if request.method == "POST" else None)

    def save() -> HttpResponse:
        if limits.spent(request, "follow", MOST_TRIES):
            raise TooMany(_("Foram feitos muitos pedidos daqui. Espere dez minutos e tente de novo."))
        try:
            found = actions.follow_code(form.cleaned_data["code"], by=member)
        except Invalid:
            limits.count(request, "follow")
            raise
        messages.success(request, _("Acompanha agora %(code)s.") % {"code": found.code})
        return SeeOther(reverse("my_registrations"))

    answer, status = sent(request, form, save)
    if answer is not None:
        return answer
    people = Participant.objects.sent_by(member).select_related("edition__organisation")
    people = people.order_by("-applied_at", "pk")
    context = {
        "form": form,
        "page": Paginator(people, PER_PAGE_PEOPLE).get_page(request.GET.get("page")),
        "handovers": _to_receive(request).select_related("participant__edition__organisation"),
        "taking": Edition.objects.visible_to(member).taking().select_related("organisation")
        if member.may_ask
        else [],
    }
    return render(request, "programmes/work/registrations.html", context, status=status)


@members_only
@reads_and_sends
def registration_withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    found = Participant.objects.sent_by(member) | Participant.objects.managed_by(member)
    participant = get_object_or_404(found.select_related("edition"), uuid=uuid)
    own = participant.edition.organisation_id == member.organisation_id
    back = reverse("participant", args=[uuid]) if own else reverse("my_registrations")

    def do() -> str:
        actions.withdraw(participant, by=member)
        messages.success(request, _("A inscrição %(code)s foi retirada.") % {"code": participant.code})
        return back

    page = {
        "title": _("Retirar a inscrição %(code)s?") % {"code": participant.code},
        "lead": str(participant.edition),
        "consequence": {
            "kind": "few",
            "title": _("Perde o lugar na ordem"),
            "text": _("Para voltar, a pessoa inscreve-se de novo e recebe outro código."),
        },
        "submit": _("Retirar a inscrição"),
        "danger": True,
        "back": back,
    }
    return confirm(request, do, page=page)


@members_only
@require_POST
def handover_received(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    theirs = Q(organisation=member.organisation_id) | Q(
        participant__edition__in=Edition.objects.marked_by(member)
    )
    handover = get_object_or_404(
        Handover.objects.filter(theirs).select_related("participant__edition"), uuid=uuid
    )
    own = handover.participant.edition.organisation_id == member.organisation_id
    back = (
        reverse("participant", args=[handover.participant.uuid])
        if own
        else reverse("my_registrations") + "#passagens"
    )
    return tried(
        request,
        lambda: actions.confirm_received(handover, by=member),
        back=back,
        said=_("Ficou confirmado que %(code)s foi recebido.") % {"code": handover.participant.code},
    )
