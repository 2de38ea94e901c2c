"""The CMS as editors see it: pages, pictures, documents and the composition of the bodies; nothing that is not used."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal import monitor_cms, partners_cms, practice_cms, search_cms
from portal.communication import hooks as communication_hooks  # noqa: F401 (registers them)
from portal.snippet_rights import Never
from units.models import Body, Seat

# Wagtail's own help leads outside; people and their roles are kept in the rooms, not here; no editorial workflows yet.
UNUSED = {"help", "users", "workflows", "workflow-tasks"}
UNUSED_REPORTS = {"locked-pages", "workflows", "workflow-tasks"}


# The bodies are REF-AMP's seven: their words and composition change, their number does not.
register_permission_policy(Body, Never(Body, "add", "delete"))


class BodyViewSet(SnippetViewSet):
    model = Body
    icon = "group"
    menu_label = _("Órgãos")
    list_display: ClassVar[list[Any]] = [
        "name_pt",
        Column("get_kind_display", label=_("Tipo")),
        Column("get_condition_display", label=_("Condição")),
        BooleanColumn("is_demo", label=_("Fictícia")),
    ]
    copy_view_enabled = False
    panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("name_pt"), FieldPanel("name_en")], heading=_("Nome")),
        MultiFieldPanel([FieldPanel("mandate_pt"), FieldPanel("mandate_en")], heading=_("Mandato")),
        FieldPanel("condition"),
        FieldPanel("is_demo"),
    ]


class SeatViewSet(SnippetViewSet):
    model = Seat
    icon = "user"
    menu_label = _("Lugares nos órgãos")
    list_display: ClassVar[list[Any]] = ["body", "number", "municipality", "person", "since", "until"]
    list_filter: ClassVar[list[Any]] = ["body", "municipality"]
    copy_view_enabled = False
    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("body"), FieldPanel("number")]),
        FieldRowPanel([FieldPanel("municipality"), FieldPanel("person"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("competence_pt"), FieldPanel("competence_en")]),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")], heading=_("Mandato")),
    ]


class UnitsGroup(SnippetViewSetGroup):
    items = (BodyViewSet, SeatViewSet)
    menu_label = _("Unidades")
    menu_icon = "group"
    menu_order = 250


register_snippet(UnitsGroup)
register_snippet(partners_cms.PartnersGroup)
register_snippet(monitor_cms.MonitorGroup)
register_snippet(practice_cms.PracticeGroup)
register_snippet(search_cms.SynonymsViewSet)


def _without(items: list[Any], names: set[str]) -> None:
    items[:] = [item for item in items if item.name not in names]


@hooks.register("construct_main_menu")
def hide_help(request: HttpRequest, menu_items: list[Any]) -> None:
    _without(menu_items, UNUSED)


@hooks.register("construct_settings_menu")
def hide_settings(request: HttpRequest, menu_items: list[Any]) -> None:
    _without(menu_items, UNUSED)


@hooks.register("construct_reports_menu")
def hide_reports(request: HttpRequest, menu_items: list[Any]) -> None:
    _without(menu_items, UNUSED_REPORTS)
