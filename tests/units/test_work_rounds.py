"""Rounds in the workspace: the position in one form, refusals that keep what was typed, preparing, opening, closing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.units.governing import GONDOMAR, MAIA, at, governing
from units import actions
from units.models import Body, Position, Round

pytestmark = pytest.mark.django_db
__all__ = ["governing"]


@pytest.fixture
def send(client_for):
    """POST as one of the cast: (status, page)."""

    def post(who: str, name: str, *args, **data):
        answer = client_for(who).post(reverse(name, args=args), data)
        return answer.status_code, answer.content.decode()

    return post


def typed(**more):
    """The form of a round, filled in."""
    day = timezone.localdate() + timedelta(days=10)
    return {
        "title_pt": "Prazo comum",
        "title_en": "",
        "text": "As ajudas técnicas são cedidas por 90 dias.",
        "rule": "at_least",
        "threshold": "12",
        "day": day.isoformat(),
        "time": "17:30",
        "openness": "internal",
    } | more


# --- A position -------------------------------------------------------------------------------------------------------


def test_a_position_is_given_from_the_page_of_the_round(governing, client_for, send):
    round = governing.open()
    page = client_for("representative").get(reverse("round", args=[round.uuid])).content.decode()
    assert reverse("give_position", args=[round.uuid]) in page
    assert 'name="answer"' in page and "checked" not in page.split('name="answer"')[1][:200]
    status, _page = send("representative", "give_position", round.uuid, answer="agrees")
    assert status == 303
    assert Position.objects.get(round=round).municipality_id == MAIA
    page = client_for("representative").get(reverse("round", args=[round.uuid])).content.decode()
    assert "Retirar a posição" in page and "Registar a posição" not in page


def test_an_address_opened_without_sending_leads_to_the_round(governing, client_for):
    round = governing.open()
    answer = client_for("representative").get(reverse("give_position", args=[round.uuid]))
    assert answer.headers["Location"].endswith(reverse("round", args=[round.uuid]) + "#posicao")
    assert not Position.objects.exists()


@pytest.mark.parametrize("answer", ["reservation", "change"])
def test_a_reservation_and_a_change_say_what(governing, send, answer):
    round = governing.open()
    status, page = send("representative", "give_position", round.uuid, answer=answer, text=" ")
    assert status == 422 and "Escreva a" in page and not Position.objects.exists()
    status, _page = send(
        "representative", "give_position", round.uuid, answer=answer, text="Faltam os custos."
    )
    assert status == 303 and Position.objects.get().text == "Faltam os custos."


def test_who_agrees_sends_no_text_begun_for_something_else(governing, send):
    round = governing.open()
    send("representative", "give_position", round.uuid, answer="agrees", text="Faltam os custos.")
    assert Position.objects.get().text == ""


def test_a_second_position_is_refused_with_the_first_and_the_text_kept(governing, send):
    round = governing.open()
    governing.say(round, MAIA)
    status, page = send("representative", "give_position", round.uuid, answer="change", text="Por 60 dias.")
    assert status == 409
    assert "já respondeu" in page and "Por 60 dias." in page and "Erro:" in page
    assert Position.objects.get().answer == "agrees"


@pytest.mark.parametrize("how", ["late", "closed", "annulled"])
def test_after_its_end_a_round_takes_no_position_and_the_text_is_kept(governing, send, how):
    round = governing.open()
    when = timezone.now()
    if how == "annulled":
        actions.withdraw_round(round, by=governing.coordination, why="Há um texto novo.")
    else:
        when = round.deadline
    with at(when):
        if how == "closed":
            actions.close_round(round, by=None)
        status, page = send(
            "representative", "give_position", round.uuid, answer="change", text="Por 60 dias."
        )
    assert status == 409 and "Por 60 dias." in page
    assert not Position.objects.exists()


def test_who_speaks_for_no_municipality_gives_none(governing, send, client_for):
    round = governing.open()
    status, page = send("coordination", "give_position", round.uuid, answer="agrees")
    assert status == 403 and "Só quem representa" in page
    assert not Position.objects.exists()


@pytest.mark.parametrize("data", [{}, {"answer": "talvez"}, {"answer": "change", "text": "x" * 20_001}])
def test_nonsense_is_refused_with_a_sentence(governing, send, data):
    round = governing.open()
    status, _page = send("representative", "give_position", round.uuid, **data)
    assert status == 422 and not Position.objects.exists()


def test_what_could_identify_somebody_is_refused_and_not_shown_again(governing, send):
    round = governing.open()
    said = {"answer": "reservation", "text": "Ligue para 912 345 678."}
    status, page = send("representative", "give_position", round.uuid, **said)
    assert status == 422 and "912 345 678" not in page


def test_a_position_is_taken_back_while_the_round_is_open(governing, send):
    round = governing.open()
    governing.say(round, MAIA)
    governing.say(round, GONDOMAR)
    assert send("representative", "take_back_position", round.uuid)[0] == 303
    assert list(Position.objects.values_list("municipality", flat=True)) == [GONDOMAR]
    assert send("representative", "take_back_position", round.uuid)[0] == 303, "twice does no harm"
    governing.say(round, MAIA)
    with at(round.deadline):
        status, page = send("representative", "take_back_position", round.uuid)
    assert status == 409 and "já fechou" in page
    assert Position.objects.filter(municipality=MAIA).exists()


def test_a_draft_takes_no_position(governing, send):
    status, page = send("representative", "give_position", governing.prepare().uuid, answer="agrees")
    assert status == 409 and "ainda não abriu" in page


# --- Preparing, opening, closing --------------------------------------------------------------------------------------


def test_rule_and_number_have_no_choice_beforehand(governing, client_for):
    page = client_for("coordination").get(reverse("round_new"))
    form = page.context["form"]
    assert form["rule"].value() is None and form["threshold"].value() is None and form["day"].value() is None
    assert 'name="rule" value="consensus" required id="id_rule_0" checked' not in page.content.decode()


def test_a_round_is_prepared_changed_opened_and_closed(governing, client_for, send):
    status, _page = send("coordination", "round_new", **typed(body=str(governing.council.uuid)))
    assert status == 303
    round = Round.objects.get()
    assert (round.state, round.body, round.rule, round.threshold) == (
        "draft",
        governing.council,
        "at_least",
        12,
    )
    assert timezone.localtime(round.deadline).strftime("%H:%M") == "17:30"
    client = client_for("coordination")
    page = client.get(reverse("round_edit", args=[round.uuid]))
    seen = page.context["form"]["seen"].value()
    changed = typed(threshold="9", seen=seen)
    assert send("coordination", "round_edit", round.uuid, **changed)[0] == 303
    status, page = send("coordination", "round_edit", round.uuid, **changed | {"text": "O meu texto."})
    assert status == 409 and "Outra pessoa gravou" in page and "O meu texto." in page
    assert "90 dias" in client.get(reverse("round_open", args=[round.uuid])).content.decode()
    assert send("coordination", "round_open", round.uuid)[0] == 303
    assert send("coordination", "round_open", round.uuid)[0] == 409
    round.refresh_from_db()
    assert (round.state, round.threshold) == ("open", 9)
    assert client.get(reverse("round_edit", args=[round.uuid])).status_code == 409
    assert send("coordination", "round_edit", round.uuid, **typed(threshold="3"))[0] == 409
    status, page = send("coordination", "round_close", round.uuid)
    assert status == 409 and "faltam 17" in page
    governing.answer(round, ["agrees"] * 17)
    assert send("coordination", "round_close", round.uuid)[0] == 303
    round.refresh_from_db()
    assert round.outcome == "agreed"
    assert send("coordination", "round_close", round.uuid)[0] == 409


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rule": ""}, "Escolha uma das opções"),
        ({"rule": "sorteio"}, "Escolha uma das opções"),
        ({"threshold": ""}, "Escreva um número inteiro"),
        ({"threshold": "18"}, "os municípios são 17"),
        ({"threshold": "0"}, "1"),
        ({"day": "31/02/2026"}, "Escreva um dia que exista"),
        ({"day": "2020-01-01"}, "pelo menos um dia"),
        ({"day": "9999-12-31"}, "demasiado longo"),
        ({"time": "25:99"}, "Escreva uma hora"),
        ({"text": ""}, "Falta preencher"),
        ({"title_pt": "x" * 161}, "No máximo 160"),
        ({"body": ""}, "Escolha o órgão"),
        ({"body": "nada"}, "Escolha o órgão"),
        ({"openness": ""}, "Escolha uma das opções"),
        ({"text": "Escreva a fulano@exemplo.pt"}, "Erro:"),
    ],
)
def test_what_is_wrong_with_a_round_is_said_and_what_was_typed_kept(governing, send, wrong, said):
    data = typed(body=str(governing.unit.uuid)) | {"note": ""} | wrong
    status, page = send("coordination", "round_new", **data)
    assert status == 422 and said in page
    assert Round.objects.count() == 0
    if "title_pt" not in wrong:
        assert "Prazo comum" in page


def test_the_next_version_stands_beside_the_former(governing, client_for):
    former = governing.closed(["change"] * 3)
    client = client_for("coordination")
    address = f"{reverse('round_new')}?texto={former.version.draft.uuid}"
    page = client.get(address).content.decode()
    assert "Versão anterior (1)" in page
    answer = client.post(address, typed(text="Por 60 dias.", note="O prazo."))
    assert answer.status_code == 303
    made = Round.objects.get(state="draft")
    assert (made.version.draft, made.version.number, made.version.note) == (
        former.version.draft,
        2,
        "O prazo.",
    )
    assert made.body == former.body
    for nothing in ("nada", "00000000-0000-4000-8000-000000000000"):
        assert client.get(f"{reverse('round_new')}?texto={nothing}").status_code == 404


def test_a_round_is_annulled_only_with_a_reason(governing, send, client_for):
    round = governing.open()
    assert client_for("coordination").get(reverse("round_withdraw", args=[round.uuid])).status_code == 200
    assert send("coordination", "round_withdraw", round.uuid, why="")[0] == 422
    assert send("coordination", "round_withdraw", round.uuid, why="Há um texto novo.")[0] == 303
    assert send("coordination", "round_withdraw", round.uuid, why="Outra vez.")[0] == 409


def test_who_runs_no_body_prepares_no_round(governing, client_for, send):
    draft, open_one = governing.prepare(), governing.open()
    assert client_for("representative").get(reverse("round_new")).status_code == 404
    for name, round in [
        ("round_edit", draft),
        ("round_open", draft),
        ("round_close", open_one),
        ("round_withdraw", open_one),
    ]:
        assert client_for("representative").get(reverse(name, args=[round.uuid])).status_code == 404
        assert send("representative", name, round.uuid, why="Porque sim.")[0] == 404
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_who_leads_a_body_prepares_its_rounds_and_no_other_bodys(governing, client):
    leader = governing.speakers[GONDOMAR]
    client.force_login(leader.user)
    own, other = governing.prepare(), governing.prepare(body=Body.objects.get(axis="EP2"))
    assert client.get(reverse("round_edit", args=[own.uuid])).status_code == 200
    assert client.get(reverse("round_edit", args=[other.uuid])).status_code == 404
    answer = client.post(reverse("round_new"), typed(body=str(governing.council.uuid)))
    assert answer.status_code == 422 and "Escolha o órgão" in answer.content.decode()


def test_the_clock_closes_and_reminds(governing):
    from portal.clock import JOBS

    assert (JOBS["rounds"].every, JOBS["round_reminders"].every, JOBS["tasks"].every) == (
        timedelta(minutes=1),
        timedelta(minutes=10),
        timedelta(minutes=30),
    )
    round = governing.open()
    with at(round.deadline):
        assert JOBS["rounds"].run() == 1
    round.refresh_from_db()
    assert round.state == "closed"
