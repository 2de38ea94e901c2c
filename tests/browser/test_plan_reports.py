"""From the nudge to five reports on a telephone: counted, one interaction after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from tests.browser.conftest import Person
from tests.conftest import leave

pytestmark = pytest.mark.browser
MOST = 15


class Hand:
    """What one hand does at a screen, each thing counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.n = page, 0

    def opens(self, address: str) -> None:
        self.n += 1
        self.page.goto(address)

    def writes(self, field: Any, text: str) -> None:
        """Touching a field and writing in it are two."""
        self.n += 2
        field.click()
        self.page.keyboard.type(text)

    def taps(self, what: Any) -> None:
        self.n += 1
        what.click()


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


def nudge() -> str:
    """The letter to the owner of five targets that are due, as the clock writes it."""
    from accounts.models import Letter, Membership
    from plans import duties, mail
    from plans.models import PlanElement

    owner = Membership.objects.select_related("user", "organisation").get(user__email="holder@example.org")
    today = timezone.localdate()
    due = duties.due(PlanElement.objects.owned_by(owner), today)
    assert len(due) == 5
    mail.reports_due(owner, due, today)
    return Letter.objects.filter(kind="plan_due", to=owner.user.email).latest("pk").text


def test_five_reports_from_the_letter_take_fifteen_interactions_at_most(
    browser: Any, demo_portal: Any, inside: Callable[[], Any]
) -> None:
    with inside():
        found = re.search(r"/planos/relatar/\S+", nudge())
    assert found
    person = Person(browser, 390, demo_portal.url, "pt")
    hand = Hand(person.page)
    try:
        hand.opens(demo_portal.url + found[0])
        person.look()
        cards = person.page.locator(".pw-card")
        assert cards.count() == 5
        for number in range(5):
            value = cards.nth(number).locator("input[inputmode=decimal]")
            if value.count():
                hand.writes(value, "3")
            else:
                # Not kept asks for nothing more; kept says what shows it.
                hand.taps(cards.nth(number).get_by_label("Cumprida", exact=True))
                hand.writes(cards.nth(number).get_by_label("O que o mostra"), "Ata de setembro")
        hand.taps(person.page.locator(".pw-send button"))
        person.page.get_by_text("5 relatos gravados").wait_for()
        assert person.page.get_by_text("Está tudo relatado").count() == 1
        assert hand.n <= MOST, hand.n
        person.look()
    finally:
        leave(person.context)
