"""What was agreed stays agreed: the database refuses it to the application's own role, whatever is written by hand.

Each statement is tried three times: on what is final (refused), on the same thing before it was final (passes), and on
what is final with that one trigger switched off (passes), so that it is surely the trigger which refuses.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from psycopg import errors, sql

from accounts import moment
from tests.conftest import Cast
from tests.database import database
from tests.races.world import as_application, as_superuser, pointed_at
from tests.units.governing import AROUCA, GONDOMAR, MAIA, Governing, at
from units import actions
from units.actions.decisions import Change
from units.models import Paper, StructuringIdea

HASHERS = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}


class World:
    """Things that are final, and their like that are not yet: `final` and `still` hold their ids by the same names."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.governing = governing = Governing(Cast())
        by = governing.coordination
        self.draft = self._decision(governing)
        self.decision = actions.approve_decision(self._decision(governing), by=by)
        self.preparing, self.open = governing.prepare(), governing.open()
        self.position = governing.say(self.open, MAIA)
        self.closed = governing.closed({MAIA: "agrees"})
        self.withdrawn = governing.open()
        governing.say(self.withdrawn, MAIA)
        actions.withdraw_round(self.withdrawn, by=by, why="O texto era outro.")
        self.meeting = actions.approve_minutes(self._circulated(governing), by=by)
        self.reading = self._circulated(governing)
        self.final = self._ids(self.decision, self.open, self.closed, self.meeting)
        self.still = self._ids(self.draft, self.preparing, self.open, self.reading)

    @staticmethod
    def _circulated(governing: Governing) -> Any:
        made = governing.circulated()
        Paper.objects.create(
            meeting=made,
            title="Parecer",
            name="a.pdf",
            media_type="application/pdf",
            content=b"%PDF",
            size=4,
        )
        return made

    @staticmethod
    def _decision(governing: Governing) -> Any:
        ideas = list(StructuringIdea.objects.all()[:1])
        made = governing.draft(effects=[Change("plan", "Meta 1.2 passa a 24 h")], ideas=ideas)
        Paper.objects.create(
            decision=made,
            title="Parecer",
            name="a.pdf",
            media_type="application/pdf",
            content=b"%PDF",
            size=4,
        )
        return made

    def _ids(self, decision: Any, round: Any, answered: Any, meeting: Any) -> dict[str, Any]:
        return {
            "decision": decision.pk,
            "effect": decision.effects.get().pk,
            "other_effect": (self.draft if decision == self.decision else self.decision).effects.get().pk,
            "paper": decision.papers.get().pk,
            "idea": decision.ideas.get().pk,
            "other_idea": StructuringIdea.objects.all()[3].pk,
            "round": round.pk,
            "version": round.version_id,
            "other_version": self.withdrawn.version_id,
            "answered": answered.pk,
            "withdrawn": self.withdrawn.pk if answered == self.closed else self.open.pk,
            "position": answered.positions.get(municipality=MAIA).pk,
            "member": self.governing.speakers[AROUCA].pk,
            "early": answered.opened_at,
            "late": self.open.deadline if answered == self.closed else answered.opened_at,
            "open": self.open.pk,
            "meeting": meeting.pk,
            "open_meeting": self.reading.pk,
            "meeting_paper": meeting.papers.get().pk,
            "item": meeting.items.first().pk,
            "attendance": meeting.attendances.get(municipality=GONDOMAR).pk,
            "council": self.governing.council.pk,
            "now": moment.now(),
            "new": uuid.uuid4(),
        }


@pytest.fixture(scope="module")
def world(django_db_blocker: Any) -> Iterator[World]:
    name = database.clone(database.template("cast"), f"final_{secrets.token_hex(4)}")
    with django_db_blocker.unblock(), pointed_at(name), override_settings(**HASHERS):
        yield World(name)
    database.drop(name)


@dataclass(frozen=True)
class Try:
    """One statement; `twin`: whether it passes on the same thing before it was final."""

    statement: str
    table: str
    trigger: str
    constraint: str
    twin: bool = True

    @property
    def name(self) -> str:
        return " ".join(self.statement.split())[:70]


