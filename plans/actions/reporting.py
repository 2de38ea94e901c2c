"""What was done: said for a period that has begun, corrected by a later word, taken back; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, Refusal, WrongState
from monitor import periods
from plans import standing, values
from plans.actions import drafting, shared
from plans.models import Measure, Plan, PlanElement, Report


@dataclass(frozen=True)
class Entry:
    """What somebody says of one measure and period, as typed. `kept` of a guarantee, `value` of everything else."""

    value: str = ""
    kept: bool | None = None
    evidence: str = ""
    evidence_url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One of several reports sent together."""

    measure: Measure
    period: str
    entry: Entry


@dataclass(frozen=True)
class Outcome:
    """What became of a row: the report that holds, or why there is none."""

    row: Row
    report: Report | None = None
    refusal: Refusal | None = None


class AlreadyReported(WrongState):
    """409: somebody said it first. `report` is what they said; it may be corrected."""

    code = "already_reported"

    def __init__(self, report: Report) -> None:
        super().__init__(
            _(
                "%(who)s já relatou este período, %(when)s: %(what)s. Se não está certo, corrija-o e diga porquê."
            )
            % {"who": who(report), "when": when(report), "what": report.said},
            report=str(report.uuid),
        )
        self.report = report


def who(report: Report) -> str:
    return str(report.by.user) if report.by else _("O portal")


def when(report: Report) -> str:
    local = timezone.localtime(report.at)
    return _("em %(day)s às %(time)s") % {
        "day": date_format(local, "SHORT_DATE_FORMAT"),
        "time": date_format(local, "H:i"),
    }


@shared.database_speaks
@transaction.atomic
def report(measure: Measure, period: str, entry: Entry, *, by: Membership) -> Report:
    """What was done in a period of the plan that has begun. Late is accepted, and kept as late.

    Two at once: the second is told what the first said. The same said again by the same person is the same report.
    """
    plan, measure, when_, made = _look(measure, period, entry, by)
    before = _current(measure, when_.code)
    if before is not None:
        if before.by_id == by.pk and _says_the_same(before, made):
            return before
        raise AlreadyReported(before)
    made.save(force_insert=True)
    shared.record(
        plan, "report", by=by, label=f"{measure} {when_.code}", after=_state(made), said=_words(made)
    )
    return made


def report_many(rows: Iterable[Row], *, by: Membership) -> list[Outcome]:
    """Each on its own: what is right is kept, what is refused says why. Never called inside a transaction of others."""
    outcomes = []
    for row in rows:
        try:
            outcomes.append(Outcome(row, report=report(row.measure, row.period, row.entry, by=by)))
        except Refusal as refusal:
            outcomes.append(Outcome(row, refusal=refusal))
    return outcomes


@shared.database_speaks
@transaction.atomic
def correct_report(report: Report, entry: Entry, *, reason: str, by: Membership) -> Report:
    """Another word in its place; the first stays to be read, with why."""
    reason = shared.text("reason", reason, most=240)
    plan, measure, period, made = _look(report.measure, report.period, entry, by)
    old = _held(report, plan)
    if _says_the_same(old, made):
        raise Invalid("value", _("É o que já lá está: não há nada a corrigir."))
    made.correction = reason
    # Said in time, it is not late because it was corrected.
    made.was_late = old.was_late
    old.superseded_at = made.at
    old.save(update_fields=["superseded_at"])
    made.save(force_insert=True)
    shared.record(
        plan,
        "correct_report",
        by=by,
        label=f"{measure} {period.code}",
        before=_state(old),
        after=_state(made),
        said=reason,
    )
    return made


@shared.database_speaks
@transaction.atomic
def take_back_report(report: Report, *, reason: str, by: Membership) -> Report:
    """It should not have been said; nothing comes in its place, so the period is without a report again."""
    reason = shared.text("reason", reason, most=240)
    plan = shared.lock_plan(report.measure.element.plan)
    _may_report(report.measure.element, by)
    _must_run(plan)
    old = _held(report, plan)
    old.superseded_at, old.taken_back = moment.now(), reason
    old.save(update_fields=["superseded_at", "taken_back"])
    shared.record(
        plan, "take_back_report", by=by, label=f"{old.measure} {old.period}", before=_state(old), said=reason
    )
    return old


