"""Editions: planned, opened for intake, selected from, run; and run otherwise when something adverse happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from geo.models import Municipality
from programmes.actions.shared import (
    MAX_LINE,
    database_speaks,
    locked,
    must_manage,
    note,
    one_of,
    text,
    today,
)
from programmes.models import Contingency, Edition, EditionPhase, Phase, Sheet
from units.models import OperativeResponse

State = Edition.State


@dataclass(frozen=True)
class Plan:
    """What an edition is to be, as a form brings it."""

    name: str
    responsible: Membership
    intake_from: date
    intake_until: date
    starts: date
    ends: date
    target: int | None = None
    agreement: str = ""
    municipality: Municipality | None = None
    place: str = ""
    modality: str = Edition.Modality.PRESENT
    is_public: bool = True
    self_intake: bool = True
    responses: Sequence[OperativeResponse] = ()
    # Phase -> its first and last day.
    phases: Mapping[Phase, tuple[date, date]] | None = None


@database_speaks
@transaction.atomic
def plan_edition(sheet: Sheet, plan: Plan, *, by: Membership, key: UUID | None = None) -> Edition:
    """An edition by the member's organisation, of a published sheet. Sent again with the same key, it is the same."""
    if not by.may_decide:
        raise NotAllowed(_("Só quem gere a entidade pode planear uma edição."))
    if sheet.state != Sheet.State.PUBLISHED:
        raise WrongState(_("Publique primeiro a ficha: uma edição segue uma versão publicada."))
    if sheet.programme.is_reference:
        raise WrongState(
            _("Um documento de referência não tem edições. Crie primeiro um programa seu a partir dele.")
        )
    if sheet.programme.organisation_id != by.organisation_id and sheet.programme.kind != "programme":
        raise NotAllowed(_("Esta ação é de outra entidade."))
    if key and (sent := Edition.objects.filter(uuid=key, organisation=by.organisation).first()):
        return sent
    edition = Edition(
        uuid=key or uuid4(), sheet=sheet, organisation=by.organisation, is_demo=by.organisation.is_demo
    )
    _lay_down(edition, plan)
    note(edition, "plan_edition", by=by, after=edition.state)
    return edition


def _lay_down(edition: Edition, plan: Plan) -> None:
    if plan.intake_until < plan.intake_from:
        raise Invalid("intake_until", _("As inscrições não acabam antes de começar."))
    if plan.ends < plan.starts:
        raise Invalid("ends", _("A edição não acaba antes de começar."))
    if plan.intake_from > plan.starts:
        raise Invalid("intake_from", _("As inscrições abrem antes de a edição começar."))
    if plan.target is not None and not 1 <= plan.target <= 10_000:
        raise Invalid("target", _("A meta é um número de pessoas, de 1 a 10 000. Sem meta, deixe vazio."))
    mine = plan.responsible.organisation_id == edition.organisation_id and plan.responsible.is_active
    if not mine:
        raise Invalid("responsible", _("O responsável é alguém da entidade que executa."))
    edition.name = text("name", plan.name, most=120)
    edition.agreement = text("agreement", plan.agreement, most=120, needed=False)
    edition.place = text("place", plan.place, most=160, needed=False)
    edition.modality = one_of("modality", plan.modality, Edition.Modality)
    for name in (
        "responsible", "intake_from", "intake_until", "starts", "ends", "target", "municipality", "is_public",
        "self_intake",
    ):  # fmt: skip
        setattr(edition, name, getattr(plan, name))
    edition.save()
    edition.responses.set(plan.responses)
    if plan.phases is not None:
        edition.phase_dates.all().delete()
        for phase, (starts, ends) in sorted(plan.phases.items(), key=lambda one: one[0].number):
            if phase.sheet_id != edition.sheet_id:
                raise Invalid("phases", _("Esta fase não é da ficha desta edição."))
            if ends < starts:
                raise Invalid(f"phase_{phase.number}_ends", _("A fase não acaba antes de começar."))
            if starts < edition.starts or ends > edition.ends:
                raise Invalid(
                    f"phase_{phase.number}_starts",
                    _("A fase decorre entre o primeiro e o último dia da edição."),
                )
            EditionPhase.objects.create(edition=edition, phase=phase, starts=starts, ends=ends)


@database_speaks
@transaction.atomic
def change_edition(edition: Edition, plan: Plan, *, by: Membership) -> Edition:
    must_manage(edition, by)
    edition = locked(edition, State.PLANNED, State.INTAKE, State.SELECTING, State.RUNNING)
    if edition.state == State.RUNNING and plan.target != edition.target:
        raise Invalid("target", _("A meta já não muda depois de a edição começar."))
    _lay_down(edition, plan)
    note(edition, "change_edition", by=by, after=edition.state)
    return edition


