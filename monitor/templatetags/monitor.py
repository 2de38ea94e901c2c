"""How sentences, figures and drawings of the monitor stand in a page."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from monitor.models import Indicator
from monitor.reading import drawn as drawings
from monitor.reading import sentences
from monitor.reading.sentences import Piece
from monitor.reading.sheet import Sheet

register = template.Library()


@register.simple_tag
def pieces(found: Iterable[Piece]) -> SafeString:
    """A sentence with its stressed part."""
    return format_html_join(
        "", "{}", ((format_html("<b>{}</b>", one.text) if one.strong else one.text,) for one in found)
    )


@register.filter
def plain_pieces(found: list[Piece]) -> str:
    return sentences.plain(found)


@register.filter
def measure(value: Decimal | None, indicator: Indicator) -> str:
    """A figure with the decimals of its indicator."""
    return sentences.said(value, indicator)


@register.filter
def draws(sheet: Sheet, name: str) -> bool:
    """Whether there is anything to see in a drawing."""
    return drawings.can_draw(sheet, name)


@register.filter
def drawn(sheet: Sheet, name: str) -> SafeString:
    """A drawing for the page: evolucao, ordem, municipios, quadrados."""
    return drawings.for_page(sheet, name)


@register.simple_tag
def spine(stands: int | None) -> SafeString:
    """Where between the lowest and the highest of the 17 a value stands. The words say the same."""
    if stands is None:
        return SafeString("")
    return format_html(
        '<svg class="spine" viewBox="-4 0 108 12" aria-hidden="true" focusable="false">'
        '<line x1="0" x2="100" y1="6" y2="6"/><circle cx="{}" cy="6" r="4.5"/></svg>',
        stands,
    )


@register.simple_tag
def said_of(sheet: Sheet, code: str) -> str:
    return sheet.said_of(code)


@register.filter
def any_of(indicators: Iterable[Indicator], codes: set[str]) -> bool:
    return any(one.code in codes for one in indicators)
