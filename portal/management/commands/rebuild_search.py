"""Build the search index anew."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Builds the search index anew from the database."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("wagtail_update_index", verbosity=options["verbosity"])
