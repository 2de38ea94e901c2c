"""Official boundaries come from a file, whole or not at all, and the maps are drawn with them."""

import json
import re

import geopandas
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from shapely.affinity import translate
from shapely.geometry import MultiPolygon, Point, Polygon, shape

from accounts import audit
from accounts.models import AuditEntry
from geo import imports
from geo.distance import municipality_at
from geo.frames import build_frames
from geo.models import Boundary, MapFrame, Municipality, Parish
from geo.reference import schematic_outlines

pytestmark = pytest.mark.django_db

SAID = {"source": "CAOP 2025, Direção-Geral do Território", "licence": "CC BY 4.0"}


@pytest.fixture
def towns(db):
    """The outlines of the 17 as an official file would bring them: finer, and a little elsewhere."""
    names = {one.dico: one.name for one in Municipality.objects.all()}
    outlines = {
        dico: translate(shape(geometry).segmentize(0.004), 0.0003, -0.0002)
        for dico, geometry in schematic_outlines().items()
    }
    return geopandas.GeoDataFrame(
        {"DICO": list(outlines), "municipio": [names[dico] for dico in outlines]},
        geometry=list(outlines.values()),
        crs=4326,
    )


@pytest.fixture
def write(tmp_path):
    def make(frame, name="limites.geojson", **options):
        if name.endswith(".geojson"):
            options["COORDINATE_PRECISION"] = 12
        frame.to_file(tmp_path / name, **options)
        return tmp_path / name

    return make


def run(file, capsys, *args, **options):
    call_command("import_boundaries", str(file), *args, **(SAID | options))
    return capsys.readouterr()


def refusal(file, *args, **options):
    before = list(Boundary.objects.values_list("pk", "geometry", "source"))
    with pytest.raises(CommandError) as refused:
        call_command("import_boundaries", str(file), *args, **(SAID | options))
    assert list(Boundary.objects.values_list("pk", "geometry", "source")) == before
    assert not audited()
    return str(refused.value)


def audited():
    """Each import in the trail: what it was, from where, and how many it changed."""
    kept = AuditEntry.objects.filter(verb="import_boundaries").order_by("pk")
    return [(one.user_id, one.chain, one.label, one.to_state) for one in kept]


@pytest.mark.parametrize(
    ("name", "crs", "options"),
    [
        ("limites.geojson", 4326, {}),
        ("limites.gpkg", 3763, {"driver": "GPKG"}),
        ("limites.shp", 3763, {"driver": "ESRI Shapefile"}),
        ("limites.gpkg", 20790, {"driver": "GPKG"}),
    ],
)
def test_the_outlines_are_taken_from_any_of_three_kinds_of_file_in_any_coordinates(
    towns, write, capsys, name, crs, options
):
    run(write(towns.to_crs(crs), name, **options), capsys)
    wanted = dict(zip(towns["DICO"], towns.geometry, strict=True))
    for boundary in Boundary.objects.all():
        assert not boundary.schematic
        assert (boundary.source, boundary.licence) == (SAID["source"], SAID["licence"])
        # Another datum is met to a few metres only.
        assert shape(boundary.geometry).hausdorff_distance(wanted[boundary.pk]) < 0.0001
        assert shape(boundary.geometry).exterior.is_ccw


def test_a_place_is_from_then_on_in_the_municipality_of_the_imported_outline(towns, write, capsys):
    shapes = towns.set_index("DICO").geometry
    edge = shapes["1312"].difference(shape(schematic_outlines()["1312"])).representative_point()
    assert municipality_at(edge.y, edge.x).dico != "1312"
    run(write(towns), capsys)
    assert municipality_at(edge.y, edge.x).dico == "1312"


def test_the_maps_are_drawn_anew_with_the_imported_outlines_source_and_licence(towns, write, capsys):
    build_frames()
    before = dict(MapFrame.objects.values_list("pk", "script"))
    run(write(towns), capsys, source_en="CAOP 2025, Directorate-General for the Territory")
    frames = list(MapFrame.objects.all())
    assert all(frame.script != before[frame.pk] for frame in frames)
    captions = {frame.language: frame.caption for frame in frames}
    assert captions["pt-pt"].endswith("CAOP 2025, Direção-Geral do Território. Licença: CC BY 4.0.")
    assert "CAOP 2025, Directorate-General for the Territory" in captions["en"]


def test_a_fine_outline_is_drawn_only_as_fine_as_a_page_can_carry(towns, write, capsys):
    towns["geometry"] = towns.geometry.segmentize(0.00005)
    run(write(towns), capsys)
    assert len(json.dumps(Boundary.objects.get(pk="0104").geometry)) > 100_000
    frame = MapFrame.objects.filter(name="catalogo").first()
    assert len(frame.script) < 100_000
    # Only thinner, not elsewhere: the corner of the outline is still drawn.
    assert len(re.findall(r'"type": "Polygon"', frame.script)) == 17


