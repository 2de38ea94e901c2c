"""The search box at a screen: by keyboard alone, by touch, in the dark, without JavaScript."""

import re

import pytest

from tests.conftest import leave

pytestmark = pytest.mark.browser

BOX = "#procurar"
LIST = "#procurar-lista"


# The beginning of the name of an indicator, as it is called in the language of the page.
BEGUN = {"pt": "desem", "en": "unemp"}
WHOLE = {"pt": "desemprego", "en": "unemployment"}


def type_and_wait(page, text):
    page.keyboard.type(text)
    page.wait_for_selector(f"{LIST} [role=option]:not(.all)")


def test_suggestions_by_keyboard_from_the_header(person, language):
    begun = BEGUN[language]
    visitor = person()
    visitor.go("/monitor/")
    page = visitor.page
    visitor.tab_to(BOX)
    box = page.locator(BOX)
    assert box.get_attribute("aria-expanded") == "false"
    type_and_wait(page, begun)
    visitor.look()
    assert box.get_attribute("role") == "combobox" and box.get_attribute("aria-expanded") == "true"
    assert page.locator(f"{LIST} mark").first.inner_text().lower() == begun
    options = page.locator(f"{LIST} [role=option]")
    last = options.count() - 1
    assert re.search(rf"\b{last}\b", page.locator("#say").inner_text()), "how many there are is announced"

    def pointed():
        return [
            n for n in range(options.count()) if options.nth(n).get_attribute("aria-selected") == "true"
        ], box.get_attribute("aria-activedescendant")

    def at(n):
        return [n], options.nth(n).get_attribute("id")

    for key, there in (("ArrowDown", 0), ("ArrowUp", None), ("ArrowUp", last), ("Home", 0), ("End", last)):
        page.keyboard.press(key)
        assert pointed() == (([], None) if there is None else at(there)), key
    # Escape closes the list and keeps the words; an arrow opens it again.
    page.keyboard.press("Escape")
    assert not page.locator(LIST).is_visible() and box.input_value() == begun
    assert page.evaluate("document.activeElement.id") == "procurar"
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(f"{LIST} [role=option]")
    # The last one is the search itself; what was pointed at first is the page.
    page.keyboard.press("ArrowUp")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert f"/pesquisa/?q={begun}" in page.url
    visitor.look()
    page.go_back()
    visitor.tab_to(BOX)
    page.keyboard.press("Control+A")
    type_and_wait(page, begun)
    page.keyboard.press("ArrowDown")
    title = options.nth(0).locator(".t").inner_text()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/pesquisa/" not in page.url
    assert page.locator("h1").count() == 1 and title


def test_results_are_read_and_narrowed_by_keyboard(person, language):
    word = WHOLE[language]
    visitor = person()
    visitor.go("/")
    page = visitor.page
    visitor.tab_to(BOX)
    page.keyboard.type(word)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visitor.look()
    assert page.locator(BOX).input_value() == word
    assert page.locator(".hits mark").first.inner_text().lower() == word
    visitor.press(".fd-kinds a[href*='tipo=indicadores']")
    visitor.look()
    assert page.locator("[data-result]:not([data-result=indicadores])").count() == 0
    visitor.press("[data-result=indicadores]")
    assert "/monitor/" in page.url


def test_in_the_dark_by_touch_and_without_javascript(person, browser, demo_portal, width):
    visitor = person()
    page = visitor.page
    page.emulate_media(color_scheme="dark")
    for path in (
        "/pesquisa/",
        "/pesquisa/?q=cama",
        "/pesquisa/?q=nadadistoexiste",
        "/pesquisa/?q=violencia+domestica",
    ):
        visitor.go(path)
        visitor.look()
    visitor.go("/pesquisa/")
    page.focus(BOX)
    type_and_wait(page, "desem")
    visitor.look()
    with page.expect_navigation():
        page.locator(f"{LIST} [role=option]").first.click()
    assert "/pesquisa/" not in page.url
    plain = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    page = plain.new_page()
    page.goto(f"{demo_portal.url}/monitor/")
    page.fill(BOX, "desemprego")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/pesquisa/?q=desemprego" in address)
    assert page.locator("[data-result=indicadores]").count()
    leave(plain)
