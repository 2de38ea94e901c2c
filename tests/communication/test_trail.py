"""Whatever way an item goes in or out of the world, the audit trail says so, and who it was."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from portal.communication.actions import approve_news
from portal.models import CampaignPage, NewsPage
from tests.communication.test_approval import edit, form, the_day_comes


def trail(page, *verbs):
    """(verb, who) of an item, the oldest first."""
    rows = AuditEntry.objects.filter(subject_type="news", subject_id=str(page.pk)).order_by("pk")
    names = {user.pk: user.email.split("@")[0] for user in User.objects.all()}
    said = [(row.verb, names.get(row.user_id)) for row in rows]
    return [one for one in said if not verbs or one[0] in verbs]


def bulk(client, action, page, **fields):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    assert client.post(f"{address}?id={page.pk}", fields).status_code == 302


def test_approved_and_published_are_two_rows(newsroom):
    assert trail(newsroom.external()) == [
        ("submit_news", "editor"), ("approve_news", "coordination"), ("publish_news", "coordination"),
    ]  # fmt: skip


def test_the_clock_publishes_and_expires_by_nobody(client_for, newsroom):
    page = newsroom.draft(go_live_at=timezone.now() + timedelta(hours=1))
    page.get_workflow().start(page, newsroom.cast.users["editor"])
    approve_news(page, by=newsroom.cast.coordination, revision=page.latest_revision_id)
    assert trail(page, "publish_news") == []
    the_day_comes(page)
    call_command("publish_scheduled", verbosity=0)
    assert trail(page, "publish_news") == [("publish_news", None)]
    NewsPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)
    assert trail(page, "withdraw_news") == [("withdraw_news", None)]


def test_who_submitted_takes_it_back(client_for, newsroom):
    page = newsroom.submitted()
    client_for("editor").post(edit(page), form(page, **{"action-cancel-workflow": "1"}))
    assert trail(page) == [("submit_news", "editor"), ("cancel_news", "editor")]


def test_withdrawn_with_the_list_it_stands_in(client_for, newsroom, site_admin):
    pages = [newsroom.external(), newsroom.internal(), newsroom.draft()]
    answer = site_admin.post(
        reverse("wagtailadmin_pages:unpublish", args=[newsroom.index().pk]), {"include_descendants": "on"}
    )
    assert answer.status_code == 302
    assert [trail(page, "withdraw_news") for page in pages] == [
        [("withdraw_news", "raiz")], [("withdraw_news", "raiz")], [],
    ]  # fmt: skip


def test_published_and_withdrawn_in_bulk(client_for, newsroom):
    page = newsroom.draft(audience="municipalities")
    editor = client_for("editor")
    bulk(editor, "publish", page)
    bulk(editor, "unpublish", page)
    assert trail(page) == [("publish_news", "editor"), ("withdraw_news", "editor")]


@pytest.mark.parametrize("how", ["alone", "in bulk"])
@pytest.mark.parametrize("model", [NewsPage, CampaignPage])
def test_a_deleted_item_leaves_its_row(client_for, newsroom, model, how):
    page = newsroom.external("Feira", model=model)
    editor = client_for("editor")
    if how == "alone":
        assert editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302
    else:
        bulk(editor, "delete", page)
    assert not NewsPage.objects.filter(pk=page.pk).exists()
    assert trail(page, "delete_news") == [("delete_news", "editor")]
    assert AuditEntry.objects.get(verb="delete_news").label == "Feira"
