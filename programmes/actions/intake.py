"""Intake: pre-registered, ranked by the published criteria, selected, called, enrolled. By opaque code only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from geo.models import Municipality
from programmes import mail, ranking
from programmes.actions.shared import (
    MAX_LINE,
    database_speaks,
    locked,
    must_manage,
    must_mark,
    note,
    one_of,
    text,
    today,
)
from programmes.models import AgeBand, Certificate, Edition, Need, Participant, as_drawn, opaque_code
from units.actions.shared import sent_before

State, Prior = Participant.State, Participant.Prior
# What is said to be a certificate and is in fact a number of a person is refused by the guard before this.
MOST_PRIOR = 40
MOST_PLACES = 2000


@dataclass(frozen=True)
class Application:
    """What is asked of somebody, and nothing more."""

    age_band: str
    municipality: Municipality
    situations: Sequence[str] = ()
    needs: Sequence[str] = ()
    prior_code: str = ""
    prior_from: str = ""


@database_speaks
@transaction.atomic
def pre_register(
    edition: Edition, said: Application, *, by: Membership | None, key: UUID | None = None
) -> Participant:
    """A place in the queue, under a new code. `by` None: the person alone, who keeps the code.

    A member of the operator registers as the operator, any other member as the person's service. Sent again with the
    same key, it is the same.
    """
    edition = locked(edition)
    if key and (before := Participant.objects.filter(uuid=key).first()):
        # At a shared computer the next person may find the form of the one before: never that one's code.
        sent_before(
            edition=(before.edition_id, edition.pk),
            age_band=(before.age_band, said.age_band),
            municipality=(before.municipality_id, said.municipality.pk),
            situations=(before.situations, sorted(set(said.situations))),
            needs=(before.needs, sorted(set(said.needs))),
        )
        return before
    if not edition.takes_now:
        raise WrongState(_("Esta edição não recebe inscrições agora."), state=edition.state)
    if by is None and not (edition.is_public and edition.self_intake):
        raise NotAllowed(_("Nesta edição as inscrições fazem-se num serviço."))
    if by is not None and not by.may_ask:
        raise NotAllowed(_("O seu papel não permite fazer inscrições."))
    band = AgeBand(one_of("age_band", said.age_band, AgeBand))
    least = edition.sheet.min_age
    if least is not None and band.youngest < least:
        raise Invalid("age_band", _("Este programa é para pessoas a partir dos %(n)s anos.") % {"n": least})
    known = set(edition.criteria.rows.values_list("code", flat=True)) if edition.criteria else set()
    if set(said.situations) - known:
        raise Invalid("situations", _("Escolha situações da lista de critérios publicada."))
    if set(said.needs) - set(Need.values):
        raise Invalid("needs", _("Escolha necessidades da lista."))
    participant = Participant(
        edition=edition,
        age_band=band,
        municipality=said.municipality,
        situations=sorted(set(said.situations)),
        needs=sorted(set(said.needs)),
        applied_at=moment.now(),
        channel=_channel(edition, by),
        referred_by=by.organisation if by and by.organisation_id != edition.organisation_id else None,
        sent_by=by,
        code=_new_code(),
        uuid=key or uuid4(),
    )
    _take_prior(participant, said.prior_code, said.prior_from)
    participant.save()
    note(edition, "pre_register", by=by, about=participant.code, after=participant.state)
    return participant


def _new_code() -> str:
    while Participant.objects.filter(code=(code := opaque_code())).exists():
        pass
    return code


def _channel(edition: Edition, by: Membership | None) -> str:
    if by is None:
        return Participant.Channel.SELF
    mine = by.organisation_id == edition.organisation_id
    return Participant.Channel.OPERATOR if mine else Participant.Channel.SERVICE


def _take_prior(participant: Participant, code: str, where: str) -> None:
    """One issued here by the same programme, for a phase before one that asks for it, is found and stands; any other is
    only declared."""
    code, where = code.strip(), where.strip()
    participant.prior_code = participant.prior_from = ""
    participant.prior = Prior.NONE
    if not code and not where:
        return
    issued = Certificate.objects.by_code(code)
    if issued is not None and not issued.is_valid:
        raise Invalid("prior_code", _("Este certificado foi anulado."))
    gated = participant.edition.sheet.phases.filter(certificate_instead=True, needs_before__isnull=False)
    if issued is not None and any(Certificate.objects.opening(phase).by_code(code) for phase in gated):
        participant.prior, participant.prior_code = Prior.ISSUED_HERE, issued.code
        return
    participant.prior_code = (
        issued.code if issued else text("prior_code", code, most=MOST_PRIOR, needed=False)
    )
    participant.prior_from = text("prior_from", where, most=120, needed=False)
    participant.prior = Prior.DECLARED


@database_speaks
@transaction.atomic
def follow_code(code: str, *, by: Membership) -> Participant:
    """A person brought the code kept from registering alone: the service accompanies it from now on."""
    if not by.may_ask:
        raise NotAllowed(_("O seu papel não permite acompanhar inscrições."))
    unknown = Invalid("code", _("Não há nenhuma inscrição com este código que possa acompanhar."))
    found = (
        Participant.objects.filter(code=as_drawn(code), channel=Participant.Channel.SELF)
        .select_related("edition")
        .first()
    )
    if found is None:
        raise unknown
    edition = locked(found.edition)
    participant = Participant.objects.select_for_update().get(pk=found.pk)
    if participant.referred_by_id == by.organisation_id:
        return participant
    if participant.referred_by_id is not None or edition.is_closed:
        raise unknown
    participant.referred_by, participant.sent_by = by.organisation, by
    participant.save()
    note(edition, "follow_code", by=by, about=participant.code)
    return participant


@database_speaks
@transaction.atomic
def withdraw(participant: Participant, *, by: Membership) -> Participant:
    """Before enrolment: the service, or the operator, takes it back."""
    edition = locked(participant.edition)
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    theirs = Participant.objects.sent_by(by) | Participant.objects.managed_by(by)
    if not theirs.filter(pk=participant.pk).exists():
        raise NotAllowed(_("Esta inscrição não é da sua entidade."))
    if participant.state not in (State.APPLIED, State.SELECTED, State.WAITING, State.CALLED):
        raise WrongState(
            _("Já não se retira: o estado é «%(state)s».") % {"state": participant.get_state_display()},
            state=participant.state,
        )
    had_a_place = participant.state in (State.SELECTED, State.CALLED)
    participant = _to(participant, State.WITHDRAWN, "withdraw", edition=edition, by=by)
    if had_a_place and edition.state in (Edition.State.SELECTING, Edition.State.RUNNING):
        _next_in_line(edition, by)
    return participant


def _next_in_line(edition: Edition, by: Membership) -> None:
    """A place is free: the first who waits is selected, to be called."""
    following = (
        edition.participants.select_for_update()
        .filter(state=State.WAITING, overridden="")
        .order_by("rank", "pk")
        .first()
    )
    if following is not None:
        _to(following, State.SELECTED, "next_in_line", edition=edition, by=by)


def _to(
    participant: Participant,
    state: str,
    verb: str,
    *,
    edition: Edition,
    by: Membership | None,
    said: str = "",
) -> Participant:
    before, participant.state = participant.state, state
    participant.save()
    note(edition, verb, by=by, about=participant.code, before=before, after=state, said=said)
    return participant


def standing(edition: Edition) -> list[ranking.Ranked]:
    """The ranking now, of all who have not withdrawn nor come yet, by the edition's criteria."""
    if edition.criteria is None:
        return []
    points = dict(edition.criteria.rows.values_list("code", "points"))
    rows = edition.participants.filter(state__in=[State.APPLIED, State.SELECTED, State.WAITING])
    return ranking.ranked(
        (
            ranking.Applicant(code, tuple(situations), at)
            for code, situations, at in rows.values_list("code", "situations", "applied_at")
        ),
        points,
    )