def tries(table: str, trigger: str, constraint: str, *statements: str, twin: bool = True) -> list[Try]:
    return [Try(one, table, trigger, constraint, twin) for one in statements]


DECISION = ("units_decision", "decision_is_final", "approved_decisions_do_not_change")
PART = ("part_of_final_decision", "approved_decisions_do_not_change")
POSITION = ("units_position", "position_in_open_round", "positions_of_open_rounds")
ROUND = ("units_round", "round_keeps_its_rule", "rounds_keep_their_rule")
VERSION = ("units_version", "version_put_to_a_round", "versions_put_to_a_round")
MINUTES = ("minutes_are_final", "approved_minutes_do_not_change")

TRIES = [
    *tries(
        *DECISION,
        "UPDATE units_decision SET text_pt = 'Outro' WHERE id = %(decision)s",
        "UPDATE units_decision SET public_text_pt = 'Outro' WHERE id = %(decision)s",
        "UPDATE units_decision SET is_public = NOT is_public WHERE id = %(decision)s",
        "UPDATE units_decision SET review_on = '2030-01-01' WHERE id = %(decision)s",
        "UPDATE units_decision SET round_id = %(answered)s WHERE id = %(decision)s",
        "UPDATE units_decision SET text_pt = text_pt WHERE id = %(decision)s",
        "UPDATE units_decision SET state = 'draft', number = '', approved_at = NULL WHERE id = %(decision)s",
        "DELETE FROM units_decision WHERE id = %(decision)s",
    ),
    *tries(
        "units_effect",
        *PART,
        "INSERT INTO units_effect (decision_id, kind, reference, text_pt, text_en)"
        " VALUES (%(decision)s, 'plan', '', 'Outro', '')",
        "UPDATE units_effect SET text_pt = 'Outro' WHERE id = %(effect)s",
        "DELETE FROM units_effect WHERE id = %(effect)s",
    ),
    *tries(
        "units_effect",
        *PART,
        "UPDATE units_effect SET decision_id = %(decision)s WHERE id = %(other_effect)s",
        twin=False,  # into an approved one, or out of it: never
    ),
    *tries(
        "units_paper",
        *PART,
        "INSERT INTO units_paper (uuid, decision_id, title, name, media_type, content, size, is_public, at)"
        " VALUES (%(new)s, %(decision)s, 'Outro', 'b.pdf', 'application/pdf', ''::bytea, 0, true, %(now)s)",
        "UPDATE units_paper SET content = ''::bytea WHERE id = %(paper)s",
        "UPDATE units_paper SET is_public = true WHERE id = %(paper)s",
        "UPDATE units_paper SET decision_id = NULL, meeting_id = %(open_meeting)s WHERE id = %(paper)s",
        "DELETE FROM units_paper WHERE id = %(paper)s",
    ),
    *tries(
        "units_paper",
        *MINUTES,
        "INSERT INTO units_paper (uuid, meeting_id, title, name, media_type, content, size, is_public, at)"
        " VALUES (%(new)s, %(meeting)s, 'Outro', 'b.pdf', 'application/pdf', ''::bytea, 0, true, %(now)s)",
        "UPDATE units_paper SET is_public = true WHERE id = %(meeting_paper)s",
        "DELETE FROM units_paper WHERE id = %(meeting_paper)s",
    ),
    *tries(
        "units_decision_ideas",
        *PART,
        "INSERT INTO units_decision_ideas (decision_id, structuringidea_id) VALUES (%(decision)s, %(other_idea)s)",
        "UPDATE units_decision_ideas SET structuringidea_id = %(other_idea)s WHERE decision_id = %(decision)s",
        "DELETE FROM units_decision_ideas WHERE decision_id = %(decision)s",
    ),
    *tries(
        *POSITION,
        "INSERT INTO units_position (round_id, municipality_id, answer, text, by_id, at)"
        " VALUES (%(answered)s, '0104', 'agrees', '', %(member)s, %(early)s)",
        "INSERT INTO units_position (round_id, municipality_id, answer, text, by_id, at)"
        " VALUES (%(withdrawn)s, '0104', 'agrees', '', %(member)s, %(early)s)",
        "INSERT INTO units_position (round_id, municipality_id, answer, text, by_id, at)"
        " VALUES (%(open)s, '0104', 'agrees', '', %(member)s, %(late)s)",
        "DELETE FROM units_position WHERE id = %(position)s",
    ),
    *tries(
        "units_position",
        "position_in_open_round",
        "positions_do_not_change",
        "UPDATE units_position SET answer = 'agrees', text = '' WHERE id = %(position)s",
        "UPDATE units_position SET municipality_id = '0104' WHERE id = %(position)s",
        "UPDATE units_position SET round_id = %(open)s, municipality_id = '0104' WHERE id = %(position)s",
        twin=False,  # not even while the round is open: it is taken back
    ),
    *tries(
        *ROUND,
        "UPDATE units_round SET rule = 'quorum' WHERE id = %(round)s",
        "UPDATE units_round SET threshold = 1 WHERE id = %(round)s",
        "UPDATE units_round SET deadline = deadline + interval '1 day' WHERE id = %(round)s",
        "UPDATE units_round SET version_id = %(other_version)s WHERE id = %(round)s",
        "UPDATE units_round SET code = 'UE1-1999-01' WHERE id = %(round)s",
        "UPDATE units_round SET body_id = %(council)s WHERE id = %(round)s",
        "DELETE FROM units_round WHERE id = %(round)s",
    ),
    *tries(
        *ROUND,
        "UPDATE units_round SET state = 'draft' WHERE id = %(open)s",
        "UPDATE units_round SET outcome = 'agreed' WHERE id = %(answered)s AND outcome <> 'agreed'",
        "UPDATE units_round SET is_public = NOT is_public WHERE id = %(answered)s AND state = 'closed'",
        "UPDATE units_round SET closed_at = now() WHERE id = %(answered)s AND state = 'closed'",
        "UPDATE units_round SET state = 'open', outcome = '', closed_at = NULL"
        " WHERE id = %(answered)s AND state = 'closed'",
        "UPDATE units_round SET state = 'open', withdrawn_why = '' WHERE id = %(withdrawn)s",
        "DELETE FROM units_round WHERE id = %(withdrawn)s",
        twin=False,
    ),
    *tries(
        *VERSION,
        "UPDATE units_version SET text = 'Outro' WHERE id = %(version)s",
        "UPDATE units_version SET note = 'Outra' WHERE id = %(version)s",
        "DELETE FROM units_version WHERE id = %(version)s",
    ),
    *tries(
        "units_meeting",
        *MINUTES,
        "UPDATE units_meeting SET place = 'Outro' WHERE id = %(meeting)s",
        "UPDATE units_meeting SET minutes_public = NOT minutes_public WHERE id = %(meeting)s",
        "UPDATE units_meeting SET minutes = 'none' WHERE id = %(meeting)s",
        "DELETE FROM units_meeting WHERE id = %(meeting)s",
    ),
    *tries(
        "units_agendaitem",
        *MINUTES,
        'INSERT INTO units_agendaitem (meeting_id, "order", title_pt, title_en, text, is_public, minutes)'
        " VALUES (%(meeting)s, 99, 'Outro', '', '', true, '')",
        "UPDATE units_agendaitem SET minutes = 'Outra' WHERE id = %(item)s",
        "UPDATE units_agendaitem SET is_public = NOT is_public WHERE id = %(item)s",
        "DELETE FROM units_agendaitem WHERE id = %(item)s",
    ),
    *tries(
        "units_attendance",
        *MINUTES,
        "INSERT INTO units_attendance (meeting_id, municipality_id, presence, person)"
        " VALUES (%(meeting)s, '0119', 'present', '')",
        "UPDATE units_attendance SET presence = 'present' WHERE id = %(attendance)s",
        "DELETE FROM units_attendance WHERE id = %(attendance)s",
    ),
]
TABLES = sorted({one.table for one in TRIES})


