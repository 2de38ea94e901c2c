"""Keeping the catalogue: who edits what, what they may write, what the reader sees, and what was there before."""

import re
from html import unescape
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import translation
from PIL import Image

from accounts import audit
from accounts.models import AuditEntry, Membership
from geo.models import Municipality
from resources import actions, hours, versions
from resources.keep_forms import FacilityForm
from resources.models import Category, Facility, Photo, Resource
from resources.models.facilities import HistoricalFacility
from resources.refusals import Invalid, NotAllowed
from resources.views.resource_page import address
from search import writing
from tests.search.looking import found

GPS, DESCRIPTION, ORIENTATION = 0x8825, 0x010E, 0x0112
SECRET = "Rua Secreta, 41.1496, -8.6109"


def text(page):
    return " ".join(
        unescape(re.sub(r"<script.*?</script>|<[^>]*>", " ", page.content.decode(), flags=re.S)).split()
    )


def filled(facility, **changes):
    """What the browser sends back when nothing but `changes` was touched."""
    form = FacilityForm(facility)
    sent = {}
    for name, field in form.fields.items():
        value = field.prepare_value(form.get_initial_for_field(field, name))
        if name not in ("photo", "drop_photo", "forget_place") and value is not None:
            sent[name] = value
    return {name: value for name, value in (sent | changes).items() if value is not None}


def picture(kind="JPEG", size=(60, 40), name="casa.jpg", **options):
    made = BytesIO()
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 3, size[1]))
    image.save(made, kind, **options)
    return SimpleUploadedFile(name, made.getvalue(), content_type="image/jpeg")


def telling_picture():
    notes = Image.Exif()
    notes[DESCRIPTION] = SECRET
    notes[ORIENTATION] = 6
    notes.get_ifd(GPS)[1] = "N"
    notes.get_ifd(GPS)[2] = (41.0, 8.0, 58.0)
    return picture(exif=notes, comment=SECRET.encode(), xmp=SECRET.encode())


@pytest.fixture
def house(make_resource):
    return make_resource(4, name="Casa do Rio", phone="220 000 000").facility


@pytest.fixture
def keep(client_for):
    def send(facility, who="holder", follow=False, **changes):
        return client_for(who).post(
            reverse("keep_facility", args=[facility.uuid]), filled(facility, **changes), follow=follow
        )

    return send


def coordination_with_t2(cast):
    Membership.objects.filter(pk=cast.coordination.pk).update(accreditations=["T2"])


# --- Who ----------------------------------------------------------------------------------------------------


def test_a_manager_keeps_the_facilities_of_the_organisation_and_no_other(
    cast, client_for, house, make_resource
):
    other = make_resource(
        3, keeper=cast.member_of("Município da Maia"), dico="1306", name="Casa da Maia"
    ).facility
    holder = client_for("holder")
    listed = text(holder.get(reverse("own_facilities")))
    assert "Casa do Rio" in listed and "Casa da Maia" not in listed
    for name in ("keep_facility", "facility_history", "add_resource"):
        assert holder.get(reverse(name, args=[house.uuid])).status_code == 200
        assert holder.get(reverse(name, args=[other.uuid])).status_code == 404
        assert holder.get(reverse(name, args=[uuid4()])).status_code == 404
    assert (
        holder.post(reverse("keep_facility", args=[other.uuid]), filled(other, name="X")).status_code == 404
    )
    other.refresh_from_db()
    assert other.name == "Casa da Maia"


@pytest.mark.parametrize("who", ["technician", "representative", "accredited", "editor"])
def test_who_does_not_manage_keeps_nothing(who, client_for, house):
    person = client_for(who)
    assert "Nada para gerir" in text(person.get(reverse("own_facilities")))
    assert person.get(reverse("add_facility")).status_code == 403
    assert person.get(reverse("facility_history", args=[house.uuid])).status_code == 404
    resource = house.resources.get()
    for name in ("keep_resource", "resource_history", "retire_resource"):
        assert person.get(reverse(name, args=[resource.uuid])).status_code == 404


def test_a_technician_of_the_same_organisation_does_not_edit(cast, client_for, house):
    Membership.objects.filter(pk=cast.holder.pk).update(roles=["technician"])
    assert client_for("holder").get(reverse("keep_facility", args=[house.uuid])).status_code == 404


def test_a_refuge_is_kept_by_nobody_here(cast, client_for, make_resource):
    refuge = make_resource(None, keeper=cast.support, tier=3, category="casa-de-abrigo", response="3.2.1a")
    for who in ("support", "coordination", "holder"):
        person = client_for(who)
        assert person.get(reverse("keep_facility", args=[refuge.facility.uuid])).status_code == 404
        assert person.get(reverse("facility_history", args=[refuge.facility.uuid])).status_code == 404
        assert person.get(reverse("keep_resource", args=[refuge.uuid])).status_code == 404
        assert refuge.facility.name not in text(person.get(reverse("own_facilities")))
    with pytest.raises(NotAllowed):
        actions.keep_facility(refuge.facility, by=cast.support, said={"name": "Outra"})


