"""Where things stand on the schematic outline of the 17 municipalities (viewBox -38 0 566 712). Drawing only."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

# The north-western corner of the drawing, and its units for a degree of longitude and of latitude.
WEST, NORTH = -8.79, 41.47
WIDTH, HEIGHT = 753.6, 1000


class Outline(NamedTuple):
    name: str
    pin: tuple[int, int]
    portrait: str  # the viewBox of the silhouette
    label: tuple[tuple[int, int, str], ...]
    side: bool = False  # the label stands in the sea, left of the coast
    minor: bool = False  # the label goes on small screens


OUTLINES: dict[str, Outline] = {
    "0104": Outline("Arouca", (443, 553), "268 410 260 260", ((405, 541, "Arouca"),)),
    "0107": Outline("Espinho", (122, 478), "94 445 60 60", ((92, 475, "Espinho"),), side=True),
    "0109": Outline(
        "Santa Maria da Feira",
        (197, 509),
        "126 415 185 185",
        ((210, 495, "Santa Maria"), (210, 511, "da Feira")),
    ),
    "0113": Outline(
        "Oliveira de Azeméis",
        (234, 634),
        "156 535 175 175",
        ((228, 644, "Oliveira"), (228, 660, "de Azeméis")),
        minor=True,
    ),
    "0116": Outline(
        "São João da Madeira",
        (225, 576),
        "207 555 35 35",
        ((225, 577, "S. J. Madeira"),),
        minor=True,
    ),
    "0119": Outline(
        "Vale de Cambra",
        (329, 627),
        "271 562 147 147",
        ((343, 629, "Vale de"), (343, 645, "Cambra")),
        minor=True,
    ),
    "1304": Outline("Gondomar", (213, 350), "131 265 205 205", ((205, 338, "Gondomar"),), minor=True),
    "1306": Outline("Maia", (146, 226), "75 167 132 132", ((142, 228, "Maia"),)),
    "1308": Outline("Matosinhos", (89, 257), "44 195 105 105", ((35, 257, "Matosinhos"),), side=True),
    "1310": Outline("Paredes", (318, 252), "212 210 190 190", ((318, 252, "Paredes"),)),
    "1312": Outline("Porto", (122, 309), "75 257 102 102", ((128, 309, "Porto"),)),
    "1313": Outline(
        "Póvoa de Varzim",
        (29, 54),
        "0 -25 151 151",
        ((-10, 41, "Póvoa"), (-10, 61, "de Varzim")),
        side=True,
    ),
    "1314": Outline(
        "Santo Tirso",
        (250, 139),
        "203 80 154 154",
        ((236, 150, "Santo"), (236, 166, "Tirso")),
        minor=True,
    ),
    "1315": Outline("Valongo", (218, 247), "152 200 130 130", ((218, 247, "Valongo"),), minor=True),
    "1316": Outline(
        "Vila do Conde",
        (81, 132),
        "-8 45 170 170",
        ((81, 124, "Vila do"), (81, 140, "Conde")),
    ),
    "1317": Outline(
        "Vila Nova de Gaia",
        (149, 391),
        "90 307 166 166",
        ((157, 387, "Vila Nova"), (157, 403, "de Gaia")),
    ),
    "1318": Outline("Trofa", (168, 159), "117 119 98 98", ((168, 159, "Trofa"),), minor=True),
}


@cache
def paths() -> dict[str, str]:
    """DICO to the path of its outline: the same as in the sprite of a page, for drawings that leave the page."""
    rings = json.loads((Path(__file__).parent / "outline.json").read_text(encoding="utf-8"))["rings"]
    return {
        dico: "M"
        + "L".join(f"{WIDTH * (lon - WEST):.0f} {HEIGHT * (NORTH - lat):.0f}" for lon, lat in ring[:-1])
        + "Z"
        for dico, ring in rings.items()
    }