def touched(connection: psycopg.Connection, statement: str, ids: dict[str, Any]) -> int:
    """How many rows the statement touches; nothing of it stays."""
    with connection.transaction(force_rollback=True):
        return connection.execute(statement, ids).rowcount


@pytest.mark.parametrize("one", TRIES, ids=[one.name for one in TRIES])
def test_the_database_refuses_and_it_is_the_trigger_that_does(world, one):
    with as_application(world.name) as connection, as_superuser(world.name) as superuser:
        assert connection.execute("SELECT current_user <> (SELECT tableowner FROM pg_tables"
                                  " WHERE tablename = 'units_decision')").fetchone() == (True,)  # fmt: skip
        connection.rollback()
        with pytest.raises(errors.CheckViolation) as refused:
            touched(connection, one.statement, world.final)
        assert refused.value.diag.constraint_name == one.constraint
        assert refused.value.diag.table_name == one.table
        if one.twin:
            assert touched(connection, one.statement, world.still) == 1
        switch = sql.SQL("ALTER TABLE {} {} TRIGGER {}")
        names = sql.Identifier(one.table), sql.Identifier(one.trigger)
        superuser.execute(switch.format(names[0], sql.SQL("DISABLE"), names[1]))
        try:
            assert touched(connection, one.statement, world.final) == 1
        finally:
            superuser.execute(switch.format(names[0], sql.SQL("ENABLE"), names[1]))


