"""Official boundaries from a file: GeoJSON, GeoPackage or Shapefile, in whatever coordinates, matched by code.

Four digits are a municipality (DICO), six a parish (DICOFRE). All of them or nothing: one wrong row stops the import.
geopandas is imported only while reading: it costs a second and much memory.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.distance import haversine_km
from geo.models import Boundary, Municipality, Outline, Parish
from geo.shapes import Geometry, wound

# As the official map, statistics and shared files call them, without case.
CODES = ("dicofre", "dtmnfr", "dtmnfr21", "dico", "dtmn", "dtmn21", "dt_mn", "concelho_dico", "codigo")
NAMES = ("freguesia", "name", "nome", "designacao", "designacao_oficial", "municipio", "concelho")
KINDS = (".geojson", ".json", ".gpkg", ".shp")
# The metric grid of mainland Portugal (ETRS89 / PT-TM06): areas in square metres.
GRID = 3763
# How far an area may be from the known one: generalised files differ by less, a wrong code by far more.
TOLERANCE, TOLERANCE_KM2 = 0.05, 1.0
# And how far outside its outline the seat of a municipality may lie.
SEAT_KM = 1.0
DIGITS = 6
# Before the law of 2025 that split some of them again.
PARISHES_UNTIL_2025 = 173
MOST_SAID = 50


class Refused(Exception):
    """Why nothing was imported, in sentences."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Area(NamedTuple):
    code: str
    name: str
    geometry: Geometry
    km2: float


@dataclass(frozen=True)
class Change:
    """What becomes of one outline. Areas in km²; None where there is none before or after."""

    code: str
    name: str
    before: float | None
    after: float | None
    same: bool = False

    @property
    def state(self) -> str:
        """new, changed, same or gone."""
        if self.after is None:
            return "gone"
        return "new" if self.before is None else "same" if self.same else "changed"


@dataclass(frozen=True)
class Found:
    parishes: bool
    areas: list[Area]
    others: int
    notes: list[str]


Progress = Callable[[Iterable[Any], int], Iterable[Any]]


def _quietly(rows: Iterable[Any], total: int) -> Iterable[Any]:
    return rows


def read(
    file: Path, *, layer: str | None = None, only_known: bool = False, progress: Progress = _quietly
) -> Found:
    """The areas of a file, checked; or `Refused` with everything that is wrong with them. `only_known`: leave out
    what lies in other municipalities (a map of the whole country)."""
    frame = _frame(file, layer)
    column = _column(frame, CODES)
    if column is None:
        raise Refused(
            _("O ficheiro não tem uma coluna com o código DICO ou DICOFRE. Colunas que tem: %(columns)s.")
            % {"columns": ", ".join(str(name) for name in frame.columns if name != frame.geometry.name)}
        )
    codes = [_code(value) for value in frame[column]]
    parishes = _are_parishes(codes, column)
    name_column = _column(frame, NAMES)
    if parishes and name_column is None:
        raise Refused(_("O ficheiro não tem uma coluna com o nome das freguesias."))
    names = [str(name or "").strip() for name in frame[name_column]] if name_column else [""] * len(codes)
    known = {one.dico: one for one in Municipality.objects.all()}
    unknown = sorted({code for code in codes if code[:4] not in known})
    if unknown and not only_known:
        raise Refused(
            ngettext(
                "O código %(codes)s não é da região: nada foi importado.",
                "%(n)s códigos não são da região (%(codes)s): nada foi importado.",
                len(unknown),
            )
            % {"n": len(unknown), "codes": _some(unknown)},
            _("Para deixar de fora o que não é da região, use --only-known."),
        )
    kept = [place for place, code in enumerate(codes) if code[:4] in known]
    _complete(codes, kept, known, parishes)
    metric = frame.geometry.to_crs(GRID)
    wrong: list[str] = []
    areas = []
    for place in progress(kept, len(kept)):
        code, name = codes[place], names[place] or str(known[codes[place][:4]])
        label = f"{code} {name}"
        if sentence := _shape_error(frame.geometry.iloc[place], label):
            wrong.append(sentence)
            continue
        areas.append(
            Area(code, name, _geometry(frame.geometry.iloc[place]), metric.iloc[place].area / 1_000_000)
        )
    if not wrong:
        wrong = list(_implausible(areas, known, parishes))
    if not wrong:
        wrong = list(_overlaps(metric.iloc[kept], areas))
    if wrong:
        raise Refused(*wrong[:MOST_SAID])
    notes = []
    if parishes and len(areas) == PARISHES_UNTIL_2025:
        notes.append(
            _(
                "São %(n)s freguesias: a divisão anterior às desagregações de 2025."
                " Diga na fonte de que edição são."
            )
            % {"n": len(areas)}
        )
    return Found(parishes, areas, len(codes) - len(kept), notes)


