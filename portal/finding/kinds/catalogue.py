"""The catalogue: what is shared, and the kinds it is shared in."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.finding.kinds.shapes import Card, Facet, NamesOf, Source, choice, facts, fictional
from resources.models import Category, Resource
from resources.models.categories import Mode


def _resource(one: Resource) -> Card:
    """Title and address, for suggestions: lists of resources are the catalogue's own, with what is free."""
    facility = one.facility
    said = facts(one.category.name, facility.shown_municipality)
    return Card(
        one.name,
        reverse("resource", args=[one.uuid, one.slug]),
        text=one.description,
        facts=said,
        tag=fictional(facility),
    )


def _category(one: Category) -> Card:
    address = f"{reverse('catalogue')}?category={one.code}"
    said = facts(
        one.parent,
        _("ISO 9999: %(code)s") % {"code": one.iso9999} if one.iso9999 else "",
        one.get_mode_display(),
    )
    return Card(one.name, address, facts=said)


RESOURCES = Source(
    "recursos",
    _("Recursos"),
    _("Recurso"),
    lambda member, language: Resource.objects.visible_to(member).select_related(
        "facility__municipality", "facility__organisation", "category__parent", "response"
    ),
    _resource,
    for_members=True,
)

CATEGORIES = Source(
    "categorias",
    _("Tipos de recurso"),
    _("Tipo de recurso"),
    lambda member, language: Category.objects.open_listed().select_related("parent"),
    _category,
    (
        Facet("familia", _("Família"), "parent", NamesOf(Category)),
        Facet("modo", _("Modo"), "mode", choice(Mode)),
    ),
)
