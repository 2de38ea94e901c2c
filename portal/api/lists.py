"""Lists: a page at a time, with the addresses of the pages before and after."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from pydantic import BaseModel, Field

PER_PAGE = 50
MOST_PER_PAGE = 200
LAST_PAGE = 100_000


class Paging(BaseModel):
    page: int = Field(default=1, ge=1, le=LAST_PAGE)
    per_page: int = Field(default=PER_PAGE, ge=1, le=MOST_PER_PAGE)


class Page[Item](BaseModel):
    count: int
    next: str | None
    previous: str | None
    results: list[Item]


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], paging: Paging, show: Callable[[Any], Any]
) -> dict[str, Any]:
    """One page of the rows, each shown. Past the end it is empty."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    first = (paging.page - 1) * paging.per_page
    return {
        "count": count,
        **addresses(request, count, paging.page, paging.per_page),
        "results": [show(row) for row in rows[first : first + paging.per_page]],
    }


def addresses(request: HttpRequest, count: int, page: int, per_page: int) -> dict[str, str | None]:
    """Absolute, with the rest of the query as it was asked."""
    last = max(1, -(-count // per_page))
    return {
        "next": _address(request, page + 1) if page < last else None,
        "previous": _address(request, min(page - 1, last)) if page > 1 else None,
    }


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
