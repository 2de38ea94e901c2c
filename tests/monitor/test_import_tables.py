"""Figures come from tables: whole or not at all, again and again, each with its source. All values are synthetic."""

import csv
import io
import urllib.request
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from accounts.models import AuditEntry
from geo.models import Municipality
from monitor.models import DataVersion, Import, Indicator, Observation, Source, Topic

pytestmark = pytest.mark.django_db

SYNTHETIC = "SINTÉTICO, números inventados para um teste"


def row(dico="1312", period="2021", value="5", **cells):
    """One figure of Porto."""
    return {
        "dico": dico,
        "name": "",
        "indicator_code": "prova_pessoas",
        "indicator_name": "Pessoas da prova",
        "unit": "N.º",
        "period": period,
        "value": value,
        "source": SYNTHETIC,
    } | cells


@pytest.fixture
def indicator(db):
    topic, _made = Topic.objects.get_or_create(
        code="prova", defaults={"order": 99, "name_pt": "Prova", "name_en": "Trial"}
    )
    return Indicator.objects.create(
        code="prova_pessoas", topic=topic, name_pt="Pessoas da prova", name_en="People of the trial",
        short_pt="Pessoas", short_en="People", unit_pt="pessoas", unit_en="people", unit_source="N.º", kind="count",
        publisher="SINTÉTICO", periodicity="annual",
    )  # fmt: skip


@pytest.fixture
def write(tmp_path):
    def make(*rows, name="valores.csv", encoding="utf-8", delimiter=",", without=()):
        file = tmp_path / name
        header = [key for key in dict.fromkeys(key for one in rows for key in one) if key not in without]
        lines = [header, *([one.get(key, "") for key in header] for one in rows)]
        if name.endswith(".xlsx"):
            book = Workbook()
            for line in lines:
                book.active.append(line)
            book.save(file)
        else:
            with file.open("w", encoding=encoding, newline="") as text:
                csv.writer(text, delimiter=delimiter).writerows(lines)
        return file

    return make


@pytest.fixture
def load(indicator):
    def run(file=None, **options):
        said = io.StringIO()
        call_command(
            "import_indicators", *([str(file)] if file else []), stdout=said, stderr=io.StringIO(), **options
        )
        return said.getvalue()

    return run


def everything():
    return (
        list(Observation.objects.order_by("pk").values()),
        list(Import.objects.order_by("pk").values()),
        list(Indicator.objects.order_by("pk").values_list("code", "name_pt")),
        Source.objects.count(),
        AuditEntry.objects.count(),
        DataVersion.now().number,
    )


@pytest.fixture
def refusal(load):
    """What an import is refused with. It leaves nothing behind."""

    def run(file, **options):
        before = everything()
        with pytest.raises(CommandError) as refused:
            load(file, **options)
        assert everything() == before
        return str(refused.value)

    return run


def current():
    return {
        (one.indicator.code, one.place_id, one.period): (one.value, one.status)
        for one in Observation.objects.current().select_related("indicator")
    }


# --- What comes in ----------------------------------------------------------------------------------------------------


def test_a_figure_comes_with_its_source_status_and_day(write, load):
    load(write(row(status="definitivo", retrieved="24/11/2026", licence="CC0")))
    one = Observation.objects.get()
    assert (one.value, one.status, one.place_id, one.audience) == (5, "final", "1312", "public")
    assert (one.source.text, one.source.licence, str(one.retrieved_on)) == (SYNTHETIC, "CC0", "2026-11-24")


def test_the_same_file_twice_changes_nothing_and_says_so(write, load):
    rows = [row(), row("1306", value="7"), row(period="2025 (provisional)")]
    assert "3 novos, 0 alterados, 0 sem alteração" in load(write(*rows))
    before = everything()
    said = load(write(*rows))
    assert "0 novos, 0 alterados, 3 sem alteração" in said and "nada mudou" in said
    # Looking takes the numbers of rows that are never written; nothing else moved.
    assert everything() == before


def test_a_status_stands_behind_the_period_or_in_its_column_and_is_never_invented(write, load):
    load(write(row(period="2025 (provisional)"), row(period="2024", status="estimado"), row(period="2023")))
    assert {key[2]: status for key, (_value, status) in current().items()} == {
        "2025": "provisional",
        "2024": "estimated",
        "2023": "not_declared",
    }


def test_a_gap_stays_a_gap_and_no_data_is_said_only_where_the_file_says_it(write, load):
    """As with Póvoa de Varzim in 2021: a row that is not there is no zero, and no statement either."""
    others = [one for one in Municipality.objects.values_list("pk", flat=True) if one != "1313"]
    load(write(*(row(dico, value="10") for dico in others), row("1304", "2011", "", status="sem dados")))
    held = current()
    assert ("prova_pessoas", "1313", "2021") not in held and len(held) == 17
    assert held["prova_pessoas", "1304", "2011"] == (None, "missing")


