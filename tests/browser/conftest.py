"""A person at a screen: axe on every page they pass, the keyboard, requests that leave for another host."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from tests.conftest import SOAK, leave

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
# Signs of the texts whose contrast axe found good in this run: two thirds of its time went to the same ones again.
_seen: set[int] = set()


def wrong(page: Any) -> list[Any]:
    """What axe (an init script of the page) says against it: each rule with the elements that break it. Every rule on
    the whole page; contrast on two of the texts drawn alike, and on none that were good on a page before
    (`make soak`: on every one)."""
    contrast = page.evaluate_handle(CONTRAST, 1_000_000 if SOAK else 2)
    signs = contrast.evaluate("contrast => contrast.signs()")
    new = [sign for sign in signs if SOAK or sign not in _seen]
    found = contrast.evaluate("(contrast, signs) => contrast.look(signs)", new)
    if not found["wrong"]:
        _seen.update(set(new) - set(found["open"]))
    return found["wrong"]


class Person:
    """One browser context: its page, what it asked for and what axe and the console said."""

    def __init__(self, browser: Any, width: int, url: str, language: str) -> None:
        self.url, self.prefix = url, "/en" if language == "en" else ""
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="en-GB" if language == "en" else "pt-PT"
        )
        # Handed over once: the browser keeps what it read of it from page to page.
        self.context.add_init_script(AXE)
        self.page = self.context.new_page()
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("console", lambda message: self._hear(message))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, address: str) -> None:
        if not address.startswith((self.url, "data:", "blob:", "about:")):
            self.foreign.append(address)

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.url}{self.prefix}{path}")

    def tab_to(self, selector: str, most: int = 220) -> None:
        """Press Tab until the element has the focus: it can be reached without a mouse, and the focus can be seen."""
        for _n in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} is not reached by Tab on {self.page.url}")

    def press(self, selector: str, key: str = "Enter") -> None:
        """Tab to it and press; waits for the page it leads to."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def sign_in(self, name: str, password: str) -> None:
        self.go("/conta/login/")
        self.tab_to("input[name=login]")
        self.page.keyboard.type(f"{name}@example.org")
        self.tab_to("input[name=password]")
        self.page.keyboard.type(password)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        assert "/login" not in self.page.url

    def look(self) -> None:
        """No axe violation, nothing wider than the screen, nothing from another host, nothing the policy refused."""
        assert self.complaints == [], self.page.url
        assert self.foreign == []
        result = wrong(self.page)
        assert result == [], f"{self.page.url}: {result}"
        wide = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px"
        # axe tries styles of its own, which the policy refuses: not ours.
        self.complaints.clear()


@pytest.fixture
def person(browser: Any, width: int, language: str, demo_portal: Any) -> Iterator[Callable[[], Person]]:
    made: list[Person] = []

    def make() -> Person:
        made.append(Person(browser, width, demo_portal.url, language))
        return made[-1]

    yield make
    for one in made:
        leave(one.context)
