"""What every answer of the portal has in common."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlparse

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.csp import CSP
from django.utils.encoding import uri_to_iri
from django.utils.translation import gettext as _

Handler = Callable[[HttpRequest], HttpResponse]

# The CMS is Wagtail's own interface: it needs inline styles and scripts, for signed-in editors only.
CMS_POLICY = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}


def cms_policy(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/cms/"):
            response._csp_config = CMS_POLICY  # type: ignore[attr-defined]
        elif getattr(request, "is_preview", False):
            # The editing page shows the draft in a frame of its own; else as strict as the page will be.
            response._csp_config = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}  # type: ignore[attr-defined]
        elif getattr(request, "user", None) is not None and request.COOKIES:
            # What a signed-in person sees stays out of shared caches.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def rightful_editors(get_response: Handler) -> Handler:
    """The CMS asks groups; who is in one that no membership gives any more does not get in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/cms/") and request.user.is_authenticated:
            # Only here are the models loaded.
            from portal import editors

            if not editors.may_enter(request.user):
                raise PermissionDenied
        return get_response(request)

    return middleware


def bad_input(get_response: Handler) -> Handler:
    """A NUL byte in an address or a form reaches PostgreSQL as an error: it is bad input, and gets a plain 400."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            if request.path_info.startswith("/api/"):
                return HttpResponseBadRequest(
                    '{"code": "invalid", "detail": "O endereço tem caracteres que não existem."}',
                    content_type="application/json",
                )
            return render(
                request, "400.html", {"sentence": _("O endereço tem caracteres que não existem.")}, status=400
            )
        return get_response(request)

    return middleware


def redirects(get_response: Handler) -> Handler:
    """What the CMS redirects, where nothing else answers. Most addresses that do not exist lead nowhere: one small
    query says so, and only where there is a redirect is the site looked for."""
    # Only here are the models loaded.
    from wagtail.contrib.redirects.middleware import RedirectMiddleware
    from wagtail.contrib.redirects.models import Redirect

    wagtail = RedirectMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404:
            return response
        path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        ways = {path, urlparse(path).path}
        ways |= {uri_to_iri(way) for way in ways}
        known = [way for way in ways if "\0" not in way]
        if not Redirect.objects.filter(old_path__in=known).exists():
            return response
        answer: HttpResponse = wagtail.process_response(request, response)
        return answer

    return middleware
