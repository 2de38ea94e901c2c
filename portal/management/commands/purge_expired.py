"""Delete what has had its time; the clock does it too."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.clock import purge_expired


class Command(BaseCommand):
    help = "Deletes free texts, sent letters, repeated answers and sessions that have had their time."

    def handle(self, *args: Any, **options: Any) -> None:
        for what, count in purge_expired().items():
            self.stdout.write(f"{what}: {count}")
