"""INE's JSON, in the shape in which its service answers. Every value here is SYNTHETIC: none was published by INE."""

import copy
import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from monitor.models import Import, Indicator, Observation, Topic

pytestmark = pytest.mark.django_db

NAMES = {"T": "HM", "2": "M"}


def point(geocod="11A1306", geodsg="Maia", sex="T", **more):
    """A point of the answer; `valor` comes with how INE shows it."""
    shown = {"ind_string": more["valor"].replace(".", ",")} if more.get("valor") else {}
    return {"geocod": geocod, "geodsg": geodsg, "dim_3": sex, "dim_3_t": NAMES[sex]} | shown | more


ANSWER = [
    {
        "IndicadorCod": "0000000",
        "IndicadorDsg": "SINTÉTICO: pessoas da prova (N.º) por Local de residência (NUTS - 2024) e Sexo; Anual",
        "MetaInfUrl": "https://www.ine.pt/bddXplorer/htdocs/minfo.jsp?var_cd=0000000&lingua=PT",
        "DataExtracao": "2026-11-20T10:11:12.345+00:00",
        "DataUltimoAtualizacao": "2026-06-18",
        "UltimoPref": "2021",
        "Dados": {
            "2021": [
                point("PT", "Portugal", valor="90.5"),
                point("11", "Norte", valor="80"),
                point("11A", "Área Metropolitana do Porto", valor="70"),
                point("11A1312", "Porto", valor="7"),
                point("11A1312", "Porto", "2", valor="4"),
                point("0104", "Arouca", valor="3"),
                point("1A01106", "Lisboa", valor="9"),
                point("11A131201", "Bonfim", valor="2"),
            ]
        },
    }
]


@pytest.fixture
def indicator(db):
    topic, _made = Topic.objects.get_or_create(
        code="prova", defaults={"order": 99, "name_pt": "Prova", "name_en": "Trial"}
    )
    return Indicator.objects.create(
        code="prova_pessoas", topic=topic, name_pt="Pessoas da prova", name_en="People", short_pt="Pessoas",
        short_en="People", unit_pt="pessoas", unit_en="people", unit_source="N.º", kind="count",
        publisher="SINTÉTICO", periodicity="annual",
    )  # fmt: skip


@pytest.fixture
def load(indicator, tmp_path):
    def run(answer=ANSWER, **options):
        file = tmp_path / "ine.json"
        file.write_text(json.dumps(answer), encoding="utf-8")
        said = io.StringIO()
        options = {"indicator": "prova_pessoas", "dim": ["dim_3=T"]} | options
        call_command("import_indicators", str(file), stdout=said, stderr=io.StringIO(), **options)
        return said.getvalue()

    return run


def with_points(*points, period="2021"):
    answer = copy.deepcopy(ANSWER)
    answer[0]["Dados"] = {period: list(points)}
    return answer


def held():
    return {(one.place_id, one.period): (one.value, one.status) for one in Observation.objects.current()}


def test_country_region_area_and_municipalities_come_and_all_else_is_counted(load):
    said = load()
    assert held() == {
        ("PT", "2021"): (Decimal("90.5"), "not_declared"),
        ("NORTE", "2021"): (80, "not_declared"),
        ("AMP", "2021"): (70, "not_declared"),
        ("1312", "2021"): (7, "not_declared"),
        ("0104", "2021"): (3, "not_declared"),
    }
    assert "lugares que não são do monitor, deixados de fora: 2." in said
    one = Observation.objects.select_related("source", "batch").first()
    assert one.source.text.startswith("INE, SINTÉTICO") and one.source.text.endswith("(indicador 0000000)")
    assert (str(one.retrieved_on), one.batch.kind) == ("2026-11-20", Import.Kind.INE)
    assert "nada mudou" in load()


