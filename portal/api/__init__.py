"""The API, assembled from the rooms: every call at one address, in one language of errors."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, re_path, reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import activate, get_language_from_request
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from portal.api import bookings, catalogue, demand, governing, indicators, plans, problems, reference
from portal.api.docs import Docs, described
from portal.api.who import Anyone

View = Callable[..., Any]


class ConcertaAPI(NinjaAPI):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._documents: dict[str, OpenAPISchema] = {}

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        """Every address of the API enters by the same door, an unknown one too."""
        found = [one for one in super()._get_urls() if isinstance(one, URLPattern) and one.name != "api-root"]
        known = [path(f"{one.pattern}", _door(one.callback), name=one.name) for one in found]
        return [
            *known,
            path("", _to_docs, name="api-root"),
            re_path(r"", _door(_unknown), name="unknown"),
        ]

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The same in every language and for everybody: made once a process for each address it may stand under."""
        root = kwargs.get("path_prefix") or self.get_root_path(kwargs.get("path_params") or {})
        if root not in self._documents:
            self._documents[root] = described(super().get_openapi_schema(path_prefix=root))
        return self._documents[root]


def _door(view: View) -> View:
    """The language asked for, HEAD as GET, every error told alike, nothing of a member's kept by caches."""

    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        activate(get_language_from_request(request))
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = problems.missing()
        finally:
            if head:
                request.method = "HEAD"
        if response.status_code == 405:
            response = problems.not_allowed(response.headers.get("Allow", ""))
        patch_vary_headers(response, ("Authorization", "Accept-Language"))
        if "Authorization" in request.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return enter


def _unknown(request: HttpRequest) -> HttpResponse:
    raise Http404


_unknown.csrf_exempt = True  # type: ignore[attr-defined]


def _to_docs(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("api:openapi-view"))


api = ConcertaAPI(
    title="Concerta",
    version="1.0.0",
    description=(
        "What the network shares, who asks for it and what became of it. Days are local dates (Europe/Lisbon);"
        " `end` is the first day not used. Send `Accept-Language: pt` or `en`."
    ),
    urls_namespace="api",
    auth=Anyone(),
    parser=problems.JSONBody(),
    docs=Docs(),
)
problems.install(api)
for room in (reference, indicators, governing, plans, catalogue, demand, bookings):
    api.add_router("", room.router)