# --- What is written, and what is read ----------------------------------------------------------------------


def test_what_the_manager_says_stands_on_the_page_of_the_resource(keep, house, client_for):
    answer = keep(
        house,
        description_pt="Acolhimento junto ao rio.",
        mon="9:00-12:30, 14:00-18:00",
        tue="9:00-12:30, 14:00-18:00",
        wed="20h-8h",
        opening_note_pt="Em agosto fecha às 17:00.",
        access_ramp="yes",
        access_bathroom="yes",
        access_lift="no",
        website="https://www.exemplo.pt",
        accepts_pt="pessoas adultas\nsaída hospitalar",
    )
    assert answer.status_code == 303
    said = text(client_for(None).get(address(house.resources.get())))
    assert "segunda e terça, 9h00–12h30 e 14h00–18h00; quarta, 20h00–8h00" in said
    assert "quinta a domingo: fechado · Em agosto fecha às 17:00." in said
    assert "https://www.exemplo.pt" in said and "Acolhimento junto ao rio." in said
    has, rest = said.split("Não tem", 1)
    has_not, unknown = rest.split("Sem informação", 1)
    assert "rampa" in has and "casa de banho adaptada" in has
    assert "elevador" in has_not and "rampa" not in has_not
    assert "cama com acesso lateral" in unknown
    assert "acessível em cadeira de rodas" in said


def test_the_api_tells_them_too(keep, house, client_for):
    keep(house, sat="24 h", access_lift="no", website="https://www.exemplo.pt")
    told = client_for(None).get(f"/api/v1/resources/{house.resources.get().uuid}").json()
    assert told["opening_hours"] == [{"day": "sat", "opens": "00:00", "closes": "24:00"}]
    assert (told["accessibility"]["lift"], told["accessibility"]["ramp"]) == ("no", "unknown")
    assert (told["accessible"], told["website"], told["photo"]) == (False, "https://www.exemplo.pt", None)


def test_not_known_is_not_a_no(house, client_for):
    said = text(client_for(None).get(address(house.resources.get())))
    assert "Acessibilidade sem informação" in said
    assert "Não tem" not in said


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9:00-18:00", [["09:00", "18:00"]]),
        ("9h-18h", [["09:00", "18:00"]]),
        ("9h30 às 12h e 14.00 – 18.00", [["09:30", "12:00"], ["14:00", "18:00"]]),
        ("24 h", [["00:00", "24:00"]]),
        ("22:00-7:00", [["22:00", "07:00"]]),
        ("fechado", []),
        ("", []),
    ],
)
def test_hours_are_read_as_people_write_them(typed, kept):
    assert hours.typed(typed) == kept
    assert hours.typed(hours.as_typed(kept)) == kept


@pytest.mark.parametrize(
    ("week", "word"),
    [
        ({"mon": "9 da manhã"}, "Escreva as horas"),
        ({"mon": "9:00-25:00"}, "não existem"),
        ({"mon": "9:00-9:00"}, "não existem"),
        ({"mon": "9:00-9:70"}, "não existem"),
        ({"mon": "9:00-13:00, 12:00-18:00"}, "sobrepõem"),
        ({"mon": "20:00-9:00", "tue": "8:00-12:00"}, "sobrepõem"),
        ({"sun": "20:00-9:00", "mon": "8:00-12:00"}, "sobrepõem"),
    ],
)
def test_hours_that_cannot_be_are_refused_at_their_field(keep, house, week, word):
    answer = keep(house, **week)
    assert answer.status_code == 422
    assert word in text(answer)
    house.refresh_from_db()
    assert house.opening_hours == {}


def test_a_week_is_said_in_runs_of_days_in_both_languages():
    week = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    with translation.override("pt-pt"):
        assert hours.in_words(week) == ["segunda a sexta, 9h00–18h00", "sábado e domingo: fechado"]
        assert hours.in_words({day: [["00:00", "24:00"]] for day in hours.DAYS}) == [
            "todos os dias, 24 horas"
        ]
        assert hours.in_words({}) == []
    with translation.override("en"):
        assert hours.in_words(week)[0] == "Monday to Friday, 9:00–18:00"


WHEELCHAIR = [
    ({"step_free": "yes", "bathroom": "yes"}, True),
    ({"ramp": "yes", "bathroom": "yes"}, True),
    ({"step_free": "no", "ramp": "yes", "bathroom": "yes"}, True),
    ({"step_free": "yes"}, False),
    ({"bathroom": "yes", "lift": "yes"}, False),
    ({"ramp": "no", "bathroom": "yes"}, False),
]


@pytest.mark.parametrize(("points", "accessible"), WHEELCHAIR)
def test_accessible_by_wheelchair_follows_the_checklist_and_the_database_knows(
    cast, house, points, accessible
):
    actions.keep_facility(house, by=cast.holder, said={"accessibility": points})
    house.refresh_from_db()
    assert house.accessible is accessible
    with pytest.raises(IntegrityError, match="accessible_follows"), transaction.atomic():
        Facility.objects.filter(pk=house.pk).update(accessible=not accessible)


