"""One booking's page, for who holds the place and for who asked for it; and every verb that either may say."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import moment
from accounts.models import Membership
from geo.models import Municipality
from resources import availability, days, spoken
from resources.actions import shared
from resources.answer_forms import AnswerForm
from resources.models import Booking
from resources.models.codes import OPEN, Reason, Status
from resources.refusals import NoProtocol, Refusal
from resources.views import rows
from resources.views.answers import (
    ASKER,
    HOLDER,
    LENT,
    NAMES,
    OFFERED,
    REFUGE,
    REFUGE_LABELS,
    VERBS,
    Answer,
    answer_of,
)
from resources.views.manners import SeeOther, acting, members_only, put_on_form
from resources.views.trail import history


@members_only
@require_safe
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    booking = get_object_or_404(Booking.objects.visible_to(member).for_rows(), uuid=uuid)
    return _page(request, member, booking, opened=request.GET.get("form", ""))


@members_only
def booking_verb(request: HttpRequest, uuid: UUID, verb: str) -> HttpResponse:
    """Say one verb. What is refused comes back on the booking's page with the state it is in now."""
    if verb not in VERBS:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    member = acting(request)
    booking = _answered_by(member, uuid, VERBS[verb])
    name = _form_name(verb, request)
    answer = answer_of(name, booking)
    if answer is None:
        raise Http404
    uncovered = _uncovered(answer, booking, request)
    form = answer.form(booking, request.POST, auto_id=f"{name}-%s", needs_exception=uncovered)
    status = 422
    if form.is_stale:
        form.is_valid()
        form.add_error(
            None,
            _("Esta reserva mudou desde que abriu a página: o estado é agora «%(state)s». Nada foi gravado.")
            % {"state": booking.status_label},
        )
        status = 409
    elif form.is_valid():
        try:
            booking = answer.run(booking, member, form.cleaned_data)
        except Refusal as refusal:
            if (
                isinstance(refusal, NoProtocol)
                and booking.resource
                and shared.manages(member, booking.resource)
            ):
                form.ask_exception()
                form.add_error("exception", refusal.sentence)
            else:
                put_on_form(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _done(answer, booking))
            return SeeOther(_back(request, booking))
    booking = get_object_or_404(Booking.objects.visible_to(member).for_rows(), uuid=uuid)
    form.shown_again(booking)
    return _page(request, member, booking, opened=name, failed=form, status=status)


def _form_name(verb: str, request: HttpRequest) -> str:
    """Which form of the verb was sent: it says so itself, else what is filled in does."""
    how = request.POST.get("how", "")
    if how in NAMES and NAMES[how].verb == verb:
        return how
    if verb == "accept" and any(request.POST.get(field) for field in ("quantity", "start", "end")):
        return "offer"
    return "condition" if verb == "accept" and request.POST.get("condition") else verb


def _answered_by(member: Membership, uuid: UUID, sides: tuple[str, ...]) -> Booking:
    """The booking, for one whose word this is; to everybody else it does not exist."""
    scopes = {HOLDER: Booking.objects.decidable_by, ASKER: Booking.objects.requested_by}
    for side in sides:
        if booking := scopes[side](member).for_rows().filter(uuid=uuid).first():
            return booking
    raise Http404


def _uncovered(answer: Answer, booking: Booking, request: HttpRequest) -> bool:
    """Whether the holder is asked for the reason of an exception: it would cross a border without a protocol."""
    if booking.resource is None or answer.verb not in ("accept", "accept-extension", "extend"):
        return False
    if answer.verb == "extend":
        # Which days it is about is known only when they are sent; a refusal then asks for the reason.
        return "exception" in request.POST
    period = booking.period
    if answer.verb == "accept-extension" and booking.extension:
        period = DateTimeTZRange(period.lower, booking.extension, "[)")
    return not shared.covering_protocol(booking.resource, booking.item.request.origin_id, period)[0]


def _done(answer: Answer, booking: Booking) -> str:
    if answer.verb == "accept" and booking.resource is None:
        return _("O caso é agora da sua entidade. O contacto faz-se fora do portal.")
    if answer.verb == "accept" and answer.form is AnswerForm:
        if booking.status == Status.HELD:
            return _("Aceite: fica em pré-reserva, à espera da confirmação de quem pediu.")
        return _("Aceite e confirmada: quem pediu já sabe.")
    if answer.verb == "extend" and booking.extension:
        return _("O prolongamento foi pedido: falta a resposta da entidade.")
    if answer.verb == "extend":
        return str(spoken.of(booking.item.category).end_changed)
    if answer.verb == "check-out" and booking.status == Status.IN_USE:
        return _("Ficou registado o que voltou. O resto continua emprestado.")
    return str(answer.done)


def _back(request: HttpRequest, booking: Booking) -> str:
    back = request.POST.get("back") or request.GET.get("back")
    if back == "trabalho":
        return reverse("workspace")
    if back == "pedido":
        return reverse("my_request", args=[booking.item.request.uuid])
    return reverse("decide", args=[booking.uuid])


