"""An editor builds the page of a unit at a screen, without help: words, a picture, a part that fills itself."""

from __future__ import annotations

import secrets
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.database import DEMO_PASSWORD

pytestmark = pytest.mark.browser
# Nobody else in these tests looks at the page of this unit.
TITLE, PAGE = "Formação e Capacitação", "/unidades/formacao-e-capacitacao/"


@pytest.fixture
def width() -> int:
    return 1280


@pytest.fixture
def language() -> str:
    return "pt"


def drawn() -> bytes:
    made = BytesIO()
    # Never the same twice: the CMS asks what to do with a picture it has already.
    Image.frombytes("RGB", (32, 20), secrets.token_bytes(32 * 20 * 3)).save(made, "PNG")
    return made.getvalue()


def add(page: Any, name: str, kind: str) -> Any:
    """After everything else: the last +, then the block under the name an editor reads."""
    page.locator("button.c-sf-add-button").last.click()
    page.get_by_role("option", name=name, exact=True).click()
    made = page.locator("[data-streamfield-child]", has=page.locator(f"> input[value={kind}]")).last
    made.wait_for()
    return made


def publish(page: Any) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    with page.expect_navigation():
        page.locator("button[name=action-publish]").click()


def test_an_editor_builds_the_page_of_a_unit(person: Any) -> None:
    editor = person()
    editor.sign_in("editor", DEMO_PASSWORD)
    page = editor.page
    editor.go("/trabalho/")
    page.get_by_role("link", name="editar páginas").click()
    page.goto(f"{editor.url}/cms/pages/search/?q=Capacita")
    page.locator("main a[href$='/edit/']", has_text=TITLE).first.click()

    words = add(page, "Texto", "paragraph")
    words.locator("[contenteditable=true]").click()
    page.keyboard.type("A formação de dirigentes começa em janeiro.")

    picture = add(page, "Imagem", "picture")
    picture.get_by_role("button", name="Escolher uma imagem").click()
    upload = page.locator(".modal-content")
    upload.get_by_role("tab", name="Carregar").click()
    upload.locator("input[type=file]").set_input_files(
        {"name": "sala.png", "mimeType": "image/png", "buffer": drawn()}
    )
    upload.locator("input[name$='-title']").fill("Sala de formação")
    upload.locator("input[name$='-description']").fill("Uma sala vazia com doze cadeiras.")
    upload.locator("button[type=submit]").last.click()
    picture.locator("img").wait_for()

    # A part that fills itself is taken away and put at the end, under another title.
    there = page.locator("[data-streamfield-child]", has=page.locator("> input[value=decisions]"))
    there.locator("[data-streamfield-action=DELETE]").click()
    add(page, "Últimas decisões", "decisions").locator("input[name$='-heading']").fill("O que já decidimos")

    # Without its words the picture is refused, and nothing typed is lost.
    publish(page)
    assert "Falta dizer o que a imagem mostra." in page.locator("main").inner_text()
    page.locator("input[name$='-alt']").last.fill("Sala vazia com doze cadeiras.")

    page.locator("button[data-side-panel=preview], [data-side-panel-toggle=preview]").first.click()
    draft = page.frame_locator("iframe[data-w-preview-target=iframe]").last.locator("main")
    draft.get_by_role("heading", name="O que já decidimos").wait_for()
    assert "A formação de dirigentes começa em janeiro." in draft.inner_text()

    publish(page)
    visitor = person()
    visitor.go(PAGE)
    assert "A formação de dirigentes começa em janeiro." in visitor.page.locator("main").inner_text()
    assert visitor.page.get_by_alt_text("Sala vazia com doze cadeiras.").is_visible()
    assert visitor.page.locator("main h2").nth(-2).inner_text() == "O que já decidimos"
    visitor.look()
