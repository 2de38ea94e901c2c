from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.sheets.progress import bar
from resources import imports
from resources.imports import Difference, Published, Reading, Refused


class Command(BaseCommand):
    help = "Imports facilities, resources or items from CSV or XLSX; the same source again updates them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX; the first row names the columns")
        parser.add_argument(
            "--source",
            default="",
            help="who publishes it; the same name updates; default: what the file says in its column `source`",
        )
        parser.add_argument(
            "--licence", default="", help="shown wherever the data are; default: the file's own"
        )
        parser.add_argument("--licence-url", default="")
        parser.add_argument("--attribution", default="", help="as the licence wants it; default: the source")
        parser.add_argument("--url", default="", help="where it is published")
        parser.add_argument("--retrieved", metavar="YYYY-MM-DD", type=date.fromisoformat)
        parser.add_argument(
            "--kind", choices=sorted(imports.KINDS), default="", help="default: by its columns"
        )
        parser.add_argument("--mapping", type=Path, help="JSON: which column of the file is which")
        parser.add_argument(
            "--organisation", metavar="ID", help="whose they are; without it nobody's, only described"
        )
        parser.add_argument(
            "--retire-missing", action="store_true", help="what is no longer in the file leaves the catalogue"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would change, row by row")

    def handle(self, *args: Any, **options: Any) -> None:
        dry = options["dry_run"]
        try:
            outcome = imports.run(
                options["file"],
                published=Published(
                    name=options["source"].strip(),
                    licence=options["licence"].strip(),
                    licence_url=options["licence_url"],
                    attribution=options["attribution"].strip(),
                    url=options["url"],
                    retrieved_on=options["retrieved"],
                ),
                kind=options["kind"],
                mapping=imports.mapping_from(options["mapping"]) if options["mapping"] else Reading(),
                organisation=_organisation(options["organisation"]),
                dry_run=dry,
                retire=options["retire_missing"],
                tell=self.tell if dry else lambda difference: None,
                progress=bar,
            )
        except Refused as refusal:
            raise CommandError("\n".join(refusal.sentences)) from refusal
        if outcome.ignored:
            self.stdout.write(
                _("Colunas que não se usam: %(names)s.") % {"names": ", ".join(outcome.ignored)}
            )
        for note in outcome.notes:
            self.stdout.write(note)
        counts = outcome.counts
        self.stdout.write(
            _(
                "%(new)s novos, %(changed)s alterados, %(same)s sem alteração, %(gone)s que já não estão no ficheiro."
            )
            % {name: counts[name] for name in ("new", "changed", "same", "gone")}
        )
        self.stdout.write(_("Ensaio: nada foi gravado.") if dry else _("Importado."))

    def tell(self, difference: Difference) -> None:
        state = {
            "new": _("novo"),
            "changed": _("alterado"),
            "same": _("sem alteração"),
            "gone": _("já não está no ficheiro"),
        }[difference.state]
        where = _("linha %(row)s") % {"row": difference.number} if difference.number else "-"
        self.stdout.write(f"{where}\t{state}\t{difference.ref}\t{difference.name}")
        for name, before, after in difference.changes:
            self.stdout.write(f"\t\t{name}: {before} -> {after}")


def _organisation(said: str | None) -> Organisation | None:
    if said is None:
        return None
    try:
        found = Organisation.objects.filter(uuid=UUID(said)).first()
    except ValueError:
        found = None
    if found is None:
        raise CommandError(_("--organisation: não há entidade com o identificador %(id)s.") % {"id": said})
    return found