def test_the_name_the_source_gives_is_kept_where_it_is_another(write, load):
    """As households: one name in 2011, another in 2021."""
    said = load(write(row(period="2011", indicator_name="Gente da prova"), row(period="2021")))
    assert dict(Observation.objects.values_list("period", "named")) == {"2011": "Gente da prova", "2021": ""}
    assert "«Gente da prova» chama-se no registo «Pessoas da prova»" in said


def test_the_licence_is_the_one_the_source_names_else_to_be_confirmed(write, load):
    load(
        write(
            row(source="SINTÉTICO (CC BY 4.0)"),
            row("1306", source="SINTÉTICO, CC-BY"),
            row("1304", source="SINTÉTICO, CC BY-SA 3.0"),
            row("1308"),
        )
    )
    held = {one.place_id: one.source.licence for one in Observation.objects.select_related("source")}
    assert held == {"1312": "CC BY 4.0", "1306": "CC BY 4.0", "1304": "CC BY-SA 3.0", "1308": ""}


def test_columns_are_known_by_their_portuguese_names_and_places_by_theirs(write, load):
    load(
        write(
            {
                "Município": "vila nova de gaia",
                "Código do indicador": "prova_pessoas",
                "Ano": "2021",
                "Valor": "12,5",
                "Unidade": "n.º",
                "Fonte": SYNTHETIC,
            },
            delimiter=";",
        )
    )
    assert current() == {("prova_pessoas", "1317", "2021"): (Decimal("12.5"), "not_declared")}