def read_period(plan: Plan, code: str) -> periods.Period:
    """One of the periods the plan is reported by that has begun, or why not."""
    try:
        period = periods.read(code.strip())
    except ValueError:
        raise Invalid("period", _("Escolha o período a que se refere o relato.")) from None
    year = period.start.year
    if year not in plan.years:
        raise Invalid(
            "period", _("O plano é de %(span)s: %(year)s fica fora.") % {"span": plan.span, "year": year}
        )
    if period not in standing.periods_of(plan.rhythm, year):
        raise Invalid(
            "period",
            _("Este plano relata-se por trimestre: escolha um trimestre.")
            if plan.rhythm == Plan.Rhythm.QUARTER
            else _("Este plano relata-se por ano: escolha um ano."),
        )
    if period.start > shared.today():
        raise Invalid(
            "period",
            _("%(period)s ainda não começou: relata-se a partir de %(day)s.")
            % {"period": periods.label(period.code), "day": date_format(period.start, "SHORT_DATE_FORMAT")},
        )
    return period


def _look(
    measure: Measure, code: str, entry: Entry, by: Membership
) -> tuple[Plan, Measure, periods.Period, Report]:
    """Everything a report has to be, under the lock of the plan; the report is made and not saved."""
    plan = shared.lock_plan(measure.element.plan)
    measure = drafting.measure_of(measure, plan)
    _may_report(measure.element, by)
    _must_run(plan)
    if measure.element.is_dropped:
        raise WrongState(_("Este elemento foi retirado do plano: já não se relata."), state="dropped")
    period = read_period(plan, code)
    made = Report(
        measure=measure,
        period=period.code,
        year=period.start.year,
        by=by,
        at=moment.now(),
        note=shared.text("note", entry.note, most=500, needed=False),
        evidence=shared.text("evidence", entry.evidence, most=500, needed=False),
        evidence_url=shared.link("evidence_url", entry.evidence_url),
        was_late=standing.is_late(period, shared.today()),
    )
    if measure.is_guarantee:
        _keep(made, entry)
    else:
        _count(made, measure, entry)
    return plan, measure, period, made


def _keep(made: Report, entry: Entry) -> None:
    if entry.kept is None:
        if entry.value.strip():
            raise Invalid("kept", _("Uma garantia não se conta: diga se foi cumprida ou não."))
        raise Invalid("kept", _("Diga se a garantia foi cumprida ou não."))
    if entry.kept and not (made.evidence or made.evidence_url):
        raise Invalid(
            "evidence",
            _("Diga o que mostra que foi cumprida: em palavras, ou com uma ligação para onde se vê."),
        )
    made.kept = entry.kept


def _count(made: Report, measure: Measure, entry: Entry) -> None:
    if entry.kept is not None:
        raise Invalid(
            "value", _("Esta medida conta-se em «%(unit)s»: escreva quantas.") % {"unit": measure.unit}
        )
    promised = measure.targets.values_list("value", flat=True)
    made.value = values.read(entry.value, measure, promised)


def _may_report(element: PlanElement, by: Membership) -> None:
    if not PlanElement.objects.reported_by(by).filter(pk=element.pk).exists():
        raise NotAllowed(
            _("Só relata quem é responsável, quem gere a entidade responsável, ou quem coordena o plano.")
        )


def _must_run(plan: Plan) -> None:
    if plan.state == Plan.State.APPROVED:
        return
    said = {
        Plan.State.DRAFT: _("Este plano ainda não foi aprovado: relata-se depois da aprovação."),
        Plan.State.CLOSED: _("Este plano está encerrado: já não recebe relatos."),
        Plan.State.REFERENCE: _("Um documento de referência lê-se: não se relata."),
    }
    raise WrongState(said[Plan.State(plan.state)], state=plan.state)


def _current(measure: Measure, code: str) -> Report | None:
    return (
        Report.objects.current()
        .select_related("by__user", "measure__element")
        .filter(measure=measure, period=code)
        .first()
    )


def _held(report: Report, plan: Plan) -> Report:
    """The report as it stands now, still holding; else what holds in its place."""
    now = Report.objects.select_related("by__user", "measure__element").get(
        pk=report.pk, measure__element__plan=plan
    )
    if now.superseded_at is None:
        return now
    held = _current(now.measure, now.period)
    if held is None:
        raise WrongState(_("Este relato já tinha sido retirado."), state="taken_back")
    raise AlreadyReported(held)


def _says_the_same(old: Report, new: Report) -> bool:
    return (old.value, old.kept, old.note, old.evidence, old.evidence_url) == (
        new.value,
        new.kept,
        new.note,
        new.evidence,
        new.evidence_url,
    )


def _state(made: Report) -> str:
    if made.kept is not None:
        return "kept" if made.kept else "not_kept"
    return values.as_typed(made.value)


def _words(made: Report) -> str:
    return " · ".join(said for said in (made.note, made.evidence, made.evidence_url) if said)
