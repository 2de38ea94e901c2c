"""Letters and notices of governing, written as rows in the transaction of the action that causes them.

Subjects say what waits, never what was said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import telling
from accounts.models import Membership, Topic
from geo.models import Municipality
from units.models import Body, Consultation, Decision, Meeting, Position, Reply, Round, Task
from units.models.rounds import ALL, Count

TOPICS: dict[str, Topic] = {
    "round_opened": Topic.GOVERNING_DUE,
    "position_due": Topic.GOVERNING_DUE,
    "task_given": Topic.GOVERNING_DUE,
    "task_due": Topic.GOVERNING_DUE,
    "meeting_called": Topic.MEETINGS,
    "meeting_changed": Topic.MEETINGS,
    "meeting_cancelled": Topic.MEETINGS,
    "minutes": Topic.MEETINGS,
    "position": Topic.GOVERNING,
    "round_closed": Topic.GOVERNING,
    "round_withdrawn": Topic.GOVERNING,
    "task": Topic.GOVERNING,
    "decision": Topic.GOVERNING,
    "replies_due": Topic.GOVERNING_DUE,
    "consultation_closed": Topic.GOVERNING_DUE,
    "consultation_opened": Topic.CONSULTATIONS,
    "comment_answered": Topic.CONSULTATIONS,
    "report_published": Topic.CONSULTATIONS,
    "consultation_withdrawn": Topic.CONSULTATIONS,
}


def moment_said(moment: datetime) -> str:
    """ "26/11/2026 às 10:00", local."""
    local = timezone.localtime(moment)
    return _("%(day)s às %(time)s") % {
        "day": date_format(local, "SHORT_DATE_FORMAT"),
        "time": date_format(local, "H:i"),
    }


def representatives(municipalities: Iterable[str] | None = None) -> QuerySet[Membership]:
    """Those who speak for these municipalities (all 17 without)."""
    found = Membership.objects.active().speaking_for_municipalities().select_related("user", "organisation")
    return (
        found if municipalities is None else found.filter(organisation__municipality__in=list(municipalities))
    )


def runners(body: Body) -> QuerySet[Membership]:
    """Coordination, and who leads the body."""
    leads = body.led_by_municipalities()
    return (
        Membership.objects.active()
        .filter(
            Q(roles__contains=[Membership.Role.COORDINATION])
            | Q(roles__contains=[Membership.Role.REPRESENTATIVE], organisation__municipality__in=leads)
        )
        .select_related("user", "organisation")
    )


def _write(members: Iterable[Membership], kind: str, build: telling.Build, place: tuple[str, object]) -> int:
    return telling.write(
        members, kind, TOPICS[kind], build, path=lambda: reverse(place[0], args=[place[1]]), discreet=False
    )


def _of_body(body: Body, day: datetime) -> list[Membership]:
    """Who speaks for the municipalities that sit there, and who runs it."""
    sits = representatives(body.municipalities_on(timezone.localdate(day)))
    return [*sits, *runners(body)]


def _to_answer(round: Round) -> list[str]:
    return [
        round.title,
        round.rule_sentence,
        _("A posição do seu município pode ser dada até %(when)s.") % {"when": moment_said(round.deadline)},
    ]


def round_opened(round: Round) -> int:
    return _write(
        representatives(),
        "round_opened",
        lambda: (_("Ronda de concertação aberta: %(code)s") % {"code": round.code}, _to_answer(round)),
        ("round", round.uuid),
    )


def position_due(round: Round) -> int:
    """Only to those whose municipality has said nothing."""
    silent = Municipality.objects.exclude(pk__in=round.positions.values("municipality"))
    return _write(
        representatives(silent.values_list("pk", flat=True)),
        "position_due",
        lambda: (_("Falta a posição do seu município: %(code)s") % {"code": round.code}, _to_answer(round)),
        ("round", round.uuid),
    )


def position_given(position: Position) -> int:
    """To the municipality's own people: what was said in its name, and by whom."""
    round = position.round
    return _write(
        representatives([position.municipality_id]),
        "position",
        lambda: (
            _("Posição de %(place)s registada: %(code)s")
            % {"place": position.municipality, "code": round.code},
            [
                round.title,
                _("%(place)s %(answer)s. Registada por %(who)s.")
                % {
                    "place": position.municipality,
                    "answer": position.get_answer_display(),
                    "who": position.by.user,
                },
            ],
        ),
        ("round", round.uuid),
    )


