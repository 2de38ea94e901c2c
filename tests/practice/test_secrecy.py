"""A case discussion exists for its circle and for nobody else, and afterwards for nobody."""

from __future__ import annotations

import ast
import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.actions import create_calendar_key, create_token
from accounts.models import AuditEntry, AuditText, Letter, Notice
from ops import ROOT
from practice import actions
from practice.models import CaseDiscussion, DiscussionMonth, Participant
from practice.models.discussions import month_of
from tests.practice.world import Practice, at, portuguese, practice, read, send

pytestmark = pytest.mark.django_db
__all__ = ["portuguese", "practice", "read", "send"]

CANARY, PLACE, NOTE = "CANARIO-PERGUNTA", "CANARIO-SALA", "CANARIO-NOTA"
SIGNS = (CANARY, PLACE, NOTE)
OTHERS = [None, "representative", "accredited", "coordination", "editor", "outsider"]
OURS = {"practice_casediscussion", "practice_discussionnote", "practice_participant"}


def found_in_database() -> set[str]:
    """The tables in which a row holds one of the planted words, whatever the column."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        found = set()
        for table in tables:
            said = " OR ".join(["t::text LIKE %s"] * len(SIGNS))
            cursor.execute(f'SELECT 1 FROM "{table}" t WHERE {said} LIMIT 1', [f"%{sign}%" for sign in SIGNS])
            if cursor.fetchone():
                found.add(table)
    return found


@pytest.fixture
def discussion(practice: Practice, send) -> CaseDiscussion:
    """As it comes from the page: the technician invites the holder."""
    day = timezone.localdate() + timedelta(days=2)
    status, page, _where = send(
        "technician",
        "discussion_new",
        question=f"{CANARY}: por onde se começa?",
        guests="holder@example.org",
        day=day.isoformat(),
        time="10:00",
        until="11:00",
        place=PLACE,
        kept_days="30",
    )
    assert status == 303, page
    return CaseDiscussion.objects.get()


def test_nobody_else_finds_a_trace_of_it_anywhere(discussion, practice, client_for, read, send, caplog):
    caplog.set_level(logging.DEBUG)
    assert send("technician", "discussion_note", discussion.uuid, text=f"{NOTE}: ligar primeiro.")[0] == 303
    # It stands in the tables of the circle, and in no other: no audit, letter, notice, message, session or history.
    assert found_in_database() <= OURS and "practice_casediscussion" in found_in_database()
    assert not AuditEntry.objects.filter(verb__contains="discussion").exists()
    [letter] = Letter.objects.filter(kind="discreet")
    assert letter.to == "holder@example.org" and str(discussion.uuid) not in letter.text + letter.html
    assert "conversa" not in (letter.subject + letter.text).lower()
    assert str(discussion.uuid) not in " ".join(Notice.objects.values_list("url", flat=True))
    outbox.send_owed()
    names = [
        ("discussion", [discussion.uuid]),
        ("discussion_calendar", [discussion.uuid]),
        ("discussion_call_off", [discussion.uuid]),
    ]
    lists = [
        "/", "/trabalho/", "/trabalho/atendimento-integrado/", "/atendimento-integrado/",
        "/atendimento-integrado/registo/", "/atendimento-integrado/registo/?q=CANARIO",
        "/atendimento-integrado/boas-praticas/?q=CANARIO", "/atendimento-integrado/questionario/",
        "/recursos/?q=CANARIO",
        "/unidades/deliberacoes/atom.xml", "/monitor/atualizacoes/atom.xml", "/sitemap.xml", "/conta/avisos/",
        "/trabalho/governar/", "/unidades/consultas/?q=CANARIO", "/noticias/",
    ]  # fmt: skip
    for who in OTHERS:
        client = client_for(who)
        for name, args in names:
            assert client.get(reverse(name, args=args)).status_code in (302, 404), (who, name)
        for name in ("discussion_answer", "discussion_note"):
            answer = client.post(reverse(name, args=[discussion.uuid]), {"answer": "yes", "text": "x"})
            assert answer.status_code in (302, 404), (who, name)
        # Who may most reads every list; the others the first few.
        for path in lists if who in (None, "coordination") else lists[1:6]:
            answer = client.get(path, follow=True)
            said = answer.content.decode() if not answer.streaming else ""
            assert not any(sign in said for sign in SIGNS), (who, path)
            assert str(discussion.uuid) not in said, (who, path)
        member = practice.cast.members.get(who) if who else None
        if member:
            secret = create_token(label="t", by=member)[1]
            for path in ("/api/v1/me", "/api/v1/requests", "/api/v1/bodies", "/api/v1/resources?q=CANARIO"):
                got = client.get(path, headers={"authorization": f"Bearer {secret}"}).content.decode()
                assert not any(sign in got for sign in SIGNS), (who, path)
    # Not even in a participant's own calendar feed, which other programs read.
    _key, secret = create_calendar_key(label="x", by=practice.cast.holder)
    feed = client_for(None).get(f"/trabalho/calendario/{secret}.ics").content.decode()
    assert not any(sign in feed for sign in (*SIGNS, str(discussion.uuid)))
    assert not any(sign in record.getMessage() for record in caplog.records for sign in SIGNS)


def test_the_circle_answers_reads_and_takes_the_hour_into_its_calendar(discussion, read, send, client_for):
    page = read("holder", "discussion", discussion.uuid)
    assert CANARY in page and PLACE in page and "Aceitar o convite" in page
    assert str(discussion.uuid) in read("holder", "practice_desk")
    answer = client_for("holder").get(reverse("discussion_calendar", args=[discussion.uuid]))
    event = answer.content.decode()
    assert "DTSTART" in event and "SUMMARY:Compromisso (Concerta)" in event
    assert not any(sign in event for sign in SIGNS) and "LOCATION" not in event
    assert (
        "no-store" in client_for("holder").get(reverse("discussion", args=[discussion.uuid]))["Cache-Control"]
    )
    assert send("holder", "discussion_answer", discussion.uuid, answer="yes")[0] == 303
    assert "vem" in read("technician", "discussion", discussion.uuid)
    status, page, _where = send("holder", "discussion_note", discussion.uuid, text="Ligar para 912 345 678.")
    assert status == 422 and "912 345 678" not in page
    # Who declines has left the circle.
    assert send("holder", "discussion_answer", discussion.uuid, answer="no")[0] == 303
    read("holder", "discussion", discussion.uuid, code=404)
    assert str(discussion.uuid) not in read("holder", "practice_desk")
    assert send("technician", "discussion_answer", discussion.uuid, answer="no")[0] == 409


def test_after_its_days_nothing_is_left_in_the_database_but_a_number(discussion, practice, send):
    send("technician", "discussion_note", discussion.uuid, text=f"{NOTE}: ligar primeiro.")
    with at(discussion.ends):
        assert actions.settle_discussions() == {"took place": 1, "gone": 0}
        assert actions.settle_discussions() == {"took place": 0, "gone": 0}
    # That one took place, for whose organisation: no person, no words, not even a hash of them.
    [entry] = AuditEntry.objects.filter(verb="case_discussion")
    assert (entry.user_id, entry.organisation_id, entry.label, entry.text_hash) == (None, None, "", "")
    assert entry.chain == f"organisation:{discussion.organisation.uuid}"
    assert str(discussion.uuid) not in f"{entry.subject_id}{entry.chain}"
    assert not AuditText.objects.filter(entry=entry).exists()
    with at(discussion.gone_at - timedelta(seconds=1)):
        assert actions.settle_discussions()["gone"] == 0
    with at(discussion.gone_at):
        assert actions.settle_discussions()["gone"] == 1
    assert found_in_database() == set()
    assert not Participant.objects.exists() and not CaseDiscussion.objects.exists()
    assert DiscussionMonth.objects.get().shown is None


def test_its_time_over_nobody_reads_it_although_the_clock_has_not_come_by(discussion, practice, read, send):
    with at(discussion.gone_at - timedelta(seconds=1)):
        assert CANARY in read("holder", "discussion", discussion.uuid)
    with at(discussion.gone_at):
        assert not CaseDiscussion.objects.hosted_by(practice.cast.technician).exists()
        assert str(discussion.uuid) not in read("holder", "practice_desk")
        for who in ("holder", "technician"):
            read(who, "discussion", discussion.uuid, code=404)
        assert send("technician", "discussion_note", discussion.uuid, text=NOTE)[0] == 404
    assert CaseDiscussion.objects.exists()


def test_one_that_cannot_go_keeps_no_other_and_the_log_does_not_say_why(practice, caplog):
    stuck = practice.discussion(question=f"{CANARY}?")
    later = {"starts": stuck.starts + timedelta(days=40), "ends": stuck.ends + timedelta(days=40)}
    other = practice.discussion(question="Outra?", **later)
    # The count of its month is as high as the column goes: one more is an error of the database.
    DiscussionMonth.objects.create(month=month_of(stuck.starts), count=2**31 - 1)
    with at(other.gone_at + timedelta(seconds=1)):
        assert actions.settle_discussions() == {"took place": 2, "gone": 1}
    assert CaseDiscussion.objects.get() == stuck
    assert DiscussionMonth.objects.get(month=month_of(other.starts)).count == 1
    assert "was not settled" in caplog.text and CANARY not in caplog.text


def test_the_key_of_somebody_elses_tells_nothing(discussion, practice):
    made = practice.discussion(by=practice.cast.representative, key=discussion.uuid)
    assert made.uuid != discussion.uuid and CaseDiscussion.objects.count() == 2
    # No different from a key that nobody has; one's own, sent again, makes no second.
    key = uuid4()
    first = practice.discussion(key=key)
    same = {"starts": first.starts, "ends": first.ends}
    assert practice.discussion(key=key, **same) == first
    assert practice.discussion(by=practice.cast.representative, key=key) != first


def test_what_is_called_off_is_gone_at_once(discussion, send):
    assert send("holder", "discussion_call_off", discussion.uuid)[0] == 404
    assert send("technician", "discussion_call_off", discussion.uuid)[0] == 303
    assert found_in_database() == set() and not DiscussionMonth.objects.exists()


def test_a_question_with_an_identity_is_refused_and_the_addresses_come_back(practice, send):
    day = timezone.localdate() + timedelta(days=2)
    said = {
        "question": "O senhor do 912 345 678 recusa.",
        "guests": "holder@example.org\nninguem@example.org",
        "day": day.isoformat(),
        "time": "10:00",
        "until": "11:00",
        "place": "Sala",
        "kept_days": "30",
    }
    status, page, _where = send("technician", "discussion_new", **said)
    assert status == 422 and "912 345 678" not in page and "holder@example.org" in page
    assert "Nem todos os endereços são de pessoas da rede" in page
    # Who of them has an account is not told: the addresses are only given back as they were typed.
    assert page.count("ninguem@example.org") == page.count("holder@example.org") == 1
    status, page, _where = send("technician", "discussion_new", **said | {"guests": "holder@example.org"})
    assert status == 422 and "912 345 678" not in page and not CaseDiscussion.objects.exists()
    status, page, _where = send(
        "technician",
        "discussion_new",
        **said | {"guests": "holder@example.org", "question": "Como?", "until": "09:00"},
    )
    assert status == 422 and "Tem de acabar depois de começar" in page


def test_only_the_room_of_the_circle_knows_of_discussions():
    """Nobody else reads the tables: no other module names the model, so none can list, search or export it."""
    names = {"CaseDiscussion", "DiscussionNote", "Participant"}
    may = {
        "practice/models/discussions.py", "practice/models/__init__.py", "practice/actions/discussing.py",
        "practice/views/work/discussions.py", "practice/views/work/desk.py", "practice/calendar.py",
    }  # fmt: skip
    found = set()
    for room in ("portal", "resources", "impact", "community", "programmes", "practice"):
        for file in (ROOT / room).rglob("*.py"):
            if "migrations" in file.parts:
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("practice"):
                    continue
                if names & {alias.name for alias in node.names}:
                    found.add(str(file.relative_to(ROOT)))
    assert found <= may
