"""The table of a plan comes in as it is printed: whole or not at all, as a draft or as a document of elsewhere."""

import io
from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db.models.signals import pre_save
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from accounts.models import AuditEntry, Organisation
from accounts.refusals import WrongState
from plans import reading
from plans.actions.importing import Whose, import_plan
from plans.imports import PlanTable, Refused, read
from plans.imports.cells import Code, cell_of, code_of
from plans.models import Measure, Plan, PlanElement, Target
from plans.reference import pmas
from tests.plans.planning import YEAR, planning
from tests.plans.tables import printed, small, text

__all__ = ["planning"]
pytestmark = pytest.mark.django_db


def run(file, **options):
    said = io.StringIO()
    call_command("import_plan", str(file), stdout=said, stderr=io.StringIO(), **options)
    return said.getvalue()


def refused(file, **options):
    before = everything()
    with pytest.raises(CommandError) as error:
        run(file, **options)
    assert everything() == before
    return str(error.value)


def everything():
    models = (Plan, PlanElement, Measure, Target, AuditEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


def as_book(path, rows, merge=(), formats=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merge:
        book.active.merge_cells(cells)
    for cell, form in (formats or {}).items():
        book.active[cell].number_format = form
    book.save(path)
    return path


def test_the_printed_table_gives_exactly_its_tree_and_a_second_time_changes_nothing(tmp_path):
    file = printed(tmp_path / "plano.txt")
    trial = run(file, dry_run=True)
    assert "Ensaio: nada foi gravado." in trial and not Plan.objects.exists()
    assert "Eixo 1, Diretriz 2, Ação 4, Estratégia 32; medidas 32, metas 128" in trial
    assert "Estratégia 1.2.2.f: Fortalecimento" in trial and "por confirmar: a unidade diz «total»" in trial
    said = run(file)
    assert "documento de referência, público e fora de todos os números" in said
    plan = Plan.objects.get()
    assert (plan.is_reference, plan.state, plan.is_public, plan.origin) == (True, "reference", True, "Brasil")
    assert (plan.first_year, plan.last_year) == (2022, 2025)
    assert plan.levels_pt == ["Eixo", "Diretriz", "Ação", "Estratégia"]
    assert not Plan.objects.counted().exists() and not Plan.objects.running().exists()
    assert Counter(plan.elements.values_list("level", flat=True)) == {0: 1, 1: 2, 2: 4, 3: 32}
    codes = list(plan.elements.filter(level__lt=3).values_list("code", flat=True))
    assert codes == ["1", "1.1", "1.1.1", "1.2", "1.2.1", "1.2.2", "1.2.3"]
    letters = Counter(plan.elements.filter(level=3).values_list("parent__code", flat=True))
    assert letters == {"1.1.1": 6, "1.2.1": 7, "1.2.2": 14, "1.2.3": 5}
    assert Target.objects.count() == 128 and not Target.objects.filter(value=None).exists()
    how = Counter(Measure.objects.values_list("unit_pt", "aggregation", "is_percent"))
    assert how == {
        ("Global", "continuous", True): 19,
        ("Global", "cumulative", True): 1,
        ("Unidade", "flow", False): 9,
        ("Equipe", "flow", False): 1,
        ("Total de Famílias habilitadas", "stock", False): 1,
        ("Pessoal", "undeclared", False): 1,
    }
    assert not Measure.objects.filter(is_confirmed=True).exists()
    assert not plan.elements.exclude(owner=None, owner_entity=None).exists()
    zero = Target.objects.filter(measure__element__code="1.1.1.c").values_list(
        "year", "value", "printed", "baseline"
    )
    assert list(zero) == [
        (2022, 0, "0", 0), (2023, 0, "0", 0), (2024, 2, "2", 2), (2025, 0, "0", 0),
    ]  # fmt: skip
    assert Target.objects.filter(printed="100%", value=100).count() == 19 * 4 + 1
    before = everything()
    assert "nada mudou" in run(file) and everything() == before
    # What the portal knows of the document stands in its own folder, and is the same.
    assert plan.fingerprint == pmas.table().fingerprint
    assert pmas.sources()["1.2.2.f"] == "003, linha 29"


def test_only_what_is_done_anew_each_year_has_a_total(tmp_path):
    run(printed(tmp_path / "plano.txt"))
    read_plan = reading.read(Plan.objects.get())
    totals = {node.code: node.measures[0].total for node in read_plan.measured}
    assert Counter(total for total in totals.values() if total is not None) == {
        8: 3, 3: 3, 40: 1, 4: 1, 400: 1, 2: 1,
    }  # fmt: skip
    assert totals["1.2.2.f"] is None and totals["1.2.2.j"] is None and totals["1.2.2.m"] is None
    assert Decimal(65) not in totals.values()
    # Nothing of it is due here, and nothing is said of how it stands.
    assert read_plan.summary().targets == 0
    assert all(
        cell.word is None for node in read_plan.measured for one in node.measures for cell in one.cells
    )


def test_with_an_organisation_it_becomes_that_ones_draft_and_differing_files_are_told_apart(tmp_path, cast):
    whose, file = cast.holder.organisation, printed(tmp_path / "plano.txt")
    run(file, organisation=str(whose.uuid))
    plan = Plan.objects.get()
    assert (plan.organisation, plan.state, plan.is_public, plan.is_reference) == (
        whose,
        "draft",
        False,
        False,
    )
    assert not Target.objects.exclude(baseline=None).exists() and Target.objects.filter(value=0).count() == 6
    assert AuditEntry.objects.filter(verb="plan_imported").count() == 1
    assert "nada mudou" in run(file, organisation=str(whose.uuid))
    # Somebody answers for it, and says how it adds up; then the file changes.
    c = plan.elements.get(code="1.1.1.c")
    PlanElement.objects.filter(pk=c.pk).update(owner=cast.holder, owner_entity=whose)
    Measure.objects.filter(element=c).update(aggregation="stock", is_confirmed=True)
    lines = text().replace("Equipe\t0\t0\t2\t0", "Equipe\t0\t1\t2\t")
    changed = tmp_path / "outro.txt"
    changed.write_text("\n".join(line for line in lines.split("\n") if "e) Primazia" not in line))
    said = refused(changed, organisation=str(whose.uuid))
    assert "Já existe este plano em preparação" in said and "--replace" in said
    trial = run(changed, organisation=str(whose.uuid), dry_run=True)
    assert "~ 1.1.1.c 2023: 0 -> 1" in trial and "~ 1.1.1.c 2025: 0 -> sem meta" in trial
    assert "- 1.2.3.e: não está no ficheiro" in trial
    run(changed, organisation=str(whose.uuid), replace=True)
    c.refresh_from_db()
    assert (c.owner, c.owner_entity) == (cast.holder, whose)
    kept = c.measures.get()
    assert (kept.aggregation, kept.is_confirmed) == ("stock", True)
    assert list(kept.targets.values_list("value", flat=True)) == [0, 1, 2, None]
    assert plan.elements.filter(level=3).count() == 31 and Plan.objects.count() == 1
    # Approved, it is never written over.
    Plan.objects.filter(pk=plan.pk).update(
        state="approved", approved_by_own="Câmara, 1 de março", approved_at="2026-03-01T10:00Z"
    )
    said = refused(file, organisation=str(whose.uuid), replace=True)
    assert "já está aprovado" in said and "--replace" not in said


LINE = "Linha 5, coluna «{}»: {}"
WRONG = [
    ({"values": ("abc", "1")}, LINE.format("2022", "«abc» não é um número.")),
    (
        {"values": ("101%", "100%")},
        LINE.format("2022", "101 % não pode ser: uma percentagem vai de 0 a 100."),
    ),
    ({"values": ("-1", "1")}, LINE.format("2022", "«-1» é negativo: uma meta é zero ou mais.")),
    ({"values": ("100%", "3")}, LINE.format("2023", "é um número no meio de percentagens")),
    ({"values": ("1", "1,234")}, LINE.format("2023", "«1,234» tanto pode ter casas decimais como milhares")),
    ({"values": ("1", "1\t7")}, LINE.format("6", "há mais colunas do que o cabeçalho tem.")),
    ({"unit": ""}, LINE.format("Unidade de Medida", "falta a unidade de medida.")),
    (
        {"unit": "U" * 81},
        LINE.format("Unidade de Medida", "é um texto demasiado longo: no máximo 80 letras."),
    ),
    ({"leaf": "a) Ligar para 912 345 678"}, LINE.format("Estratégia", "")),
    ({"second": "a) Outra vez"}, "Linha 6, coluna «Estratégia»: o código 1.a já está em «Linha 5»."),
    ({"branch": ""}, LINE.format("Ação", "falta aqui a que pertence o que está ao lado.")),
    ({"title": "Plano"}, "Título: falta uma linha que comece por # e diga o nome do plano."),
    ({"title": "# Plano 2024-2022"}, "os anos do título estão ao contrário."),
    ({"title": "# Plano 2022-2022"}, "Linha 4, coluna «2023»: este ano está fora do plano"),
    ({"years": "2022\t2024"}, "Linha 4, coluna «2024»: os anos têm de seguir-se uns aos outros."),
    ({"years": "Valor\tOutro"}, "não se encontra a linha dos anos"),
    ({"names": "\tEstratégia"}, "Linha 3, coluna «1»: falta o nome deste nível."),
]


def test_what_is_wrong_is_said_with_its_line_and_column_and_nothing_is_written(tmp_path):
    file = tmp_path / "plano.txt"
    for rows, said in WRONG:
        file.write_text(small(**rows))
        told = refused(file)
        assert said in told and "Nada foi importado." in told, (rows, told)
        assert "912" not in told


def test_every_error_comes_at_once_and_spreadsheets_name_their_cells(tmp_path):
    rows = [
        ["# Plano 2026-2027"], ["Ação", "Estratégia", "Meta"], [None, None, "Unidade de Medida", 2026, 2027],
        ["1: Uma", "a) Isto", "Unidade", "abc", -2], [None, "b) Aquilo", "Unidade", "=1+1", 1.005],
    ]  # fmt: skip
    told = refused(as_book(tmp_path / "plano.xlsx", rows))
    for place in ("Célula D4", "Célula E4", "Célula D5: é uma fórmula", "Célula E5"):
        assert place in told


def test_a_spreadsheet_of_the_same_shape_reads_the_same(tmp_path):
    lines = [line.split("\t") for line in text().split("\n")]
    rows = [
        [1.0 if cell == "100%" else int(cell) if cell.isdigit() else cell or None for cell in line]
        for line in lines
    ]
    percents = {
        f"{'ABCDEFGH'[n]}{number}": "0%"
        for number, line in enumerate(lines, 1)
        for n, cell in enumerate(line)
        if cell == "100%"
    }
    book = as_book(tmp_path / "plano.xlsx", rows, ["A8:A13", "B8:B13"], percents)
    assert read(book).fingerprint == pmas.table().fingerprint
    for name, encoding in (("plano.csv", "cp1252"), ("plano.tsv", "utf-8-sig"), ("outro.csv", "utf-16")):
        mark = ";" if name == "plano.csv" else "\t"
        said = "\n".join(mark.join(f'"{cell}"' if mark in cell else cell for cell in line) for line in lines)
        (tmp_path / name).write_text(said, encoding=encoding)
        assert read(tmp_path / name).fingerprint == pmas.table().fingerprint, name


def test_what_is_odd_but_no_error_is_told(tmp_path):
    file = tmp_path / "plano.txt"
    file.write_text(
        small(second="d) Salta", title="# Plano 2022-2024") + "\n# Outro título\n2.7: x\t\t\t\t\n"
    )
    told = run(file, dry_run=True)
    assert "Linha 6: salta-se da alínea a) para a alínea d)." in told
    assert "outro título, «Outro título»; fica o primeiro." in told
    assert "O título diz 2022 a 2024 e a tabela tem 2022 a 2023" in told
    made = read(file)
    assert list(made.lines[0].values.items()) == [(2022, 1), (2023, 2), (2024, None)]


NO_TABLE = [
    ("vazio.txt", b"", "O ficheiro está vazio."),
    ("vazio.txt", b"\n \n\t\t\n", "O ficheiro está vazio."),
    ("imagem.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "não é um texto"),
    ("imagem.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "não se consegue ler como XLSX"),
    ("plano.pdf", b"%PDF-1.7", "tem de ser CSV, texto com tabulações (TXT) ou XLSX"),
    ("muitas.csv", b"a;b\n" * 5_001, "tem mais de 5000 linhas"),
    ("aspas.csv", b'Nome;2022\n"aberta;3\n', "há aspas por fechar"),
]


def test_what_is_no_table_is_refused_in_a_sentence(tmp_path):
    for name, content, said in NO_TABLE:
        (tmp_path / name).write_bytes(content)
        assert said in refused(tmp_path / name), name


def test_places_and_organisations_that_are_none_are_refused_in_a_sentence(tmp_path):
    assert "é uma pasta" in refused(tmp_path)
    assert "não existe" in refused(tmp_path / "falta.txt")
    file = printed(tmp_path / "plano.txt")
    assert "não é um id" in refused(file, organisation="Porto")
    assert "não há nenhuma entidade" in refused(file, organisation="00000000-0000-4000-8000-000000000000")
    assert Organisation.objects.exists()


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
ODD = st.sampled_from(
    ["", "# Plano 2022-2023", "EIXO 1: Um", "a) x", "1.1: y", "2022", "2023", "Unidade", "100%", "0", "-3", "1e999",
     "[", "[]x", '"', "'=1", "=1+1", "\u2212", "%", "9" * 50]
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(ODD | TEXTS, max_size=9), max_size=12),
    kind=st.sampled_from(["txt", "csv", "tsv"]),
    tail=st.binary(max_size=40),
    headed=st.booleans(),
)
def test_whatever_a_file_holds_it_is_a_plan_or_a_sentence(tmp_path, rows, kind, tail, headed):
    file = tmp_path / f"lixo.{kind}"
    head = "# Plano 2022-2023\nAção\tEstratégia\n\t\tUnidade de Medida\t2022\t2023\n" if headed else ""
    file.write_bytes((head + "\n".join("\t".join(row) for row in rows)).encode() + tail)
    try:
        table = read(file)
    except Refused as refusal:
        assert all(sentence.strip() for sentence in refusal.sentences)
        return
    assert PlanTable.unpacked(table.packed()).fingerprint == table.fingerprint
    made = import_plan(table, Whose(), by=None).plan
    assert reading.read(made).nodes and import_plan(table, Whose(), by=None).state == "same"
    Plan.objects.all().delete()


@settings(max_examples=200, deadline=None)
@given(
    code=st.sampled_from(["", "1", "1.1", "1.1.a", "EP1.1", "x"]) | st.text("a1.[])(: ", max_size=6).map(str.strip),
    title=st.text("ab1.[]): -", min_size=1, max_size=12).map(str.strip).filter(bool),
    parent=st.sampled_from(["", "1", "1.1"]),
)  # fmt: skip
@example(code=".a", title="1", parent="")
@example(code="a)", title="1", parent="")
def test_a_cell_is_read_back_as_it_was_written(code, title, parent):
    if "[" in code or "]" in code:
        return
    found = code_of(cell_of(code, title, parent))
    whole = f"{parent}.{found.code}".lstrip(".") if found.is_letter else found.code
    assert (whole, found.title) == (code, title)
    assert code_of("2 unidades") == Code("", "2 unidades")


def test_who_imports_an_annual_plan_just_after_it_was_made_is_told(planning, tmp_path):
    file = tmp_path / "plano.txt"
    lines = ("Ação\tEstratégia\tMeta", f"\t\tUnidade de Medida\t{YEAR}", "1: Fazer\ta) Isto\tUnidade\t1")
    file.write_text("\n".join(("# Plano de prova", "", *lines)), encoding="utf-8")

    def is_first(**kwargs):
        pre_save.disconnect(is_first, sender=Plan)
        planning.make(kind="annual", title_pt="Foi primeiro", last_year=YEAR)

    table = read(file)
    pre_save.connect(is_first, sender=Plan, weak=False)
    with pytest.raises(WrongState, match="já tem um plano de ação"):
        import_plan(table, Whose(body=planning.unit), by=planning.coordination, kind="annual")
