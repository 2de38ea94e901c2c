"""The latest external news as a feed (Atom), in the active language."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.sheets import CONTROL
from portal.pages.news import NewsPage

MOST = 50


def atom() -> str:
    language = get_language() or "pt-pt"
    found = (
        NewsPage.objects.visible_to(None).filter(locale__language_code=language).latest().for_rows()[:MOST]
    )
    feed = Atom1Feed(
        title=_("Notícias · Concerta"),
        link=settings.BASE_URL + reverse("wagtail_serve", args=["noticias/"]),
        feed_url=settings.BASE_URL + reverse("news_feed"),
        description=_("Notícias e campanhas da ação social na Área Metropolitana do Porto."),
        language=language,
    )
    for page in found:
        feed.add_item(
            title=page.title.translate(CONTROL),
            link=page.full_url,
            description=linebreaks(page.description.translate(CONTROL), autoescape=True),
            unique_id=f"urn:uuid:{page.translation_key}",
            pubdate=timezone.make_aware(datetime.combine(page.date, time(12))),
            updateddate=page.last_published_at,
            author_name=page.unit.name if page.unit else "Concerta",
        )
    return feed.writeString("utf-8")
