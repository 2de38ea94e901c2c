"""Every verb said through the page: what it does once, and what is read when it can no longer be said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from resources import actions, days
from resources.models import Booking
from resources.models.codes import Status
from tests.workspace.conftest import words


def later(n: int) -> str:
    return (days.today() + timedelta(days=n)).isoformat()


# who, the state it starts from, the verb, what is filled in, the state it leads to
VERBS = {
    "accept": ("holder", "requested", "accept", {}, Status.HELD),
    "accept with condition": (
        "holder", "requested", "accept", {"how": "condition", "condition": "Até às 21 h."}, Status.OFFERED,
    ),
    "waitlist": ("holder", "requested", "waitlist", {}, Status.WAITLISTED),
    "decline": ("holder", "requested", "decline", {"code": "no_suitable"}, Status.DECLINED),
    "decline an offer made": ("holder", "offered", "decline", {"code": "no_suitable"}, Status.DECLINED),
    "cancel": ("holder", "held", "cancel", {"code": "no_capacity", "text": "Uma avaria."}, Status.CANCELLED),
    "check-in": ("holder", "confirmed", "check-in", {}, Status.IN_USE),
    "no-show": ("holder", "confirmed", "no-show", {}, Status.NO_SHOW),
    "check-out": ("holder", "in_use", "check-out", {}, Status.COMPLETED),
    "confirm": ("technician", "held", "confirm", {}, Status.CONFIRMED),
    "confirm an offer": ("technician", "offered", "confirm", {}, Status.CONFIRMED),
    "withdraw": ("technician", "requested", "withdraw", {"code": "no_longer_needed"}, Status.WITHDRAWN),
    "withdraw a confirmed one": ("technician", "confirmed", "withdraw", {"code": "too_far"}, Status.WITHDRAWN),
}  # fmt: skip


@pytest.fixture(params=VERBS, ids=str)
def case(request, say):
    who, state, verb, data, after = VERBS[request.param]
    booking = request.getfixturevalue(state)
    return who, booking, verb, data, after


def test_a_verb_moves_the_booking_and_leads_back_to_it(case, say):
    who, booking, verb, data, after = case
    answer = say(who, booking, verb, **data)
    assert answer.status_code == 303
    assert answer["Location"] == reverse("decide", args=[booking.uuid])
    booking.refresh_from_db()
    assert booking.status == after


def test_said_twice_it_is_refused_with_the_state_it_is_in(case, say):
    who, booking, verb, data, after = case
    say(who, booking, verb, **data)
    booking.refresh_from_db()
    entries = AuditEntry.objects.count()
    again = say(who, booking, verb, **data)
    assert again.status_code == 409
    assert booking.status_label in words(again)
    assert 'role="alert"' in words(again)
    assert AuditEntry.objects.count() == entries
    booking.refresh_from_db()
    assert booking.status == after


@pytest.mark.parametrize("stranger", ["representative", "accredited", "coordination", "editor"])
def test_who_it_does_not_concern_finds_no_booking(case, say, stranger):
    _who, booking, verb, data, _after = case
    before = booking.status
    assert say(stranger, booking, verb, **data).status_code == 404
    booking.refresh_from_db()
    assert booking.status == before


def test_the_other_side_cannot_say_it(case, say):
    who, booking, verb, data, _after = case
    other = "technician" if who == "holder" else "holder"
    expected = 404
    if verb == "waitlist":
        expected = 409  # the asker may wait too, but only when it is full
    assert say(other, booking, verb, **data).status_code == expected


def test_visitor_and_outsider_are_told_where_to_go(case, say):
    _who, booking, verb, data, _after = case
    sent = say(None, booking, verb, **data)
    assert sent.status_code == 302 and "login" in sent["Location"]
    assert say("outsider", booking, verb, **data).status_code == 403
    booking.refresh_from_db()
    assert AuditEntry.objects.filter(subject_id=str(booking.uuid)).exists()


def test_a_verb_is_only_sent_never_visited(look, requested):
    assert look("holder", "booking_verb", requested.uuid, "accept").status_code == 405
    assert look("holder", "booking_verb", requested.uuid, "enlarge").status_code == 404
    requested.refresh_from_db()
    assert requested.status == Status.REQUESTED


def test_an_unknown_verb_does_not_exist(say, requested):
    assert say("holder", requested, "enlarge").status_code == 404


def test_after_accepting_from_the_inbox_one_is_back_in_it(say, requested):
    assert say("holder", requested, "accept", back="trabalho")["Location"] == reverse("workspace")


def test_back_leads_nowhere_else(say, requested):
    answer = say("holder", requested, "accept", back="https://example.org/")
    assert answer["Location"] == reverse("decide", args=[requested.uuid])


# --- Stale forms


def test_a_form_opened_before_the_booking_changed_is_refused(cast, say, look, requested):
    page = look("holder", "decide", requested.uuid)
    seen = page.context["answers"][0]["form"]["seen"].value()
    actions.waitlist_booking(requested, by=cast.holder)
    # Acceptable from the waiting list too, but not by somebody who saw a request.
    refused = say("holder", requested, "accept", seen=seen)
    assert refused.status_code == 409
    assert "mudou desde que abriu" in words(refused) and "em lista de espera" in words(refused)
    requested.refresh_from_db()
    assert requested.status == Status.WAITLISTED
    fresh = refused.context["answers"][0]["form"]["seen"].value()
    assert say("holder", requested, "accept", seen=fresh).status_code == 303


def test_a_hold_that_ran_out_while_the_page_was_open(say, held):
    Booking.objects.filter(pk=held.pk).update(hold_expires_at=held.answered_at)
    refused = say("technician", held, "confirm")
    assert refused.status_code == 409 and "expirou" in words(refused)


# --- Refusals with their reason and place


def test_declining_without_a_reason_changes_nothing(say, requested):
    answer = say("holder", requested, "decline", text="Não há maneira.")
    assert answer.status_code == 422
    assert "Escolha um motivo" in words(answer)
    assert "Não há maneira." in words(answer)
    requested.refresh_from_db()
    assert requested.status == Status.REQUESTED


@pytest.mark.parametrize("verb, state", [("withdraw", "held"), ("cancel", "held"), ("decline", "requested")])
def test_a_reason_outside_the_list_changes_nothing(request, say, verb, state):
    booking = request.getfixturevalue(state)
    who = "technician" if verb == "withdraw" else "holder"
    before = booking.status
    assert say(who, booking, verb, code="mau tempo").status_code == 422
    booking.refresh_from_db()
    assert booking.status == before


PERSONAL = "Ligar ao filho, 912 345 678, depois das 18 h."


def test_personal_data_in_a_condition_is_refused_and_not_shown_again(say, requested):
    answer = say("holder", requested, "accept", how="condition", condition=PERSONAL)
    assert answer.status_code == 422
    text = words(answer)
    assert "número de telefone" in text
    assert "912 345" not in text and "345 678" not in text
    assert "Ligar ao filho" in text
    requested.refresh_from_db()
    assert requested.status == Status.REQUESTED and requested.condition is None


def test_personal_data_is_not_shown_again_whatever_else_was_wrong(say, held):
    for data in ({"text": PERSONAL}, {"text": PERSONAL, "code": "other", "seen": "older"}):
        answer = say("holder", held, "cancel", **data)
        assert answer.status_code in (409, 422)
        assert "912 345" not in words(answer)


def test_a_condition_left_empty_is_not_a_plain_yes(say, requested):
    answer = say("holder", requested, "accept", how="condition", condition="  ")
    assert answer.status_code == 422
    requested.refresh_from_db()
    assert requested.status == Status.REQUESTED


@pytest.mark.parametrize(
    "data", [{"condition": "Até às 21 h."}, {"quantity": "1", "start": later(0), "end": later(2)}]
)
def test_what_is_filled_in_counts_even_without_the_form_s_name(say, requested, data):
    assert say("holder", requested, "accept", **data).status_code == 303
    requested.refresh_from_db()
    assert requested.status == Status.OFFERED


def test_less_is_free_than_asked(cast, ask, say, resource):
    first, second = ask(resource, 3), ask(resource, 2)
    actions.accept_booking(first, by=cast.holder)
    answer = say("holder", second, "accept")
    assert answer.status_code == 409
    assert "Só há 1 vaga livre" in words(answer)
    second.refresh_from_db()
    assert second.status == Status.REQUESTED


def test_check_in_before_the_first_day(cast, ask, say, resource):
    booking = actions.accept_booking(ask(resource, start=3, auto_confirm=True), by=cast.holder)
    answer = say("holder", booking, "check-in")
    assert answer.status_code == 409 and "primeiro dia" in words(answer)


# --- Offers


def test_another_quantity_and_other_days_are_proposed(say, requested):
    data = {"how": "offer", "quantity": "1", "start": later(1), "end": later(3)}
    assert say("holder", requested, "accept", **data).status_code == 303
    requested.refresh_from_db()
    assert (requested.status, requested.quantity) == (Status.OFFERED, 1)
    assert requested.start.isoformat() == later(1)


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "1000000000"}, "quantity"),
        ({"quantity": "9" * 400}, "quantity"),
        ({"quantity": "três"}, "quantity"),
        ({"start": "2026-02-30"}, "start"),
        ({"start": ""}, "start"),
        ({"end": "ontem"}, "end"),
        ({"end": later(0)}, "end"),
        ({"end": "9999-12-31"}, "end"),
        ({}, None),
    ],
    ids=str,
)
def test_a_proposal_that_cannot_be(say, requested, wrong, said):
    data = {"how": "offer", "quantity": "2", "start": later(0), "end": later(2)} | wrong
    answer = say("holder", requested, "accept", **data)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.errors.get(said) if said else form.non_field_errors()
    requested.refresh_from_db()
    assert (requested.status, requested.quantity) == (Status.REQUESTED, 2)


# --- Waiting and extending


def test_the_asker_waits_only_when_it_is_full(cast, ask, say, resource):
    waiting = ask(resource, 4)
    assert say("technician", waiting, "waitlist").status_code == 409
    actions.accept_booking(ask(resource, 1), by=cast.holder)
    assert say("technician", waiting, "waitlist").status_code == 303


def test_more_nights_are_asked_and_answered(say, in_use):
    assert say("technician", in_use, "extend", end=later(6)).status_code == 303
    in_use.refresh_from_db()
    assert in_use.extension_end.isoformat() == later(6)
    assert say("holder", in_use, "accept-extension").status_code == 303
    in_use.refresh_from_db()
    assert in_use.end.isoformat() == later(6) and in_use.extension is None


def test_more_nights_are_refused_with_a_reason(say, in_use):
    say("technician", in_use, "extend", end=later(6))
    assert say("holder", in_use, "decline-extension").status_code == 422
    assert say("holder", in_use, "decline-extension", code="no_capacity").status_code == 303
    assert say("holder", in_use, "accept-extension").status_code == 409
    in_use.refresh_from_db()
    assert in_use.end.isoformat() == later(2)


def test_an_extension_asked_anew_makes_the_answer_stale(say, look, in_use):
    say("technician", in_use, "extend", end=later(4))
    page = look("holder", "decide", in_use.uuid)
    seen = page.context["answers"][0]["form"]["seen"].value()
    say("technician", in_use, "extend", end=later(20))
    assert say("holder", in_use, "accept-extension", seen=seen).status_code == 409
    in_use.refresh_from_db()
    assert in_use.end.isoformat() == later(2)


@pytest.mark.parametrize("end", ["", "amanhã", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_departure_that_cannot_be(say, in_use, end):
    assert say("technician", in_use, "extend", end=end).status_code == 422
    assert say("holder", in_use, "extend", end=end).status_code == 422


# --- Without protocol


@pytest.fixture
def uncovered(cast, ask, resource):
    """Asked for by Arouca, which is no party to the protocol."""
    from geo.models import Municipality

    return ask(resource, 1, origin=Municipality.objects.get(dico="0104"))


def test_without_protocol_the_page_asks_for_a_reason(look, uncovered):
    text = words(look("holder", "decide", uncovered.uuid))
    assert "Sem protocolo em todos estes dias" in text
    assert 'name="exception"' in text


def test_without_protocol_and_without_reason_it_is_403(say, uncovered):
    answer = say("holder", uncovered, "accept")
    assert answer.status_code == 403
    assert answer.context["form"].errors["exception"]
    uncovered.refresh_from_db()
    assert uncovered.status == Status.REQUESTED


def test_with_a_reason_the_exception_is_logged(say, look, uncovered):
    assert say("holder", uncovered, "accept", exception="Sem resposta mais perto.").status_code == 303
    uncovered.refresh_from_db()
    assert uncovered.status == Status.HELD
    assert uncovered.exceptions.get().reason.text == "Sem resposta mais perto."
    assert "Sem resposta mais perto." in words(look("holder", "decide", uncovered.uuid))
    # The reason is the holder's word to its own people; the asker reads that there was one.
    asker = words(look("technician", "decide", uncovered.uuid))
    assert "Sem resposta mais perto." not in asker and "abriu uma exceção" in asker


def test_a_reason_with_personal_data_opens_nothing(say, uncovered):
    answer = say("holder", uncovered, "accept", exception=PERSONAL)
    assert answer.status_code == 422 and "912 345" not in words(answer)
    assert not uncovered.exceptions.exists()


@pytest.fixture
def ending(cast, make_resource, ask, protocol):
    """A stay whose protocol ends with it: going on would have none."""
    from django.db.backends.postgresql.psycopg_any import DateRange

    booking = ask(make_resource(3), 1, start=0)
    booking = actions.confirm_booking(actions.accept_booking(booking, by=cast.holder), by=cast.technician)
    protocol.period = DateRange(protocol.period.lower, booking.end)
    protocol.save()
    return booking


def test_the_holder_goes_on_without_protocol_only_with_a_reason(say, ending):
    later = (ending.end + timedelta(days=2)).isoformat()
    refused = say("holder", ending, "extend", end=later)
    assert refused.status_code == 403 and refused.context["form"].errors["exception"]
    said = say("holder", ending, "extend", end=later, exception="Sem outra vaga até quinta-feira.")
    assert said.status_code == 303
    before = ending.end
    ending.refresh_from_db()
    assert (ending.end - before).days == 2
    assert ending.exceptions.get().reason.text == "Sem outra vaga até quinta-feira."


def test_the_asker_cannot_open_an_exception(say, ending):
    later = (ending.end + timedelta(days=2)).isoformat()
    assert say("technician", ending, "extend", end=later, exception="Preciso.").status_code == 403
    assert not ending.exceptions.exists()


def test_another_reason_is_said_in_words(say, requested):
    answer = say("holder", requested, "decline", code="other")
    assert answer.status_code == 422 and answer.context["form"].errors["text"]
    assert say("holder", requested, "decline", code="other", text="Obras no quarto.").status_code == 303
