"""The index beside the database: owed in the same transaction, written by one, mended by itself, without what left."""

from __future__ import annotations

import os
import shutil
import time
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from PIL import Image
from wagtail.models import Page
from wagtail.search import index
from wagtail.search.models import IndexEntry

from portal.models import PortalImage
from resources import actions
from resources.models import Resource
from search import writing
from search.models import Change
from search.whoosh import storage, tidying
from search.whoosh.files import Folder
from tests.search.looking import DAMAGES, as_another_process, found, in_files

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pristine") / "search"


@pytest.fixture
def built(cast: Any, settings: Any, pristine: Path) -> None:
    """An index of what the database of the tests holds at first."""
    if not pristine.exists():
        writing.rebuild()
        shutil.copytree(settings.SEARCH_INDEX, pristine, symlinks=True)
    else:
        shutil.copytree(pristine, settings.SEARCH_INDEX, symlinks=True)
        Change.objects.all().delete()


@pytest.fixture
def picture(settings: Any, tmp_path: Path) -> Any:
    settings.MEDIA_ROOT = tmp_path / "media"
    made = BytesIO()
    Image.new("RGB", (4, 3), "teal").save(made, "PNG")
    return PortalImage.objects.create(title="Camas", file=SimpleUploadedFile("camas.png", made.getvalue()))


def key(obj: Any) -> str:
    return f"{obj._meta.label_lower}:{obj.pk}"


def owed() -> list[tuple[str, str]]:
    rows = Change.objects.order_by("pk").values_list("content_type", "object_id")
    return [(ContentType.objects.get_for_id(kind).model, pk) for kind, pk in rows]


# --- Owed and paid ----------------------------------------------------------------------------------------------------


def test_what_is_saved_renamed_and_deleted_is_owed_and_then_found_or_not(built, make_resource):
    assert owed() == []
    made = make_resource(None, name="Ornitorrinco azul")
    assert ("resource", str(made.pk)) in owed() and found("ornitorrinco") == set()
    assert writing.apply_owed() > 0 and owed() == []
    assert found("ornitorrinco azul") == {key(made)}
    made.name = "Equidna azul"
    made.save()
    writing.apply_owed()
    assert found("equidna azul") == {key(made)}
    gone = key(made)
    made.delete()
    writing.apply_owed()
    assert gone not in found("azul")


def test_a_transaction_that_is_rolled_back_owes_nothing(built, make_resource):
    made = make_resource(None, name="Ornitorrinco")
    writing.apply_owed()
    with pytest.raises(RuntimeError), transaction.atomic():
        made.name = "Equidna"
        made.save()
        writing.owe(Resource, [made.pk])
        assert owed()
        raise RuntimeError
    assert owed() == [] and writing.apply_owed() == 0
    assert found("ornitorrinco") == {key(made)}


def test_words_of_a_facility_stand_in_its_resources_entries(built, cast, make_resource):
    made = make_resource(None, name="Camas do rio")
    writing.apply_owed()
    actions.keep_facility(made.facility, by=cast.holder, said={"name": "Casa Ornitorrinco"})
    writing.apply_owed()
    assert found("ornitorrinco camas") == {key(made)}


def test_a_page_saved_as_a_page_only_keeps_its_one_entry(built):
    page = Page.objects.get(slug="acessibilidade", locale__language_code="pt-pt")
    page.title = "Ornitorrinco"
    page.save()
    writing.owe(Page, [page.pk])
    writing.apply_owed()
    assert found("ornitorrinco") == {f"portal.contentpage:{page.pk}"}
    page.unpublish()
    Page.objects.get(pk=page.pk).delete()
    writing.apply_owed()
    assert found("ornitorrinco") == set()


def test_tags_are_saved_after_what_has_them_and_owed_too(built, picture):
    writing.apply_owed()
    picture.tags.add("ornitorrinco")
    assert owed() == [("portalimage", str(picture.pk))]
    Change.objects.all().delete()
    picture.tags.clear()
    assert owed() == [("portalimage", str(picture.pk))]


def test_nobody_but_the_writer_writes(built, make_resource):
    """Wagtail itself would, in the web process, where some forms are saved."""
    made = make_resource(None, name="Ornitorrinco")
    index.insert_or_update_object(made)
    assert found("ornitorrinco") == set()