@pytest.mark.parametrize("table", TABLES)
def test_the_role_neither_empties_a_table_nor_switches_its_guard_off(world, table):
    with as_application(world.name) as connection:
        for statement in (
            f"TRUNCATE {table} CASCADE",
            f"ALTER TABLE {table} DISABLE TRIGGER USER",
            f"DROP TRIGGER {next(one.trigger for one in TRIES if one.table == table)} ON {table}",
            f"DROP TABLE {table} CASCADE",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                touched(connection, statement, {})


def test_the_triggers_of_these_tables_are_all_on(world):
    with as_application(world.name) as connection:
        rows = connection.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgenabled = 'O' AND tgrelid::regclass::text LIKE 'units_%'"
        ).fetchall()
    assert {(one.table, one.trigger) for one in TRIES} <= set(rows)


def test_neither_models_nor_querysets_get_past(world):
    decision, round, meeting = world.decision, world.open, world.meeting
    round.threshold = 1
    world.position.answer = "change"
    for attempt in (
        decision.save,
        decision.delete,
        decision.effects.all().delete,
        decision.ideas.clear,
        lambda: decision.effects.update(text_pt="Outro"),
        lambda: type(decision).objects.filter(pk=decision.pk).update(is_public=False),
        round.save,
        world.position.save,
        world.closed.positions.all().delete,
        meeting.save,
        lambda: meeting.items.update(minutes="Outra"),
        lambda: meeting.attendances.update(presence="absent"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_an_open_round_may_still_be_closed_or_withdrawn(world):
    with as_application(world.name) as connection:
        for change in (
            "state = 'closed', outcome = 'agreed', closed_at = now()",
            "state = 'withdrawn', withdrawn_why = 'O texto era outro.'",
            "is_public = true",
        ):
            assert (
                touched(connection, f"UPDATE units_round SET {change} WHERE id = %(open)s", world.final) == 1
            )


def test_a_position_of_the_last_instant_is_let_in(world):
    late = world.final | {"late": world.open.deadline - timedelta(microseconds=1)}
    statement = next(one.statement for one in TRIES if "%(late)s" in one.statement)
    with as_application(world.name) as connection:
        assert touched(connection, statement, late) == 1
    with at(world.open.deadline - timedelta(microseconds=1)), transaction.atomic():
        world.governing.say(world.open, AROUCA)
        transaction.set_rollback(True)
