"""What editors write, in the language of the reader: pages of bodies, news, stories and texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.models import Membership
from portal.finding.kinds.shapes import Card, Facet, NamesOf, Source, day, facts, fictional
from portal.pages.content import ContentPage
from portal.pages.news import NewsIndexPage, NewsPage
from portal.pages.stories import StoryIndexPage, StoryPage
from portal.pages.units import UnitIndexPage, UnitPage
from units.models import Axis

TEXTS = (ContentPage, UnitIndexPage, NewsIndexPage, StoryIndexPage)


def _code(language: str) -> str:
    return "en" if language.startswith("en") else "pt-pt"


def _here(model: Any) -> Any:
    """Its live pages that everybody may read, in that language."""

    def rows(member: Membership | None, language: str) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.live().public().filter(locale__language_code=_code(language))
        return found.select_related("locale")

    return rows


def _units(member: Membership | None, language: str) -> QuerySet[UnitPage]:
    found: QuerySet[UnitPage] = _here(UnitPage)(member, language).select_related("unit__axis")
    return found


def _news_rows(member: Membership | None, language: str) -> QuerySet[NewsPage]:
    found: QuerySet[NewsPage] = NewsPage.objects.visible_to(member).public()
    return found.filter(locale__language_code=_code(language)).select_related("locale", "axis")


def _texts(member: Membership | None, language: str) -> QuerySet[Page]:
    found: QuerySet[Page] = _here(Page)(member, language).type(*TEXTS)
    return found


def _whole(found: Sequence[Page]) -> list[Page]:
    """Each as what it is, in as many queries as there are types."""
    known = {
        page.pk: page
        for page in Page.objects.filter(pk__in=[one.pk for one in found]).select_related("locale").specific()
    }
    return [known[one.pk] for one in found if one.pk in known]


def _page(one: Any) -> Card:
    return Card(one.title, one.get_url() or "/", text=one.description)


def _unit(one: UnitPage) -> Card:
    said = facts(one.unit.axis)
    return Card(one.title, one.get_url() or "/", text=one.description or one.mandate, facts=said)


def _news(one: NewsPage) -> Card:
    tag = fictional(one) if one.is_external else str(_("interna"))
    said = facts(day(one.date), one.axis)
    return Card(one.title, one.get_url() or "/", text=one.description or one.words, facts=said, tag=tag)


def _story(one: StoryPage) -> Card:
    text, said = one.description, facts(day(one.date))
    return Card(one.title, one.get_url() or "/", text=text, facts=said, tag=fictional(one))


SOURCES = (
    Source("unidades", _("Unidades e órgãos"), _("Órgão"), _units, _unit),
    Source(
        "noticias",
        _("Notícias e campanhas"),
        _("Notícia"),
        _news_rows,
        _news,
        (Facet("eixo", _("Eixo"), "axis", NamesOf(Axis)), Facet("ano", _("Ano"), "date__year")),
        for_members=True,
    ),
    Source("historias", _("Histórias do monitor"), _("História"), _here(StoryPage), _story),
    Source("paginas", _("Páginas"), _("Página"), _texts, _page, apart=_whole),
)
