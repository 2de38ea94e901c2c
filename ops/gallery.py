"""`make gallery`: every page as a picture, at two widths, into var/gallery/ (start with index.html there).

Starts a Concerta of its own with the demo in it. Fails when a page does not answer with 200, complains in the
console or asks another host for anything. `make gallery ARGS=recursos` takes only paths that contain the word.
"""

from __future__ import annotations

import html
import os
import re
import secrets
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ops import VAR, Trouble, account, browser, supervisor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

WIDTHS = {1280: 900, 390: 844}


@dataclass(frozen=True)
class Shot:
    path: str
    who: str | None = None  # a member of the demo's cast
    dark: bool = False  # in the dark as well
    first: str = ""  # not this page but the first one it links to whose address matches

    @property
    def name(self) -> str:
        words = re.sub(r"[^a-z0-9]+", "-", self.path.lower()).strip("-") or "home"
        return words + ("-detail" if self.first else "") + (f"--{self.who}" if self.who else "")


DETAIL = r"^(/en)?/recursos/[^/?#]+/$"

# What is looked at. Add a line for a new page.
SHOTS = [
    Shot("/", dark=True),
    Shot("/recursos/", dark=True),
    Shot("/recursos/", first=DETAIL, dark=True),
    Shot("/recursos/?q=cama"),
    Shot("/recursos/?q=nada+disto+existe"),
    Shot("/recursos/", who="technician"),
    Shot("/recursos/", who="technician", first=DETAIL),
    Shot("/trabalho/", who="holder", dark=True),
    Shot("/trabalho/", who="technician"),
    Shot("/trabalho/pedidos/", who="technician"),
    Shot("/unidades/"),
    Shot("/acessibilidade/"),
    Shot("/privacidade/"),
    Shot("/dados-abertos/"),
    Shot("/conta/login/"),
    Shot("/design/", who="editor", dark=True),
    Shot("/en/"),
    Shot("/en/recursos/"),
    Shot("/en/recursos/", who="technician", first=DETAIL),
    Shot("/en/trabalho/", who="holder"),
]


class Photographer:
    """One browser; one signed-in context for each person, width and scheme."""

    def __init__(self, chromium: Browser, base: str, password: str, folder: Path) -> None:
        self.taken: list[Path] = []
        self.complaints: list[str] = []
        self._chromium, self._base, self._password, self._folder = chromium, base, password, folder
        self._cookies: dict[str, list] = {}

    def take(self, shot: Shot) -> None:
        for width, height in WIDTHS.items():
            for dark in (False, True) if shot.dark else (False,):
                context = self._chromium.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if dark else "light",
                    locale="pt-PT",
                    timezone_id="Europe/Lisbon",
                    reduced_motion="reduce",
                )
                try:
                    self._sign_in(context, shot.who)
                    page = context.new_page()
                    self._listen(page, shot)
                    self._open(page, shot)
                    target = self._folder / f"{shot.name}-{width}{'-dark' if dark else ''}.png"
                    page.screenshot(path=target, full_page=True)
                    self.taken.append(target)
                finally:
                    context.close()

    def _open(self, page: Page, shot: Shot) -> None:
        path = shot.path
        if shot.first:
            page.goto(self._base + path)
            links = page.eval_on_selector_all("a[href]", "links => links.map(a => new URL(a.href).pathname)")
            path = next((link for link in links if re.match(shot.first, link)), "")
            if not path:
                self.complaints.append(f"{shot.name}: no link matches {shot.first}")
                return
        answer = page.goto(self._base + path, wait_until="networkidle")
        if answer is None or answer.status != 200:
            self.complaints.append(f"{shot.name}: {path} answered {answer.status if answer else 'nothing'}")
        sideways = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if sideways > 0:
            self.complaints.append(
                f"{shot.name}: {sideways} px wider than the window of {page.viewport_size}"
            )

    def _listen(self, page: Page, shot: Shot) -> None:
        host = urlsplit(self._base).netloc
        page.on(
            "console",
            lambda message: (
                message.type == "error" and self.complaints.append(f"{shot.name}: {message.text}")
            ),
        )
        page.on("pageerror", lambda error: self.complaints.append(f"{shot.name}: {error}"))
        page.on(
            "request",
            lambda request: (
                urlsplit(request.url).netloc not in (host, "")
                and self.complaints.append(f"{shot.name}: asks {request.url}")
            ),
        )

    def _sign_in(self, context: BrowserContext, who: str | None) -> None:
        if who is None:
            return
        if who not in self._cookies:
            page = context.new_page()
            page.goto(f"{self._base}/conta/login/")
            page.fill("input[name=login]", f"{who}@example.org")
            page.fill("input[name=password]", self._password)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(lambda url: "/conta/login" not in url)
            page.close()
            self._cookies[who] = context.cookies()
        context.add_cookies(self._cookies[who])


@contextmanager
def _portal(password: str) -> Iterator[str]:
    """A Concerta with the demo in it, on a free port and a database of its own; gone afterwards."""
    place = VAR / f"gallery-run-{os.getpid()}"
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "BASE_URL"))
    }
    environ = kept | {"PORT": str(_free_port()), "DEMO": "1", "DEMO_PASSWORD": password}
    try:
        with supervisor.Stack(var=place, environ=environ) as stack:
            yield stack.url
    finally:
        account.remove(place / "pg")
        shutil.rmtree(place, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write_index(folder: Path, pictures: list[Path]) -> None:
    figures = "\n".join(
        f'<figure><a href="{html.escape(picture.name)}"><img src="{html.escape(picture.name)}" alt="" loading="lazy"'
        f' width="{280 if "-390" in picture.stem else 560}"></a>'
        f"<figcaption>{html.escape(picture.stem)}</figcaption></figure>"
        for picture in pictures
    )
    (folder / "index.html").write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title>'
        "<style>body{font:14px system-ui;display:flex;flex-wrap:wrap;align-items:start;gap:16px}"
        f"figure{{margin:0}}img{{border:1px solid #ccc}}</style>\n{figures}\n",
        encoding="utf-8",
    )


def main(wanted: list[str]) -> int:
    from playwright.sync_api import sync_playwright

    folder = VAR / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in SHOTS if not wanted or any(word in shot.path for word in wanted)]
    password = secrets.token_urlsafe(16)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # with the cleaning up below
    with _portal(password) as base, sync_playwright() as playwright:
        began = time.monotonic()
        chromium = playwright.chromium.launch(**browser.launch_options())
        photographer = Photographer(chromium, base, password, folder)
        for shot in shots:
            photographer.take(shot)
        chromium.close()
    _write_index(folder, photographer.taken)
    print(
        f"concerta: {len(photographer.taken)} pictures in {time.monotonic() - began:.0f} s: {folder}/index.html"
    )
    complaints = list(dict.fromkeys(photographer.complaints))
    for complaint in complaints:
        print(f"concerta: {complaint}", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (Trouble, supervisor.Refused) as trouble:
        sys.exit(f"concerta: {trouble}")
