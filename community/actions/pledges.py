"""Pledges: promise, decide, match whole or in part, confirm that it arrived, thank. Never more than was promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import moment
from accounts.models import Membership, Organisation
from accounts.refusals import Invalid, NotAllowed, WrongState
from community.actions.standing import (
    chosen,
    database_speaks,
    must_commit,
    must_coordinate,
    reason,
    wrong_state,
)
from community.actions.visitors import keep_contact
from community.funding import mail
from community.models import Initiative, Pledge, PledgeMatch, Project, Unit
from geo.models import Municipality
from units.actions import shared

State, Visibility, Target = Pledge.State, Pledge.Visibility, PledgeMatch.Target
MOST = 10_000_000


@dataclass(frozen=True)
class SaidOfPledge:
    kind: str
    what: str
    quantity: int
    unit: str
    until: date
    municipality: Municipality | None = None
    conditions: str = ""
    visibility: str = Visibility.PRIVATE
    # Of a visitor: the name of the company; empty for a person.
    company: str = ""
    is_demo: bool = False


def _new(said: SaidOfPledge, *, organisation: Organisation | None) -> Pledge:
    """One, not yet saved; refused where it makes no sense."""
    chosen("kind", said.kind, Pledge.Kind.values)
    if said.unit not in Pledge.UNITS_OF[said.kind]:
        labels = ", ".join(str(Unit(one).label) for one in Pledge.UNITS_OF[said.kind])
        raise Invalid("unit", _("Este compromisso conta-se em: %(units)s.") % {"units": labels})
    what = shared.text("what", said.what, most=200)
    company = "" if organisation else shared.text("company", said.company, most=160, needed=False)
    conditions = shared.text("conditions", said.conditions, most=300, needed=False)
    if not 1 <= said.quantity <= MOST:
        raise Invalid("quantity", _("Escreva um número inteiro, de 1 a %(n)s.") % {"n": MOST})
    if said.until < timezone.localdate(moment.now()):
        raise Invalid("until", _("Este dia já passou: escreva até quando o compromisso se mantém."))
    chosen("visibility", said.visibility, Visibility.values)
    if said.visibility == Visibility.NAMED and organisation is None and not company:
        raise Invalid(
            "visibility", _("Só se publica o nome de entidades. De um particular não se guarda o nome.")
        )
    return Pledge(
        kind=said.kind,
        what=what,
        quantity=said.quantity,
        unit=said.unit,
        until=said.until,
        municipality=said.municipality,
        conditions=conditions,
        visibility=said.visibility,
        company=company,
        organisation=organisation,
        made_at=moment.now(),
        is_demo=said.is_demo,
    )


def _record(pledge: Pledge, verb: str, *, by: Membership | None, before: str = "", said: str = "") -> None:
    shared.record(
        ("pledge", pledge.uuid), verb, by=by, label=pledge.what, before=before, after=pledge.state, said=said
    )


@database_speaks
@transaction.atomic
def pledge_for_organisation(said: SaidOfPledge, *, by: Membership, key: UUID | None = None) -> Pledge:
    """Promise in the name of the member's organisation. Nothing appears before the coordination accepts it."""
    must_commit(by)
    pledge = _new(said, organisation=by.organisation)
    sent = Pledge.objects.filter(uuid=key, made_by=by).first() if key else None
    if sent is not None:
        shared.sent_before(what=(sent.what, pledge.what), quantity=(sent.quantity, pledge.quantity))
        return sent
    pledge.uuid, pledge.made_by, pledge.state = key or uuid4(), by, State.WAITING
    pledge.save(force_insert=True)
    _record(pledge, "promise", by=by)
    mail.pledge_waiting(pledge)
    return pledge


@transaction.atomic
def pledge_as_visitor(said: SaidOfPledge, *, email: str, language: str) -> Pledge:
    """Promise without an account. Until the address is confirmed from its letter nobody sees it."""
    pledge = _new(said, organisation=None)
    pledge.state = State.UNCONFIRMED
    pledge.save(force_insert=True)
    keep_contact(email, language, pledge=pledge)
    _record(pledge, "promise", by=None)
    return pledge


