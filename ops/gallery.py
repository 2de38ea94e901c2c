"""`make gallery`: every page as a picture, at two widths, into var/gallery/ (start with index.html there).

Starts a Concerta of its own with the demo in it. Fails when a page does not answer with 200, complains in the
console or asks another host for anything. `make gallery ARGS=recursos` takes only paths that contain the word.
"""

from __future__ import annotations

import html
import os
import re
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

from ops import VAR, Trouble, account, browser, keys, prepared, supervisor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

WIDTHS = {1280: 900, 390: 844}


@dataclass(frozen=True)
class Shot:
    path: str
    who: str | None = None  # a member of the demo's cast
    dark: bool = False  # in the dark as well
    follow: tuple[str, ...] = ()  # from there to the first link whose address matches, and on
    called: str = ""  # added to the name of the picture, for pages reached by following
    status: int = 200

    @property
    def name(self) -> str:
        words = re.sub(r"[^a-z0-9]+", "-", self.path.lower()).strip("-") or "home"
        return words + (f"-{self.called}" if self.called else "") + (f"--{self.who}" if self.who else "")


_UUID = "[0-9a-f]{8}-[0-9a-f-]{27}"
RESOURCE = rf"^(/en)?/recursos/{_UUID}-[^/]+/$"
REQUEST = rf"^(/en)?/trabalho/pedidos/{_UUID}/$"
BOOKING = rf"^(/en)?/trabalho/reservas/{_UUID}/$"
OWN = rf"^(/en)?/trabalho/recursos/{_UUID}/$"
UNIT = r"^(/en)?/unidades/[^/]+/$"

