"""The working day by keyboard alone, at both widths, in both languages: calendar, saved searches, several answers."""

import pytest

from tests.database import DEMO_PASSWORD

pytestmark = pytest.mark.browser

VIEWS = ("dia", "semana", "mes", "lista")


def test_the_calendar_turns_and_is_a_list_on_the_phone(person, width):
    holder = person()
    holder.sign_in("holder", DEMO_PASSWORD)
    holder.go("/trabalho/")
    holder.look()
    holder.press("nav.waits a[href*='/trabalho/calendario/']")
    for view in VIEWS:
        holder.go(f"/trabalho/calendario/?vista={view}")
        holder.look()
        shown = holder.page.locator(".wideonly").first
        if view != "lista":
            assert shown.is_visible() == (width > 990)
        assert holder.page.locator(".agenda, .empty").first.is_visible() == (
            width < 990 or view in ("dia", "lista")
        )
    holder.go("/trabalho/calendario/?vista=semana")
    before = holder.page.locator("h2#span").inner_text()
    holder.press("a[rel=next]")
    assert holder.page.locator("h2#span").inner_text() != before
    holder.press("a[rel=prev]")
    assert holder.page.locator("h2#span").inner_text() == before
    holder.press("a[href*='vista=mes']")
    assert holder.page.locator("nav.seg a[aria-current]").inner_text() in ("Mês", "Month")


def test_a_calendar_is_subscribed_and_revoked(person):
    holder = person()
    holder.sign_in("holder", DEMO_PASSWORD)
    holder.go("/trabalho/calendario/subscrever/")
    holder.look()
    holder.tab_to("input[name=label]")
    holder.page.keyboard.type("telemóvel")
    with holder.page.expect_navigation():
        holder.page.keyboard.press("Enter")
    holder.look()
    address = holder.page.locator("#new-address").input_value()
    secret = address.rsplit("/", 1)[1]
    answer = holder.context.request.get(f"{holder.url}/trabalho/calendario/{secret}")
    assert answer.status == 200 and "BEGIN:VCALENDAR" in answer.text()
    holder.press("a[href*='/anular/']")
    holder.look()
    holder.press(".confirm form button")
    assert holder.context.request.get(f"{holder.url}/trabalho/calendario/{secret}").status == 404


def test_a_search_is_kept_silenced_and_forgotten(person):
    technician = person()
    technician.sign_in("technician", DEMO_PASSWORD)
    technician.go("/recursos/?quantity=2")
    technician.tab_to(".savesearch summary")
    technician.page.keyboard.press("Enter")
    technician.look()
    technician.tab_to("#save-name")
    technician.page.keyboard.type("Para quinta")
    with technician.page.expect_navigation():
        technician.page.keyboard.press("Enter")
    technician.look()
    row = technician.page.locator(".rows li", has_text="Para quinta")
    assert row.count() == 1
    technician.press("button[name=alerts][value='0']")
    technician.look()
    technician.press("button[name=alerts][value='1']")
    technician.press("form[action*='/apagar/'] button")
    technician.look()
    assert technician.page.locator(".rows li", has_text="Para quinta").count() == 0


def ask(technician) -> str:
    """Ask for one bed of the holder's; returns the booking's address."""
    technician.go("/recursos/?q=Bonfim+mulheres")
    technician.press("ol.reslist h2 a")
    technician.tab_to("form[action*='/pedir/'] input[name=reference]")
    technician.page.keyboard.type("VA-2")
    with technician.page.expect_navigation():
        technician.page.keyboard.press("Enter")
    link = technician.page.locator("a[href*='/trabalho/reservas/']").first.get_attribute("href")
    return link.split("?")[0].rstrip("/").split("/")[-1]


def test_two_requests_are_answered_together(person):
    technician = person()
    technician.sign_in("technician", DEMO_PASSWORD)
    asked = [ask(technician), ask(technician)]
    holder = person()
    holder.sign_in("holder", DEMO_PASSWORD)
    holder.go("/trabalho/")
    holder.look()
    # The form stands above the list: the ticks come after it, then one goes back up.
    for uuid in asked:
        holder.tab_to(f"input[name=booking][value='{uuid}']")
        holder.page.keyboard.press("Space")
    holder.page.locator("#bulk-code").focus()
    holder.page.keyboard.press("ArrowDown")
    holder.press("#bulk button[value=decline]")
    holder.look()
    assert holder.page.locator("#yes + ul li").count() == 2
    assert holder.page.locator("#no").count() == 0


def test_how_one_is_told_is_chosen(person):
    technician = person()
    technician.sign_in("technician", DEMO_PASSWORD)
    technician.go("/conta/avisos/")
    technician.look()
    technician.tab_to("input[name=stays]")
    technician.page.keyboard.press("ArrowDown")
    technician.tab_to("input[name=digest_at]")
    with technician.page.expect_navigation():
        technician.page.keyboard.press("Enter")
    technician.look()
    assert technician.page.locator("input[name=stays]:checked").get_attribute("value") == "digest"
    # As it was, for whoever comes next.
    technician.tab_to("input[name=stays]:checked")
    technician.page.keyboard.press("ArrowUp")
    technician.tab_to("input[name=digest_at]")
    with technician.page.expect_navigation():
        technician.page.keyboard.press("Enter")
