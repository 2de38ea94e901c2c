"""A page of text: statements, explanations, what REF-AMP is."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from portal.pages.base import PortalPage
from portal.pages.blocks import BodyBlock


class ContentPage(PortalPage, Page):
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("conteúdo"))

    template = "pages/content.html"
    parent_page_types: ClassVar = ["portal.HomePage", "portal.ContentPage", "portal.UnitPage"]
    subpage_types: ClassVar = ["portal.ContentPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("description"), FieldPanel("body")]
    promote_panels = PortalPage.promote_panels
    settings_panels = PortalPage.settings_panels
    search_fields: ClassVar = [*PortalPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("página de texto")
        verbose_name_plural = _("páginas de texto")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["sections"] = [
            block.value
            for block in self.body
            if block.block_type == "heading" and block.value["level"] == "2"
        ]
        return context
