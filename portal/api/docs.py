"""What machines and people read about the API: the OpenAPI document, and the same as a page of the portal."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema

from portal.api.inputs import Nothing
from portal.api.once import HEADER
from portal.api.problems import Problem

_PROBLEM = "#/components/schemas/Problem"


def described(schema: OpenAPISchema) -> OpenAPISchema:
    """Adds to every call what all have in common: how errors look, who may call, the key for repeating safely."""
    schema["components"].setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
    error = {
        "description": "Something is wrong: a word for systems, a sentence for people.",
        "content": {"application/json": {"schema": {"$ref": _PROBLEM}}},
    }
    key = {
        "in": "header",
        "name": HEADER,
        "required": False,
        "description": "For 24 hours the same key and body give the first answer again.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    }
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            operation["responses"]["4XX"] = error
            operation.setdefault("security", [{}, {"BearerToken": []}])
            if method == "post":
                operation["parameters"] = [*operation.get("parameters", []), key]
    return schema


# --- The page: drawn from the document alone, without scripts ---


@dataclass(frozen=True)
class Line:
    """A parameter of a call or a field of a shape."""

    name: str
    kind: str
    required: bool
    about: SafeString
    shape: str  # the shape it is or is a list of, to link to


@dataclass(frozen=True)
class Call:
    id: str
    method: str
    path: str
    about: SafeString
    members_only: bool
    parameters: list[Line]
    body: str
    status: str
    answer: str
    media: str


class Docs(DocsBase):
    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        document = api.get_openapi_schema(path_params=kwargs)
        groups: dict[str, list[Call]] = {}
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                groups.setdefault(operation["tags"][0], []).append(_call(path, method, operation))
        shapes = {
            _shape_name(name): _lines(shape)
            for name, shape in sorted(document["components"]["schemas"].items())
            if name != Nothing.__name__
        }
        context = {
            "about": _coded(api.description),
            "groups": groups,
            "shapes": shapes,
            # One address for both languages: which it is, the browser says.
            "alternate_urls": {},
        }
        return render(request, "ninja/docs.html", context)


def _call(path: str, method: str, operation: dict[str, Any]) -> Call:
    status = next(str(code) for code in operation["responses"] if str(code).startswith("2"))
    answers = operation["responses"].get(status) or operation["responses"][int(status)]
    media, content = next(iter(answers.get("content", {"": {}}).items()))
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return Call(
        id=operation["operationId"],
        method=method.upper(),
        path=path.removeprefix("/"),
        about=_coded(operation.get("description", "")),
        members_only={} not in operation["security"],
        parameters=[
            _line(
                one["name"],
                one["schema"] | {"description": one.get("description", "")},
                one.get("required", False),
            )
            for one in operation["parameters"]
            if one["in"] == "query"
        ],
        body=_shape(body).removesuffix(Nothing.__name__),
        status=status,
        answer=_shape(content.get("schema", {})),
        media=media,
    )


def _lines(shape: dict[str, Any]) -> list[Line]:
    if "enum" in shape:
        return [Line(value, "value", False, _coded(""), "") for value in shape["enum"]]
    required = shape.get("required", ())
    return [_line(field, one, field in required) for field, one in shape.get("properties", {}).items()]


def _line(name: str, schema: dict[str, Any], required: bool) -> Line:
    return Line(name, _kind(schema), required, _coded(schema.get("description", "")), _shape(schema))


def _coded(text: str) -> SafeString:
    """What stands between backticks as code."""
    parts = text.split("`")
    return format_html_join(
        "",
        "{}{}{}",
        (
            (mark_safe("<code>" * (n % 2)), part, mark_safe("</code>" * (n % 2)))
            for n, part in enumerate(parts)
        ),
    )


def _shape_name(name: str) -> str:
    """ "Page_ResourceOut_" reads as "Page ResourceOut"."""
    return name.replace("_", " ").strip()


def _shape(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return _shape_name(schema["$ref"].rpartition("/")[2])
    inner = [*schema.get("anyOf", ()), *schema.get("allOf", ()), schema.get("items", {})]
    return next((found for one in inner if one and (found := _shape(one))), "")


def _kind(schema: dict[str, Any]) -> str:
    if shape := "$ref" in schema and _shape(schema):
        return shape
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or "object")
