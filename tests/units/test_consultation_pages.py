"""Consultations as people meet them: read beside the text, commented, answered one after the other, exported."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts import moment
from portal.demo.consulting import load_consultations
from tests.units.consulting import TEXT, consulting
from tests.units.governing import MAIA, at, governing
from units import actions
from units.models import Comment, Consultation, Reply

pytestmark = pytest.mark.django_db
__all__ = ["consulting", "governing"]


@pytest.fixture(autouse=True)
def portuguese():
    with translation.override("pt-pt"):
        yield


@pytest.fixture
def read(client_for):
    def get(who, name, *args, code=200, **query):
        answer = client_for(who).get(reverse(name, args=args), query)
        assert answer.status_code == code
        return answer.content.decode()

    return get


@pytest.fixture
def send(client_for):
    """POST as one of the cast: (status, page, where to)."""

    def post(who, name, *args, **data):
        answer = client_for(who).post(reverse(name, args=args), data)
        return answer.status_code, answer.content.decode(), answer.headers.get("Location", "")

    return post


def main(page):
    return page[page.index("<main") : page.index("</main>")]


def test_each_paragraph_has_its_number_and_its_comments_beside_it(consulting, read):
    consultation = consulting.closed(
        {"text": "Sobre o primeiro.", "paragraph": 1},
        {"text": "Sobre o terceiro.", "paragraph": 3, "evidence": "descending"},
        {"text": "Sobre tudo.", "paragraph": None, "by": consulting.holder},
    )
    page = main(read(None, "consultation", consultation.uuid))
    first, second, third = page.index('id="p1"'), page.index('id="p2"'), page.index('id="p3"')
    whole = page.index("Sobre o texto todo")
    assert first < page.index("Sobre o primeiro.") < second < third < page.index("Sobre o terceiro.") < whole
    assert whole < page.index("Sobre tudo.")
    assert "descendente" in page and "resposta em preparação" in page


def test_the_counter_says_how_many_and_how_many_have_a_reply(consulting, read):
    consultation = consulting.closed()
    consulting.reply(consultation.comments.first())
    assert "2 comentários, 1 respondido" in " ".join(read(None, "consultations").split())


def test_a_comment_comes_from_the_page_and_is_signed_by_the_entity(consulting, read, send):
    consultation = consulting.open()
    page = read("technician", "consultation", consultation.uuid, paragrafo="2")
    assert reverse("give_comment", args=[consultation.uuid]) in page
    assert '<option value="2" selected' in page
    status, _page, where = send(
        "technician", "give_comment", consultation.uuid, paragraph="2", kind="question", text="Quem paga?"
    )
    comment = Comment.objects.get()
    assert (status, where) == (303, f"/unidades/consultas/{consultation.uuid}/#c1")
    assert (comment.organisation, comment.paragraph) == (consulting.technician.organisation, 2)
    page = read(None, "consultation", consultation.uuid)
    assert "Quem paga?" in page and "Obra Social de Rio Tinto" in page
    assert "Entrar para comentar" in page and "Registar o comentário" not in page


def test_what_was_typed_stays_when_a_comment_is_refused(consulting, send):
    consultation = consulting.open()
    fine = {"paragraph": "1", "kind": "change", "text": "Trocar 90 por 60 dias."}
    status, page, _where = send("technician", "give_comment", consultation.uuid, **fine | {"kind": ""})
    assert status == 422 and "Trocar 90 por 60 dias." in page and "Erro:" in page
    status, page, _where = send(
        "technician", "give_comment", consultation.uuid, **fine | {"text": "Ligue 912 345 678."}
    )
    assert status == 422 and "912 345 678" not in page
    assert send("technician", "give_comment", consultation.uuid, **fine)[0] == 303
    # The same button pressed twice is one comment; the same words as something else are refused.
    assert send("technician", "give_comment", consultation.uuid, **fine)[0] == 303
    status, page, _where = send(
        "technician", "give_comment", consultation.uuid, **fine | {"kind": "question"}
    )
    assert status == 409 and "já fez este comentário" in page and Comment.objects.count() == 1


def test_after_the_deadline_the_page_takes_no_comment_and_says_so_politely(consulting, read, send):
    consultation = consulting.open()
    with at(consultation.deadline + timedelta(seconds=1)):
        assert "Registar o comentário" not in read("technician", "consultation", consultation.uuid)
        status, page, _where = send(
            "technician", "give_comment", consultation.uuid, kind="change", text="Mais um dia."
        )
    assert status == 409 and "já não recebe comentários" in page and not Comment.objects.exists()


def test_an_own_comment_is_taken_back_from_the_page_another_does_not_exist(consulting, read, send):
    consultation = consulting.open()
    mine, other = consulting.say(consultation), consulting.say(consultation, by=consulting.holder)
    page = read("technician", "consultation", consultation.uuid)
    assert reverse("take_back_comment", args=[mine.uuid]) in page
    assert reverse("take_back_comment", args=[other.uuid]) not in page
    assert send("technician", "take_back_comment", other.uuid)[0] == 404
    assert send("technician", "take_back_comment", mine.uuid)[0] == 303
    assert list(Comment.objects.all()) == [other]


def typed(**more):
    day = timezone.localdate() + timedelta(days=10)
    return {
        "title_pt": "Regulamento do banco",
        "title_en": "",
        "text": TEXT,
        "question_pt": "O que falta?",
        "question_en": "",
        "audience": "network",
        "day": day.isoformat(),
        "time": "18:00",
    } | more


def test_the_coordination_prepares_opens_answers_and_publishes(consulting, send, read):
    body = consulting.governing.unit
    status, _page, where = send("coordination", "consultation_new", **typed(body=str(body.uuid)))
    made = Consultation.objects.get()
    assert (status, where) == (303, f"/trabalho/governar/consultas/{made.uuid}/abrir/")
    assert send("coordination", "consultation_open", made.uuid)[0] == 303
    made.refresh_from_db()
    first, second = consulting.say(made), consulting.say(made, by=consulting.holder)
    with at(made.deadline):
        actions.close_due_consultations()
    # The desk says what is owed; each reply leads to the next comment without one, the last to the report.
    assert "Respostas em falta" in read("coordination", "governing")
    assert "2 comentários sem resposta" in read("coordination", "replies", made.uuid)
    assert send("coordination", "report_publish", made.uuid)[0] == 409
    answer = {"outcome": "accepted", "text": "Passa a 60."}
    status, _page, where = send("coordination", "reply", first.uuid, **answer)
    assert (status, where) == (303, f"/trabalho/governar/comentarios/{second.uuid}/responder/")
    status, page, _where = send("coordination", "reply", second.uuid, outcome="", text="Passa a 60.")
    assert status == 422 and "Passa a 60." in page
    status, _page, where = send("coordination", "reply", second.uuid, **answer)
    assert (status, where) == (303, f"/trabalho/governar/consultas/{made.uuid}/respostas/")
    assert "Relatórios por publicar" in read("coordination", "governing")
    assert send("coordination", "report_publish", made.uuid, conclusion_pt="Passa a 60.")[0] == 303
    page = main(read("technician", "consultation", made.uuid))
    assert "O que resultou da consulta" in page and "aceite" in page


def test_two_who_answer_the_same_comment_do_not_write_over_each_other(consulting, send, read):
    comment = consulting.closed().comments.first()
    page = read("coordination", "reply", comment.uuid)
    seen = page.split('name="seen" value="')[1].split('"')[0]
    consulting.reply(comment, text="A primeira.")
    status, page, _where = send(
        "coordination", "reply", comment.uuid, seen=seen, outcome="noted", text="A segunda."
    )
    assert status == 409 and "A segunda." in page and Reply.objects.get().text == "A primeira."


def test_an_open_consultation_is_not_edited(consulting, send, read):
    consultation = consulting.open()
    assert "ficam como estão" in read("coordination", "consultation_edit", consultation.uuid, code=409)
    status, page, _where = send(
        "coordination", "consultation_edit", consultation.uuid, **typed(text="Outro.")
    )
    assert status == 409 and "Outro." in page
    consultation.version.refresh_from_db()
    assert consultation.version.text == TEXT


def test_the_desk_shows_what_one_may_comment_on(consulting, read):
    consultation = consulting.open(title_pt="Carta de acolhimento")
    page = read("representative", "governing")
    assert "Consultas em que pode comentar" in page and "a sua entidade ainda não comentou" in page
    consulting.say(consultation, by=consulting.governing.speakers[MAIA])
    assert "1 comentário da sua entidade" in read("representative", "governing")
    with at(consultation.deadline):
        assert "Consultas em que pode comentar" not in read("representative", "governing")


def test_the_file_has_every_comment_with_its_reply(consulting, client_for):
    consultation = consulting.published()
    answer = client_for(None).get(reverse("consultation_export", args=[consultation.uuid, "csv"]))
    said = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(said), delimiter=";"))
    assert [(row["número"], row["entidade"], row["resultado"]) for row in rows] == [
        ("1", "Obra Social de Rio Tinto", "aceite"),
        ("2", "Município do Porto", "aceite"),
    ]
    assert consultation.code.lower() in answer["Content-Disposition"]
    assert client_for(None).get(f"/unidades/consultas/{consultation.uuid}/comentarios.pdf").status_code == 404


def test_the_list_is_searched_and_says_what_it_does_not_understand(consulting, read):
    open, published = consulting.open(title_pt="Carta"), consulting.published()
    page = read(None, "consultations")
    assert page.index(open.code) < page.index(published.code)
    found = read(None, "consultations", estado="publicada")
    assert published.code in found and open.code not in found
    assert open.code in read(None, "consultations", q="carta")
    assert "Nenhuma consulta assim" in read(None, "consultations", q="nada disto")
    read(None, "consultations", estado="sempre", code=400)
    read(None, "consultations", page="9", code=400)


def test_pages_ask_the_database_as_often_for_many_as_for_few(consulting, client_for):
    consultation = consulting.open()
    for number in range(3):
        consulting.say(consultation, text=f"Comentário {number}.")
    client, desk = client_for(None), client_for("coordination")
    paths = {
        reverse("consultations"): client,
        reverse("consultation", args=[consultation.uuid]): client,
        reverse("replies", args=[consultation.uuid]): desk,
        reverse("governing"): desk,
    }

    def queries(path, by):
        by.get(path)
        with CaptureQueriesContext(connection) as caught:
            assert by.get(path).status_code == 200
        return len(caught)

    few = [queries(path, by) for path, by in paths.items()]
    for number in range(3, 30):
        consulting.say(consultation, text=f"Comentário {number}.", paragraph=number % 3 + 1)
    for number in range(5):
        consulting.open(title_pt=f"Texto {number}")
    assert [queries(path, by) for path, by in paths.items()] == few


def test_the_demonstration_shows_every_kind_and_is_loaded_once(governing, read):
    load_consultations()
    shown = {one.state: one for one in Consultation.objects.for_pages()}
    assert set(shown) == {"open", "closed", "published"}
    assert shown["closed"].audience == "governing" and shown["closed"].missing == 2
    assert shown["published"].missing == 0 and shown["open"].said == 7
    before = list(Comment.objects.values_list("text", "at"))
    load_consultations()
    assert list(Comment.objects.values_list("text", "at")) == before
    assert all(text.endswith("(exemplo)") for text, _at in before)
    page = read(None, "consultations")
    assert shown["open"].code in page and shown["closed"].code not in page
    assert moment.now() < shown["open"].deadline