# What is looked at. Add a line for a new page.
SHOTS = [
    Shot("/", dark=True),
    Shot("/recursos/", dark=True),
    Shot("/recursos/", follow=(RESOURCE,), called="recurso", dark=True),
    Shot("/recursos/?q=cama"),
    Shot("/recursos/?q=nada+disto+existe"),
    Shot("/pesquisa/"),
    Shot("/pesquisa/?q=cama+articulada", dark=True),
    Shot("/pesquisa/?q=desemprego&tipo=indicadores"),
    Shot("/pesquisa/?q=nadadistoexiste"),
    Shot("/pesquisa/?q=violencia+domestica", dark=True),
    Shot("/recursos/", who="technician"),
    Shot("/recursos/", who="technician", follow=(RESOURCE,), called="recurso"),
    Shot("/recursos/pedir/", who="technician"),
    Shot("/recursos/pedir/casa-de-abrigo/", who="accredited"),
    Shot("/trabalho/", who="holder", dark=True),
    Shot("/trabalho/", who="holder", follow=(BOOKING,), called="reserva"),
    Shot("/trabalho/avisos/", who="holder"),
    Shot("/trabalho/calendario/", who="holder"),
    Shot("/trabalho/calendario/?vista=dia", who="holder"),
    Shot("/trabalho/calendario/?vista=mes", who="holder"),
    Shot("/trabalho/calendario/?vista=lista", who="holder"),
    Shot("/trabalho/calendario/subscrever/", who="holder"),
    Shot("/trabalho/procuras/", who="technician"),
    Shot("/trabalho/recursos/", who="holder"),
    Shot("/trabalho/recursos/", who="holder", follow=(OWN,), called="recurso"),
    Shot("/trabalho/", who="technician"),
    Shot("/trabalho/", who="outsider", status=403),
    Shot("/trabalho/pedidos/", who="technician"),
    Shot("/trabalho/pedidos/", who="technician", follow=(REQUEST,), called="pedido"),
    Shot("/trabalho/rede/", who="holder"),
    Shot("/unidades/"),
    Shot("/unidades/", follow=(UNIT,), called="unidade"),
    Shot("/monitor/", dark=True),
    Shot("/monitor/ageing_index/", dark=True),
    Shot("/monitor/crimes_domestic_violence/?lugar=1304"),
    Shot("/monitor/rede_sem_cama/"),
    Shot("/monitor/ageing_index/mapa/"),
    Shot("/monitor/municipio/1304/"),
    Shot("/monitor/comparar/?lugar=1312&lugar=1304&indicador=ageing_index"),
    Shot("/monitor/diagnosticos/"),
    Shot("/monitor/atualizacoes/"),
    Shot("/historias/"),
    Shot("/trabalho/monitor/", who="coordination"),
    Shot("/trabalho/monitor/enviar/", who="holder"),
    Shot("/en/monitor/ageing_index/"),
    Shot("/acessibilidade/"),
    Shot("/privacidade/"),
    Shot("/dados-abertos/"),
    Shot("/conta/login/"),
    Shot("/conta/signup/"),
    Shot("/conta/password/reset/"),
    Shot("/conta/", who="technician"),
    Shot("/conta/avisos/", who="technician"),
    Shot("/conta/chaves/", who="technician"),
    Shot("/conta/contactos/", who="technician"),
    Shot("/conta/2fa/", who="technician"),
    Shot("/design/", who="coordination", dark=True),
    Shot("/nada/", status=404),
    Shot("/en/"),
    Shot("/en/recursos/"),
    Shot("/en/recursos/", who="technician", follow=(RESOURCE,), called="recurso"),
    Shot("/en/trabalho/", who="holder"),
    Shot("/en/acessibilidade/"),
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
                    # A window as high as the page, so that a bar at the bottom edge is at the bottom.
                    tall = min(page.evaluate("document.documentElement.scrollHeight"), 12_000)
                    page.set_viewport_size({"width": width, "height": max(height, tall)})
                    page.screenshot(path=target, full_page=True)
                    self.taken.append(target)
                finally:
                    context.close()

    def _open(self, page: Page, shot: Shot) -> None:
        path = shot.path
        for pattern in shot.follow:
            page.goto(self._base + path)
            links = page.eval_on_selector_all("a[href]", "links => links.map(a => new URL(a.href).pathname)")
            found = next((link for link in links if re.match(pattern, link)), None)
            if found is None:
                self.complaints.append(f"{shot.name}: no link on {path} matches {pattern}")
                return
            path = found
        answer = page.goto(self._base + path, wait_until="networkidle")
        status = answer.status if answer else "nothing"
        if status != shot.status:
            self.complaints.append(f"{shot.name}: {path} answered {status}")
        sideways = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if sideways > 0:
            self.complaints.append(f"{shot.name}: {sideways} px wider than a window of {page.viewport_size}")

    def _listen(self, page: Page, shot: Shot) -> None:
        host = urlsplit(self._base).netloc

        def on_console(message: ConsoleMessage) -> None:
            expected = f"status of {shot.status}" in message.text
            if message.type == "error" and not expected:
                self.complaints.append(f"{shot.name}: {message.text}")

        def on_request(request: Request) -> None:
            if urlsplit(request.url).netloc not in (host, ""):  # data: has none
                self.complaints.append(f"{shot.name}: asks {request.url}")

        page.on("console", on_console)
        page.on("request", on_request)
        page.on("pageerror", lambda error: self.complaints.append(f"{shot.name}: {error}"))

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
def _portal() -> Iterator[tuple[str, str]]:
    """A Concerta with the demo in it, on a free port and a database of its own: its address and the demo's password.
    Kept for the next time, as long as no code has changed and the day is the same (the demo counts from today)."""
    place = VAR / "gallery-state"
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "BASE_URL"))
    }
    key = f"{time.strftime('%Y-%m-%d')} {prepared.code({}, ('.py', '.json', '.sql'))}"
    note = place / "made-from"
    if not note.exists() or note.read_text(encoding="ascii") != key:
        account.remove(place / "pg")
        shutil.rmtree(place, ignore_errors=True)
    password = keys.load(place / "secrets.env", ["DEMO_PASSWORD"])["DEMO_PASSWORD"]
    environ = kept | {"PORT": str(_free_port()), "DEMO": "1", "DEMO_PASSWORD": password}
    with supervisor.Stack(var=place, environ=environ) as stack:
        note.write_text(key, encoding="ascii")
        yield stack.url, password


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
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # with the cleaning up below
    with _portal() as (base, password), sync_playwright() as playwright:
        began = time.monotonic()
        chromium = playwright.chromium.launch(**browser.launch_options())
        photographer = Photographer(chromium, base, password, folder)
        for shot in shots:
            photographer.take(shot)
        chromium.close()
    if not wanted:
        for picture in set(folder.glob("*.png")) - set(photographer.taken):
            picture.unlink()
    _write_index(folder, sorted(folder.glob("*.png")))
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
