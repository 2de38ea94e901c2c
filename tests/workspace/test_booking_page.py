"""One booking's page: who sees it, what it says to whom, and what it must not say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Contact, Membership, User
from resources import actions, days
from resources.models import Booking, Category
from resources.models.codes import Status
from tests.workspace.conftest import words


def test_the_holder_reads_the_need_and_what_remains(cast, ask, look, resource):
    contact = Contact.objects.create(
        organisation=cast.technician.organisation, label="Turno da noite", phone="220 000 000"
    )
    booking = ask(
        resource,
        2,
        reference="7Q4-M",
        urgency="emergency",
        need={"adults": 2, "accessibility": ["no_stairs"], "callback": str(contact.uuid)},
        note="Chega depois do jantar.",
    )
    page = look("holder", "decide", booking.uuid)
    text = words(page)
    assert page.status_code == 200
    for said in (
        "2 camas",
        "7Q4-M",
        "sem escadas",
        "Turno da noite",
        "220 000 000",
        "Chega depois do jantar.",
        "emergência",
    ):
        assert said in text, said
    assert "Se aceitar, ficam 2." in text
    assert "Gondomar" in text and cast.technician.organisation.name in text
    names = [answer["name"] for answer in page.context["answers"]]
    assert names == ["accept", "condition", "offer", "waitlist", "decline"]


def test_the_asker_reads_the_other_side(look, held):
    page = look("technician", "decide", held.uuid)
    assert [answer["name"] for answer in page.context["answers"]] == ["confirm", "withdraw"]
    assert "pré-reserva" in words(page)


@pytest.mark.parametrize("who", ["representative", "accredited", "coordination", "editor"])
def test_strangers_find_nothing(look, requested, who):
    assert look(who, "decide", requested.uuid).status_code == 404
    assert look(who, "my_request", requested.item.request.uuid).status_code == 404


def test_the_holder_does_not_see_the_asker_s_request_page(look, requested):
    assert look("holder", "my_request", requested.item.request.uuid).status_code == 404


def test_who_only_reads_in_the_organisation_sees_no_verb(cast, look, client_for, requested):
    user = User.objects.create_user("leitora@example.org", language="pt-pt")
    Membership.objects.create(user=user, organisation=cast.holder.organisation, roles=["viewer"])
    client = Client()
    client.force_login(user)
    page = client.get(reverse("decide", args=[requested.uuid]))
    assert page.status_code == 200
    assert page.context["answers"] == []
    assert client.post(reverse("booking_verb", args=[requested.uuid, "accept"])).status_code == 404


def test_opened_form_is_the_one_asked_for(look, requested):
    page = look("holder", "decide", requested.uuid, form="decline")
    assert [a["name"] for a in page.context["answers"] if a["open"]] == ["decline"]


def test_a_full_place_offers_no_button_that_cannot_work(cast, ask, look, resource):
    actions.accept_booking(ask(resource, 4), by=cast.holder)
    page = look("holder", "decide", ask(resource, 1, if_full="waitlist").uuid)
    assert "Sem vaga para aceitar" in words(page)
    assert [answer["name"] for answer in page.context["answers"]] == ["accept", "offer", "decline"]


def test_why_somebody_gave_up_is_not_the_holder_s_to_read(cast, look, confirmed):
    actions.withdraw_booking(confirmed, by=cast.technician, code="deceased")
    assert "falecimento" not in words(look("holder", "decide", confirmed.uuid))
    assert "falecimento" in words(look("technician", "decide", confirmed.uuid))


def test_the_way_it_went_is_told_in_order(look, in_use):
    labels = [str(step["label"]) for step in look("holder", "decide", in_use.uuid).context["steps"]]
    assert labels == ["Pedido", "Aceite, em pré-reserva", "Confirmada por quem pediu", "Entrada", "Saída"]


def test_a_rival_s_name_is_not_told(cast, ask, look, make_resource, protocol, say):
    """Two holders asked for one need: when the second takes it at once, the first reads that the asker withdrew."""
    other = cast.member_of("Santa Casa da Ribeira")
    first = make_resource(2)
    second = make_resource(2, keeper=other, dico="1308")
    start = days.today()
    made = actions.request_capacity(
        [actions.Need(quantity=1, start=start, end=None, resources=[first, second])],
        by=cast.technician,
        auto_confirm=True,
    )
    taken = Booking.objects.get(item__request=made, resource=second)
    actions.accept_booking(taken, by=other)
    lost = Booking.objects.get(item__request=made, resource=first)
    assert lost.status == Status.WITHDRAWN
    text = words(look("holder", "decide", lost.uuid))
    assert "Retirado por quem pediu" in text
    assert other.organisation.name not in text and second.name not in text


# --- Reserved places (T2)


@pytest.fixture
def reserved(cast, make_resource, protocol, ask):
    resource = make_resource(3, tier=2, name="Casa Canário Reservada", address="Rua Canário, 7")
    return ask(resource, 1, by=cast.accredited)


@pytest.fixture
def colleague(cast):
    """Of the same hospital as `accredited`, without accreditation."""
    user = User.objects.create_user("colega@example.org", language="pt-pt")
    Membership.objects.create(user=user, organisation=cast.accredited.organisation, roles=["technician"])
    client = Client()
    client.force_login(user)
    return client


def test_a_colleague_without_accreditation_never_reads_which_place(cast, colleague, look, reserved):
    actions.accept_booking(reserved, by=cast.holder, condition="Tocar à segunda porta.")
    addresses = [
        reverse("workspace"),
        reverse("my_requests"),
        reverse("my_request", args=[reserved.item.request.uuid]),
        reverse("decide", args=[reserved.uuid]),
    ]
    for address in addresses:
        page = colleague.get(address)
        assert page.status_code == 200, address
        assert "Canário" not in words(page), address
        assert cast.holder.organisation.name not in words(page), address
    entitled = words(look("accredited", "decide", reserved.uuid))
    assert "Casa Canário Reservada" in entitled
    # Even there, the area is the metropolitan one.
    assert "Porto" not in entitled.replace("Área Metropolitana do Porto", "").replace("Distrito do Porto", "")


# --- Refuges


@pytest.fixture
def refuge(cast):
    contact = Contact.objects.create(
        organisation=cast.accredited.organisation, label="Urgência social", phone="220 111 222"
    )
    made = actions.request_capacity(
        [
            actions.Need(
                quantity=3,
                start=days.today(),
                end=days.today() + timedelta(days=5),
                category=Category.objects.get(code="casa-de-abrigo"),
            )
        ],
        by=cast.accredited,
        urgency="emergency",
        need={"adults": 1, "children": 2, "callback": str(contact.uuid), "avoid_municipalities": ["1304"]},
    )
    return Booking.objects.get(item__request=made)


def test_the_support_structure_takes_the_case(look, say, refuge):
    page = look("support", "decide", refuge.uuid)
    text = words(page)
    assert "220 111 222" in text and "crianças: 2" in text and "Gondomar" in text
    assert "data-exit" in text
    assert [str(a["label"]) for a in page.context["answers"]] == ["Assumir o caso", "Recusar"]
    assert say("support", refuge, "accept").status_code == 303
    refuge.refresh_from_db()
    assert refuge.status == Status.CONFIRMED


def test_the_asker_never_learns_by_whom(cast, look, say, refuge):
    say("support", refuge, "accept")
    for page in (
        look("accredited", "decide", refuge.uuid),
        look("accredited", "my_request", refuge.item.request.uuid),
    ):
        text = words(page)
        assert page.status_code == 200
        assert cast.support.organisation.name not in text
        assert "Estrutura de apoio à vítima" in text
        assert "data-exit" in text


def test_a_refuge_is_declined_only_with_a_reason(say, refuge):
    assert say("support", refuge, "decline").status_code == 422
    assert say("support", refuge, "decline", code="no_capacity").status_code == 303


@pytest.mark.parametrize("who", ["holder", "technician", "representative", "coordination", "editor"])
def test_to_everybody_else_the_case_does_not_exist(look, say, refuge, who):
    assert look(who, "decide", refuge.uuid).status_code == 404
    assert say(who, refuge, "accept").status_code == 404


@pytest.mark.parametrize("verb", ["extend", "waitlist", "confirm"])
def test_what_makes_no_sense_for_a_refuge_is_refused_plainly(say, refuge, verb):
    say("support", refuge, "accept")
    end = (days.today() + timedelta(days=9)).isoformat()
    for who in ("accredited", "support"):
        assert say(who, refuge, verb, end=end).status_code in (404, 409, 422), who
    refuge.refresh_from_db()
    assert refuge.status == Status.CONFIRMED


def test_nothing_but_taking_or_refusing_the_case_is_offered(look, say, refuge):
    say("support", refuge, "accept")
    page = look("support", "decide", refuge.uuid)
    assert [a["name"] for a in page.context["answers"]] == ["cancel"]
    assert [a["name"] for a in look("accredited", "decide", refuge.uuid).context["answers"]] == ["withdraw"]
