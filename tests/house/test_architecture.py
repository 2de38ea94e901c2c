"""The import chain of the rooms, read downwards."""

import ast
import subprocess
import sys

import pytest
from django.apps import apps

from ops import ROOT

CHAIN = [
    "portal",
    "resources",
    "impact",
    "community",
    "programmes",
    "practice",
    "plans",
    "units",
    "monitor",
    "accounts",
    "geo",
    "search",
]
ROOMS = [room for room in CHAIN if (ROOT / room).is_dir()]


def imported_rooms(source: str) -> set[str]:
    """The rooms a module imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found & set(CHAIN)


def upward(room: str, source: str) -> set[str]:
    return {other for other in imported_rooms(source) if CHAIN.index(other) < CHAIN.index(room)}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_rooms_below_it(room):
    wrong = {
        str(file.relative_to(ROOT)): found
        for file in (ROOT / room).rglob("*.py")
        if (found := upward(room, file.read_text(encoding="utf-8")))
    }
    assert wrong == {}


def test_the_check_sees_an_upward_import_even_inside_a_function():
    assert upward("geo", "def f():\n    from resources.models import Booking\n") == {"resources"}
    assert upward("accounts", "import portal.urls\n") == {"portal"}
    assert upward("portal", "import geo.models\n") == set()


def reverse_accessors_from_above(room: str) -> set[str]:
    """Names under which models of higher rooms hang on this room's models."""
    names = set()
    for model in apps.get_app_config(room).get_models():
        for relation in model._meta.related_objects:
            above = relation.related_model._meta.app_label
            if above in CHAIN and CHAIN.index(above) < CHAIN.index(room) and relation.get_accessor_name():
                names.add(relation.get_accessor_name())
    return names


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "portal"])
def test_a_room_does_not_reach_up_through_reverse_accessors(room):
    forbidden = reverse_accessors_from_above(room)
    own = {
        field.name
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if not (field.auto_created and not field.concrete)
    }
    wrong = {}
    for file in (ROOT / room).rglob("*.py"):
        if "migrations" in file.parts:
            continue
        used = {
            node.attr
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute)
        }
        if found := (used & forbidden) - own:
            wrong[str(file.relative_to(ROOT))] = found
    assert wrong == {}


def test_no_room_hides_rules_in_services_helpers_or_utils():
    names = {"services", "selectors", "helpers", "utils"}
    assert [str(f) for room in ROOMS for f in (ROOT / room).rglob("*") if f.stem in names] == []


def test_a_web_process_imports_neither_geopandas_nor_pandas_nor_folium():
    code = (
        "import portal.wsgi, portal.urls, sys;"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "print([m for m in ('geopandas', 'pandas', 'folium', 'shapely', 'branca') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_operations_import_no_room():
    for file in (ROOT / "ops").rglob("*.py"):
        assert imported_rooms(file.read_text(encoding="utf-8")) == set(), file
