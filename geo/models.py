"""Where things are: the 17 municipalities, their outlines and the map frames drawn from them."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from geo.shapes import Geometry, measure, wound
from geo.sorting import sort_key
from search.searchable import Indexed, SearchableQuerySetMixin

# Most names take no article in Portuguese; these do, and it joins the preposition before it.
_ARTICLES = {"Maia": "da", "Porto": "do", "Póvoa de Varzim": "da", "Trofa": "da"}


def in_english() -> bool:
    return (get_language() or "").startswith("en")


class MunicipalityQuerySet(SearchableQuerySetMixin, models.QuerySet["Municipality"]):
    def find(self, text: str) -> "Municipality | None":
        """The municipality somebody means by "1317", "Vila Nova de Gaia", "vila nova de gaia" or "Gaia"."""
        wanted = sort_key(text)
        return next((m for m in self if wanted in {m.dico, m.sort_key, sort_key(m.short_name)}), None)

    def with_boundary(self) -> Self:
        return self.select_related("boundary")

    def totals(self) -> dict[str, object]:
        """Sums over these municipalities: `area_km2`, `population`, `population_2011`."""
        return self.aggregate(
            area_km2=Sum("area_km2"), population=Sum("population"), population_2011=Sum("population_2011")
        )


class Municipality(Indexed, models.Model):
    """A municipality of the metropolitan area. Its key is the DICO code, as in every official table."""

    dico = models.CharField("DICO", max_length=4, primary_key=True)
    name = models.CharField(_("nome"), max_length=60, unique=True)
    short_name = models.CharField(_("nome curto"), max_length=20, help_text=_("Para espaços apertados."))
    sort_key = models.CharField(max_length=60, unique=True, editable=False)
    district = models.CharField(_("distrito"), max_length=30)
    seat_lat = models.FloatField(_("latitude da sede"))
    seat_lon = models.FloatField(_("longitude da sede"))
    area_km2 = models.DecimalField(_("área (km²)"), max_digits=8, decimal_places=2)
    population = models.PositiveIntegerField(_("população"))
    population_series = models.CharField(_("série da população"), max_length=120)
    population_series_en = models.CharField(_("série da população, em inglês"), max_length=120)
    population_2011 = models.PositiveIntegerField(_("população em 2011"))
    geonames_id = models.PositiveIntegerField("GeoNames", unique=True)

    objects = MunicipalityQuerySet.as_manager()

    search_fields = (
        index.SearchField("name", boost=5),
        index.SearchField("short_name", boost=4),
        index.SearchField("dico", boost=4),
        index.SearchField("searchable_word", boost=2),
        index.SearchField("district"),
        index.AutocompleteField("name"),
        index.AutocompleteField("short_name"),
        index.FilterField("dico"),
        index.FilterField("district"),
    )

    class Meta:
        verbose_name = _("município")
        verbose_name_plural = _("municípios")
        ordering = ("sort_key",)
        constraints = (
            models.CheckConstraint(
                condition=Q(dico__regex=r"^[0-9]{4}$"), name="municipality_dico_has_four_digits"
            ),
            # Per-head and per-km² figures divide by these.
            models.CheckConstraint(
                condition=Q(population__gt=0, population_2011__gt=0, area_km2__gt=0),
                name="municipality_has_people_and_land",
            ),
        )

    def searchable_word(self) -> str:
        """What it is, as people write it before its name."""
        return "município concelho municipality"

    def __str__(self) -> str:
        return self.name

    @property
    def of_name(self) -> str:
        """ "do Porto", "da Maia", "de Gondomar", for the middle of a sentence; in English the bare name."""
        return self.name if in_english() else f"{_ARTICLES.get(self.name, 'de')} {self.name}"

    @property
    def population_series_label(self) -> str:
        """The series the population comes from, in the language of the reader."""
        return self.population_series_en if in_english() else self.population_series


class BoundaryQuerySet(models.QuerySet):
    def around(self, lat: float, lon: float) -> Self:
        """Those whose extent reaches the point: the few worth an exact look."""
        return self.filter(south__lte=lat, north__gte=lat, west__lte=lon, east__gte=lon)


class Outline(models.Model):
    """An area with its centre and extent, its source and licence."""

    geometry = models.JSONField(_("contorno"), help_text=_("GeoJSON, longitude e latitude, WGS84."))
    source = models.CharField(_("fonte"), max_length=200)
    source_en = models.CharField(_("fonte, em inglês"), max_length=200, blank=True)
    licence = models.CharField(_("licença"), max_length=120)
    centroid_lat = models.FloatField(editable=False)
    centroid_lon = models.FloatField(editable=False)
    south = models.FloatField(editable=False)
    west = models.FloatField(editable=False)
    north = models.FloatField(editable=False)
    east = models.FloatField(editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def set_geometry(self, geometry: Geometry) -> None:
        """Take another outline, with its centre and extent. Does not save."""
        self.geometry = wound(geometry)
        for field, value in measure(self.geometry)._asdict().items():
            setattr(self, field, value)

    @property
    def source_label(self) -> str:
        return (in_english() and self.source_en) or self.source

    @property
    def licence_label(self) -> str:
        return self.licence or gettext("não indicada")


class Boundary(Outline):
    """The outline of a municipality, schematic until the official one is imported."""

    municipality = models.OneToOneField(
        Municipality, models.CASCADE, primary_key=True, related_name="boundary"
    )
    schematic = models.BooleanField(_("esquemático"), default=False)

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("contorno")
        verbose_name_plural = _("contornos")
        ordering = ("municipality__sort_key",)

    def __str__(self) -> str:
        return f"{self.municipality}"


class Parish(Outline):
    """A parish (freguesia) as of the edition its source names: several were split again in 2025. Its key is the
    DICOFRE code, the first four digits being the municipality's."""

    dicofre = models.CharField("DICOFRE", max_length=6, primary_key=True)
    name = models.CharField(_("nome"), max_length=120)
    sort_key = models.CharField(max_length=200, editable=False)
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="parishes")

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("freguesia")
        verbose_name_plural = _("freguesias")
        ordering = ("municipality__sort_key", "sort_key")
        constraints = (
            models.CheckConstraint(
                condition=Q(dicofre__regex=r"^[0-9]{6}$", dicofre__startswith=F("municipality_id")),
                name="parish_dicofre_is_of_its_municipality",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class MapFrameQuerySet(models.QuerySet["MapFrame"]):
    def for_reader(self, name: str) -> "MapFrame | None":
        """The frame in the reader's language, else in the portal's own, else none."""
        frames = {frame.language: frame for frame in self.filter(name=name)}
        return frames.get(get_language() or "") or frames.get(settings.LANGUAGE_CODE)


class MapFrame(models.Model):
    """A map without its points, drawn ahead. `scripts` and `stylesheets` are names of static files."""

    name = models.CharField(max_length=40)
    language = models.CharField(max_length=12)
    version = models.CharField(max_length=64)
    style = models.TextField()
    html = models.TextField()
    script = models.TextField()
    scripts = models.JSONField(default=list)
    stylesheets = models.JSONField(default=list)
    caption = models.CharField(max_length=400)
    built_at = models.DateTimeField(auto_now=True)

    objects = MapFrameQuerySet.as_manager()

    class Meta:
        verbose_name = _("base de mapa")
        verbose_name_plural = _("bases de mapas")
        ordering = ("name", "language")
        constraints = (
            models.UniqueConstraint(fields=("name", "language"), name="one_map_frame_per_language"),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"
