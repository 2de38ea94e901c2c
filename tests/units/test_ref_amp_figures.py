"""The figures of REF-AMP stand as printed, every one with its line; slips are shown, and no value is never zero."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from units import reference
from units.models import ActionLine, EditorialNote, Representativeness, StructuringIdea
from units.representativeness import Scatter, lines_of, slip

pytestmark = pytest.mark.django_db

# subject, line of values, column, as printed, percent, count, what the count gives of 48, line of the document
TABLE = [
    ("EP1.1", 1, "AMP", "22.92% ⁽¹¹⁾", "22.92", 11, "22.92", "REF:109"),
    ("EP1.1", 1, "MUN", "64.50% ⁽³¹⁾", "64.50", 31, "64.58", "REF:109"),
    ("EP1.2", 1, "AMP", "31.25% ⁽¹⁵⁾", "31.25", 15, "31.25", "REF:110"),
    ("EP1.2", 1, "MUN", "37.50% ⁽¹⁸⁾", "37.50", 18, "37.50", "REF:110"),
    ("EP1.3", 1, "AMP", "22.92% ⁽¹¹⁾", "22.92", 11, "22.92", "REF:111"),
    ("EP1.3", 1, "MUN", "35.42% ⁽¹⁷⁾", "35.42", 17, "35.42", "REF:111"),
    ("EP1.4", 1, "AMP", "*14.58% ⁽⁷⁾", "14.58", 7, "14.58", "REF:112"),
    ("EP1.4", 1, "MUN", "47.92% ⁽²³⁾", "47.92", 23, "47.92", "REF:112"),
    ("EP2.1", 1, "AMP", "62.50% ₍₃₀₎", "62.50", 30, "62.50", "REF:233"),
    ("EP2.1", 1, "MUN", "66.67% ₍₃₂₎", "66.67", 32, "66.67", "REF:233"),
    ("EP3.1", 1, "AMP", "35.42% ⁽¹⁷⁾", "35.42", 17, "35.42", "REF:273"),
    ("EP3.1", 1, "MUN", "58.43% ⁽²⁸⁾", "58.43", 28, "58.33", "REF:273"),
    ("EP3.2", 1, "AMP", "20.83% ⁽¹⁰⁾", "20.83", 10, "20.83", "REF:274"),
    ("EP3.2", 1, "MUN", "22.92% ⁽¹¹⁾", "22.92", 11, "22.92", "REF:274"),
    ("EP4.1", 1, "AMP", "* 14.58% ₍₇₎", "14.58", 7, "14.58", "REF:345"),
    ("EP4.1", 1, "MUN", "0% *", "0", None, None, "REF:345"),
    ("EP4.1", 2, "AMP", "56.25% ₍₂₇₎", "56.25", 27, "56.25", "REF:346"),
    ("EP4.1", 2, "MUN", "", None, None, None, "REF:346"),
    ("EP4.2", 1, "AMP", "22.92% ₍₁₁₎", "22.92", 11, "22.92", "REF:347"),
    ("EP4.2", 1, "MUN", "27.08% ₍₁₃₎", "27.08", 13, "27.08", "REF:347"),
    ("AE1", 1, "ONE", "45.83%⁽²²⁾", "45.83", 22, "45.83", "REF:425"),
    ("AE2", 1, "ONE", "29.16%⁽¹⁴⁾", "29.16", 14, "29.17", "REF:437"),
    ("AE3", 1, "ONE", "", None, None, None, "REF:445-450"),
    ("AE4", 1, "ONE", "", None, None, None, "REF:452-459"),
    ("AE5", 1, "ONE", "43.75%⁽²¹⁾", "43.75", 21, "43.75", "REF:471"),
    ("AE6", 1, "ONE", "62.50%⁽³⁰⁾", "62.50", 30, "62.50", "REF:491"),
    ("UE", 1, "ONE", "70.83%₍₃₄₎", "70.83", 34, "70.83", "REF:380"),
    ("UCE", 1, "ONE", "83.33%₍₄₀₎", "83.33", 40, "83.33", "REF:503"),
    ("CV", 1, "ONE", "", None, None, None, "REF:554-570"),
]
# What the page shows: the printed characters, the count raised or lowered as plain digits in parentheses.
SHOWN = {
    "EP1.1": (["22.92% (11)", "64.50% (31)"], "REF:109"),
    "EP1.2": (["31.25% (15)", "37.50% (18)"], "REF:110"),
    "EP1.3": (["22.92% (11)", "35.42% (17)"], "REF:111"),
    "EP1.4": (["*14.58% (7)", "47.92% (23)"], "REF:112"),
    "EP2.1": (["62.50% (30)", "66.67% (32)"], "REF:233"),
    "EP3.1": (["35.42% (17)", "58.43% (28)"], "REF:273"),
    "EP3.2": (["20.83% (10)", "22.92% (11)"], "REF:274"),
    "EP4.1": (["* 14.58% (7)", "0% *"], "REF:345"),
    "EP4.1 (2)": (["56.25% (27)", "sem valor"], "REF:346"),
    "EP4.2": (["22.92% (11)", "27.08% (13)"], "REF:347"),
    "AE1": (["45.83%(22)"], "REF:425"),
    "AE2": (["29.16%(14)"], "REF:437"),
    "AE3": (["sem valor"], "REF:445-450"),
    "AE4": (["sem valor"], "REF:452-459"),
    "AE5": (["43.75%(21)"], "REF:471"),
    "AE6": (["62.50%(30)"], "REF:491"),
    "UE": (["70.83%(34)"], "REF:380"),
    "UCE": (["83.33%(40)"], "REF:503"),
    "CV": (["sem valor"], "REF:554-570"),
}
SLIPS = {("EP1.1", "MUN"), ("EP3.1", "MUN"), ("AE2", "ONE")}


def text(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html))).strip()


def page(client, address="/unidades/ref-amp/"):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def shown(html):
    """{code: (the cells with values, the notes, the source line)} of the two tables, in the page's words."""
    found = {}
    for table in re.findall(r'<table class="tbl figures">.*?</table>', html, re.S):
        for row in re.findall(r"<tr>(<th scope=\"row\">.*?)</tr>", table, re.S):
            head = text(re.search(r"<th.*?</th>", row, re.S)[0])
            code = head.split()[0]
            code = f"{code} (2)" if code in found else code
            values = [text(cell) for cell in re.findall(r"<td data-label.*?</td>", row, re.S)]
            notes = text(re.search(r'<td class="notes">.*?</td>', row, re.S)[0])
            found[code] = (values, notes, text(re.search(r'<td class="src">.*?</td>', row, re.S)[0]))
    return found


