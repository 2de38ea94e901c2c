"""The map as a browser draws it under the strict policy, page and files handed over without a server."""

import mimetypes
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware, get_nonce
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.csp import CSP
from playwright.sync_api import sync_playwright

from geo.frames import build_frames
from ops.browser import launch_options

pytestmark = pytest.mark.browser

HOST = "concerta.test"
PAGE = """{% load mapframe %}<!doctype html><html lang="pt-PT"><head><title>Mapa</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style nonce="{{ csp_nonce }}">@layer base { img, svg { display: block; max-width: 100%; } }</style></head>
<body><main><h1>Mapa</h1><p>Lista</p>{% map_frame name %}</main></body></html>"""

# Everything a test asks of one page, read in one go.
READ = """name => {
  const box = document.querySelector(".leaflet-container");
  const map = window.concertaMaps && window.concertaMaps[name];
  const land = [...document.querySelectorAll("path.map-land")];
  // A path keeps its own size even where its drawing surface is clipped to nothing.
  const seen = p => { const a = p.getBoundingClientRect(), b = p.ownerSVGElement.getBoundingClientRect();
    return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2; };
  return {
    height: box ? box.clientHeight : 0,
    width: box ? box.clientWidth : 0,
    outlines: land.filter(seen).length,
    whole: !!map && map.getBounds().contains([[40.76, -8.79], [41.47, -8.09]]),
    layers: map ? Object.keys(map.concerta).sort() : [],
    zoom: [...document.querySelectorAll(".leaflet-control-zoom a")].map(a => a.title),
    fill: land.length ? getComputedStyle(land[0]).fill : "",
    violations: window.violations,
  };
}"""


@pytest.fixture
def show(db, settings):
    """Renders a page with the frame `name`, runs `then` in it, and answers what the browser makes of it."""
    settings.SECURE_CSP = {
        "default-src": [CSP.NONE],
        "script-src": [CSP.SELF, CSP.NONCE],
        "style-src": [CSP.SELF, CSP.NONCE],
        "img-src": [CSP.SELF, "data:"],
    }
    build_frames()

    def run(name, page=PAGE, then="", width=1280, height=900):
        def view(request):
            return HttpResponse(
                Template(page).render(Context({"name": name, "csp_nonce": get_nonce(request)}))
            )

        with translation.override("pt-pt"):
            response = ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/"))
        # A thread of its own: the browser's event loop must not run where the database is used.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(look, name, response, settings.STATIC_URL, then, width, height).result()

    return run


def look(name, response, static_url, then, width, height):
    asked, said = [], []

    def answer(route):
        url = urlsplit(route.request.url)
        asked.append(url)
        found = finders.find(url.path.removeprefix(static_url)) if url.path.startswith(static_url) else None
        if url.hostname == HOST and url.path == "/":
            route.fulfill(body=response.content, headers=dict(response.headers))
        elif url.hostname == HOST and found:
            kind = mimetypes.guess_type(found)[0]
            route.fulfill(body=Path(found).read_bytes(), content_type=kind)
        else:
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        page = browser.new_page(viewport={"width": width, "height": height})
        page.add_init_script(
            "window.violations = [];"
            "addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective));"
        )
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.route("**/*", answer)
        page.goto(f"http://{HOST}/")
        if then:
            page.evaluate(then)
            page.wait_for_function("name => window.concertaMaps[name].getSize().x > 0", arg=name)
        result = page.evaluate(READ, name)
        browser.close()
    return result | {"asked": asked, "said": said}


@pytest.mark.parametrize("name", ["catalogo", "recurso"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_region_is_drawn_under_the_strict_policy_from_our_own_host_alone(show, name, width):
    seen = show(name, width=width)
    assert seen["said"] == []
    assert seen["violations"] == []
    assert {url.hostname for url in seen["asked"]} == {HOST}
    assert seen["height"] > 200
    assert 200 < seen["width"] <= width
    assert seen["outlines"] == 17
    assert seen["whole"]


def test_the_policy_of_this_test_does_bite(show):
    page = PAGE.replace("</main>", '<p style="color:red">x</p></main>')
    assert show("catalogo", page=page)["violations"]


def test_the_page_script_finds_the_map_its_outlines_and_an_empty_layer_for_points(show):
    assert show("catalogo")["layers"] == ["fit", "outlines", "points"]


def test_the_controls_speak_portuguese(show):
    assert show("catalogo")["zoom"] == ["Aproximar", "Afastar"]


def test_the_land_takes_its_colour_from_the_page(show):
    tokens = '<style nonce="{{ csp_nonce }}">:root { --map-land: rgb(1, 2, 3); }</style></head>'
    assert show("catalogo", page=PAGE.replace("</head>", tokens))["fill"] == "rgb(1, 2, 3)"


def test_the_portals_rules_win_over_leaflets(show):
    rules = """<style nonce="{{ csp_nonce }}">@layer base, shell, parts; @layer parts {
      .map-frame .leaflet-container { block-size: 300px; }
      .map-land { fill: rgb(4, 5, 6); }
    }</style></head>"""
    seen = show("catalogo", page=PAGE.replace("</head>", rules))
    assert seen["fill"] == "rgb(4, 5, 6)"
    assert seen["height"] == 300
    assert seen["outlines"] == 17


def test_a_map_in_a_closed_panel_is_fitted_when_the_panel_opens(show):
    hidden = PAGE.replace("<main>", "<main hidden>")
    seen = show("catalogo", page=hidden, then="document.querySelector('main').hidden = false")
    assert seen["said"] == []
    assert seen["outlines"] == 17
    assert seen["whole"]
