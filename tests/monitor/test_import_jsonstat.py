"""JSON-stat 2.0 comes in with its statuses. Every value here is SYNTHETIC."""

import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from monitor.models import Indicator, Observation, Topic

pytestmark = pytest.mark.django_db


def dataset(**more):
    """Two indicators, two places, two years."""
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "SINTÉTICO",
        "source": "SINTÉTICO, CC BY 4.0",
        "updated": "2026-11-20T10:00:00Z",
        "id": ["metric", "geo", "time"],
        "size": [2, 2, 2],
        "role": {"metric": ["metric"], "geo": ["geo"], "time": ["time"]},
        "dimension": {
            "metric": {
                "category": {
                    "index": ["prova_a", "prova_b"],
                    "label": {"prova_a": "Prova A", "prova_b": "Prova B"},
                    "unit": {"prova_a": {"label": "N.º"}, "prova_b": {"label": "%"}},
                }
            },
            "geo": {
                "category": {"index": {"1306": 1, "1312": 0}, "label": {"1306": "Maia", "1312": "Porto"}}
            },
            "time": {"category": {"index": ["2020", "2021"]}},
        },
        "value": [1, 2, 3, 4, 5.5, 6.5, 7.5, 8.5],
    } | more


WITHOUT_TIME = dataset()["dimension"] | {"x": {"category": {"index": ["a", "b"]}}}


@pytest.fixture
def indicators(db):
    topic, _made = Topic.objects.get_or_create(
        code="prova", defaults={"order": 99, "name_pt": "Prova", "name_en": "Trial"}
    )
    for code, name, unit, kind in (
        ("prova_a", "Prova A", "N.º", "count"),
        ("prova_b", "Prova B", "%", "rate"),
    ):
        Indicator.objects.create(
            code=code, topic=topic, name_pt=name, name_en=name, short_pt=name, short_en=name, unit_pt=unit,
            unit_en=unit, unit_source=unit, kind=kind, publisher="SINTÉTICO", periodicity="annual",
        )  # fmt: skip


@pytest.fixture
def load(indicators, tmp_path):
    def run(found, **options):
        file = tmp_path / "dados.json"
        file.write_text(json.dumps(found), encoding="utf-8")
        said = io.StringIO()
        call_command("import_indicators", str(file), stdout=said, stderr=io.StringIO(), **options)
        return said.getvalue()

    return run


def held():
    found = Observation.objects.current().select_related("indicator")
    return {(one.indicator.code[-1], one.place_id, one.period): (one.value, one.status) for one in found}


def test_values_stand_in_the_order_of_the_dimensions(load):
    load(dataset())
    assert {key: value for key, (value, _status) in held().items()} == {
        ("a", "1312", "2020"): 1,
        ("a", "1312", "2021"): 2,
        ("a", "1306", "2020"): 3,
        ("a", "1306", "2021"): 4,
        ("b", "1312", "2020"): Decimal("5.5"),
        ("b", "1312", "2021"): Decimal("6.5"),
        ("b", "1306", "2020"): Decimal("7.5"),
        ("b", "1306", "2021"): Decimal("8.5"),
    }
    one = Observation.objects.select_related("source").first()
    assert (one.source.licence, str(one.retrieved_on), one.status) == (
        "CC BY 4.0",
        "2026-11-20",
        "not_declared",
    )
    assert "nada mudou" in load(dataset())


def test_a_sparse_set_brings_what_it_has_and_a_status_where_it_says_one(load):
    load(dataset(value={"0": 1, "3": None, "7": 8.5}, status={"0": "p", "3": "c", "7": "estimativa"}))
    assert held() == {
        ("a", "1312", "2020"): (1, "provisional"),
        ("a", "1306", "2021"): (None, "suppressed"),
        ("b", "1306", "2021"): (Decimal("8.5"), "estimated"),
    }


def test_a_hole_without_status_says_nothing_not_even_that_there_are_no_data(load):
    said = load(dataset(value=[1, None, None, None, None, None, None, None]))
    assert held() == {("a", "1312", "2020"): (1, "not_declared")} and "nada dizem: 7." in said


def test_one_status_may_be_that_of_all(load):
    load(dataset(status="p"))
    assert {status for _value, status in held().values()} == {"provisional"}


def test_a_set_without_indicators_is_told_which_it_fills(load):
    alone = dataset(id=["geo", "time"], size=[2, 2], value=[1, 2, 3, 4])
    with pytest.raises(CommandError, match="diga com --indicator"):
        load(alone)
    load(alone, indicator="prova_a")
    assert len(held()) == 4


def test_places_that_are_none_of_ours_are_counted(load):
    found = dataset()
    found["dimension"]["geo"]["category"] = {
        "index": ["1312", "1106"],
        "label": {"1312": "Porto", "1106": "Lisboa"},
    }
    assert "deixados de fora: 4." in load(found)
    assert {place for _code, place, _period in held()} == {"1312"}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"size": [2, 2, 3]}, "A dimensão time tem 2 categorias e o ficheiro diz 3."),
        ({"value": [1, 2]}, "não são esses os que traz"),
        ({"value": ["um"] + [1] * 7}, "«um» não é um número"),
        ({"value": [True] + [1] * 7}, "não é um número"),
        ({"status": ["z"] + [None] * 7}, "«z» não é um estado"),
        ({"source": ""}, "falta a fonte"),
        ({"class": "collection"}, "class «dataset»"),
        ({"id": None}, "está incompleto"),
        ({"dimension": {}}, "está incompleto"),
        ({"role": {}, "id": ["metric", "geo", "x"], "dimension": WITHOUT_TIME}, "não diz que dimensão"),
        ({"value": [-1] + [1] * 7}, "é negativo"),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_refused_and_nothing_comes_in(load, more, sentence):
    with pytest.raises(CommandError) as refused:
        load(dataset(**more))
    assert sentence in str(refused.value) and held() == {}


def test_a_further_dimension_wants_its_category_said(load):
    found = dataset(id=["metric", "geo", "time", "sex"], size=[2, 2, 2, 1])
    found["dimension"]["sex"] = {"category": {"index": ["F"], "label": {"F": "mulheres"}}}
    with pytest.raises(CommandError, match=r"sex: F \(mulheres\)"):
        load(found)
    assert "8 novos" in load(found, dim=["sex=F"])


def test_the_unit_of_each_indicator_must_be_ours(load):
    found = dataset()
    found["dimension"]["metric"]["category"]["unit"]["prova_b"] = {"label": "‰"}
    with pytest.raises(CommandError, match="«‰» não é a unidade de prova_b"):
        load(found)
