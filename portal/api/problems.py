"""Every error as `{"code", "detail"}`: a word for systems, a sentence in the language asked for."""

import json
import re
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.responses import NinjaJSONEncoder
from pydantic import BaseModel, ConfigDict, Field

from resources.refusals import Refusal

_FIELD = re.compile(r"[A-Za-z0-9_.-]{1,60}")


class Problem(BaseModel):
    """Some codes bring more: `field` (invalid, personal_data), `pattern` (personal_data), `free` (no_capacity)."""

    model_config = ConfigDict(extra="allow")

    code: str = Field(examples=["not_found"])
    detail: str


class Unsupported(HttpError):
    """The body is not JSON."""

    def __init__(self) -> None:
        super().__init__(415, "")


class JSONBody(Parser):
    """JSON as the standard has it, without NaN and Infinity; another type of content is said, not guessed."""

    def parse_body(self, request: HttpRequest) -> Any:
        if (request.content_type or "application/json") != "application/json":
            raise Unsupported
        return json.loads(request.body, parse_constant=_no_constant)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def answer(content: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(
        json.dumps(content, cls=NinjaJSONEncoder), status=status, content_type="application/json"
    )


def problem(status: int, code: str, sentence: str, **extra: Any) -> HttpResponse:
    response = answer({"code": code, "detail": sentence, **extra}, status)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def refused(refusal: Refusal) -> tuple[int, dict[str, Any]]:
    return refusal.status, {"code": refusal.code, "detail": refusal.sentence, **refusal.extra}


def missing() -> HttpResponse:
    return problem(404, "not_found", _("Não existe ou não está ao seu alcance."))


def not_allowed(allowed: str) -> HttpResponse:
    response = problem(405, "method_not_allowed", _("Este endereço não aceita este método."))
    response.headers["Allow"] = allowed
    return response


def _http_error(error: HttpError) -> HttpResponse:
    # The parser's own errors arrive as the cause of a 400.
    if isinstance(error.__cause__, Unsupported):
        return problem(
            415, "unsupported_media_type", _("O corpo tem de ser JSON (Content-Type: application/json).")
        )
    if isinstance(error, AuthenticationError):
        return problem(401, "unauthorized", _("Falta uma chave válida (Authorization: Bearer)."))
    return problem(400, "malformed", _("O corpo não é JSON válido."))


def field_of(loc: tuple[Any, ...]) -> str:
    """ "items.0.quantity" out of where the validation found it; a name that the caller made up is not repeated."""
    source, *rest = loc
    # A body stands under the name of the function's parameter.
    name = ".".join(str(part) for part in (rest[1:] if source == "body" else rest))
    return name if _FIELD.fullmatch(name) else ""


def _sentence(error: dict[str, Any], field: str) -> str:
    kind, context = error["type"], error.get("ctx", {})
    named = {"field": field, **context}
    if kind == "missing":
        return _("Falta o campo «%(field)s».") % named
    if kind == "extra_forbidden":
        return (
            _("O campo «%(field)s» não existe nesta chamada.") % named
            if field
            else _("Há um campo que não existe.")
        )
    if not field:
        return _("O corpo tem de ser um objeto JSON.")
    if kind == "value_error":
        return f"«{field}»: {context['error']}"
    if kind.startswith("int"):
        return _("«%(field)s»: indique um número inteiro.") % named
    if kind.startswith("float") or kind == "finite_number":
        return _("«%(field)s»: indique um número.") % named
    if kind.startswith("bool"):
        return _("«%(field)s»: indique verdadeiro ou falso (true ou false).") % named
    if kind.startswith("string"):
        return _("«%(field)s»: indique um texto sem caracteres estranhos.") % named
    if kind.startswith("uuid"):
        return _("«%(field)s»: indique um identificador (UUID).") % named
    if kind in ("enum", "literal_error"):
        values = context["expected"].replace(" or ", ", ").replace("'", "")
        return _("«%(field)s»: os valores possíveis são %(values)s.") % {"field": field, "values": values}
    if kind in ("greater_than", "greater_than_equal"):
        return _("«%(field)s»: o valor é demasiado pequeno.") % named
    if kind in ("less_than", "less_than_equal"):
        return _("«%(field)s»: o valor é demasiado grande.") % named
    if kind == "too_long":
        return _("«%(field)s»: no máximo %(max_length)s.") % named
    if kind == "too_short":
        return _("«%(field)s»: pelo menos %(min_length)s.") % named
    if kind == "list_type":
        return _("«%(field)s»: indique uma lista.") % named
    return _("«%(field)s» não está bem preenchido.") % named


def _invalid(error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    field = field_of(first["loc"])
    return problem(422, "invalid", _sentence(first, field), **({"field": field} if field else {}))


def install(api: NinjaAPI) -> None:
    def handle(kind: type[Exception], make: Any) -> None:
        api.add_exception_handler(kind, lambda request, error: make(error))

    def fail(request: HttpRequest, error: Any) -> HttpResponse:
        raise error

    # Ours to repair: never shown, always logged by the framework.
    api.add_exception_handler(Exception, fail)
    handle(Refusal, lambda refusal: problem(refusal.status, refusal.code, refusal.sentence, **refusal.extra))
    handle(ValidationError, _invalid)
    handle(HttpError, _http_error)
    handle(Http404, lambda error: missing())
    handle(
        PermissionDenied,
        lambda error: problem(403, "forbidden", _("O seu papel nesta entidade não o permite.")),
    )
    handle(RequestDataTooBig, lambda error: problem(413, "too_large", _("O corpo é demasiado grande.")))
    handle(UnreadablePostError, lambda error: problem(400, "malformed", _("O corpo chegou incompleto.")))
