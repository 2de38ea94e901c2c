"""Decisions and meetings for other programs: Atom, CSV, XLSX, iCalendar."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from xml.etree import ElementTree

import icalendar
import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from tests.units.governing import governing
from units import actions
from units.actions.decisions import Change
from units.actions.meetings import Point

pytestmark = pytest.mark.django_db
__all__ = ["governing"]

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def portuguese():
    with translation.override("pt-pt"):
        yield


@pytest.fixture
def feed(client_for):
    def get(who=None, path="/unidades/decisoes/feed/"):
        answer = client_for(who).get(path)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
        return ElementTree.fromstring(answer.content.decode())

    return get


@pytest.fixture
def rows(client_for):
    def get(who=None, query=""):
        answer = client_for(who).get(f"/unidades/decisoes/exportar.csv{query}")
        assert answer.status_code == 200
        said = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(said), delimiter=";"))

    return get


def titles(tree):
    return [entry.findtext("a:title", namespaces=ATOM) for entry in tree.findall("a:entry", ATOM)]


# Atom


def test_the_feed_has_the_public_decisions_the_latest_first_with_stable_names(governing, feed):
    first = governing.decided(title_pt="Primeira")
    second = governing.decided(title_pt="Segunda")
    tree = feed()
    assert titles(tree) == [f"{second.number}: Segunda", f"{first.number}: Primeira"]
    entry = tree.find("a:entry", ATOM)
    assert entry.findtext("a:id", namespaces=ATOM) == f"urn:uuid:{second.uuid}"
    assert entry.find("a:link", ATOM).get("href").endswith(f"/unidades/decisoes/{second.number}/")
    assert entry.findtext("a:author/a:name", namespaces=ATOM) == second.body.name_pt
    assert "O prazo é de 90 dias" in entry.findtext("a:summary", namespaces=ATOM)


@pytest.mark.parametrize("who", [None, "outsider", "representative", "coordination"])
def test_the_feed_is_the_visitors_whoever_asks(governing, feed, who):
    governing.decided(title_pt="Pública", text_pt="Texto inteiro.", public_text_pt="Texto para todos.")
    governing.decided(title_pt="Interna", is_public=False)
    governing.draft(title_pt="Por aprovar")
    said = ElementTree.tostring(feed(who), encoding="unicode")
    assert "Texto para todos." in said
    for hidden in ("Interna", "Por aprovar", "Texto inteiro."):
        assert hidden not in said


def test_the_feed_in_english(governing, feed):
    decision = governing.decided()
    tree = feed(path="/en/unidades/decisoes/feed/")
    assert titles(tree) == [f"{decision.number}: Common period of 90 days"]
    assert tree.find("a:entry/a:link", ATOM).get("href").endswith(f"/en/unidades/decisoes/{decision.number}/")


def test_characters_that_xml_does_not_know_leave_the_feed_whole(governing, feed):
    decision = governing.decided(title_pt="Prazo\x0bcomum", text_pt="Um\x1btexto.")
    assert titles(feed()) == [f"{decision.number}: Prazocomum"]


def test_an_empty_feed_is_a_feed(feed):
    assert titles(feed()) == []


# Files


def test_the_file_has_what_the_reader_may_read(governing, rows):
    round = governing.closed(["agrees"] * 11 + ["reservation"], is_public=True)
    decision = governing.decided(
        round=round,
        text_pt="Texto inteiro.",
        public_text_pt="Texto para todos.",
        effects=[Change("plan", "Meta nova")],
    )
    governing.decided(title_pt="Interna", is_public=False)
    for who, texts in ((None, ["Texto para todos."]), ("technician", ["Texto para todos."])):
        assert [row["texto"] for row in rows(who)] == texts
    assert {row["acesso"] for row in rows("representative")} == {"pública", "interna"}
    assert "Texto inteiro." in [row["texto"] for row in rows("representative")]
    [row] = rows(None)
    assert (row["número"], row["ronda"], row["efeitos"]) == (decision.number, round.code, "Meta nova")
    said = ("concordam", "com reserva", "propõem alteração", "sem resposta")
    assert [row[name] for name in said] == ["11", "1", "0", "5"]
    assert row["página"].startswith("http") and row["página"].endswith(f"/{decision.number}/")


def test_positions_of_an_internal_round_are_in_no_public_file(governing, rows):
    governing.decided(round=governing.closed(["agrees"] * 12, is_public=False))
    [outside], [inside] = rows(None), rows("coordination")
    assert (outside["ronda"], outside["concordam"]) == ("", "")
    assert inside["concordam"] == "12"


def test_the_file_has_what_the_filters_leave(governing, rows):
    governing.decided(title_pt="Do Conselho")
    governing.decided(governing.unit, title_pt="Da unidade")
    assert [row["título"] for row in rows(None, f"?orgao={governing.unit.uuid}")] == ["Da unidade"]
    assert len(rows(None)) == 2


def test_no_cell_is_a_formula(governing, rows, client_for):
    governing.decided(title_pt="=1+1", text_pt='=HYPERLINK("http://x")')
    [row] = rows()
    assert (row["título"], row["texto"]) == ("'=1+1", '\'=HYPERLINK("http://x")')
    answer = client_for(None).get("/unidades/decisoes/exportar.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    [_head, line] = book["Decisões"].iter_rows(values_only=True)
    assert "'=1+1" in line


def test_what_cannot_be_understood_is_said_by_the_list(governing, client_for):
    client = client_for(None)
    answer = client.get("/unidades/decisoes/exportar.csv?ano=mil")
    assert answer.status_code == 400 and "Nesse ano não há nada" in answer.content.decode()
    assert client.get("/unidades/decisoes/exportar.pdf").status_code == 404
    assert client.post("/unidades/decisoes/exportar.csv").status_code == 405


def test_the_list_leads_to_the_files_with_its_filters(governing, client_for):
    governing.decided(governing.unit)
    page = client_for(None).get(f"/unidades/decisoes/?orgao={governing.unit.uuid}&page=1").content.decode()
    assert f'href="/unidades/decisoes/exportar.csv?orgao={governing.unit.uuid}"' in page


# iCalendar


@pytest.fixture
def event(client_for):
    def get(meeting, who=None):
        answer = client_for(who).get(reverse("meeting_calendar", args=[meeting.uuid]))
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        [found] = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
        return found

    return get


def test_a_meeting_is_one_event_with_its_hours_and_place(governing, event):
    meeting = governing.called(title_pt="Ajudas técnicas; prazos, e mais")
    found = event(meeting)
    assert found["UID"] == f"{meeting.uuid}@concerta"
    assert (found["SEQUENCE"], found["STATUS"]) == (0, "CONFIRMED")
    assert found.decoded("DTSTART") == meeting.starts.replace(microsecond=0)
    assert found.decoded("DTEND") == meeting.ends.replace(microsecond=0)
    assert found["SUMMARY"] == "Saúde e Bem-Estar: Ajudas técnicas; prazos, e mais"
    assert found["LOCATION"] == "Sala do Conselho, Maia"
    assert "1. Fecho da ronda" in found["DESCRIPTION"]


def test_a_calendar_learns_of_changes_and_of_the_end(governing, event):
    meeting = governing.called()
    later = meeting.starts + timedelta(days=1)
    meeting = actions.change_meeting(meeting, governing.call(starts=later), by=governing.coordination)
    changed = event(meeting)
    assert (changed["SEQUENCE"], changed.decoded("DTSTART")) == (1, later.replace(microsecond=0))
    meeting = actions.cancel_meeting(meeting, by=governing.coordination, why="Sem quórum anunciado.")
    gone = event(meeting)
    assert (gone["UID"], gone["SEQUENCE"], gone["STATUS"]) == (changed["UID"], 2, "CANCELLED")
    assert "Sem quórum anunciado." in gone["DESCRIPTION"]


def test_the_calendar_has_only_the_points_its_reader_may_see(governing, event):
    meeting = governing.called(agenda=[Point("Um"), Point("Interno", is_public=False), Point("Dois")])
    outside, inside = event(meeting)["DESCRIPTION"], event(meeting, "representative")["DESCRIPTION"]
    assert "1. Um\n2. Dois" in outside and "Interno" not in outside
    assert "1. Um\n2. Interno\n3. Dois" in inside