def test_what_was_imported_as_accessible_stays_so_until_somebody_fills_the_checklist_in(cast, house, keep):
    Facility.objects.filter(pk=house.pk).update(accessible=True)
    house.refresh_from_db()
    keep(house, phone="220 000 001")
    house.refresh_from_db()
    assert house.accessible and house.accessibility == {}
    keep(house, access_lift="yes")
    house.refresh_from_db()
    assert not house.accessible


# --- Bad input ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "status", "word"),
    [
        ({"name": ""}, 422, "Escreva o nome"),
        ({"name": "x" * 161}, 422, "No máximo 160"),
        ({"municipality": ""}, 422, "Escolha o município"),
        ({"municipality": "9999"}, 422, "município da lista"),
        ({"lat": "41,15", "lon": ""}, 422, "latitude e longitude"),
        ({"lat": "norte"}, 422, "em graus"),
        ({"lat": "nan"}, 422, "em graus"),
        ({"lat": "1.0"}, 422, "Fica fora da região"),
        ({"lat": "41.2357", "lon": "-8.6199"}, 422, "não ficam no município escolhido (Porto)"),
        ({"phone": "ligue à Ana"}, 422, "só com algarismos"),
        ({"email": "casa"}, 422, "e-mail inteiro"),
        ({"website": "javascript:alert(1)"}, 422, "endereço inteiro"),
        ({"tier": "3"}, 422, "Peça-o à Unidade de Coordenação"),
        ({"tier": "7"}, 422, "Escolha quem o vê"),
        ({"tier": ""}, 422, "Escolha quem o vê"),
        ({"access_ramp": "talvez"}, 422, "sim, não ou sem informação"),
        ({"accepts_pt": "\n".join(str(n) for n in range(13))}, 422, "No máximo 12 linhas"),
        ({"description_pt": "x" * 1001}, 422, "no máximo 1000"),
        ({"description_pt": "Fale com o Rui, 912 345 678"}, 422, "número de telefone"),
        ({"opening_note_pt": "ana@example.org"}, 422, "e-mail"),
        ({"refuses_pt": "o senhor do NIF 123456789"}, 422, "NIF"),
        ({"name": "Casa do 912 345 678"}, 422, "número de telefone"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_kept(keep, house, changes, status, word):
    before = versions.state_of(Facility.objects.get(pk=house.pk))
    answer = keep(house, **changes)
    assert (answer.status_code, word in text(answer)) == (status, True), text(answer)
    assert "912 345 678" not in answer.content.decode() and "123456789" not in answer.content.decode()
    assert versions.state_of(Facility.objects.get(pk=house.pk)) == before
    assert not HistoricalFacility.objects.filter(id=house.pk).exists()
    assert not AuditEntry.objects.filter(chain=f"facility:{house.uuid}").exists()


def test_the_telephone_and_address_of_the_house_are_no_personal_data(keep, house):
    assert keep(house, phone="912 345 678", address="Rua do Rio, 12, 4000-123 Porto").status_code == 303
    house.refresh_from_db()
    assert (house.phone, house.address) == ("912 345 678", "Rua do Rio, 12, 4000-123 Porto")


def test_coordinates_with_a_comma_are_coordinates(keep, house):
    assert keep(house, lat="41,1600", lon="-8,6100").status_code == 303
    house.refresh_from_db()
    assert (house.lat, house.lon) == (41.16, -8.61)


def test_the_municipality_stays_while_bookings_are_open(cast, keep, house, ask, protocol):
    stay = ask(house.resources.get(), 1)
    maia = Municipality.objects.get(dico="1306")
    there = {"municipality": "1306", "lat": str(maia.seat_lat), "lon": str(maia.seat_lon)}
    answer = keep(house, **there)
    assert answer.status_code == 409
    assert "Há 1 reserva em aberto" in text(answer)
    actions.withdraw_booking(stay, by=cast.technician, code="no_longer_needed")
    assert keep(house, **there).status_code == 303


# --- Adding -------------------------------------------------------------------------------------------------


def test_a_manager_adds_a_facility_and_what_it_shares(cast, client_for):
    holder = client_for("holder")
    assert "Acrescentar equipamento" in text(holder.get(reverse("add_facility")))
    empty = {name: value for name, value in filled(None).items() if value}
    sent = empty | {"name": "Casa Nova", "municipality": "1312", "mon": "9-18", "tier": "0"}
    answer = holder.post(reverse("add_facility"), sent)
    facility = Facility.objects.get(name="Casa Nova")
    assert (answer.status_code, answer.url) == (303, reverse("add_resource", args=[facility.uuid]))
    assert facility.organisation == cast.holder.organisation
    assert facility.is_demo == cast.holder.organisation.is_demo
    category = Category.objects.get(code="acolhimento-temporario")
    answer = holder.post(
        answer.url, {"name": "Casa Nova, camas", "category": category.pk, "max_nights": "30"}
    )
    resource = facility.resources.get()
    assert answer.url == reverse("own_resource", args=[resource.uuid]) + "#capacity"
    assert (resource.mode, resource.max_nights) == ("stay", 30)
    verbs = AuditEntry.objects.filter(chain__in=[f"facility:{facility.uuid}", f"resource:{resource.uuid}"])
    assert [(e.verb, e.user_id) for e in verbs.order_by("id")] == [
        ("add_facility", cast.holder.user_id),
        ("add_resource", cast.holder.user_id),
    ]
    assert list(audit.problems()) == []
    assert "Casa Nova, camas" in text(client_for(None).get("/recursos/?q=casa+nova"))


@pytest.mark.parametrize("code", ["casa-de-abrigo", ""])
def test_a_refuge_is_no_type_one_can_add(client_for, house, code):
    category = Category.objects.filter(code=code).first()
    answer = client_for("holder").post(
        reverse("add_resource", args=[house.uuid]),
        {"name": "Nova", "category": category.pk if category else ""},
    )
    assert answer.status_code == 422
    assert house.resources.count() == 1


def test_the_action_itself_refuses_a_refuge_category(cast, house):
    with pytest.raises(Invalid):
        actions.add_resource(
            house,
            by=cast.holder,
            said={"name": "Nova", "category": Category.objects.get(code="casa-de-abrigo")},
        )


def test_a_resource_is_edited(cast, client_for, house):
    resource = house.resources.get()
    sent = {"name": "Camas do rio", "max_nights": "20", "seen": versions.mark_of(resource)}
    page = reverse("keep_resource", args=[resource.uuid])
    assert client_for("holder").post(page, sent).status_code == 303
    confirmed = resource.confirmed_at
    resource.refresh_from_db()
    assert (resource.name, resource.max_nights, resource.sort_key) == ("Camas do rio", 20, "camas do rio")
    assert resource.confirmed_at == confirmed
    for nights in ("0", "-1", "9999999999", "muitas"):
        assert client_for("holder").post(page, sent | {"max_nights": nights}).status_code in (409, 422)


# --- Retiring -----------------------------------------------------------------------------------------------


def test_a_resource_with_open_bookings_is_not_retired_and_the_page_says_how_many(
    cast, client_for, house, ask, protocol
):
    resource = house.resources.get()
    stays = [ask(resource, 1), ask(resource, 1, start=5)]
    holder, page = client_for("holder"), reverse("retire_resource", args=[resource.uuid])
    assert "Há 2 reservas em aberto" in text(holder.get(page))
    answer = holder.post(page)
    assert (answer.status_code, "Há 2 reservas em aberto neste recurso" in text(answer)) == (409, True)
    resource.refresh_from_db()
    assert resource.is_active
    for stay in stays:
        actions.withdraw_booking(stay, by=cast.technician, code="no_longer_needed")
    assert holder.post(page).status_code == 303
    resource.refresh_from_db()
    assert not resource.is_active
    assert client_for(None).get(address(resource)).status_code == 404
    assert holder.post(page).status_code == 409


def test_a_retired_resource_is_asked_for_by_nobody_not_even_by_a_form_that_was_open(
    cast, house, ask, protocol
):
    resource = house.resources.get()
    actions.retire_resource(resource, by=cast.holder)
    with pytest.raises(Invalid):
        ask(resource, 1)


def test_a_retired_resource_comes_back_from_its_history(cast, client_for, house):
    resource = house.resources.get()
    actions.retire_resource(resource, by=cast.holder)
    [first] = versions.all_of(resource)[1:]
    page = reverse("restore_resource", args=[resource.uuid, first.history_id])
    resource.refresh_from_db()
    answer = client_for("holder").post(page, {"seen": versions.mark_of(resource)})
    assert answer.status_code == 303
    resource.refresh_from_db()
    assert resource.is_active


# --- Two people at once -------------------------------------------------------------------------------------


def test_who_saves_second_sees_both_and_loses_nothing(cast, client_for, house):
    """And may then save all the same, knowing."""
    old = filled(house)
    holder, page = client_for("holder"), reverse("keep_facility", args=[house.uuid])
    assert holder.post(page, old | {"name": "Casa da Foz"}).status_code == 303
    answer = holder.post(page, old | {"description_pt": "Escrito com tempo.", "name": "Casa do Mar"})
    said = text(answer)
    assert answer.status_code == 409
    assert "Outra pessoa gravou entretanto" in said and "Helena Torres" in said
    assert "Nome Casa da Foz Casa do Mar" in said
    assert "Descrição (vazio) Escrito com tempo." in said
    assert "Escrito com tempo.</textarea>" in answer.content.decode()
    house.refresh_from_db()
    assert (house.name, house.description_pt) == ("Casa da Foz", "")
    seen = re.search(r'name="seen" value="(\w+)"', answer.content.decode())[1]
    again = old | {"description_pt": "Escrito com tempo.", "name": "Casa do Mar", "seen": seen}
    assert holder.post(page, again).status_code == 303
    house.refresh_from_db()
    assert (house.name, house.description_pt) == ("Casa do Mar", "Escrito com tempo.")
    assert "Casa da Foz" in text(holder.get(reverse("facility_history", args=[house.uuid])))


def test_where_the_second_did_not_touch_the_first_ones_words_stay(client_for, house, keep):
    old = filled(house)
    keep(house, name="Casa da Foz", accepts_pt="pessoas adultas\nfamílias", mon="9-18", access_ramp="yes")
    page = reverse("keep_facility", args=[house.uuid])
    answer = client_for("holder").post(page, old | {"phone": "220 000 009", "accepts_pt": "\r\n"})
    said = text(answer)
    assert answer.status_code == 409
    assert "Telefone 220 000 000 220 000 009" in said
    assert "Nome Casa da Foz" not in said.split("Ficar com")[0]
    html = answer.content.decode()
    assert 'value="Casa da Foz"' in html and "famílias</textarea>" in html and 'value="09:00-18:00"' in html
    assert re.search(r'name="access_ramp" value="yes"[^>]* checked', html)


def test_a_bank_of_technical_aids_has_its_own_fields(cast, client_for, make_resource):
    chairs = make_resource(None, category="cadeiras-de-rodas", response=None, name="Cadeiras")
    page = reverse("keep_resource", args=[chairs.uuid])
    shown = text(client_for("holder").get(page))
    assert "Dias de higienização" in shown and "Noites no máximo" not in shown
    sent = {"name": "Cadeiras", "hygiene_days": "2", "terms_pt": "Devolver limpa."}
    assert client_for("holder").post(page, sent | {"hygiene_days": "61"}).status_code == 422
    assert client_for("holder").post(page, sent).status_code == 303
    chairs.refresh_from_db()
    assert (chairs.hygiene_days, chairs.terms_pt) == (2, "Devolver limpa.")
    history = text(client_for("holder").get(reverse("resource_history", args=[chairs.uuid])))
    assert "Condições da cedência (vazio) Devolver limpa." in history


def test_a_resource_changed_in_between_is_a_conflict_too(cast, client_for, house):
    resource = house.resources.get()
    seen = versions.mark_of(resource)
    actions.keep_resource(resource, by=cast.holder, said={"name": "Primeira"})
    answer = client_for("holder").post(
        reverse("keep_resource", args=[resource.uuid]), {"name": "Segunda", "seen": seen}
    )
    assert (answer.status_code, "Nome Primeira Segunda" in text(answer)) == (409, True)


def test_a_confirmation_in_between_is_no_conflict(cast, client_for, house):
    resource = house.resources.get()
    seen = versions.mark_of(resource)
    actions.state_capacity(resource, by=cast.holder)
    answer = client_for("holder").post(
        reverse("keep_resource", args=[resource.uuid]), {"name": "Segunda", "seen": seen}
    )
    assert answer.status_code == 303


# --- What was there before ----------------------------------------------------------------------------------


def test_the_history_tells_field_by_field_who_and_for_whom(cast, client_for, house, keep):
    keep(house, name="Casa da Foz", access_ramp="yes", mon="9:00-18:00")
    page = client_for("holder").get(reverse("facility_history", args=[house.uuid]))
    said = text(page)
    assert "Nome Casa do Rio Casa da Foz" in said
    assert "Acessibilidade sem informação rampa: sim" in said
    assert "Horário sem informação segunda, 9h00–18h00; terça a domingo: fechado" in said
    assert "Helena Torres · Município do Porto" in said
    assert "Como estava" in said
    assert said.count("Repor esta versão") == 1
    [entry] = AuditEntry.objects.filter(chain=f"facility:{house.uuid}")
    assert (entry.verb, entry.user_id, entry.organisation_id) == (
        "keep_facility",
        cast.holder.user_id,
        cast.holder.organisation_id,
    )


def test_saving_without_a_change_is_no_version(house, keep):
    assert keep(house).status_code == 303
    assert not HistoricalFacility.objects.filter(id=house.pk).exists()


def test_an_earlier_version_comes_back_and_that_can_be_undone_too(cast, client_for, house, keep):
    keep(house, name="Casa da Foz", access_ramp="yes", access_bathroom="yes")
    house.refresh_from_db()
    holder = client_for("holder")
    newest, oldest = versions.all_of(house)
    page = reverse("restore_facility", args=[house.uuid, oldest.history_id])
    shown = holder.get(page)
    assert "Nome Casa da Foz Casa do Rio" in text(shown)
    seen = re.search(r'name="seen" value="(\w+)"', shown.content.decode())[1]
    assert holder.post(page, {"seen": "0" * 32}).status_code == 409
    assert holder.post(page, {"seen": seen}).status_code == 303
    house.refresh_from_db()
    assert (house.name, house.accessible, house.accessibility) == ("Casa do Rio", False, {})
    actions.restore_version(house, newest.history_id, by=cast.holder)
    house.refresh_from_db()
    assert (house.name, house.accessible) == ("Casa da Foz", True)
    assert versions.all_of(house).count() == 4
    assert AuditEntry.objects.filter(chain=f"facility:{house.uuid}", verb="restore_version").count() == 2
    assert list(audit.problems()) == []


def test_an_earlier_version_never_shows_it_to_more_people_again(cast, house):
    actions.keep_facility(house, by=cast.holder, said={"name": "Casa da Foz"})
    actions.keep_facility(house, by=cast.holder, said={"tier": 1})
    oldest = versions.all_of(house).last()
    for who in (cast.holder, cast.coordination):
        actions.restore_version(house, oldest.history_id, by=who)
        house.refresh_from_db()
        assert (house.name, house.tier) == ("Casa do Rio", 1)


def test_a_version_of_another_facility_is_none_of_this_one(cast, client_for, house, make_resource):
    other = make_resource(2, name="Outra").facility
    actions.keep_facility(other, by=cast.holder, said={"name": "Outra ainda"})
    strange = versions.all_of(other).last()
    page = reverse("restore_facility", args=[house.uuid, strange.history_id])
    assert client_for("holder").post(page, {}).status_code == 404
    with pytest.raises(Invalid):
        actions.restore_version(house, strange.history_id, by=cast.holder)


def test_what_changed_outside_is_a_version_before_the_next_change(cast, house):
    """An import or the shell leaves none of its own: nothing is lost from the history all the same."""
    actions.keep_facility(house, by=cast.holder, said={"name": "Segunda"})
    Facility.objects.filter(pk=house.pk).update(phone="220 999 999")
    actions.keep_facility(house, by=cast.holder, said={"name": "Terceira"})
    told = list(versions.all_of(house).values_list("name", "phone", "history_user_id"))
    assert told == [
        ("Terceira", "220 999 999", cast.holder.user_id),
        ("Segunda", "220 999 999", None),
        ("Segunda", "220 000 000", cast.holder.user_id),
        ("Casa do Rio", "220 000 000", None),
    ]


@pytest.mark.parametrize("change", ["UPDATE {} SET name = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["resources_historicalfacility", "resources_historicalresource"])
def test_the_portal_itself_cannot_rewrite_the_history(db, change, table):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(change.format(table))


# --- Who sees it --------------------------------------------------------------------------------------------


def test_more_reserve_is_the_managers_less_is_the_coordinations(cast, client_for, house, keep):
    assert keep(house, tier="1").status_code == 303
    house.refresh_from_db()
    answer = keep(house, tier="0")
    assert answer.status_code == 403
    assert "decisão da Unidade de Coordenação Estratégica" in text(answer)
    house.refresh_from_db()
    assert house.tier == 1
    assert keep(house, who="coordination", tier="0").status_code == 303
    house.refresh_from_db()
    assert house.tier == 0
    moved = AuditEntry.objects.filter(chain=f"facility:{house.uuid}").order_by("seq")
    assert [(e.from_state, e.to_state, e.user_id) for e in moved] == [
        ("T0", "T1", cast.holder.user_id),
        ("T1", "T0", cast.coordination.user_id),
    ]


def test_the_coordination_without_accreditation_does_not_reach_the_restricted(cast, client_for, house, keep):
    assert keep(house, tier="2").status_code == 303
    house.refresh_from_db()
    assert client_for("coordination").get(reverse("keep_facility", args=[house.uuid])).status_code == 404
    coordination_with_t2(cast)
    assert keep(house, who="coordination", tier="1").status_code == 303


def test_nothing_becomes_or_ceases_to_be_a_refuge_here(cast, house, keep):
    for who in (cast.holder, cast.coordination):
        with pytest.raises(Invalid, match="Peça-o à Unidade de Coordenação Estratégica"):
            actions.keep_facility(house, by=who, said={"tier": 3})
    answer = keep(house, tier="3")
    assert answer.status_code == 422
    assert "Peça-o à Unidade de Coordenação Estratégica" in text(answer)
    with pytest.raises(Invalid, match="Peça-o à Unidade"):
        actions.add_facility(by=cast.holder, said={"name": "Outra casa", "tier": 3})
    house.refresh_from_db()
    assert house.tier == 0


def test_becoming_restricted_takes_photograph_and_search_entries_with_it(cast, house, keep, client_for):
    writing.rebuild()
    keep(house, photo=picture(), photo_alt_pt="A fachada, com rampa.")
    house.refresh_from_db()
    assert house.photo_id and found("casa do rio")
    photo = reverse("facility_photo", args=[house.uuid])
    assert client_for(None).get(photo).status_code == 200
    assert keep(house, tier="2").status_code == 303
    house.refresh_from_db()
    assert (house.tier, house.photo_id, house.photo_alt_pt) == (2, None, "")
    assert not Photo.objects.exists()
    writing.apply_owed()
    assert not found("casa do rio")
    for who in (None, "holder", "accredited"):
        assert client_for(who).get(photo).status_code == 404
    assert "Casa do Rio" not in text(client_for(None).get("/recursos/?q=rio"))


PLACE_SIGNS = [
    "MORADA-VELHA",
    "MORADA-NOVA",
    "FREGUESIA-VELHA",
    "41.15",
    "41,15",
    "220 111 222",
    "casa@velha.pt",
]


@pytest.mark.parametrize("tier", [1, 2])
def test_a_restricted_place_is_told_by_no_page_not_even_to_who_wrote_it(
    cast, client_for, make_resource, tier
):
    """Nor is what it was while it was still public."""
    house = make_resource(
        4,
        keeper=cast.support,
        name="Casa guardada",
        address="MORADA-VELHA",
        parish="FREGUESIA-VELHA",
        phone="220 111 222",
        email="casa@velha.pt",
        lat=41.15,
        lon=-8.61,
    ).facility
    actions.keep_facility(house, by=cast.support, said={"address": "MORADA-NOVA"})
    actions.keep_facility(house, by=cast.support, said={"tier": tier})
    house.refresh_from_db()
    stale = filled(house, seen="0" * 32, address="MORADA-NOVA-2")
    support = client_for("support")
    oldest = versions.all_of(house).last().history_id
    restore = reverse("restore_facility", args=[house.uuid, oldest])
    pages = [
        support.get(reverse("keep_facility", args=[house.uuid])),
        support.get(reverse("facility_history", args=[house.uuid])),
        support.get(restore),
        support.post(restore, {"seen": "0" * 32}),
        support.get(reverse("own_facilities")),
        support.get(reverse("keep_resource", args=[house.resources.get().uuid])),
    ]
    conflict = support.post(reverse("keep_facility", args=[house.uuid]), stale)
    assert conflict.status_code == 409
    told = "".join(unescape(page.content.decode()) for page in pages)
    found = [sign for sign in PLACE_SIGNS if sign in told]
    assert found == ([] if tier == 2 else PLACE_SIGNS[:4] + PLACE_SIGNS[5:])
    if tier == 2:
        assert not [
            sign for sign in PLACE_SIGNS if sign in conflict.content.decode().replace("MORADA-NOVA-2", "")
        ]
        assert '<option value="1312" selected>' not in told
        assert "não se mostra" in text(pages[1])


def test_a_reserved_place_is_kept_unless_something_else_is_written(cast, keep, house):
    keep(house, tier="2")
    house.refresh_from_db()
    assert keep(house, name="Casa guardada").status_code == 303
    house.refresh_from_db()
    assert (house.name, house.address, house.municipality_id) == ("Casa guardada", "Rua de Teste, 1", "1312")
    assert keep(house, address="Outra rua").status_code == 303
    house.refresh_from_db()
    assert house.address == "Outra rua"
    assert keep(house, forget_place="on").status_code == 303
    house.refresh_from_db()
    assert (house.address, house.phone, house.municipality_id, house.lat) == ("", "", None, None)


def test_what_becomes_a_refuge_leaves_no_earlier_place_at_rest(cast, house):
    """Done by hand, outside the portal; and then nobody can write an earlier place of it."""
    actions.keep_facility(house, by=cast.holder, said={"name": "Casa da Foz"})
    actions.keep_resource(house.resources.get(), by=cast.holder, said={"name": "Camas"})
    version = versions.all_of(house).first()
    Facility.objects.filter(pk=house.pk).update(
        tier=3, municipality=None, address="", lat=None, lon=None, phone=""
    )
    assert not HistoricalFacility.objects.filter(id=house.pk).exists()
    assert not Resource.history.filter(facility_id=house.pk).exists()
    version.history_id = None
    with pytest.raises(IntegrityError, match="no earlier place"), transaction.atomic():
        version.save(force_insert=True)
    version.tier = 3
    with pytest.raises(IntegrityError, match="history_t3_has_no_place"), transaction.atomic():
        version.save(force_insert=True)


@pytest.mark.parametrize(
    "change",
    [
        {"website": "https://a.pt"},
        {"opening_hours": {"mon": [["09:00", "10:00"]]}},
        {"opening_note_pt": "à noite"},
        {"accessibility": {"lift": "no"}},
    ],
)
def test_the_database_refuses_a_refuge_with_details(cast, make_resource, change):
    refuge = make_resource(None, keeper=cast.support, tier=3, category="casa-de-abrigo", response="3.2.1a")
    with pytest.raises(IntegrityError, match="t3_has_no_place"), transaction.atomic():
        Facility.objects.filter(pk=refuge.facility_id).update(**change)


# --- The photograph -----------------------------------------------------------------------------------------


def test_a_photograph_is_cleaned_shown_with_its_words_and_asked_about_each_time(
    cast, house, keep, client_for
):
    sent = telling_picture()
    original = sent.read()
    sent.seek(0)
    assert b"Rua Secreta" in original
    assert keep(house, photo=sent, photo_alt_pt="A fachada, com rampa.").status_code == 303
    house.refresh_from_db()
    page = client_for(None).get(address(house.resources.get()))
    assert 'alt="A fachada, com rampa."' in page.content.decode()
    answer = client_for(None).get(reverse("facility_photo", args=[house.uuid]))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "no-cache")
    assert b"Rua Secreta" not in answer.content
    with Image.open(BytesIO(answer.content)) as seen:
        assert (seen.format, dict(seen.getexif())) == ("JPEG", {})
        assert not {"exif", "xmp", "comment", "icc_profile"} & set(seen.info)
        assert seen.size == (40, 60)  # turned as the camera said
        red = seen.getpixel((20, 5))
        assert red[0] > 200 > 60 > red[2]
    again = client_for(None).get(
        reverse("facility_photo", args=[house.uuid]), headers={"if-none-match": answer["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_a_file_is_its_content_says(house, keep, kind):
    assert keep(house, photo=picture(kind, name="casa.txt"), photo_alt_pt="A casa.").status_code == 303
    house.refresh_from_db()
    assert bytes(house.photo.content).startswith(b"\xff\xd8")


def test_a_large_photograph_is_scaled(house, keep):
    keep(house, photo=picture(size=(4000, 1000)), photo_alt_pt="A casa.")
    assert (Photo.objects.get().width, Photo.objects.get().height) == (1600, 400)


def bad_photos():
    yield "an SVG", SimpleUploadedFile("casa.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "inteira"
    yield "a GIF", picture("GIF"), "inteira"
    yield "nothing", SimpleUploadedFile("casa.jpg", b""), "inteira"
    yield "half a picture", SimpleUploadedFile("casa.jpg", picture(size=(900, 900)).read()[:2000]), "inteira"
    yield "too heavy", SimpleUploadedFile("casa.jpg", b"\xff\xd8" + b"0" * 8_000_001), "8 MB"
    yield "too many points", picture("PNG", size=(8000, 6000)), "40 milhões"


@pytest.mark.parametrize(
    ("sent", "word"),
    [(file, word) for _name, file, word in bad_photos()],
    ids=[n for n, _f, _w in bad_photos()],
)
def test_other_files_are_refused(house, keep, sent, word):
    sent.seek(0)
    answer = keep(house, photo=sent, photo_alt_pt="A casa.")
    assert (answer.status_code, word in text(answer)) == (422, True)
    assert not Photo.objects.exists()


def test_a_photograph_without_words_is_refused_by_page_and_database(cast, house, keep):
    answer = keep(house, photo=picture())
    assert (answer.status_code, "Descreva a fotografia" in text(answer)) == (422, True)
    keep(house, photo=picture(), photo_alt_pt="A casa.")
    house.refresh_from_db()
    assert keep(house, photo_alt_pt="").status_code == 422
    with pytest.raises(IntegrityError, match="only_public"), transaction.atomic():
        Facility.objects.filter(pk=house.pk).update(photo_alt_pt="")


@pytest.mark.parametrize("tier", [1, 2])
def test_only_a_public_facility_has_a_photograph_the_database_says_so_too(cast, house, keep, tier):
    keep(house, photo=picture(), photo_alt_pt="A casa.")
    with pytest.raises(IntegrityError, match="only_public"), transaction.atomic():
        Facility.objects.filter(pk=house.pk).update(tier=tier)
    house.refresh_from_db()
    actions.keep_facility(house, by=cast.holder, said={"tier": tier})
    assert not Photo.objects.exists()
    with pytest.raises(Invalid):
        actions.keep_facility(house, by=cast.holder, said={"photo_alt_pt": "A casa."}, photo=picture())
    assert not Photo.objects.exists()


def test_a_new_photograph_takes_the_place_of_the_old_and_none_stays_behind(house, keep):
    keep(house, photo=picture(), photo_alt_pt="A casa.")
    house.refresh_from_db()
    first = house.photo_id
    keep(house, photo=picture(size=(80, 80)), photo_alt_pt="A casa.")
    house.refresh_from_db()
    assert house.photo_id != first and Photo.objects.count() == 1
    keep(house, drop_photo="on")
    house.refresh_from_db()
    assert (house.photo_id, house.photo_alt_pt, Photo.objects.count()) == (None, "", 0)


# --- The search ---------------------------------------------------------------------------------------------


def test_a_new_name_is_found_at_once(house, keep, client_for):
    keep(house, name="Casa das Andorinhas")
    assert "Casa do Rio" in text(client_for(None).get("/recursos/?q=andorinhas"))


def test_the_coordination_finds_a_facility_among_all(cast, client_for, house, make_resource):
    make_resource(3, keeper=cast.member_of("Município da Maia"), dico="1306", name="Casa da Maia")
    found = text(client_for("coordination").get(reverse("own_facilities"), {"q": "maia"}))
    assert "Casa da Maia" in found and "Casa do Rio" not in found
    assert "Nenhum equipamento" in text(
        client_for("coordination").get(reverse("own_facilities"), {"q": "zzz"})
    )
    long = client_for("coordination").get(reverse("own_facilities"), {"q": "a" * 200})
    assert long.status_code == 400


def test_the_pages_speak_english_too(client_for, house, keep):
    keep(house, name="Casa da Foz")
    with translation.override("en"):
        pages = [
            reverse("own_facilities"),
            reverse("keep_facility", args=[house.uuid]),
            reverse("facility_history", args=[house.uuid]),
        ]
        for page in pages:
            assert page.startswith("/en/")
            assert client_for("holder").get(page).status_code == 200