def _locked(pledge: Pledge) -> Pledge:
    """Alone with its counters: two matches at once stand in line here."""
    found = Pledge.objects.select_for_update(of=("self",)).select_related("organisation", "municipality")
    return found.get(pk=pledge.pk)


@transaction.atomic
def decide_pledge(pledge: Pledge, *, by: Membership, accepts: bool, why: str = "") -> Pledge:
    must_coordinate(by)
    why = reason(why, needed=not accepts)
    pledge = _locked(pledge)
    if pledge.state != State.WAITING:
        raise wrong_state(pledge)
    before, pledge.why = pledge.state, why
    pledge.state = State.OPEN if accepts else State.DECLINED
    if not accepts:
        pledge.closed_at = moment.now()
    pledge.save()
    _record(pledge, "accept_pledge" if accepts else "decline_pledge", by=by, before=before, said=why)
    mail.pledge_decided(pledge)
    return pledge


@transaction.atomic
def end_pledge(pledge: Pledge, *, by: Membership, why: str) -> Pledge:
    """Its organisation takes back what is not yet matched, or the coordination ends it. What is on its way stays."""
    must_commit(by)
    why = reason(why)
    pledge = _locked(pledge)
    own = pledge.organisation_id is not None and pledge.organisation_id == by.organisation_id
    if not own and not by.has(Membership.Role.COORDINATION):
        raise NotAllowed(_("Só quem prometeu, ou a coordenação, o pode encerrar."))
    if not pledge.may_still_change:
        raise wrong_state(pledge)
    if pledge.matched > pledge.delivered:
        raise WrongState(
            _("Há quem já conte com parte deste compromisso: desfaça primeiro essas ligações, ou entregue.")
        )
    before, pledge.why, pledge.closed_at = pledge.state, why, moment.now()
    pledge.state = State.CLOSED if pledge.delivered else State.WITHDRAWN
    pledge.save()
    _record(pledge, "end_pledge", by=by, before=before, said=why)
    return pledge


# --- To whom it goes --------------------------------------------------------------------------------------------------


@database_speaks
@transaction.atomic
def match_pledge(
    pledge: Pledge,
    *,
    by: Membership,
    quantity: int,
    receiver: Organisation,
    project: Project | None = None,
    initiative: Initiative | None = None,
    category: str = "",
) -> PledgeMatch:
    """Give a quantity of it a destination: a project, an initiative, or a category of the resource bank. The rest stays
    open; more than is left is refused."""
    place = _destination(project, initiative, category)
    if not receiver.is_active:
        raise Invalid("receiver", _("Esta entidade já não está ativa no portal."))
    if not by.has(Membership.Role.COORDINATION):
        if not by.may_decide:
            raise NotAllowed(_("Só a coordenação, ou quem gere recursos, liga um compromisso."))
        if receiver.pk != by.organisation_id:
            raise NotAllowed(
                _("Só pode ligar um compromisso à sua entidade. Para outra, peça à coordenação.")
            )
    pledge = _locked(pledge)
    if pledge.state != State.OPEN:
        raise wrong_state(pledge)
    if pledge.until < timezone.localdate(moment.now()):
        raise WrongState(_("O último dia deste compromisso já passou."), state=pledge.state)
    if quantity < 1:
        raise Invalid("quantity", _("Escreva um número inteiro, a partir de 1."))
    if quantity > pledge.left:
        raise Invalid("quantity", _too_much(pledge))
    match = PledgeMatch.objects.create(
        pledge=pledge, quantity=quantity, receiver=receiver, by=by, at=moment.now(), **place
    )
    # Counted by the database itself: its own check stands behind the lock.
    Pledge.objects.filter(pk=pledge.pk).update(matched=F("matched") + quantity)
    pledge.matched += quantity
    _record(pledge, "match_pledge", by=by)
    mail.pledge_matched(match)
    return match


