"""Pages and map data over HTTP, each beside the statements it asks the database, alone."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client

from portal.bench.clock import Differs, Line, compare
from portal.bench.region import Region
from resources import days

Statement = tuple[str, Any]


def lines(region: Region, url: str, rounds: int) -> Iterator[Line]:
    first = days.today()
    period = urlencode({"start": first, "end": first + timedelta(days=14), "quantity": 2})
    pages = [
        ("catalogue, visitor", "/recursos/", False),
        ("catalogue, member, 14 days for 2", f"/recursos/?{period}", True),
        ("workspace", "/trabalho/", True),
        ("map data, member, 14 days for 2", f"/api/v1/resources.geojson?{period}", True),
    ]
    client = Client(SERVER_NAME=urlsplit(url).hostname or "127.0.0.1")
    client.force_login(region.searcher.user)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    visitor = Client(SERVER_NAME=urlsplit(url).hostname or "127.0.0.1")
    web = http.client.HTTPConnection(urlsplit(url).netloc, timeout=300)
    for name, path, signed_in in pages:
        asked = _statements(client if signed_in else visitor, path)
        yield compare(
            name,
            partial(opened, web, path, {"Cookie": cookie} if signed_in else {}),
            partial(_replay, asked),
            rounds=rounds,
            same=lambda status, _rows: status == 200,
            note=f"{len(asked)} statements; floor: they alone",
        )
    web.close()


def opened(web: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> int:
    web.request("GET", path, headers=headers)
    answer = web.getresponse()
    answer.read()
    return answer.status


def _statements(client: Client, path: str) -> list[Statement]:
    """What the page asks once it is warm."""
    seen: list[Statement] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    client.get(path)
    with connection.execute_wrapper(watch):
        status = client.get(path).status_code
    if status != 200:
        raise Differs(f"{path} answers {status}")
    return [one for one in seen if one[0].lstrip().upper().startswith(("SELECT", "WITH"))]


def _replay(statements: list[Statement]) -> int:
    rows = 0
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            rows += len(cursor.fetchall())
    return rows
