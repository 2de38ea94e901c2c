"""Public pages of the monitor: made once for a version of the data, and made anew, beside a static file and a page
with nothing in it from the same server."""

from __future__ import annotations

import http.client
import itertools
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from urllib.parse import urlsplit

from monitor import periods
from monitor.actions import Cell, take
from monitor.models import Import, Indicator, Place
from portal.bench.clock import Differs, Line, compare
from portal.bench.pages import opened

CODE, YEARS = "crimes_total", range(2005, 2025)
STATIC, EMPTY = "/static/css/tokens.css", "/healthz"


def load() -> None:
    """17 municipalities in 20 years: made up, in a database that is only measured."""
    indicator = Indicator.objects.get(code=CODE)
    places = list(Place.objects.municipalities())
    take(
        [
            Cell(
                indicator.pk,
                place.pk,
                periods.parse(str(year))[0],
                Decimal(100 + n * year % 97),
                "final",
                "bench",
            )
            for year in YEARS
            for n, place in enumerate(places)
        ],
        kind=Import.Kind.TABLE,
        name="bench",
        by=None,
    )


def lines(url: str, rounds: int) -> Iterator[Line]:
    load()
    web = http.client.HTTPConnection(urlsplit(url).netloc, timeout=300)
    ask = partial(opened, web, headers={})
    fresh = (f"/monitor/{CODE}/?anew={n}" for n in itertools.count())
    etag = _etag(web, f"/monitor/{CODE}/")
    pages = [
        ("indicator, kept", lambda: ask(f"/monitor/{CODE}/"), STATIC, "floor: a static file"),
        ("indicator, kept", lambda: ask(f"/monitor/{CODE}/"), EMPTY, "floor: an empty page"),
        ("indicator, unchanged (304)", lambda: _unchanged(web, etag), EMPTY, "floor: an empty page"),
        ("indicator, made anew", lambda: ask(next(fresh)), EMPTY, "floor: an empty page"),
        ("portrait, kept", lambda: ask("/monitor/municipio/1312/"), STATIC, "floor: a static file"),
        ("front of the monitor, kept", lambda: ask("/monitor/"), STATIC, "floor: a static file"),
    ]
    for name, ours, floor, note in pages:
        yield compare(
            f"{name}; {note}",
            ours,
            partial(ask, floor),
            rounds=rounds,
            same=lambda one, other: one == other == 200,
            note="17 places x 20 years",
        )
    web.close()


def _etag(web: http.client.HTTPConnection, path: str) -> str:
    web.request("GET", path)
    answer = web.getresponse()
    answer.read()
    return answer.headers["ETag"] or ""


def _unchanged(web: http.client.HTTPConnection, etag: str) -> int:
    """200 stands for "as it should be": nothing was sent again."""
    web.request("GET", f"/monitor/{CODE}/", headers={"If-None-Match": etag})
    answer = web.getresponse()
    if answer.status != 304 or answer.read():
        raise Differs(f"unchanged, but answered {answer.status}")
    return 200