def test_codes_may_be_numbers_without_their_zero(towns, write, capsys):
    towns["dtmn"] = towns.pop("DICO").astype(int)
    run(write(towns), capsys)
    assert not Boundary.objects.filter(schematic=True).exists()


def test_a_missing_municipality_is_named_and_nothing_is_taken(towns, write):
    said = refusal(write(towns[~towns["DICO"].isin(["1312", "0104"])]))
    assert "Faltam os municípios 0104 Arouca, 1312 Porto." in said


def test_an_unknown_code_is_named_and_may_be_left_out(towns, write, capsys):
    towns.loc[len(towns)] = ["0303", "Braga", towns.geometry.iloc[0]]
    file = write(towns)
    assert "0303" in refusal(file)
    assert "deixados de fora: 1" in run(file, capsys, only_known=True).out
    assert Boundary.objects.filter(schematic=False).count() == 17


def test_a_municipality_in_several_rows_is_refused(towns, write):
    towns.loc[len(towns)] = ["1312", "Porto", towns.geometry.iloc[0]]
    assert "1312" in (said := refusal(write(towns)))
    assert "mais do que uma linha" in said


def crossed(outline):
    """A bow tie."""
    west, south, east, north = outline.bounds
    return Polygon([(west, south), (east, north), (east, south), (west, north)])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (crossed, "o contorno está errado"),
        (lambda outline: Point(-8.6, 41.15), "tem de ser um polígono"),
        (lambda outline: outline.centroid.buffer(0.01), "devia ser perto de 41.42 km²"),
        (lambda outline: translate(outline, -0.3, 0), "a sede do município fica fora"),
        (lambda outline: None, "não tem contorno"),
    ],
)
def test_a_wrong_outline_stops_everything_and_says_whose(towns, write, change, sentence):
    [place] = towns.index[towns["DICO"] == "1312"]
    towns.at[place, "geometry"] = change(towns.at[place, "geometry"])
    said = refusal(write(towns))
    assert "1312 Porto" in said and sentence in said


def test_neighbours_that_share_land_are_refused(towns, write):
    [place] = towns.index[towns["DICO"] == "1312"]
    towns.at[place, "geometry"] = translate(towns.at[place, "geometry"], 0.006, 0)
    assert "sobrepõem-se" in refusal(write(towns))


@pytest.mark.parametrize(
    ("column", "values", "sentence"),
    [
        ("zona", lambda codes: codes, "não tem uma coluna com o código DICO"),
        ("dico", lambda codes: ["Porto", *codes[1:]], "não são DICO nem DICOFRE: Porto"),
        ("dico", lambda codes: ["131200", *codes[1:]], "mistura municípios"),
    ],
)
def test_a_file_without_the_right_codes_is_refused(towns, write, column, values, sentence):
    towns[column] = values(list(towns.pop("DICO")))
    assert sentence in refusal(write(towns))


def test_what_cannot_be_read_as_a_map_is_refused(tmp_path, towns, write):
    assert "não existe" in refusal(tmp_path / "nada.geojson")
    (tmp_path / "texto.geojson").write_text("isto não é um mapa")
    assert "não se consegue ler" in refusal(tmp_path / "texto.geojson")
    (tmp_path / "folha.xlsx").write_bytes(b"")
    assert "GeoJSON, GeoPackage ou Shapefile" in refusal(tmp_path / "folha.xlsx")


def test_without_a_coordinate_system_or_a_choice_of_layer_nothing_is_guessed(towns, write, capsys):
    bare = write(towns.to_crs(3763), "limites.shp", driver="ESRI Shapefile")
    bare.with_suffix(".prj").unlink()
    assert "sistema de coordenadas" in refusal(bare)
    file = write(towns, "limites.gpkg", driver="GPKG", layer="municipios")
    towns.to_file(file, driver="GPKG", layer="outra")
    assert "--layer (municipios, outra)" in refusal(file)
    run(file, capsys, layer="municipios")
    assert not Boundary.objects.filter(schematic=True).exists()


def test_maps_say_when_neither_source_nor_licence_were_given(towns, write, capsys):
    file = write(towns)
    run(file, capsys, source="", licence="")
    captions = {frame.language: frame.caption for frame in MapFrame.objects.all()}
    assert captions["pt-pt"].endswith(f"Contornos: {file.name}. Licença: não indicada.")