def test_what_is_no_object_and_what_cannot_be_read_keeps_nothing_else_waiting(
    built, make_resource, monkeypatch
):
    class Unreadable(index.SearchField):
        def get_value(self, obj: Any) -> str:
            if obj.name == "Ilegível":
                raise ValueError
            return ""

    one, other = make_resource(None, name="Ilegível"), make_resource(None, name="Ornitorrinco")
    monkeypatch.setattr(Resource, "search_fields", [*Resource.search_fields, Unreadable("name")])
    kind = ContentType.objects.get_for_model(Resource)
    gone = ContentType.objects.create(app_label="portal", model="withdrawn")
    Change.objects.create(content_type=kind, object_id="nada")
    Change.objects.create(content_type=gone, object_id="1")
    writing.apply_owed()
    assert owed() == [] and found("ornitorrinco") == {key(other)} and key(one) not in found("1312 ilegível")


def test_what_is_removed_from_the_index_is_soon_removed_from_its_files(cast, make_resource):
    """One of hundreds in its segment."""
    one, other = make_resource(None, name="Zzornitorrinco"), make_resource(None, name="Zzequidna")
    writing.rebuild()
    actions.keep_facility(one.facility, by=cast.holder, said={"tier": 2})
    writing.apply_owed()
    assert found("zzornitorrinco") == set() and in_files("zzornitorrinco")
    count = storage.searcher().doc_count()
    assert writing.tidy() > 0
    assert not in_files("zzornitorrinco") and in_files("zzequidna")
    assert storage.searcher().doc_count() == count and found("zzequidna") == {key(other)}
    assert writing.tidy() == 0


def test_what_an_update_replaced_is_removed_from_the_files_within_the_hour(cast, make_resource):
    """One of hundreds in its segment: that would not be written anew for each."""
    made = make_resource(None)
    made.name = "Zzornitorrinco"
    made.save()
    writing.rebuild()
    made.name = "Zzequidna"
    made.save()
    writing.apply_owed()
    assert writing.tidy() == 0
    assert found("zzornitorrinco") == set() and in_files("zzornitorrinco")
    an_hour_ago = time.time() - tidying.EVERY - 1
    os.utime(storage.current() / storage.VERSION, (an_hour_ago, an_hour_ago))
    assert writing.tidy() > 0
    assert not in_files("zzornitorrinco") and found("zzequidna") == {key(made)}
    assert writing.tidy() == 0


def test_what_changes_while_segments_are_written_anew_is_not_undone(built, make_resource, tmp_path):
    one, two, three = (make_resource(None, name=f"Ornitorrinco {word}") for word in ("um", "dois", "três"))
    writing.apply_owed()
    one.delete()
    writing.apply_owed()
    folder = storage.current()
    segments = storage.contents(Folder(folder)).segments
    aside = tmp_path / "aside"
    aside.mkdir()
    made = tidying._merged(folder, segments, aside)
    two.name = "Equidna"
    two.save()
    three.delete()
    writing.apply_owed()
    count = storage.searcher().doc_count()
    assert tidying._put_in_place(folder, segments, made, aside)
    assert found("ornitorrinco") == {key(two)} == found("equidna") and storage.searcher().doc_count() == count
    # Who comes second with the same ones changes nothing.
    assert not tidying._put_in_place(folder, segments, made, aside)


def test_segments_of_about_the_same_size_become_one_and_full_ones_stay():
    class Segment(NamedTuple):
        size: int
        deleted: int = 0

        def doc_count_all(self) -> int:
            return self.size

        def deleted_count(self) -> int:
            return self.deleted

        def doc_count(self) -> int:
            return self.size - self.deleted

        def has_deletions(self) -> bool:
            return self.deleted > 0

    full, worn, shabby = Segment(5_000), Segment(5_001, 9), Segment(5_002, 3_000)
    small = [Segment(number) for number in (100, 101, 102, 103, 104)]
    tiny = [Segment(number) for number in (1, 2, 3)]
    every = [full, worn, shabby, *small, *tiny]
    assert tidying._groups(every, everything=False) == [[shabby], small]
    assert tidying._groups(every, everything=True) == [[worn], [shabby], small]
    assert tidying._groups([full, *small[1:], *tiny], everything=True) == []


def test_many_small_commits_leave_few_segments(built, make_resource):
    made = make_resource(None, name="Ornitorrinco")
    for _again in range(storage.MANY + 4):
        writing.owe(Resource, [made.pk])
        writing.apply_owed()
    assert len(storage.searcher().reader().leaf_readers()) <= storage.MANY + 1
    writing.tidy()
    assert len(storage.searcher().reader().leaf_readers()) <= tidying.FEW
    assert found("ornitorrinco") == {key(made)}


