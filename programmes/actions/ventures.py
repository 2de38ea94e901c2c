"""Ventures of a later phase: set up, what is asked of them, and who goes on."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from programmes import attending
from programmes.actions.alerting import look_at_threshold
from programmes.actions.shared import database_speaks, locked, must_manage, must_mark, note, text, today
from programmes.models import (
    Activity,
    ActivityDone,
    Edition,
    Module,
    Participant,
    Phase,
    Session,
    Venture,
    VentureMember,
    VentureStep,
)

RUNNING = Edition.State.RUNNING
MOST_MEMBERS = 30


def phase_of_ventures(edition: Edition) -> Phase | None:
    return edition.sheet.phases.filter(by_ventures=True).first()


@database_speaks
@transaction.atomic
def set_up_venture(edition: Edition, people: Sequence[Participant], *, by: Membership, area: str) -> Venture:
    """A group of people of one class of the phase that goes by ventures; also one person alone."""
    must_manage(edition, by)
    edition = locked(edition, RUNNING)
    phase = phase_of_ventures(edition)
    if phase is None:
        raise WrongState(_("Esta ficha não tem fase de empreendimentos."))
    if not 1 <= len(people) <= MOST_MEMBERS:
        raise Invalid("people", _("Escolha quem faz parte do empreendimento."))
    turmas = set()
    for one in people:
        place = one.places.filter(phase=phase).first()
        if one.edition_id != edition.pk or place is None or not one.is_active:
            raise Invalid("people", _("%(code)s não está nesta fase.") % {"code": one.code})
        turmas.add(place.turma_id)
    if len(turmas) > 1:
        raise Invalid("people", _("Quem faz um empreendimento está na mesma turma."))
    number = (edition.ventures.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    made = Venture.objects.create(
        edition=edition, number=number, area=text("area", area, most=120), module=phase.modules.first()
    )
    # From the first day of the class, also where it is written down later: every meeting is asked of all of them.
    began = Session.objects.not_cancelled().filter(turma__in=turmas).aggregate(day=Min("day"))["day"]
    for one in people:
        since = one.places.get(phase=phase).since
        VentureMember.objects.create(
            venture=made, participant=one, since=min(since, began) if began else since
        )
    note(edition, "set_up_venture", by=by, about=str(made), after=", ".join(one.code for one in people)[:40])
    return made


@database_speaks
@transaction.atomic
def add_activity(edition: Edition, module: Module, *, by: Membership, title: str) -> Activity:
    must_manage(edition, by)
    edition = locked(edition, Edition.State.SELECTING, RUNNING)
    if module.phase.sheet_id != edition.sheet_id or not module.phase.by_ventures:
        raise Invalid("module", _("As atividades são dos módulos da fase de empreendimentos."))
    decided = VentureStep.objects.filter(venture__edition=edition, module=module, passed=True).exists()
    if decided and module.all_activities:
        raise WrongState(_("Já houve quem passasse neste módulo: não se pedem mais atividades."))
    order = edition.activities.filter(module=module).count() + 1
    made = Activity.objects.create(
        edition=edition, module=module, order=order, title=text("title", title, most=160)
    )
    note(edition, "add_activity", by=by, about=f"{module.code} {made.title}")
    return made


@database_speaks
@transaction.atomic
def mark_activities(venture: Venture, done: Sequence[Activity], *, by: Membership) -> Venture:
    """All that the venture has done of the module it stands in; what is not named is not done."""
    must_mark(venture.edition, by)
    edition = locked(venture.edition, RUNNING)
    venture = Venture.objects.select_for_update(of=("self",)).select_related("module").get(pk=venture.pk)
    if not venture.is_open:
        raise WrongState(_("Este empreendimento já saiu do programa ou já o terminou."))
    asked = {one.pk: one for one in edition.activities.filter(module=venture.module)}
    if any(one.pk not in asked for one in done):
        raise Invalid("done", _("Esta atividade não é do módulo em que o empreendimento está."))
    stands = {one.activity_id: one for one in venture.done.filter(activity__in=asked)}
    wanted = {one.pk for one in done}
    for pk in wanted - set(stands):
        ActivityDone.objects.create(activity=asked[pk], venture=venture, on=today())
        note(edition, "activity_done", by=by, about=f"{venture}: {asked[pk].title}")
    for pk in set(stands) - wanted:
        stands[pk].delete()
        note(edition, "activity_undone", by=by, about=f"{venture}: {asked[pk].title}")
    return venture


def failing(standing: attending.Standing) -> list[str]:
    """Which parts of the module's rule are not met, as sentences."""
    found, module, tally = [], standing.module, standing.tally
    if not standing.hours_met:
        figures = {
            "has": f"{tally.attended.normalize():f}".replace(".", ","),
            "all": f"{tally.total.normalize():f}".replace(".", ","),
            "bar": f"{tally.bar.normalize():f}".replace(".", ","),
            "code": standing.weakest,
        }
        if module.whole_venture:
            found.append(
                _(
                    "Frequência: com todos os membros presentes contam %(has)s das %(all)s horas; são precisas"
                    " %(bar)s."
                )
                % figures
            )
        else:
            found.append(
                _("Frequência: %(code)s tem %(has)s das %(all)s horas; são precisas %(bar)s.") % figures
            )
    if not standing.activities_met:
        found.append(
            _("Atividades: %(done)s de %(all)s feitas; são precisas todas.")
            % {"done": standing.done, "all": standing.asked}
        )
    return found


