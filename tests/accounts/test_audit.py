"""Invariant 15: the trail only grows, shows every break, and keeps no free text."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEntry, AuditSeal, AuditText, Organisation
from tests.accounts.conftest import People, in_threads, make_organisation

TABLES = ("accounts_auditentry", "accounts_auditseal")


@pytest.fixture
def seals_folder(settings: Any, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    return tmp_path / "seals" / connection.settings_dict["NAME"]


def write(chain: str, verb: str = "accept", **more: Any) -> AuditEntry:
    with transaction.atomic():
        return audit.record(chain, verb, by=None, subject=("booking", "b-1"), **more)


def found() -> list[str]:
    return list(audit.problems())


# --- Writing ------------------------------------------------------------------------------------------------------


def test_entries_of_a_chain_follow_each_other_and_say_who_did_what(people: People) -> None:
    first = audit.record(
        "resource:a",
        "ask",
        by=people.technician,
        subject=("booking", "b-1"),
        label="2 camas",
        to_state="requested",
    )
    second = audit.record(
        "resource:a", "decline", by=people.manager, subject=("booking", "b-1"), from_state="requested",
        to_state="declined", reason_code="no_capacity",
    )  # fmt: skip
    elsewhere = audit.record("resource:b", "expire", by=None, subject=("booking", "b-2"))
    assert (first.seq, second.seq, elsewhere.seq) == (1, 2, 1)
    assert second.previous == first.digest != second.digest
    assert (second.user_id, second.organisation_id) == (
        people.manager.user_id,
        people.manager.organisation_id,
    )
    assert (elsewhere.user_id, elsewhere.organisation_id, elsewhere.previous) == (None, None, "")
    assert found() == []


def test_free_text_stands_only_in_the_row_that_can_be_purged(people: People) -> None:
    secret = "tem medo do irmão"
    kept = write("request:1", text=secret)
    row = AuditEntry.objects.filter(pk=kept.pk).values().get()
    assert secret not in str(row)
    assert row["text_hash"]
    assert kept.text.text == secret
    assert audit.purge_texts(kept.at + audit.TEXT_KEPT_FOR - timedelta(seconds=1)) == 0
    assert audit.purge_texts(kept.at + audit.TEXT_KEPT_FOR) == 1
    assert not AuditText.objects.exists()
    assert AuditEntry.objects.values().get(pk=kept.pk) == row
    assert found() == []


def test_the_hash_of_a_text_depends_on_the_key_and_never_does_as_a_digest(settings: Any, db: None) -> None:
    text = '["","request:9",1]'
    first = write("request:1", text=text).text_hash
    settings.SECRET_KEY = "another key, as long as it has to be"
    assert write("request:2", text=text).text_hash != first
    assert len({audit._keyed(purpose, text) for purpose in ("text", "entry", "seal")}) == 3


@pytest.mark.usefixtures("fresh_db")
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        audit.record("resource:a", "ask", by=None, subject=("booking", 1))
    assert not AuditEntry.objects.exists()


@pytest.mark.usefixtures("fresh_db")
def test_with_the_parents_lock_many_write_one_chain_and_without_it_one_is_refused() -> None:
    parent = make_organisation("Abrigo")

    def locked(number: int) -> int:
        with transaction.atomic():
            Organisation.objects.select_for_update(no_key=True).get(pk=parent.pk)
            return audit.record("organisation:a", f"verb{number}", by=None, subject=("x", number)).seq

    assert sorted(in_threads(8, locked)) == list(range(1, 9))

    first_is_in = Event()

    def unlocked(number: int) -> int:
        with transaction.atomic():
            if number == 1:
                assert first_is_in.wait(10)  # knows the same last entry: the other has not committed
            seq = audit.record("organisation:a", f"verb{number}", by=None, subject=("x", number)).seq
            if number == 0:
                first_is_in.set()
                wait_until_somebody_waits()
            return seq

    outcomes = in_threads(2, unlocked)
    assert outcomes[0] == 9
    assert isinstance(outcomes[1], IntegrityError)
    assert found() == []


def wait_until_somebody_waits() -> None:
    """Until another session waits for a lock of this database."""
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0"
            )
            if cursor.fetchone()[0]:
                return
        Event().wait(0.01)
    raise AssertionError("nobody waits")


# --- Append-only ----------------------------------------------------------------------------------------------------

CHANGES = [
    statement.format(table=table)
    for table in TABLES
    for statement in (
        "UPDATE {table} SET digest = 'x'",
        "UPDATE {table} SET digest = digest WHERE false",
        "DELETE FROM {table}",
        "TRUNCATE {table} CASCADE",
    )
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_portals_own_role_may_not_change_the_trail(db: None, seals_folder: Path, change: str) -> None:
    write("resource:a")
    audit.seal()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableowner <> current_user FROM pg_tables WHERE tablename = %s", [TABLES[0]])
        assert cursor.fetchone() == (True,)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(change)
    assert AuditEntry.objects.count() == AuditSeal.objects.count() == 1


@pytest.mark.usefixtures("fresh_db")
def test_the_owner_of_the_tables_is_refused_too(owner_connection: psycopg.Connection) -> None:
    write("resource:a")
    for change in CHANGES:
        with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
            owner_connection.execute(change)
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize("table", TABLES)
def test_the_portals_own_role_cannot_switch_the_guard_off(db: None, table: str) -> None:
    for attempt in (
        f"ALTER TABLE {table} DISABLE TRIGGER append_only",
        f"DROP TRIGGER append_only ON {table}",
        f"DROP TABLE {table} CASCADE",
        "CREATE OR REPLACE FUNCTION accounts_audit_refuse() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    ):
        with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"), transaction.atomic():
            connection.cursor().execute(attempt)


# --- Verifying --------------------------------------------------------------------------------------------------------


@contextmanager
def guard_off(owner: psycopg.Connection) -> Iterator[None]:
    """Change the tables as somebody could who owns them and knows how to switch the guard off."""
    for table in TABLES:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
    yield
    for table in TABLES:
        owner.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only")


@pytest.fixture
def tamper(owner_connection: psycopg.Connection) -> Callable[..., None]:
    def change(statement: str, *parameters: object) -> None:
        with guard_off(owner_connection):
            assert owner_connection.execute(statement, parameters).rowcount > 0

    return change


@pytest.fixture
def trail(fresh_db: object, seals_folder: Path) -> None:
    """Two chains under one seal, and an entry after it."""
    for number in range(1, 5):
        write("resource:a", f"verb{number}", text=f"texto {number}")
    write("resource:b")
    write("resource:b", "confirm", from_state="held", to_state="confirmed")
    assert audit.seal()
    write("resource:a", "last")
    assert found() == []


ENTRY, SEAL = "accounts_auditentry", "accounts_auditseal"
ALTERED, UNDER_SEAL = "was altered", "the entries under it have changed"
BREAKS = {
    f"UPDATE {ENTRY} SET verb = 'x' WHERE chain = 'resource:a' AND seq = 2": "resource:a#2 x: was altered",
    f"UPDATE {ENTRY} SET at = at + interval '1 second' WHERE chain = 'resource:b' AND seq = 1": ALTERED,
    f"UPDATE {ENTRY} SET user_id = 7 WHERE chain = 'resource:b' AND seq = 2": ALTERED,
    f"UPDATE {ENTRY} SET text_hash = '' WHERE chain = 'resource:a' AND seq = 1": ALTERED,
    f"UPDATE {ENTRY} SET chain = 'resource:b', seq = 3 WHERE chain = 'resource:a' AND seq = 5": ALTERED,
    f"UPDATE {ENTRY} SET digest = repeat('0', 64) WHERE chain = 'resource:a' AND seq = 5": ALTERED,
    f"UPDATE {ENTRY} SET previous = '' WHERE chain = 'resource:a' AND seq = 3": "does not follow the entry before",
    f"UPDATE {ENTRY} SET seq = seq + 10 WHERE chain = 'resource:a' AND seq > 3": "entry 4 is missing",
    f"DELETE FROM {ENTRY} WHERE chain = 'resource:b' AND seq = 1": "resource:b: entry 1 is missing (found 2)",
    f"DELETE FROM {ENTRY} WHERE chain = 'resource:b' AND seq = 2": UNDER_SEAL,
    f"DELETE FROM {ENTRY} WHERE chain = 'resource:b'": UNDER_SEAL,
    f"UPDATE {ENTRY} SET id = 9999 WHERE chain = 'resource:b' AND seq = 2": UNDER_SEAL,
    "UPDATE accounts_audittext SET text = 'outro' WHERE text = 'texto 3'": "its text was altered",
    f"UPDATE {SEAL} SET entries = entries - 1": UNDER_SEAL,
    f"UPDATE {SEAL} SET at = at - interval '1 day'": UNDER_SEAL,
    f"UPDATE {SEAL} SET digest = repeat('0', 64)": UNDER_SEAL,
    f"DELETE FROM {SEAL}": "kept apart but gone from the database",
}


@pytest.mark.usefixtures("trail")
def test_every_break_is_seen(tamper: Callable[..., None], owner_connection: psycopg.Connection) -> None:
    tables = (ENTRY, "accounts_audittext", SEAL)
    for table in tables:
        owner_connection.execute(f"CREATE TABLE whole_{table} AS TABLE {table}")
    unseen = {}
    for statement, sentence in BREAKS.items():
        tamper(statement)
        if not any(sentence in problem for problem in found()):
            unseen[statement] = found()
        with guard_off(owner_connection):
            owner_connection.execute(f"TRUNCATE {', '.join(tables)}")
            for table in tables:
                owner_connection.execute(f"INSERT INTO {table} SELECT * FROM whole_{table}")
        assert found() == []
    assert unseen == {}


@pytest.mark.usefixtures("trail")
def test_a_forged_entry_is_seen_even_if_it_fits_the_chain(tamper: Callable[..., None]) -> None:
    last = AuditEntry.objects.filter(chain="resource:b").latest("seq")
    tamper(
        "INSERT INTO accounts_auditentry (chain, seq, at, verb, subject_type, subject_id, label, from_state, to_state,"
        " reason_code, text_hash, previous, digest) VALUES (%s, %s, now(), 'accept', 'booking', 'b-1', '', '', '',"
        " '', '', %s, encode(sha256('guess'), 'hex'))",
        last.chain, last.seq + 1, last.digest,
    )  # fmt: skip
    assert found() == ["resource:b#3 accept: was altered"]


@pytest.mark.usefixtures("trail")
def test_one_break_under_a_seal_is_not_told_again_for_every_later_seal(tamper: Callable[..., None]) -> None:
    assert audit.seal()
    write("resource:a")
    assert audit.seal()
    tamper("DELETE FROM accounts_auditentry WHERE chain = 'resource:b' AND seq = 2")
    assert len(found()) == 1


@pytest.mark.usefixtures("trail")
def test_the_newest_entries_and_seals_cut_off_together_are_seen_in_the_copy(
    tamper: Callable[..., None],
) -> None:
    assert audit.seal()
    first, last = AuditSeal.objects.order_by("id")
    tamper("DELETE FROM accounts_auditseal WHERE id = %s", last.id)
    tamper("DELETE FROM accounts_auditentry WHERE id > %s", first.last_entry_id)
    assert [problem for problem in found() if "kept apart but gone" in problem]


@pytest.mark.usefixtures("trail")
def test_the_copy_of_the_seals_may_lag_behind_but_has_no_hole(seals_folder: Path) -> None:
    for _ in range(2):
        assert audit.seal()
        write("resource:a")
    (file,) = seals_folder.glob("*.txt")
    lines = file.read_text().splitlines(keepends=True)
    assert len(lines) == 3
    file.write_text("".join(lines[:2]))  # killed between the commit and the copy
    assert found() == []
    assert audit.seal()
    assert file.read_text().splitlines(keepends=True)[:3] == lines
    assert len(file.read_text().splitlines()) == 4
    assert found() == []
    file.write_text(lines[0] + lines[2] + "sem sentido\n")
    problems = found()
    assert any("is not in the copy kept apart" in problem for problem in problems)
    assert any("line 3: cannot be read" in problem for problem in problems)


@pytest.mark.usefixtures("fresh_db")
def test_a_seal_covers_what_is_new_and_nothing_while_somebody_writes(seals_folder: Path) -> None:
    assert audit.seal() is None
    write("resource:a")
    first = audit.seal()
    assert first
    assert audit.seal() is None
    written, finish = Event(), Event()

    def slow(_number: int) -> None:
        with transaction.atomic():
            audit.record("resource:slow", "ask", by=None, subject=("x", 1))
            written.set()
            assert finish.wait(20)

    with ThreadPoolExecutor(1) as pool:
        slow_one = pool.submit(lambda: in_threads(1, slow))
        assert written.wait(10)
        write("resource:a", "confirm")  # committed with a higher number than the one still open
        assert audit.seal() is None
        finish.set()
        assert slow_one.result(20) == [None]
    second = audit.seal()
    assert second
    assert (first.entries, second.entries) == (1, 3)
    assert second.previous == first.digest
    assert found() == []


@pytest.mark.usefixtures("fresh_db")
def test_two_who_seal_at_once_make_one_seal(seals_folder: Path) -> None:
    write("resource:a")
    together = Barrier(4)

    def one(_number: int) -> AuditSeal | None:
        together.wait(10)
        return audit.seal()

    made = in_threads(4, one)
    assert sum(isinstance(seal, AuditSeal) for seal in made) == AuditSeal.objects.count() == 1
    assert made.count(None) == 3
    assert found() == []


def write_many(first: int, count: int) -> None:
    """Entries with long texts, faster than one by one."""
    text = "t" * 2000
    entries = []
    for number in range(first, first + count):
        entry = AuditEntry(
            chain=f"many:{number}", seq=1, at=timezone.now(), verb="ask", subject_id=str(number)
        )
        entry.text_hash = audit._keyed("text", text)
        entry.digest = audit._digest(entry)
        entries.append(entry)
    AuditEntry.objects.bulk_create(entries)
    AuditText.objects.bulk_create(
        [AuditText(entry=entry, text=text, purge_after=timezone.now()) for entry in entries]
    )


def test_verifying_takes_one_pass_and_little_memory(db: None, seals_folder: Path) -> None:
    write_many(0, 30)
    with CaptureQueriesContext(connection) as few:
        assert found() == []
    for first in range(30, 6030, 1000):
        write_many(first, 1000)
    assert audit.seal()
    # As often as in the portal: tests collect seldom, and what waits to be collected would count.
    seldom = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    tracemalloc.start()
    try:
        with CaptureQueriesContext(connection) as plenty:
            assert found() == []
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        gc.set_threshold(*seldom)
    assert len(plenty) == len(few)
    assert peak < 6_000_000  # the texts alone are 12 MB


# --- The command ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("trail")
def test_the_command_says_in_one_line_that_the_trail_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_audit")
    assert capsys.readouterr().out == "audit trail whole: 7 entries in 2 chains, 1 seals\n"


@pytest.mark.usefixtures("trail")
def test_the_command_prints_each_break_and_fails(
    tamper: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    tamper("DELETE FROM accounts_auditentry WHERE chain = 'resource:b' AND seq = 1")
    with pytest.raises(CommandError, match="broken in 3 places") as refusal:
        call_command("verify_audit")
    assert refusal.value.returncode == 1
    assert "resource:b: entry 1 is missing (found 2)" in capsys.readouterr().out