def changes(found: Found) -> Iterator[Change]:
    """What the import would do, one by one."""
    stored: dict[str, Outline] = (
        {one.dicofre: one for one in Parish.objects.all()}
        if found.parishes
        else {one.municipality_id: one for one in Boundary.objects.all()}
    )
    for area in found.areas:
        before = stored.pop(area.code, None)
        yield Change(
            area.code,
            area.name,
            _km2(before.geometry) if before else None,
            area.km2,
            same=before is not None and before.geometry == wound(area.geometry),
        )
    for code, gone in stored.items() if found.parishes else ():
        yield Change(code, str(gone), _km2(gone.geometry), None)


@transaction.atomic
def store(
    found: Found, *, source: str, source_en: str, licence: str, progress: Progress = _quietly
) -> list[Change]:
    """Put the areas in place of those there are; parishes that the file no longer has go. Answers what it did."""
    known = {one.dico: one for one in Municipality.objects.select_for_update()}
    done = list(changes(found))
    if found.parishes:
        Parish.objects.exclude(pk__in=[area.code for area in found.areas]).delete()
    for area in progress(found.areas, len(found.areas)):
        outline: Outline
        if found.parishes:
            outline = Parish(dicofre=area.code, name=area.name, municipality=known[area.code[:4]])
        else:
            outline = Boundary(municipality=known[area.code], schematic=False)
        outline.source, outline.source_en, outline.licence = source, source_en, licence
        outline.set_geometry(area.geometry)
        outline.save()
    return done


# --- Reading ------------------------------------------------------------------------------------------------------


def _frame(file: Path, layer: str | None) -> Any:
    """The file as a table with geometries in WGS84."""
    if not file.is_file():
        raise Refused(_("O ficheiro %(file)s não existe.") % {"file": file})
    if file.suffix.lower() not in KINDS:
        raise Refused(
            _("O ficheiro tem de ser GeoJSON, GeoPackage ou Shapefile (%(kinds)s).")
            % {"kinds": ", ".join(KINDS)}
        )
    import geopandas
    import pyogrio

    try:
        layers = [str(name) for name in pyogrio.list_layers(file)[:, 0]]
        if layer is None and len(layers) > 1:
            raise Refused(
                _("O ficheiro tem várias camadas: escolha uma com --layer (%(layers)s).")
                % {"layers": ", ".join(layers)}
            )
        if layer is not None and layer not in layers:
            raise Refused(
                _("O ficheiro não tem a camada «%(layer)s». Tem: %(layers)s.")
                % {"layer": layer, "layers": ", ".join(layers)}
            )
        frame = geopandas.read_file(file, layer=layer or layers[0] if layers else None)
    except Refused:
        raise
    except Exception as error:  # the reader's own errors are of many kinds and say nothing to a reader
        raise Refused(_("O ficheiro não se consegue ler como mapa: está incompleto ou estragado.")) from error
    if not isinstance(frame, geopandas.GeoDataFrame) or frame.empty:
        raise Refused(_("O ficheiro não tem contornos."))
    if frame.crs is None:
        raise Refused(
            _("O ficheiro não diz em que sistema de coordenadas está (falta, por exemplo, o ficheiro .prj).")
        )
    return frame.to_crs(4326)


def _column(frame: Any, wanted: tuple[str, ...]) -> str | None:
    """The column meant, in the order of the list."""
    lower = {str(name).lower(): str(name) for name in frame.columns if name != frame.geometry.name}
    return next((lower[name] for name in wanted if name in lower), None)


def _code(value: Any) -> str:
    """A code as text. Spreadsheets drop the zero in front and add a decimal."""
    text = str(value if value is not None else "").strip().removesuffix(".0")
    if text.isascii() and text.isdigit():
        return text.zfill(4 if len(text) <= 4 else 6)
    return text


def _are_parishes(codes: list[str], column: str) -> bool:
    wrong = sorted({code for code in codes if not (code.isdigit() and len(code) in (4, 6))})
    if wrong:
        raise Refused(
            _("A coluna «%(column)s» tem códigos que não são DICO nem DICOFRE: %(codes)s.")
            % {"column": column, "codes": _some([code or _("(vazio)") for code in wrong])}
        )
    lengths = {len(code) for code in codes}
    if len(lengths) > 1:
        raise Refused(
            _("A coluna «%(column)s» mistura municípios (4 algarismos) e freguesias (6).")
            % {"column": column}
        )
    return lengths == {6}


