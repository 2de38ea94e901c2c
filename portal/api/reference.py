"""Who I am, and what everything else refers to: municipalities, categories, bodies."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from accounts.models import Membership
from geo.geojson import municipalities_geojson
from geo.models import Municipality
from portal.api import problems
from portal.api.inputs import Place
from portal.api.lists import Page, Paging, page_of
from portal.api.who import BearerToken
from resources.models import Category

router = Router()


class Named(BaseModel):
    id: UUID
    name: str


class InMunicipality(BaseModel):
    dico: str
    name: str


class OwnOrganisation(BaseModel):
    id: UUID
    name: str
    municipality: str | None = Field(description="DICO code; null for a metropolitan organisation.")
    roles: list[str]


class Me(BaseModel):
    email: str
    organisations: list[OwnOrganisation] = Field(description="The one the token acts for comes first.")


@router.get("me", auth=BearerToken(), response=Me, tags=["me"])
def me(request: HttpRequest) -> dict[str, Any]:
    """Who the token acts for."""
    member: Membership = request.member  # type: ignore[attr-defined]
    others = (
        Membership.objects.active()
        .filter(user_id=member.user_id)
        .exclude(pk=member.pk)
        .select_related("organisation")
        .order_by("organisation__sort_key")
    )
    return {
        "email": member.user.email,
        "organisations": [
            {
                "id": one.organisation.uuid,
                "name": one.organisation.name,
                "municipality": one.organisation.municipality_id,
                "roles": one.roles,
            }
            for one in (member, *others)
        ],
    }


class MunicipalityOut(BaseModel):
    dico: str = Field(examples=["1312"])
    name: str
    district: str
    area: float = Field(description="km²")
    population: int
    population_series: str = Field(description="Where and when the population was counted.")
    centroid: Place | None


@router.get("municipalities", response=Page[MunicipalityOut], tags=["places"])
def municipalities(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The municipalities of the metropolitan area, in reading order."""

    def show(one: Municipality) -> dict[str, Any]:
        boundary = getattr(one, "boundary", None)
        centroid = boundary and {
            "lat": round(boundary.centroid_lat, 5),
            "lon": round(boundary.centroid_lon, 5),
        }
        return {
            "dico": one.dico,
            "name": one.name,
            "district": one.district,
            "area": float(one.area_km2),
            "population": one.population,
            "population_series": one.population_series_label,
            "centroid": centroid,
        }

    return page_of(request, Municipality.objects.with_boundary(), paging, show)


@router.get(
    "municipalities.geojson",
    tags=["places"],
    openapi_extra={"responses": {200: {"content": {"application/geo+json": {}}}}},
)
def municipalities_as_geojson(request: HttpRequest) -> HttpResponse:
    """The same with their outlines (RFC 7946)."""
    collection = municipalities_geojson()
    for feature in collection["features"]:
        feature["properties"]["area"] = feature["properties"]["area_km2"]
    return geojson(collection)


def geojson(collection: dict[str, Any]) -> HttpResponse:
    response = problems.answer(collection)
    response.headers["Content-Type"] = "application/geo+json"
    return response


class CategoryOut(BaseModel):
    id: UUID
    code: str
    name: str
    mode: str
    unit: str
    iso9999: str | None = Field(description="Class of ISO 9999, for assistive products.")
    carta_social: str | None = Field(description="Code of the Carta Social.")
    fresh_for: timedelta = Field(
        description="After this long without confirmation a capacity counts as unconfirmed."
    )
    opaque: bool = Field(
        description="Its resources are in no list: asked for by category, matched by people."
    )
    children: list["CategoryOut"]


@router.get("categories", response=Page[CategoryOut], tags=["resources"])
def categories(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The tree of categories. Pages count its roots."""
    below: dict[int | None, list[Category]] = {}
    for category in Category.objects.all():
        below.setdefault(category.parent_id, []).append(category)

    def show(one: Category) -> dict[str, Any]:
        return {
            "id": one.uuid,
            "code": one.code,
            "name": one.name,
            "mode": one.mode,
            "unit": one.unit,
            "iso9999": one.iso9999 or None,
            "carta_social": one.carta_social or None,
            "fresh_for": one.fresh_for,
            "opaque": one.opaque,
            "children": [show(child) for child in below.get(one.pk, [])],
        }

    return page_of(request, below.get(None, []), paging, show)
