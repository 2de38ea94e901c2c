"""The seat simulator: the sums of 3 to 5 seats in four units against 17 municipalities."""

import re
from html import unescape

import pytest

pytestmark = pytest.mark.django_db

ADDRESS = "/unidades/ref-amp/lugares/"


def text(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def asked(client, *seats, address=ADDRESS):
    answer = client.get(address, dict(zip(("ep1", "ep2", "ep3", "ep4"), seats, strict=False)))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("seats", "said"),
    [
        ((3, 3, 3, 3), "Faltam 5 lugares"),
        ((5, 3, 4, 4), "Falta 1 lugar"),
        ((5, 4, 4, 4), "Os 17 podem ter um lugar cada, sem sobrar nenhum."),
        ((5, 5, 4, 4), "e sobra 1."),
        ((5, 5, 5, 5), "e sobram 3."),
    ],
)
def test_seats_are_counted_against_the_17(client_for, seats, said):
    page = text(asked(client_for(None), *seats))
    assert f"{sum(seats)} lugares para 17 municípios" in page
    assert said in page
    assert ("Não chegam" in page) is (sum(seats) < 17)


def test_it_starts_from_seats_adjusted_to_the_problems_and_that_is_one_short(client_for):
    html = client_for(None).get(ADDRESS).content.decode()
    assert re.findall(r'name="ep\d" value="(\d)"', html) == ["5", "3", "4", "4"]
    said = text(html)
    assert "as quatro juntas têm entre 12 e 20 lugares" in said.lower()
    assert "O eixo 1 tem 4 problemáticas: 5 lugares." in said
    assert "O eixo 2 tem 1 problemática: 3 lugares." in said
    assert "os lugares são 16: falta 1 para os 17 municípios" in said
    assert "Das 81 maneiras de dar 3, 4 ou 5 lugares a cada unidade, 31 chegam para os 17." in said


def test_problems_stand_beside_seats(client_for):
    table = re.search(r'<table class="tbl">.*?</table>', asked(client_for(None), 5, 4, 4, 4), re.S)[0]
    rows = [re.findall(r'<td class="r">(\d+)</td>', row) for row in table.split("<tr")]
    assert [row for row in rows if row] == [["4", "5"], ["1", "4"], ["2", "4"], ["2", "4"], ["9", "17"]]


@pytest.mark.parametrize(("seats", "follows"), [((5, 3, 4, 4), True), ((3, 5, 4, 4), False)])
def test_it_says_whether_seats_follow_the_problems(client_for, seats, follows):
    said = text(asked(client_for(None), *seats))
    assert ("Nenhum eixo com mais problemáticas tem menos lugares" in said) is follows


@pytest.mark.parametrize("wrong", ["2", "6", "", "quatro", "4.5", "-3", "٣٣", "9" * 400, "<b>"])
def test_what_is_wrong_is_said_in_the_form_and_kept(client_for, wrong):
    html = asked(client_for(None), wrong, 4, 4, 4)
    said = text(html)
    assert said.count("Escreva um número inteiro de 3 a 5.") == 2, "in the summary and beside the field"
    assert "<title>Erro:" in html
    assert "Corrija os números assinalados" in said
    assert 'name="ep2" value="4"' in html
    if wrong in ("2", "quatro"):
        assert f'name="ep1" value="{wrong}"' in html


def test_a_missing_number_is_asked_for(client_for):
    assert "Escreva um número inteiro de 3 a 5." in text(asked(client_for(None), 5))


def test_it_works_as_a_plain_get_form_and_reads_in_english(client_for):
    html = asked(client_for(None), 5, 4, 4, 4)
    assert re.search(r'<form[^>]*method="get" action="/unidades/ref-amp/lugares/"', html)
    assert not re.search(r"\sstyle=", html)
    assert client_for(None).get("/en" + ADDRESS, {"ep1": 5, "ep2": 4, "ep3": 4, "ep4": 4}).status_code == 200
    assert client_for(None).post(ADDRESS, {"ep1": 5}).status_code == 405
