"""The way to the page of a body: an address of the CMS, which the rooms do not know."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from portal.models import UnitPage
from units.models import Body

register = template.Library()


@register.simple_tag(takes_context=True)
def body_trail(context: dict[str, Any], body: Body) -> list[dict[str, str]]:
    """What stands above a round, a meeting or a decision of a body: the list of bodies and, if it has one, its page."""
    request: HttpRequest | None = context.get("request")
    page = UnitPage.objects.live().filter(unit=body, locale__language_code=get_language()).first()
    if page is None:
        return [{"url": f"{context.get('root', '/')}unidades/", "label": gettext("Unidades")}]
    return [{"url": one.get_url(request), "label": one.title} for one in (page.get_parent(), page)]