def _standing(venture: Venture, by: Membership) -> tuple[Edition, Venture, attending.Standing]:
    must_manage(venture.edition, by)
    edition = locked(venture.edition, RUNNING)
    venture = (
        Venture.objects.select_for_update(of=("self",)).select_related("module__phase").get(pk=venture.pk)
    )
    if not venture.is_open or venture.module is None:
        raise WrongState(_("Este empreendimento já saiu do programa ou já o terminou."))
    return edition, venture, attending.ventures_of(edition)[venture.pk]


def _step(venture: Venture, standing: attending.Standing, *, passed: bool) -> None:
    VentureStep.objects.create(
        venture=venture,
        module=standing.module,
        passed=passed,
        at=moment.now(),
        hours=standing.tally.attended,
        of_hours=standing.tally.total,
        activities_done=standing.done,
        activities=standing.asked,
    )


@database_speaks
@transaction.atomic
def advance_venture(venture: Venture, *, by: Membership) -> Venture:
    """The rule of its module is met: on to the next one, or done. Refused with the parts that are not met."""
    edition, venture, standing = _standing(venture, by)
    if missing := failing(standing):
        raise WrongState(" ".join([_("%(name)s ainda não passa.") % {"name": venture}, *missing]))
    if not venture.members.filter(until=None).exists():
        raise WrongState(_("Já não há ninguém neste empreendimento."))
    module = standing.module
    _step(venture, standing, passed=True)
    following = module.phase.modules.filter(order__gt=module.order).order_by("order").first()
    if following is None:
        venture.finished_at = moment.now()
    else:
        venture.module = following
    venture.save()
    after = following.code if following else "finished"
    note(edition, "advance_venture", by=by, about=str(venture), before=module.code, after=after)
    look_at_threshold(edition)
    return venture


@database_speaks
@transaction.atomic
def eliminate_venture(venture: Venture, *, by: Membership) -> Venture:
    """Only where the module's rule eliminates, and it is not met and cannot be met any more."""
    edition, venture, standing = _standing(venture, by)
    if not standing.module.eliminates and not standing.module.frequency:
        raise WrongState(_("Neste módulo ninguém é eliminado."))
    if standing.met:
        raise WrongState(_("%(name)s cumpre a regra deste módulo.") % {"name": venture})
    if not standing.is_lost:
        raise WrongState(
            " ".join(
                [
                    _("%(name)s ainda pode cumprir a regra: faltam %(n)s horas de sessões.")
                    % {"name": venture, "n": f"{standing.tally.to_come.normalize():f}".replace(".", ",")},
                    *failing(standing),
                ]
            )
        )
    _step(venture, standing, passed=False)
    venture.eliminated_at = moment.now()
    venture.save()
    note(
        edition, "eliminate_venture", by=by, about=str(venture), before=standing.module.code, after="eliminated",
        said=" ".join(failing(standing)),
    )  # fmt: skip
    look_at_threshold(edition)
    return venture
