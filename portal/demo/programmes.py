"""Programmes in the demonstration: an edition that runs and one that is closed, of a municipality; all of it invented.

The programme is a copy of the reference sheet, as an organisation would make one. Attendance comes in bulk rows: the
verbs are walked by whoever opens the demo.
"""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts import moment
from accounts.models import Membership, Organisation
from accounts.refusals import Refusal
from geo.models import Municipality
from portal.demo.people import IPSS_GONDOMAR, PORTO
from programmes import actions, figures
from programmes.models import (
    Attendance,
    ClassPlace,
    Edition,
    EditionFigure,
    Handover,
    Participant,
    Phase,
    Session,
    Sheet,
    Turma,
)
from units.models import OperativeResponse

SEED = 61
NEAR = ["1312", "1304", "1308", "1317", "1315"]
BANDS = ["18-24", "25-34", "25-34", "35-44", "45-54"]
SITUATIONS = [[], [], ["I"], ["IV"], ["XI"], ["III", "IV"], ["I", "XI"]]
# How those of the closed edition ended: enough of each that the public may read of it.
ENDS = ["completed"] * 9 + ["income"] * 6 + ["employed"] * 5 + ["not_finished"] * 5 + ["dropped_out"] * 5
AREAS = ["costura", "catering", "jardinagem", "reparação de bicicletas"]


def load_programmes(today: date, organisations: dict[str, Organisation]) -> None:
    """Deterministic, but for the codes, which are random as they must be."""
    chance = random.Random(SEED)
    by = Membership.objects.get(user__email="holder@example.org")
    service = Membership.objects.get(user__email="technician@example.org")
    reference = Sheet.objects.get(programme__is_reference=True)
    programme = actions.begin_programme(
        by=by,
        name="Oficinas de Trabalho e Iniciativa (fictício)",
        template=reference,
        area="inclusão produtiva",
        responses=list(OperativeResponse.objects.filter(code__startswith="2.1.2")),
    )
    sheet = programme.sheets.get()
    actions.write_sheet(
        sheet,
        {
            "unit": "Município do Porto, com associações da cidade (exemplo fictício).",
            "objective": "Que quem procura trabalho ganhe competências, e que quem tem uma ideia a experimente.",
            "target": "A do acordo de cada edição.",
        },
        actions.Lists(),
        by=by,
    )
    actions.publish_sheet(sheet, by=by)
    actions.publish_criteria(programme.criteria.get(), by=by)
    sheet.refresh_from_db()
    _running(sheet, today, by, service, chance)
    _closed(sheet, today, by, organisations[IPSS_GONDOMAR], chance)
    assert organisations[PORTO].pk == by.organisation_id


