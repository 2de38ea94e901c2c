"""What every page of the portal has."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from accounts.models import Membership
from portal.pages.forms import PageForm


class PortalPage(models.Model):
    """A sentence that says what the page is for, and the panels and search fields that all pages share."""

    description = models.CharField(
        _("descrição"),
        max_length=300,
        blank=True,
        help_text=_("Uma frase: aparece sob o título, nos resultados da pesquisa e fora do portal."),
    )

    base_form_class = PageForm

    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title")], heading=_("Endereço e título fora do portal")
        ),
        FieldPanel("show_in_menus"),
    ]
    settings_panels: ClassVar[list[Any]] = [FieldPanel("go_live_at"), FieldPanel("expire_at")]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("title", boost=5),
        index.SearchField("description", boost=2),
    ]

    class Meta:
        abstract = True

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet[Any]:
        """What everybody may read: what is being written, or was taken down, stands in no file."""
        found: models.QuerySet[Any] = super().get_indexed_objects().live().public()  # type: ignore[misc]
        return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # The frame's language switch leads to this page's own translation.
        request.wagtail_page = self  # type: ignore[attr-defined]
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        return context

    def readable_translations(self, member: Membership | None) -> models.QuerySet[Any]:
        """Itself in every language in which this reader may read it."""
        found: models.QuerySet[Any] = self.get_translations(inclusive=True).live()  # type: ignore[attr-defined]
        return found.select_related("locale")


def member_of(request: HttpRequest) -> Membership | None:
    """Who is asking; nobody in the editor's preview, which shows what a visitor would see."""
    if getattr(request, "is_preview", False):
        return None
    return getattr(request, "member", None)
