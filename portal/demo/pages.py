"""The first pages, in both languages. Not only for the demonstration: every installation starts with them."""

from __future__ import annotations

from types import ModuleType
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from portal.editors import keep_rights
from portal.models import (
    ContentPage,
    CoordinationApproval,
    HomePage,
    NewsIndexPage,
    StoryIndexPage,
    UnitIndexPage,
    UnitPage,
)
from portal.pages.living import arrangement
from portal.pages.texts import cards, en, pt, section, text
from units.models import Body

APPROVAL = "Aprovação da coordenação"
DEFAULT, ENGLISH = "pt-pt", "en"
STATEMENTS = ["ABOUT", "ACCESSIBILITY", "PRIVACY", "OPEN_DATA"]
SLUGS = {
    "EP1": "saude-e-bem-estar",
    "EP2": "empregabilidade-e-qualificacao",
    "EP3": "inclusao-social",
    "EP4": "formacao-e-capacitacao",
    Body.Kind.COORDINATION: "coordenacao",
    Body.Kind.COUNCIL: "conselho-de-vereadores",
    Body.Kind.TECHNICAL_TEAM: "equipa-tecnica",
}


@transaction.atomic
def load_pages() -> None:
    """Make what is missing: languages, both trees, the site, the editors' rights. What exists is left as it is."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in (DEFAULT, ENGLISH)}
    root = Page.get_first_root_node()
    home = pair_of(HomePage, root, locales, "inicio", _fields(pt.HOME), _fields(en.HOME))
    _site(home)
    for name in STATEMENTS:
        words, english = getattr(pt, name), getattr(en, name)
        pair_of(ContentPage, home, locales, words["slug"], _fields(words), _fields(english))
    units = pair_of(UnitIndexPage, home, locales, "unidades", _fields(pt.UNITS), _fields(en.UNITS))
    for body in Body.objects.select_related("axis"):
        pair_of(
            UnitPage,
            units,
            locales,
            SLUGS.get(body.axis_id or body.kind) or slugify(body.name_pt),
            {"title": body.name_pt, "unit": body, "body": _first_words(body, pt)},
            {"title": body.name_en, "unit": body, "body": _first_words(body, en)},
        )
    _stories(home, locales)
    _news(home, locales)


def add_news() -> None:
    """The news, for an installation that had its pages before there were any."""
    _news(*_home())


@transaction.atomic
def add_stories() -> None:
    """The stories of the monitor, and the rights to keep its registry, for an installation from before the monitor."""
    _stories(*_home())
    keep_rights()


def _home() -> tuple[Page, dict[str, Locale]]:
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    return Site.objects.get(is_default_site=True).root_page.specific, locales


def _stories(home: Page, locales: dict[str, Locale]) -> None:
    pair_of(StoryIndexPage, home, locales, "historias", _fields(pt.STORIES), _fields(en.STORIES))


@transaction.atomic
def _news(home: Page, locales: dict[str, Locale]) -> None:
    pair_of(NewsIndexPage, home, locales, "noticias", _fields(pt.NEWS), _fields(en.NEWS))
    keep_rights()
    approval_workflow()


def approval_workflow() -> Workflow:
    """What goes outside is approved by the coordination: one step, on the news of both languages."""
    workflow, _made = Workflow.objects.get_or_create(name=APPROVAL)
    task, _made = CoordinationApproval.objects.get_or_create(name=APPROVAL)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for page in NewsIndexPage.objects.all():
        WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})
    # Wagtail's own example, on the whole tree, would let every page wait for nobody.
    Workflow.objects.exclude(pk=workflow.pk).filter(name="Moderators approval").delete()
    return workflow


def _fields(words: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in words.items() if key != "slug"}


def _first_words(body: Body, language: ModuleType) -> list[Any]:
    return [*arrangement(), *(language.REFUGES if body.axis_id == "EP3" else [])]


def pair_of(
    model: type[Page],
    parent: Page,
    locales: dict[str, Locale],
    slug: str,
    words: dict[str, Any],
    english: dict[str, Any],
) -> Page:
    """The page under this parent and its translation, made if missing."""
    page = model.objects.child_of(parent).filter(slug=slug, locale=locales[DEFAULT]).first()
    if page is None:
        page = parent.add_child(instance=model(slug=slug, locale=locales[DEFAULT], live=False, **words))
        page.save_revision().publish()
    if not page.has_translation(locales[ENGLISH]):
        translated = page.copy_for_translation(locales[ENGLISH])
        for field, value in english.items():
            setattr(translated, field, value)
        translated.draft_title = translated.title
        translated.save_revision().publish()
    return page


def _site(home: Page) -> None:
    """One site, at BASE_URL; Wagtail's welcome page goes."""
    address = urlparse(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.port, site.site_name = address.hostname or "localhost", port, "Concerta"
    site.root_page = home
    site.save()
    for welcome in Page.objects.filter(depth=2, slug="home"):
        if welcome.specific_class is Page:
            welcome.delete()


# What the editor of one unit might have written, in the demonstration.
WRITTEN = {
    DEFAULT: [
        section("Ajudas técnicas: por onde começar"),
        text(
            "<p>Texto fictício (demonstração). A unidade acompanha os bancos de ajudas técnicas dos municípios: o "
            "prazo de cedência, a higienização entre cedências e o que falta em cada banco.</p>"
        ),
        cards(
            ("Catálogo de recursos", "O que há, onde, e quando foi confirmado.", "/recursos/"),
            ("Registo de decisões", "O que os órgãos decidiram, com as posições.", "/unidades/decisoes/"),
        ),
    ],
    ENGLISH: [
        section("Technical aids: where to start"),
        text(
            "<p>Fictional text (demonstration). The unit follows the municipalities' banks of technical aids: the loan "
            "period, cleaning between loans and what each bank lacks.</p>"
        ),
        cards(
            ("Catalogue of resources", "What there is, where, and when it was confirmed.", "/en/recursos/"),
            (
                "Register of decisions",
                "What the bodies decided, with the positions.",
                "/en/unidades/decisoes/",
            ),
        ),
    ],
}


def load_written() -> None:
    """An editor's own words between the living parts of one unit's page."""
    for page in UnitPage.objects.filter(unit__axis="EP1").select_related("locale"):
        start = arrangement()
        page.body = [*start[:4], *WRITTEN[page.locale.language_code], *start[4:]]
        page.save_revision().publish()
