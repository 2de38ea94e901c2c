"""Answering several requests at once: each by its own action in its own transaction, and a page that says what went."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import Membership
from resources import actions
from resources.answer_forms import DECLINE_REASONS, version
from resources.models import Booking
from resources.models.codes import Reason, Status
from resources.refusals import Refusal
from resources.views import rows
from resources.views.manners import acting, members_only

log = logging.getLogger("concerta.bulk")

MOST = 50
# Another reason needs words of its own, which several requests do not share.
REASONS = [(code.value, code.label) for code in DECLINE_REASONS if code != Reason.OTHER]
DONE = {
    "accept": gettext_lazy("Aceites"),
    "waitlist": gettext_lazy("Em lista de espera"),
    "decline": gettext_lazy("Recusados"),
}


class SeveralForm(forms.Form):
    verb = forms.ChoiceField(
        choices=list(DONE.items()),
        error_messages={
            "required": gettext_lazy("Escolha o que responder."),
            "invalid_choice": gettext_lazy("Escolha o que responder."),
        },
    )
    code = forms.ChoiceField(
        required=False,
        choices=[("", ""), *REASONS],
        error_messages={"invalid_choice": gettext_lazy("Escolha um motivo da lista.")},
    )

    def clean(self) -> dict[str, str]:
        cleaned = super().clean() or {}
        if cleaned.get("verb") == "decline" and not cleaned.get("code") and "code" not in self.errors:
            self.add_error("code", _("Para recusar, escolha um motivo: vale para todos os escolhidos."))
        return cleaned


@dataclass
class Outcome:
    """What became of one of the chosen: its row as it is now, and why it did not go, if it did not."""

    row: rows.Row | None
    sentence: str = ""


@members_only
@require_POST
def answer_several(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    form = SeveralForm(request.POST)
    chosen = list(dict.fromkeys(request.POST.getlist("booking")))
    wrong = [str(sentence) for sentences in form.errors.values() for sentence in sentences]
    if not chosen:
        wrong.append(_("Não escolheu nenhum pedido. Marque os que quer responder e tente de novo."))
    elif len(chosen) > MOST:
        wrong.append(_("São demasiados de uma vez: no máximo %(most)s.") % {"most": MOST})
    if wrong:
        return _page(request, "", [], [], wrong, 422)
    said = form.cleaned_data
    run = _running(said["verb"], said["code"])
    outcomes = [_answer(one, member, run, request.POST.get(f"seen-{one}", "")) for one in chosen]
    done = [one for one in outcomes if not one.sentence]
    failed = [one for one in outcomes if one.sentence]
    return _page(request, said["verb"], done, failed, [], 200 if done else 409)


def _running(verb: str, code: str) -> Callable[[Booking, Membership], Booking]:
    if verb == "accept":
        return lambda booking, by: actions.accept_booking(booking, by=by)
    if verb == "waitlist":
        return lambda booking, by: actions.waitlist_booking(booking, by=by)
    return lambda booking, by: actions.decline_booking(booking, by=by, code=code)


def _answer(
    text: str, member: Membership, run: Callable[[Booking, Membership], Booking], seen: str
) -> Outcome:
    """One of them. Whatever happens to it, those before it stand and those after it get their turn."""
    booking = _mine(text, member)
    if booking is None:
        return Outcome(None, _("Este pedido não existe ou não é seu para responder."))
    sentence = ""
    if booking.opaque:
        sentence = _("Um pedido de casa de abrigo responde-se sozinho, na sua página.")
    elif seen and seen != version(booking):
        sentence = _("Mudou desde que abriu a página: agora está «%(state)s».") % {
            "state": booking.status_label
        }
    else:
        try:
            run(booking, member)
        except Refusal as refusal:
            sentence = refusal.sentence
        except DatabaseError:
            log.exception("answer failed", extra={"booking": text})
            sentence = _("Algo falhou do nosso lado. Este ficou como estava: tente de novo.")
    now = _mine(text, member)
    return Outcome(rows.rows([now], member)[0] if now else None, sentence)


def _mine(text: str, member: Membership) -> Booking | None:
    try:
        uuid = UUID(text)
    except ValueError:
        return None
    return Booking.objects.decidable_by(member).for_rows().filter(uuid=uuid).first()


def _page(
    request: HttpRequest,
    verb: str,
    done: list[Outcome],
    failed: list[Outcome],
    wrong: list[str],
    status: int,
) -> HttpResponse:
    context = {
        "done": done,
        "failed": failed,
        "page_errors": wrong,
        "heading": DONE.get(verb, ""),
        "holding": any(one.row and one.row.booking.status == Status.HELD for one in done),
    }
    return render(request, "resources/answered.html", context, status=status)
