"""What is lent, from asking to being free again, as people see and say it on the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from resources import actions, availability
from resources.models import Booking, Category, Item, Loan, Request
from resources.models.codes import Status
from tests.lending import at_day, bank, day, lend, make_bank
from tests.workspace.conftest import words

__all__ = ["bank", "lend", "make_bank"]


def address(resource: Any) -> str:
    return f"/recursos/{resource.uuid}-{resource.slug}/"


@pytest.fixture
def send(client_for: Any, bank: Any) -> Any:
    """The request form of the bank, as the technician sends it; `end` is the last day."""

    def make(**said: Any) -> Any:
        form = {"start": day(1), "end": day(10), "quantity": 1, "urgency": "normal", "origin": "1304"}
        return client_for("technician").post(address(bank) + "pedir/", form | said)

    return make


def free(resource: Any, start: int = 0, end: int = 1) -> int:
    return availability.room([resource.pk], day(start), day(end))[resource.pk].free


# --- Asking


def test_a_loan_is_asked_for_to_its_last_day(send, bank):
    assert send().status_code == 303
    booking = Booking.objects.get()
    assert (booking.start, booking.last_day, booking.end) == (day(1), day(10), day(11))


def test_one_day_is_one_day(send):
    assert send(start=day(3), end=day(3)).status_code == 303
    assert Booking.objects.get().nights == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"end": ""}, "o que se empresta tem data de devolução"),
        ({"end": day(0)}, "O último dia não pode ser antes do primeiro."),
        ({"end": "31/12/9999"}, "O último dia é demasiado distante"),
        ({"end": day(40)}, "a cedência vai até 30 dias"),
        ({"open_end": "on", "end": ""}, "o que se empresta tem data de devolução"),
        ({"item": "NADA-0000"}, "Este artigo não é deste recurso"),
    ],
)
def test_what_cannot_be_lent_is_said_in_words(send, said, sentence):
    page = send(**said)
    assert page.status_code == 422 and sentence in words(page)
    assert not Request.objects.exists()


def test_day_places_are_asked_for_by_last_day_and_may_be_open(client_for, make_resource, protocol):
    place = make_resource(4, category="centro-de-dia")
    page = words(client_for("technician").get(address(place)))
    assert "Último dia" in page and "Sem último dia" in page
    form = {"start": day(1), "end": day(5), "quantity": 1, "urgency": "normal", "origin": "1304"}
    client_for("technician").post(address(place) + "pedir/", form)
    assert Booking.objects.get().end == day(6)


def test_beds_are_asked_for_as_ever(client_for, make_resource, protocol):
    shelter = make_resource(4)
    assert "Último dia" not in words(client_for("technician").get(address(shelter)))
    form = {"start": day(1), "end": day(5), "quantity": 1, "urgency": "normal", "origin": "1304"}
    client_for("technician").post(address(shelter) + "pedir/", form)
    assert Booking.objects.get().end == day(5)


def test_the_page_of_a_bank_says_its_terms_and_its_cleaning(client_for, bank):
    page = words(client_for("technician").get(address(bank)))
    for said in ("Primeiro dia", "até 30 dias", "2 dias em higienização", "Devolver limpa", "dia a dia"):
        assert said in page
    assert "noite" not in page.split("<main")[1].split("</main>")[0]


def test_members_see_the_items_and_never_who_has_them(client_for, bank, lend):
    lend(bank, to="in_use", reference="7Q4-M")
    out = Loan.objects.get().item
    page = words(client_for("accredited").get(address(bank)))
    assert page.count("Pedir este artigo") == 3 and out.code in page and "ISO 9999: 12 22 03" in page
    assert page.count(">agora não<") == 1 and page.count(">pronto<") == 2
    assert (
        "7Q4-M" not in page
        and "Gondomar" not in page.split("Os artigos deste banco")[1].split("</section>")[0]
    )
    visitor = words(client_for(None).get(address(bank)))
    assert out.code not in visitor and "Os artigos deste banco" not in visitor


def test_one_item_is_asked_for_by_name(client_for, send, bank):
    item = bank.items.first()
    page = words(client_for("technician").get(address(bank) + f"?artigo={item.code}"))
    assert f'value="{item.code}"' in page and "qualquer um deste tipo" in page
    assert send(item=item.code, quantity=2).status_code == 422
    assert send(item=item.code).status_code == 303
    loan = Loan.objects.get()
    assert (loan.item, loan.fixed) == (item, True)


def test_the_network_is_asked_by_kind_or_by_family_and_a_bank_answers(client_for, cast, bank):
    form = {"start": day(1), "end": day(10), "quantity": 1, "urgency": "normal", "origin": "1304"}
    for code in ("cadeiras-de-rodas", "produtos-de-apoio"):
        assert client_for("technician").get(f"/recursos/pedir/{code}/").status_code == 200
        assert client_for("technician").post(f"/recursos/pedir/{code}/", form).status_code == 303
    holder = client_for("holder")
    page = words(holder.get("/trabalho/rede/"))
    assert page.count("Oferecer este recurso") == 2 and "tem 3 livres" in page
    for request in Request.objects.all():
        sent = holder.post(f"/trabalho/rede/{request.uuid}/0/", {"resource": bank.uuid})
        assert sent.status_code == 303
    assert {(one.resource, one.last_day) for one in Booking.objects.all()} == {(bank, day(10))}


def test_the_kinds_of_technical_aid_stand_under_their_family(client_for, bank):
    found = Category.objects.filter(parent__code="produtos-de-apoio")
    assert {one.iso9999 for one in found} == {
        "12 22", "12 23", "12 06", "12 03", "18 12", "04 33", "12 36", "09 12", "09 33",
    }  # fmt: skip
    assert found.exclude(by_day=True).count() == 0
    orders = list(Category.objects.values_list("order", flat=True))
    assert len(orders) == len(set(orders))
    page = words(client_for("technician").get("/recursos/?category=produtos-de-apoio"))
    assert bank.name in page and "Cadeiras de rodas manuais" in page


# --- The booking's page


def test_the_words_are_those_of_a_loan(look, bank, lend):
    booking = lend(bank, start=0, nights=5)
    page = words(look("holder", "decide", booking.uuid)).split("<main")[1]
    for said in ("Primeiro dia", "Último dia", "(5 dias)", "Entregar", "Ninguém veio buscar", "Prolongar"):
        assert said in page, said
    for wrong in ("Saída", "Registar a entrada", "noite"):
        assert wrong not in page, wrong


def test_the_planned_item_is_ticked_and_its_terms_are_read(look, bank, lend):
    booking = lend(bank)
    page = words(look("holder", "decide", booking.uuid))
    planned = booking.loans.get().item
    assert page.count(" checked") == 1 and f'value="{planned.code}"' in page
    assert "Devolver limpa" in page and "almofada, apoios de pés" in page


def test_what_lies_on_the_counter_is_handed_over(say, bank, lend):
    booking = lend(bank)
    other = bank.items.exclude(pk=booking.loans.get().item_id).first()
    assert say("holder", booking, "check-in", items=[other.code], note="Levou a filha.").status_code == 303
    loan = booking.loans.get()
    assert (loan.item, loan.item.state, loan.condition_out) == (other, "out", "good")
    assert loan.note.text == "Levou a filha."


def test_a_code_is_typed_as_the_reader_writes_it(say, bank, lend):
    booking = lend(bank, 2)
    one, two = bank.items.order_by("code")[:2]
    codes = f"https://exemplo.pt/trabalho/artigos/{one.code}/\n{two.code.lower().replace('-', '')}"
    assert say("holder", booking, "check-in", codes=codes).status_code == 303
    assert set(booking.loans.values_list("item__code", flat=True)) == {one.code, two.code}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Escolha o artigo que entrega"),
        ({"codes": "NADA-0000"}, "nenhum artigo com o código NADA-0000"),
        ({"codes": "CR"}, "nenhum artigo com o código CR"),
        ({"note": "ligar 912345678"}, "telefone"),
    ],
)
def test_nothing_goes_out_by_a_slip(say, bank, lend, said, sentence):
    booking = lend(bank)
    page = say("holder", booking, "check-in", **said)
    assert page.status_code == 422 and sentence in words(page)
    assert "912345678" not in words(page)
    assert not Item.objects.filter(state="out").exists()


def test_what_is_not_ready_is_refused_with_its_state(say, cast, bank, lend):
    booking = lend(bank)
    item = booking.loans.get().item
    actions.move_item(item, by=cast.holder, state="repair")
    page = say("holder", booking, "check-in", codes=item.code)
    assert page.status_code == 409 and "em reparação" in words(page)


def back(loan: Any, **said: Any) -> dict[str, Any]:
    return {
        f"{name}-{loan.pk}": value for name, value in ({"back": "on", "condition": "good"} | said).items()
    }


def test_it_comes_back_worn_and_without_its_cushion(say, bank, lend, look):
    booking = lend(bank, to="in_use")
    loan = booking.loans.get()
    sent = say(
        "holder",
        booking,
        "check-out",
        condition="Travão solto.",
        **back(loan, condition="worn", missing="almofada"),
    )
    assert sent.status_code == 303
    loan.refresh_from_db()
    assert (loan.condition_in, loan.accessories_missing) == ("worn", ["almofada"])
    assert loan.item.state == "inspection" and loan.note.text == "Travão solto."
    page = words(look("holder", "decide", booking.uuid))
    assert "faltam: almofada" in page and "Travão solto" in page
    assert "Travão solto" not in words(look("technician", "decide", booking.uuid))


def test_a_part_comes_back_and_the_rest_goes_on(say, look, bank, lend):
    booking = lend(bank, 2, to="in_use")
    first, second = booking.loans.order_by("pk")
    said = back(first) | back(second)
    del said[f"back-{second.pk}"]
    assert say("holder", booking, "check-out", **said).status_code == 303
    booking.refresh_from_db()
    assert (booking.status, booking.quantity) == (Status.IN_USE, 1)
    page = words(look("technician", "decide", booking.uuid))
    assert "Devolução em parte" in page
    assert say("holder", booking, "check-out", **back(second)).status_code == 303
    booking.refresh_from_db()
    assert booking.status == Status.COMPLETED


def test_nothing_ticked_is_not_a_return(say, bank, lend):
    booking = lend(bank, to="in_use")
    said = back(booking.loans.get())
    del said[f"back-{booking.loans.get().pk}"]
    page = say("holder", booking, "check-out", **said)
    assert page.status_code == 422 and "marque pelo menos um artigo" in words(page)
    assert booking.loans.out().count() == 1


def test_what_does_not_come_back_is_lost_with_a_reason(say, bank, lend):
    booking = lend(bank, to="in_use")
    item = booking.loans.get().item
    assert say("holder", booking, "lose", item=item.code).status_code == 422
    assert say("holder", booking, "lose", item=item.code, reason="Não foi devolvida.").status_code == 303
    item.refresh_from_db()
    assert item.state == "lost" and free(bank) == 2


def test_more_time_is_asked_and_given_to_a_last_day(say, look, bank, lend):
    booking = lend(bank, to="in_use")
    assert "Pedir prolongamento" in words(look("technician", "decide", booking.uuid))
    assert say("technician", booking, "extend", end=day(14)).status_code == 303
    page = words(look("holder", "decide", booking.uuid))
    assert "Pede para ficar com isto até" in page
    assert say("holder", booking, "accept-extension").status_code == 303
    booking.refresh_from_db()
    assert booking.last_day == day(14)
    assert "Cedência prolongada" in words(look("holder", "decide", booking.uuid))


@pytest.mark.parametrize("who", ["holder", "technician"])
def test_a_death_is_said_by_either_side_and_not_by_a_slip(say, look, bank, lend, who):
    booking = lend(bank, to="in_use", nights=3)
    assert say(who, booking, "silence").status_code == 422
    assert say(who, booking, "silence", sure="on").status_code == 303
    for reader in ("holder", "technician"):
        page = words(look(reader, "decide", booking.uuid))
        assert "A pessoa faleceu" in page and "Falecimento: sem lembretes" in page
        assert "parar os lembretes" not in page
    assert say(who, booking, "silence", sure="on").status_code == 409


def test_verbs_of_loans_are_not_said_of_beds(say, in_use):
    assert say("holder", in_use, "lose", reason="x").status_code == 404
    assert say("holder", in_use, "silence").status_code == 404


def test_neither_loses_nor_hands_over_what_is_not_ones_own(say, bank, lend):
    booking = lend(bank, to="in_use")
    for who in ("technician", "representative", "accredited", "coordination"):
        assert say(who, booking, "lose", item=booking.loans.get().item.code, reason="x").status_code == 404
    assert say("representative", booking, "silence", sure="on").status_code == 404


# --- Late


def test_what_is_late_says_so_wherever_it_stands(look, bank, lend):
    booking = lend(bank, to="in_use", nights=2, reference="7Q4-M")
    with at_day(4):
        said = "em atraso há 3 dias"
        for who, *page in (
            ("holder", "decide", booking.uuid),
            ("technician", "decide", booking.uuid),
            ("technician", "my_request", booking.item.request.uuid),
            ("technician", "my_requests"),
            ("holder", "workspace"),
            ("technician", "workspace"),
            ("holder", "loans"),
            ("holder", "items", bank.uuid),
            ("holder", "item", booking.loans.get().item.code),
        ):
            assert said in words(look(who, *page)), (who, page)
        assert free(bank, 4, 30) == 2


def test_who_comes_next_is_warned_and_told_nothing_of_the_other(look, bank, lend):
    lend(bank, 3, to="in_use", nights=2, reference="ATRASO-1")
    coming = lend(bank, start=6, nights=2)
    warning = "Pode não estar pronto a tempo"
    assert warning not in words(look("technician", "my_request", coming.item.request.uuid))
    with at_day(4):
        for page in (
            look("technician", "my_request", coming.item.request.uuid),
            look("technician", "decide", coming.uuid),
        ):
            assert warning in words(page) and "ATRASO-1" not in words(page)
        assert warning in words(look("holder", "decide", coming.uuid))


# --- Several at once


def test_the_counter_shows_what_there_is_to_do(look, cast, bank, lend):
    lend(bank, to="in_use", nights=1, reference="HOJE-1")
    lend(bank, reference="LEVA-1")
    lend(bank, start=9, reference="LONGE-1")
    item = bank.items.filter(state="ready").first()
    for state in ("inspection", "cleaning"):
        actions.move_item(item, by=cast.holder, state=state)
    page = words(look("holder", "loans"))
    assert "A entregar: 1. A devolver hoje: 1. Em atraso: 0. A verificar: 0. Em limpeza: 1." in page
    assert "HOJE-1" in page and "LEVA-1" in page and "LONGE-1" not in page
    assert "LEVA-1" not in words(look("technician", "loans"))


def test_the_chosen_go_out_and_the_one_that_cannot_says_why(client_for, cast, bank, lend):
    loans = [lend(bank) for _n in range(3)]
    actions.move_item(loans[0].loans.get().item, by=cast.holder, state="repair")
    page = client_for("holder").post(
        "/trabalho/cedencias/entregar/", {"booking": [one.uuid for one in loans]}
    )
    assert page.status_code == 200
    states = sorted(Booking.objects.get(pk=one.pk).status for one in loans)
    assert states == ["confirmed", "in_use", "in_use"]
    assert "2 registados" in words(page) and "1 por fazer" in words(page)
    assert AuditEntry.objects.filter(verb="check_in").count() == 2


def test_the_chosen_come_back(client_for, bank, lend):
    loans = [lend(bank, to="in_use") for _n in range(2)]
    page = client_for("holder").post("/trabalho/cedencias/receber/", {"booking": [one.uuid for one in loans]})
    assert page.status_code == 200 and "2 registados" in words(page)
    assert bank.items.filter(state="inspection").count() == 2


def test_codes_one_after_the_other_come_back_alone(client_for, bank, lend):
    booking = lend(bank, 2, to="in_use")
    first, second = (one.item for one in booking.loans.order_by("pk"))
    ready = bank.items.get(state="ready")
    page = client_for("holder").post(
        "/trabalho/cedencias/receber/", {"codes": f"{first.code} {ready.code}\nNADA-0000"}
    )
    assert page.status_code == 200
    assert "1 registado" in words(page) and "2 por fazer" in words(page)
    assert "Não está emprestado" in words(page) and "nenhum artigo seu com este código" in words(page)
    assert [Item.objects.get(pk=one.pk).state for one in (first, second)] == ["inspection", "out"]


def test_codes_go_out_to_whom_they_are_planned_for(client_for, bank, lend):
    one, two = lend(bank), lend(bank)
    item = two.loans.get().item
    page = client_for("holder").post("/trabalho/cedencias/entregar/", {"codes": item.code})
    assert page.status_code == 200
    assert [Booking.objects.get(pk=b.pk).status for b in (one, two)] == ["confirmed", "in_use"]
    spare = bank.items.exclude(pk__in=Loan.objects.values("item")).get()
    lend(bank, reference="TERCEIRO")
    Loan.objects.filter(booking=one).update(item=None)
    Loan.objects.filter(item=spare).update(item=None)
    page = client_for("holder").post("/trabalho/cedencias/entregar/", {"codes": spare.code})
    assert page.status_code == 409 and "mais do que uma pessoa à espera" in words(page)


def test_what_changed_since_the_page_was_opened_is_left_alone(client_for, look, cast, bank, lend):
    booking = lend(bank, to="in_use", nights=1)
    seen = look("holder", "loans").context["coming"][0]["seen"]
    actions.extend_booking(booking, by=cast.holder, end=day(9))
    page = client_for("holder").post(
        "/trabalho/cedencias/receber/", {"booking": booking.uuid, f"seen-{booking.uuid}": seen}
    )
    assert page.status_code == 409 and "Mudou desde que abriu a página" in words(page)
    assert booking.loans.out().count() == 1


def test_what_is_not_ones_own_looks_like_what_does_not_exist(client_for, bank, lend):
    booking = lend(bank, to="in_use", reference="7Q4-M")
    code = booking.loans.get().item.code
    said = []
    for who, sent in (
        ("technician", {"booking": booking.uuid, "codes": code}),
        ("technician", {"booking": "00000000-0000-4000-8000-000000000000", "codes": "NADA-0000"}),
    ):
        page = client_for(who).post("/trabalho/cedencias/receber/", sent)
        assert page.status_code == 409 and "7Q4-M" not in words(page)
        said.append([one.sentence for one in page.context["failed"]])
    assert said[0] == said[1]
    assert booking.loans.out().count() == 1


def test_the_workspace_counts_them(look, cast, bank, lend):
    lend(bank, to="in_use", nights=1)
    lend(bank)
    actions.move_item(bank.items.filter(state="ready").first(), by=cast.holder, state="inspection")
    strip = {one.label: one.n for one in look("holder", "workspace").context["board"].strip}
    assert strip["cedências a entregar"] == 1 and strip["a devolver hoje"] == 1
    assert strip["artigos a verificar"] == 1 and "artigos em limpeza" not in strip


def test_many_cost_what_few_cost(client_for, cast, bank, lend):
    def cost(*addresses: str) -> list[int]:
        found = []
        for path in addresses:
            client = client_for("holder")
            client.get(path)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(path).status_code == 200
            found.append(len(queries))
        return found

    pages = ("/trabalho/cedencias/", f"/trabalho/recursos/{bank.uuid}/artigos/", address(bank), "/trabalho/")

    def more(n: int) -> None:
        for item in actions.add_items(bank, by=cast.holder, name="Cadeira", number=n)[: n // 3]:
            actions.move_item(item, by=cast.holder, state="inspection")
        for _n in range(n // 3):
            lend(bank)
            lend(bank, to="in_use", nights=1)

    more(6)
    few = cost(*pages)
    more(12)
    assert cost(*pages) == few
