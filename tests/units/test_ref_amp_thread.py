"""From a code of REF-AMP to what hangs from it, and back; what does not exist yet is said."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.refusals import Refusal
from monitor.models import Import, Indicator
from portal.demo.pages import load_pages
from resources import days
from resources.actions import Need, request_capacity
from resources.models import RefusedDemand, Request
from resources.publishing.closing import last_closed_quarter
from tests.monitor.figures import figures
from units.models import Body, Decision, Effect

pytestmark = pytest.mark.django_db

CODES = ["EP1", "EP1.1", "1.1.1a", "1.2.2", "4.2", "AE1", "AE1.2", "AE3", "AE6.1", "EP4.1", "3.2.1a"]


def text(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def page(client, code, prefix=""):
    answer = client.get(f"{prefix}/unidades/ref-amp/{code}/")
    assert answer.status_code == 200, code
    return answer.content.decode()


def section(html, of):
    """The words of one part of the page."""
    found = re.search(rf'<section[^>]*aria-labelledby="{of}".*?</section>', html, re.S)
    return text(found[0]) if found else ""


def links(html):
    return set(re.findall(r'href="(/unidades/ref-amp/[^"#]*)"', html))


@pytest.fixture
def decide():
    """A decision of a body, approved, with an effect on the code."""

    def make(code, *, axis="EP1", public=True, approved=True):
        n = Decision.objects.count() + 1
        made = Decision.objects.create(
            body=Body.objects.get(axis=axis),
            title_pt=f"Decisão de teste {n}",
            text_pt="Decide-se.",
            is_public=public,
        )
        Effect.objects.create(decision=made, kind="taxonomy", reference=code, text_pt="Muda.")
        if approved:
            made.number, made.state = f"UE1-2026-{n:03}", Decision.State.APPROVED
            made.decided_on, made.approved_at = timezone.localdate(), timezone.now()
            made.save()
        return made

    return make


@pytest.mark.parametrize("code", CODES)
def test_a_visitor_reads_the_page_of_every_kind_of_code_in_both_languages(client_for, code):
    visitor = client_for(None)
    portuguese, english = page(visitor, code), page(visitor, code, "/en")
    for html in (portuguese, english):
        assert len(re.findall(r"<h1\b", html)) == 1
        assert not re.search(r"\sstyle=", html)
    headings = [re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)[1] for html in (portuguese, english)]
    assert headings[0] != headings[1]


@pytest.mark.parametrize(
    "code", ["EP5", "EP1.9", "EP9.1", "1.1.9", "1.1.1d", "AE7", "AE1.9", "ep1", "1", "EP1.1.1", "x", "CV"]
)
def test_a_code_that_is_not_in_the_document_has_no_page(client_for, code):
    assert client_for(None).get(f"/unidades/ref-amp/{code}/").status_code == 404


def test_the_thread_is_walked_down_and_up(client_for):
    visitor = client_for(None)
    front = links(visitor.get("/unidades/ref-amp/").content.decode())
    assert {"/unidades/ref-amp/EP1/", "/unidades/ref-amp/EP1.1/", "/unidades/ref-amp/AE1.2/"} <= front
    assert "/unidades/ref-amp/EP1.1/" in links(page(visitor, "EP1"))
    assert "/unidades/ref-amp/1.1.1c/" in links(page(visitor, "EP1.1"))
    assert "/unidades/ref-amp/AE1.2/" in links(page(visitor, "AE1"))
    for code, up in (("1.1.1c", "EP1.1"), ("EP1.1", "EP1"), ("AE1.2", "AE1")):
        assert f"/unidades/ref-amp/{up}/" in links(page(visitor, code))
    assert "/unidades/ref-amp/" in links(page(visitor, "EP1"))
    assert "/unidades/ref-amp/1.1.1a/" in links(page(visitor, "1.1.1c")), "the neighbours of a code"


def test_every_link_of_the_framework_leads_to_a_page(client_for):
    visitor = client_for(None)
    front = links(visitor.get("/unidades/ref-amp/").content.decode())
    assert len(front) > 30
    for address in front:
        assert visitor.get(address).status_code == 200, address


def test_the_page_of_a_problem_leads_to_its_unit(client_for):
    load_pages()
    assert 'href="/unidades/saude-e-bem-estar/"' in page(client_for(None), "EP1.2")
    assert 'href="/en/unidades/saude-e-bem-estar/"' in page(client_for(None), "EP1.2", "/en")


def test_figures_stand_on_the_page_of_their_subject_as_printed(client_for):
    visitor = client_for(None)
    assert "64.50%" in page(visitor, "EP1.1")
    assert "31 em 48 são 64,58%" in section(page(visitor, "EP1.1"), "valores")
    assert "56.25%" in page(visitor, "EP4.1")
    assert "sem valor" in section(page(visitor, "AE3"), "valores")


def test_without_any_plan_the_page_says_that_nothing_is_promised(client_for):
    for code in CODES:
        said = section(page(client_for(None), code), "metas")
        assert "Nenhum plano aprovado e publicado" in said


def test_resources_are_those_the_asker_may_know_of(client_for, cast, make_resource):
    make_resource(6, name="Casa Aberta", response="1.2.1a")
    make_resource(6, name="Casa da Rede", response="1.2.1a", tier=1)
    make_resource(6, name="Casa Reservada", response="1.2.1a", tier=2, keeper=cast.support)

    def said(who):
        html = page(client_for(who), "1.2.1a")
        names = [n for n in ("Casa Aberta", "Casa da Rede", "Casa Reservada") if n in html]
        return re.search(r"(\d+) recursos?", section(html, "recursos"))[1], names

    assert said(None) == ("1", ["Casa Aberta"])
    assert said("technician") == ("2", ["Casa Aberta", "Casa da Rede"])
    assert said("accredited")[0] == "3"
    assert "1 recurso " in section(page(client_for(None), "EP1.2"), "respostas") + " "
    assert 'href="/recursos/?response=1.2.1a"' in page(client_for(None), "EP1.2")


def test_refuges_are_in_no_count_and_the_page_says_so(client_for, cast, make_resource):
    make_resource(
        None, name="Casa X", tier=3, category="casa-de-abrigo", response="3.2.1a", keeper=cast.support
    )
    for who in (None, "technician", "accredited", "coordination"):
        for code in ("3.2.1a", "EP3.2", "EP3"):
            html = page(client_for(who), code)
            assert "Casa X" not in html
            assert "As casas de abrigo não estão aqui" in html
        assert "Ainda não há recursos" in section(page(client_for(who), "3.2.1a"), "recursos")
        assert section(page(client_for(who), "3.2.1a"), "procura") == ""


@pytest.fixture
def asked(ask):
    def make(resource, times):
        for n in range(times):
            ask(resource, start=3 * n, nights=1)
        long_ago()

    return make


def long_ago(day=None):
    """As if all that was asked for had been asked for in the last quarter that has closed."""
    day = day or last_closed_quarter(days.today()).end
    Request.objects.update(made_at=days.midnight(day) + timedelta(hours=23))
    RefusedDemand.objects.update(at=days.midnight(day) + timedelta(hours=23))


def demand(client, code):
    said = section(page(client, code), "procura")
    found = re.search(r"(\d+) pedidos feitos", said)
    return int(found[1]) if found else None


@pytest.mark.parametrize(("times", "shown"), [(0, None), (1, None), (4, None), (5, 5), (6, 5), (10, 10)])
def test_demand_is_told_in_fives(client_for, make_resource, asked, times, shown):
    asked(make_resource(9, response="1.2.1b"), times)
    assert demand(client_for(None), "EP1.2") == shown
    assert demand(client_for(None), "1.2.1b") == shown
    assert demand(client_for("holder"), "EP1.2") == shown, "the same figure for whoever asks"


def test_a_small_figure_cannot_be_found_by_subtraction(client_for, make_resource, asked):
    asked(make_resource(9, response="1.2.1b"), 6)
    asked(make_resource(9, response="1.2.1a"), 2)
    assert demand(client_for(None), "EP1.2") == 5
    assert demand(client_for(None), "1.2.1b") is None, "8 less 6 would tell 2"
    assert demand(client_for(None), "1.2.1a") is None


def test_a_request_is_told_only_when_its_quarter_has_closed(client_for, make_resource, asked):
    """A running total, read every day, would tell of each request when it is made."""
    asked(make_resource(9, response="1.2.1b"), 5)
    assert demand(client_for(None), "1.2.1b") == 5
    long_ago(last_closed_quarter(days.today()).end + timedelta(days=1))
    assert demand(client_for(None), "1.2.1b") is demand(client_for(None), "EP1.2") is None


def test_requests_to_what_is_not_public_are_not_counted(client_for, make_resource, asked):
    asked(make_resource(9, response="1.2.1b"), 5)
    asked(make_resource(9, response="1.2.1b", tier=1), 6)
    assert demand(client_for(None), "1.2.1b") == demand(client_for("technician"), "1.2.1b") == 5


def test_demand_refused_at_once_is_counted(client_for, cast, make_resource, asked):
    full = make_resource(1, response="1.2.1b")
    asked(make_resource(9, response="1.2.1b"), 4)
    first = days.today() + timedelta(days=1)
    with pytest.raises(Refusal):
        request_capacity([Need(9, first, first + timedelta(days=1), resources=[full])], by=cast.technician)
    long_ago()
    assert demand(client_for(None), "1.2.1b") == demand(client_for(None), "EP1.2") == 5


def test_decisions_are_those_that_name_the_code_in_an_effect(client_for, decide):
    one, other = decide("1.1.1a"), decide("AE1.2", axis="EP2")
    visitor = client_for(None)
    for code in ("1.1.1a", "EP1.1", "EP1"):
        html = page(visitor, code)
        assert f'href="/unidades/decisoes/{one.number}/"' in html
        assert other.number not in html
    assert one.number not in page(visitor, "1.1.1b")
    assert other.number in page(visitor, "AE1.2")
    assert other.number in page(visitor, "AE1")
    assert other.number in page(visitor, "EP2"), "decided by the unit of that axis"
    foreign = decide("1.1.1c", axis="EP3")
    assert foreign.number in page(visitor, "EP1"), "named by another unit"


def test_what_is_internal_or_not_approved_is_read_only_by_those_who_govern(client_for, decide):
    internal, draft = decide("1.1.1a", public=False), decide("1.1.1a", approved=False)
    for who, reads in (
        (None, False),
        ("technician", False),
        ("representative", True),
        ("coordination", True),
    ):
        html = page(client_for(who), "1.1.1a")
        assert (internal.number in html) is reads
        assert draft.title_pt not in html
        front = client_for(who).get("/unidades/ref-amp/").content.decode()
        assert ("1 decisão" in front) is reads


def cells(html, row):
    """The words of one row of the matrix, axis by axis."""
    table = re.search(r'<table class="tbl matrix">.*?</table>', html, re.S)[0]
    found = next(
        r for r in re.findall(r"<tr>.*?</tr>", table, re.S) if text(r).startswith(row) and "<td" in r
    )
    return [text(cell) for cell in re.findall(r"<td.*?</td>", found, re.S)]


def test_the_matrix_leads_to_what_exists_and_says_what_is_still_to_be_done(client_for, make_resource, decide):
    load_pages()
    visitor = client_for(None)
    before = visitor.get("/unidades/ref-amp/").content.decode()
    assert len(cells(before, "AE2.2")) == 4
    assert set(cells(before, "AE2.2")) == {"por fazer"}
    assert cells(before, "AE1.2") == ["por fazer"] * 4
    assert cells(before, "Quem decide")[0] == "Unidade : EP1"
    make_resource(4, response="1.2.1a")
    make_resource(4, response="3.1.1")
    decided = decide("AE1.1", axis="EP2")
    after = visitor.get("/unidades/ref-amp/").content.decode()
    assert cells(after, "AE1.2") == ["1 recurso : EP1", "por fazer", "1 recurso : EP3", "por fazer"]
    assert cells(after, "AE1.1") == ["por fazer", "1 decisão : EP2", "por fazer", "por fazer"]
    assert "1 decisão" in cells(after, "Quem decide")[1]
    assert f'href="/unidades/decisoes/?orgao={decided.body.uuid}"' in after
    table = re.search(r'<table class="tbl matrix">.*?</table>', after, re.S)[0]
    assert table.count('<th scope="col">') == 5
    assert not re.search(r"<td[^>]*>\s*</td>", table)


@pytest.mark.parametrize("code", ["EP1", "EP1.2", "1.2.1b", "AE1.2"])
def test_a_page_costs_the_same_however_much_hangs_from_the_code(
    client_for, make_resource, decide, asked, code
):
    client = client_for("technician")

    def cost():
        with CaptureQueriesContext(connection) as caught:
            page(client, code)
        return len(caught)

    asked(make_resource(9, response="1.2.1b"), 1)
    decide(code)
    page(client, code)
    few = cost()
    for _n in range(3):
        asked(make_resource(9, response="1.2.1b"), 2)
        decide(code)
    assert cost() == few


# Indicators


def test_a_problem_and_its_axis_show_the_indicators_that_measure_them(client_for):
    indicator = figures()  # of EP1.1
    network = figures("ageing_index", audience=Indicator.Audience.NETWORK, state=Import.State.WAITING)
    for who in (None, "coordination"):
        for code in ("EP1", "EP1.1", "1.1.1a"):
            shown = page(client_for(who), code)
            part = shown[shown.index('aria-labelledby="indicadores"') :]
            part = part[: part.index("</section>")]
            assert f'href="{indicator.get_absolute_url()}"' in part, code
            assert network.get_absolute_url() not in part, code
            assert "2021" in text(part)
            assert ("não a resposta em si" in text(part)) is (code == "1.1.1a")
            assert "1 indicador" in text(shown)
    assert indicator.get_absolute_url() not in page(client_for(None), "EP2")


def test_where_nothing_is_measured_the_page_says_so(client_for):
    for code in ("EP4", "EP4.1", "AE1"):
        shown = page(client_for(None), code)
        assert "Nenhum indicador com números publicados" in section(shown, "indicadores")
        assert "nenhum ainda" in shown


def test_more_indicators_take_no_more_queries(client_for):
    def asked():
        client = client_for(None)
        page(client, "EP1.1")
        with CaptureQueriesContext(connection) as told:
            page(client, "EP1.1")
        return len(told)

    figures()
    before = asked()
    for one in Indicator.objects.filter(problem="EP1.1").exclude(code="pct_65p"):
        figures(one.code)
    assert asked() == before
