"""Initiatives from the community: propose, decide with a reply, support by a unit, go through the incubation."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from community.actions.standing import database_speaks, must_coordinate, reason, wrong_state
from community.actions.visitors import keep_contact
from community.funding import mail
from community.funding.fitting import touched
from community.models import IncubationStage, Initiative, UnitSupport, VisitorContact
from geo.models import Municipality
from units.actions import shared
from units.models import Body, Problem

State = Initiative.State


@dataclass(frozen=True)
class SaidOfInitiative:
    title: str
    answers: str
    for_whom: str
    needs: str
    problems: Sequence[Problem]
    municipality: Municipality | None = None
    where: str = ""
    is_demo: bool = False


def _record(
    initiative: Initiative, verb: str, *, by: Membership | None, before: str = "", said: str = ""
) -> None:
    shared.record(
        ("initiative", initiative.uuid),
        verb,
        by=by,
        label=initiative.title,
        before=before,
        after=initiative.state,
        said=said,
    )


@transaction.atomic
def propose_initiative(said: SaidOfInitiative, *, email: str, language: str) -> Initiative:
    """From anybody. It names a problem of a priority axis; until the address is confirmed nobody sees it."""
    texts = {
        "title": shared.text("title", said.title, most=160),
        "answers": shared.text("answers", said.answers, most=3000),
        "for_whom": shared.text("for_whom", said.for_whom, most=300),
        "needs": shared.text("needs", said.needs, most=3000),
        "where": shared.text("where", said.where, most=200, needed=False),
    }
    if not said.problems:
        raise Invalid("problems", no_axis_sentence(*texts.values()))
    made = Initiative.objects.create(
        **texts, municipality=said.municipality, made_at=moment.now(), is_demo=said.is_demo
    )
    made.problems.set(said.problems)
    keep_contact(email, language, initiative=made)
    _record(made, "propose_initiative", by=None)
    return made


def no_axis_sentence(*texts: str) -> str:
    """Why one is refused that names no problem of a priority axis; with what its words seem to touch."""
    names = [str(one) for one in Problem.objects.filter(pk__in=touched(*texts)[:3])]
    if not names:
        return _("Escolha pelo menos uma problemática: é o que liga a iniciativa a um eixo prioritário.")
    return _("Escolha pelo menos uma problemática. Pelas suas palavras, talvez: %(names)s.") % {
        "names": "; ".join(names)
    }


def _locked(initiative: Initiative) -> Initiative:
    return Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)


def _reply(initiative: Initiative, subject: str, lines: Sequence[str]) -> None:
    mail.initiative_said(initiative, subject, list(lines))


@transaction.atomic
def decide_initiative(
    initiative: Initiative, *, by: Membership, publishes: bool, why: str, problems: Sequence[Problem] = ()
) -> Initiative:
    """Publish it or not, with a reply to who proposed it. `problems`: where the coordination sees others."""
    must_coordinate(by)
    why = reason(why, needed=not publishes)
    initiative = _locked(initiative)
    if initiative.state != State.WAITING:
        raise wrong_state(initiative)
    if problems:
        initiative.problems.set(problems)
    if publishes and not initiative.problems.exists():
        raise Invalid("problems", _("Sem uma problemática de um eixo prioritário não se publica."))
    before, initiative.why = initiative.state, why
    if publishes:
        initiative.state, initiative.published_at = State.PUBLISHED, moment.now()
    else:
        initiative.state, initiative.closed_at = State.DECLINED, moment.now()
    initiative.save()
    _record(
        initiative,
        "publish_initiative" if publishes else "decline_initiative",
        by=by,
        before=before,
        said=why,
    )
    if publishes:
        mail.initiative_of_axis(initiative)
    with override(_language_of(initiative)):
        if publishes:
            subject = _("A sua iniciativa está publicada")
            lines = [initiative.title, _("Avisámos as unidades estratégicas do eixo a que responde.")]
        else:
            subject = _("A sua iniciativa não foi aceite")
            lines = [initiative.title]
        if why:
            lines.append(_("A coordenação diz: %(why)s") % {"why": why})
    _reply(initiative, subject, lines)
    return initiative


def _language_of(initiative: Initiative) -> str:
    found = VisitorContact.objects.filter(initiative=initiative).values_list("language", flat=True).first()
    return found or "pt-pt"


@database_speaks
@transaction.atomic
def support_initiative(initiative: Initiative, body: Body, *, by: Membership, text: str) -> UnitSupport:
    """A strategic unit of one of its axes says how it supports it."""
    text = shared.text("text", text, most=300)
    shared.must_run(body, by)
    initiative = _locked(initiative)
    if initiative.state != State.PUBLISHED:
        raise wrong_state(initiative)
    if body.axis_id is None or body.axis_id not in {one.pk for one in initiative.axes}:
        raise NotAllowed(_("Só apoia a unidade de um eixo a que a iniciativa responde."))
    if initiative.supports.filter(body=body).exists():
        raise WrongState(_("Esta unidade já apoia a iniciativa."))
    made = UnitSupport.objects.create(initiative=initiative, body=body, text=text, by=by, at=moment.now())
    _record(initiative, "support_initiative", by=by, said=text)
    with override(_language_of(initiative)):
        subject = _("Uma unidade estratégica apoia a sua iniciativa")
        lines = [initiative.title, body.name, text]
    _reply(initiative, subject, lines)
    return made


# --- Incubation -------------------------------------------------------------------------------------------------------


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of that month where it has no such day."""
    place = day.month - 1 + months
    year, month = day.year + place // 12, place % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True)
