"""What a reader gets: sentences made from the figures, totals never over a gap, pages made once per version."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils.html import strip_tags

from monitor import periods
from monitor.actions import Cell, take, undo
from monitor.models import AMP, DataVersion, Import, Indicator, Place

pytestmark = pytest.mark.django_db

POVOA = "1313"


@pytest.fixture
def codes(db):
    return list(Place.objects.municipalities().values_list("pk", flat=True))


@pytest.fixture
def observe(db):
    """observe("pop_65p", "2021", {"1312": 5}): as an import brings it."""

    def bring(code, period, values, status="final", source="INE, prova", **more):
        indicator = Indicator.objects.get(code=code)
        when = periods.parse(period)[0]
        cells = [
            Cell(
                indicator.pk,
                place,
                when,
                None if value is None else Decimal(str(value)),
                status if value is not None else "suppressed",
                source,
            )
            for place, value in values.items()
        ]
        return take(cells, kind=Import.Kind.TABLE, name="prova.csv", by=None, **more)

    return bring


@pytest.fixture
def ageing(observe, codes):
    """Two censuses; of the second Póvoa de Varzim has nothing, as in the source."""
    for year, old, young in (("2011", 100, 100), ("2021", 180, 100)):
        places = [code for code in codes if not (year == "2021" and code == POVOA)]
        observe("pop_65p", year, dict.fromkeys(places, old))
        observe("pop_0_14", year, dict.fromkeys(places, young))
        observe("ageing_index", year, {code: 100 * old / young + n for n, code in enumerate(places)})


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode()


def words(html):
    text = strip_tags(re.sub(r"<(style|script).*?</\1>", "", html, flags=re.S))
    return " ".join(text.replace("\u00a0", " ").split())


def shown(html, place="Porto"):
    """The first figure of a place in the table."""
    row = re.search(rf"<tr[^>]*><th scope=\"row\"><a[^>]*>{place}</a></th><td[^>]*>(.*?)</td>", html, re.S)
    return words(row[1])


def test_the_title_of_an_indicator_is_its_sentence_and_names_the_places_it_is_about(client, ageing):
    text = words(re.search(r"<h1.*?</h1>", page(client, "/monitor/ageing_index/"), re.S)[0])
    assert text == (
        "Em 2021, nos 16 municípios com dados em todos os períodos, havia 180 pessoas com 65 ou mais anos por cada "
        "100 com menos de 15. Dez anos antes, 100."
    )


def test_who_has_no_value_is_named_and_never_counted_as_zero(client, ageing):
    text = words(page(client, "/monitor/ageing_index/"))
    assert "Póvoa de Varzim não tem valor de 2021 na fonte que usamos: não é zero, é falta de dados." in text
    assert "16 de 17" in text
    assert "mais baixo o de Póvoa" not in text


def test_a_total_is_never_made_over_a_gap(client, observe, codes):
    observe("pop_65p", "2011", dict.fromkeys(codes, 10))
    observe("pop_65p", "2021", {code: 20 for code in codes if code != POVOA})
    html = page(client, "/monitor/pop_65p/")
    rows = {words(a): [words(c) for c in re.findall(r"<td.*?</td>", b, re.S)] for a, b in re.findall(
        r'<tr class="sum"><th scope="row">(.*?)</th>(.*?)</tr>', html, re.S)}  # fmt: skip
    assert rows["AMP, 17 municípios"][:2] == ["170", "incompleto"]
    assert rows["AMP, 16 municípios comparáveis"][:2] == ["160", "320"]


def test_with_all_17_the_area_is_their_sum_and_a_rate_the_quotient_of_two_sums(client, observe, codes):
    observe("pop_65p", "2021", {code: n for n, code in enumerate(codes, 1)})
    observe("pop_0_14", "2021", dict.fromkeys(codes, 2))
    observe("ageing_index", "2021", dict.fromkeys(codes, 999))
    assert "153" in words(page(client, "/monitor/pop_65p/"))
    # 153 / 34, and not the mean of the printed rates.
    assert "havia 450 pessoas com 65 ou mais anos" in words(page(client, "/monitor/ageing_index/"))


def test_a_rate_whose_parts_nobody_holds_has_a_median_and_says_so(client, observe, codes):
    observe("rsi_per_1000", "2024", {code: n for n, code in enumerate(codes, 1)})
    text = words(page(client, "/monitor/rsi_per_1000/"))
    assert "mediana de 17 municípios" in text


def test_nothing_is_compared_across_a_break(client, observe, codes):
    observe("households", "2011", dict.fromkeys(codes, 10))
    observe("households", "2021", dict.fromkeys(codes, 20))
    text = words(page(client, "/monitor/households/"))
    assert "Diferença" not in text
    assert "Dez anos antes" not in text


def test_a_break_counts_from_its_day_on_whichever_periods_there_are(client, observe, codes):
    observe("households", "2011", dict.fromkeys(codes, 10))
    observe("households", "2022", dict.fromkeys(codes, 20))
    assert "Diferença" not in words(page(client, "/monitor/households/"))


def test_a_year_is_not_compared_with_a_quarter_nor_with_the_latest_there_was(client, observe, codes):
    observe("crimes_total", "2024", dict.fromkeys(codes, 100))
    observe("crimes_total", "2025-Q1", dict.fromkeys(codes, 20))
    assert "Diferença" not in words(page(client, "/monitor/crimes_total/"))
    observe("rsi_per_1000", "2024", dict.fromkeys(codes, 10))
    observe("rsi_per_1000", "latest at 2025-10-25", dict.fromkeys(codes, 12))
    assert "Diferença" not in words(page(client, "/monitor/rsi_per_1000/"))


def test_a_series_of_the_area_alone_has_its_line_and_its_row_also_beside_a_hidden_month(client, observe):
    for month, value in (("2026-05", 70), ("2026-06", 75), ("2026-07", 80), ("2026-08", None)):
        observe("rede_ocupacao", month, {AMP: value})
    for quarter, value in (("2026-Q1", 30), ("2026-Q2", 40)):
        observe("rede_sem_resposta_no_capacity", quarter, {AMP: value})
    html = page(client, "/monitor/rede_ocupacao/")
    row = re.search(r'<tr class="sum"><th scope="row">AMP</th>(.*?)</tr>', html, re.S)[1]
    assert [words(cell) for cell in re.findall(r"<td.*?</td>", row, re.S)][:4] == [
        "70",
        "75",
        "80",
        "confidencial",
    ]
    assert "Em julho de 2026" in words(html)
    svg = client.get("/monitor/rede_ocupacao/desenho/evolucao.svg").content.decode()
    assert "Sem dados" not in svg and "80" in svg
    assert "Sem dados" not in page(client, "/monitor/rede_sem_resposta_no_capacity/")


def test_who_has_no_figures_by_municipality_is_not_told_that_they_are_too_small(client, observe):
    observe("crimes_total", "2024", {"PT": 100})
    text = words(page(client, "/monitor/crimes_total/"))
    assert "não há dados por município" in text
    assert "demasiado pequenos" not in text


def test_the_period_that_is_drawn_stands_in_the_table(client, observe, codes):
    for year in range(2005, 2020):
        observe("crimes_total", str(year), dict.fromkeys(codes, year))
    html = page(client, "/monitor/crimes_total/?periodo=2006&lugar=1312")
    assert ">2006</th>" in html
    assert "tudo=1" in html and "periodo=2006&amp;lugar=1312&amp;tudo=1" in html


def test_a_course_is_told_of_three_points_and_not_of_two(client, observe, codes):
    for year, value in (("2021", 100), ("2022", 110)):
        observe("crimes_total", year, dict.fromkeys(codes, value))
    assert "a subir" not in words(page(client, "/monitor/crimes_total/"))
    observe("crimes_total", "2023", dict.fromkeys(codes, 120), status="provisional")
    text = words(page(client, "/monitor/crimes_total/"))
    assert "▲ a subir" in text
    assert "p: provisório" in text


def test_a_figure_too_small_is_a_word_in_every_place(client, observe, codes):
    observe("crimes_total", "2024", {code: (None if code == "0104" else 50) for code in codes})
    html = page(client, "/monitor/crimes_total/")
    assert "confidencial" in words(html)
    assert "O valor de 1 município não se publica" in words(html)
    assert "confidencial" in words(page(client, "/monitor/municipio/0104/"))


def test_per_head_figures_divide_by_the_one_named_series(client, observe, codes):
    observe("crimes_total", "2024", {"1312": 231962})
    text = words(page(client, "/monitor/crimes_total/"))
    assert "1 000,0" in text or "1000,0" in text
    assert "Censos 2021, resultados preliminares (INE)" in text


def test_what_stood_there_before_is_shown_as_a_revision(client, observe):
    observe("crimes_total", "2024", {"1312": 100})
    observe("crimes_total", "2024", {"1312": 105})
    assert "Porto, 2024: antes 100" in words(page(client, "/monitor/crimes_total/"))


def test_an_address_that_asks_for_what_does_not_exist_is_told_so(client, ageing):
    assert "não tem valores de «1999»" in words(page(client, "/monitor/ageing_index/?periodo=1999", 400))
    assert "não é o código de um município" in words(page(client, "/monitor/ageing_index/?lugar=9999", 400))
    for address in ("/monitor/nothing/", "/monitor/municipio/9999/", "/monitor/ageing_index/desenho/x.svg"):
        assert client.get(address).status_code == 404, address


def test_an_indicator_without_figures_says_so_and_keeps_its_definition_for_later(client):
    text = words(page(client, "/monitor/ageing_index/"))
    assert "Ainda não há valores deste indicador" in text


def test_every_page_reads_in_english_too(client, ageing):
    text = words(page(client, "/en/monitor/ageing_index/"))
    assert "there were 180 people aged 65 or over for every 100 under 15" in text


def test_a_portrait_gives_each_figure_with_its_date_and_its_place_among_the_17(client, ageing):
    html = page(client, "/monitor/municipio/1312/")
    row = words(re.search(r"<tr><th[^>]*><a[^>]*>Índice de envelhecimento.*?</tr>", html, re.S)[0])
    assert "2021" in row
    assert "de 16" in row
    pdf = client.get("/monitor/municipio/1312/retrato.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_places_are_compared_by_an_address_that_keeps_the_choice(client, ageing):
    text = words(page(client, "/monitor/comparar/?lugar=1312&lugar=1304&indicador=ageing_index"))
    assert "Lado a lado" in text
    assert "Falta com que comparar" in words(
        page(client, "/monitor/comparar/?lugar=1312&indicador=ageing_index")
    )
    page(client, "/monitor/comparar/?lugar=9999", 400)
    page(
        client,
        "/monitor/comparar/?" + "&".join(f"lugar={c}" for c in ("0104", "0107", "0109", "0113", "0116")),
        400,
    )


@pytest.mark.parametrize("figure", ["evolucao", "ordem", "municipios", "quadrados", "mapa"])
def test_every_drawing_leaves_the_page_as_a_file_with_its_source(client, ageing, figure):
    svg = client.get(f"/monitor/ageing_index/desenho/{figure}.svg")
    assert (svg.status_code, svg["Content-Type"]) == (200, "image/svg+xml")
    assert "INE" in svg.content.decode()
    assert client.get(f"/monitor/ageing_index/desenho/{figure}.gif").status_code == 404


def test_a_drawing_in_somebody_elses_page_may_be_framed_and_runs_nothing(client, ageing):
    address = "/monitor/ageing_index/incorporar/ordem/"
    made = client.get(address)
    kept = client.get(address)
    unchanged = client.get(address, headers={"If-None-Match": made["ETag"]})
    assert unchanged.status_code == 304
    for answer in (made, kept, unchanged):
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors *" in policy
        assert "script-src" not in policy
        assert "X-Frame-Options" not in answer
        assert not answer.cookies
        assert "<script" not in answer.content.decode()
    drawing = "/monitor/ageing_index/desenho/ordem.svg"
    assert [client.get(drawing)["Access-Control-Allow-Origin"] for _n in range(2)] == ["*", "*"]
    assert "frame-ancestors 'none'" in client.get("/monitor/ageing_index/")["Content-Security-Policy"]


# --- Made once per version of the data -------------------------------------------------------------------------------


def test_a_page_is_made_once_and_after_an_import_at_once_anew(
    client, ageing, observe, django_assert_num_queries
):
    first = client.get("/monitor/ageing_index/")
    with django_assert_num_queries(1):
        again = client.get("/monitor/ageing_index/")
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    with django_assert_num_queries(1):
        assert (
            client.get("/monitor/ageing_index/", headers={"If-None-Match": first["ETag"]}).status_code == 304
        )
    observe("ageing_index", "2021", {"1312": 999})
    new = client.get("/monitor/ageing_index/", headers={"If-None-Match": first["ETag"]})
    assert new.status_code == 200
    assert "999" in new.content.decode()
    assert str(DataVersion.now().number) in new["ETag"]


def test_a_definition_changed_in_the_registry_is_read_at_once(client, ageing):
    page(client, "/monitor/ageing_index/")
    Indicator.objects.filter(code="ageing_index").update(definition_pt="Outra definição.")
    assert "Outra definição." in page(client, "/monitor/ageing_index/")


def test_what_a_member_reads_is_never_kept_for_a_visitor(client_for, observe, cast):
    observe("crimes_total", "2024", {"1312": 100})
    observe("crimes_total", "2024", {"1312": 777}, status="provisional", audience="network")
    member, visitor = client_for("technician"), Client()
    assert shown(page(member, "/monitor/crimes_total/")) == "777p"
    assert shown(page(visitor, "/monitor/crimes_total/")) == "100"
    assert "private" in member.get("/monitor/crimes_total/")["Cache-Control"]


def test_an_import_taken_back_is_gone_from_the_next_page(client, observe, cast):
    observe("crimes_total", "2024", {"1312": 100})
    second = observe("crimes_total", "2024", {"1312": 777})
    assert shown(page(client, "/monitor/crimes_total/")) == "777"
    undo(second, by=cast.coordination)
    assert shown(page(client, "/monitor/crimes_total/")) == "100"


@pytest.mark.parametrize("address", ["/monitor/crimes_total/", "/monitor/", "/monitor/municipio/1312/"])
def test_seventeen_places_and_twenty_years_take_as_many_statements_as_one(
    client, observe, codes, address, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements():
        caches["pages"].clear()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(client, address)
        return len(seen)

    observe("crimes_total", "2024", {"1312": 100})
    few = statements()
    for year in range(2005, 2025):
        observe("crimes_total", str(year), {code: year + n for n, code in enumerate(codes)})
        observe("crimes_domestic_violence", str(year), {code: year + n for n, code in enumerate(codes)})
    assert statements() <= few
    assert AMP
