"""REF-AMP at a screen: from the framework down a thread to a resource and back, and the seat simulator, by keyboard."""

import re

import pytest

from tests.conftest import leave

pytestmark = pytest.mark.browser


def test_a_visitor_walks_the_thread_down_and_up(person):
    visitor = person()
    visitor.go("/unidades/ref-amp/")
    visitor.look()
    visitor.press("a[href$='/ref-amp/EP1/']")
    visitor.look()
    visitor.press("a[href$='/ref-amp/EP1.2/']")
    visitor.look()
    visitor.press("section a[href$='/ref-amp/1.2.1b/']")
    visitor.look()
    visitor.press("section[aria-labelledby=recursos] h3 a")
    assert re.search(r"/recursos/[0-9a-f-]{36}-", visitor.page.url)
    visitor.page.go_back()
    visitor.press("nav.crumb a[href$='/ref-amp/EP1.2/']")
    assert visitor.page.url.endswith("/ref-amp/EP1.2/")
    visitor.press("nav.crumb a[href$='/ref-amp/']")
    assert visitor.page.locator("h1").count() == 1


def test_seats_are_tried_out_by_keyboard(person):
    visitor = person()
    visitor.go("/unidades/ref-amp/lugares/")
    visitor.look()
    visitor.tab_to("input[name=ep2]")
    visitor.page.keyboard.press("Control+A")
    visitor.page.keyboard.type("9")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()
    assert visitor.page.evaluate("document.activeElement.id") == "errors"
    visitor.tab_to("input[name=ep2]")
    visitor.page.keyboard.press("Control+A")
    visitor.page.keyboard.type("4")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()
    assert visitor.page.locator(".score b").inner_text() == "17"


def test_in_the_dark_and_without_javascript(person, browser, demo_portal, width):
    visitor = person()
    visitor.page.emulate_media(color_scheme="dark")
    for path in (
        "/unidades/ref-amp/",
        "/unidades/ref-amp/EP4.1/",
        "/unidades/ref-amp/AE1.2/",
        "/unidades/ref-amp/lugares/",
    ):
        visitor.go(path)
        visitor.look()
    plain = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    page = plain.new_page()
    page.goto(f"{demo_portal.url}/unidades/ref-amp/lugares/")
    page.fill("input[name=ep1]", "5")
    page.fill("input[name=ep2]", "5")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "ep2=5" in address)
    assert page.locator(".score b").inner_text() == "18"
    leave(plain)
