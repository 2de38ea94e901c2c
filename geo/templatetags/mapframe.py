from collections.abc import Iterable
from typing import Any

from django import template
from django.middleware.csp import get_nonce
from django.template.context import Context
from django.utils.csp import CONTEXT_KEY

from geo.models import MapFrame

register = template.Library()


@register.inclusion_tag("geo/frame.html", takes_context=True)
def map_frame(
    context: Context, name: str, geojson_url: str = "", order: str | Iterable[object] = ""
) -> dict[str, Any]:
    """A map frame for the page's own script to fill: `geojson_url` says from where, `order` (ids as in the
    list beside the map) how to number. Both become data attributes of the figure."""
    nonce = context.get(CONTEXT_KEY)
    if nonce is None and "request" in context:
        nonce = get_nonce(context["request"])
    return {
        "frame": MapFrame.objects.for_reader(name),
        "name": name,
        "geojson_url": geojson_url,
        "order": order if isinstance(order, str) else " ".join(str(item) for item in order),
        CONTEXT_KEY: nonce,
    }
