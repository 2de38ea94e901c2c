"""The items of a bank: the list, one item's page that its label opens, and the sheet of labels."""

from __future__ import annotations

import re
from typing import Any

import pytest
import segno

from resources import actions, labels
from resources.models import Item
from tests.lending import bank, lend, make_bank
from tests.papers import Printed
from tests.workspace.conftest import words

__all__ = ["bank", "lend", "make_bank"]


@pytest.fixture
def holder(client_for: Any) -> Any:
    return client_for("holder")


def listed(client: Any, bank: Any, **query: str) -> list[str]:
    page = client.get(f"/trabalho/recursos/{bank.uuid}/artigos/", query)
    return [row["item"].code for row in page.context["rows"]]


# --- The list


def test_the_list_is_counted_and_filtered_by_state(holder, cast, bank):
    one = bank.items.first()
    actions.move_item(one, by=cast.holder, state="repair")
    page = holder.get(f"/trabalho/recursos/{bank.uuid}/artigos/")
    assert {count["state"]: count["n"] for count in page.context["counts"]} == {"ready": 2, "repair": 1}
    assert listed(holder, bank, estado="repair") == [one.code]
    assert listed(holder, bank, q="cr-2") == [bank.items.get(serial="CR-2").code]
    wrong = holder.get(f"/trabalho/recursos/{bank.uuid}/artigos/", {"estado": "azul"})
    assert wrong.status_code == 422 and "Escolha um estado da lista" in words(wrong)


def test_only_banks_have_items(holder, make_resource):
    shelter = make_resource(4)
    assert holder.get(f"/trabalho/recursos/{shelter.uuid}/artigos/").status_code == 404