@database_speaks
@transaction.atomic
def select(edition: Edition, places: int, *, by: Membership) -> int:
    """The first so many of the ranking are selected, the others wait; each keeps its place and why. Again, it is redone
    for those not called yet, and who was put in or out with a reason stays where that put them."""
    must_manage(edition, by)
    edition = locked(edition, Edition.State.SELECTING, Edition.State.RUNNING)
    if not 1 <= places <= MOST_PLACES:
        raise Invalid("places", _("Escreva quantos lugares há, pelo menos 1."))
    order = standing(edition)
    people = {one.code: one for one in edition.participants.filter(code__in=[row.code for row in order])}
    taken = edition.participants.filter(state__in=[State.CALLED, State.ENROLLED]).count()
    forced = [one for one in people.values() if one.overridden and one.state == State.SELECTED]
    left = places - taken - len(forced)
    for row in order:
        one = people[row.code]
        one.rank, one.points, one.because = row.rank, row.points, [list(pair) for pair in row.because]
        if not one.overridden:
            one.state = State.SELECTED if left > 0 else State.WAITING
            left -= 1
    Participant.objects.bulk_update(people.values(), ["rank", "points", "because", "state"])
    chosen = sum(one.state == State.SELECTED for one in people.values())
    note(
        edition,
        "select",
        by=by,
        after=f"{chosen}/{len(people)} v{edition.criteria and edition.criteria.number}",
    )
    return chosen


