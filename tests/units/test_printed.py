"""Meetings on paper: pack and minutes say what the page says to the same reader, in a PDF that machines can read."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts import moment
from geo.models import Municipality
from tests.papers import Printed
from tests.units.governing import AROUCA, GONDOMAR, MAIA, at, governing, in_days
from units import actions
from units.actions.meetings import Point

pytestmark = pytest.mark.django_db
__all__ = ["governing"]


@pytest.fixture
def read(client_for):
    def get(who, name, meeting, *, language="", code=200):
        answer = client_for(who).get(language + reverse(name, args=[meeting.uuid]))
        assert answer.status_code == code, answer.status_code
        if code != 200:
            return None
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        return Printed(answer.content)

    return get


def meeting_of(governing, **more):
    """A meeting about an open round, with a public and an internal point and document."""
    round = governing.open(is_public=True)
    governing.answer(round, {MAIA: "agrees", GONDOMAR: "reservation", AROUCA: "change"})
    agenda = [
        Point("Fecho da ronda", "End of the round", text="Com *asteriscos* e #cardinais.", round=round),
        Point("Assunto reservado", is_public=False),
    ]
    meeting = governing.called(agenda=agenda, link="https://reuniao.example.org/7", **more)
    for title, is_public in (("Parecer técnico", True), ("Custos por município", False)):
        actions.add_paper(
            meeting,
            by=governing.coordination,
            title=title,
            name=f"{title}.pdf",
            content=b"%PDF-1.7 " + title.encode(),
            is_public=is_public,
        )
    return meeting


def test_the_pack_is_a_tagged_pdf_with_agenda_text_positions_and_documents_inside(governing, read):
    meeting = meeting_of(governing)
    pack = read("representative", "meeting_pack", meeting)
    assert pack.is_tagged and pack.claims_ua and pack.language == "pt-PT" and pack.pages >= 1
    assert pack.title.startswith("Pasta da reunião: ")
    for said in (
        "1. Fecho da ronda",
        "2. Assunto reservado (interno)",
        "Com *asteriscos* e #cardinais.",
        "As ajudas técnicas são cedidas por 90 dias.",
        "Ronda aberta: 1 concorda, 1 com reserva, 1 propõe alteração, 14 sem resposta.",
        "Falta o anexo com os custos.",
        "Trocar 90 por 60 dias.",
        "https://reuniao.example.org/7",
        "2 documentos vão dentro deste ficheiro",
    ):
        assert said in pack.text, (said, pack.text)
    assert pack.attached == {
        "1-custos-por-municipio.pdf": "%PDF-1.7 Custos por município".encode(),
        "2-parecer-tecnico.pdf": "%PDF-1.7 Parecer técnico".encode(),
    }


@pytest.mark.parametrize("who", [None, "outsider", "technician", "editor"])
def test_who_does_not_govern_finds_only_the_public_parts_in_the_pack(governing, read, who):
    pack = read(who, "meeting_pack", meeting_of(governing))
    assert "Fecho da ronda" in pack.text and "Falta o anexo com os custos." in pack.text
    for hidden in ("reservado", "reuniao.example.org", "Custos por município"):
        assert hidden not in pack.text
    assert list(pack.attached) == ["1-parecer-tecnico.pdf"]
    for internal in (meeting_of(governing, is_public=False), governing.plan()):
        read(who, "meeting_pack", internal, code=404)


def test_the_pack_names_what_was_promised_before_and_is_not_done_for_those_who_govern(governing, read, cast):
    before = governing.held()
    task, done = (
        actions.give_task(
            before, by=governing.coordination, what=what, owner=cast.representative, due=in_days(5).date()
        )
        for what in ("Trazer os custos", "Enviar o convite")
    )
    actions.finish_task(done, by=cast.representative, note="Enviado.")
    meeting = meeting_of(governing)
    said = read("coordination", "meeting_pack", meeting).text
    assert task.what in said and done.what not in said
    assert task.what not in read("technician", "meeting_pack", meeting).text


def test_documents_too_many_for_one_file_are_named_and_stay_where_they_are(governing, read, monkeypatch):
    monkeypatch.setattr("units.printing.MOST_BYTES", 30)
    meeting = meeting_of(governing)
    pack = read("representative", "meeting_pack", meeting)
    assert len(pack.attached) == 1 and "1 documento vai dentro" in pack.text
    assert "Parecer técnico" in pack.text and "Custos por município" in pack.text


def test_the_minutes_say_who_was_there_what_was_said_decided_and_promised(governing, read, cast):
    meeting = governing.held()
    with at(moment.now()):
        places = Municipality.objects.in_bulk([MAIA, GONDOMAR])
    actions.mark_attendance(
        meeting,
        {places[MAIA]: ("present", "Rui Exemplo"), places[GONDOMAR]: ("represented", "")},
        by=governing.coordination,
    )
    said = {item.pk: f"Sobre {item.title_pt}: ouvido." for item in meeting.items.all()}
    actions.write_minutes(meeting, said, by=governing.coordination, is_public=True)
    actions.give_task(
        meeting,
        by=governing.coordination,
        what="Trazer os custos",
        owner=cast.representative,
        due=in_days(5).date(),
    )
    governing.decided(governing.unit, meeting=meeting)
    draft = read("representative", "meeting_minutes", meeting)
    assert "Ata por aprovar: pode ainda mudar." in draft.text
    for who in (None, "technician"):
        read(who, "meeting_minutes", meeting, code=404)
    actions.circulate_minutes(meeting, by=governing.coordination)
    actions.approve_minutes(meeting, by=governing.coordination)
    inside, outside = (read(who, "meeting_minutes", meeting) for who in ("representative", None))
    for text in (inside.text, outside.text):
        assert "por aprovar" not in text and "aprovada a" in text
        assert "2 de 4 presentes ou representados: não houve quórum." in text
        assert "Sobre Fecho da ronda: ouvido." in text
        assert "Prazo comum de 90 dias" in text
    assert "Rui Exemplo" in inside.text and "Trazer os custos" in inside.text
    assert "Rui Exemplo" not in outside.text and "Trazer os custos" not in outside.text
    assert inside.is_tagged and inside.claims_ua


def test_minutes_that_nobody_wrote_are_no_file(governing, read):
    read("coordination", "meeting_minutes", governing.held(), code=404)


def test_both_are_in_the_language_of_the_address(governing, read):
    meeting = meeting_of(governing)
    pack = read("representative", "meeting_pack", meeting, language="/en")
    assert pack.language == "en-GB" and "End of the round" in pack.text
    assert pack.title.startswith("Meeting pack: ")


def test_the_page_of_a_meeting_leads_to_its_files(governing, client_for):
    meeting, page = governing.circulated(), "Pasta da reunião (PDF)"
    html = client_for("representative").get(reverse("meeting", args=[meeting.uuid])).content.decode()
    assert reverse("meeting_pack", args=[meeting.uuid]) in html and page in html
    assert reverse("meeting_minutes", args=[meeting.uuid]) in html
    html = client_for(None).get(reverse("meeting", args=[meeting.uuid])).content.decode()
    assert reverse("meeting_pack", args=[meeting.uuid]) in html
    assert reverse("meeting_minutes", args=[meeting.uuid]) not in html


def test_a_character_that_no_font_has_costs_nobody_the_minutes(governing, read):
    meeting = governing.held()
    said = {item.pk: "Aprovado \u2705 \uf0b7 \u4f60" for item in meeting.items.all()}
    actions.write_minutes(meeting, said, by=governing.coordination, is_public=True)
    printed = read("coordination", "meeting_minutes", meeting)
    assert "Aprovado" in printed.text and printed.is_tagged


def test_who_asks_only_for_the_head_costs_no_page(governing, client_for):
    answer = client_for(None).head(reverse("meeting_pack", args=[governing.called().uuid]))
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "application/pdf", b"")
