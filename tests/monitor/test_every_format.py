"""What is kept back stays so in every format, filter, period and page: somebody reads them all and then calculates."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from monitor import periods
from monitor.actions import Cell, take
from monitor.models import AMP, Import, Indicator, Place
from resources.publishing.publishing import BEDS, NO_BED, NONE, figures_of_quarter
from tests.monitor.attacking import attack
from tests.monitor.test_suppression import quarter_of, what_follows

pytestmark = pytest.mark.django_db

QUARTERS = ("2026-Q1", "2026-Q2")


@pytest.fixture
def published(db):
    """Two quarters of the portal's own series, as they are published: {period: what was true}."""
    codes = [place.pk for place in Place.objects.municipalities()]
    ids = dict(Indicator.objects.filter(own=True).values_list("code", "pk"))
    true = {}
    for n, period in enumerate(QUARTERS):
        chance = random.Random(n)
        rows = {code: tuple(chance.choice((0, 2, 4, 5, 9, 14)) for _k in range(3)) for code in codes}
        true[period] = quarter_of(rows, chance)
        told = figures_of_quarter(true[period], codes)
        cells = [
            Cell(
                ids[code],
                place,
                periods.parse(period)[0],
                value,
                "final" if value is not None else "suppressed",
                "Concerta, prova",
            )
            for (code, place), value in told.items()
        ]
        take(cells, kind=Import.Kind.OWN, name="prova", by=None)
    return true


def number(text):
    return Decimal(str(text)) if str(text) not in ("", "None") else None


def from_json(client, code):
    found = client.get(f"/api/v1/indicators/{code}/observations.json").json()
    rows = found["results"] if isinstance(found, dict) else found
    return {
        (one["place"]["dico"] or one["place"]["code"], one["period"]): number(one["value"]) for one in rows
    }


def from_csv(client, code):
    answer = client.get(f"/api/v1/indicators/{code}/observations.csv")
    text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8-sig")
    return {(one["dico"], one["period"]): number(one["value"]) for one in csv.DictReader(io.StringIO(text))}


def from_xlsx(client, code):
    answer = client.get(f"/api/v1/indicators/{code}/observations.xlsx")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head, *rows = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    lines = [dict(zip(head, row, strict=True)) for row in rows]
    return {(one["dico"], one["period"]): number(one["value"]) for one in lines}


def from_jsonstat(client, code):
    answer = client.get(f"/api/v1/indicators/{code}/observations.jsonstat")
    cube = json.loads(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    axes = {}
    for name in cube["id"]:
        index = cube["dimension"][name]["category"]["index"]
        axes[name] = index if isinstance(index, list) else sorted(index, key=index.get)
    [geo], [time] = cube["role"]["geo"], cube["role"]["time"]
    found = {}
    for at, value in enumerate(cube["value"]):
        place, rest = {}, at
        for name in reversed(cube["id"]):
            rest, n = divmod(rest, len(axes[name]))
            place[name] = axes[name][n]
        found[place[geo], place[time]] = number(value)
    return found


def from_filters(client, code):
    """A place and a period at a time, as somebody asks who hopes that a small answer is less careful."""
    found = {}
    for period in QUARTERS:
        for place in (*Place.objects.municipalities().values_list("pk", flat=True), AMP):
            query = {"municipality": place, "period": period}
            for one in client.get(f"/api/v1/indicators/{code}/observations", query).json()["results"]:
                found[place, one["period"]] = number(one["value"])
    return found


def from_page(client, code):
    """The figures of the table on the page, and its row for the area."""
    html = client.get(f"/monitor/{code}/").content.decode()
    found = {}
    for head, row in re.findall(r'<tr[^>]*><th scope="row">(.*?)</th>(.*?)</tr>', html, re.S):
        place = re.search(r"/municipio/(\d{4})/", head)
        whole = "17" in head
        if not place and not whole:
            continue
        cells = [re.sub(r"<.*?>", "", cell).strip() for cell in re.findall(r"<td.*?>(.*?)</td>", row, re.S)]
        for period, cell in zip(QUARTERS, cells, strict=False):
            found[place[1] if place else AMP, period] = Decimal(cell) if cell.isdigit() else None
    return found


READERS = [from_json, from_csv, from_xlsx, from_jsonstat, from_filters, from_page]


def test_whoever_reads_every_format_and_calculates_finds_nothing_that_was_kept_back(client, published):
    seen: dict[tuple[str, str, str], Decimal] = {}
    codes = Indicator.objects.filter(own=True, audience="public").values_list("code", flat=True)
    for code in [code for code in codes if code in (BEDS, NO_BED, NONE) or code.startswith(f"{NONE}_")]:
        for read in READERS:
            told = read(client, code)
            assert told, (read, code)
            for (place, period), value in told.items():
                if value is not None:
                    assert seen.setdefault((code, place, period), value) == value, (read, code, place)
    for period, quarter in published.items():
        table, sums = what_follows(quarter)
        said = {
            key: (key[0], key[1], period)
            for key, count in table.items()
            if count.published and isinstance(key, tuple)
        }
        kept = {key for key, at in said.items() if at not in seen}
        assert kept and kept != set(said), "some cells are kept back, some are told"
        assert all(seen[at] == table[key].value for key, at in said.items() if key not in kept)
        assert attack(table, sums, kept) == set()


def test_the_attacker_wins_as_soon_as_only_the_smallest_cell_is_kept_back(published):
    """The control: beside a total that is told, the same reader finds it."""
    quarter = published[QUARTERS[0]]
    table, sums = what_follows(quarter)
    [alone, *_rest] = sorted(
        (key for key, count in table.items() if count.published and count.sensitive and key[1] != AMP),
        key=repr,
    )
    assert alone in attack(table, sums, {alone})


def test_earlier_values_and_the_whole_store_tell_nothing_more(client, published):
    answer = client.get("/dados-abertos/indicadores.csv")
    text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8-sig")
    whole = {
        (one["indicator_code"], one["dico"], one["period"]): number(one["value"])
        for one in csv.DictReader(io.StringIO(text))
    }
    for code in (BEDS, NO_BED, NONE):
        told = from_json(client, code)
        assert {key: value for key, value in whole.items() if key[0] == code} == {
            (code, *key): value for key, value in told.items()
        }
        assert client.get(f"/api/v1/indicators/{code}/revisions").json()["results"] == []