def _destination(project: Project | None, initiative: Initiative | None, category: str) -> Mapping[str, Any]:
    # As they stand now, whatever was shown when the page was opened.
    if project is not None and initiative is None:
        project = Project.objects.get(pk=project.pk)
        if not project.takes_pledges:
            raise Invalid("target", _("Este projeto já terminou ou ainda não é público."))
        return {"target": Target.PROJECT, "project": project}
    if initiative is not None and project is None:
        initiative = Initiative.objects.get(pk=initiative.pk)
        if not initiative.takes_pledges:
            raise Invalid("target", _("Esta iniciativa não está publicada."))
        return {"target": Target.INITIATIVE, "initiative": initiative}
    if project is not None or initiative is not None:
        raise Invalid("target", _("Escolha um só destino."))
    category = shared.text("category", category, most=120)
    return {"target": Target.BANK, "category": chosen("category", category, PledgeMatch.Category.values)}


def _too_much(pledge: Pledge) -> str:
    if pledge.left == 0:
        return _("Já tem tudo destino: não resta nada deste compromisso.")
    text = ngettext(
        "Só resta %(n)s %(unit)s deste compromisso.",
        "Só restam %(n)s %(unit)s deste compromisso.",
        pledge.left,
    )
    return text % {"n": pledge.left, "unit": pledge.get_unit_display()}


@transaction.atomic
def confirm_delivery(match: PledgeMatch, *, by: Membership) -> PledgeMatch:
    """The receiver says that it arrived; who promised is thanked. When all has arrived the pledge is over."""
    must_commit(by)
    pledge = _locked(match.pledge)
    match = PledgeMatch.objects.for_pages().get(pk=match.pk)
    match.pledge = pledge
    if match.receiver_id != by.organisation_id:
        raise NotAllowed(_("Só quem recebe confirma que chegou."))
    if match.state == PledgeMatch.State.DELIVERED:
        return match
    if match.state != PledgeMatch.State.MATCHED:
        raise wrong_state(match)
    match.state, match.delivered_at = PledgeMatch.State.DELIVERED, moment.now()
    match.save()
    before = pledge.state
    pledge.delivered += match.quantity
    if pledge.delivered == pledge.quantity and pledge.state == State.OPEN:
        pledge.state, pledge.closed_at = State.CLOSED, moment.now()
    pledge.save()
    _record(pledge, "confirm_delivery", by=by, before=before)
    mail.pledge_thanks(match)
    return match


@transaction.atomic
def undo_match(match: PledgeMatch, *, by: Membership, why: str) -> PledgeMatch:
    """It does not come about: the quantity is free again."""
    why = reason(why)
    pledge = _locked(match.pledge)
    match = PledgeMatch.objects.for_pages().get(pk=match.pk)
    match.pledge = pledge
    if match.state != PledgeMatch.State.MATCHED:
        raise wrong_state(match)
    if not PledgeMatch.objects.undone_by(by).filter(pk=match.pk).exists():
        raise NotAllowed(_("Só quem recebe, ou a coordenação, pode desfazer esta ligação."))
    match.state, match.why = PledgeMatch.State.UNDONE, why
    match.save()
    pledge.matched -= match.quantity
    pledge.save(update_fields=["matched"])
    _record(pledge, "undo_match", by=by, said=why)
    mail.pledge_undone(match)
    return match


def close_overdue_pledges() -> int:
    """Clock: what nobody may count on any more, because its time is over and nothing is on its way. What of it has no
    destination by then lapses."""
    today, closed = timezone.localdate(moment.now()), 0
    for pk in list(Pledge.objects.overdue(today).values_list("pk", flat=True)):
        with transaction.atomic():
            pledge = Pledge.objects.overdue(today).select_for_update(skip_locked=True).filter(pk=pk).first()
            if pledge is None:
                continue
            before, pledge.state, pledge.closed_at = pledge.state, State.CLOSED, moment.now()
            pledge.save(update_fields=["state", "closed_at"])
            _record(pledge, "pledge_time_over", by=None, before=before)
            closed += 1
    return closed