def position_taken_back(round: Round, municipality: Municipality, *, by: Membership) -> int:
    return _write(
        representatives([municipality.pk]),
        "position",
        lambda: (
            _("Posição de %(place)s retirada: %(code)s") % {"place": municipality, "code": round.code},
            [round.title, _("Retirada por %(who)s. Pode dar outra até ao prazo.") % {"who": by.user}],
        ),
        ("round", round.uuid),
    )


def round_closed(round: Round, count: Count) -> int:
    return _write(
        [*representatives(), *runners(round.body)],
        "round_closed",
        lambda: (
            _("Ronda fechada: %(code)s") % {"code": round.code},
            [
                round.title,
                _("Resultado: %(outcome)s.") % {"outcome": round.get_outcome_display()},
                _("Respostas: %(n)s de %(all)s municípios.") % {"n": count.answered, "all": ALL},
            ],
        ),
        ("round", round.uuid),
    )


def round_withdrawn(round: Round) -> int:
    return _write(
        representatives(),
        "round_withdrawn",
        lambda: (
            _("Ronda anulada: %(code)s") % {"code": round.code},
            [round.title, _("Motivo: %(why)s") % {"why": round.withdrawn_why}],
        ),
        ("round", round.uuid),
    )


def _when_and_where(meeting: Meeting) -> list[str]:
    lines = [moment_said(meeting.starts)]
    if meeting.place:
        lines.append(meeting.place)
    if meeting.link:
        lines.append(meeting.link)
    return lines


def _agenda(meeting: Meeting) -> list[str]:
    return [f"{item.order}. {item.title}" for item in meeting.items.all()]


def meeting_called(meeting: Meeting) -> int:
    return _write(
        _of_body(meeting.body, meeting.starts),
        "meeting_called",
        lambda: (
            _("Convocatória: %(body)s") % {"body": meeting.body},
            [*_when_and_where(meeting), _("Ordem de trabalhos:"), *_agenda(meeting)],
        ),
        ("meeting", meeting.uuid),
    )


def meeting_changed(meeting: Meeting, *, moved: bool) -> int:
    def build() -> tuple[str, list[str]]:
        if moved:
            subject = _("Mudou a hora ou o local: %(body)s") % {"body": meeting.body}
        else:
            subject = _("Mudou a ordem de trabalhos: %(body)s") % {"body": meeting.body}
        return subject, [*_when_and_where(meeting), _("Ordem de trabalhos:"), *_agenda(meeting)]

    return _write(_of_body(meeting.body, meeting.starts), "meeting_changed", build, ("meeting", meeting.uuid))


def meeting_cancelled(meeting: Meeting) -> int:
    return _write(
        _of_body(meeting.body, meeting.starts),
        "meeting_cancelled",
        lambda: (
            _("Reunião cancelada: %(body)s") % {"body": meeting.body},
            [moment_said(meeting.starts), _("Motivo: %(why)s") % {"why": meeting.cancelled_why}],
        ),
        ("meeting", meeting.uuid),
    )


def minutes_circulated(meeting: Meeting) -> int:
    return _write(
        _of_body(meeting.body, meeting.starts),
        "minutes",
        lambda: (
            _("Ata para apreciação: %(body)s") % {"body": meeting.body},
            [_("Reunião de %(when)s.") % {"when": moment_said(meeting.starts)}],
        ),
        ("meeting", meeting.uuid),
    )


def minutes_approved(meeting: Meeting) -> int:
    return _write(
        _of_body(meeting.body, meeting.starts),
        "minutes",
        lambda: (
            _("Ata aprovada: %(body)s") % {"body": meeting.body},
            [_("Reunião de %(when)s.") % {"when": moment_said(meeting.starts)}],
        ),
        ("meeting", meeting.uuid),
    )


def _task(task: Task) -> list[str]:
    return [task.what, _("Até %(day)s.") % {"day": date_format(task.due, "SHORT_DATE_FORMAT")}]


def task_given(task: Task) -> int:
    return _write(
        [task.owner],
        "task_given",
        lambda: (_("Tem uma nova tarefa: %(body)s") % {"body": task.meeting.body}, _task(task)),
        ("meeting", task.meeting.uuid),
    )


def task_due(task: Task) -> int:
    def build() -> tuple[str, list[str]]:
        subject = _("Tarefa atrasada: %(body)s") if task.is_late else _("Tarefa com prazo próximo: %(body)s")
        return subject % {"body": task.meeting.body}, _task(task)

    return _write([task.owner], "task_due", build, ("meeting", task.meeting.uuid))


def task_done(task: Task, *, by: Membership) -> int:
    others = [member for member in runners(task.meeting.body) if member.pk != by.pk]
    return _write(
        others,
        "task",
        lambda: (_("Tarefa concluída: %(body)s") % {"body": task.meeting.body}, [task.what, task.done_note]),
        ("meeting", task.meeting.uuid),
    )


