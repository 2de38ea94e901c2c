"""The organisation's own resources: confirm, say another number, block."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter
from resources import actions, availability, days
from resources.models import Booking, Resource
from resources.models.codes import Status
from tests.workspace.conftest import words


def later(n: int) -> str:
    return (days.today() + timedelta(days=n)).isoformat()


@pytest.fixture
def stale(resource):
    Resource.objects.filter(pk=resource.pk).update(confirmed_at=timezone.now() - timedelta(days=3))
    resource.refresh_from_db()
    return resource


@pytest.fixture
def holder(client_for):
    return client_for("holder")


def send(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)


def capacity(resource):
    return availability.room([resource.pk], *days.tonight())[resource.pk].capacity


def test_one_tap_confirms_the_number_offered(holder, look, stale):
    before = words(look("holder", "workspace"))
    assert "Sim, 4 livres" in before and "oferece 4, 4 livres" in before
    answer = send(holder, "own_capacity", stale.uuid, still="1", back="trabalho")
    assert answer.status_code == 303 and answer["Location"] == reverse("workspace") + "#capacidade"
    stale.refresh_from_db()
    assert stale.confirmed_at > timezone.now() - timedelta(minutes=1)
    assert capacity(stale) == 4
    assert "Sim, 4 livres" not in words(look("holder", "workspace"))


def test_what_is_confirmed_is_what_is_offered_not_what_is_free(cast, ask, holder, look, stale):
    actions.accept_booking(ask(stale, 3, start=0), by=cast.holder)
    assert "oferece 4, 1 livre esta noite" in words(look("holder", "workspace"))
    send(holder, "own_capacity", stale.uuid, still="1")
    assert capacity(stale) == 4


def test_another_number_from_today(holder, stale):
    assert send(holder, "own_capacity", stale.uuid, capacity="6").status_code == 303
    assert capacity(stale) == 6


def test_another_number_from_a_day_on(holder, look, resource):
    answer = send(holder, "own_capacity", resource.uuid, capacity="9", valid_from=later(5))
    assert answer.status_code == 303
    assert capacity(resource) == 4
    assert "Já registado para depois" in words(look("holder", "own_resource", resource.uuid))


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": ""}, {"capacity": "-1"}, {"capacity": "1000000000"}, {"capacity": "doze"}, {"capacity": "9" * 500},
        {"capacity": "5", "valid_from": "2026-02-30"}, {"capacity": "5", "valid_from": "2000-01-01"},
        {"capacity": "5", "valid_from": "9999-12-31"}, {"capacity": "5", "reason": "Falar com 912 345 678"},
    ],
    ids=str,
)  # fmt: skip
def test_a_number_that_cannot_be(holder, resource, wrong):
    answer = send(holder, "own_capacity", resource.uuid, **wrong)
    assert answer.status_code == 422
    assert "912 345" not in words(answer)
    assert capacity(resource) == 4


def test_less_than_promised_needs_a_reason_and_shows_whom_it_hits(look, holder, resource, confirmed):
    refused = send(holder, "own_capacity", resource.uuid, capacity="1")
    assert refused.status_code == 422 and refused.context["form"].errors["reason"]
    assert capacity(resource) == 4
    assert "Prometido a mais" not in words(look("holder", "workspace"))
    send(holder, "own_capacity", resource.uuid, capacity="1", reason="Obras na ala norte.")
    text = words(look("holder", "workspace"))
    assert 'id="excesso"' in text and "falta 1 cama" in text and "7Q4-M" in text
    assert "Falta 1 cama" in words(look("holder", "own_resource", resource.uuid))
    assert "falta 1 para o prometido" in words(look("holder", "own_resources"))
    assert Booking.objects.get(pk=confirmed.pk).status == Status.CONFIRMED


def test_an_excess_hits_only_those_in_its_time(cast, ask, look, holder, resource):
    soon = ask(resource, 3, start=1, reference="SOON-1", auto_confirm=True)
    far = ask(resource, 3, start=30, reference="FAR-01", auto_confirm=True)
    for booking in (soon, far):
        actions.accept_booking(booking, by=cast.holder)
    block = {
        "start": later(1),
        "end": later(2),
        "quantity": "3",
        "reason_code": "works",
        "reason": "Uma avaria.",
    }
    assert send(holder, "own_block", resource.uuid, **block).status_code == 303
    rows = look("holder", "workspace").context["board"].excesses[0].rows
    assert [row.booking.pk for row in rows] == [soon.pk]


@pytest.mark.parametrize(
    ("category", "said", "never"),
    [
        (
            "acolhimento-temporario",
            [
                "Bloquear lugares por uns dias",
                'for="block-quantity">Lugares',
                "atinge lugares já prometidos",
                "lugares livres",
            ],
            "artigo",
        ),
        (
            "produtos-de-apoio",
            [
                "Bloquear artigos por uns dias",
                'for="block-quantity">Artigos',
                "atinge artigos já prometidos",
                "artigos livres",
            ],
            "lugar",
        ),
    ],
)
def test_a_block_speaks_of_what_is_there(
    cast, ask, look, holder, make_resource, protocol, category, said, never
):
    """The form, its refusal, and wherever the block stands afterwards."""
    lends = category == "produtos-de-apoio"
    place = make_resource(None if lends else 2, category=category, response=None, name="Casa Um")
    if lends:
        actions.add_items(place, by=cast.holder, name="Cadeira de rodas", number=2)
    actions.accept_booking(ask(place, 2, start=1, nights=3, auto_confirm=True), by=cast.holder)
    data = {"start": later(1), "end": later(3), "quantity": "1", "reason_code": "works"}
    refused = send(holder, "own_block", place.uuid, **data)
    one = "1 artigo" if lends else "1 cama"
    assert refused.status_code == 422 and f"falta {one} para o que já está prometido" in words(refused)
    for part in said:
        assert part in words(refused), part
    assert never not in words(refused)[words(refused).index('id="bloquear"') :].split("</section>")[0]
    assert send(holder, "own_block", place.uuid, **data, reason="Uma avaria.").status_code == 303
    assert (
        send(holder, "own_block", place.uuid, **(data | {"quantity": ""}), reason="Uma avaria.").status_code
        == 303
    )
    listed = words(look("holder", "calendar", vista="lista"))
    assert f"obras ou avaria · {one} ·" in listed
    assert f"obras ou avaria · todos os {'artigos' if lends else 'lugares'} ·" in listed
    assert f"{'Artigos' if lends else 'Lugares'} livres, " in words(look("holder", "calendar", vista="mes"))
    letter = Letter.objects.filter(kind="excess").first()
    assert letter and f"Falta {one} em Casa Um" in letter.text


def test_a_block_of_a_bank_speaks_english_too(cast, client_for, make_resource):
    bank = make_resource(None, category="produtos-de-apoio", response=None)
    actions.add_items(bank, by=cast.holder, name="Cadeira de rodas", number=2)
    page = words(client_for("holder").get(f"/en/trabalho/recursos/{bank.uuid}/"))
    assert (
        "Block items for some days" in page
        and 'for="block-quantity">Items' in page
        and "items already promised" in page
    )


def test_blocking_and_lifting(look, holder, resource):
    data = {"start": later(2), "end": later(4), "reason_code": "cleaning"}
    assert send(holder, "own_block", resource.uuid, **data).status_code == 303
    block = resource.blocks.get()
    text = words(look("holder", "own_resource", resource.uuid))
    assert "limpeza ou desinfestação" in text and "fechado" in text
    lift = ("own_block_lift", resource.uuid, block.uuid)
    assert send(holder, *lift).status_code == 303
    again = send(holder, *lift)
    assert again.status_code == 409 and "já foi levantado" in words(again)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason_code": ""},
        {"reason_code": "tédio"},
        {"end": later(0)},
        {"start": "x"},
        {"quantity": "0"},
        {"quantity": "-3"},
    ],
    ids=str,
)
def test_a_block_that_cannot_be(holder, resource, wrong):
    data = {"start": later(1), "end": later(2), "reason_code": "works"} | wrong
    assert send(holder, "own_block", resource.uuid, **data).status_code == 422
    assert not resource.blocks.exists()


@pytest.mark.parametrize("who", ["technician", "representative", "accredited", "coordination", "editor"])
def test_others_find_no_resource_to_manage(client_for, holder, resource, who):
    send(holder, "own_block", resource.uuid, start=later(1), end=later(2), reason_code="works")
    block = resource.blocks.get()
    client = client_for(who)
    assert client.get(reverse("own_resource", args=[resource.uuid])).status_code == 404
    assert send(client, "own_capacity", resource.uuid, still="1").status_code == 404
    assert (
        send(
            client, "own_block", resource.uuid, start=later(5), end=later(6), reason_code="works"
        ).status_code
        == 404
    )
    assert send(client, "own_block_lift", resource.uuid, block.uuid).status_code == 404
    assert resource.name not in words(client.get(reverse("own_resources")))


def test_a_block_of_another_resource_is_not_found(holder, make_resource, resource):
    other = make_resource(2)
    send(holder, "own_block", other.uuid, start=later(1), end=later(2), reason_code="works")
    assert send(holder, "own_block_lift", resource.uuid, other.blocks.get().uuid).status_code == 404
    assert other.blocks.get().lifted_at is None


def test_changes_are_only_sent_never_visited(look, resource):
    assert look("holder", "own_capacity", resource.uuid).status_code == 405
    assert look("holder", "own_block", resource.uuid).status_code == 405


def test_the_page_lists_what_is_open(look, requested, resource):
    text = words(look("holder", "own_resource", resource.uuid))
    assert "7Q4-M" in text and reverse("decide", args=[requested.uuid]) in text


def test_the_list_says_what_is_free_tonight(look, resource, stale):
    text = words(look("holder", "own_resources"))
    assert resource.name in text and "por confirmar" in text