# --- Missing, damaged, of another version -----------------------------------------------------------------------------


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_not_read_and_is_built_anew(built, client_for, make_resource, damage):
    made = make_resource(None, name="Ornitorrinco")
    writing.apply_owed()
    assert found("ornitorrinco") == {key(made)} and storage.state() == "ok" and not writing.heal()
    DAMAGES[damage]()
    # Who has read it before goes on with what it has in memory, or asks the database.
    visitor = client_for(None)
    assert "Ornitorrinco" in visitor.get("/recursos/?q=ornitorrinco").content.decode()
    as_another_process()
    assert "Ornitorrinco" in visitor.get("/recursos/?q=ornitorrinco").content.decode()
    with pytest.raises(storage.Away):
        storage.searcher()
    assert storage.state() in ("damaged", "missing") and not writing.is_ready()
    writing.owe(Resource, [made.pk])
    assert writing.apply_owed() == 0 and owed()
    assert writing.heal() and storage.state() == "ok" and storage.verified()
    assert found("ornitorrinco") == {key(made)} and owed() == []


def test_a_mark_for_nothing_builds_nothing(built):
    before = storage.current()
    storage.damaged(ValueError("a mistake of who asked"))
    assert storage.state() == "damaged"
    assert not writing.heal()
    assert storage.current() == before and storage.state() == "ok"


def test_an_index_of_another_version_or_another_database_is_not_used(built, make_resource):
    made = make_resource(None, name="Ornitorrinco")
    for file, said in ((storage.VERSION, "0-before"), (writing.DATABASE, "1999-01-01")):
        (storage.current() / file).write_text(said)
        assert not writing.is_ready()
        assert writing.heal() and writing.is_ready() and found("ornitorrinco") == {key(made)}


def test_readyz_says_how_the_index_is(client_for, make_resource):
    def said() -> str:
        checks: dict[str, str] = client_for(None).get("/readyz").json()["checks"]
        return checks["search"]

    Change.objects.all().delete()
    assert said() == "missing"
    writing.rebuild()
    assert said() == "ok"
    make_resource(None, name="Ornitorrinco")
    assert said() == "ok"
    Change.objects.update(at="2026-01-01T00:00Z")
    assert said() == "behind"
    DAMAGES["a segment cut short"]()
    assert said() == "damaged"


# --- Built anew -------------------------------------------------------------------------------------------------------


def test_a_build_that_fails_leaves_the_old_index_and_nothing_of_itself(built, make_resource):
    made = make_resource(None, name="Ornitorrinco")
    writing.apply_owed()
    before = storage.current()
    with pytest.raises(storage.Stopped):
        writing.rebuild(stop=lambda: True)
    assert storage.current() == before and found("ornitorrinco") == {key(made)}
    assert [file.name for file in storage.home().iterdir() if file.is_dir() and not file.is_symlink()] == [
        before.name
    ]


def test_rebuild_search_builds_everything_and_takes_the_old_away(built, make_resource):
    made, before = make_resource(None, name="Ornitorrinco"), storage.current()
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    assert f"{storage.searcher().doc_count()} entries" in out.getvalue()
    assert found("ornitorrinco") == {key(made)} and owed() == []
    assert storage.current() != before and not before.exists()
    held = {
        key(one)
        for model in index.get_indexed_models()
        for one in model.get_indexed_objects()
        if isinstance(one, Page) or one.get_indexed_instance()
    }
    reader = storage.searcher().reader()
    assert {text.decode() for text in reader.lexicon("key")} == held


def test_another_backend_is_written_by_the_same_writer_and_leaves_nothing_behind(
    built, make_resource, cast, settings
):
    whoosh = settings.WAGTAILSEARCH_BACKENDS
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.postgres", "AUTO_UPDATE": False}}
    call_command("rebuild_search", verbosity=0)
    assert not storage.home().exists() and IndexEntry.objects.exists()
    made = make_resource(None, name="Ornitorrinco")

    def entries() -> int:
        kind = ContentType.objects.get_for_model(Resource)
        return IndexEntry.objects.filter(content_type=kind, object_id=str(made.pk)).count()

    assert writing.apply_owed() > 0 and owed() == [] and entries() == 1
    actions.keep_facility(made.facility, by=cast.holder, said={"tier": 1})
    writing.apply_owed()
    assert entries() == 0
    settings.WAGTAILSEARCH_BACKENDS = whoosh
    writing.rebuild()
    assert not IndexEntry.objects.exists()


def test_bulk_writes_owe_by_one_insert(built, make_resource, django_assert_num_queries):
    made = [make_resource(None, name=f"Ornitorrinco {number}").pk for number in range(3)]
    Change.objects.all().delete()
    with django_assert_num_queries(1):
        writing.owe(Resource, made)
    assert owed() == [("resource", str(pk)) for pk in made]
