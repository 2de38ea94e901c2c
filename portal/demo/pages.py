"""The first pages, in both languages. Not only for the demonstration: every installation starts with them."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from portal import partners_cms
from portal.models import ContentPage, CoordinationApproval, HomePage, NewsIndexPage, UnitIndexPage, UnitPage
from portal.pages.texts import en, pt
from units.models import Body

EDITORS = "Editores"
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
    home = _pair(HomePage, root, locales, "inicio", _fields(pt.HOME), _fields(en.HOME))
    _site(home)
    for name in STATEMENTS:
        words, english = getattr(pt, name), getattr(en, name)
        _pair(ContentPage, home, locales, words["slug"], _fields(words), _fields(english))
    units = _pair(UnitIndexPage, home, locales, "unidades", _fields(pt.UNITS), _fields(en.UNITS))
    for body in Body.objects.select_related("axis"):
        _pair(
            UnitPage,
            units,
            locales,
            SLUGS[body.axis_id or body.kind],
            {"title": body.name_pt, "unit": body, "body": _first_words(body, pt)},
            {"title": body.name_en, "unit": body, "body": _first_words(body, en)},
        )
    _pair(NewsIndexPage, home, locales, "noticias", _fields(pt.NEWS), _fields(en.NEWS))
    editors_group()
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


def editors_group() -> Group:
    """Who edits pages, pictures, documents and the composition of bodies. Made by Wagtail under an English name."""
    Group.objects.filter(name="Moderators", user=None).delete()
    if not Group.objects.filter(name=EDITORS).exists():
        Group.objects.filter(name="Editors").update(name=EDITORS)
    group, _made = Group.objects.get_or_create(name=EDITORS)
    pages = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
    for home in HomePage.objects.all():
        for permission in _permissions("wagtailcore", pages):
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
    GroupPagePermission.objects.filter(group=group, page__depth=1).delete()
    # Wagtail asks for the rights on its own image and document models, whatever models a project puts in their place.
    files = [
        *_permissions("wagtailimages", ("add_image", "change_image", "choose_image")),
        *_permissions("wagtaildocs", ("add_document", "change_document", "choose_document")),
    ]
    for permission in files:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
    group.permissions.add(
        *_permissions("wagtailadmin", ["access_admin"]),
        *_permissions("simple_translation", ["submit_translation"]),
        *_permissions(
            "units", ["change_body", "view_body", "add_seat", "change_seat", "delete_seat", "view_seat"]
        ),
        *_permissions("units", partners_cms.PERMISSIONS),
    )
    return group


def _permissions(app: str, codenames: Iterable[str]) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=app, codename__in=list(codenames)))


def _fields(words: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in words.items() if key != "slug"}


def _first_words(body: Body, language: ModuleType) -> list[Any]:
    return list(language.REFUGES) if body.axis_id == "EP3" else []


def _pair(
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
