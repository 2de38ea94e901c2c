"""One edition at a glance: how many people where, and what is to be done next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import moment
from programmes import attending
from programmes.actions.closing import missing
from programmes.models import Edition, Participant, Session

PState, EState = Participant.State, Edition.State


@dataclass(frozen=True)
class Step:
    """Something to do: a sentence, where it is done, and the words of the button."""

    text: str
    url: str
    action: str
    urgent: bool = False


@dataclass(frozen=True)
class Board:
    edition: Edition
    counts: dict[str, int]
    dropped: int
    to_mark: int
    sessions: int
    held: int
    reached: int | None
    steps: Sequence[Step]

    @property
    def applied(self) -> int:
        return sum(self.counts.values()) - self.counts.get(PState.WITHDRAWN, 0)

    @property
    def enrolled(self) -> int:
        return self.counts.get(PState.ENROLLED, 0)

    @property
    def active(self) -> int:
        return self.enrolled - self.dropped

    @property
    def short_of(self) -> int | None:
        """How many the threshold asks for; None without a target."""
        if self.edition.target is None:
            return None
        return -(-self.edition.target * self.edition.sheet.alert_below // 100)


def board(edition: Edition) -> Board:
    """A constant number of queries."""
    people = edition.participants.order_by()
    counts = dict(people.values_list("state").annotate(n=Count("pk")))
    dropped = people.filter(outcome=Participant.Outcome.DROPPED_OUT).count()
    today = timezone.localdate(moment.now())
    sessions = (
        Session.objects.not_cancelled()
        .filter(turma__edition=edition)
        .aggregate(
            n=Count("pk"),
            held=Count("pk", filter=Q(state=Session.State.HELD)),
            due=Count("pk", filter=Q(state=Session.State.PLANNED, day__lte=today)),
        )
    )
    running = edition.state == EState.RUNNING
    made = Board(
        edition=edition,
        counts=counts,
        dropped=dropped,
        to_mark=sessions["due"] if running else 0,
        sessions=sessions["n"],
        held=sessions["held"],
        reached=attending.reaching(edition) if running or edition.is_closed else None,
        steps=(),
    )
    steps = _before(edition, made) if not running else _while_running(edition, made)
    return Board(**(made.__dict__ | {"steps": steps}))


def _at(name: str, edition: Edition, *more: str) -> str:
    return reverse(name, args=[edition.uuid, *more])


def _before(edition: Edition, made: Board) -> list[Step]:
    today = timezone.localdate(moment.now())
    if edition.state == EState.PLANNED:
        return [
            Step(
                _("Ninguém a vê ainda. Quando estiver certa, abra as inscrições."),
                _at("edition_step", edition, "abrir"),
                _("Abrir as inscrições"),
            )
        ]
    if edition.state == EState.INTAKE:
        if today > edition.intake_until:
            return [
                Step(
                    _("O prazo das inscrições acabou."),
                    _at("edition_step", edition, "fechar-inscricoes"),
                    _("Fechar as inscrições e selecionar"),
                    True,
                )
            ]
        until = date_format(edition.intake_until, "SHORT_DATE_FORMAT")
        return [
            Step(
                _("Recebe inscrições até %(day)s.") % {"day": until},
                _at("edition_register", edition),
                _("Inscrever uma pessoa"),
            )
        ]
    if edition.state == EState.SELECTING:
        found = [
            Step(
                _("Ordene as pré-inscrições pelos critérios publicados e convoque."),
                _at("edition_selection", edition),
                _("Ver a seleção"),
                not made.counts.get(PState.CALLED) and not made.enrolled,
            )
        ]
        if called := made.counts.get(PState.CALLED, 0):
            found.append(
                Step(
                    ngettext(
                        "%(n)s pessoa convocada por matricular.",
                        "%(n)s pessoas convocadas por matricular.",
                        called,
                    )
                    % {"n": called},
                    _at("edition_enrolments", edition),
                    _("Matricular"),
                    True,
                )
            )
        if made.enrolled:
            found.append(
                Step(
                    _("Ponha os matriculados em turmas."), _at("edition_turmas", edition), _("Ver as turmas")
                )
            )
            found.append(
                Step(
                    _("Com turmas e pessoas, a edição pode começar."),
                    _at("edition_step", edition, "comecar"),
                    _("Começar a edição"),
                )
            )
        return found
    return []


def _while_running(edition: Edition, made: Board) -> list[Step]:
    found = []
    if made.to_mark:
        found.append(
            Step(
                ngettext(
                    "%(n)s sessão por marcar presenças.", "%(n)s sessões por marcar presenças.", made.to_mark
                )
                % {"n": made.to_mark},
                _at("edition_sessions", edition),
                _("Marcar presenças"),
                True,
            )
        )
    if edition.alerted_at and not edition.alert_answer:
        found.append(
            Step(
                _("Poucas pessoas chegaram à aceleração: diga o que vai fazer."),
                _at("alert_answer", edition),
                _("Responder ao aviso"),
                True,
            )
        )
    if called := made.counts.get(PState.CALLED, 0):
        found.append(
            Step(
                ngettext(
                    "%(n)s pessoa convocada por matricular.",
                    "%(n)s pessoas convocadas por matricular.",
                    called,
                )
                % {"n": called},
                _at("edition_enrolments", edition),
                _("Matricular"),
            )
        )
    left = edition.participants.enrolled().filter(outcome=Participant.Outcome.DROPPED_OUT)
    alone = left.filter(Q(handover=None) | Q(handover__received_at=None)).count()
    if alone:
        found.append(
            Step(
                ngettext(
                    "%(n)s desistência por passar a um serviço, ou por confirmar.",
                    "%(n)s desistências por passar a um serviço, ou por confirmar.",
                    alone,
                )
                % {"n": alone},
                _at("edition_participants", edition) + "?estado=dropped_out",
                _("Tratar das passagens"),
            )
        )
    if not missing(edition):
        found.append(
            Step(
                _("Nada falta para encerrar."),
                _at("edition_closing", edition),
                _("Ver o encerramento"),
            )
        )
    return found
