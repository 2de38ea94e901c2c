"""Several requests answered at once: each by itself, and a page that says honestly what went and what did not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry
from resources import actions, days
from resources.models import Booking, Category
from resources.models.codes import Status
from tests.workspace.conftest import words


@pytest.fixture
def waiting(ask: Any, resource: Any) -> list[Any]:
    """Three requests of 2 for the 4 beds of one shelter."""
    return [ask(resource, 2, reference=f"REF-{n}") for n in range(3)]


@pytest.fixture
def answer(client_for: Any) -> Any:
    def send(bookings: Any, verb: str, who: str = "holder", **more: str) -> Any:
        uuids = [getattr(one, "uuid", one) for one in bookings]
        return client_for(who).post("/trabalho/respostas/", {"booking": uuids, "verb": verb} | more)

    return send


def states(bookings: Any) -> list[str]:
    return [Booking.objects.get(pk=one.pk).status for one in bookings]


def test_the_inbox_lets_one_mark_and_answer_together(look, waiting):
    page = words(look("holder", "workspace"))
    assert page.count('name="booking"') == 3 and page.count('form="bulk"') == 6
    assert 'action="/trabalho/respostas/"' in page


def test_with_one_to_answer_there_is_nothing_to_mark(look, ask, resource):
    ask(resource, 1)
    assert 'name="booking"' not in words(look("holder", "workspace"))


def test_those_that_fit_go_and_the_one_that_does_not_says_why(waiting, answer):
    page = answer(waiting, "accept")
    assert page.status_code == 200
    assert states(waiting) == [Status.HELD, Status.HELD, Status.REQUESTED]
    assert "2 respondidos" in words(page) and "1 por responder" in words(page)
    assert "Já não há vaga nestas datas." in words(page)
    assert [one.row.booking.pk for one in page.context["failed"]] == [waiting[2].pk]
    # Each has its own entry: as if answered one by one.
    assert AuditEntry.objects.filter(verb="accept", subject_type="booking").count() == 2


def test_all_are_refused_with_one_reason(waiting, answer):
    page = answer(waiting, "decline", code="outside_criteria")
    assert page.status_code == 200
    assert states(waiting) == [Status.DECLINED] * 3
    assert set(Booking.objects.values_list("reason_code", flat=True)) == {"outside_criteria"}


def test_all_wait(waiting, answer):
    assert answer(waiting, "waitlist").status_code == 200
    assert states(waiting) == [Status.WAITLISTED] * 3
    assert answer(waiting, "waitlist").status_code == 409


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"verb": "decline"}, "escolha um motivo"),
        ({"verb": "decline", "code": "other"}, "motivo da lista"),
        ({"verb": "apagar"}, "Escolha o que responder"),
        ({"verb": ""}, "Escolha o que responder"),
    ],
)
def test_what_is_not_said_changes_nothing(waiting, client_for, sent, sentence):
    page = client_for("holder").post(
        "/trabalho/respostas/", {"booking": [one.uuid for one in waiting]} | sent
    )
    assert page.status_code == 422 and sentence in words(page)
    assert states(waiting) == [Status.REQUESTED] * 3


def test_nothing_marked_gets_a_sentence(client_for, waiting):
    page = client_for("holder").post("/trabalho/respostas/", {"verb": "accept"})
    assert page.status_code == 422 and "Não escolheu nenhum pedido" in words(page)


def test_what_changed_since_the_page_was_opened_is_left_alone(cast, look, waiting, answer):
    row = next(
        one
        for one in look("holder", "workspace").context["board"].to_answer
        if one.booking.pk == waiting[0].pk
    )
    seen = {f"seen-{waiting[0].uuid}": row.pick["seen"]}
    actions.waitlist_booking(waiting[0], by=cast.holder)
    page = answer(waiting[:2], "accept", **seen)
    assert states(waiting[:2]) == [Status.WAITLISTED, Status.HELD]
    assert "Mudou desde que abriu a página" in words(page)


def test_what_is_not_ones_own_looks_like_what_does_not_exist(waiting, answer):
    for who in ("technician", "representative", "accredited", "coordination"):
        page = answer([*waiting, "00000000-0000-4000-8000-000000000000", "x"], "accept", who)
        assert page.status_code == 409
        assert {one.sentence for one in page.context["failed"]} == {
            "Este pedido não existe ou não é seu para responder."
        }
        assert "REF-0" not in words(page)
    assert states(waiting) == [Status.REQUESTED] * 3


def test_a_refuge_request_is_answered_alone(cast, look, answer):
    actions.request_capacity(
        [actions.Need(2, days.today(), None, category=Category.objects.get(code="casa-de-abrigo"))],
        by=cast.accredited,
    )
    (booking,) = Booking.objects.filter(opaque=True)
    page = answer([booking], "decline", "support", code="no_capacity")
    assert page.status_code == 409 and "responde-se sozinho" in words(page)
    assert states([booking]) == [Status.REQUESTED]


def test_a_failure_in_the_middle_loses_nothing_before_and_nothing_after(waiting, answer, monkeypatch):
    from django.db import DatabaseError, transaction

    right = actions.decline_booking

    def fails_once(booking: Any, **said: Any) -> Any:
        with transaction.atomic():
            if booking.pk == waiting[1].pk:
                raise DatabaseError("gone")
            return right(booking, **said)

    monkeypatch.setattr("resources.actions.decline_booking", fails_once)
    page = answer(waiting, "decline", code="no_suitable")
    assert page.status_code == 200
    assert states(waiting) == [Status.DECLINED, Status.REQUESTED, Status.DECLINED]
    assert "Algo falhou do nosso lado" in words(page)


def test_the_same_twice_is_answered_once(waiting, answer):
    page = answer([waiting[0], waiting[0]], "accept")
    assert len(page.context["done"]) == 1 and page.context["failed"] == []


def test_too_many_at_once_is_refused_before_anything(client_for, waiting):
    ids = [str(waiting[0].uuid), *(f"00000000-0000-4000-8000-{n:012}" for n in range(50))]
    page = client_for("holder").post("/trabalho/respostas/", {"booking": ids, "verb": "accept"})
    assert page.status_code == 422
    assert states(waiting[:1]) == [Status.REQUESTED]


def test_visitors_sign_in_and_reading_is_not_answering(db, client_for):
    assert Client().post("/trabalho/respostas/", {}).status_code == 302
    assert client_for("holder").get("/trabalho/respostas/").status_code == 405
