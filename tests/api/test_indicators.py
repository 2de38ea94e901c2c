"""The social monitor as programs read it: every figure with its place, period, status and source."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitor.actions import undo
from monitor.models import DataVersion, Indicator, Place, ReferenceLine
from tests.monitor.measured import PEOPLE_SOURCE, SECRETS, Measured, measured

__all__ = ["measured"]
ENGLISH = {"Accept-Language": "en"}
PEOPLE = "indicators/prova_pessoas"
FILES = ("json", "csv", "xlsx", "jsonstat")
EVERY = [f"{PEOPLE}/observations", *(f"{PEOPLE}/observations.{kind}" for kind in FILES)]


def results(
    caller: Any, path: str, query: Any = None, who: Any = None, **headers: str
) -> list[dict[str, Any]]:
    answer = caller(who).get(path, query, **headers)
    assert answer.status_code == 200, answer.content
    return list(answer.json()["results"])


def cells(found: list[dict[str, Any]]) -> dict[tuple[str, str], Any]:
    return {(one["place"]["code"], one["period"]): one["value"] for one in found}


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_an_observation_says_where_when_how_much_and_from_whom(caller: Any, measured: Measured) -> None:
    found = results(caller, f"{PEOPLE}/observations", {"municipality": "1312", "period": "2021"}, **ENGLISH)
    population = Place.objects.get(pk="1312").municipality.population  # type: ignore[union-attr]
    assert found == [
        {
            "place": {"dico": "1312", "name": "Porto", "code": "1312"},
            "period": "2021",
            "value": 5,
            "unit": "people",
            "status": "final",
            "source": PEOPLE_SOURCE,
            "per_head": round(5000 / population, 6),
            "retrieved_on": "2025-10-25",
            "revised": False,
        }
    ]
    [area] = results(caller, f"{PEOPLE}/observations", {"municipality": "AMP"})
    assert area["place"] == {"dico": None, "name": "Área Metropolitana do Porto", "code": "AMP"}
    assert (type(area["value"]), area["per_head"]) == (int, None)


def test_what_is_confidential_or_missing_is_null_and_zero_is_zero(caller: Any, measured: Measured) -> None:
    found = {
        one["place"]["code"]: one for one in results(caller, f"{PEOPLE}/observations", {"period": "2021"})
    }
    told = {code: (one["value"], one["status"]) for code, one in found.items()}
    assert told["1306"] == (None, "suppressed") and told["1304"] == (None, "missing")
    assert told["0104"] == (0, "final")
    assert found["1306"]["per_head"] is None and found["0104"]["per_head"] == 0


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"municipality": "1312"}, {("1312", "2021"), ("1312", "2025-Q1"), ("1312", "2025")}),
        ({"municipality": ["0104", "AMP"]}, {("0104", "2021"), ("AMP", "2021")}),
        ({"period": "2025"}, {("1312", "2025"), ("1306", "2025")}),
        ({"period": "2025 (provisional)"}, {("1312", "2025")}),
        ({"period": "2025 (estimated)"}, set()),
        ({"period": "2025-Q1"}, {("1312", "2025-Q1")}),
        ({"period": "latest at 2025-10-25"}, {("1306", "latest at 2025-10-25")}),
        ({"period": ["2025-Q1", "2025 (final)"]}, {("1312", "2025-Q1"), ("1306", "2025")}),
        ({"period": "2025-03"}, set()),
        ({"municipality": "", "period": ""}, None),
    ],
)
def test_filters_leave_what_they_say(caller: Any, measured: Measured, query: Any, expected: Any) -> None:
    for path in (f"{PEOPLE}/observations", f"{PEOPLE}/observations.json"):
        assert set(cells(results(caller, path, query))) == (
            set(measured.figures) if expected is None else expected
        )


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"municipality": "9999"}, "municipality"),
        ({"municipality": ["1312", "Porto"]}, "municipality"),
        ({"period": "2025-13"}, "period"),
        ({"period": "amanhã"}, "period"),
        ({"period": "2025 (maybe)"}, "period"),
        ({"period": ["2021"] * 101}, "period"),
    ],
)
def test_a_filter_that_cannot_be_understood_is_answered_with_a_sentence(
    caller: Any, measured: Measured, query: Any, field: str
) -> None:
    for path in EVERY:
        answer = caller(None).get(path, query)
        told = answer.json()
        assert (answer.status_code, told["code"], told["field"]) == (422, "invalid", field), path
        assert told["detail"].endswith(".") and "ETag" not in answer.headers


@pytest.mark.parametrize("query", [{"page": 0}, {"per_page": 201}, {"topic": "nada"}, {"axis": "EP9"}])
def test_a_list_that_cannot_be_given_is_answered_with_a_sentence(
    caller: Any, measured: Measured, query: Any
) -> None:
    answer = caller(None).get("indicators", query)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "invalid", *query)


def test_figures_come_a_page_at_a_time_and_the_files_whole(caller: Any, measured: Measured) -> None:
    first = caller(None).get(f"{PEOPLE}/observations", {"per_page": 5}).json()
    second = caller(None).get(first["next"]).json()
    assert (first["count"], first["previous"], second["next"]) == (len(measured.figures), None, None)
    paged = first["results"] + second["results"]
    whole = caller(None).get(f"{PEOPLE}/observations.json").json()
    assert (whole["count"], whole["next"], whole["results"]) == (len(paged), None, paged)
    assert cells(paged) == measured.figures
    # The oldest period first; within it in the order of the places.
    assert [one["period"] for one in paged] == ["2021"] * 5 + ["2025-Q1", "latest at 2025-10-25"] + [
        "2025"
    ] * 2
    assert [one["place"]["code"] for one in paged[:5]] == ["0104", "1304", "1306", "1312", "AMP"]


def test_an_indicator_tells_what_it_is_and_where_it_stands(caller: Any, measured: Measured) -> None:
    shown = {one["code"]: one for one in results(caller, "indicators", {"topic": "prova"}, **ENGLISH)}
    assert sorted(shown) == ["prova_parte", "prova_pessoas"]
    people, share = shown["prova_pessoas"], shown["prova_parte"]
    assert people["name"] == "People on trial" and people["topic"] == {"code": "prova", "name": "Trial"}
    assert people["periods"] == ["2021", "2025-Q1", "latest at 2025-10-25", "2025"]
    assert (people["places"], people["axis"], people["sdg"], people["direction"]) == (5, "EP1", [3], None)
    assert people["url"] == "http://testserver/en/monitor/prova_pessoas/"
    assert people["sources"] == [{"text": PEOPLE_SOURCE, "licence": people["licence"], "url": None}]
    assert people["licence"] != "CC BY 4.0" and share["licence"] == "CC BY 4.0"
    assert caller(None).get("indicators/prova_pessoas").json()["licence"] == "por confirmar"
    assert (share["direction"], share["kind"], share["decimals"]) == ("down", "rate", 1)
    assert [one["code"] for one in results(caller, "indicators", {"topic": "prova", "axis": "EP1"})] == [
        "prova_pessoas"
    ]


def test_one_indicator_says_its_parts_its_lines_and_its_breaks(caller: Any, measured: Measured) -> None:
    ReferenceLine.objects.create(
        key="prova", indicator=measured.share, place_id="AMP", by="2027-12-31", value="20.5", label_pt="Meta",
        label_en="Target", source="Plano",
    )  # fmt: skip
    one = caller(None).get("indicators/prova_parte", **ENGLISH).json()
    assert (one["numerator"], one["denominators"], one["factor"]) == ("prova_pessoas", ["prova_pessoas"], 100)
    [line] = one["reference_lines"]
    assert (line["place"]["code"], line["by"], line["value"], line["label"]) == (
        "AMP",
        "2027-12-31",
        20.5,
        "Target",
    )
    people = caller(None).get(PEOPLE).json()
    assert (people["breaks"], people["per_head"]) == (["2025"], 1000) and people["population_series"]


def test_an_unknown_indicator_is_missing(caller: Any, measured: Measured) -> None:
    for path in (PEOPLE, f"{PEOPLE}/revisions", *EVERY):
        answer = caller(None).get(path.replace("pessoas", "nada"))
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_what_the_network_keeps_inside_is_in_no_answer_to_a_visitor(
    caller: Any, measured: Measured, client_for: Any
) -> None:
    measured.inside_the_network()
    paths = ["indicators", PEOPLE, f"{PEOPLE}/revisions", *EVERY, *(f"{one}?period=2021" for one in EVERY)]
    for path in paths:
        answer = caller(None).get(path)
        text = body(answer).decode("utf-8", "replace")
        assert answer.status_code == 200 and not [one for one in SECRETS if one in text], path
        # A session without a membership is a visitor too.
        text = body(client_for("outsider").get(f"/api/v1/{path}")).decode("utf-8", "replace")
        assert not [one for one in SECRETS if one in text], path
    for path in ("", "/observations", "/observations.csv", "/revisions"):
        assert caller(None).get(f"indicators/prova_rede{path}").status_code == 404
        assert caller("technician").get(f"indicators/prova_rede{path}").status_code == 200
    # The member reads one figure a cell: the network's over the public one, in every shape.
    mine = cells(results(caller, f"{PEOPLE}/observations", who="technician"))
    assert mine == measured.figures | {("1312", "2021"): 777001, ("1304", "2025"): 777002}
    assert caller("technician").get(f"{PEOPLE}/observations").json()["count"] == len(mine)
    answer = caller("technician").get(f"{PEOPLE}/observations.csv")
    assert answer.headers["Cache-Control"] == "private, no-store" and b"777001" in body(answer)


def test_what_a_visitor_was_given_is_not_kept_for_a_member(caller: Any, measured: Measured) -> None:
    measured.inside_the_network()
    etag = caller(None).get(EVERY[0]).headers["ETag"]
    answer = caller("technician").get(EVERY[0], **{"If-None-Match": etag})
    assert answer.status_code == 200 and cells(answer.json()["results"])["1312", "2021"] == 777001
    assert caller(None).get(EVERY[0], Authorization="Bearer wrong").status_code == 401


def test_an_answer_is_asked_for_again_in_a_few_bytes_until_the_figures_change(
    caller: Any, measured: Measured
) -> None:
    etags = {}
    for path in ("indicators", PEOPLE, f"{PEOPLE}/revisions", *EVERY):
        etags[path] = unchanged(caller, path)
    measured.take(measured.cell("1312", "2021", "6"))
    for path, etag in etags.items():
        changed = caller(None).get(path, **{"If-None-Match": etag})
        assert changed.status_code == 200 and changed.headers["ETag"] != etag


def unchanged(caller: Any, path: str) -> str:
    """Asks three times; the ETag of the answer."""
    first = caller(None).get(path)
    etag = first.headers["ETag"]
    assert str(DataVersion.now().number) in etag and first.headers["Access-Control-Allow-Origin"] == "*"
    again = caller(None).get(path, **{"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert caller(None).get(path, **{"If-None-Match": etag, "Accept-Language": "en"}).status_code == 200
    head = caller(None).client.head(f"/api/v1/{path}")
    assert (head.status_code, head.headers["ETag"], body(head)) == (200, etag, b"")
    return str(etag)


def test_a_revised_figure_says_so_and_what_stood_there_before_stays(caller: Any, measured: Measured) -> None:
    measured.take(measured.cell("1312", "2025", "8", "final"))
    found = {
        one["place"]["code"]: one for one in results(caller, f"{PEOPLE}/observations", {"period": "2025"})
    }
    assert (found["1312"]["value"], found["1312"]["revised"], found["1306"]["revised"]) == (8, True, False)
    [before] = results(caller, f"{PEOPLE}/revisions")
    assert (before["place"]["code"], before["period"], before["value"], before["status"]) == (
        "1312", "2025", 7.25, "provisional",
    )  # fmt: skip
    assert before["entered_at"] < before["superseded_at"]


def test_revisions_give_away_nothing_confidential_and_nothing_taken_back(
    caller: Any, measured: Measured, cast: Any
) -> None:
    # In 2021 a figure is suppressed: an older total beside today's figures would tell it.
    measured.take(measured.cell("AMP", "2021", "1737394"), measured.cell("1312", "2021", "6"))
    assert results(caller, f"{PEOPLE}/revisions") == []
    assert not any(one["revised"] for one in results(caller, f"{PEOPLE}/observations"))
    # What becomes confidential takes what stood there with it.
    measured.take(measured.cell("1312", "2025-Q1", "4"))
    assert len(results(caller, f"{PEOPLE}/revisions")) == 1
    measured.take(measured.cell("1312", "2025-Q1", None, "suppressed"))
    assert results(caller, f"{PEOPLE}/revisions") == []
    mistake = measured.take(measured.cell("1304", "2025", "999888"))
    undo(mistake, by=cast.coordination)
    assert results(caller, f"{PEOPLE}/revisions") == []


def test_what_it_costs_does_not_grow_with_places_and_periods(caller: Any, measured: Measured) -> None:
    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = caller(None).get(path)
            body(answer)
        assert answer.status_code == 200
        return len(queries)

    few = measured.share.code
    places = Place.objects.municipalities().values_list("pk", flat=True)
    measured.take(
        *(measured.cell(place, str(year), str(year)) for place in places for year in range(2001, 2021))
    )
    for path in (
        "",
        "/revisions",
        "/observations?per_page=200",
        *(f"/observations.{kind}" for kind in FILES),
    ):
        many = cost(f"{PEOPLE}{path}")
        # One more for what is made of parts, one less where nothing was ever revised.
        assert cost(f"indicators/{few}{path}") in (many - 1, many, many + 1), path
        assert many <= 9, path
    before = cost("indicators?topic=prova")
    for n in range(9):
        Indicator.objects.create(
            code=f"prova_{n}", topic=measured.people.topic, name_pt="P", name_en="P", short_pt="P", short_en="P",
            unit_pt="p", unit_en="p", unit_source="p", kind="count", publisher="INE", periodicity="annual",
        )  # fmt: skip
        measured.take(measured.cell("1312", "2021", "5", of=Indicator.objects.get(code=f"prova_{n}")))
    assert cost("indicators?topic=prova") == before


def test_an_answer_is_as_described(caller: Any, measured: Measured) -> None:
    measured.take(measured.cell("1312", "2025", "8"))
    shapes = caller(None).get("openapi.json").json()["components"]["schemas"]
    for path, shape in (
        ("indicators?topic=prova", "IndicatorOut"),
        (f"{PEOPLE}/observations", "ObservationOut"),
        (f"{PEOPLE}/observations.json", "ObservationOut"),
        (f"{PEOPLE}/revisions", "RevisionOut"),
    ):
        item = results(caller, path)[0]
        assert set(item) == set(shapes[shape]["properties"]) == set(shapes[shape]["required"]), path
    assert set(caller(None).get(PEOPLE).json()) == set(shapes["IndicatorDetail"]["properties"])
