"""An index built, or asked, by a process that does nothing else: how long it takes, and how much memory it needs.

python -m portal.bench.indexing build|read     (`make bench` runs it; prints one line of JSON)
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ASKED = 20


def run(what: str, backend: str, *words: str) -> dict[str, float]:
    """In a process of its own, on the index of this backend."""
    command = [sys.executable, "-m", __name__, what, *words]
    ran = subprocess.run(
        command, env=os.environ | {"SEARCH_BACKEND": backend}, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise RuntimeError(f"{what} {backend}: {ran.stderr[-2000:]}")
    told: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return told


def _build() -> dict[str, float]:
    from django.core.management import call_command
    from django.db import connection
    from wagtail.search.models import IndexEntry

    from search import writing

    before, began = _memory(), time.monotonic()
    if writing.on_whoosh():
        writing.rebuild()
    else:
        # Not `rebuild_elsewhere`, which takes the other index away.
        call_command("wagtail_update_index", verbosity=0)
    took = time.monotonic() - began
    if writing.on_whoosh():
        from search.whoosh import storage

        size = sum(file.stat().st_size for file in storage.current().rglob("*") if file.is_file())
        documents = int(storage.searcher().doc_count())
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size(%s)", [IndexEntry._meta.db_table])
            size = int(cursor.fetchone()[0])
        documents = IndexEntry.objects.count()
    return {
        "seconds": took,
        "bytes": size,
        "documents": documents,
        "memory": _peak() - before,
        "peak": _peak(),
    }


def _read(words: list[str]) -> dict[str, float]:
    """As a web process does: its first search, its first word that is nowhere, and what it holds in memory then."""
    from portal.finding.kinds import kinds
    from search import asking

    asked = kinds(None, "pt-pt")
    asking.find("zzz", asked[:0])
    before = _memory()
    first = _timed(lambda: asking.find(words[0], asked))
    searching = _memory() - before
    misspelt = _timed(lambda: asking.spelled(f"{words[0]}qx", asked))
    for word in words:
        asking.find(word, asked)
        asking.complete(word[:3], asked)
    return {"first": first, "misspelt": misspelt, "searching": searching, "memory": _memory() - before}


def _timed(act: Any) -> float:
    began = time.monotonic()
    act()
    return (time.monotonic() - began) * 1000


def _memory() -> int:
    """What this process holds now, in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    print(json.dumps(_build() if sys.argv[1] == "build" else _read(sys.argv[2:])))