def test_the_area_the_region_and_the_country_are_places_too_and_a_lost_zero_is_found(write, load):
    load(write(row("AMP"), row("PT11"), row("PT"), row("104")))
    assert {key[1] for key in current()} == {"AMP", "NORTE", "PT", "0104"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_is_read_in_the_encodings_of_spreadsheets(write, load, encoding):
    load(write(row("0116", name="São João da Madeira"), encoding=encoding, delimiter=";"))
    assert ("prova_pessoas", "0116", "2021") in current()


def test_a_sheet_is_read_with_its_numbers(write, load):
    load(
        write(
            row(1312, 2021, 1.234),
            row(1306, 2021, 12),
            row(1304, 2021, 0.1 + 0.2),
            row(1308, 2021, "1.234,5"),
            row(1310, 2021, 1e15, status=None) | {"value": 98765432.0},
            name="valores.xlsx",
        )
    )
    assert {place: value for (_code, place, _period), (value, _status) in current().items()} == {
        "1312": Decimal("1.234"),
        "1306": 12,
        "1304": Decimal("0.3"),
        "1308": Decimal("1234.5"),
        "1310": 98765432,
    }


def test_the_file_itself_tells_a_decimal_mark_from_thousands(write, load):
    load(write(row(value="1.234"), row("1306", value="7,5"), row("1304", value="1 234 567,25")))
    assert sorted(value for value, _status in current().values()) == [
        Decimal("7.5"),
        1234,
        Decimal("1234567.25"),
    ]
    load(write(row(value="1.234")), decimal=".")
    assert current()["prova_pessoas", "1312", "2021"][0] == Decimal("1.234")


def test_a_file_without_source_or_indicator_is_told_them(write, load):
    load(
        write(row(), without=("source", "indicator_code")),
        source="SINTÉTICO, dito à parte",
        licence="CC0",
        indicator="prova_pessoas",
    )
    assert Observation.objects.get().source.text == "SINTÉTICO, dito à parte"


def test_a_new_indicator_enters_the_registry_undescribed_with_the_figures(write, load):
    new = {"indicator_code": "prova_nova", "indicator_name": "Coisa nova", "unit": "%"}
    said = load(write(row(value="12.5", **new), row("1306", value="7.25", **new)))
    made = Indicator.objects.get(code="prova_nova")
    assert (made.described, made.kind, made.topic_id, made.decimals) == (False, "rate", "outros", 2)
    assert (made.name_pt, made.name_en, made.unit_source) == ("Coisa nova", "Coisa nova", "%")
    assert "Indicador novo no registo" in said and "prova_nova" in said


@pytest.mark.parametrize(
    ("unit", "value", "kind"),
    [
        ("N.º", "12", "count"),
        ("N.º", "116.2", "index"),
        ("‰", "3.5", "rate"),
        ("hab./km2", "3.5", "rate"),
        ("EUR", "900", "mean"),
    ],
)
def test_only_what_is_counted_in_wholes_may_ever_be_summed(write, load, unit, value, kind):
    load(write(row(value=value, indicator_code="prova_nova", indicator_name="Nova", unit=unit)))
    assert Indicator.objects.get(code="prova_nova").kind == kind


def test_a_file_of_all_municipalities_takes_few_statements(write, load, django_assert_max_num_queries):
    """As many rows as the real one: 76 series of 17 municipalities."""
    dicos = list(Municipality.objects.values_list("pk", flat=True))
    series = [(f"prova_s{n}", str(2001 + n % 20)) for n in range(76)]
    rows = [
        row(dico, period, str(100 + n), indicator_code=code, indicator_name=f"Série {code}")
        for code, period in series
        for n, dico in enumerate(dicos)
    ]
    # Three for each new indicator, its audit, its place in the order and what is owed to the search index among them;
    # none for a row.
    with django_assert_max_num_queries(3 * len(series) + 200):
        said = load(write(*rows))
    assert f"{76 * 17} valores: {76 * 17} novos" in said
    with django_assert_max_num_queries(60):
        assert f"{76 * 17} sem alteração" in load(write(*rows))


# --- Before it is taken -----------------------------------------------------------------------------------------------


def test_a_trial_says_what_would_change_and_changes_nothing(write, load):
    load(write(row(value="5")))
    before = everything()
    said = load(
        write(row(value="6"), row("1306"), row(indicator_code="prova_nova", indicator_name="Nova")),
        dry_run=True,
    )
    assert "~ prova_pessoas\tPorto\t2021\t5 (não declarado) -> 6 (não declarado)" in said
    assert "+ prova_pessoas\tMaia\t2021\t5 (não declarado)" in said
    assert "2 novos, 1 alterados" in said and said.endswith("Ensaio: nada foi gravado.\n")
    assert everything() == before


def test_a_value_far_from_the_year_before_is_pointed_at_and_taken(write, load):
    load(write(row(period="2020", value="100")))
    said = load(write(row(period="2021", value="1000")))
    assert "prova_pessoas, Porto, 2021: 1000, e em 2020 eram 100." in said
    assert ("prova_pessoas", "1312", "2021") in current()
    assert "A ver antes" not in load(write(row(period="2022", value="1100")))


def test_a_value_far_from_the_other_municipalities_is_pointed_at_by_head(write, load):
    people = dict(Municipality.objects.values_list("pk", "population"))
    rows = [row(dico, value=str(heads // (20 + n))) for n, (dico, heads) in enumerate(people.items())]
    assert "A ver antes" not in load(write(*rows), dry_run=True)
    rows[0]["value"] = str(int(rows[0]["value"]) * 10)
    said = load(write(*rows), dry_run=True)
    assert said.count("longe dos outros municípios") == 1 and "por mil habitantes" in said


# --- What stops everything --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"dico": "9999"}, "Linha 3, coluna «dico»: «9999» não é um lugar do monitor."),
        ({"dico": "1312", "name": "Maia"}, "coluna «name»: «Maia» não é o nome de 1312, que é Porto."),
        ({"dico": ""}, "coluna «dico»: falta o lugar"),
        ({"unit": "%"}, "coluna «unit»: «%» não é a unidade de prova_pessoas, que é N.º."),
        ({"period": "2021-13"}, "coluna «period»: «2021-13» não é um período"),
        ({"period": "2021 (talvez)"}, "coluna «period»: «talvez» não diz o estado"),
        ({"value": ""}, "coluna «value»: está vazia: sem valor, o estado tem de ser"),
        (
            {"value": "5", "status": "sem dados"},
            "coluna «value»: tem um valor, mas o estado diz que não há valor.",
        ),
        ({"status": "talvez"}, "coluna «status»: «talvez» não é um estado"),
        ({"period": "2021 (provisional)", "status": "definitivo"}, "o período diz outro."),
        ({"value": "muitas"}, "coluna «value»: «muitas» não é um número."),
        ({"value": "-"}, "coluna «value»: «-» não é um número."),
        ({"value": "1.234"}, "«1.234» tanto pode ter casas decimais como milhares"),
        ({"value": "-5"}, "coluna «value»: é negativo, e isto é uma contagem."),
        ({"value": "9" * 15}, "coluna «value»: é um número demasiado grande."),
        ({"source": ""}, "coluna «source»: falta a fonte"),
        ({"source": "x" * 401}, "coluna «source»: tem 401 caracteres"),
        ({"indicator_code": "Prova!"}, "coluna «indicator_code»: Só letras minúsculas"),
        (
            {"indicator_code": "prova_nova", "unit": ""},
            "«prova_nova» é novo no registo: precisa de nome e de unidade.",
        ),
        ({"retrieved": "ontem"}, "coluna «retrieved»: não é um dia que exista"),
    ],
)
def test_one_wrong_row_stops_all_and_says_row_and_column(write, refusal, cells, sentence):
    said = refusal(write(row("1306"), row(**cells), row("1304", status="")))
    assert sentence in said and said.startswith("Linha 3") and said.endswith("Nada foi importado.")


def test_marks_that_do_not_agree_are_refused_where_they_stand(write, refusal):
    said = refusal(write(row(value="1,5"), row("1306", value="2,5"), row("1304", value="3.5")))
    assert "Linha 4, coluna «value»: «3.5» tem «.» como marca decimal, e o resto do ficheiro tem «,»." in said
    assert "Linha 2" not in said


def test_the_same_cell_twice_is_told_with_both_rows(write, refusal):
    said = refusal(write(row(), row("1306"), row(period="2021 (provisional)")))
    assert "Linha 4, coluna «value»: este indicador, lugar e período já está na linha 2." in said


def test_a_formula_is_no_value(write, refusal):
    assert "tem uma fórmula" in refusal(write(row(value="=2+3"), name="valores.xlsx"))


def test_nobody_imports_into_a_series_of_the_portal_itself(write, refusal, indicator):
    Indicator.objects.filter(pk=indicator.pk).update(own=True)
    assert "é uma série do próprio portal" in refusal(write(row()))


def test_up_to_fifty_errors_are_told_at_once(write, refusal):
    said = refusal(write(*[row("9999", period=str(1900 + n)) for n in range(80)]))
    assert said.count("não é um lugar") == 50 and "Há mais erros" in said


def test_a_table_that_is_none_is_refused_with_what_it_lacks(write, refusal, tmp_path):
    assert "Falta no ficheiro: period, value." in refusal(write(row(), without=("period", "value")))
    (tmp_path / "nada.csv").write_text("dico,indicator_code,period,value,source\n")
    assert "não tem linhas com valores" in refusal(tmp_path / "nada.csv")
    (tmp_path / "imagem.png").write_bytes(b"\x89PNG")
    assert "tem de ser CSV ou XLSX" in refusal(tmp_path / "imagem.png")
    (tmp_path / "nada.json").write_text("{}")
    assert "não tem a forma" in refusal(tmp_path / "nada.json")
    (tmp_path / "meio.json").write_text('{"a": ')
    assert "incompleto ou estragado" in refusal(tmp_path / "meio.json")


# --- Taken back -------------------------------------------------------------------------------------------------------


def test_the_last_import_is_taken_back_and_what_it_replaced_holds_again(write, load):
    load(write(row(value="5")))
    load(write(row(value="6"), row("1306")))
    assert "Desfeita: valores.csv" in load(undo="last")
    assert current() == {("prova_pessoas", "1312", "2021"): (5, "not_declared")}
    # By nobody in particular: the command line is the clock's equal, and is written down as such.
    assert AuditEntry.objects.get(verb="import_undone").user_id is None
    load(undo=str(Import.objects.get(state="taken").uuid))
    assert current() == {}
    with pytest.raises(CommandError, match="não há importação a desfazer"):
        load(undo="last")


def test_an_import_under_a_later_one_stays_even_for_the_command(write, load):
    load(write(row(value="5")))
    first = Import.objects.get()
    load(write(row(value="6")))
    with pytest.raises(CommandError, match="desfaça primeiro a mais recente"):
        load(undo=str(first.uuid))
    assert current()["prova_pessoas", "1312", "2021"][0] == 6


def test_the_command_does_one_thing_at_a_time(write, load):
    for wrong in (
        {},
        {"file": write(row()), "undo": "last"},
        {"undo": "isto não"},
        {"file": write(row()), "dim": ["x"]},
    ):
        with pytest.raises(CommandError):
            load(wrong.pop("file", None), **wrong)


def test_nothing_goes_to_the_network_unasked(write, load, monkeypatch):
    def no_network(*args, **kwargs):
        raise AssertionError("asked the network")

    monkeypatch.setattr(urllib.request, "urlopen", no_network)
    load(write(row()))
    monkeypatch.setattr(urllib.request, "urlopen", lambda *a, **k: (_ for _ in ()).throw(OSError("sem rede")))
    with pytest.raises(CommandError, match=r"Não se conseguiu falar com www\.ine\.pt"):
        load(ine="0012318", indicator="prova_pessoas")
    with pytest.raises(CommandError, match="sete algarismos"):
        load(ine="../x", indicator="prova_pessoas")
