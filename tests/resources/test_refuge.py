"""A facility that becomes a casa de abrigo: nothing that tells where it is stays behind, whoever published it."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import AuditEntry
from resources import actions, versions
from resources.models import Booking, Facility, Photo, Resource, Source
from resources.views.resource_page import address
from search import writing
from tests.resources.test_keeping import picture
from tests.search.looking import found, in_files

pytestmark = pytest.mark.django_db

SIGNS = ["Casa da Foz", "Rua da Foz", "220 000 000", "FOZ-17", "mapa.example", "perto do farol", "1312"]


@pytest.fixture
def house(cast: Any, make_resource: Any) -> Facility:
    """Imported from a public list, with a photograph and an earlier version."""
    resource = make_resource(
        4, name="Casa da Foz", phone="220 000 000", description_pt="Fica perto do farol."
    )
    facility: Facility = resource.facility
    source = Source.objects.create(name="Mapa Livre", licence="ODbL", attribution="© Mapa Livre")
    published = {"source": source, "source_ref": "FOZ-17", "source_url": "https://mapa.example/FOZ-17"}
    for model, pk in ((Facility, facility.pk), (Resource, resource.pk)):
        model.objects.filter(pk=pk).update(**published)
    said = {"address": "Rua da Foz, 2", "photo_alt_pt": "A casa perto do farol."}
    actions.keep_facility(facility, by=cast.holder, said=said, photo=picture())
    actions.keep_resource(resource, by=cast.holder, said={"description_pt": "Camas perto do farol."})
    facility.refresh_from_db()
    return facility


def make(facility: Facility, name: str = "Casa de abrigo 4") -> str:
    out = StringIO()
    call_command("make_refuge", str(facility.uuid), name=name, stdout=out)
    return out.getvalue()


def everything(facility: Facility) -> str:
    """Whatever the database keeps of it, but for bookings."""
    rows = [
        *Facility.objects.filter(pk=facility.pk).values(),
        *Resource.objects.filter(facility=facility.pk).values(),
        *Facility.history.filter(id=facility.pk).values(),
        *Resource.history.filter(facility_id=facility.pk).values(),
        *AuditEntry.objects.filter(chain=f"facility:{facility.uuid}").values(),
        *Photo.objects.values("digest"),
    ]
    return json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False)


def test_its_place_its_source_and_what_it_said_go_in_one_write(house, client_for):
    resource, photo = house.resources.get(), reverse("facility_photo", args=[house.uuid])
    page = client_for(None).get(address(resource)).content.decode()
    assert "FOZ-17" in page and "perto do farol" in page
    assert [sign for sign in SIGNS if sign in everything(house)] == SIGNS
    writing.rebuild()
    assert found("foz farol") and in_files("farol")
    said = make(house)
    assert "Vinha de «Mapa Livre»" in said
    assert [sign for sign in SIGNS if sign in everything(house)] == []
    house.refresh_from_db()
    assert (house.tier, house.name, house.source, house.source_ref) == (3, "Casa de abrigo 4", None, "")
    assert not Photo.objects.exists() and not versions.all_of(house).exists()
    # What the worker does within seconds.
    writing.apply_owed()
    writing.tidy()
    assert not found("farol") and not in_files("farol")
    for who in (None, "holder", "accredited", "coordination"):
        for gone in (address(resource), photo, reverse("keep_facility", args=[house.uuid])):
            assert client_for(who).get(gone).status_code in (302, 404), (who, gone)


def test_its_trail_says_when_and_nothing_else(house):
    make(house)
    entry = AuditEntry.objects.get(verb="make_refuge")
    assert (entry.user_id, entry.from_state, entry.to_state, entry.label) == (
        None,
        "T0",
        "T3",
        str(house.uuid),
    )


def test_without_its_source_gone_the_database_refuses(house):
    """What the command is for: the tier alone does not do it."""
    place = {"municipality": None, "address": "", "lat": None, "lon": None, "phone": ""}
    Facility.objects.filter(pk=house.pk).update(tier=1, photo=None, photo_alt_pt="")
    with pytest.raises(IntegrityError, match="t3_has_no_source"), transaction.atomic():
        Facility.objects.filter(pk=house.pk).update(tier=3, **place)


def refused(facility: Facility, **options: Any) -> str:
    before = everything(facility)
    with pytest.raises(CommandError) as refusal:
        make(facility, **options)
    assert everything(facility) == before
    return str(refusal.value)


def test_while_somebody_is_promised_a_place_it_waits(house, ask):
    booking = ask(house.resources.get())
    assert "1 reserva em aberto" in refused(house)
    Booking.objects.filter(pk=booking.pk).update(status="declined", reason_code="other")
    make(house)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Casa da Foz", "Dê-lhe outro nome"),
        (" casa da FOZ ", "Dê-lhe outro nome"),
        ("", "Escreva o nome"),
        ("Casa 912 345 678", "telefone"),
        ("x" * 161, "160"),
    ],
)
def test_the_name_it_was_known_by_goes_too(house, name, sentence):
    assert sentence in refused(house, name=name)


def test_what_is_nobodys_stays_public(house):
    Resource.objects.filter(facility=house).update(mode="info")
    Facility.objects.filter(pk=house.pk).update(organisation=None)
    assert "dados públicos de uma fonte" in refused(house)


def test_a_refuge_is_none_twice_and_what_is_not_there_is_named(house):
    make(house)
    assert "não se editam aqui" in refused(house, name="Casa de abrigo 5")
    nobody = "00000000-0000-0000-0000-000000000000"
    with pytest.raises(CommandError, match=nobody):
        call_command("make_refuge", nobody, name="x")
