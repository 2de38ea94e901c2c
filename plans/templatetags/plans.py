"""How plans stand in a page: bars of their states, the words of one target. Presentation only."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from monitor import periods
from plans import showing
from plans.models import Measure
from plans.reading import Summary

register = template.Library()


@register.simple_tag
def state_bar(parts: Iterable[showing.Part], css: str = "") -> SafeString:
    """One length for each state of targets; decoration for the words beside it."""
    listed = list(parts)
    whole = sum(part.n for part in listed)
    if not whole:
        return mark_safe("")
    start, drawn = 0.0, []
    for part in listed:
        width = 100 * part.n / whole
        drawn.append((part.mark, f"{start:.2f}", f"{width:.2f}"))
        start += width
    return format_html(
        '<svg class="statebar {}" aria-hidden="true" focusable="false">{}</svg>',
        css,
        format_html_join("", '<rect class="{}" x="{}%" width="{}%" height="100%"/>', drawn),
    )


@register.filter
def states(summary: Summary) -> list[tuple[str, str]]:
    """Each word that occurs, with its number, and its mark."""
    return showing.of_rows(summary)


@register.filter
def state_parts(summary: Summary) -> list[showing.Part]:
    return showing.parts_of(summary)


@register.filter
def stands(summary: Summary) -> str:
    """The sentence that says how these targets stand."""
    return showing.standing_sentence(summary)


@register.filter
def amount(value: Decimal | None, measure: Measure) -> str:
    """12 or 25%; "" for none."""
    return showing.amount(value, measure)


@register.filter
def period_label(code: str) -> str:
    """1.º trimestre de 2026."""
    return periods.label(code)