@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        ({"valor": "5", "sinal_conv": "Po", "sinal_conv_desc": "Valor provisório"}, (5, "provisional")),
        ({"valor": "5", "sinal_conv": "Pe", "sinal_conv_desc": "Valor preliminar"}, (5, "provisional")),
        ({"valor": "5", "sinal_conv": "e", "sinal_conv_desc": "Valor estimado"}, (5, "estimated")),
        ({"valor": "5", "sinal_conv": "*", "sinal_conv_desc": "Dado retificado"}, (5, "not_declared")),
        ({"sinal_conv": "…", "sinal_conv_desc": "Dado confidencial"}, (None, "suppressed")),
        ({"sinal_conv": "x", "sinal_conv_desc": "Dado não disponível"}, (None, "missing")),
        (
            {"valor": "", "sinal_conv": "-", "sinal_conv_desc": "Dado nulo ou não aplicável"},
            (None, "missing"),
        ),
        ({"sinal_conv": "x"}, (None, "missing")),
    ],
)
def test_conventional_signs_become_statuses_and_no_data_is_never_zero(load, sign, expected):
    load(with_points(point(**sign)))
    assert held() == {("1306", "2021"): expected}


def test_a_sign_that_says_no_status_is_told_and_the_value_kept(load):
    said = load(
        with_points(point(valor="5", sinal_conv="§", sinal_conv_desc="Coeficiente de variação elevado"))
    )
    assert held() == {("1306", "2021"): (5, "not_declared")}
    assert "Sinal do INE que não diz um estado, em 1 valores: § Coeficiente de variação elevado." in said


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("2021", "2021"),
        ("3.º Trimestre de 2025", "2025-Q3"),
        ("3rd Quarter 2025", "2025-Q3"),
        ("Março de 2024", "2024-03"),
        ("March 2024", "2024-03"),
    ],
)
def test_periods_are_read_as_ine_heads_them(load, heading, code):
    load(with_points(point(valor="5"), period=heading))
    assert set(held()) == {("1306", code)}


def test_a_category_of_a_further_dimension_is_never_chosen_for_anybody(load):
    with pytest.raises(CommandError) as refused:
        load(dim=[])
    assert "Por dizer: dim_3." in str(refused.value) and "dim_3: T (HM), 2 (M)" in str(refused.value)
    with pytest.raises(CommandError, match="A dimensão dim_3 não tem a categoria 9"):
        load(dim=["dim_3=9"])
    with pytest.raises(CommandError, match="não tem a dimensão dim_4"):
        load(dim=["dim_3=T", "dim_4=T"])
    assert held() == {}
    load(dim=["dim_3=2"])
    assert held() == {("1312", "2021"): (4, "not_declared")}


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (with_points(point(), point("11A1312", valor="5")), "Maia, 2021: não tem valor nem sinal"),
        (with_points(point(valor="cinco")), "«cinco» não é um número"),
        (
            with_points(point(valor="5", sinal_conv="x", sinal_conv_desc="Dado não disponível")),
            "não há valor",
        ),
        (with_points(point(valor="5"), point(valor="6")), "está duas vezes no ficheiro"),
        (with_points(point(valor="5"), period="2021/2022"), "«2021/2022» não é um período"),
        (with_points(point("1A01106", valor="5")), "nenhum valor dos lugares do monitor"),
        (
            [{"IndicadorCod": "0", "Sucesso": {"Falso": [{"Msg": "O código não existe."}]}}],
            "O código não existe.",
        ),
        ([{"IndicadorCod": "0", "Dados": {}}], "não traz valores"),
        ([{"Dados": {"2021": ["isto não"]}}], "não traz valores"),
    ],
)
def test_one_wrong_value_stops_all_with_its_place_and_period(load, answer, sentence):
    with pytest.raises(CommandError) as refused:
        load(answer)
    assert sentence in str(refused.value) and held() == {}


def test_it_is_told_which_indicator_of_ours_it_fills_and_the_unit_must_be_ours(load, indicator):
    with pytest.raises(CommandError, match="Diga com --indicator"):
        load(indicator="")
    Indicator.objects.filter(pk=indicator.pk).update(unit_source="%", unit_pt="%", unit_en="%")
    with pytest.raises(CommandError, match=r"«N\.º» não é a unidade"):
        load()
