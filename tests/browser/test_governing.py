"""Governing at 17 at a screen: a position in three clicks; a meeting, its minutes, a round, its decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from tests.database import DEMO_PASSWORD

pytestmark = pytest.mark.browser
MAIA = "1306"
# Several browsers share one demo portal: each test looks for its own title.
HOME = "/trabalho/governar/"


@pytest.fixture
def inside(demo_portal: Any, django_db_blocker: Any) -> Callable[[], Any]:
    """Inside, this process acts in the database of the running portal."""

    @contextmanager
    def enter() -> Iterator[None]:
        before = connections["default"].settings_dict["NAME"]
        with django_db_blocker.unblock():
            connections["default"].close()
            connections["default"].settings_dict["NAME"] = demo_portal.name
            try:
                yield
            finally:
                connections["default"].close()
                connections["default"].settings_dict["NAME"] = before

    return enter


def coordinates() -> Any:
    from accounts.models import Membership

    return Membership.objects.select_related("user", "organisation__municipality").get(
        user__email="coordination@example.org"
    )


def open_round(title: str) -> Any:
    from units import actions
    from units.models import Body

    made = actions.prepare_round(
        Body.objects.get(axis="EP1"),
        by=coordinates(),
        title_pt=title,
        title_en=title,
        text="As ajudas técnicas são cedidas por 90 dias.",
        rule="consensus",
        threshold=12,
        deadline=timezone.now() + timedelta(days=9),
        is_public=True,
    )
    return actions.open_round(made, by=coordinates())


def answer_all(code: str, *, leaving_out: str = "") -> None:
    """The other municipalities agree."""
    from accounts.models import Membership
    from units import actions
    from units.models import Round

    round = Round.objects.get(code=code)
    said = set(round.positions.values_list("municipality", flat=True))
    for member in Membership.objects.speaking_for_municipalities().select_related(
        "user", "organisation__municipality"
    ):
        place = member.organisation.municipality_id
        if place not in said and place != leaving_out:
            actions.give_position(round, by=member, answer="agrees")
            said.add(place)


@pytest.fixture
def named(width: int, language: str) -> str:
    return f"Prazo {language} {width}"


def test_from_the_page_to_a_position_in_three_clicks(person, inside, named, language):
    with inside():
        round = open_round(named)
    representative = person()
    representative.sign_in("representative", DEMO_PASSWORD)
    representative.go(HOME)
    representative.look()
    page = representative.page
    row = page.locator("section[aria-labelledby=posicoes] li", has_text=round.code)
    assert "/17" in row.inner_text()
    with page.expect_navigation():
        row.locator("a.b").click()
    representative.look()
    page.locator("input[name=answer][value=agrees]").click()
    with page.expect_navigation():
        page.locator("form.gv-pos button").click()
    representative.look()
    with inside():
        assert round.positions.get().municipality_id == MAIA
    assert page.locator("form[action*='/posicao/retirar/']").count() == 1
    representative.go(HOME)
    assert page.locator("section[aria-labelledby=posicoes] li", has_text=round.code).count() == 0


def test_a_reservation_asks_for_its_words_and_a_refusal_keeps_them(person, inside, named):
    with inside():
        round = open_round(f"{named}, reserva")
    representative = person()
    representative.sign_in("representative", DEMO_PASSWORD)
    representative.go(f"/unidades/rondas/{round.uuid}/")
    page = representative.page
    assert not page.locator("textarea[name=text]").is_visible()
    representative.tab_to("input[name=answer]")
    page.keyboard.press("ArrowDown")
    assert page.locator("input[name=answer][value=reservation]").is_checked() or page.keyboard.press(
        "ArrowDown"
    )
    assert page.locator("textarea[name=text]").is_visible()
    with page.expect_navigation():
        page.locator("form.gv-pos button").click()
    representative.look()
    assert page.locator(".errors").count() == 1
    page.fill("textarea[name=text]", "Faltam os custos.")
    with inside():
        answer_all(round.code)
    with page.expect_navigation():
        page.locator("form.gv-pos button").click()
    representative.look()
    assert "Faltam os custos." in page.content(), "somebody of the municipality was first"


def test_coordination_calls_runs_and_approves_a_meeting(person, inside, named):
    from units.models import Body, Meeting

    coordination = person()
    coordination.sign_in("coordination", DEMO_PASSWORD)
    coordination.go(HOME)
    coordination.look()
    page = coordination.page
    # A call, with a row more than it came with.
    coordination.press("a[href$='/reunioes/nova/']")
    coordination.look()
    with inside():
        council = str(Body.objects.get(kind="council").uuid)
    page.select_option("select[name=body]", council)
    page.fill("input[name=title_pt]", named)
    page.fill("input[name=day]", (timezone.localdate() + timedelta(days=7)).isoformat())
    page.fill("input[name=starts]", "10:00")
    page.fill("input[name=ends]", "12:00")
    page.fill("input[name=place]", "Sala do Conselho, Maia")
    page.fill("input[name=quorum]", "9")
    page.fill("input[name=pontos-0-title_pt]", "Fecho da ronda")
    with page.expect_navigation():
        page.click("button[name=mais]")
    coordination.look()
    assert page.input_value("input[name=title_pt]") == named
    page.fill("input[name=pontos-3-title_pt]", "Diversos")
    with page.expect_navigation():
        page.click(".gv-save button")
    coordination.look()
    with page.expect_navigation():
        page.click(".confirm form button")
    coordination.look()
    with inside():
        meeting = Meeting.objects.get(title_pt=named)
        assert meeting.state == "called" and meeting.items.count() == 2
        then = timezone.now() - timedelta(hours=1)
        Meeting.objects.filter(pk=meeting.pk).update(starts=then, ends=then + timedelta(hours=3))
    # Seventeen are there, then one is not; the minutes beside each point; a task.
    coordination.go(f"{HOME}reunioes/{meeting.uuid}/conduzir/")
    coordination.look()
    with page.expect_navigation():
        page.click("button[value=todos]")
    coordination.look()
    assert page.locator(".gv-roll input[value=present]:checked").count() == 17
    page.check("input[name=presence_0104][value=excused]")
    for box in page.locator(".gv-minutes textarea").all():
        box.fill("Ouvido e aprovado por todos.")
    page.fill("input[name=tarefa-what]", "Trazer os custos")
    page.select_option("select[name=tarefa-owner]", index=1)
    page.fill("input[name=tarefa-due]", (timezone.localdate() + timedelta(days=9)).isoformat())
    with page.expect_navigation():
        page.click("button[value=realizada]")
    coordination.look()
    with inside():
        meeting.refresh_from_db()
        assert (meeting.state, meeting.attendances.count(), meeting.present) == ("held", 17, 16)
        assert meeting.tasks.count() == 1
    with page.expect_navigation():
        page.click("button[value=circular]")
    coordination.look()
    with page.expect_navigation():
        page.click(".confirm form button")
    coordination.go(f"{HOME}reunioes/{meeting.uuid}/ata/aprovar/")
    coordination.look()
    with page.expect_navigation():
        page.click(".confirm form button")
    coordination.look()
    with inside():
        meeting.refresh_from_db()
        assert meeting.minutes == "approved"


def test_coordination_opens_a_round_closes_it_by_its_rule_and_publishes_the_decision(person, inside, named):
    from units.models import Decision, Round

    title = f"{named}, decidido"
    coordination = person()
    coordination.sign_in("coordination", DEMO_PASSWORD)
    coordination.go(f"{HOME}rondas/nova/")
    coordination.look()
    page = coordination.page
    assert page.locator("input[name=rule]:checked").count() == 0
    assert page.input_value("input[name=threshold]") == ""
    page.select_option("select[name=body]", index=1)
    page.fill("input[name=title_pt]", title)
    page.fill("textarea[name=text]", "As ajudas técnicas são cedidas por 90 dias.")
    page.check("input[name=rule][value=consensus]")
    page.fill("input[name=day]", (timezone.localdate() + timedelta(days=9)).isoformat())
    page.fill("input[name=time]", "18:00")
    page.check("input[name=openness][value=public]")
    with page.expect_navigation():
        page.click(".gv-save button")
    coordination.look()
    assert page.input_value("input[name=title_pt]") == title, "the number is missing, nothing is lost"
    page.fill("input[name=threshold]", "12")
    with page.expect_navigation():
        page.click(".gv-save button")
    coordination.look()
    with page.expect_navigation():
        page.click(".confirm form button")
    with inside():
        round = Round.objects.get(version__draft__title_pt=title)
        assert round.state == "open"
        answer_all(round.code)
    coordination.go(HOME)
    coordination.look()
    with page.expect_navigation():
        page.click(f"a[href$='/rondas/{round.uuid}/fechar/']")
    coordination.look()
    with page.expect_navigation():
        page.click(".confirm form button")
    coordination.look()
    with inside():
        round.refresh_from_db()
        assert (round.state, round.outcome) == ("closed", "agreed")
    coordination.go(HOME)
    with page.expect_navigation():
        page.click(f"a[href$='?ronda={round.uuid}']")
    coordination.look()
    assert page.input_value("input[name=title_pt]") == title
    page.select_option("select[name=efeitos-0-kind]", "protocol")
    page.fill("input[name=efeitos-0-text_pt]", "Novo prazo no protocolo.")
    with page.expect_navigation():
        page.click(".gv-save button")
    coordination.look()
    with page.expect_navigation():
        page.click(".confirm form button")
    coordination.look()
    with inside():
        decision = Decision.objects.get(round=round)
        assert decision.state == "approved" and decision.is_public and decision.number in page.content()
    visitor = person()
    visitor.go(f"/unidades/decisoes/{decision.number}/")
    visitor.look()
    assert "90 dias" in visitor.page.content()
