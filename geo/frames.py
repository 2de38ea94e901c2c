"""Map frames: maps without points, drawn ahead by `build_maps` and stored, so that a web process only prints
them. folium draws them and is imported only while drawing: it costs half a second and much memory.
"""

import hashlib
import json
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from geo.geojson import municipalities_geojson
from geo.models import MapFrame
from geo.shapes import Geometry, wound

# Below this area a name does not fit on its own land at the zoom that shows the whole region.
SMALL_KM2 = 30


# Official outlines are finer than a page can carry: drawn to about so many degrees (30 metres).
FINEST = 0.0003

# Name and proportions (width / height): the region is taller than wide, a single place stands beside text.
FRAMES = {"catalogo": "3 / 4", "recurso": "4 / 3", "monitor": "3 / 4"}


def build_frames(*, force: bool = False) -> list[MapFrame]:
    """Draw every frame whose outlines, words or code have changed since it was stored; answer those drawn."""
    drawn = []
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            outlines = municipalities_geojson()
            if not outlines["features"]:
                return []
            for name in FRAMES:
                plan = _plan(name, outlines)
                version = _version(plan)
                if force or not MapFrame.objects.filter(name=name, language=code, version=version).exists():
                    drawn.append(_store(name, code, version, plan))
    return drawn


def _plan(name: str, outlines: dict[str, Any]) -> dict[str, Any]:
    """Everything a drawing depends on, ready to be hashed."""
    boxes = [feature["bbox"] for feature in outlines["features"]]
    return {
        "name": name,
        "aspect": FRAMES[name],
        "bounds": [
            [min(box[1] for box in boxes), min(box[0] for box in boxes)],
            [max(box[3] for box in boxes), max(box[2] for box in boxes)],
        ],
        "outlines": {
            "type": "FeatureCollection",
            "features": [_land(feature) for feature in _drawable(outlines["features"])],
        },
        "label": _("Mapa dos 17 municípios da Área Metropolitana do Porto"),
        "zoom_in": _("Aproximar"),
        "zoom_out": _("Afastar"),
        "caption": _caption(outlines["features"][0]["properties"]),
    }


def _drawable(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Neighbours are simplified together, so that no gap opens between them. The schematic outline stays as it is."""
    if any(feature["properties"]["schematic"] for feature in features):
        return features
    # Only who draws official outlines pays for the library.
    import shapely
    from shapely.geometry import mapping, shape

    shapes = shapely.coverage_simplify([shape(feature["geometry"]) for feature in features], FINEST)
    return [
        feature | {"geometry": wound(_plain(mapping(shapely.transform(one, _to_a_metre))))}
        for feature, one in zip(features, shapes, strict=True)
    ]


def _to_a_metre(coordinates: Any) -> Any:
    return coordinates.round(5)


def _plain(geometry: Any) -> Geometry:
    """Lists, as JSON has them."""
    return dict(json.loads(json.dumps(geometry)))


def _land(feature: dict[str, Any]) -> dict[str, Any]:
    """Only what the drawing needs of a feature: it is printed into the page."""
    known = feature["properties"]
    return {
        "type": "Feature",
        "id": feature["id"],
        "geometry": feature["geometry"],
        "properties": {
            "dico": known["dico"],
            "name": known["name"],
            "short_name": known["short_name"],
            "small": known["area_km2"] < SMALL_KM2,
        },
    }


def _caption(known: dict[str, Any]) -> str:
    if known["schematic"]:
        return _("Contorno esquemático. %(source)s.") % {"source": known["source"]}
    return _("Contornos: %(source)s. Licença: %(licence)s.") % {
        "source": known["source"].rstrip("."),
        "licence": known["licence"].rstrip("."),
    }


def _version(plan: dict[str, Any]) -> str:
    here = Path(__file__).parent
    digest = hashlib.sha256(json.dumps(plan, sort_keys=True).encode())
    for source in ("frames.py", "drawing.py"):
        digest.update((here / source).read_bytes())
    digest.update(installed("folium").encode())
    return digest.hexdigest()


def _store(name: str, language: str, version: str, plan: dict[str, Any]) -> MapFrame:
    from geo.drawing import draw

    values = {"version": version, "caption": plan["caption"], **draw(plan)._asdict()}
    with transaction.atomic():
        frame, _created = MapFrame.objects.update_or_create(name=name, language=language, defaults=values)
    return frame
