"""The monitor at a screen: five questions answered by keyboard alone, from what a screen reader is given."""

from __future__ import annotations

import re

import pytest

from tests.conftest import leave

pytestmark = pytest.mark.browser


def heard(person, selector="main"):
    """What assistive technology gets of a part of the page: roles, names and text, in order."""
    return " ".join(person.page.locator(selector).first.aria_snapshot().replace("\u00a0", " ").split())


def to_monitor(person):
    person.go("/")
    person.press("nav.nav a[href$='/monitor/']")


@pytest.fixture
def words(language):
    """What is looked for, in the language of the screen."""
    both = {
        "oldest": ("mais envelhecido é Espinho", "most aged municipality is Espinho"),
        "not zero": ("Póvoa de Varzim não tem valor de 2021", "Póvoa de Varzim has no value for 2021"),
        "similar": ("municípios semelhantes", "similar municipalities"),
        "provisional": ("provisório", "provisional"),
        "side by side": ("Lado a lado", "Side by side"),
        "most": ("O valor mais alto é o de", "The highest value is that of"),
        "of 17": ("de 17", "of 17"),
    }
    return {name: pair[language == "en"] for name, pair in both.items()}


def test_which_municipality_has_the_oldest_population_and_which_figure_is_missing(person, words):
    visitor = person()
    to_monitor(visitor)
    visitor.look()
    visitor.press("main a[href$='/monitor/ageing_index/']")
    visitor.look()
    said = heard(visitor)
    assert words["oldest"] in said
    assert words["not zero"] in said
    # The drawings say the same to who cannot see them.
    assert re.search(r"img \"[^\"]*", heard(visitor, "main"))
    visitor.press("main .tiles a[href$='/municipio/1313/'], main svg a[href$='/municipio/1313/']")
    visitor.look()
    assert "Póvoa de Varzim" in visitor.page.locator("h1").inner_text()


def test_where_did_most_requests_for_beds_find_none(person, words):
    visitor = person()
    to_monitor(visitor)
    visitor.press("main a[href$='/monitor/rede_sem_cama/']")
    visitor.look()
    table = visitor.page.locator("table.tbl")
    column = table.locator("thead th").count() - 1
    while not table.locator("tbody tr.sum td").nth(column - 1).inner_text().strip().isdigit():
        column -= 1
    told = {}
    for row in table.locator("tbody tr:not(.sum)").all():
        figure = row.locator("td").nth(column - 1).inner_text().strip()
        if figure.isdigit():
            told[row.locator("th").inner_text().strip()] = int(figure)
    # The answer a screen reader gets names who stands highest in the table.
    [most, *_others] = [name for name, value in told.items() if value == max(told.values())]
    sentence = next(one for one in visitor.page.locator("p.lead").all_inner_texts() if words["most"] in one)
    assert f"{words['most']} {most}" in sentence
    assert f"({max(told.values())})" in sentence


def test_how_does_one_municipality_stand_beside_those_like_it(person, words):
    visitor = person()
    to_monitor(visitor)
    visitor.press("main a[href$='/monitor/crimes_domestic_violence/']")
    visitor.tab_to("select[name=lugar]")
    visitor.page.keyboard.type("Gondomar")
    visitor.press("form.see button")
    assert "lugar=1304" in visitor.page.url
    visitor.look()
    said = heard(visitor)
    assert words["similar"] in said
    assert words["of 17"] in said
    assert words["provisional"] in said


def test_a_portrait_and_a_comparison_by_keyboard(person, words, language):
    visitor = person()
    to_monitor(visitor)
    visitor.press("main a[href$='/municipio/1304/']")
    visitor.look()
    rows = visitor.page.get_by_role("row").filter(has_text=re.compile("envelhecimento|Ageing", re.I))
    assert "2021" in rows.first.inner_text()
    visitor.press("main a[href*='/comparar/?lugar=1304']")
    visitor.look()
    visitor.tab_to(
        "input[name=indicador][value=pop_resident], details:has(input[value=pop_resident]) summary"
    )
    if visitor.page.evaluate("document.activeElement.matches('summary')"):
        visitor.page.keyboard.press("Enter")
        visitor.tab_to("input[name=indicador][value=pop_resident]")
    visitor.page.keyboard.press("Space")
    visitor.press("form.chooser button")
    assert "indicador=pop_resident" in visitor.page.url
    visitor.look()
    assert words["side by side"] in heard(visitor)


def test_in_the_dark_without_javascript_and_inside_another_page(person, browser, demo_portal, width):
    visitor = person()
    visitor.page.emulate_media(color_scheme="dark")
    for path in (
        "/monitor/crimes_domestic_violence/?lugar=1312",
        "/monitor/ageing_index/mapa/",
        "/monitor/diagnosticos/",
    ):
        visitor.go(path)
        visitor.look()
    visitor.go("/monitor/ageing_index/mapa/")
    visitor.page.wait_for_selector(".map-land.q5")
    assert visitor.page.locator(".map-land.nd").count() == 1
    plain = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    page = plain.new_page()
    page.goto(f"{demo_portal.url}/monitor/ageing_index/")
    assert page.locator("svg[role=img]").count() >= 4
    assert page.locator("table.tbl tbody tr").count() >= 17
    page.goto(f"{demo_portal.url}/monitor/ageing_index/incorporar/ordem/")
    assert page.locator("svg[role=img]").count() >= 1
    assert plain.cookies() == []
    leave(plain)
