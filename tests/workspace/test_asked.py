"""My requests, and the needs stated to the network."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from resources import actions, days
from resources.models import Booking, Category, RequestItem
from resources.models.codes import Status
from tests.workspace.conftest import words


def test_the_list_holds_the_organisation_s_own_requests(look, requested):
    assert "7Q4-M" in words(look("technician", "my_requests"))
    assert "7Q4-M" not in words(look("holder", "my_requests"))


def test_the_list_is_filtered_by_state(cast, ask, look, resource):
    kept = ask(resource, 1, reference="KEPT-1")
    gone = ask(resource, 1, reference="GONE-1")
    actions.decline_booking(gone, by=cast.holder, code="too_far")
    declined = words(look("technician", "my_requests", estado="declined"))
    assert "GONE-1" in declined and "KEPT-1" not in declined
    still = words(look("technician", "my_requests", estado="open"))
    assert "KEPT-1" in still and "GONE-1" not in still
    assert kept.status == Status.REQUESTED


def test_a_state_that_does_not_exist(look, requested):
    page = look("technician", "my_requests", estado="maybe")
    assert page.status_code == 422 and "Escolha um estado da lista." in words(page)


def test_the_list_has_pages_of_twenty(cast, ask, look, make_resource, protocol):
    resource = make_resource(40)
    for number in range(21):
        ask(resource, 1, reference=f"P-{number:03}")
    first, second = look("technician", "my_requests"), look("technician", "my_requests", page=2)
    assert words(first).count("P-0") >= 20 and "P-000" not in words(first)
    assert "P-000" in words(second)


def test_a_request_says_what_to_do_next(look, held):
    text = words(look("technician", "my_request", held.item.request.uuid))
    assert "Confirmar" in text and reverse("booking_verb", args=[held.uuid, "confirm"]) in text
    assert "data-until" in text


def test_a_declined_request_leads_to_another_search(cast, look, requested):
    actions.decline_booking(requested, by=cast.holder, code="no_capacity")
    text = words(look("technician", "my_request", requested.item.request.uuid))
    assert f"category={requested.item.category.code}&amp;start={days.today().isoformat()}" in text
    assert "sem capacidade" in text


def test_a_missing_protocol_is_said_before_the_answer(ask, look, resource):
    from geo.models import Municipality

    booking = ask(resource, 1, origin=Municipality.objects.get(dico="0104"))
    assert "Sem protocolo em todos estes dias" in words(
        look("technician", "my_request", booking.item.request.uuid)
    )


# --- The network's needs


@pytest.fixture
def need(cast, protocol):
    made = actions.request_capacity(
        [
            actions.Need(
                quantity=2,
                start=days.today() + timedelta(days=1),
                end=days.today() + timedelta(days=4),
                category=Category.objects.get(code="acolhimento-temporario"),
            )
        ],
        by=cast.technician,
        reference="REDE-1",
        note="De preferência perto do metro.",
        need={"adults": 2},
    )
    return made.items.get()


def offer(client, item, **data):
    return client.post(reverse("offer", args=[item.request.uuid, item.order]), data)


def test_who_has_the_category_reads_the_need(look, need, make_resource):
    make_resource(5)
    text = words(look("holder", "open_needs"))
    assert "2 camas" in text and "perto do metro" in text and "tem 5 livres" in text


def test_who_has_nothing_of_the_kind_does_not(look, need, make_resource):
    make_resource(5, category="centro-de-dia")
    assert "perto do metro" not in words(look("holder", "open_needs"))
    assert RequestItem.objects.answerable_by(None).count() == 0


@pytest.mark.parametrize("who", ["technician", "representative", "accredited", "coordination", "editor"])
def test_who_does_not_decide_reads_no_need(look, client_for, need, make_resource, who):
    resource = make_resource(5)
    assert "perto do metro" not in words(look(who, "open_needs"))
    assert offer(client_for(who), need, resource=resource.uuid).status_code == 404


def test_an_offer_is_a_hold_for_the_asker_to_confirm(client_for, look, say, need, make_resource):
    resource = make_resource(5)
    answer = offer(client_for("holder"), need, resource=resource.uuid)
    booking = Booking.objects.get(item=need)
    assert answer.status_code == 303 and answer["Location"] == reverse("decide", args=[booking.uuid])
    assert (booking.status, booking.resource) == (Status.HELD, resource)
    assert "já ofereceu" in words(look("holder", "open_needs"))
    assert say("technician", booking, "confirm").status_code == 303
    assert "perto do metro" not in words(look("holder", "open_needs"))


def test_an_offer_is_made_once(client_for, need, make_resource):
    resource, client = make_resource(5), client_for("holder")
    offer(client, need, resource=resource.uuid)
    again = offer(client, need, resource=resource.uuid)
    assert again.status_code == 409 and "Já respondeu" in words(again)
    assert Booking.objects.filter(item=need).count() == 1


def test_nobody_offers_what_is_another_s(cast, client_for, need, make_resource):
    make_resource(5)
    foreign = make_resource(5, keeper=cast.member_of("Santa Casa da Ribeira"), dico="1308")
    answer = offer(client_for("holder"), need, resource=foreign.uuid)
    assert answer.status_code == 422
    assert foreign.name not in words(answer)
    assert not Booking.objects.filter(item=need).exists()


@pytest.mark.parametrize("chosen", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_an_offer_of_nothing(client_for, need, make_resource, chosen):
    make_resource(5)
    assert offer(client_for("holder"), need, resource=chosen).status_code == 422


def test_an_offer_that_does_not_fit(client_for, need, make_resource):
    resource = make_resource(1)
    answer = offer(client_for("holder"), need, resource=resource.uuid)
    assert answer.status_code == 409 and "Só há 1 vaga livre" in words(answer)
    assert not Booking.objects.filter(item=need).exists()


def test_personal_data_in_an_offer(client_for, need, make_resource):
    resource = make_resource(5)
    answer = offer(client_for("holder"), need, resource=resource.uuid, condition="Ligar 912 345 678")
    assert answer.status_code == 422 and "912 345" not in words(answer)
    assert not Booking.objects.filter(item=need).exists()


def test_an_offer_across_a_border_without_protocol_needs_its_reason(
    cast, client_for, make_resource, protocol
):
    from geo.models import Municipality

    resource, client = make_resource(5), client_for("holder")
    made = actions.request_capacity(
        [
            actions.Need(
                quantity=1,
                start=days.today(),
                end=days.today() + timedelta(days=1),
                category=resource.category,
            )
        ],
        by=cast.technician,
        origin=Municipality.objects.get(dico="0104"),
    )
    item = made.items.get()
    refused = offer(client, item, resource=resource.uuid)
    assert refused.status_code == 403 and refused.context["form"].errors["exception"]
    assert not Booking.objects.filter(item=item).exists()
    assert (
        offer(client, item, resource=resource.uuid, exception="Sem resposta mais perto.").status_code == 303
    )


def test_a_need_asked_of_a_named_holder_is_not_the_network_s(cast, look, requested, make_resource):
    make_resource(9, keeper=cast.member_of("Santa Casa da Ribeira"), dico="1308")
    member = cast.member_of("Santa Casa da Ribeira")
    assert not RequestItem.objects.answerable_by(member).exists()
    actions.decline_booking(requested, by=cast.holder, code="too_far")
    assert not RequestItem.objects.answerable_by(member).exists()


def test_a_refuge_is_never_a_need_of_the_network(cast, make_resource):
    make_resource(None, tier=3, category="casa-de-abrigo", dico=None, keeper=cast.support)
    actions.request_capacity(
        [
            actions.Need(
                quantity=1, start=days.today(), end=None, category=Category.objects.get(code="casa-de-abrigo")
            )
        ],
        by=cast.accredited,
    )
    assert not RequestItem.objects.answerable_by(cast.support).exists()


# --- A need withdrawn


def withdraw(client, item, **data):
    return client.post(reverse("withdraw_need", args=[item.request.uuid, item.order]), data)


def test_a_need_nobody_answered_is_withdrawn_with_its_reason(client_for, look, need, make_resource):
    make_resource(5)
    page = words(look("technician", "my_request", need.request.uuid))
    assert "Retirar este pedido à rede" in page
    assert withdraw(client_for("technician"), need, code="no_longer_needed").status_code == 303
    page = words(look("technician", "my_request", need.request.uuid))
    assert "já não é preciso" in page and "Retirar este pedido à rede" not in page
    assert "perto do metro" not in words(look("holder", "open_needs"))
    assert "REDE-1" in words(look("technician", "my_requests", estado="withdrawn"))
    assert "REDE-1" not in words(look("technician", "my_requests", estado="open"))
    entry = AuditEntry.objects.get(verb="withdraw_need")
    assert (entry.reason_code, entry.subject_id) == ("no_longer_needed", str(need.request.uuid))


def test_withdrawing_a_need_takes_the_answers_with_it(cast, client_for, need, make_resource):
    resource = make_resource(5)
    held = actions.offer_capacity(need, resource, by=cast.holder)
    assert withdraw(client_for("technician"), need, code="duplicate").status_code == 303
    held.refresh_from_db()
    assert (held.status, held.reason_code) == (Status.WITHDRAWN, "duplicate")
    late = offer(client_for("holder"), need, resource=make_resource(2).uuid)
    assert late.status_code == 404


def test_a_need_is_withdrawn_once_and_not_without_a_reason(client_for, need):
    client = client_for("technician")
    assert withdraw(client, need).status_code == 422
    assert withdraw(client, need, code="too_far").status_code == 303
    again = withdraw(client, need, code="too_far")
    assert again.status_code == 409 and "já está encerrado" in words(again)


@pytest.mark.parametrize("who", ["holder", "representative", "accredited", "coordination", "outsider"])
def test_a_need_is_withdrawn_only_by_who_asked(client_for, need, who):
    assert withdraw(client_for(who), need, code="duplicate").status_code in (403, 404)
    need.refresh_from_db()
    assert need.closed_at is None


def test_who_was_received_is_not_withdrawn(cast, client_for, ask, resource):
    booking = ask(resource, 1, start=0)
    for verb, by in (("accept", "holder"), ("confirm", "technician")):
        booking = getattr(actions, f"{verb}_booking")(booking, by=getattr(cast, by))
    actions.check_in(booking, by=cast.holder)
    answer = withdraw(client_for("technician"), booking.item, code="duplicate")
    assert answer.status_code == 409 and "a entidade que regista a saída" in words(answer)
