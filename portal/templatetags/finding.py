"""How what was found is shown: the words asked for, marked."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def marks(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """A text in pieces, those asked for in <mark>. Whatever stands in them is text, never HTML."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if asked else text,) for text, asked in pieces)
    )
