"""A manager keeps a facility by keyboard alone: edits it, sees what readers see, undoes it from the history."""

from io import BytesIO

import pytest
from PIL import Image

from tests.conftest import leave
from tests.database import DEMO_PASSWORD

pytestmark = pytest.mark.browser

SAVE = ".keep-save button"


def picture() -> bytes:
    made = BytesIO()
    Image.linear_gradient("L").resize((640, 400)).convert("RGB").save(made, "JPEG")
    return made.getvalue()


def write(person, name, text):
    person.tab_to(f"[name={name}]")
    person.page.keyboard.press("Control+A")
    person.page.keyboard.type(text)


def test_a_facility_is_kept_by_keyboard(person, width, language):
    holder = person()
    holder.sign_in("holder", DEMO_PASSWORD)
    holder.go("/trabalho/recursos/")
    holder.look()
    holder.press("main a[href$='/trabalho/equipamentos/']")
    holder.look()
    facility = holder.page.locator("ul.rows li", has_text="Residência de Campanhã")
    address = facility.locator("h2 a").get_attribute("href")
    holder.press(f"h2 a[href='{address}']")
    holder.look()

    # A mistake is said first, and leads to its field.
    before = holder.page.locator("[name=phone]").input_value()
    write(holder, "mon", "9 da manhã")
    holder.press(SAVE)
    holder.look()
    assert holder.page.evaluate("() => document.activeElement.matches('[data-errors]')")
    holder.tab_to("[data-errors] a")
    holder.page.keyboard.press("Enter")
    assert holder.page.evaluate("() => document.activeElement.name") == "mon"

    number = f"220 {width:04d} {10 if language == 'pt' else 20}"
    holder.go(address.removeprefix("/en"))
    write(holder, "phone", number)
    write(holder, "mon", "9:00-18:00")
    holder.tab_to("[name=access_ramp]")
    holder.page.keyboard.press("ArrowRight")
    holder.page.keyboard.press("ArrowLeft")
    chosen = holder.page.locator("[name=access_ramp]:checked").get_attribute("value")
    holder.page.set_input_files(
        "[name=photo]", {"name": "casa.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    write(holder, "photo_alt_pt", "A fachada, com rampa")
    holder.press(SAVE)
    holder.look()
    assert holder.page.locator("[name=phone]").input_value() == number
    assert holder.page.locator("[name=access_ramp]:checked").get_attribute("value") == chosen
    assert holder.page.locator("img.keep-photo").evaluate("i => i.complete && i.naturalWidth") == 640

    # A place is picked on the map, or typed.
    holder.tab_to("#no-mapa summary")
    holder.page.keyboard.press("Enter")
    area = holder.page.locator("#no-mapa .leaflet-container")
    area.scroll_into_view_if_needed()
    typed = holder.page.locator("#id_lat").input_value()
    area.click(position={"x": 60, "y": 60})
    assert holder.page.locator("#id_lat").input_value() != typed
    holder.look()

    # What readers see.
    resource = holder.page.locator("aside ul.rows a").first.get_attribute("href")
    holder.go(resource.removeprefix("/en"))
    holder.look()
    if holder.page.locator(".loc a[href*='/trabalho/recursos/']").count() > 1:
        holder.page.locator(".loc a").first.click()
        holder.look()
        holder.page.locator(".loc a").first.click()
        assert number in holder.page.locator("main").inner_text()
        assert holder.page.locator("figure.photo img").get_attribute("alt") == "A fachada, com rampa"
        holder.look()

    # What was there before comes back.
    holder.go(address.removeprefix("/en") + "historico/")
    holder.look()
    assert number in holder.page.locator("ol.story li").first.inner_text()
    holder.press("ol.story li:nth-child(2) a")
    holder.look()
    holder.press("main form button")
    holder.look()
    holder.go(address.removeprefix("/en"))
    assert holder.page.locator("[name=phone]").input_value() == before


def test_two_at_once_and_the_other_pages(person):
    holder = person()
    holder.sign_in("holder", DEMO_PASSWORD)
    holder.go("/trabalho/equipamentos/")
    address = holder.page.locator("ul.rows h2 a").first.get_attribute("href")
    facility = address.removeprefix("/en")
    holder.go(facility)
    second = holder.context.new_page()
    second.goto(holder.url + address)
    second.fill("[name=parish]", f"Freguesia {second.locator('[name=seen]').get_attribute('value')[:4]}")
    with second.expect_navigation():
        second.click(SAVE)
    second.close()
    write(holder, "description_pt", "Escrito ao mesmo tempo.")
    holder.press(SAVE)
    holder.look()
    assert holder.page.locator(".diff").count() == 1
    assert holder.page.locator("[name=description_pt]").input_value() == "Escrito ao mesmo tempo."
    holder.page.locator(".said a").click()
    holder.look()
    for path in ("/trabalho/equipamentos/novo/", f"{facility}recursos/novo/"):
        holder.go(path)
        holder.look()
        holder.page.click(SAVE)
        holder.look()
    holder.go(facility)
    holder.page.locator("aside ul.rows a").first.click()
    holder.page.locator("a[href$='/retirar/']").click()
    holder.look()
    coordination = person()
    coordination.sign_in("coordination", DEMO_PASSWORD)
    for path in ("/trabalho/equipamentos/", "/trabalho/equipamentos/?q=nada-que-exista", facility):
        coordination.go(path)
        coordination.look()
    technician = person()
    technician.sign_in("technician", DEMO_PASSWORD)
    technician.go("/trabalho/equipamentos/")
    technician.look()


def test_without_scripts_a_facility_is_edited_all_the_same(browser, width, demo_portal):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=False, locale="pt-PT"
    )
    page = context.new_page()
    page.goto(f"{demo_portal.url}/conta/login/")
    page.fill("input[name=login]", "holder@example.org")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.click("main form button")
    page.goto(f"{demo_portal.url}/trabalho/equipamentos/")
    page.locator("ul.rows h2 a").last.click()
    page.fill("[name=sun]", f"9:00-1{width % 8}:30")
    page.click(SAVE)
    assert page.locator("[name=sun]").input_value() == f"09:00-1{width % 8}:30"
    leave(context)
