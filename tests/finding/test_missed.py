"""Searches that found nothing: counted by their words, never by whom; read and settled by the coordination."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import RequestFactory
from django.utils import timezone

from accounts import moment
from portal.clock import purge_expired
from portal.finding import missed
from search.models import Missed, Synonyms

DESK, MISS = "/trabalho/pesquisas-sem-resultado/", "/pesquisa/sem-resultado/"


def carried(words):
    return missed.note(RequestFactory().get("/pesquisa/", {"q": words}), words)


def miss(client, words, address="10.0.0.1", **more):
    return client.post(MISS, {"missed": carried(words), **more}, REMOTE_ADDR=address)


def missed_often(words, times, week=None):
    today = timezone.localdate()
    week = week or today - timedelta(days=today.weekday())
    return Missed.objects.create(words=words, week=week, times=times)


def test_a_search_without_result_is_counted_by_its_words_once_for_each_address(client_for):
    visitor = client_for(None)
    assert miss(visitor, "Grua de TRANSFERÊNCIA", script="1").status_code == 204
    answer = miss(visitor, "grua  transferencia", address="10.0.0.2")
    assert answer.status_code == 200 and "Quem as procurou não fica escrito" in answer.content.decode()
    # Reloaded: the same person.
    assert miss(visitor, "grua de transferência").status_code == 200
    row = Missed.objects.get()
    assert (row.words, row.times, row.week.weekday()) == ("grua transferencia", 2, 0)
    assert {field.name for field in Missed._meta.fields} == {"id", "words", "week", "times", "settled_at"}
    english = visitor.post("/en" + MISS, {"missed": carried("grua")})
    assert english.status_code == 200 and '<html lang="en"' in english.content.decode()


def test_only_what_a_page_of_ours_signed_is_counted_and_not_without_end(client_for):
    visitor = client_for(None)
    stale = timezone.now() - timedelta(hours=2)
    for wrong in ("", "grua", signing.dumps("grua", salt="another")):
        assert visitor.post(MISS, {"missed": wrong}).status_code == 422
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", stale.timestamp)
        old = carried("grua")
    assert visitor.post(MISS, {"missed": old}).status_code == 422
    assert visitor.get(MISS).status_code == 405
    assert not Missed.objects.exists()
    statuses = [miss(visitor, f"palavra {n}", address="10.9.9.9").status_code for n in range(missed.MOST + 1)]
    assert statuses == [200] * missed.MOST + [429]


@pytest.mark.parametrize(
    "words",
    [
        "maria 912 345 678", "nif 501964843", "ana@exemplo.pt", "PT50000201231234567890154", "processo 123456",
        "violência doméstica", "violensia", "casa abrigo", "o meu marido bate-me", "refúgio", "fugir de casa",
        "vítimas", "tenho medo", "my husband hits me", "maus-tratos", "de da", "",
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_words_that_may_name_somebody_or_tell_of_violence_are_not_even_carried(words):
    assert carried(words) == ""


def test_the_form_carries_nothing_when_what_was_typed_says_more_than_what_is_left_of_it():
    request = RequestFactory().get("/pesquisa/", {"q": "cama para 912345678"})
    assert missed.note(request, "cama") == ""
    assert missed.note(RequestFactory().get("/pesquisa/", {"q": "12 22 03"}), "12 22 03") != ""


def test_the_coordination_reads_from_three_times_on_and_settles(client_for):
    coordination = client_for("coordination")
    assert "Nada por tratar" in coordination.get(DESK).content.decode()
    today = timezone.localdate()
    missed_often("grua transferencia", 2)
    missed_often("grua transferencia", 2, today - timedelta(days=today.weekday() + 7))
    missed_often("joaquina exemplo", 2)
    page = coordination.get(DESK).content.decode()
    assert "grua transferencia" in page and "?q=grua%20transferencia" in page
    assert "joaquina" not in page and "Mais 1 pesquisa foi feita menos de 3 vezes" in page
    sheet = coordination.get(DESK + "lista.csv").content.decode("utf-8-sig")
    assert "grua transferencia" in sheet and "joaquina" not in sheet
    assert DESK in coordination.get("/trabalho/").content.decode()
    assert DESK not in client_for("technician").get("/trabalho/").content.decode()
    assert "?q=grua%20transferencia" in coordination.get("/en" + DESK).content.decode()

    # What is not shown cannot be settled by guessing either.
    guess = coordination.post(DESK + "tratada/", {"words": "joaquina exemplo"})
    assert guess.status_code == 409 and "já não está na lista" in guess.content.decode()
    assert coordination.post(DESK + "tratada/", {"words": "grua transferencia"}).status_code == 303
    assert "?q=grua" not in coordination.get(DESK).content.decode()
    # Missed again: from the beginning.
    miss(client_for(None), "grua transferência", address="10.0.0.3")
    assert Missed.objects.get(words="grua transferencia", settled_at=None).times == 1


def test_what_was_missed_may_be_said_to_mean_the_same_as_what_is_there(client_for):
    missed_often("papamovel", 3)
    missed_often("cama hospitalar", 3)
    coordination = client_for("coordination")
    join = DESK + "sinonimo/"
    assert coordination.post(join, {"words": "papamovel", "same_as": " "}).status_code == 422
    refused = coordination.post(join, {"words": "papamovel", "same_as": "casa de abrigo"})
    assert refused.status_code == 422 and "nunca a um lugar" in refused.content.decode()
    taken = coordination.post(join, {"words": "cama hospitalar", "same_as": "muletas"})
    assert taken.status_code == 422 and "já está noutro grupo" in taken.content.decode()
    assert coordination.post(join, {"words": "papamovel", "same_as": "Muletas"}).status_code == 303
    assert Synonyms.objects.get(words__contains="muletas").terms == ["canadianas", "muletas", "papamovel"]
    assert "papamovel" not in {one["words"] for one in missed.shown()}


@pytest.mark.django_db
def test_what_was_missed_goes_after_a_year_and_rare_words_sooner():
    today = timezone.localdate()
    missed_often("velha", 9, today - timedelta(days=380))
    missed_often("grua", 5, today - timedelta(days=90))
    missed_often("joaquina", 2, today - timedelta(days=90))
    missed_often("zeferina", 2, today - timedelta(days=20))
    assert purge_expired(moment.now())["missed searches"] == 2
    assert set(Missed.objects.values_list("words", flat=True)) == {"grua", "zeferina"}
