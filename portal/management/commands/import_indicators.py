"""The command stands under the roof, as the other imports that nobody in particular makes."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.refusals import Refusal
from accounts.sheets.progress import bar
from monitor import imports
from monitor.actions import undo
from monitor.imports import Preview, Refused, Said, Shown
from monitor.imports.outliers import shown
from monitor.models import Import, Observation

MOST_LINES = 40
MOST_FLAGS = 25


class Command(BaseCommand):
    help = "Imports figures from a tidy CSV or XLSX, INE's JSON or JSON-stat; the same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="CSV, XLSX or JSON")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument("--source", default="", help="where the file does not say it itself")
        parser.add_argument(
            "--licence", default="", help="default: as the source names it, else to be confirmed"
        )
        parser.add_argument("--retrieved", metavar="YYYY-MM-DD", type=date.fromisoformat)
        parser.add_argument(
            "--indicator", metavar="CODE", default="", help="ours, where the file names none of ours"
        )
        parser.add_argument(
            "--dim",
            metavar="NAME=CATEGORY",
            action="append",
            default=[],
            help="which category of a further dimension to take; once for each",
        )
        parser.add_argument("--decimal", choices=[".", ","], default="", help="where the file does not tell")
        parser.add_argument("--ine", metavar="VARCD", default="", help="ask www.ine.pt for this indicator")
        parser.add_argument("--undo", metavar="UUID|last", default="", help="take an import back")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = [name for name in ("file", "ine", "undo") if options[name]]
        if len(asked) != 1:
            raise CommandError(_("Diga uma só coisa: um ficheiro, --ine ou --undo."))
        if options["undo"]:
            self._undo(options["undo"])
            return
        said = Said(
            source=options["source"].strip(),
            licence=options["licence"].strip(),
            retrieved_on=options["retrieved"],
            indicator=options["indicator"].strip(),
            dims=_dims(options["dim"]),
            decimal=options["decimal"],
        )
        try:
            if options["ine"]:
                brought = imports.fetch(options["ine"].strip(), said)
            else:
                brought = imports.read(options["file"], said, progress=bar)
            preview = imports.bring(brought, dry_run=options["dry_run"])
        except Refused as refusal:
            raise CommandError("\n".join(refusal.sentences)) from refusal
        self._tell(preview, dry=options["dry_run"])

    def _tell(self, preview: Preview, *, dry: bool) -> None:
        for note in preview.notes:
            self.stdout.write(note)
        for one in preview.made:
            self.stdout.write(
                _("Indicador novo no registo, com a ficha por escrever: %(code)s, %(name)s (%(unit)s).")
                % {"code": one.code, "name": one.name_pt, "unit": one.unit_source}
            )
        for difference in preview.differences[:MOST_LINES]:
            self.stdout.write(_line(difference))
        if (more := preview.changes - MOST_LINES) > 0:
            self.stdout.write(_("… e mais %(n)s diferenças.") % {"n": more})
        flagged = [*preview.warnings, *(flag.sentence for flag in preview.flags)]
        if flagged:
            self.stdout.write(_("A ver antes de confiar (%(n)s):") % {"n": len(flagged)})
        for sentence in flagged[:MOST_FLAGS]:
            self.stdout.write(f"  {sentence}")
        if (more := len(flagged) - MOST_FLAGS) > 0:
            self.stdout.write(_("  … e mais %(n)s.") % {"n": more})
        self.stdout.write(
            _("%(rows)s valores: %(new)s novos, %(changed)s alterados, %(same)s sem alteração.")
            % {"rows": preview.rows, **preview.counts}
        )
        if dry:
            self.stdout.write(_("Ensaio: nada foi gravado."))
        elif preview.batch is None:
            self.stdout.write(_("Tudo isto já estava no monitor: nada mudou."))
        else:
            self.stdout.write(
                _("Importado. Para desfazer: import_indicators --undo %(uuid)s")
                % {"uuid": preview.batch.uuid}
            )

    def _undo(self, which: str) -> None:
        files = Import.objects.exclude(kind=Import.Kind.OWN)
        if which == "last":
            batch = files.exclude(state=Import.State.UNDONE).first()
        else:
            try:
                batch = files.filter(uuid=UUID(which)).first()
            except ValueError:
                batch = None
        if batch is None:
            raise CommandError(_("--undo: não há importação a desfazer com «%(said)s».") % {"said": which})
        try:
            batch = undo(batch, by=None)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(_("Desfeita: %(name)s. O que tinha substituído volta a valer.") % {"name": batch})


def _dims(said: list[str]) -> dict[str, str]:
    found = {}
    for one in said:
        name, equals, category = one.partition("=")
        if not (name.strip() and equals):
            raise CommandError(_("--dim: escreva NOME=CATEGORIA, por exemplo dim_3=T."))
        found[name.strip()] = category.strip()
    return found


def _line(one: Shown) -> str:
    words = {code: str(label) for code, label in Observation.Status.choices}
    now = f"{shown(one.value)} ({words[one.status]})"
    if one.state == "new":
        return f"+ {one.indicator}\t{one.place}\t{one.period}\t{now}"
    before = f"{shown(one.before)} ({words[one.status_before or one.status]})"
    return f"~ {one.indicator}\t{one.place}\t{one.period}\t{before} -> {now}"
