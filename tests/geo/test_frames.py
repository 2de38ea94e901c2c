"""Map frames: drawn ahead, only when something changed, and never in a web process."""

import re
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.template import Context, Template
from django.utils import translation

from geo.frames import FRAMES, build_frames
from geo.models import Boundary, MapFrame


def tag(name="catalogo", language="pt-pt", **context):
    template = Template("{% load mapframe %}{% map_frame name url order %}")
    with translation.override(language):
        return template.render(
            Context({"name": name, "url": "", "order": "", "csp_nonce": "n0nce", **context})
        )


@pytest.fixture(autouse=True)
def nothing_drawn_yet(request):
    """The template's frames go: these tests draw their own."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        MapFrame.objects.all().delete()


@pytest.fixture
def frames(db):
    return build_frames()


def test_there_is_a_frame_for_each_page_and_language(frames, settings):
    expected = {(name, code) for name in FRAMES for code, _ in settings.LANGUAGES}
    assert set(MapFrame.objects.values_list("name", "language")) == expected
    assert len(frames) == len(expected)


def test_nothing_is_drawn_again_while_nothing_has_changed(frames):
    before = list(MapFrame.objects.values_list("name", "language", "built_at"))
    assert build_frames() == []
    assert list(MapFrame.objects.values_list("name", "language", "built_at")) == before


def test_the_same_data_give_the_same_frame(frames):
    before = list(MapFrame.objects.values_list("version", "style", "html", "script"))
    assert len(build_frames(force=True)) == len(frames)
    assert list(MapFrame.objects.values_list("version", "style", "html", "script")) == before


def test_another_outline_draws_every_frame_again(frames):
    boundary = Boundary.objects.get(pk="1312")
    ring = [[-8.7, 41.1], [-8.6, 41.1], [-8.6, 41.2], [-8.7, 41.1]]
    boundary.set_geometry({"type": "Polygon", "coordinates": [ring]})
    boundary.save()
    assert len(build_frames()) == len(frames)
    assert "[[-8.7, 41.1], [-8.6, 41.1], [-8.6, 41.2], [-8.7, 41.1]]" in MapFrame.objects.first().script


def test_without_outlines_nothing_is_drawn(db):
    Boundary.objects.all().delete()
    assert build_frames() == []
    assert not MapFrame.objects.exists()


def test_the_command_says_what_it_drew(db, capsys):
    call_command("build_maps")
    assert "catalogo (pt-pt)" in capsys.readouterr().out
    call_command("build_maps")
    assert "up to date" in capsys.readouterr().out


def test_a_frame_loads_only_our_own_files(frames):
    for frame in MapFrame.objects.all():
        assert frame.scripts == ["vendor/leaflet/leaflet.js"]
        assert frame.stylesheets == ["vendor/leaflet/leaflet.css"]
        for part in (frame.style, frame.html, frame.script):
            assert "//" not in re.sub(r"^//.*$", "", part, flags=re.M)


def test_a_frame_leaves_zoom_to_the_reader_and_carries_no_inline_style(frames):
    page = tag()
    assert "user-scalable" not in page
    assert "maximum-scale" not in page
    assert " style=" not in page


def test_every_block_of_style_and_script_has_the_nonce_of_the_page(frames):
    page = tag()
    blocks = re.findall(r"<(?:style|script)\b(?![^>]*\bsrc=)[^>]*>", page)
    assert len(blocks) == 2
    assert all('nonce="n0nce"' in block for block in blocks)


def test_the_frame_says_what_it_shows_and_where_the_outline_comes_from(frames):
    page = tag()
    assert 'aria-label="Mapa dos 17 municípios da Área Metropolitana do Porto"' in page
    assert "Contorno esquemático. Generalizado a partir da CAOP, Direção-Geral do Território." in page


def test_the_caption_is_in_the_language_of_the_reader(frames):
    assert "Generalised from the CAOP" in tag(language="en")


def test_a_language_without_frame_gets_that_of_the_portal(frames):
    MapFrame.objects.filter(language="en").delete()
    assert 'id="map-catalogo"' in tag(language="en")


def test_the_page_says_where_the_points_come_from_and_in_which_order(frames):
    page = tag(url='/api/v1/resources.geojson?q="><b>&page=1', order=["b2", "a1"])
    assert 'data-map="catalogo"' in page
    assert 'data-geojson="/api/v1/resources.geojson?q=&quot;&gt;&lt;b&gt;&amp;page=1"' in page
    assert 'data-order="b2 a1"' in page


def test_without_a_frame_the_page_gets_a_sentence_and_stays_usable(db):
    page = tag()
    assert "O mapa ainda não está pronto." in page
    assert "<script" not in page


def test_a_frame_costs_the_page_one_query(frames, django_assert_num_queries):
    with django_assert_num_queries(1):
        tag()


def test_the_frames_are_those_the_pages_ask_for():
    assert set(FRAMES) == {"catalogo", "recurso", "monitor"}


def test_a_web_process_imports_no_drawing_or_geometry_library():
    code = """
import sys, django
from django.conf import settings
settings.configure(INSTALLED_APPS=["geo"], USE_TZ=True)
django.setup()
import geo.models, geo.distance, geo.frames, geo.geojson, geo.templatetags.mapframe
heavy = {"folium", "branca", "pandas", "geopandas", "numpy", "shapely", "requests"}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
