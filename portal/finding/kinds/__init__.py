"""What can be found: every kind of thing that a person would look for, whoever keeps it.

A room says which of its rows a reader may know of and what of them is searched; how one is shown in a list of results
is said here. What a member may know of beyond the public stands in no index: it is in `rows`, and matched in the
database.
"""

from __future__ import annotations

from accounts.models import Membership
from portal.finding.kinds import community, doing, governing, monitor, pages
from portal.finding.kinds.catalogue import CATEGORIES, RESOURCES
from portal.finding.kinds.shapes import Card, Facet, Source
from search.asking import Kind

SOURCES: tuple[Source, ...] = (
    RESOURCES,
    CATEGORIES,
    *monitor.SOURCES,
    *pages.SOURCES,
    *governing.SOURCES,
    *doing.SOURCES,
    *community.SOURCES,
)


def kinds(member: Membership | None, language: str) -> list[Kind]:
    """All but resources, which the catalogue finds by its own rules."""
    return [one.kind(member, language) for one in SOURCES if one is not RESOURCES]


__all__ = ["RESOURCES", "SOURCES", "Card", "Facet", "Source", "kinds"]
