"""What machines and people read about the API, and that nothing of it comes from elsewhere."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

# Every call of the contract that exists so far.
CALLS = {
    ("get", "me"),
    ("get", "municipalities"),
    ("get", "municipalities.geojson"),
    ("get", "categories"),
    ("get", "bodies"),
    ("get", "resources"),
    ("get", "resources.geojson"),
    ("get", "resources/{id}"),
    ("get", "resources/{id}/availability"),
    ("post", "resources/{id}/capacity"),
    ("post", "requests"),
    ("get", "requests"),
    ("get", "requests/{id}"),
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


def test_the_page_takes_nothing_from_elsewhere(caller: Any) -> None:
    answer = caller(None).get("docs")
    page = answer.content.decode()
    assert answer.status_code == 200
    addresses = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert addresses and all(
        one.startswith(("/static/", "/", "#")) and not one.startswith("//") for one in addresses
    )
    assert "http://" not in page and "https://" not in page
    assert caller(None).get("").status_code == 302


@pytest.mark.browser
def test_the_page_works_in_a_browser(demo_portal: Any, browser: Any, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    asked: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{demo_portal.url}/api/v1/docs")
    page.wait_for_selector(".opblock")
    page.locator(".opblock-summary", has_text="/resources/{id}/capacity").first.click()
    page.wait_for_selector(".opblock.is-open .opblock-body")
    assert page.locator("h1, h2").first.inner_text().startswith("Concerta")
    assert said == []
    assert all(one.startswith((demo_portal.url, "data:")) for one in asked)
    page.close()
