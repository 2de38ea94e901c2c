"""Draw the targets of public, approved plans in the monitor; the clock does it too."""

from typing import Any

from django.core.management.base import BaseCommand

from plans.publishing import publish_targets


class Command(BaseCommand):
    help = "Draws the targets of public, approved plans in the monitor, moves those that changed, erases the others."

    def handle(self, *args: Any, **options: Any) -> None:
        for what, count in publish_targets().items():
            self.stdout.write(f"{what}: {count}")
