"""Publish the portal's own series of the periods that have closed; the clock does it too."""

from typing import Any

from django.core.management.base import BaseCommand

from resources.publishing.publishing import publish_indicators


class Command(BaseCommand):
    help = "Publishes the portal's own series in the monitor: each closed period once, never revised."

    def handle(self, *args: Any, **options: Any) -> None:
        for what, count in publish_indicators().items():
            self.stdout.write(f"{what}: {count}")