class SaidOfStage:
    entered_on: date
    offers: str
    space: str = ""
    space_link: str = ""
    space_from: date | None = None
    space_until: date | None = None


@database_speaks
@transaction.atomic
def enter_stage(initiative: Initiative, said: SaidOfStage, *, by: Membership) -> IncubationStage:
    """Into the next stage: one after another, none is skipped. A space is lent for three months at most."""
    must_coordinate(by)
    offers = shared.text("offers", said.offers, most=2000)
    space = shared.text("space", said.space, most=200, needed=False)
    link = said.space_link.strip()
    if link and not link.startswith("/recursos/"):
        raise Invalid("space_link", _("Cole o endereço de um recurso do catálogo: começa por /recursos/."))
    _space_is_fair(said, space)
    initiative = _locked(initiative)
    if initiative.state != State.PUBLISHED:
        raise wrong_state(initiative)
    kind, last = initiative.next_stage, initiative.stage
    if not kind:
        raise WrongState(_("A iniciativa já passou pelas três fases."))
    if last is not None and said.entered_on < last.entered_on:
        raise Invalid("entered_on", _("Entrou na fase anterior depois deste dia."))
    if said.entered_on > timezone.localdate(moment.now()):
        raise Invalid("entered_on", _("Este dia ainda não chegou: registe a fase quando começar."))
    made = IncubationStage.objects.create(
        initiative=initiative,
        kind=kind,
        entered_on=said.entered_on,
        offers=offers,
        space=space,
        space_link=link[:200],
        space_from=said.space_from,
        space_until=said.space_until,
        by=by,
        at=moment.now(),
    )
    _record(initiative, "enter_stage", by=by, said=offers)
    with override(_language_of(initiative)):
        subject = _("A sua iniciativa entrou numa nova fase")
        lines = [initiative.title, str(made.get_kind_display()), offers]
    _reply(initiative, subject, lines)
    return made


def _space_is_fair(said: SaidOfStage, space: str) -> None:
    if (said.space_from is None) != (said.space_until is None):
        raise Invalid("space_until", _("Escreva desde quando e até quando o espaço é cedido."))
    if said.space_from is None or said.space_until is None:
        return
    if not space:
        raise Invalid("space", _("Diga que espaço é cedido."))
    if said.space_until < said.space_from:
        raise Invalid("space_until", _("O fim da cedência tem de vir depois do início."))
    if said.space_until > months_after(said.space_from, IncubationStage.LONGEST_SPACE_MONTHS):
        raise Invalid("space_until", _("Um espaço cede-se por 3 meses, no máximo."))


@transaction.atomic
def end_initiative(initiative: Initiative, *, by: Membership, why: str) -> Initiative:
    """It has come to its end: it stays public with what became of it."""
    must_coordinate(by)
    why = reason(why)
    initiative = _locked(initiative)
    if initiative.state != State.PUBLISHED:
        raise wrong_state(initiative)
    before, initiative.state = initiative.state, State.ENDED
    initiative.why, initiative.closed_at = why, moment.now()
    initiative.save()
    _record(initiative, "end_initiative", by=by, before=before, said=why)
    with override(_language_of(initiative)):
        subject = _("A sua iniciativa terminou")
        lines = [initiative.title, why]
    _reply(initiative, subject, lines)
    return initiative
