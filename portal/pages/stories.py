"""What the figures of the monitor tell, as texts with living figures in them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from portal.pages.base import PortalPage
from portal.pages.blocks import BodyBlock

PER_PAGE = 12


class StoryQuerySet(PageQuerySet):
    def latest(self) -> StoryQuerySet:
        return self.order_by("-date", "-first_published_at", "-pk")


class StoryIndexPage(PortalPage, Page):
    template = "pages/story_index.html"
    parent_page_types: ClassVar = ["portal.HomePage"]
    subpage_types: ClassVar = ["portal.StoryPage"]
    max_count_per_parent = 1
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("description")]
    promote_panels = PortalPage.promote_panels
    settings_panels = PortalPage.settings_panels
    search_fields: ClassVar = PortalPage.search_fields

    class Meta:
        verbose_name = _("lista de histórias do monitor")
        verbose_name_plural = _("listas de histórias do monitor")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        stories = StoryPage.objects.live().public().filter(locale_id=self.locale_id).latest()
        pages, asked = Paginator(stories, PER_PAGE), request.GET.get("page", "1")
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
        if not 1 <= number <= pages.num_pages:
            raise Http404
        return context | {"sheet": pages.page(number)}


class StoryPage(PortalPage, Page):
    """A text about the region that quotes no figure by hand: blocks of the monitor say them, with date and source."""

    date = models.DateField(_("data"), default=timezone.localdate)
    body = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("texto"),
        help_text=_(
            "Os números ficam nos blocos do monitor: atualizam-se sozinhos e trazem a fonte e a data."
        ),
    )
    is_demo = models.BooleanField(
        _("fictícia (demonstração)"), default=False, help_text=_("Aparece marcada como exemplo.")
    )

    objects = PageManager.from_queryset(StoryQuerySet)()

    template = "pages/story.html"
    parent_page_types: ClassVar = ["portal.StoryIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel(
            "description",
            heading=_("entrada"),
            help_text=_(
                "Uma ou duas frases, sem números: aparecem sob o título, no monitor e fora do portal."
            ),
        ),
        FieldPanel("date"),
        FieldPanel("body"),
        FieldPanel("is_demo"),
    ]
    promote_panels = PortalPage.promote_panels
    settings_panels = PortalPage.settings_panels
    search_fields: ClassVar = [*PortalPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("história do monitor")
        verbose_name_plural = _("histórias do monitor")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        others = StoryPage.objects.live().public().filter(locale_id=self.locale_id).exclude(pk=self.pk)
        return context | {"index": self.get_parent(), "others": others.latest()[:3]}
