"""What machines and people read about the API: the OpenAPI document, and its page with files of our own only."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.docs import Swagger
from ninja.openapi.schema import OpenAPISchema

from portal.api.once import HEADER
from portal.api.problems import Problem


class Docs(Swagger):
    # No validator badge: it would ask another host.
    default_settings = Swagger.default_settings | {"validatorUrl": None, "defaultModelsExpandDepth": 0}

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        return super().render_page(request, api, **kwargs)


def described(schema: OpenAPISchema) -> OpenAPISchema:
    """Adds to every call what all have in common: how errors look, who may call, the key for repeating safely."""
    schemas = schema["components"].setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    error = {
        "description": "Something is wrong: a word for systems, a sentence for people.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
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