def test_every_figure_is_kept_as_printed():
    kept = [
        (one.subject, one.row, one.scope, one.printed, one.percent, one.count, one.computed, one.source)
        for one in Representativeness.objects.all()
    ]
    assert kept == [
        (*where, printed, percent and Decimal(percent), count, computed and Decimal(computed), source)
        for *where, printed, percent, count, computed, source in TABLE
    ]


def test_exactly_three_percentages_do_not_follow_from_their_counts():
    differing = {(one.subject, one.scope) for one in Representativeness.objects.all() if one.differs}
    assert differing == SLIPS
    assert [one.subject for one in Representativeness.objects.all() if one.is_cut_short] == ["AE2"]


def test_every_count_fits_the_number_we_deduce():
    for one in Representativeness.objects.exclude(count=None):
        assert one.count <= one.N == 48
        assert abs(one.computed - one.percent) <= Decimal("0.1")


@pytest.mark.parametrize("fields", [{"percent": 0}, {"count": 0, "percent": 0}, {"printed": "1%"}])
def test_the_database_refuses_a_value_where_the_document_has_none(fields):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Representativeness.objects.filter(subject="AE3").update(**fields)
    assert error.value.__cause__.diag.constraint_name == "what_is_not_printed_has_no_value"


def test_loading_again_changes_nothing_and_brings_back_what_was_changed():
    models = (Representativeness, ActionLine, StructuringIdea, EditorialNote)
    before = [list(model.objects.values_list()) for model in models]
    Representativeness.objects.filter(subject="EP1.1").update(printed="64.58% (31)")
    ActionLine.objects.filter(pk="AE1.1").update(name_pt="Outra")
    reference.load(apps)
    assert [list(model.objects.values_list()) for model in models] == before


def test_the_page_shows_every_figure_verbatim_with_its_line(client_for):
    found = shown(page(client_for(None)))
    assert {code: (values, source) for code, (values, _notes, source) in found.items()} == SHOWN


def test_the_english_page_shows_the_same_characters(client_for):
    found = shown(page(client_for(None), "/en/unidades/ref-amp/"))
    missing = {"AE3", "AE4", "CV"}
    assert found.keys() == SHOWN.keys()
    for code in SHOWN.keys() - missing - {"EP4.1 (2)"}:
        assert (found[code][0], found[code][2]) == SHOWN[code]
    assert found["EP4.1 (2)"][0][0] == "56.25% (27)"


def test_slips_are_said_beside_their_figures_with_a_word_and_not_by_colour_alone(client_for):
    found = shown(page(client_for(None)))
    assert {code for code, (_v, notes, _s) in found.items() if "Não bate certo" in notes} == {
        "EP1.1",
        "EP3.1",
        "AE2",
    }
    assert "31 em 48 são 64,58%: o documento imprime 64.50%." in found["EP1.1"][1]
    assert "28 em 48 são 58,33%: o documento imprime 58.43%." in found["EP3.1"][1]
    assert "14 em 48 são 29,17%: o documento imprime 29.16%, cortado" in found["AE2"][1]


def test_what_has_no_value_says_so_and_is_never_zero(client_for):
    found = shown(page(client_for(None)))
    for code in ("AE3", "AE4", "CV"):
        assert found[code][0] == ["sem valor"]
        assert "O documento não dá valor." in found[code][1]
    # The one zero that is printed stays a zero, with its asterisk.
    assert [code for code, (values, *_rest) in found.items() if "0% *" in values] == ["EP4.1"]


