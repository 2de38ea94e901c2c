"""What machines and people read about the API, and that nothing of it comes from elsewhere."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.browser.conftest import AXE, wrong
from tests.conftest import leave

# Every call of the contract that exists so far.
CALLS = {
    ("get", "me"),
    ("get", "municipalities"),
    ("get", "municipalities.geojson"),
    ("get", "categories"),
    ("get", "bodies"),
    ("get", "bodies/{id}/decisions"),
    ("get", "plans"),
    ("get", "plans/{id}"),
    ("get", "indicators"),
    ("get", "indicators/{code}"),
    ("get", "indicators/{code}/observations"),
    ("get", "indicators/{code}/observations.json"),
    ("get", "indicators/{code}/observations.csv"),
    ("get", "indicators/{code}/observations.xlsx"),
    ("get", "indicators/{code}/observations.jsonstat"),
    ("get", "indicators/{code}/revisions"),
    ("get", "resources"),
    ("get", "resources.geojson"),
    ("get", "resources/{id}"),
    ("get", "resources/{id}/availability"),
    ("post", "resources/{id}/capacity"),
    ("post", "requests"),
    ("get", "requests"),
    ("get", "requests/{id}"),
    ("post", "requests/{id}/withdraw"),
    *(
        ("post", f"bookings/{{id}}/{verb}")
        for verb in (
            "accept",
            "confirm",
            "waitlist",
            "decline",
            "withdraw",
            "cancel",
            "check-in",
            "check-out",
            "extend",
            "accept-extension",
            "decline-extension",
            "no-show",
        )
    ),
}


@pytest.fixture
def document(caller: Any) -> dict[str, Any]:
    answer = caller(None).get("openapi.json")
    assert answer.headers["Content-Type"].startswith("application/json")
    return dict(answer.json())


def test_every_call_is_described(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    described = {
        (method, path.removeprefix("/api/v1/"))
        for path, methods in document["paths"].items()
        for method in methods
    }
    assert described == CALLS


def test_the_document_holds_together(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', text)):
        place: Any = document
        for part in reference.split("/"):
            place = place[part]
        assert isinstance(place, dict), reference
    operations = [one for methods in document["paths"].values() for one in methods.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    schemes = document["components"]["securitySchemes"]
    assert schemes["BearerToken"]["scheme"] == "bearer"
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            assert one["responses"]["4XX"]["content"]["application/json"]["schema"]["$ref"].endswith(
                "/Problem"
            )
            assert any(status in one["responses"] for status in ("200", "201")), path
            named = {p["name"] for p in one["parameters"] if p["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path))
            assert ("Idempotency-Key" in {p["name"] for p in one["parameters"]}) == (method == "post")
            assert ({} in one["security"]) == (
                method == "get"
                and path.split("/")[3] not in ("me", "requests")
                and not path.endswith("availability")
            )
    sent = document["components"]["schemas"]["RequestSent"]
    assert sent["additionalProperties"] is False
    assert {"resource", "resources", "category", "items", "if_full", "needs", "note"} <= set(
        sent["properties"]
    )


def test_an_answer_is_as_described(document: dict[str, Any], caller: Any, make_resource: Any) -> None:
    make_resource(4)
    (item,) = caller(None).get("resources").json()["results"]
    schema = document["components"]["schemas"]["ResourceOut"]
    assert set(schema["properties"]) == set(item) == set(schema["required"])


def test_the_page_says_every_call_and_takes_nothing_from_elsewhere(
    caller: Any, document: dict[str, Any]
) -> None:
    answer = caller(None).get("docs")
    page = answer.content.decode()
    assert answer.status_code == 200
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            assert f"{method.upper()} {path}" in page
            assert f'id="{one["operationId"]}"' in page
    for reference in set(re.findall(r'href="#([^"]+)"', page)):
        assert f'id="{reference}"' in page, reference
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "http://" not in page and "https://" not in page and "cdn" not in page.lower()
    assert caller(None).get("").headers["Location"] == "/api/v1/docs"


@pytest.mark.browser
def test_the_page_reads_well_in_a_browser(demo_portal: Any, browser: Any, width: int) -> None:
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        context.add_init_script(AXE)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        page.goto(f"{demo_portal.url}/api/v1/docs", wait_until="networkidle")
        assert said == []
        assert wrong(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        leave(context)
