"""Wagtail's own search application as this portal runs it."""

from wagtail.search.apps import WagtailSearchAppConfig


class IndexConfig(WagtailSearchAppConfig):
    """What changes is owed to the index as a row of the same transaction."""
