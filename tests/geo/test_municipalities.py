"""The 17 municipalities: figures, names, order."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from geo.models import Municipality
from geo.sorting import sort_key

pytestmark = pytest.mark.django_db


def test_there_are_seventeen_six_in_aveiro_and_eleven_in_porto():
    assert Municipality.objects.count() == 17
    assert Municipality.objects.filter(district="Aveiro", dico__startswith="01").count() == 6
    assert Municipality.objects.filter(district="Porto", dico__startswith="13").count() == 11


def test_the_figures_add_up_to_the_published_totals():
    assert Municipality.objects.totals() == {
        "area_km2": Decimal("2041.31"),
        "population": 1_737_395,
        "population_2011": 1_759_524,
    }


@pytest.mark.parametrize(
    ("dico", "name", "km2", "before", "now"),
    [
        ("0104", "Arouca", "329.11", 22_359, 21_154),
        ("0116", "São João da Madeira", "7.94", 21_713, 22_162),
        ("1312", "Porto", "41.42", 237_591, 231_962),
        ("1314", "Santo Tirso", "136.60", 71_530, 67_785),
        ("1317", "Vila Nova de Gaia", "168.46", 302_295, 304_149),
    ],
)
def test_a_municipality_has_its_own_figures(dico, name, km2, before, now):
    town = Municipality.objects.get(pk=dico)
    assert (town.name, town.area_km2, town.population_2011, town.population) == (
        name,
        Decimal(km2),
        before,
        now,
    )


def test_a_population_names_its_series_in_the_language_of_the_reader():
    porto = Municipality.objects.get(pk="1312")
    with translation.override("pt-pt"):
        assert porto.population_series_label == "Censos 2021, resultados preliminares (INE)"
    with translation.override("en"):
        assert porto.population_series_label == "2021 Census, preliminary results (INE)"


def test_they_sort_as_a_portuguese_reader_expects():
    names = [town.name for town in Municipality.objects.all()]
    assert names[:4] == ["Arouca", "Espinho", "Gondomar", "Maia"]
    assert names[6:10] == ["Paredes", "Porto", "Póvoa de Varzim", "Santa Maria da Feira"]
    assert names[10:12] == ["Santo Tirso", "São João da Madeira"]
    assert names == sorted(names, key=sort_key)


def test_an_accent_does_not_move_a_name_to_the_end():
    assert sorted(["Espinho", "Águeda", "Évora", "Braga"], key=sort_key) == [
        "Águeda",
        "Braga",
        "Espinho",
        "Évora",
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Póvoa de Varzim", "povoa de varzim"),
        ("  «Casa-Abrigo»,  n.º 3 ", "casa abrigo n o 3"),
        ("CORAÇÃO", "coracao"),
        ("", ""),
    ],
)
def test_a_sort_key_is_plain_lower_case(text, key):
    assert sort_key(text) == key


def test_a_sort_key_never_outgrows_its_column():
    assert len(sort_key("ß" * 200)) == 200


@pytest.mark.parametrize("text", ["1317", "Vila Nova de Gaia", "vila nova de gaia", " GAIA "])
def test_a_municipality_is_found_by_code_name_or_short_name(text):
    found = Municipality.objects.find(text)
    assert found is not None
    assert found.dico == "1317"


@pytest.mark.parametrize("text", ["", "Lisboa", "131", "Vila"])
def test_half_a_name_or_a_foreign_one_finds_nothing(text):
    assert Municipality.objects.find(text) is None


def test_short_names_fit_tight_places_and_tell_municipalities_apart():
    short = list(Municipality.objects.values_list("short_name", flat=True))
    assert {"Gaia", "Feira"} <= set(short)
    assert len(set(short)) == 17
    assert max(map(len, short)) <= 13


@pytest.mark.parametrize("wrong", [{"dico": "13A2"}, {"population": 0}, {"area_km2": 0}])
def test_the_database_refuses_a_municipality_without_code_people_or_land(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Municipality.objects.filter(pk="1312").update(**wrong)