def test_several_are_added_at_once_and_offered_their_labels(holder, bank):
    sent = holder.post(
        f"/trabalho/recursos/{bank.uuid}/artigos/novos/",
        {
            "name": "Cadeira de rodas de banho",
            "number": "3",
            "serials": "B-1\nB-2\nB-3",
            "iso9999": "12 22 03",
            "condition": "new",
            "accessories": "almofada\ncinto",
        },
    )
    assert sent.status_code == 303 and sent["Location"].count("artigo=") == 3
    made = bank.items.filter(name="Cadeira de rodas de banho")
    assert set(made.values_list("serial", flat=True)) == {"B-1", "B-2", "B-3"}
    assert made.first().accessories == ["almofada", "cinto"]


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"number": "2", "serials": "X-1"}, "serials", "um número de série por artigo"),
        ({"serials": "CR-1"}, "serials", "já existe"),
        ({"number": "0"}, "number", "entre 1 e 100"),
        ({"number": "muitos"}, "number", "número inteiro"),
        ({"iso9999": "12-22"}, "iso9999", "pares de algarismos"),
        ({"name": ""}, "name", "Escreva o que é"),
        ({"kit": "NADA-0000"}, "kit", "artigo deste recurso"),
        ({"name": "Cadeira do 912345678"}, "name", "telefone"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(holder, bank, said, field, sentence):
    form = {"name": "Cadeira", "number": "1", "condition": "good"} | said
    page = holder.post(f"/trabalho/recursos/{bank.uuid}/artigos/novos/", form)
    assert page.status_code == 422
    assert sentence in " ".join(page.context["form"].errors[field])
    assert "912345678" not in words(page)
    assert bank.items.count() == 3


def test_a_kit_is_shown_with_its_parts(holder, cast, bank):
    kit = bank.items.first()
    sent = holder.post(
        f"/trabalho/recursos/{bank.uuid}/artigos/novos/",
        {"name": "Mesa da cadeira", "number": "1", "condition": "good", "kit": kit.code},
    )
    assert sent.status_code == 303
    part = bank.items.get(name="Mesa da cadeira")
    assert "Mesa da cadeira" in words(holder.get(f"/trabalho/artigos/{kit.code}/"))
    assert "Faz parte de" in words(holder.get(f"/trabalho/artigos/{part.code}/"))
    assert f"parte de {kit.code}" in words(holder.get(f"/trabalho/recursos/{bank.uuid}/artigos/"))


def test_several_are_clean_at_once_and_the_one_that_is_not_says_why(holder, cast, bank, lend):
    lend(bank, to="in_use")
    out = bank.items.get(state="out")
    others = list(bank.items.exclude(pk=out.pk))
    for one in others:
        actions.move_item(one, by=cast.holder, state="inspection")
    there = f"/trabalho/recursos/{bank.uuid}/artigos/estado/"
    page = holder.post(there, {"state": "ready", "item": [out.code, *(one.code for one in others)]})
    assert page.status_code == 200 and out.code in words(page) and "emprestado" in words(page)
    assert bank.items.filter(state="ready").count() == 2
    assert holder.post(there, {"state": "ready"}).status_code == 422
    assert holder.post(there, {"state": "lost", "item": out.code}).status_code == 422
    assert holder.post(there, {"state": "ready", "item": "NADA-0000"}).status_code == 409


# --- One item


def test_the_label_is_read_in_capitals_or_not_with_hyphen_or_not(holder, bank):
    code = bank.items.first().code
    for typed in (code, code.lower(), code.replace("-", "")):
        assert holder.get(f"/trabalho/artigos/{typed}/").status_code == 200
    assert holder.get("/trabalho/artigos/NADA-0000/").status_code == 404


def test_who_is_not_signed_in_signs_in_and_comes_back(client_for, bank):
    there = f"/trabalho/artigos/{bank.items.first().code}/"
    answer = client_for(None).get(there)
    assert answer.status_code == 302 and answer["Location"].endswith(f"?next={there}")


def test_others_of_the_network_read_what_it_is_and_never_who_has_it(client_for, bank, lend):
    lend(bank, to="in_use", reference="7Q4-M")
    out, ready = bank.items.get(state="out"), bank.items.filter(state="ready").first()
    member = client_for("accredited")
    page = words(member.get(f"/trabalho/artigos/{out.code}/"))
    assert "agora não" in page and out.name in page and "Pedir este artigo" in page
    for hidden in ("7Q4-M", "emprestado", out.serial, "Receber", "Os últimos movimentos"):
        assert hidden not in page, hidden
    assert "pronto" in words(member.get(f"/trabalho/artigos/{ready.code}/"))


def test_what_is_reserved_does_not_exist_for_who_is_not_accredited(client_for, cast, make_resource):
    hidden = make_resource(None, tier=2, category="andarilhos")
    [item] = actions.add_items(hidden, by=cast.holder, name="Andarilho")
    got = {
        who: client_for(who).get(f"/trabalho/artigos/{item.code}/").status_code
        for who in ("holder", "accredited", "technician", "representative")
    }
    assert got == {"holder": 200, "accredited": 200, "technician": 404, "representative": 404}


def test_on_its_page_a_wheelchair_goes_out_comes_back_and_is_clean_again(holder, bank, lend):
    booking = lend(bank, reference="7Q4-M")
    item = bank.items.exclude(pk=booking.loans.get().item_id).first()
    there = f"/trabalho/artigos/{item.code}/"
    page = words(holder.get(there))
    assert "Entregar a" in page and "7Q4-M" in page
    assert holder.post(there + "entregar/", {"booking": booking.uuid}).status_code == 303
    assert booking.loans.get().item == item
    assert "Receber" in words(holder.get(there))
    assert holder.post(there + "entregar/", {"booking": booking.uuid}).status_code == 409
    assert holder.post(there + "receber/").status_code == 303
    assert holder.post(there + "receber/").status_code == 409
    for state in ("cleaning", "ready"):
        assert holder.post(there + "estado/", {"state": state}).status_code == 303
    item.refresh_from_db()
    assert item.state == "ready"
    page = words(holder.get(there))
    for said in ("Devolvido", "Em limpeza", "Pronto", "Acrescentado"):
        assert said in page


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        ({"state": "retired"}, 422, "Escreva o que aconteceu"),
        ({"state": "ready"}, 409, "não se pode fazer agora"),
        ({"state": "voar"}, 422, "Escolha para onde vai"),
        ({"state": "repair", "ready_on": "2020-01-01"}, 422, "de hoje em diante"),
        ({"state": "repair", "reason": "do 912345678"}, 422, "telefone"),
    ],
)
def test_an_item_moves_only_where_it_can(holder, bank, said, status, sentence):
    item = bank.items.first()
    page = holder.post(f"/trabalho/artigos/{item.code}/estado/", said)
    assert page.status_code == status and sentence in words(page)
    assert "912345678" not in words(page)
    item.refresh_from_db()
    assert item.state == "ready"