def _move(edition: Edition, verb: str, to: str, *, by: Membership) -> Edition:
    before, edition.state = edition.state, to
    edition.save()
    note(edition, verb, by=by, before=before, after=to)
    return edition


@database_speaks
@transaction.atomic
def open_intake(edition: Edition, *, by: Membership) -> Edition:
    """From its first day on it takes pre-registrations, and it will select by the criteria published now."""
    must_manage(edition, by)
    edition = locked(edition, State.PLANNED)
    criteria = edition.sheet.programme.criteria.exclude(published_at=None).order_by("-number").first()
    if criteria is None:
        raise Invalid(
            "criteria",
            _("Publique primeiro os critérios de prioridade: a seleção faz-se por critérios públicos."),
        )
    if edition.intake_until < today():
        raise Invalid("intake_until", _("O prazo das inscrições já passou: mude as datas."))
    edition.criteria = criteria
    return _move(edition, "open_intake", State.INTAKE, by=by)


@database_speaks
@transaction.atomic
def close_intake(edition: Edition, *, by: Membership) -> Edition:
    """No further pre-registrations: now it selects. Nobody closes it before the day it announced."""
    must_manage(edition, by)
    edition = locked(edition, State.INTAKE)
    if today() <= edition.intake_until:
        raise WrongState(
            _("As inscrições estão anunciadas até %(day)s. Para as fechar antes, mude primeiro essa data.")
            % {"day": f"{edition.intake_until:%d/%m/%Y}"},
            state=edition.state,
        )
    return _move(edition, "close_intake", State.SELECTING, by=by)


@database_speaks
@transaction.atomic
def reopen_intake(edition: Edition, *, until: date, by: Membership) -> Edition:
    """Of an edition that selects or runs: to call more people in."""
    must_manage(edition, by)
    edition = locked(edition, State.SELECTING)
    if until < today():
        raise Invalid("until", _("O novo prazo não pode ter passado."))
    edition.intake_until = until
    return _move(edition, "reopen_intake", State.INTAKE, by=by)


@database_speaks
@transaction.atomic
def start_edition(edition: Edition, *, by: Membership) -> Edition:
    """Somebody is enrolled and there is a class: it runs."""
    must_manage(edition, by)
    edition = locked(edition, State.SELECTING)
    if not edition.participants.enrolled().exists():
        raise WrongState(_("Ainda ninguém está matriculado."), state=edition.state)
    if not edition.turmas.exists():
        raise WrongState(_("Ainda não há nenhuma turma."), state=edition.state)
    return _move(edition, "start_edition", State.RUNNING, by=by)


@database_speaks
@transaction.atomic
def run_otherwise(
    edition: Edition, *, by: Membership, since: date, reason: str, how: str, until: date | None = None
) -> Contingency:
    """Something adverse happens, and it is run otherwise for a time: why, how, from when."""
    must_manage(edition, by)
    edition = locked(edition, State.INTAKE, State.SELECTING, State.RUNNING)
    if until is not None and until < since:
        raise Invalid("until", _("O último dia não pode ser anterior ao primeiro."))
    if edition.contingencies.filter(until=None).exists():
        raise WrongState(_("Já decorre em funcionamento alternativo: termine esse primeiro."))
    made = Contingency.objects.create(
        edition=edition,
        since=since,
        until=until,
        reason=text("reason", reason, most=MAX_LINE),
        how=text("how", how, most=4000),
    )
    note(edition, "run_otherwise", by=by, after=f"{since}", said=made.reason)
    return made


@database_speaks
@transaction.atomic
def run_as_before(contingency: Contingency, *, by: Membership, until: date) -> Contingency:
    must_manage(contingency.edition, by)
    edition = locked(contingency.edition)
    contingency = Contingency.objects.select_for_update().get(pk=contingency.pk)
    if contingency.until is not None:
        raise WrongState(_("Já tinha terminado."))
    if until < contingency.since:
        raise Invalid("until", _("O último dia não pode ser anterior ao primeiro."))
    contingency.until = until
    contingency.save()
    note(edition, "run_as_before", by=by, after=f"{until}")
    return contingency


@database_speaks
@transaction.atomic
def answer_alert(edition: Edition, *, by: Membership, answer: str) -> Edition:
    """What is done about too few reaching the threshold: active search, a new course."""
    must_manage(edition, by)
    edition = locked(edition, State.RUNNING)
    if edition.alerted_at is None:
        raise WrongState(_("Não há nenhum alerta nesta edição."))
    edition.alert_answer = text("answer", answer, most=MAX_LINE)
    edition.save()
    note(edition, "answer_alert", by=by, said=edition.alert_answer)
    return edition
