"""The 17 municipalities of the Área Metropolitana do Porto and their schematic outline.

Areas: sum 2 041.31 km². Population: 2011 definitive (sum 1 759 524), 2021 preliminary (INE, 28 July 2021; sum
1 737 395); the definitive 2021 figures differ slightly, hence the named series. Seats: GeoNames, CC BY 4.0.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from geo.shapes import Geometry, measure, wound
from geo.sorting import sort_key

SERIES = "Censos 2021, resultados preliminares (INE)"
SERIES_EN = "2021 Census, preliminary results (INE)"

SOURCE = "Generalizado a partir da CAOP, Direção-Geral do Território"
SOURCE_EN = "Generalised from the CAOP, Direção-Geral do Território"
LICENCE = "CC BY 3.0 (equivalente)"

# dico, name, short name, district, seat latitude and longitude, GeoNames id, km², population 2011 and 2021
FIGURES = (
    ("0104", "Arouca", "Arouca", "Aveiro", 40.93057, -8.24488, 2742700, "329.11", 22359, 21154),
    ("0107", "Espinho", "Espinho", "Aveiro", 41.00763, -8.64125, 2739868, "21.06", 31786, 31027),
    (
        "0109",
        "Santa Maria da Feira",
        "Feira",
        "Aveiro",
        40.92535,
        -8.54277,
        2739723,
        "215.88",
        139312,
        136720,
    ),
    (
        "0113",
        "Oliveira de Azeméis",
        "O. Azeméis",
        "Aveiro",
        40.84101,
        -8.47555,
        2737046,
        "161.10",
        68611,
        66212,
    ),
    (
        "0116",
        "São João da Madeira",
        "S. J. Madeira",
        "Aveiro",
        40.90070,
        -8.49020,
        2734484,
        "7.94",
        21713,
        22162,
    ),
    ("0119", "Vale de Cambra", "V. Cambra", "Aveiro", 40.84970, -8.39389, 2733153, "147.33", 22864, 21279),
    ("1304", "Gondomar", "Gondomar", "Porto", 41.14454, -8.53223, 2738925, "131.86", 168027, 164255),
    ("1306", "Maia", "Maia", "Porto", 41.23574, -8.61990, 2738014, "82.99", 135306, 134959),
    ("1308", "Matosinhos", "Matosinhos", "Porto", 41.18207, -8.68908, 2737824, "62.42", 175478, 172669),
    ("1310", "Paredes", "Paredes", "Porto", 41.20485, -8.33147, 2736657, "156.76", 86854, 84414),
    ("1312", "Porto", "Porto", "Porto", 41.14850, -8.61097, 2735943, "41.42", 237591, 231962),
    ("1313", "Póvoa de Varzim", "Póvoa", "Porto", 41.38344, -8.76364, 2735787, "82.21", 63408, 64320),
    ("1314", "Santo Tirso", "Santo Tirso", "Porto", 41.34257, -8.47746, 2734570, "136.60", 71530, 67785),
    ("1315", "Valongo", "Valongo", "Porto", 41.18883, -8.49857, 2732978, "75.12", 93858, 94795),
    ("1316", "Vila do Conde", "Vila do Conde", "Porto", 41.35326, -8.74516, 2732649, "149.03", 79533, 80921),
    ("1317", "Vila Nova de Gaia", "Gaia", "Porto", 41.12401, -8.61241, 2732544, "168.46", 302295, 304149),
    ("1318", "Trofa", "Trofa", "Porto", 41.33729, -8.55960, 2733352, "72.02", 38999, 38612),
)


def municipality_rows() -> list[dict[str, Any]]:
    """One dictionary of column values per municipality."""
    return [
        {
            "dico": dico,
            "name": name,
            "short_name": short,
            "sort_key": sort_key(name),
            "district": district,
            "seat_lat": lat,
            "seat_lon": lon,
            "geonames_id": geonames,
            "area_km2": Decimal(area),
            "population_2011": before,
            "population": now,
            "population_series": SERIES,
            "population_series_en": SERIES_EN,
        }
        for dico, name, short, district, lat, lon, geonames, area, before, now in FIGURES
    ]


def schematic_outlines() -> dict[str, Geometry]:
    """DICO to GeoJSON polygon: the half-kilometre outline, a coverage without gaps or overlaps."""
    rings = json.loads((Path(__file__).parent / "outline.json").read_text(encoding="utf-8"))["rings"]
    return {dico: wound({"type": "Polygon", "coordinates": [ring]}) for dico, ring in rings.items()}


def boundary_rows() -> list[dict[str, Any]]:
    """One dictionary of column values per schematic boundary."""
    return [
        {
            "municipality_id": dico,
            "geometry": geometry,
            "schematic": True,
            "source": SOURCE,
            "source_en": SOURCE_EN,
            "licence": LICENCE,
            **measure(geometry)._asdict(),
        }
        for dico, geometry in schematic_outlines().items()
    ]
