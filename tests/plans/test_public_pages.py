"""Plans as everybody reads them: what is shown of whom, how it stands, what is never added up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from plans.models import Plan
from tests.plans.promised import DRAFTED, NOTE, Kinds, Promised, then

pytestmark = pytest.mark.django_db
VIEWS = ("arvore", "tabela", "cronologia")


@pytest.fixture
def promised(cast) -> Iterator[Promised]:
    with then():
        yield Promised(cast).world()


@pytest.fixture
def html(client_for):
    clients = {}

    def get(who, path, code=200):
        with translation.override("pt-pt"):
            client = clients.setdefault(who, client_for(who))
            answer = client.get(path)
        assert answer.status_code == code, f"{path} as {who}: {answer.status_code}"
        return answer.content.decode()

    return get


def words(page):
    page = page[page.index("<main") : page.index("</main>")] if "<main" in page else page
    page = re.sub(r"<(script|style)\b.*?</\1>|<svg class=\"(i|statebar)\b.*?</svg>", " ", page, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def part(page, begin, end="</section>"):
    start = page.index(begin)
    return words(page[start : page.index(end, start)])


def of(plan, element=None, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/planos/{plan.uuid}/" + (f"{element.uuid}/" if element else "") + (f"?{query}" if query else "")


def every_page(promised) -> list[str]:
    found = ["/planos/", "/planos/atom.xml"]
    for plan in (promised.unit, promised.city, promised.reference):
        found += [of(plan, vista=view) for view in VIEWS]
        found += [of(plan, element) for element in plan.elements.all()]
    return found


def test_a_visitor_reads_every_public_page_and_nothing_that_is_not_the_publics(promised, html):
    persons = {str(one.user) for one in promised.cast.members.values() if one}
    for path in every_page(promised):
        page = html(None, path)
        for secret in (DRAFTED, NOTE, promised.hidden.number, *persons):
            assert secret not in page, (path, secret)
        for level, after in zip(heads := headings(page), heads[1:], strict=False):
            assert after <= level + 1, (path, heads)
        assert path.endswith(".xml") or ("style=" not in page and "<h1" in page)
    html(None, of(promised.draft), code=404)
    html("technician", of(promised.draft), code=404)
    html(None, of(promised.city, promised.root), code=404)
    seen = html("holder", of(promised.draft))
    assert DRAFTED in seen and "Em preparação" in seen
    inside = html("representative", of(promised.unit, promised.banks.element))
    assert NOTE in inside and str(promised.cast.representative.user) in inside
    assert promised.hidden.number in html("representative", of(promised.unit))


def headings(page):
    page = page[page.index("<main") : page.index("</main>")] if "<main" in page else ""
    return [int(n) for n in re.findall(r"<h([1-6])\b", page)]


def test_the_sentence_of_the_list_counts_public_plans_alone_for_every_reader(promised, html):
    # Of ten targets something was due of, four are on the way and two have no report.
    said = "4 de 10 metas estão no caminho (40%); 2 não têm relato (20%)."
    for who in (None, "technician", "holder", "coordination"):
        assert said in words(html(who, "/planos/")), who
    page = html(None, "/planos/")
    assert "2 de 5 metas estão no caminho (40%); 1 não tem relato (20%)." in words(page)
    reference = part(page, 'id="referencia"')
    assert "documento de referência (Brasil), fora de todos os números da AMP" in reference
    assert "no caminho" not in reference and "sem relato" not in reference
    only = words(html(None, "/planos/?estado=reference"))
    assert "Plano de outra terra" in only and "metas estão no caminho" not in only
    for query, there, gone in (
        (f"de={promised.unit.body.uuid}", "unidade 1", "municipal 2024"),
        (f"de={promised.city.organisation.uuid}", "municipal 2024", "unidade 1"),
        ("ano=2027", "municipal 2024", "unidade 1"),
        ("eixo=EP1", "unidade 1", "municipal 2024"),
        ("estado=approved", "unidade 1", "outra terra"),
    ):
        found = words(html(None, f"/planos/?{query}"))
        assert there in found and gone not in found.replace("Todos", ""), query
    assert "Nenhum plano assim" in html(None, "/planos/?eixo=EP3")
    for wrong in ("ano=1999", "eixo=EP9", "estado=draft", "de=x", "page=7"):
        assert "Erro:" in html(None, f"/planos/?{wrong}", code=400)
    html("holder", "/planos/?estado=draft")


def test_an_empty_list_says_what_will_stand_there(html):
    page = words(html(None, "/planos/"))
    assert "Ainda não há planos publicados" in page and "metas estão" not in page


def test_the_list_is_paged_and_says_the_same_on_every_page(promised, html):
    for n in range(20):
        plan = promised.plan(organisation=promised.cast.holder.organisation, title_pt=f"Plano {n}")
        promised.approve(plan, approved_by_own="x")
    first, second = html(None, "/planos/"), html(None, "/planos/?page=2")
    assert "23 planos" in first and "documento de referência (Brasil)" in second
    assert "4 de 10 metas" in first and "4 de 10 metas" in second


def test_a_target_says_what_was_promised_done_and_how_it_stands(promised, html):
    page = html(None, of(promised.unit))
    for said in (
        "9 de 12 (75%) a bom ritmo",
        "20% de 40% atrasada",
        # No report is a word of its own, beside the target, never a zero.
        "meta 2 sem relato",
        "meta 100% a bom ritmo",
        "relatado 1, meta 2 por confirmar",
        # A target of zero is a target.
        "meta 0 nada previsto",
        "Retirado do plano; fica para se ler. Nada dele é devido.",
    ):
        assert said in words(page), said
    assert "77 sem relato" not in words(page)
    city = words(html(None, of(promised.city, vista="tabela")))
    assert "6 de 5 atingida 8 de 10 não atingida sem meta meta 20 ainda não começou não se soma" in city
    assert "meta 65 sem relato 60 de 65 não atingida" in city
    # Only the flow has a total, and the level's sum appears nowhere.
    assert "104 de 300" in city and "260" not in city and len(re.findall(r"não se soma\b", city)) == 2
    assert "por confirmar" in city


def test_reference_documents_are_read_and_never_stand_anyhow(promised, html):
    for view in VIEWS:
        page = words(html(None, of(promised.reference, vista=view)))
        assert "Nada dele se relata, e nada dele entra em nenhum número da AMP" in page
        assert "metas estão no caminho" not in page and "Relatos" not in page
    table = words(html(None, of(promised.reference, vista="tabela")))
    assert "meta 12 meta 15 meta 18 meta 20 não se soma" in table and "65" not in table
    assert "por confirmar" in table
    tree = html(None, of(promised.reference))
    for level in ("Eixo", "Diretriz", "Ação", "Estratégia"):
        assert f'<span class="lv">{level} ' in tree


def test_amendments_stand_at_their_target_and_in_a_list_with_reason_and_decision(promised, html):
    page = html(None, of(promised.unit))
    assert re.search(r"<del><span[^>]*>aprovado: </span>40</del>\s*15 de 30", page)
    changes = part(page, 'id="alteracoes"')
    assert "40 30" in changes and "O Conselho reviu a previsão." in changes
    assert f"{promised.decision.number}, Aprova os planos" in changes
    # Decided internally: the change and its reason are public, the number of the decision is not.
    assert "Passaram a ser dois circuitos." in changes
    table = html(None, of(promised.unit, vista="tabela"))
    assert "<del>40</del> 15 de 30" in table
    narrowed = words(html(None, of(promised.unit, estado="alteradas")))
    assert "2 de 8 pontos com metas" in narrowed and "Ligar os bancos" not in part_of_tree(narrowed)


def part_of_tree(said):
    return said[said.index("pontos com metas") : said.index("Quem responde por quê")]


def test_a_plan_is_narrowed_by_part_entity_state_and_year_and_the_address_can_be_shared(promised, html):
    for asked, there, gone in (
        ({"estado": "sem-relato"}, "Publicar o circuito", "Ligar os bancos"),
        ({"estado": "no-caminho"}, "Manter a linha", "Chegar a mais"),
        ({"estado": "atrasadas", "vista": "tabela"}, "Formar cuidadores", "Manter a linha"),
        ({"estado": "por-confirmar", "vista": "cronologia"}, "Reforçar o pessoal", "Manter a linha"),
    ):
        said = part_of_tree(words(html(None, of(promised.unit, **asked))))
        assert there in said and gone not in said, asked
    assert "Visitas" in words(html(None, of(promised.city, parte=promised.city.elements.first().uuid)))
    year = part_of_tree(words(html(None, of(promised.city, ano=2025))))
    assert "104 de 100" in year and "2027" not in year
    owner = promised.cast.holder.organisation.uuid
    assert "Visitas" in words(html(None, of(promised.city, entidade=owner)))
    assert "Nada assim neste plano" in html(None, of(promised.city, estado="atrasadas"))
    for wrong in ({"estado": "x"}, {"vista": "mapa"}, {"ano": "1"}, {"entidade": "x"}, {"parte": "x"}):
        assert "Erro:" in html(None, of(promised.city, **wrong), code=400), wrong


def test_one_element_shows_its_history_evidence_and_forecast(promised, html):
    page = html(None, of(promised.unit, promised.banks.element))
    said = words(page)
    assert 'href="https://example.org/ata"' in page and "Evidência: Ata de ligação" in said
    assert "A este ritmo, 2026 acaba em 12: a média dos trimestres relatados, vezes quatro." in said
    assert 'href="/unidades/ref-amp/1.1.1c/"' in page
    corrected = html(None, of(promised.unit, promised.trained.element))
    assert "<s>99</s>" in corrected and "corrigido a" in corrected
    nothing = words(html(None, of(promised.unit, promised.circuit.element)))
    assert "Sem relato não é zero: não se sabe." in nothing
    assert "Falta o relato de 1.º trimestre de 2026" in nothing
    level = words(html(None, of(promised.city, promised.level.element)))
    assert "Total do plano" not in level and "Não se soma" in level
    zero = words(html(None, of(promised.city, promised.flow.element)))
    assert "2024 0 – nada previsto" in zero and "Total do plano 300 104" in zero
    without = words(html(None, of(promised.city, promised.ramp.element)))
    assert "2026 sem meta" in without and "2026 0" not in without


def test_each_way_of_adding_up_has_its_own_drawing_and_percentages_are_never_in_one_with_numbers(
    promised, html
):
    kinds = {
        promised.banks: "bars",
        promised.share: "course level",
        promised.line: "kept",
        promised.staff: "course loose",
    }
    for measure, css in kinds.items():
        drawings = re.findall(
            r'<svg class="chart ([^"]+)".*?</svg>', html(None, of(promised.unit, measure.element))
        )
        assert drawings == [css, css], measure
    assert 'class="chart course steps"' in html(None, of(promised.city, promised.ramp.element))
    # Two measures of one element, of which one is a percentage: a drawing each.
    element = promised.foreign.element
    page = html(None, of(promised.reference, element))
    drawn = re.findall(r'<svg class="chart .*?</svg>', page, flags=re.S)
    assert len(drawn) == 4
    assert all(("%" in one) != ("Famílias" in one) for one in drawn if "kept" not in one)
    counts = [one for one in drawn if "Famílias" in one]
    assert len(counts) == 2 and all("%" not in words(one) for one in counts)
    timeline = html(None, of(promised.unit, vista="cronologia"))
    [wide, narrow] = re.findall(r'<svg class="chart lanes".*?</svg>', timeline, flags=re.S)
    for drawing in (wide, narrow):
        assert "12" not in words(drawing).replace("2026", "") or "1.1.1" in words(drawing)
        assert drawing.count('class="changed"') == 2 and 'class="owed"' in drawing
    assert '<table class="tbl ptable">' in timeline


def test_what_a_plan_costs_does_not_grow_with_its_targets(promised, client_for):
    def asked(path):
        client = client_for(None)
        client.get(path)
        with CaptureQueriesContext(connection) as told:
            assert client.get(path).status_code == 200
        return len(told)

    paths = ["/planos/", *(of(promised.unit, vista=view) for view in VIEWS), of(promised.unit, promised.root)]
    before = [asked(path) for path in paths]
    big = promised.plan(organisation=promised.cast.holder.organisation, title_pt="Grande", last_year=2029)
    for plan, parent in ((big, promised.element(big, "1", "Tudo")), (promised.unit, promised.root)):
        if plan is promised.unit:
            Plan.objects.filter(pk=plan.pk).update(title_pt="Com mais")
        for n in range(16):
            element = promised.owned(plan, f"9.{n}", f"Coisa {n}", parent, promised.cast.holder)
            made = promised.measure(element, Kinds.FLOW, "coisas", {}, order=1)
            rows = [made.targets.model(measure=made, year=y, value=n) for y in plan.years for _n in range(1)]
            made.targets.model.objects.bulk_create(rows)
            promised.said(made, "2026-Q1", n)
    promised.approve(big, approved_by_own="x")
    assert [asked(path) for path in paths] == before
    assert max(before) < 25, before


def test_the_feed_tells_what_was_reported_and_changed_in_public_plans(promised, html):
    feed = html("coordination", "/planos/atom.xml")
    assert feed.count("<entry>") == 18
    assert "Relato: 1.1 Ligar os bancos de ajudas técnicas" in feed
    assert "de «40» para «30». O Conselho reviu a previsão." in feed
    assert ": 99 (" not in feed and "outra terra" not in feed
    with translation.override("en"):
        assert html(None, "/en/planos/atom.xml")
