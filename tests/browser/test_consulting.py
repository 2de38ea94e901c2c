"""A consultation at a screen: an entity comments on a paragraph, the coordination answers, publishes, all read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.browser.test_governing import coordinates, inside
from tests.database import DEMO_PASSWORD

pytestmark = pytest.mark.browser
__all__ = ["inside"]


def open_consultation(title: str) -> Any:
    from units import actions
    from units.models import Body

    made = actions.prepare_consultation(
        Body.objects.get(axis="EP2"),
        by=coordinates(),
        title_pt=title,
        title_en=title,
        text="Artigo 1.º As ofertas são comuns.\n\nArtigo 2.º Há um guichet em cada município.",
        question_pt="Chega?",
        question_en="Is it enough?",
        audience="public",
        deadline=timezone.now() + timedelta(days=9),
    )
    return actions.open_consultation(made, by=coordinates())


def close(consultation: Any) -> None:
    from accounts import moment
    from units import actions

    with moment.replaying(consultation.deadline):
        actions.close_consultation(consultation, by=None)


def test_a_comment_gets_its_reply_and_the_report_is_read_by_all(person, inside, width, language):
    with inside():
        made = open_consultation(f"Ofertas {language} {width}")
    address = f"/unidades/consultas/{made.uuid}/"
    technician, coordination, visitor = person(), person(), person()
    technician.sign_in("technician", DEMO_PASSWORD)
    technician.go(address)
    technician.look()
    page = technician.page
    with page.expect_navigation():
        page.locator("#p2 a[href*='paragrafo=2']").click()
    assert page.locator("select[name=paragraph]").input_value() == "2"
    page.locator("input[name=kind][value=change]").click()
    page.locator("textarea[name=text]").fill("Acrescentar um guichet móvel a sul.")
    with page.expect_navigation():
        page.locator("form.cs-form button").click()
    technician.look()
    assert "guichet móvel" in page.locator("#p2 .cs-beside").inner_text()
    with inside():
        close(made)
    coordination.sign_in("coordination", DEMO_PASSWORD)
    coordination.go("/trabalho/governar/")
    page = coordination.page
    with page.expect_navigation():
        page.locator(f"a[href$='/consultas/{made.uuid}/respostas/']").click()
    coordination.look()
    with page.expect_navigation():
        page.locator(".cs-owed a.b").first.click()
    coordination.look()
    page.locator("input[name=outcome][value=accepted]").click()
    page.locator("textarea[name=text]").fill("O artigo 2.º passa a dizê-lo.")
    with page.expect_navigation():
        page.locator("form.form button.b").click()
    coordination.look()
    with page.expect_navigation():
        page.locator(f"a[href$='/consultas/{made.uuid}/publicar/']").click()
    with page.expect_navigation():
        page.locator(".gv-confirm form button.b").click()
    visitor.go(address)
    visitor.look()
    assert visitor.page.locator("#p2 .cs-reply.accepted").count() == 1


def test_partners_networks_and_lists_can_be_used_by_all(person):
    visitor = person()
    for path in (
        "/unidades/consultas/",
        "/unidades/consultas/?q=nada+disto",
        "/unidades/parceiros/",
        "/unidades/parceiros/?tipo=nenhum",
        "/unidades/redes-sociais/",
        "/unidades/redes-sociais/1306/",
    ):
        visitor.go(path)
        visitor.look()
    visitor.go("/unidades/parceiros/?q=ISS")
    with visitor.page.expect_navigation():
        visitor.page.locator(".pt th a").first.click()
    visitor.look()
    representative = person()
    representative.sign_in("representative", DEMO_PASSWORD)
    for path in ("/trabalho/governar/rede-social/", "/trabalho/governar/rede-social/documentos/novo/"):
        representative.go(path)
        representative.look()