@database_speaks
@transaction.atomic
def override(participant: Participant, *, by: Membership, selected: bool, why: str) -> Participant:
    """Against the ranking, with the reason."""
    must_manage(participant.edition, by)
    edition = locked(participant.edition, Edition.State.SELECTING, Edition.State.RUNNING)
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    if participant.state not in (State.SELECTED, State.WAITING):
        raise WrongState(_("Só se muda o lugar de quem está selecionado ou em espera."))
    participant.overridden = text("why", why, most=MAX_LINE)
    state = State.SELECTED if selected else State.WAITING
    return _to(participant, state, "override", edition=edition, by=by, said=participant.overridden)


@database_speaks
@transaction.atomic
def call(edition: Edition, *, by: Membership) -> int:
    """All who are selected are called, in one go: their services are told which codes."""
    must_manage(edition, by)
    edition = locked(edition, Edition.State.SELECTING, Edition.State.RUNNING)
    people = list(edition.participants.select_for_update().filter(state=State.SELECTED))
    if not people:
        raise WrongState(_("Não há ninguém selecionado por convocar."))
    for one in people:
        _to(one, State.CALLED, "call", edition=edition, by=by)
    mail.called(edition, people)
    return len(people)


def _called(participant: Participant, by: Membership) -> tuple[Edition, Participant]:
    must_mark(participant.edition, by)
    edition = locked(participant.edition, Edition.State.SELECTING, Edition.State.RUNNING)
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    if participant.state != State.CALLED:
        raise WrongState(
            _("Só se matricula quem foi convocado; o estado é «%(state)s».")
            % {"state": participant.get_state_display()},
            state=participant.state,
        )
    return edition, participant


@database_speaks
@transaction.atomic
def enrol(participant: Participant, *, by: Membership) -> Participant:
    edition, participant = _called(participant, by)
    participant.enrolled_at = moment.now()
    return _to(participant, State.ENROLLED, "enrol", edition=edition, by=by)


@database_speaks
@transaction.atomic
def did_not_come(participant: Participant, *, by: Membership) -> Participant:
    """The next one waiting takes the place: selected, to be called."""
    edition, participant = _called(participant, by)
    participant = _to(participant, State.NO_SHOW, "did_not_come", edition=edition, by=by)
    _next_in_line(edition, by)
    return participant


@database_speaks
@transaction.atomic
def decide_prior(participant: Participant, *, by: Membership, holds: bool) -> Participant:
    """A certificate declared from elsewhere: the operator has seen it, or could not confirm it."""
    must_manage(participant.edition, by)
    edition = locked(participant.edition)
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    if participant.prior not in (Prior.DECLARED, Prior.CONFIRMED, Prior.REFUSED):
        raise WrongState(_("Não há nenhum certificado declarado por confirmar."), state=participant.prior)
    before, participant.prior = participant.prior, Prior.CONFIRMED if holds else Prior.REFUSED
    participant.save()
    note(edition, "decide_prior", by=by, about=participant.code, before=before, after=participant.prior)
    return participant


@database_speaks
@transaction.atomic
def declare_prior(participant: Participant, *, by: Membership, code: str, where: str) -> Participant:
    """Brought later: the same as at the pre-registration."""
    must_mark(participant.edition, by)
    edition = locked(participant.edition)
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    if not code.strip() and not where.strip():
        raise Invalid("code", _("Escreva o código do certificado, ou quem o passou."))
    before = participant.prior
    _take_prior(participant, code, where)
    participant.save()
    note(edition, "declare_prior", by=by, about=participant.code, before=before, after=participant.prior)
    return participant


__all__ = [
    "Application",
    "call",
    "decide_prior",
    "declare_prior",
    "did_not_come",
    "enrol",
    "follow_code",
    "override",
    "pre_register",
    "select",
    "standing",
    "today",
    "withdraw",
]
