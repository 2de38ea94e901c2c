"""Plans on the pages of other rooms: the monitor's lines, bodies, meetings, decisions, the framework, the sitemap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitor.models import DataVersion, Indicator, ReferenceLine
from plans.models import Measure, Plan, PlanElement, Target
from plans.publishing import PREFIX, publish_targets
from portal.demo.pages import load_pages
from tests.monitor.figures import figures
from tests.plans.promised import TODAY, Kinds, Promised, then
from tests.plans.test_public_pages import html, of, part, words

pytestmark = pytest.mark.django_db
__all__ = ["html"]


@pytest.fixture
def promised(cast) -> Iterator[Promised]:
    with then():
        yield Promised(cast).world()


def lines() -> dict[str, tuple[str, Decimal, date]]:
    found = ReferenceLine.objects.filter(key__startswith=PREFIX)
    return {one.key.removeprefix(PREFIX): (one.place_id, one.value, one.by) for one in found}


def tie(measure: Measure, code: str) -> None:
    Measure.objects.filter(pk=measure.pk).update(indicator=Indicator.objects.get(code=code))


def test_targets_become_lines_of_the_monitor_move_with_amendments_and_go_when_dropped(promised, html):
    figures("pct_65p")
    figures("pop_resident", first=1)
    Indicator.objects.filter(code="pop_resident").update(direction="down")
    # Percent to percent; a guarantee, a count and a document of elsewhere against it are no lines.
    for measure in (promised.share, promised.line, promised.banks, promised.guarantee, promised.staff):
        tie(measure, "pct_65p")
    Measure.objects.filter(pk=promised.foreign.pk).update(is_percent=True)
    tie(promised.foreign, "pct_65p")
    # What is counted to the same thing counted, in the place of the municipality; the draft's never.
    people = Indicator.objects.get(code="pop_resident")
    Measure.objects.filter(pk=promised.level.pk).update(unit_pt=people.unit_pt.upper(), indicator=people)
    Measure.objects.filter(pk=promised.trained.pk).update(unit_pt=people.unit_pt, indicator=people)
    drafted = promised.draft.elements.get().measures.get()
    Measure.objects.filter(pk=drafted.pk).update(unit_pt=people.unit_pt, indicator=people)
    target = promised.share.targets.get()
    city = {one.year: str(one.uuid) for one in promised.level.targets.all()}
    call_command("publish_targets", verbosity=0)
    assert lines() == {
        str(target.uuid): ("AMP", Decimal(40), date(2026, 12, 31)),
        str(promised.trained.targets.get().uuid): ("AMP", Decimal(30), date(2026, 12, 31)),
        city[2026]: ("1312", Decimal(65), date(2026, 12, 31)),
        city[2027]: ("1312", Decimal(65), date(2027, 12, 31)),
    }
    page = html(None, "/monitor/pct_65p/")
    assert "Meta 2026" in page and f"/planos/{promised.unit.uuid}/{promised.share.element.uuid}/" in page
    far = part(html(None, "/monitor/"), 'id="longe"')
    assert "Meta 2026: 30" in far
    # Repeated it writes nothing: kept pages stay kept.
    version = DataVersion.objects.get().number
    assert publish_targets() == {"drawn": 0, "erased": 0, "standing": 4}
    assert DataVersion.objects.get().number == version
    promised.amend(promised.share, 2026, 30, "O Conselho reviu.")
    publish_targets()
    assert lines()[str(target.uuid)][1] == 30
    Target.objects.filter(pk=target.pk).update(value=None)
    publish_targets()
    assert str(target.uuid) not in lines()
    Target.objects.filter(pk=target.pk).update(value=30)
    # Taken out with what it hangs from.
    PlanElement.objects.filter(pk=promised.root.pk).update(dropped_at=TODAY)
    Plan.objects.filter(pk=promised.city.pk).update(is_public=False)
    assert publish_targets() == {"drawn": 0, "erased": 3, "standing": 0}
    assert lines() == {}


def test_the_page_of_a_unit_shows_its_plan_of_the_year_what_is_late_first(promised, html):
    load_pages()
    path = "/unidades/saude-e-bem-estar/"
    shown = part(html(None, path), 'id="pl"')
    assert "2 de 5 metas estão no caminho (40%); 1 não tem relato (20%)." in shown
    assert "Todas as metas (7)" in shown
    assert shown.index("Chegar a mais cuidadores") < shown.index("Publicar o circuito")
    assert shown.index("Publicar o circuito") < shown.index("Ligar os bancos")
    assert "Ponto retirado" not in shown and str(promised.cast.representative.user) not in shown
    Plan.objects.filter(pk=promised.unit.pk).update(is_public=False)
    assert 'id="pl"' not in html(None, path)
    assert "2 de 5 metas" in html("representative", path)


def test_the_thread_of_a_code_shows_the_targets_that_hang_from_it_or_serve_it(promised, html):
    problem = html(None, "/unidades/ref-amp/EP1.1/")
    shown = part(problem, 'id="metas"')
    assert "7 metas" in words(problem) and "Ligar os bancos" in shown and "circuito de acesso" in shown
    assert "Famílias" not in problem and "Política" not in shown
    response = part(html(None, "/unidades/ref-amp/1.1.1c/"), 'id="metas"')
    assert "Ligar os bancos" in response and "circuito" not in response
    assert "Plano de ação da unidade 1, 2026" in response
    Plan.objects.filter(pk=promised.unit.pk).update(is_public=False)
    empty = html(None, "/unidades/ref-amp/EP1.1/")
    assert "Nenhum plano aprovado e publicado" in part(empty, 'id="metas"') and "nenhuma ainda" in words(
        empty
    )
    assert "Ligar os bancos" in html("representative", "/unidades/ref-amp/EP1.1/")


def test_the_matrix_of_the_framework_leads_to_plans_and_to_points_about_a_line(promised, html):
    PlanElement.objects.filter(pk=promised.circuit.element_id).update(reference="AE1.1", serves=["EP2.1"])
    page = html(None, "/unidades/ref-amp/")
    assert 'href="/planos/?eixo=EP1"' in page and "1 plano" in page
    assert 'href="/unidades/ref-amp/AE1.1/#metas"' in page and "1 ponto de plano" in page


def test_a_decision_says_what_it_did_to_plans_and_a_meeting_what_is_late(promised, html):
    page = html(None, f"/unidades/decisoes/{promised.decision.number}/")
    shown = part(page, 'id="planos"')
    assert "aprova Plano de ação da unidade 1, 2026" in shown
    assert "1.8 Formar cuidadores" in shown and "de 40 para 30" in shown and "reviu a previsão" in shown
    inside = html("representative", f"/unidades/decisoes/{promised.hidden.number}/")
    assert "Publicar o circuito" in part(inside, 'id="planos"')
    meeting = promised.governing.called()
    late = part(html("representative", f"/unidades/reunioes/{meeting.uuid}/"), 'id="metas"')
    assert "Chegar a mais cuidadores" in late and "Ligar os bancos" not in late
    if meeting.is_public:
        assert 'id="metas"' not in html(None, f"/unidades/reunioes/{meeting.uuid}/")


def test_the_sitemap_names_public_plans_alone(promised, html):
    found = html(None, "/sitemap.xml")
    for plan, there in (
        (promised.unit, True),
        (promised.city, True),
        (promised.reference, True),
        (promised.draft, False),
    ):
        assert (of(plan) in found) is there


def test_more_targets_cost_a_thread_and_a_unit_page_nothing(promised, client_for):
    load_pages()

    def asked(path):
        client = client_for(None)
        client.get(path)
        with CaptureQueriesContext(connection) as told:
            assert client.get(path).status_code == 200
        return len(told)

    paths = ["/unidades/saude-e-bem-estar/", "/unidades/ref-amp/EP1.1/"]
    before = [asked(path) for path in paths]
    for n in range(8):
        element = promised.element(promised.unit, f"9.{n}", f"Coisa {n}", promised.root)
        made = Measure.objects.create(
            element=element, aggregation=Kinds.FLOW, unit_pt="coisas", is_confirmed=True
        )
        Target.objects.create(measure=made, year=2026, value=n)
    assert [asked(path) for path in paths] == before