def test_a_dry_run_says_what_would_change_and_changes_nothing(towns, write, capsys):
    file, before = write(towns), list(Boundary.objects.values_list("pk", "geometry"))
    said = run(file, capsys, dry_run=True).out
    assert not audited()
    assert re.search(r"1312 Porto: de \d+\.\d\d para \d+\.\d\d km² \([+-]\d\.\d\d %\)", said)
    assert list(Boundary.objects.values_list("pk", "geometry")) == before
    run(file, capsys)
    assert run(file, capsys, dry_run=True).out.count("sem alteração") == 17


def test_every_import_leaves_one_entry_in_the_audit_trail(towns, write, capsys):
    file = write(towns)
    run(file, capsys)
    run(file, capsys)
    label = "CAOP 2025, Direção-Geral do Território: limites.geojson"
    assert audited() == [
        (None, "boundaries:municipalities", label, "+0 ~17 =0 -0"),
        (None, "boundaries:municipalities", label, "+0 ~0 =17 -0"),
    ]
    assert list(audit.problems()) == []


def test_nothing_is_imported_without_its_entry(towns, write, capsys, monkeypatch):
    def full(*args, **said):
        raise OSError("no room for another entry")

    monkeypatch.setattr(audit, "record", full)
    with pytest.raises(OSError, match="no room"):
        run(write(towns), capsys)
    assert not Boundary.objects.filter(schematic=False).exists()


def test_progress_goes_to_the_error_stream(towns, write, capsys):
    assert "17/17" in run(write(towns), capsys).err


# --- Parishes ---------------------------------------------------------------------------------------------------------


def halved(outline):
    west, south, east, north = outline.bounds
    middle = (south + north) / 2
    below = Polygon([(west, south), (east, south), (east, middle), (west, middle)])
    return outline.intersection(below), outline.difference(below)


@pytest.fixture
def parishes(towns):
    """Each municipality in two."""
    rows = [
        (
            f"{row.DICO}{n:02}",
            f"{row.municipio} {side}",
            MultiPolygon([half]) if half.geom_type == "Polygon" else half,
        )
        for row in towns.itertuples()
        for n, (side, half) in enumerate(zip(("Sul", "Norte"), halved(row.geometry), strict=True), 1)
    ]
    codes, names, shapes = zip(*rows, strict=True)
    return geopandas.GeoDataFrame(
        {"dicofre": codes, "dico": [code[:4] for code in codes], "freguesia": names},
        geometry=list(shapes),
        crs=4326,
    )


def test_a_file_with_six_digits_brings_the_parishes_and_leaves_the_municipalities(parishes, write, capsys):
    before = list(Boundary.objects.values_list("pk", "geometry"))
    said = run(write(parishes), capsys).out
    assert "34 freguesias importadas" in said
    south = Parish.objects.get(pk="131201")
    assert (south.name, south.municipality_id, south.source) == ("Porto Sul", "1312", SAID["source"])
    assert list(Boundary.objects.values_list("pk", "geometry")) == before


def test_parishes_that_a_newer_file_no_longer_has_go(parishes, write, capsys):
    run(write(parishes), capsys)
    whole = parishes.copy()
    [south], [north] = (whole.index[whole["dicofre"] == code] for code in ("131201", "131202"))
    whole.at[south, "geometry"] = MultiPolygon(
        [part for place in (south, north) for part in whole.at[place, "geometry"].geoms]
    ).buffer(0.00001)
    whole = whole.drop(index=north)
    file = write(whole, "novas.geojson")
    assert "131202 Porto Norte: deixa de existir" in run(file, capsys, dry_run=True).out
    assert Parish.objects.count() == 34
    run(file, capsys)
    assert not Parish.objects.filter(pk="131202").exists() and Parish.objects.count() == 33
    assert [(one[1], one[3]) for one in audited()] == [
        ("boundaries:parishes", "+34 ~0 =0 -0"),
        ("boundaries:parishes", "+0 ~1 =32 -1"),
    ]


def test_parishes_that_do_not_fill_their_municipality_are_refused(parishes, write):
    assert "1312 Porto: a área é de" in refusal(write(parishes[parishes["dicofre"] != "131202"]))
    assert "Faltam as freguesias do município 1312 Porto" in refusal(
        write(parishes[parishes["dico"] != "1312"])
    )
    assert not Parish.objects.exists()


def test_the_division_before_2025_is_told(parishes, write, capsys, monkeypatch):
    monkeypatch.setattr(imports, "PARISHES_UNTIL_2025", 34)
    assert "anterior às desagregações de 2025" in run(write(parishes), capsys).out


def test_the_sentences_are_in_the_language_in_force(towns, write):
    with translation.override("pt-pt"):
        assert "Nada foi importado." in refusal(write(towns[towns["DICO"] != "1312"]))
