"""What a municipality answers: saved piece by piece by several of its people, handed in, given back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from practice import mail
from practice import questions as kinds
from practice.actions import campaigning
from practice.models import Campaign, Response
from practice.models.campaigns import responds
from practice.questions import Asked, asked_of
from units.actions import shared

MAX_LINE, MAX_PROSE = 240, 4_000


@transaction.atomic
def give_answers(campaign: Campaign, *, by: Membership, step: int, said: Mapping[str, Any]) -> Response:
    """Keep what was said on one part; what is empty is unanswered again. The other parts stay as they are."""
    campaign = _open_for(campaign, by)
    response = _own(campaign, by)
    if response.state == Response.State.SUBMITTED:
        raise WrongState(_("O município já entregou. Para mudar, peça à coordenação que reabra."))
    answers = dict(response.answers)
    for one in campaign.questions:
        if one.step != step or one.code not in said:
            continue
        value = answer_to(one, said[one.code])
        if value:
            answers[one.code] = value
        else:
            answers.pop(one.code, None)
    response.answers = answers
    response.saved_by, response.saved_at = by, moment.now()
    response.save()
    _record(response, "give_answers", by=by)
    return response


def answer_to(one: Asked, said: Any) -> str | list[str]:
    """As it is kept; "" and [] for none. Invalid or PersonalData at the question where it does not fit."""
    if one.kind == kinds.SEVERAL:
        keys = [option.key for option in one.options]
        chosen = [str(key) for key in said or []]
        if any(key not in keys for key in chosen):
            raise Invalid(one.code, _("Escolha opções da lista."))
        return [key for key in keys if key in chosen]
    text = "" if said is None else str(said).strip()
    if not text:
        return ""
    if one.kind == kinds.YES_NO and text not in (kinds.YES, kinds.NO):
        raise Invalid(one.code, _("Responda sim ou não."))
    if one.kind == kinds.ONE and text not in [option.key for option in one.options]:
        raise Invalid(one.code, _("Escolha uma das opções."))
    if one.kind == kinds.NUMBER:
        return _number(one, text)
    if one.is_free:
        return shared.text(one.code, text, most=MAX_LINE if one.kind == kinds.LINE else MAX_PROSE)
    return text


def _number(one: Asked, text: str) -> str:
    try:
        value = Decimal(text.replace(" ", "").replace("\xa0", "").replace(",", "."))
    except InvalidOperation:
        raise Invalid(one.code, _("Escreva um número.")) from None
    exponent = value.as_tuple().exponent
    if not value.is_finite() or not isinstance(exponent, int) or abs(value) >= 10**10:
        raise Invalid(one.code, _("Escreva um número."))
    if -exponent > one.decimals:
        raise Invalid(
            one.code,
            ngettext("No máximo %(n)s casa decimal.", "No máximo %(n)s casas decimais.", one.decimals)
            % {"n": one.decimals}
            if one.decimals
            else _("Escreva um número inteiro."),
        )
    if one.lower is not None and value < one.lower:
        raise Invalid(one.code, _("No mínimo %(n)s.") % {"n": f"{one.lower.normalize():f}"})
    if one.upper is not None and value > one.upper:
        raise Invalid(one.code, _("No máximo %(n)s.") % {"n": f"{one.upper.normalize():f}"})
    return f"{value:f}"


@transaction.atomic
def submit_response(campaign: Campaign, *, by: Membership) -> Response:
    """Hand in: everything obligatory is there, and what does not apply is let go."""
    campaign = _open_for(campaign, by)
    response = _own(campaign, by)
    if response.state == Response.State.SUBMITTED:
        return response
    if missing := response.missing:
        n = len(missing)
        said = ngettext("Falta %(n)s resposta obrigatória.", "Faltam %(n)s respostas obrigatórias.", n)
        raise WrongState(said % {"n": n}, missing=[one.code for one in missing])
    standing = {one.code for one in asked_of(campaign.questions, response.answers)}
    response.answers = {code: value for code, value in response.answers.items() if code in standing}
    response.state = Response.State.SUBMITTED
    response.submitted_by, response.submitted_at = by, moment.now()
    response.save()
    _record(response, "submit_response", by=by, before=Response.State.BEGUN)
    mail.response_submitted(response)
    return response


@transaction.atomic
def reopen_response(response: Response, *, by: Membership, why: str) -> Response:
    """Given back by the coordination while the campaign is open, with the reason."""
    campaigning.must_manage(by)
    campaign = campaigning.locked(response.campaign)
    if not campaign.takes_answers:
        raise WrongState(_("A campanha já fechou: as respostas ficam como foram entregues."))
    why = shared.text("why", why, most=shared.MAX_LINE)
    response = Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
    if response.state != Response.State.SUBMITTED:
        raise WrongState(_("Esta resposta não está entregue."))
    response.campaign = campaign
    response.state, response.reopened_why = Response.State.BEGUN, why
    response.submitted_by = response.submitted_at = None
    response.save()
    _record(response, "reopen_response", by=by, before=Response.State.SUBMITTED, said=why)
    mail.response_reopened(response)
    return response


def _open_for(campaign: Campaign, by: Membership) -> Campaign:
    if not responds(by):
        raise NotAllowed(_("Responde quem representa um município ou gere os seus recursos."))
    campaign = campaigning.locked(campaign)
    if not campaign.takes_answers:
        raise WrongState(_("A campanha não está aberta: já não recebe respostas."))
    return campaign


def _own(campaign: Campaign, by: Membership) -> Response:
    """The response of the member's municipality, locked; the first save makes it."""
    response, _made = Response.objects.select_for_update(of=("self",)).get_or_create(
        campaign=campaign, municipality_id=by.organisation.municipality_id
    )
    response.campaign = campaign
    return response


def _record(response: Response, verb: str, *, by: Membership, before: str = "", said: str = "") -> None:
    campaigning.record(
        response.campaign,
        verb,
        by=by,
        before=before,
        after=response.state,
        said=said,
        label=f"{response.campaign.year} {response.municipality}",
    )
