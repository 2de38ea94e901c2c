"""Walks (b) and (c) of the house, by keyboard alone, at both widths, in both languages: a bed tonight, end to end."""

import time
from email import message_from_bytes, policy

import pytest

from tests.conftest import EVERY_SCREEN, WIDE_PT, named
from tests.database import DEMO_PASSWORD

pytestmark = pytest.mark.browser


def letters(portal, subject: str, since: float) -> list[str]:
    found = []
    for file in portal.mail.iterdir():
        if file.stat().st_mtime < since:
            continue
        for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            letter = message_from_bytes(part.strip(), policy=policy.default)
            if subject in str(letter["Subject"]):
                found.append(letter.get_body(("plain",)).get_content())
    return found


def wait_for_letter(person, portal, subject: str, containing: str) -> str:
    """The worker sends it within seconds; the page's own clock is what we wait by."""
    since = 0.0
    for _n in range(200):
        # Files only grow: after the first look those that have grown since are enough.
        began = time.time()
        for text in letters(portal, subject, since):
            if containing in text:
                return text
        since = began - 2
        person.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
    raise AssertionError(f"no letter {subject!r}")


@pytest.mark.parametrize("screen", EVERY_SCREEN, indirect=True, ids=named)
def test_a_bed_tonight(person, demo_portal):
    technician = person()
    technician.sign_in("technician", DEMO_PASSWORD)
    technician.look()

    # (b) the partner finds a place and asks for two beds
    technician.go("/recursos/")
    technician.tab_to("#procura input[name=q]")
    technician.page.keyboard.type("Bonfim mulheres")
    with technician.page.expect_navigation():
        technician.page.keyboard.press("Enter")
    technician.look()
    technician.press("ol.reslist h2 a")
    technician.look()
    shelter = technician.page.locator("h1").inner_text()
    assert "Bonfim" in shelter
    form = "form[action*='/pedir/']"
    technician.tab_to(f"{form} input[name=quantity]")
    technician.page.keyboard.press("Control+A")
    technician.page.keyboard.type("2")
    technician.tab_to(f"{form} input[name=reference]")
    technician.page.keyboard.type("7Q4-M")
    with technician.page.expect_navigation():
        technician.page.keyboard.press("Enter")
    technician.look()
    mine = technician.page.url
    assert "/trabalho/pedidos/" in mine

    # (c) the owner follows the letter, sees what is free that week, accepts
    request_id = mine.rstrip("/").split("/")[-1].split("?")[0]
    booking = (
        technician.page.locator("a[href*='/trabalho/reservas/']").first.get_attribute("href").split("?")[0]
    )
    address = booking.rstrip("/").split("/")[-1]
    text = wait_for_letter(technician, demo_portal, "Há um pedido para responder", address)
    assert "7Q4-M" not in text.splitlines()[0]
    holder = person()
    holder.sign_in("holder", DEMO_PASSWORD)
    holder.look()
    holder.go(f"/trabalho/reservas/{address}/")
    holder.look()
    holder.press("form[action*='/accept/'] button")
    holder.look()

    # the requester confirms, in time
    technician.page.goto(mine)
    technician.press("form[action*='/confirm/'] button")
    technician.look()

    # the person is received and leaves
    holder.go(f"/trabalho/reservas/{address}/")
    holder.press("form[action*='/check-in/'] button")
    holder.look()
    holder.go(f"/trabalho/reservas/{address}/")
    if holder.page.locator("details:has(form[action*='/check-out/']):not([open]) summary").count():
        holder.tab_to("details:has(form[action*='/check-out/']) summary")
        holder.page.keyboard.press("Enter")
    holder.press("form[action*='/check-out/'] button")
    holder.look()
    technician.page.goto(mine)
    tag = technician.page.locator(".tag").first.inner_text()
    assert tag in ("concluída", "completed")
    assert request_id in mine
    wait_for_letter(technician, demo_portal, "Saída registada", request_id)


PAGES = [
    (None, "/"),
    (None, "/recursos/"),
    (None, "/recursos/?q=nada-que-exista"),
    (None, "/pesquisa/"),
    (None, "/recursos/?entrada=2030-02-30"),
    (None, "/unidades/"),
    (None, "/unidades/saude-e-bem-estar/"),
    (None, "/acessibilidade/"),
    (None, "/privacidade/"),
    (None, "/dados-abertos/"),
    (None, "/conta/login/"),
    (None, "/conta/signup/"),
    (None, "/conta/password/reset/"),
    (None, "/nao-existe/"),
    ("technician", "/recursos/pedir/casa-de-abrigo/"),
    ("technician", "/recursos/pedir/acolhimento-temporario/"),
    ("technician", "/trabalho/pedidos/"),
    ("technician", "/conta/"),
    ("holder", "/trabalho/"),
    ("holder", "/trabalho/recursos/"),
    ("holder", "/trabalho/rede/"),
    ("holder", "/trabalho/avisos/"),
    ("holder", "/conta/chaves/"),
    ("holder", "/conta/contactos/"),
    ("holder", "/conta/2fa/"),
    ("outsider", "/trabalho/"),
    ("coordination", "/design/"),
]


def test_every_kind_of_page_has_no_axe_violation_and_fits_the_screen(person):
    people = {}
    for name, path in PAGES:
        if name not in people:
            people[name] = person()
            if name:
                people[name].sign_in(name, DEMO_PASSWORD)
        people[name].go(path)
        people[name].look()


def test_in_the_dark_as_well(person):
    visitor = person()
    visitor.page.emulate_media(color_scheme="dark")
    for path in ("/", "/recursos/", "/unidades/saude-e-bem-estar/", "/privacidade/"):
        visitor.go(path)
        visitor.look()


@pytest.mark.parametrize("screen", [WIDE_PT], indirect=True, ids=named)
def test_a_text_too_faint_is_seen_though_all_like_it_were_good_before(person):
    """The control of what is looked at once only."""
    visitor = person()
    visitor.go("/privacidade/")
    visitor.look()
    visitor.look()
    for faint in ("p => p.style.color = '#999'", "p => p.parentElement.style.backgroundColor = '#444'"):
        visitor.go("/privacidade/")
        visitor.page.locator("main p").last.evaluate(faint)
        with pytest.raises(AssertionError, match="color-contrast"):
            visitor.look()