def test_what_is_lost_can_be_found(holder, bank):
    there = f"/trabalho/artigos/{bank.items.first().code}/"
    assert holder.post(there + "estado/", {"state": "lost", "reason": "Não aparece."}).status_code == 303
    assert "Foi encontrado" in words(holder.get(there))
    assert holder.post(there + "estado/", {"state": "inspection"}).status_code == 303


def test_an_item_is_described_anew(holder, bank):
    item = bank.items.get(serial="CR-1")
    there = f"/trabalho/artigos/{item.code}/editar/"
    form = {
        "name": "Cadeira leve",
        "serial": "CR-9",
        "iso9999": "12 22",
        "condition": "worn",
        "accessories": "cinto",
    }
    assert holder.post(there, form).status_code == 303
    item.refresh_from_db()
    assert (item.name, item.serial, item.condition, item.accessories) == (
        "Cadeira leve",
        "CR-9",
        "worn",
        ["cinto"],
    )
    assert holder.post(there, form | {"serial": "CR-2"}).status_code == 422


# --- Labels


def sheet(client: Any, bank: Any, **query: Any) -> Any:
    return client.get(f"/trabalho/recursos/{bank.uuid}/artigos/etiquetas/folha.pdf", query)


def test_a_sheet_of_labels_is_a_tagged_pdf_with_as_many_pages_as_needed(holder, cast, bank):
    actions.add_items(bank, by=cast.holder, name="Cadeira", number=20)
    codes = list(bank.items.values_list("code", flat=True))
    answer = sheet(holder, bank, artigo=codes)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    printed = Printed(answer.content)
    assert printed.pages == 2 and printed.is_tagged and printed.language.startswith("pt")
    assert all(code in printed.text for code in codes)
    # Every QR is told in words too.
    assert sorted(printed.alternatives) == sorted(
        f"Código QR: {labels.address(item)}" for item in bank.items.all()
    )


@pytest.mark.parametrize(("first", "pages"), [(1, 1), (19, 1), (20, 2)])
def test_a_sheet_already_begun_is_gone_on_with(holder, bank, first, pages):
    codes = list(bank.items.values_list("code", flat=True))
    assert Printed(sheet(holder, bank, artigo=codes, inicio=first).content).pages == pages


@pytest.mark.parametrize(
    "query", [{}, {"inicio": 0}, {"inicio": 22}, {"inicio": "x"}, {"folha": "9"}, {"artigo": "X"}]
)
def test_what_cannot_be_printed_is_said(holder, bank, query):
    said = {"artigo": bank.items.first().code} | query if query else {}
    page = sheet(holder, bank, **said)
    assert page.status_code == 422 and "Etiquetas" in words(page)


def test_the_code_of_a_label_opens_its_item(holder, bank, settings):
    item = bank.items.first()
    address = labels.address(item)
    assert address == f"{settings.BASE_URL}/trabalho/artigos/{item.code}/"
    assert holder.get(address.removeprefix(settings.BASE_URL)).context["item"] == item
    # The drawing holds exactly the matrix of that address.
    right = segno.make(address, error="m", micro=False)
    drawn = matrix(labels.drawn(address), right.symbol_size(border=4)[0])
    assert drawn == [[bool(one) for one in row] for row in right.matrix_iter(border=4)]
    assert drawn != [
        [bool(one) for one in row] for row in segno.make(address + "x", error="m").matrix_iter(border=4)
    ]


def matrix(svg: str, side: int) -> list[list[bool]]:
    """The dark modules of a QR, from the strokes it is drawn with."""
    found = [[False] * side for _n in range(side)]
    x = y = 0.0
    for verb, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r' d="([^"]+)"', svg)[1]):
        values = [float(one) for one in re.findall(r"-?[\d.]+", numbers)]
        if verb == "M":
            x, y = values
        elif verb == "m":
            x, y = x + values[0], y + values[1]
        else:
            for n in range(int(values[0])):
                found[int(y)][int(x) + n] = True
            x += values[0]
    return found


def test_the_same_stands_in_text_beside_the_sheet(holder, bank):
    page = words(holder.get(f"/trabalho/recursos/{bank.uuid}/artigos/etiquetas/"))
    for item in Item.objects.filter(resource=bank):
        assert labels.address(item) in page


def test_labels_cost_nothing_to_who_prints_none():
    import subprocess
    import sys

    code = "import django; django.setup(); import portal.urls, sys; print(int('typst' in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("0")
