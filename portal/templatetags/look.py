"""Template tags of the visual language: how things look and how instants, periods and figures are worded.

Presentation only. Whether a place is free or late is decided in the rooms; here it gets a word and a shape.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, widgets
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from geo.outlines import OUTLINES
from portal.templatetags import wording
from portal.templatetags.wording import local, until

register = template.Library()
register.filters.update(wording.register.filters)
register.tags.update(wording.register.tags)

MOST_MARKS = 30
FRAME = "-38 0 566 712"
FRAME_WITH_NAMES = "-112 0 640 712"

# The rooms speak of availability in their own codes or in the public words; one shape for each.
SHAPES = {
    "available": "ok",
    "free": "ok",
    "ok": "ok",
    "disponível": "ok",
    "scarce": "few",
    "few": "few",
    "escassa": "few",
    "full": "full",
    "esgotada": "full",
    "unconfirmed": "ask",
    "unknown": "ask",
    "stale": "ask",
    "ask": "ask",
    "por confirmar": "ask",
}


GENERIC_CODES = {
    "required", "invalid", "invalid_choice", "invalid_list", "incomplete",
    "min_value", "max_value", "step_size", "min_length", "max_length",
}  # fmt: skip


# The frame of every page

_frame: dict[tuple[Any, ...], SafeString] = {}


@register.simple_tag
def frame(name: str, **said: str | bool) -> SafeString:
    """A part of the frame that is the same on every page: written once a language in this process, then repeated.

    It knows `said` and nothing else of the page: whatever it depends on has to be named there, and takes few values.
    """
    key = (name, get_language(), *sorted(said.items()))
    if settings.DEBUG or key not in _frame:
        _frame[key] = mark_safe(get_template(name).render(said))
    return _frame[key]


# Small pieces


@register.simple_tag
@lru_cache(maxsize=400)
def icon(name: str, css: str = "") -> SafeString:
    """An icon of the sprite; always decorative, the words stand beside it."""
    return format_html(
        '<svg class="i{}" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>',
        f" {css}" if css else "",
        name,
    )


@register.filter
def bcp47(code: str | None) -> str:
    """pt-pt -> pt-PT, en -> en: as the lang attribute wants it."""
    language, _, region = (code or "pt-pt").partition("-")
    return f"{language}-{region.upper()}" if region else language


@register.simple_tag
def current(path: str, target: str) -> SafeString:
    """aria-current for a navigation link: "page" on the page itself, "true" below it, nothing elsewhere."""
    if not path or not target:
        return mark_safe("")
    if path == target:
        return mark_safe(' aria-current="page"')
    return mark_safe(' aria-current="true"' if path.startswith(target) else "")


@register.filter
def shape(word: Any) -> str:
    """The class of `.av` for an availability code or word; what is unknown is asked for, never shown as free."""
    return SHAPES.get(str(word or "").lower(), "ask")


@register.filter
def shape_word(word: Any) -> str:
    words = {
        "ok": gettext("disponível"),
        "few": gettext("escassa"),
        "full": gettext("esgotada"),
        "ask": gettext("por confirmar"),
    }
    return words[shape(word)]


@register.simple_tag
def bar(percent: float, kind: str = "") -> SafeString:
    """A horizontal bar: "" (wine), "now" (amber, a running hold) or "late" (red). Write the figure beside it."""
    width = max(0.0, min(100.0, float(percent or 0)))
    return format_html(
        '<svg class="bar{}" aria-hidden="true" focusable="false"><rect class="run" width="{}%" height="100%"/></svg>',
        f" {kind}" if kind else "",
        f"{width:.1f}",
    )


@register.simple_tag
def beds(
    free: int = 0,
    held: int = 0,
    reserved: int = 0,
    total: int = 0,
    stale: bool = False,
    css: str = "",
) -> SafeString:
    """One mark per place, in the order free, held, reserved, taken; above 30 places a bar in the same order.

    Decoration for a sentence that carries the figures. `stale` empties the free marks (por confirmar).
    """
    free, held, reserved, total = (max(0, int(n or 0)) for n in (free, held, reserved, total))
    total = max(total, free + held + reserved)
    if not total:
        return mark_safe("")
    css = " ".join(filter(None, [css, "ask" if stale else ""]))
    kinds = [
        ("free", free),
        ("hold", held),
        ("res", reserved),
        ("", total - free - held - reserved),
    ]
    if total <= MOST_MARKS:
        marks = mark_safe("".join((f'<i class="{k}"></i>' if k else "<i></i>") * n for k, n in kinds))
        return format_html('<span class="beds {}" aria-hidden="true">{}</span>', css, marks)
    parts, start = [], 0.0
    for kind, n in kinds:
        width = 100 * n / total
        if n:
            parts.append((kind or "taken", f"{start:.2f}", f"{width:.2f}"))
        start += width
    return format_html(
        '<svg class="bedbar {}" aria-hidden="true" focusable="false">{}</svg>',
        css,
        format_html_join("", '<rect class="{}" x="{}%" width="{}%" height="100%"/>', parts),
    )


# Maps


def _codes(value: Any) -> set[str]:
    if not value:
        return set()
    if isinstance(value, str):
        return {code.strip() for code in value.split(",") if code.strip()}
    return {str(code) for code in value}


@register.simple_tag
def outline_map(
    label: str = "",
    lit: Any = None,
    here: Any = None,
    within: Any = None,
    levels: dict[str, int | None] | None = None,
    pins: Iterable[dict[str, Any]] | None = None,
    names: bool = False,
    css: str = "map",
) -> SafeString:
    """The 17 outlines. `lit`, `here`, `within`: DICO codes, comma separated or a list;
    `levels`: {dico: 1 to 5, None = no data};
    `pins`: [{"n": 1, "dico": "1312", "state": "on|ask|full|"}]; `names` writes the municipalities' names.

    With a label it is an image with that name; without, decoration. A list or a table says the same beside it.
    """
    lit_codes, here_codes, within_codes = _codes(lit), _codes(here), _codes(within)

    def css_of(dico: str) -> str:
        if dico in here_codes:
            return "here"
        if dico in lit_codes:
            return "lit"
        if levels is not None:
            level = levels.get(dico)
            return "nd" if level is None else f"q{level}" if level else ""
        return "in-r" if dico in within_codes else ""

    # What is "here" has the strongest line, so it is drawn over its neighbours.
    order = sorted(OUTLINES, key=lambda dico: dico in here_codes)
    parts = [format_html('<use href="#m{}" class="{}"/>', dico, css_of(dico)) for dico in order]
    if names:
        for dico, outline in OUTLINES.items():
            dark = css_of(dico) in {"lit", "q4", "q5"} and not outline.side
            kind = "sideL" if outline.side else "halo" if dico == "0116" else "nm"
            text_css = " ".join(
                filter(
                    None,
                    [
                        kind,
                        "t-on" if dark and kind == "nm" else "",
                        "sm" if outline.minor else "",
                    ],
                )
            )
            parts += [
                format_html('<text class="{}" x="{}" y="{}">{}</text>', text_css, x, y, t)
                for x, y, t in outline.label
            ]
    parts += _pins(pins or ())
    role = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true" focusable="false"')
    )
    return format_html(
        '<svg class="{}" viewBox="{}" {}>{}</svg>',
        css,
        FRAME_WITH_NAMES if names else FRAME,
        role,
        mark_safe("".join(parts)),
    )


# Of more pins in one municipality the last one says how many more there are.
PINS_TOGETHER, PINS_IN_A_ROW, PIN_STEP, PINS_UP_TO = 6, 3, 40, 505


def _pins(pins: Iterable[dict[str, Any]]) -> Iterator[SafeString]:
    """The numbers of a list on the outline: those of one municipality side by side, in rows, inside the frame."""
    together: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for pin in pins:
        if (dico := str(pin.get("dico", ""))) in OUTLINES:
            together[dico].append(pin)
    for dico, some in together.items():
        shown = some
        if len(some) > PINS_TOGETHER:
            rest = len(some) - PINS_TOGETHER + 1
            shown = [*some[: PINS_TOGETHER - 1], {"n": f"+{rest}", "state": "more"}]
        left, top = OUTLINES[dico].pin
        left = min(left, PINS_UP_TO - PIN_STEP * (min(len(shown), PINS_IN_A_ROW) - 1))
        for place, pin in enumerate(shown):
            x, y = left + PIN_STEP * (place % PINS_IN_A_ROW), top + PIN_STEP * (place // PINS_IN_A_ROW)
            yield format_html(
                '<g class="pin {}"><circle cx="{}" cy="{}" r="19"/><text x="{}" y="{}">{}</text></g>',
                pin.get("state", "on"), x, y, x, y, pin.get("n", ""),
            )  # fmt: skip


@register.simple_tag
@lru_cache(maxsize=40)
def mark(dico: str | None = None) -> SafeString:
    """The portal's mark: the 17 outlines, one's own municipality lit."""
    parts = [
        format_html('<use href="#m{}"{}/>', d, mark_safe(' class="lit"' if d == dico else ""))
        for d in OUTLINES
    ]
    return format_html(
        '<svg viewBox="0 0 527 712" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe("".join(parts)),
    )


@register.simple_tag
def silhouette(dico: Any, css: str = "") -> SafeString:
    """One municipality as its portrait; a dashed circle where there is none (an organisation without municipality)."""
    outline = OUTLINES.get(str(dico or ""))
    if outline is None:
        return format_html('<span class="sil none {}" aria-hidden="true"></span>', css)
    return format_html(
        '<svg class="sil {}" viewBox="{}" aria-hidden="true" focusable="false"><use href="#m{}"/></svg>',
        css,
        outline.portrait,
        str(dico),
    )


# Clocks


@register.simple_tag
def countdown(value: datetime | None, css: str = "") -> SafeString:
    """The time left as text; concerta.js keeps it true while the page is open."""
    if not value:
        return mark_safe("")
    return format_html(
        '<time class="num {}" datetime="{}" data-until>{}</time>',
        css,
        local(value).isoformat(),
        until(value),
    )


@register.simple_tag
def time_bar(start: datetime, end: datetime, kind: str = "") -> SafeString:
    """The bar of a clock: full at `start`, empty at `end`."""
    first, last = local(start), local(end)
    whole = (last - first).total_seconds()
    left = (last - timezone.now()).total_seconds()
    svg = bar(100 * left / whole if whole > 0 else 0, kind)
    return format_html(
        '<span class="clockbar" data-from="{}" data-to="{}">{}</span>',
        first.isoformat(),
        last.isoformat(),
        svg,
    )


# Forms


@register.filter
def kind_of(field: BoundField) -> str:
    """How a field is laid out: one tick box, a group of choices, or a single control."""
    widget = field.field.widget
    if isinstance(widget, widgets.CheckboxInput):
        return "tick"
    if isinstance(widget, (widgets.RadioSelect, widgets.CheckboxSelectMultiple)):
        return "group"
    return "single"


@register.filter
def anchor(field: BoundField) -> str:
    """The id that a link in the error summary goes to: the control, or the first of a group."""
    return f"{field.auto_id}_0" if kind_of(field) == "group" else str(field.id_for_label or field.auto_id)


@register.simple_tag
def control(field: BoundField, hint: str = "", css: str = "") -> SafeString:
    """The bare control of a field, named, described and marked invalid for assistive technology."""
    attrs: dict[str, Any] = {}
    widget = field.field.widget
    if kind_of(field) == "single" and not isinstance(widget, widgets.HiddenInput):
        attrs["class"] = " ".join(filter(None, [widget.attrs.get("class", ""), "in", css]))
    described = [f"{field.auto_id}-e"] if field.errors else []
    if hint or field.help_text:
        described.append(f"{field.auto_id}-h")
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    if isinstance(widget, widgets.NumberInput):
        attrs.setdefault("inputmode", "numeric")
    return field.as_widget(attrs=attrs)


@register.simple_tag
def to_correct(*forms: Any) -> dict[str, Any]:
    """What an error summary shows, over one or more forms: each message once, with the control it is about."""
    items: list[dict[str, str]] = []
    for form in forms:
        if not form or not getattr(form, "errors", None):
            continue
        items += [{"text": str(error), "href": ""} for error in form.non_field_errors()]
        for bound in form:
            for error in bound.errors.as_data():
                text = " ".join(str(message) for message in error.messages)
                # "Este campo é obrigatório." needs its field; a sentence of our own names it already.
                if error.code in GENERIC_CODES:
                    text = f"{bound.label}: {text}"
                items.append({"text": text, "href": f"#{anchor(bound)}"})
    count = len(items)
    title = ngettext("Há %d coisa a corrigir", "Há %d coisas a corrigir", count) % count
    return {"items": items, "title": title, "count": count}


# What the page's script says


@register.simple_tag
def words_for_script() -> SafeString:
    """The few sentences concerta.js and map.js write, in the language of the page, as JSON."""
    return _words_for_script(get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=4)
def _words_for_script(language: str) -> SafeString:
    """In the active language, which is `language`."""
    words = {
        "minute": gettext("%d min"),
        "hour": gettext("%d h"),
        "hour_minute": gettext("%(h)d h %(m)02d"),
        "day": ngettext("%d dia", "%d dias", 1),
        "days": ngettext("%d dia", "%d dias", 2),
        "left_one": ngettext("falta %(span)s", "faltam %(span)s", 1),
        "left": ngettext("falta %(span)s", "faltam %(span)s", 2),
        "soon": gettext("falta menos de 1 min"),
        "over": gettext("prazo terminado"),
        "over_reload": gettext("O prazo terminou. Atualize a página para ver o estado."),
        "see": gettext("Ver recurso"),
        "map_failed": gettext("O mapa não carregou. A lista tem os mesmos recursos."),
        "on_map": gettext("%(n)s. %(name)s, %(word)s"),
        "said": {name: shape_word(name) for name in ("ok", "few", "full", "ask")},
    }
    return mark_safe(json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"))


# Lists


@register.simple_tag
def page_numbers(page: Any) -> list[int | None]:
    """The numbers of a pager: first, last, the current one and its neighbours; None stands for a gap."""
    paginator = page.paginator
    return [
        n if isinstance(n, int) else None
        for n in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
