"""Stories of the monitor: written by editors, listed on the monitor's front at once, in the reader's language."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from monitor.models import DataVersion
from portal.demo.pages import add_stories
from portal.demo.stories import load_stories
from portal.models import StoryIndexPage, StoryPage
from tests.monitor.figures import CODE, figures

FRONT = "/monitor/"


@pytest.fixture
def index():
    return StoryIndexPage.objects.get(locale=Locale.get_default())


@pytest.fixture
def write(client_for, index):
    """An editor writes a story and publishes it, or keeps it as a draft."""

    def do(title="Casas e famílias", slug="casas-e-familias", *, publish=True, who="editor", **more):
        sent = {
            "title": title,
            "slug": slug,
            "description": "Uma frase.",
            "date": "2026-03-04",
            "body": streamfield([("indicator", {"indicator": CODE})]),
            "comments": inline_formset([]),
        } | more
        add = reverse("wagtailadmin_pages:add", args=["portal", "storypage", index.pk])
        answer = client_for(who).post(
            add, nested_form_data(sent | ({"action-publish": "1"} if publish else {}))
        )
        return answer, StoryPage.objects.filter(slug=slug).first()

    return do


def front(client):
    answer = client.get(FRONT)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_editor_writes_a_story_with_living_figures(client_for, write):
    figures()
    answer, story = write()
    assert answer.status_code == 302
    page = client_for(None).get("/historias/casas-e-familias/").content.decode()
    assert "Casas e famílias" in page
    assert "Fonte: " in page
    assert "css/charts" in page
    assert 'href="/monitor/"' in page
    assert story.live
    assert "Casas e famílias" in client_for(None).get("/historias/").content.decode()


def test_a_draft_is_nobodys_to_read(client_for, write):
    figures()
    _answer, story = write(publish=False)
    assert not story.live
    for who in (None, "coordination"):
        assert client_for(who).get("/historias/casas-e-familias/").status_code == 404
        assert "Casas e famílias" not in front(client_for(who))


def test_who_edits_one_unit_writes_no_stories(write):
    figures()
    answer, story = write(who="unit_editor")
    assert answer.status_code in (302, 403)
    assert story is None


def test_the_monitor_front_lists_a_story_the_moment_it_is_public_and_no_longer(client_for, write):
    figures()
    visitor = client_for(None)
    seen = visitor.get(FRONT)
    assert "Casas e famílias" not in seen.content.decode()
    _answer, story = write()
    # What was kept of the page, here or in the reader's browser, holds no more.
    again = visitor.get(FRONT, headers={"if-none-match": seen.headers["ETag"]})
    assert again.status_code == 200
    assert "Casas e famílias" in again.content.decode()
    # As Wagtail does it where it knows only that it is some page.
    Page.objects.get(pk=story.pk).unpublish()
    assert "Casas e famílias" not in front(visitor)
    StoryPage.objects.get(pk=story.pk).save_revision().publish()
    assert "Casas e famílias" in front(visitor)
    StoryPage.objects.get(pk=story.pk).delete()
    assert "Casas e famílias" not in front(visitor)


def test_another_page_leaves_what_was_kept_of_the_monitor_alone(statement):
    before = DataVersion.now().number
    statement.save_revision().publish()
    assert DataVersion.now().number == before


def test_a_story_is_translated_and_each_language_lists_its_own(client_for, index):
    figures()
    load_stories(date(2026, 11, 22))
    load_stories(date(2026, 11, 22))
    portuguese = StoryPage.objects.get(locale=index.locale)
    english = portuguese.get_translation(Locale.objects.get(language_code="en"))
    assert StoryPage.objects.count() == 2
    visitor = client_for(None)
    assert portuguese.title in front(visitor)
    assert english.title not in front(visitor)
    there = visitor.get("/en/monitor/").content.decode()
    assert english.title in there
    assert portuguese.title not in there
    page = visitor.get(portuguese.url).content.decode()
    assert f'hreflang="en" href="{english.full_url}"' in page or english.url in page


def test_the_text_of_the_demonstration_types_no_figure_by_hand():
    from portal.demo.stories import ENGLISH, PORTUGUESE

    for story in (PORTUGUESE, ENGLISH):
        written = (
            " ".join(value for kind, value in story["body"] if kind == "paragraph") + story["description"]
        )
        # What the index means: 65, 15, 100.
        digits = set("".join(c if c.isdigit() else " " for c in written).split())
        assert digits <= {"65", "15", "100"}


def test_a_sheet_that_does_not_exist_is_not_found(client_for):
    for asked in ("0", "2", "x", "9" * 30):
        assert client_for(None).get(f"/historias/?page={asked}").status_code == 404


def test_an_installation_from_before_gets_the_list_and_its_editors_the_registry(client_for):
    from django.contrib.auth.models import Group, Permission

    StoryIndexPage.objects.all().delete()
    group = Group.objects.get(name="Editores")
    group.permissions.remove(*Permission.objects.filter(content_type__app_label="monitor"))
    add_stories()
    assert StoryIndexPage.objects.count() == 2
    assert client_for("editor").get(reverse("wagtailsnippets_monitor_indicator:list")).status_code == 200