def _at(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _edition(sheet: Sheet, name: str, first: date, by: Membership, *, target: int) -> Edition:
    """Planned and opened at its time; two months of intake before its first day."""
    plan = actions.Plan(
        name=name,
        responsible=by,
        intake_from=first - timedelta(days=60),
        intake_until=first - timedelta(days=20),
        starts=first,
        ends=first + timedelta(days=330),
        target=target,
        agreement="Acordo fictício 12",
        municipality=Municipality.objects.get(dico="1312"),
        place="Centro de formação de Campanhã (exemplo)",
        responses=list(OperativeResponse.objects.filter(code__startswith="2.1.2"))
        + list(OperativeResponse.objects.filter(code__startswith="3.1.3")),
    )
    with moment.replaying(_at(first - timedelta(days=60))):
        return actions.open_intake(actions.plan_edition(sheet, plan, by=by), by=by)


def _people(
    edition: Edition, n: int, service: Organisation | None, sender: Membership | None, chance: random.Random
) -> list[Participant]:
    made = [
        Participant(
            edition=edition,
            age_band=chance.choice(BANDS),
            situations=chance.choice(SITUATIONS),
            municipality_id=chance.choice(NEAR),
            channel="service" if number % 3 == 0 else "operator",
            referred_by=service if number % 3 == 0 else None,
            sent_by=sender if number % 3 == 0 else None,
            applied_at=_at(edition.intake_from + timedelta(days=number % 30), 9 + number % 8),
        )
        for number in range(n)
    ]
    return Participant.objects.bulk_create(made)


def _through_selection(edition: Edition, places: int, by: Membership) -> Edition:
    with moment.replaying(_at(edition.intake_until + timedelta(days=1))):
        edition = actions.close_intake(edition, by=by)
        actions.select(edition, places, by=by)
    chosen = edition.participants.filter(state="selected")
    chosen.update(state="enrolled", enrolled_at=_at(edition.intake_until + timedelta(days=5)))
    return edition


def _class(edition: Edition, phase: Phase, name: str, people: list[Participant], since: date) -> Turma:
    turma = Turma.objects.create(edition=edition, phase=phase, name=name)
    ClassPlace.objects.bulk_create(
        ClassPlace(turma=turma, phase=phase, participant=one, since=since) for one in people
    )
    return turma


def _sessions(turma: Turma, by: Membership, first: date, *, hour: int) -> None:
    for code, hours, at in (("A.1", "4", hour), ("A.2", "3", hour + 4), ("A.3", "3", hour + 4)):
        module = turma.phase.modules.get(code=code)
        days = [0, 2] if code == "A.1" else ([1] if code == "A.2" else [3])
        pattern = actions.Pattern(days, time(at), Decimal(hours), first, place="Sala 2 (exemplo)")
        with moment.replaying(_at(first)):
            actions.plan_sessions(turma, module, pattern, by=by)


def _attendance(turma: Turma, people: list[Participant], until: date, chance: random.Random) -> None:
    """Most come most of the time; who came less comes less."""
    diligence = {one.pk: chance.choice([0.97, 0.95, 0.9, 0.9, 0.82, 0.7]) for one in people}
    held = list(turma.sessions.filter(day__lt=until))
    rows = []
    for session in held:
        for one in people:
            if one.dropped_on is not None and one.dropped_on < session.day:
                continue
            draw = chance.random()
            if draw < diligence[one.pk]:
                rows.append(
                    Attendance(session=session, participant=one, presence="present", hours=session.hours)
                )
            elif draw < 0.985:
                word = "excused" if chance.random() < 0.3 else "absent"
                rows.append(Attendance(session=session, participant=one, presence=word))
            else:
                rows.append(
                    Attendance(session=session, participant=one, presence="partial", hours=session.hours / 2)
                )
    Attendance.objects.bulk_create(rows, batch_size=2000)
    Session.objects.filter(pk__in=[one.pk for one in held]).update(state="held", marked_at=_at(until))


def _running(sheet: Sheet, today: date, by: Membership, service: Membership, chance: random.Random) -> None:
    """Ten weeks in: one class goes through its first phase, one session waits to be marked."""
    first = today - timedelta(weeks=10)
    edition = _edition(sheet, "Oficinas, edição em curso (fictícia)", first, by, target=24)
    _people(edition, 20, service.organisation, service, chance)
    edition = _through_selection(edition, 14, by)
    people = list(edition.participants.enrolled().order_by("rank"))
    phase = sheet.phases.get(number=1)
    for name, profession, hours in (
        ("Formadora de costura (exemplo)", "instructor", Decimal(12)),
        ("Psicóloga da equipa (exemplo)", "psychologist", Decimal(20)),
        ("Assistente social da equipa (exemplo)", "social_worker", Decimal(30)),
    ):
        actions.add_instructor(edition, by=by, name=name, profession=profession, weekly_hours=hours)
    turma = _class(edition, phase, "Manhã", people, first)
    _sessions(turma, by, first, hour=9)
    edition.state = Edition.State.RUNNING
    edition.save()
    left = people[-1]
    left.outcome, left.drop_reason, left.dropped_on = "dropped_out", "schedule", first + timedelta(weeks=5)
    left.save()
    Handover.objects.create(
        participant=left, organisation=service.organisation, day=first + timedelta(weeks=5, days=2)
    )
    _attendance(turma, people, today - timedelta(days=2), chance)


def _closed(sheet: Sheet, today: date, by: Membership, service: Organisation, chance: random.Random) -> None:
    """Of the year before: its figures are kept, its people's rows still there."""
    first = today - timedelta(days=400)
    edition = _edition(sheet, "Oficinas, edição anterior (fictícia)", first, by, target=32)
    _people(edition, len(ENDS) + 6, service, None, chance)
    edition = _through_selection(edition, len(ENDS), by)
    people = list(edition.participants.enrolled().order_by("rank"))
    for one, end in zip(people, ENDS, strict=True):
        one.outcome = end
        if end == "income":
            one.income_area = chance.choice(AREAS)
        if end == "dropped_out":
            one.drop_reason, one.dropped_on = "work", first + timedelta(weeks=chance.randrange(4, 14))
    Participant.objects.bulk_update(people, ["outcome", "income_area", "drop_reason", "dropped_on"])
    Handover.objects.bulk_create(
        Handover(
            participant=one, organisation=service, day=one.dropped_on, received_at=_at(one.dropped_on, 16)
        )
        for one in people
        if one.dropped_on is not None
    )
    phase = sheet.phases.get(number=1)
    for name, hour, group in (("Manhã", 9, people[::2]), ("Tarde", 14, people[1::2])):
        turma = _class(edition, phase, name, group, first)
        _sessions(turma, by, first, hour=hour)
        _attendance(turma, group, today, chance)
    edition.satisfaction = [0, 1, 4, 9, 8]
    closed = first + timedelta(days=335)
    edition.state, edition.closed_at = Edition.State.CLOSED, _at(closed)
    edition.purge_after = closed + timedelta(days=365)
    edition.save()
    EditionFigure.objects.bulk_create(figures.figures(edition))
    finished = [one for one in people if one.outcome in Participant.SUCCESS]
    for one in finished[:3]:
        # Whoever fell short of three quarters in the draw has none.
        try:
            actions.issue_certificate(one, phase, by=by)
        except Refusal:
            continue
