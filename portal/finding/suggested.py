"""What somebody may be looking for who has not finished typing: titles, each with its kind and its address."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Membership
from portal.finding.kinds import SOURCES, Card
from portal.finding.marking import begun
from resources.understanding.violence import about_violence
from search import asking

MOST = 8


def suggestions(text: str, member: Membership | None) -> list[dict[str, Any]]:
    """The best beginnings first, of what the reader may know of. About violence: the way to help, and no place."""
    if about_violence(text):
        title = _("Violência doméstica: onde pedir ajuda")
        return [said(title, text, _("ajuda, 24 horas"), reverse("violence_route"))]
    language = get_language() or ""
    sources = {one.name: one for one in SOURCES}
    kinds = {one.name: one.kind(member, language) for one in SOURCES}
    hits = asking.complete(text, list(kinds.values()), most=MOST)
    cards: dict[tuple[str, Any], Card] = {}
    for name in dict.fromkeys(hit.kind for hit in hits):
        found = kinds[name].rows.in_bulk([hit.pk for hit in hits if hit.kind == name])
        shown = zip(found, sources[name].cards(list(found.values())), strict=True)
        cards |= {(name, pk): card for pk, card in shown}
    chosen = [cards[one] for hit in hits if (one := (hit.kind, hit.pk)) in cards]
    return [said(str(card.title), text, str(card.kind), card.url) for card in chosen]


def said(title: str, text: str, kind: str, url: str) -> dict[str, Any]:
    return {"title": title, "pieces": begun(title, text), "kind": kind, "url": url}
