"""Editions as far as a test needs them: the seed's programme, run by the holder's municipality. Imported by tests."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts import moment
from geo.models import Municipality
from programmes import actions
from programmes.models import (
    Attendance,
    Certificate,
    Edition,
    Module,
    Participant,
    Phase,
    Programme,
    Session,
    Sheet,
    Turma,
    Venture,
)
from units.models import OperativeResponse

# A Monday, far from any clock change in what follows; everything is replayed from it on.
FIRST = date(2026, 1, 5)


def at(day: date, hour: int = 9) -> AbstractContextManager[None]:
    """Inside, it is that local day and hour."""
    return moment.replaying(timezone.make_aware(datetime.combine(day, time(hour))))


class Running:
    """Who runs an edition in the tests (the holder, of Porto) and the shortest way through it."""

    def __init__(self, cast: Any) -> None:
        self.cast, self.by = cast, cast.holder
        self.service = cast.technician
        self.reference = Sheet.objects.get(programme__is_reference=True)
        self.places = {one.pk: one for one in Municipality.objects.all()}

    # --- a programme and its edition ---

    def programme(self, name: str = "Programa de Inclusão Produtiva do Porto") -> Programme:
        made = actions.begin_programme(by=self.by, name=name, template=self.reference)
        actions.publish_sheet(made.sheets.get(), by=self.by)
        actions.publish_criteria(made.criteria.get(), by=self.by)
        made.refresh_from_db()
        return made

    def plan(self, **more: Any) -> actions.Plan:
        said: dict[str, Any] = {
            "name": "Edição de 2026",
            "responsible": self.by,
            "intake_from": FIRST,
            "intake_until": FIRST + timedelta(days=25),
            "starts": FIRST + timedelta(days=28),
            "ends": FIRST + timedelta(days=350),
            "target": 8,
            "municipality": self.places["1312"],
            "responses": list(OperativeResponse.objects.filter(code__in=["2.1.2", "3.1.3"])),
        }
        return actions.Plan(**(said | more))

    def edition(self, programme: Programme | None = None, **more: Any) -> Edition:
        programme = programme or self.programme()
        assert programme.current is not None
        return actions.plan_edition(programme.current, self.plan(**more), by=self.by)

    def open(self, **more: Any) -> Edition:
        with at(FIRST):
            return actions.open_intake(self.edition(**more), by=self.by)

    def applied(
        self, edition: Edition, situations: str = "", *, minutes: int = 0, by: Any = "service", **more: Any
    ) -> Participant:
        """Somebody in these situations ("I XI"), so many minutes after the intake opened."""
        said = actions.Application(
            **(
                {"age_band": "25-34", "municipality": self.places["1304"], "situations": situations.split()}
                | more
            )
        )
        with moment.replaying(
            timezone.make_aware(datetime.combine(FIRST, time(9))) + timedelta(minutes=minutes)
        ):
            return actions.pre_register(edition, said, by=self.service if by == "service" else by)

    def selecting(self, edition: Edition) -> Edition:
        with at(edition.intake_until + timedelta(days=1)):
            return actions.close_intake(edition, by=self.by)

    def enrolled(self, n: int, **more: Any) -> tuple[Edition, list[Participant]]:
        """An edition that runs, with so many people in one class of the first phase."""
        edition = self.open(**more)
        return self.start(edition, [self.applied(edition, minutes=at) for at in range(n)])

    def start(self, edition: Edition, people: list[Participant]) -> tuple[Edition, list[Participant]]:
        """These are selected, called, enrolled and in one class of the first phase."""
        edition = self.selecting(edition)
        with at(edition.intake_until + timedelta(days=2)):
            edition.participants.filter(pk__in=[one.pk for one in people]).update(state="selected")
            actions.call(edition, by=self.by)
            for one in people:
                actions.enrol(one, by=self.by)
            turma = actions.add_turma(edition, self.phase(edition, 1), by=self.by, name="A")
            actions.place_participants(turma, people, by=self.by)
            edition = actions.start_edition(edition, by=self.by)
        return edition, list(edition.participants.enrolled().order_by("applied_at", "pk"))

    def phase(self, edition: Edition, number: int) -> Phase:
        return edition.sheet.phases.get(number=number)

    def module(self, edition: Edition, code: str) -> Module:
        return Module.objects.select_related("phase").get(phase__sheet=edition.sheet, code=code)

    # --- sessions ---

    def sessions(
        self,
        turma: Turma,
        code: str,
        *,
        first: date,
        hours: str = "4",
        weekdays: Any = (0, 2),
        at_hour: int = 9,
    ) -> list[Session]:
        pattern = actions.Pattern(weekdays, time(at_hour), Decimal(hours), first)
        with at(first):
            actions.plan_sessions(turma, self.module(turma.edition, code), pattern, by=self.by)
        return list(turma.sessions.filter(module__code=code).order_by("day", "starts"))

    def mark(self, session: Session, people: Any, **said: str) -> None:
        """Everybody present, but who is named by code (dashes as underscores): "absent", "excused" or hours."""
        marks: dict[Participant, Any] = {}
        for one in people:
            word = said.get("_" + one.code.replace("-", "_"), "present")
            marks[one] = ("partial", Decimal(word)) if word[0].isdigit() else (word, None)
        with at(session.day, 20):
            actions.mark_session(session, marks, by=self.by)

    def through_first_phase(
        self, edition: Edition, people: list[Participant], missed: dict[str, Decimal]
    ) -> None:
        """All 162 hours, each person missing the first so many of them; written in bulk, as the verb would."""
        turma = edition.turmas.get(phase__number=1)
        for code, hours, hour in (("A.1", "4", 9), ("A.2", "3", 14), ("A.3", "3", 17)):
            self.sessions(turma, code, first=edition.starts, hours=hours, at_hour=hour)
        left, rows = {code: Decimal(n) for code, n in missed.items()}, []
        for session in turma.sessions.order_by("day", "starts"):
            for one in people:
                absent = min(left.get(one.code, Decimal(0)), session.hours)
                left[one.code] = left.get(one.code, Decimal(0)) - absent
                word = "absent" if absent == session.hours else "partial" if absent else "present"
                rows.append(
                    Attendance(session=session, participant=one, presence=word, hours=session.hours - absent)
                )
        Attendance.objects.bulk_create(rows)
        turma.sessions.update(state="held", marked_at=moment.now())


@pytest.fixture
def running(cast: Any) -> Running:
    return Running(cast)


def addresses_of(cast: Any) -> dict[str, Any]:
    """One of each thing that has an address, of an edition of the holder's that runs."""
    running = Running(cast)
    draft = actions.begin_programme(by=running.by, name="Em preparação", template=running.reference)
    edition = running.open()
    applied = running.applied(edition)
    edition, people = running.start(edition, [running.applied(edition), running.applied(edition)])
    turma = edition.turmas.get()
    [session, *_more] = running.sessions(turma, "A.3", first=edition.starts)
    certificate = Certificate.objects.create(
        edition=edition,
        phase=running.phase(edition, 1),
        participant=people[0],
        holder=people[0].code,
        number="C-2026-99999",
        hours=162,
        of_hours=162,
        issued_at=moment.now(),
    )
    with at(edition.starts):
        actions.drop_out(people[1], by=running.by, reason="work", on=edition.starts)
        organisation = running.service.organisation
        handover = actions.hand_over(people[1], by=running.by, on=edition.starts, organisation=organisation)
    return {
        "programme": draft.uuid,
        "programme_sheet": draft.sheets.get().uuid,
        "programme_published": edition.sheet.programme.uuid,
        "programme_edition": edition.uuid,
        "participant_applied": applied.uuid,
        "participant": people[0].uuid,
        "programme_handover": handover.uuid,
        "turma": turma.uuid,
        "class_session": session.uuid,
        "venture": Venture.objects.create(edition=edition, number=1, area="Costura").uuid,
        "certificate": certificate.uuid,
    }