def task_dropped(task: Task) -> int:
    return _write(
        [task.owner],
        "task",
        lambda: (
            _("Tarefa sem efeito: %(body)s") % {"body": task.meeting.body},
            [task.what, _("Motivo: %(why)s") % {"why": task.dropped_why}],
        ),
        ("meeting", task.meeting.uuid),
    )


def decision_approved(decision: Decision) -> int:
    return _write(
        [*representatives(), *runners(decision.body)],
        "decision",
        lambda: (
            _("Nova decisão: %(number)s") % {"number": decision.number},
            [
                decision.title,
                *(
                    [_("Corrige a decisão %(number)s.") % {"number": decision.corrects.number}]
                    if decision.corrects
                    else []
                ),
            ],
        ),
        ("decision", decision.number),
    )


def _readers(consultation: Consultation) -> QuerySet[Membership]:
    """Those who may comment: who governs, or everybody who acts for an entity."""
    found = Membership.objects.active().select_related("user", "organisation").order_by("pk")
    if consultation.audience == Consultation.Audience.GOVERNING:
        governs = [Membership.Role.REPRESENTATIVE, Membership.Role.COORDINATION]
        return found.filter(roles__overlap=governs)
    return found


def _commenters(consultation: Consultation) -> QuerySet[Membership]:
    """Those of the entities that commented who wrote for them, and who may still read it."""
    return _readers(consultation).filter(pk__in=consultation.comments.values("by"))


def consultation_opened(consultation: Consultation) -> int:
    return _write(
        _readers(consultation),
        "consultation_opened",
        lambda: (
            _("Consulta aberta: %(code)s") % {"code": consultation.code},
            [
                consultation.title,
                consultation.question,
                _("A sua entidade pode comentar até %(when)s. Cada comentário tem resposta.")
                % {"when": moment_said(consultation.deadline)},
            ],
        ),
        ("consultation", consultation.uuid),
    )


def _owed(consultation: Consultation) -> str:
    n = consultation.comments.unanswered().count()
    return ngettext("Falta responder a %(n)s comentário.", "Falta responder a %(n)s comentários.", n) % {
        "n": n
    }


def consultation_closed(consultation: Consultation) -> int:
    """To those who now owe the replies."""
    return _write(
        runners(consultation.body),
        "consultation_closed",
        lambda: (
            _("Consulta fechada: %(code)s") % {"code": consultation.code},
            [
                consultation.title,
                _owed(consultation)
                if consultation.comments.exists()
                else _("Ninguém comentou. O relatório pode ser publicado."),
            ],
        ),
        ("consultation", consultation.uuid),
    )


def replies_due(consultation: Consultation) -> int:
    return _write(
        runners(consultation.body),
        "replies_due",
        lambda: (
            _("Respostas em falta: %(code)s") % {"code": consultation.code},
            [consultation.title, _owed(consultation)],
        ),
        ("replies", consultation.uuid),
    )


def comment_answered(reply: Reply, *, again: bool) -> int:
    """To who wrote it. The answer itself is read in the portal."""
    comment = reply.comment
    consultation = comment.consultation

    def build() -> tuple[str, list[str]]:
        if again:
            subject = _("Mudou a resposta ao seu comentário: %(code)s") % {"code": consultation.code}
        else:
            subject = _("Resposta ao seu comentário: %(code)s") % {"code": consultation.code}
        return subject, [
            consultation.title,
            _("Comentário n.º %(n)s: %(outcome)s.")
            % {"n": comment.number, "outcome": reply.get_outcome_display()},
        ]

    wrote = _readers(consultation).filter(pk=comment.by_id)
    return _write(wrote, "comment_answered", build, ("consultation", consultation.uuid))


def report_published(consultation: Consultation) -> int:
    return _write(
        [*_commenters(consultation), *representatives()],
        "report_published",
        lambda: (
            _("Relatório da consulta publicado: %(code)s") % {"code": consultation.code},
            [consultation.title, _("Todos os comentários têm resposta.")],
        ),
        ("consultation", consultation.uuid),
    )


def consultation_withdrawn(consultation: Consultation) -> int:
    return _write(
        [*_commenters(consultation), *runners(consultation.body), *representatives()],
        "consultation_withdrawn",
        lambda: (
            _("Consulta anulada: %(code)s") % {"code": consultation.code},
            [consultation.title, _("Motivo: %(why)s") % {"why": consultation.withdrawn_why}],
        ),
        ("consultation", consultation.uuid),
    )