def _page(
    request: HttpRequest,
    member: Membership,
    booking: Booking,
    *,
    opened: str = "",
    failed: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    scoped = {
        HOLDER: Booking.objects.decidable_by(member).filter(pk=booking.pk).exists(),
        ASKER: Booking.objects.requested_by(member).filter(pk=booking.pk).exists(),
    }
    holds = scoped[HOLDER] or Booking.objects.held_by(member).filter(pk=booking.pk).exists()
    row = rows.rows([booking], member)[0]
    context: dict[str, Any] = {
        "booking": booking,
        "row": row,
        "need": booking.item.request,
        "holds": holds,
        "decides": scoped[HOLDER],
        "asks": row.mine,
        "is_open": booking.shown_status in OPEN,
        "steps": history(booking, row),
        "avoid": list(
            Municipality.objects.filter(dico__in=booking.item.request.needs.get("avoid_municipalities", []))
        ),
        "reason": _reason(booking, row),
        "spoken": spoken.of(booking.item.category),
        "form": failed,
        "back": request.POST.get("back") or request.GET.get("back") or "",
    }
    if booking.resource is not None and (holds or row.known):
        context |= _room(booking, row)
    if booking.is_loan:
        context |= _lent(booking)
    answers = _answers(booking, scoped, context)
    context["answers"] = [
        _answer(request, name, side, booking, opened, failed, context) for name, side in answers
    ]
    return render(request, "resources/decide.html", context, status=status)


def _room(booking: Booking, row: rows.Row) -> dict[str, Any]:
    """What is free in that time, what the protocol says, night by night."""
    resource = booking.resource
    assert resource is not None
    taken = booking.occupied or booking.period
    found = availability.room([resource.pk], taken.lower, taken.upper, leaving_out=booking)[resource.pk]
    row.free = found.free
    covered, protocol = shared.covering_protocol(resource, booking.item.request.origin_id, booking.period)
    crosses = resource.facility.protocol_municipality_id not in (None, booking.item.request.origin_id)
    first = max(booking.start, days.today())
    return {
        "room": found,
        "fits": booking.quantity <= found.free,
        "covered": covered,
        "protocol": protocol,
        "crosses": crosses,
        "exception": booking.exceptions.order_by("at").first(),
        "hold_until": moment.now() + resource.category.hold_for,
        "weeks": rows.weeks(resource, first, selected=(booking.start, booking.end)),
    }


def _lent(booking: Booking) -> dict[str, Any]:
    """Which items go, went and came back; and whether what was promised may be missing when the day comes."""
    loans = list(booking.loans.filter(item__isnull=False).select_related("item").order_by("pk"))
    return {"loans": loans, "in_doubt": booking.pk in rows.in_doubt([booking])}


def _answers(booking: Booking, scoped: dict[str, bool], context: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    state = booking.shown_status
    if scoped[HOLDER] and booking.extension:
        found += [("accept-extension", HOLDER), ("decline-extension", HOLDER)]
    for side in (HOLDER, ASKER):
        if scoped[side]:
            offered = OFFERED[side].get(state, ())
            if booking.is_loan and state == Status.IN_USE:
                offered += tuple(name for name in LENT[side] if name != "silence" or not booking.is_silenced)
            found += [(name, side) for name in offered if (name, HOLDER) not in found]
    if booking.resource is None:
        return [(name, side) for name, side in found if name in REFUGE]
    early, fits = days.today() < booking.start, context.get("fits", True)
    return [
        (name, side)
        for name, side in found
        if not (early and name in ("check-in", "no-show"))
        and not (name == "condition" and not fits)
        and not (name == "waitlist" and side == ASKER and fits)
    ]


def _answer(
    request: HttpRequest,
    name: str,
    side: str,
    booking: Booking,
    opened: str,
    failed: AnswerForm | None,
    context: dict[str, Any],
) -> dict[str, Any]:
    """What the template needs of one answer; a form that was sent back stands in its place."""
    answer = answer_of(name, booking)
    assert answer is not None
    form = failed if failed is not None and opened == name else None
    if form is None:
        needs_exception = side == HOLDER and _uncovered(answer, booking, request)
        form = answer.form(booking, auto_id=f"{name}-%s", needs_exception=needs_exception)
    label = answer.label
    if booking.resource is None:
        label = REFUGE_LABELS.get(name, label)
    elif name == "confirm" and booking.status == Status.OFFERED:
        label = _("Aceitar a proposta")
    elif name == "extend":
        words = spoken.of(booking.item.category)
        label = words.ask_end if side == ASKER else words.change_end
    elif name == "decline" and booking.status == Status.OFFERED:
        label = _("Retirar a proposta")
    return {
        "name": name,
        "verb": answer.verb,
        "label": label,
        "kind": answer.kind,
        "hint": answer.hint,
        "form": form,
        "template": answer.template,
        "open": opened == name or (bool(answer.template) and not opened),
        "simple": not form.visible_fields(),
        "full": name == "accept" and not context.get("fits", True),
    }


def _reason(booking: Booking, row: rows.Row) -> str:
    """The reason of a refusal. Why somebody gave up is the asker's alone."""
    if (
        not booking.reason_code
        or booking.is_silenced
        or (booking.status == Status.WITHDRAWN and not row.mine)
    ):
        return ""
    return str(Reason(booking.reason_code).label)