def _complete(codes: list[str], kept: list[int], known: dict[str, Municipality], parishes: bool) -> None:
    """Every municipality there, none in several pieces."""
    wrong = []
    several = [code for code, n in Counter(codes[place] for place in kept).items() if n > 1]
    if several:
        wrong.append(
            _(
                "Há códigos em mais do que uma linha (%(codes)s): junte primeiro as partes de cada um numa só"
                " linha, com várias partes."
            )
            % {"codes": _some(sorted(several))}
        )
    there = {codes[place][:4] for place in kept}
    missing = [f"{dico} {one}" for dico, one in known.items() if dico not in there]
    if missing:
        said = (
            ngettext("Falta o município %(who)s.", "Faltam os municípios %(who)s.", len(missing))
            if not parishes
            else ngettext(
                "Faltam as freguesias do município %(who)s.",
                "Faltam as freguesias dos municípios %(who)s.",
                len(missing),
            )
        )
        wrong.append(said % {"who": ", ".join(missing)})
    if wrong:
        raise Refused(*wrong, _("Nada foi importado."))


def _some(codes: list[str], most: int = 12) -> str:
    return ", ".join(codes[:most]) + (" …" if len(codes) > most else "")


def _geometry(shape: Any) -> Geometry:
    """As GeoJSON, to a tenth of a metre."""
    import shapely

    return dict(json.loads(shapely.to_geojson(shapely.force_2d(_rounded(shape)))))


def _rounded(shape: Any) -> Any:
    import shapely

    return shapely.set_precision(shape, 10.0**-DIGITS)


# --- Checks ---------------------------------------------------------------------------------------------------------


def _shape_error(shape: Any, label: str) -> str:
    import shapely

    if shape is None or shape.is_empty:
        return _("%(area)s: não tem contorno.") % {"area": label}
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return _("%(area)s: o contorno tem de ser um polígono, e é %(kind)s.") % {
            "area": label,
            "kind": shape.geom_type,
        }
    if not shape.is_valid:
        return _("%(area)s: o contorno está errado (%(reason)s).") % {
            "area": label,
            "reason": shapely.is_valid_reason(shape),
        }
    if _rounded(shape).is_empty:
        return _("%(area)s: o contorno é demasiado pequeno.") % {"area": label}
    return ""


def _implausible(areas: list[Area], known: dict[str, Municipality], parishes: bool) -> Iterator[str]:
    """Areas far from the known ones, seats outside: the sign of a wrong code or of swapped coordinates."""
    from shapely import Point
    from shapely.geometry import shape
    from shapely.ops import nearest_points

    sums: Counter[str] = Counter()
    for area in areas:
        sums[area.code[:4]] += area.km2  # type: ignore[assignment]
    for dico, total in sums.items():
        official = float(known[dico].area_km2)
        if abs(total - official) > max(TOLERANCE * official, TOLERANCE_KM2):
            yield _(
                "%(dico)s %(name)s: a área é de %(km2).2f km² e devia ser perto de %(official).2f km²."
            ) % {
                "dico": dico,
                "name": known[dico],
                "km2": total,
                "official": official,
            }
    if parishes:
        return
    for area in areas:
        town, outline = known[area.code], shape(area.geometry)
        seat = Point(town.seat_lon, town.seat_lat)
        near = nearest_points(outline, seat)[0]
        if haversine_km(town.seat_lat, town.seat_lon, near.y, near.x) > SEAT_KM:
            yield _("%(dico)s %(name)s: a sede do município fica fora deste contorno.") % {
                "dico": area.code,
                "name": town,
            }


def _overlaps(metric: Any, areas: list[Area]) -> Iterator[str]:
    """Neighbours that share land: a place would be in two municipalities."""
    from shapely import STRtree

    shapes = list(metric)
    for one, other in zip(*STRtree(shapes).query(shapes, predicate="overlaps"), strict=True):
        if one < other:
            shared = shapes[one].intersection(shapes[other]).area / 1_000_000
            if shared > 0.01 * min(areas[one].km2, areas[other].km2):
                yield _("%(one)s e %(other)s sobrepõem-se em %(km2).2f km².") % {
                    "one": f"{areas[one].code} {areas[one].name}",
                    "other": f"{areas[other].code} {areas[other].name}",
                    "km2": shared,
                }


def _km2(geometry: Geometry) -> float:
    import geopandas
    from shapely.geometry import shape

    return float(geopandas.GeoSeries([shape(geometry)], crs=4326).to_crs(GRID).area.iloc[0] / 1_000_000)
