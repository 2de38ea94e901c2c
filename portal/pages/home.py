"""The front door."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from geo.models import Municipality
from monitor.reading.front import headlines
from portal.finding import examples
from portal.pages.base import PortalPage, member_of
from portal.pages.blocks import BodyBlock
from portal.pages.news import NewsPage
from portal.pages.units import UnitPage
from resources.summary import free_by_municipality, free_now

STEPS = 5
NEWS = 3
HEADLINES = 3


def shades(counts: dict[str, int]) -> dict[str, int]:
    """Counts as steps of the map's ramp, from the fewest (1) to the most (5); 0 for a place with none."""
    some = [n for n in counts.values() if n]
    low, high = min(some, default=0), max(some, default=0)
    span = high - low

    def step(n: int) -> int:
        return STEPS if not span else 1 + round((STEPS - 1) * (n - low) / span)

    return {dico: step(n) if n else 0 for dico, n in counts.items()}


class HomePage(PortalPage, Page):
    heading = models.CharField(_("frase principal"), max_length=120)
    lead = models.TextField(_("o que é o portal"), max_length=500)
    quote = models.TextField(_("citação"), max_length=400, blank=True)
    quote_source = models.CharField(_("fonte da citação"), max_length=250, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("conteúdo adicional"))

    template = "pages/home.html"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "portal.ContentPage",
        "portal.UnitIndexPage",
        "portal.NewsIndexPage",
        "portal.StoryIndexPage",
    ]
    max_count_per_parent = 2
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("quote"), FieldPanel("quote_source")], heading=_("Citação")),
        FieldPanel("body"),
        FieldPanel("description"),
    ]
    promote_panels = PortalPage.promote_panels
    settings_panels = PortalPage.settings_panels
    search_fields: ClassVar = [*PortalPage.search_fields, index.SearchField("lead")]

    class Meta:
        verbose_name = _("página inicial")
        verbose_name_plural = _("páginas iniciais")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        member = member_of(request)
        free = free_by_municipality(member)
        municipalities = list(Municipality.objects.all())
        counts = {place.pk: free.get(place.pk, 0) for place in municipalities}
        context |= {
            "now": timezone.now(),
            "free": free_now(member),
            "shades": shades(counts),
            "range": sorted({n for n in counts.values() if n}),
            "places": [(place, counts[place.pk]) for place in municipalities],
            # The box stands large on this page, and not in its header as well.
            "own_box": True,
            "examples": examples.first(),
            "headlines": headlines(HEADLINES),
            "units": UnitPage.in_tree_of(self),
            "news": NewsPage.objects.visible_to(member)
            .filter(locale_id=self.locale_id)
            .latest()
            .for_rows()[:NEWS],
        }
        return context
