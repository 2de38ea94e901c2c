"""The measurements of `make bench`, on an empty database of their own and a running web server."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.models import Organisation
from portal.bench import clock, finding, monitor, pages, pairs, region, searching
from portal.bench.clock import Differs, Line

# The last one fills the region with what is found beside resources.
GROUPS = ("search", "pages", "monitor", "pairs", "finding")
COLUMNS = {"finding": ("Whoosh", "PostgreSQL")}
PAIRS_EACH = 5
WEB_PATIENCE = 120


class Command(BaseCommand):
    help = "Measures the portal against the least SQL (`make bench` runs it); fills an empty database first."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--url", required=True, help="where the web server of the same database answers")
        parser.add_argument(
            "--scale", type=float, default=1, help="1: 1,000 resources with 200 bookings each"
        )
        parser.add_argument("--only", choices=GROUPS, help="one group of measurements")
        parser.add_argument("--rounds", type=int, help="how often each is measured")
        parser.add_argument("--pairs", type=int, default=PAIRS_EACH, help="of each client in a round")
        parser.add_argument(
            "--documents",
            type=int,
            help=f"in the indexes of the search box; else {finding.DOCUMENTS:,} times the scale, and no more",
        )
        parser.add_argument("--to", type=Path, default=Path(settings.VAR) / "bench.json")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0.01 <= options["scale"] <= 100:
            raise CommandError("--scale: a number between 0.01 and 100")
        documents = options["documents"] or round(finding.DOCUMENTS * min(options["scale"], 1))
        if not 100 <= documents <= 1_000_000:
            raise CommandError("--documents: a number between 100 and 1,000,000")
        if not os.environ.get("DATABASE_OWNER_URL"):
            raise CommandError("DATABASE_OWNER_URL: is missing (`make bench` sets it)")
        if Organisation.objects.exists():
            raise CommandError("this database is not empty: it is not for measuring")
        began = time.monotonic()
        made = region.load(options["scale"])
        self._say(f"{len(made.resources):,} resources, {made.bookings:,} bookings", began)
        _await_web(options["url"])
        rounds = options["rounds"] or (clock.ROUNDS if options["scale"] <= 2 else clock.FEWER)
        groups: dict[str, list[Line]] = {}
        try:
            for group in [options["only"]] if options["only"] else GROUPS:
                groups[group] = []
                columns = COLUMNS.get(group, ("ours", "floor"))
                self.stdout.write(f"\n{group}\n{_row('', *columns, 'ratio', 'n')}")
                self.stdout.flush()
                for line in self._lines(group, made, options["url"], rounds, options["pairs"], documents):
                    groups[group].append(line)
                    self.stdout.write(_told(line))
                    self.stdout.flush()
        except Differs as differs:
            raise CommandError(str(differs)) from None
        facts = _machine() | {
            "scale": options["scale"],
            "resources": len(made.resources),
            "bookings": made.bookings,
        }
        options["to"].parent.mkdir(parents=True, exist_ok=True)
        options["to"].write_text(
            json.dumps(
                {
                    "facts": facts,
                    "lines": {name: [_kept(one) for one in some] for name, some in groups.items()},
                },
                indent=1,
                ensure_ascii=False,
            )
            + "\n",
            encoding="utf-8",
        )
        self._say(f"written to {options['to']}", began)

    def _lines(
        self, group: str, made: region.Region, url: str, rounds: int, pairs_each: int, documents: int
    ) -> Iterator[Line]:
        if group == "search":
            return searching.lines(made, rounds)
        if group == "pages":
            return pages.lines(made, url, rounds)
        if group == "monitor":
            return monitor.lines(url, rounds)
        if group == "finding":
            return finding.lines(made, rounds, documents)
        return pairs.lines(made, url, rounds, pairs_each)

    def _say(self, text: str, began: float) -> None:
        self.stdout.write(f"{time.monotonic() - began:6.1f} s  {text}")
        self.stdout.flush()


def _await_web(url: str) -> None:
    until = time.monotonic() + WEB_PATIENCE
    while True:
        try:
            with urlopen(f"{url}/healthz", timeout=5):
                return
        except OSError as error:
            if time.monotonic() > until:
                raise CommandError(f"--url: {url} does not answer") from error
            time.sleep(0.1)


def _row(*cells: str) -> str:
    name, *figures = cells
    return f"  {name:<78}" + "".join(f"{one:>10}" for one in figures)


def _told(line: Line) -> str:
    def figure(value: float | None) -> str:
        return "" if value is None else f"{value:.1f}"

    ratio = "" if line.ratio is None else f"{line.ratio:.2f}x"
    said = [line.unit] + ([f"p95 {line.p95:.1f}"] if line.p95 is not None else []) + [line.note]
    told = _row(line.name, figure(line.ours), figure(line.floor), ratio, str(line.n))
    return f"{told}  {', '.join(one for one in said if one)}"


def _kept(line: Line) -> dict[str, Any]:
    kept = {
        name: getattr(line, name) for name in ("name", "unit", "ours", "floor", "ratio", "n", "p95", "note")
    }
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in kept.items()}


def _machine() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (postgresql,) = cursor.fetchone()
    load = os.getloadavg()[0]
    return {
        "cores": os.cpu_count(),
        "load before the end": round(load, 1),
        "system": platform.system(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "postgresql": postgresql,
    }
