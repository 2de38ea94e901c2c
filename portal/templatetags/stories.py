"""Figures and stories of the monitor in pages of the roof, and the stories in pages of the monitor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal.pages.monitor_blocks import has_figures
from portal.pages.stories import StoryPage

register = template.Library()


@register.simple_tag
def figure_styles(stream: Iterable[Any] | None, listed: Any = False) -> SafeString:
    """The styles of the monitor, where the stream shows figures of it, or the page lists indicators beside it."""
    sheets = ["css/monitor.css", "css/charts.css"] if has_figures(stream) else []
    if listed and not sheets:
        sheets = ["css/monitor.css"]
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(one),) for one in sheets))


@register.simple_tag
def latest_stories(n: int) -> list[StoryPage]:
    """The newest of the page's language."""
    return list(StoryPage.objects.live().public().filter(locale__language_code=get_language()).latest()[:n])
