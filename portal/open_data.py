"""The catalogue of everything that may be taken away: the monitor's data sets and those of the other rooms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from geo.models import Boundary
from monitor.formats import answers, licences
from monitor.formats.about import about
from monitor.formats.answers import XLSX, public_data
from monitor.formats.catalogue import (
    Dataset,
    File,
    Said,
    address,
    both,
    catalogue,
    of_all_figures,
    of_indicator,
)
from monitor.models import Indicator
from resources.models import Source

GEOJSON = "application/geo+json"


def datasets() -> list[Dataset]:
    """What anybody may read, from every room."""
    indicators = Indicator.objects.visible_to(None).with_observations(None).in_reading_order()
    told = list(about(indicators, None).values())
    return [of_all_figures(told), *map(of_indicator, told), _municipalities(), _resources(), _decisions()]


def _municipalities() -> Dataset:
    """Outlines that nobody imported are the built-in schematic ones; each says which it is."""
    return Dataset(
        key="municipios",
        title=Said("Os 17 municípios e os seus contornos", "The 17 municipalities and their outlines"),
        description=Said(
            "Código DICO, nome, área, população com a sua série e contorno, em GeoJSON (RFC 7946).",
            "DICO code, name, area, population with its series, and outline, in GeoJSON (RFC 7946).",
        ),
        page=_page(),
        files=(File("geojson", address("api:municipalities_as_geojson"), "GEOJSON", GEOJSON),),
        licences=licences.different(Boundary.objects.values_list("licence", flat=True).distinct()),
        themes=("SOCI", "REGI"),
        frequency="IRREG",
    )


def _resources() -> Dataset:
    return Dataset(
        key="recursos",
        title=Said("Recursos públicos da rede", "Public resources of the network"),
        description=Said(
            "Equipamentos e serviços públicos, com a disponibilidade e a hora em que foi confirmada. Não é uma lista "
            "completa; recursos reservados e casas de abrigo não estão nela.",
            "Public facilities and services, with availability and the hour it was confirmed. It is not a complete "
            "list; reserved resources and refuges are not in it.",
        ),
        page=both("catalogue"),
        files=(
            File("geojson", address("api:resources_as_geojson"), "GEOJSON", GEOJSON),
            File("csv", address("export", "csv"), "CSV", "text/csv"),
            File("xlsx", address("export", "xlsx"), "XLSX", XLSX),
        ),
        # What entities publish themselves: nobody has said yet.
        licences=licences.different(["", *Source.objects.values_list("licence", flat=True)]),
        frequency="CONT",
    )


def _decisions() -> Dataset:
    return Dataset(
        key="decisoes",
        title=Said("Decisões públicas dos órgãos", "Public decisions of the bodies"),
        description=Said(
            "O que cada órgão deliberou em público, quando, com que texto e com que posições dos 17 municípios.",
            "What each body decided in public, when, in which words and with which positions of the 17 municipalities.",
        ),
        page=both("decisions"),
        files=(
            File("csv", address("decisions_export", "csv"), "CSV", "text/csv"),
            File("xlsx", address("decisions_export", "xlsx"), "XLSX", XLSX),
        ),
        licences=licences.different([]),
        themes=("SOCI", "GOVE"),
        frequency="IRREG",
    )


def _page() -> Said:
    """The page for people that tells the same as the catalogue."""
    return both("wagtail_serve", "dados-abertos/")


@require_safe
@public_data
def open_data_catalogue(request: HttpRequest) -> HttpResponseBase:
    content = catalogue(datasets(), page=_page(), modified=request.data_version.at)  # type: ignore[attr-defined]
    return answers.as_json(content, "application/ld+json")
