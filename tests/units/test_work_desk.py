"""The page for who governs: what is due, what is late, what was decided since the last look; nobody else's page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import moment
from tests.units.governing import GONDOMAR, MAIA, at, governing
from units import actions
from units.models import LastLook, Task

pytestmark = pytest.mark.django_db

__all__ = ["governing"]
PAGE = "/trabalho/governar/"


@pytest.fixture
def look(client_for):
    """The page as one of the cast reads it."""

    def read(who: str, address: str = PAGE) -> str:
        answer = client_for(who).get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


def give(governing, owner, due: date | None = None, what: str = "Trazer os custos") -> Task:
    """A task promised three weeks ago; due in nine days if nothing else is said."""
    with at(timezone.now() - timedelta(days=21)):
        meeting = governing.held()
        day = due or timezone.localdate() + timedelta(days=9)
        return actions.give_task(meeting, by=governing.coordination, what=what, owner=owner, due=day)


@pytest.mark.parametrize("who", ["holder", "technician", "accredited", "editor", "outsider"])
def test_for_who_does_not_govern_the_page_does_not_exist(client_for, who):
    assert client_for(who).get(PAGE).status_code == 404
    assert client_for(who).post(f"{PAGE}visto/").status_code == 404


def test_a_visitor_is_asked_to_sign_in(client):
    answer = client.get(PAGE)
    assert answer.status_code == 302 and "/conta/login/" in answer.headers["Location"]


def test_a_round_waits_until_the_municipality_has_answered(governing, look, cast):
    round = governing.open()
    governing.say(round, GONDOMAR)
    page = look("representative")
    assert "1 posição por dar" in page and "1 de 17 responderam" in page
    assert f"{reverse('round', args=[round.uuid])}#posicao" in page
    governing.say(round, MAIA)
    page = look("representative")
    assert "Posições por dar" in page and "Não há rondas à espera do seu município" in page
    assert "Já respondeu" in page


def test_a_round_whose_time_is_over_waits_for_nobody(governing, look):
    round = governing.open()
    with at(round.deadline + timedelta(seconds=30)):
        assert "Não há rondas à espera" in look("representative")


def test_late_tasks_come_first_and_are_finished_in_one_click_and_back(governing, look, client_for, cast):
    give(governing, cast.representative, what="Pedir três orçamentos")
    late = give(governing, cast.representative, timezone.localdate() - timedelta(days=2), "Enviar a lista")
    page = look("representative")
    assert page.index("Enviar a lista") < page.index("Pedir três orçamentos")
    assert "em atraso" in page
    client = client_for("representative")
    answer = client.post(reverse("task_finish", args=[late.uuid]))
    assert answer.status_code == 303
    late.refresh_from_db()
    assert late.done_at is not None
    page = look("representative")
    assert "Desfazer" in page and "em atraso" not in page
    assert client.post(reverse("task_finish", args=[late.uuid])).status_code == 409
    assert client.post(reverse("task_reopen", args=[late.uuid])).status_code == 303
    late.refresh_from_db()
    assert late.is_late


def test_somebody_elses_task_does_not_exist(governing, client_for, cast):
    other = give(governing, governing.speakers[GONDOMAR])
    for name in ("task_finish", "task_reopen", "task_drop"):
        assert client_for("representative").post(reverse(name, args=[other.uuid])).status_code == 404
    assert Task.objects.open().filter(pk=other.pk).exists()


def test_a_task_is_dropped_only_with_a_reason(governing, client_for, cast):
    task = give(governing, cast.representative)
    client = client_for("coordination")
    address = reverse("task_drop", args=[task.uuid])
    assert client.get(address).status_code == 200
    assert client.post(address, {"why": ""}).status_code == 422
    assert client.post(address, {"why": "Já não faz falta."}).status_code == 303
    assert client.post(address, {"why": "Outra vez."}).status_code == 409


def test_what_was_decided_is_new_until_it_is_marked_as_seen(governing, look, client_for, cast):
    first = governing.decided(title_pt="Quota de metade")
    client = client_for("representative")
    page = client.get(PAGE)
    assert "Quota de metade" in page.content.decode()
    assert not LastLook.objects.exists(), "reading writes nothing"
    until = page.context["desk"].now
    with at(until + timedelta(minutes=1)):
        governing.decided(title_pt="Prazo de trinta dias")
    with at(until + timedelta(minutes=2)):
        assert client.post(f"{PAGE}visto/", {"ate": until.isoformat()}).status_code == 303
        page = look("representative")
    assert first.number not in page, "seen"
    assert "Prazo de trinta dias" in page, "decided while the page stood open"
    assert "Quota de metade" in look("coordination"), "one's mark is one's own"


@pytest.mark.parametrize(
    "said", ["", "ontem", "2026-11-22T10:00", "9999-01-01T00:00:00Z", "2026-99-99T10:00Z"]
)
def test_a_strange_moment_marks_as_seen_until_now(governing, client_for, cast, said):
    before = moment.now()
    assert client_for("representative").post(f"{PAGE}visto/", {"ate": said}).status_code == 303
    assert before <= LastLook.objects.get().at <= moment.now()


def test_a_mark_never_goes_back(cast):
    now = moment.now()
    LastLook.objects.mark(cast.representative, now)
    LastLook.objects.mark(cast.representative, now - timedelta(days=1))
    assert LastLook.objects.seen_until(cast.representative) == now


def test_who_runs_a_body_finds_all_that_waits(governing, look):
    governing.prepare(title_pt="Por abrir", title_en="")
    ready = governing.open(title_pt="Por fechar", title_en="")
    governing.answer(ready, ["agrees"] * 17)
    governing.closed(["agrees"] * 17, title_pt="Por decidir", title_en="")
    governing.closed(["change"] * 3, title_pt="Por rever", title_en="")
    governing.plan(title_pt="Por convocar")
    governing.held()
    governing.circulated()
    governing.draft(title_pt="Por aprovar", title_en="")
    page = look("coordination")
    assert "8 assuntos por tratar" in page
    for heading in (
        "Rondas em preparação",
        "Rondas que se podem fechar",
        "Rondas aprovadas, sem decisão",
        "Textos que voltaram a quem os propôs",
        "Reuniões por convocar",
        "Atas por enviar",
        "Atas por aprovar",
        "Decisões em preparação",
    ):
        assert heading in page
    assert "órgãos que conduz" not in look("representative"), "Maia leads none"


def test_with_nothing_at_all_every_list_says_so_in_words(governing, look):
    page = look("representative")
    assert "Nada à sua espera" in page
    for words in ("Não tem tarefas por fazer", "Ainda não há decisões", "Nenhuma reunião convocada"):
        assert words in page
    assert "Nada por tratar" in look("coordination")


def test_the_page_costs_the_same_however_much_there_is(
    governing, client_for, cast, django_assert_max_num_queries
):
    for n in range(3):
        governing.open(title_pt=f"Texto {n}")
        governing.held()
        governing.decided()
    client = client_for("coordination")
    client.get(PAGE)
    with django_assert_max_num_queries(40) as some:
        client.get(PAGE)
    for n in range(5):
        governing.open(title_pt=f"Mais {n}")
        governing.circulated()
        governing.decided()
        give(governing, cast.coordination)
    with django_assert_max_num_queries(len(some)):
        client.get(PAGE)


def test_the_workspace_says_what_waits_and_leads_here(governing, look, cast):
    governing.open()
    give(governing, cast.representative)
    page = look("representative", "/trabalho/")
    assert f'href="{PAGE}"' in page and "posições por dar" in page and "tarefas por fazer" in page
    assert PAGE not in look("technician", "/trabalho/")
