"""The CMS speaks Portuguese of Portugal too: what Wagtail does not say in it, we say."""

from pathlib import Path

import pytest
import wagtail
from babel.messages import pofile
from django.utils import translation

from ops import ROOT

PACKAGE = Path(wagtail.__file__).parent
# Those whose pages are in use; `.` is Wagtail itself.
PARTS = [".", "admin", "contrib/simple_translation", "documents", "images", "locales", "snippets"]


def texts(file):
    with file.open("rb") as source:
        return {(one.id, one.context): one.string for one in pofile.read_po(source) if one.id}


def said(string):
    return all(string) if isinstance(string, tuple) else bool(string)


@pytest.mark.parametrize("part", PARTS)
def test_no_text_of_the_cms_is_left_in_english(part):
    folder = PACKAGE / part / "locale"
    theirs = texts(folder / "pt_PT/LC_MESSAGES/django.po")
    ours = texts(ROOT / "locale/pt_PT/LC_MESSAGES/django.po")
    there = texts(folder / "en/LC_MESSAGES/django.po")
    assert there
    left = [key for key in there if not said(theirs.get(key, "")) and not said(ours.get(key, ""))]
    assert left == []


def test_ours_are_used():
    with translation.override("pt-pt"):
        assert translation.gettext("Newest") == "Mais recentes"
