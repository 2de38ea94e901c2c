"""The command stands under the roof: it writes the audit trail, which `geo` knows nothing of."""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from accounts import audit
from geo import imports
from geo.frames import build_frames
from geo.imports import Change, Found, Refused


class Command(BaseCommand):
    help = "Imports the outlines of the municipalities, or of the parishes, and draws the maps with them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="GeoJSON, GeoPackage or Shapefile")
        parser.add_argument(
            "--source",
            default="",
            help="who publishes it and which edition; shown on maps; default: the name of the file",
        )
        parser.add_argument("--source-en", default="", help="the same in English")
        parser.add_argument("--licence", default="", help="shown on maps; default: that none is given")
        parser.add_argument("--layer", help="of a file that has several")
        parser.add_argument(
            "--only-known", action="store_true", help="leave out what lies in other municipalities"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        said = {name: options[name].strip() for name in ("source", "source_en", "licence")}
        if not said["source"]:
            said["source"] = said["source_en"] = options["file"].name[:200]
        for name, most in (("source", 200), ("source_en", 200), ("licence", 120)):
            if len(said[name]) > most:
                raise CommandError(
                    _("--%(name)s: no máximo %(most)s caracteres.")
                    % {"name": name.replace("_", "-"), "most": most}
                )
        try:
            found = imports.read(
                options["file"],
                layer=options["layer"],
                only_known=options["only_known"],
                progress=self.bar(_("a verificar")),
            )
        except Refused as refusal:
            raise CommandError("\n".join(refusal.sentences)) from refusal
        for note in found.notes:
            self.stdout.write(note)
        if found.others:
            self.stdout.write(_("Fora da região, deixados de fora: %(n)s.") % {"n": found.others})
        if options["dry_run"]:
            for change in imports.changes(found):
                self.stdout.write(_line(change))
            self.stdout.write(_("Ensaio: nada foi gravado."))
            return
        with transaction.atomic():
            done = imports.store(found, **said, progress=self.bar(_("a gravar")))
            _record(found, done, label=f"{said['source']}: {options['file'].name}")
        self.stdout.write(
            (_("%(n)s freguesias importadas.") if found.parishes else _("%(n)s municípios importados."))
            % {"n": len(found.areas)}
        )
        drawn = build_frames()
        self.stdout.write(_("Mapas desenhados de novo: %(n)s.") % {"n": len(drawn)})

    def bar(self, what: str) -> imports.Progress:
        def over(rows: Iterable[Any], total: int) -> Iterable[Any]:
            return tqdm(rows, desc=what, total=total, file=sys.stderr)

        return over


def _record(found: Found, done: Iterable[Change], *, label: str) -> None:
    """In the transaction that stored them, while `store` holds the municipalities: the chain's entries come one by
    one."""
    what = "parishes" if found.parishes else "municipalities"
    counts = Counter(change.state for change in done)
    audit.record(
        f"boundaries:{what}",
        "import_boundaries",
        by=None,
        subject=("boundaries", what),
        label=label,
        to_state=f"+{counts['new']} ~{counts['changed']} ={counts['same']} -{counts['gone']}",
    )


def _line(change: Change) -> str:
    label = f"{change.code} {change.name}"
    if change.after is None:
        return _("%(label)s: deixa de existir") % {"label": label}
    if change.before is None:
        return _("%(label)s: novo, %(after).2f km²") % {"label": label, "after": change.after}
    if change.same:
        return _("%(label)s: sem alteração, %(after).2f km²") % {"label": label, "after": change.after}
    return _("%(label)s: de %(before).2f para %(after).2f km² (%(percent)+.2f %%)") % {
        "label": label,
        "before": change.before,
        "after": change.after,
        "percent": 100 * (change.after - change.before) / change.before,
    }
