"""The municipalities as GeoJSON (RFC 7946), for the API and for drawing."""

from typing import Any

from geo.models import Boundary, Municipality
from geo.reference import LICENCE, SOURCE, SOURCE_EN, schematic_outlines


def municipalities_geojson(*, schematic: bool = False) -> dict[str, Any]:
    """All municipalities in reading order, texts in the active language. The stored outlines, or with
    `schematic` the small built-in ones even when official ones have been imported."""
    builtin = schematic_outlines() if schematic else {}
    features = []
    for municipality in Municipality.objects.with_boundary():
        boundary = getattr(municipality, "boundary", None)
        if municipality.dico in builtin:
            boundary = Boundary(schematic=True, source=SOURCE, source_en=SOURCE_EN, licence=LICENCE)
            boundary.set_geometry(builtin[municipality.dico])
        if boundary is not None:
            features.append(_feature(municipality, boundary))
    return {"type": "FeatureCollection", "features": features}


def _feature(municipality: Municipality, boundary: Boundary) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": municipality.dico,
        "bbox": [boundary.west, boundary.south, boundary.east, boundary.north],
        "geometry": boundary.geometry,
        "properties": {
            "dico": municipality.dico,
            "name": municipality.name,
            "short_name": municipality.short_name,
            "district": municipality.district,
            "area_km2": float(municipality.area_km2),
            "population": municipality.population,
            "population_series": municipality.population_series_label,
            "centroid": {"lat": round(boundary.centroid_lat, 5), "lon": round(boundary.centroid_lon, 5)},
            "schematic": boundary.schematic,
            "source": boundary.source_label,
            "licence": boundary.licence_label,
        },
    }
