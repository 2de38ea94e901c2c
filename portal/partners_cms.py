"""Partners and local networks as editors keep them in the CMS. The networks are the 17: none more, none less."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from accounts import moment
from portal.snippet_rights import Never
from units.models import LocalNetwork, NetworkDocument, Partner, PartnerRole

register_permission_policy(LocalNetwork, Never(LocalNetwork, "add", "delete"))


class PartnerViewSet(SnippetViewSet):
    model = Partner
    icon = "group"
    menu_label = _("Parceiros estratégicos")
    list_display: ClassVar[list[Any]] = [
        "name_pt",
        Column("get_kind_display", label=_("Tipo")),
        BooleanColumn("is_group", label=_("Conjunto")),
        BooleanColumn("is_demo", label=_("Fictício")),
    ]
    list_filter: ClassVar[list[Any]] = ["kind", "municipality"]
    copy_view_enabled = False
    panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("name_pt"), FieldPanel("name_en")], heading=_("Nome")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("is_group"), FieldPanel("is_demo")]),
        MultiFieldPanel([FieldPanel("about_pt"), FieldPanel("about_en")], heading=_("O que faz com a AMP")),
        MultiFieldPanel(
            [FieldPanel("for_visibility"), FieldPanel("for_projects"), FieldPanel("for_monitoring")],
            heading=_("Funções que o REF-AMP prevê"),
        ),
        MultiFieldPanel(
            [FieldPanel("municipality"), FieldPanel("area_pt"), FieldPanel("area_en")], heading=_("Onde atua")
        ),
        MultiFieldPanel([FieldPanel("website"), FieldPanel("organisation")], heading=_("Contacto")),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")], heading=_("Parceria")),
        FieldPanel("printed_pt", read_only=True),
        FieldPanel("source"),
    ]


class PartnerRoleViewSet(SnippetViewSet):
    model = PartnerRole
    icon = "list-ul"
    menu_label = _("Papéis por eixo")
    list_display: ClassVar[list[Any]] = ["partner", "axis", "line", "role_pt"]
    list_filter: ClassVar[list[Any]] = ["axis"]
    copy_view_enabled = False
    panels: ClassVar[list[Any]] = [
        FieldPanel("partner"),
        FieldRowPanel([FieldPanel("axis"), FieldPanel("line")]),
        MultiFieldPanel(
            [FieldPanel("role_pt"), FieldPanel("role_en")], heading=pgettext_lazy("parceiro", "Papel")
        ),
    ]


class LocalNetworkViewSet(SnippetViewSet):
    model = LocalNetwork
    icon = "site"
    menu_label = _("Redes sociais locais")
    list_display: ClassVar[list[Any]] = ["municipality", "name", "updated_at"]
    copy_view_enabled = False
    panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("name_pt"), FieldPanel("name_en")], heading=_("Nome")),
        FieldRowPanel([FieldPanel("seat"), FieldPanel("contact_page")]),
        FieldRowPanel([FieldPanel("platform"), FieldPanel("kept_by")]),
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_on")]),
        FieldPanel("is_demo"),
    ]


class NetworkDocumentViewSet(SnippetViewSet):
    model = NetworkDocument
    icon = "doc-full"
    menu_label = _("Documentos das redes")
    list_display: ClassVar[list[Any]] = [
        "title",
        Column("get_kind_display", label=_("Tipo")),
        "network",
        "dated",
    ]
    list_filter: ClassVar[list[Any]] = ["kind", "network"]
    copy_view_enabled = False
    panels: ClassVar[list[Any]] = [
        FieldPanel("network"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("dated")]),
        FieldPanel("title"),
        FieldPanel("link"),
        FieldPanel("source"),
    ]


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def note_when_a_network_changed(request: HttpRequest, instance: Any) -> None:
    """Its page says when it was last brought up to date, by whichever door."""
    network = instance.network if isinstance(instance, NetworkDocument) else instance
    if isinstance(network, LocalNetwork):
        LocalNetwork.objects.filter(pk=network.pk).update(updated_at=moment.now())


@hooks.register("after_delete_snippet")
def note_what_a_network_lost(request: HttpRequest, instances: list[Any]) -> None:
    for instance in instances:
        note_when_a_network_changed(request, instance)


class PartnersGroup(SnippetViewSetGroup):
    items = (PartnerViewSet, PartnerRoleViewSet, LocalNetworkViewSet, NetworkDocumentViewSet)
    menu_label = _("Parceiros e redes")
    menu_icon = "group"
    menu_order = 255