@pytest.mark.parametrize(
    ("code", "words", "line"),
    [
        ("EP1.1", "SÊNIORES", "REF:102"),
        ("EP1.4", "não é explicado", "REF:105"),
        ("EP3.1", "«PRECARIDADE»", "REF:268"),
        ("EP4.1", "«4.1. PRECARIDADE ECONÓMICA»", "REF:354-355"),
        ("EP4.1", "três linhas de valores para dois temas", "REF:336-347"),
        ("UE", "«3-3-»", "REF:376"),
        ("AE1", "«OBSERVATÓRIO SOCIAL METROPOLITANO»", "REF:417, 505"),
    ],
)
def test_what_is_odd_in_the_document_is_said_where_it_belongs(client_for, code, words, line):
    notes = shown(page(client_for(None)))[code][1]
    assert words in notes
    assert line in notes


def test_the_number_behind_the_counts_is_said_to_be_deduced(client_for):
    said = text(page(client_for(None)))
    assert "O documento não indica n. Todas as contagens são compatíveis com n = 48" in said
    assert "3 percentagens não batem certo com a sua contagem" in said


def test_every_pair_of_values_is_a_dot_and_the_reading_follows_from_the_values(client_for):
    html = page(client_for(None))
    drawing = re.search(r'<svg class="scatter".*?</svg>', html, re.S)[0]
    assert re.search(r'role="img" aria-label="[^"]{40,}"', drawing)
    assert "style=" not in drawing
    codes = re.findall(r'class="code">(EP\d\.\d)<', drawing)
    assert codes == ["EP1.1", "EP1.2", "EP1.3", "EP1.4", "EP2.1", "EP3.1", "EP3.2", "EP4.1", "EP4.2"]
    assert drawing.count('class="dot open"') == 2, "EP1.4 and EP4.1 have an asterisk"
    said = text(re.search(r"<figcaption>.*?</figcaption>", html, re.S)[0])
    assert "Desemprego é a mais indicada nas duas colunas: 66.67% (32) nos municípios, 62.50% (30)" in said
    assert "A maior distância é a de Séniores: 64.50% (31) nos municípios, 22.92% (11) na AMP." in said
    assert "mais na AMP do que nos municípios: EP4.1, com * 14.58% (7) na AMP e 0% * nos municípios." in said
    assert "Só tem valor na AMP: EP4.1, 56.25% (27)." in said


def test_the_reading_changes_with_the_values(client_for):
    Representativeness.objects.filter(subject="EP3.2", scope="MUN").update(percent=99, printed="99.00% (47)")
    said = text(re.search(r"<figcaption>.*?</figcaption>", page(client_for(None)), re.S)[0])
    assert "A maior distância é a de Violência doméstica: 99.00% (47)" in said
    assert "é a mais indicada nas duas colunas" not in said


def test_dots_stand_where_their_values_are_and_names_do_not_cover_other_dots():
    from units.models import Problem

    lines = [line for one in Problem.objects.all() for line in lines_of(one) if line.has_both]
    plot = Scatter(lines)
    at = {dot.code: dot for dot in plot.dots}
    assert (at["EP4.1"].y, at["EP2.1"].x) == (plot.bottom, plot.left + 62.5 * 7)
    assert at["EP2.1"].y < at["EP1.1"].y < at["EP3.1"].y, "higher is more"
    assert at["EP1.3"].lowered, "EP1.2 stands at its right"
    assert not at["EP1.2"].lowered


def test_a_figure_that_agrees_has_no_slip():
    assert slip(Representativeness.objects.get(subject="EP2.1", scope="MUN")) == ""


def test_the_five_ideas_and_the_lines_are_those_of_the_document(client_for):
    assert list(StructuringIdea.objects.values_list("source", flat=True)) == [
        *("REF:38-40", "REF:42-46", "REF:48-50", "REF:56-60", "REF:62-66")
    ]
    assert [line.code for line in ActionLine.objects.all()] == [
        *("AE1.1", "AE1.2", "AE1.3", "AE2.1", "AE2.2", "AE3.1", "AE3.2", "AE4.1", "AE4.2"),
        *("AE5.1", "AE5.2", "AE6.1"),
    ]
    html = page(client_for(None))
    for idea in StructuringIdea.objects.all():
        assert idea.name_pt in html
        assert idea.source in html
    for row in [*StructuringIdea.objects.all(), *ActionLine.objects.all()]:
        assert row.name_en.strip()
        assert row.name_en != row.name_pt


@pytest.mark.parametrize("address", ["/unidades/ref-amp/", "/en/unidades/ref-amp/"])
def test_a_visitor_reads_it_and_nothing_in_it_breaks_the_content_policy(client_for, address):
    html = page(client_for(None), address)
    assert len(re.findall(r"<h1\b", html)) == 1
    assert not re.search(r"\sstyle=", html)


def test_the_page_costs_the_same_however_much_there_is(client_for, make_resource):
    client = client_for(None)
    make_resource(4)
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    for response in ("1.1.1a", "1.2.1a", "3.1.1"):
        make_resource(4, response=response)
    with CaptureQueriesContext(connection) as more:
        page(client)
    assert len(more) == len(few)
