"""Build the search index anew."""

import sys
import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from search import writing


class Command(BaseCommand):
    help = "Builds the search index anew from the database, beside the one that is in use until the new one is whole."

    def handle(self, *args: Any, **options: Any) -> None:
        if not writing.on_whoosh():
            writing.rebuild_elsewhere(options["verbosity"])
            return
        began = time.monotonic()
        with tqdm(desc="search", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            count = writing.rebuild(progress=_told(bar))
        if options["verbosity"]:
            self.stdout.write(f"{count} entries in {time.monotonic() - began:.1f} s")


def _told(bar: Any) -> Callable[[int, int], None]:
    def tell(seen: int, total: int) -> None:
        bar.total = total
        bar.update(seen - bar.n)

    return tell
