"""The command stands under the roof, as the other imports that nobody in particular makes."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.refusals import Refusal
from accounts.sheets.progress import bar
from plans import imports
from plans.actions.importing import Brought, Whose, compare_plan, import_plan
from plans.imports import Branch, PlanTable, Refused
from plans.models import Measure

MOST_LINES = 60


class Command(BaseCommand):
    help = (
        "Imports the table of a plan as it is printed (text with tabs, CSV, XLSX): with --organisation as its draft,"
        " else as a public reference document outside every figure. The same file again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="TXT with tabs, CSV or XLSX")
        parser.add_argument(
            "--organisation", metavar="ID", default="", help="whose draft it becomes (a UUID)"
        )
        parser.add_argument("--origin", default="", help="where a reference document comes from: Brasil")
        parser.add_argument(
            "--replace", action="store_true", help="write over a draft that says something else"
        )
        parser.add_argument("--dry-run", action="store_true", help="only show the tree and what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        whose = Whose(_organisation(options["organisation"]))
        if options["origin"] and not whose.is_reference:
            raise CommandError(_("--origin é só dos documentos de referência: tire --organisation."))
        if len(options["origin"]) > 80:
            raise CommandError(_("--origin: no máximo 80 letras."))
        try:
            table = imports.read(options["file"], progress=bar)
            brought = compare_plan(table, whose)
            self._tell(brought)
            if options["dry_run"]:
                self.stdout.write(_("Ensaio: nada foi gravado."))
                return
            brought = import_plan(
                table, whose, by=None, origin=options["origin"].strip(), replace=options["replace"]
            )
        except Refused as refusal:
            raise CommandError("\n".join(refusal.sentences)) from refusal
        except Refusal as refusal:
            raise CommandError(_more(refusal)) from refusal
        self.stdout.write(_done(brought))

    def _tell(self, brought: Brought) -> None:
        table = brought.table
        self.stdout.write(f"{table.title} ({table.first_year}-{table.last_year})")
        for root in table.roots:
            self._branch(root, table)
        for sentence in table.warnings:
            self.stdout.write(_("A ver: %(sentence)s") % {"sentence": sentence})
        counts = ", ".join(f"{name} {n}" for name, n in table.counts)
        self.stdout.write(
            _("%(counts)s; medidas %(measures)s, metas %(targets)s. Como se soma: proposto, por confirmar.")
            % {"counts": counts, "measures": len(table.lines), "targets": table.targets}
        )
        for one in brought.differences[:MOST_LINES]:
            self.stdout.write(one)
        if (more := len(brought.differences) - MOST_LINES) > 0:
            self.stdout.write(_("… e mais %(n)s diferenças.") % {"n": more})
        self.stdout.write(_would(brought))

    def _branch(self, branch: Branch, table: PlanTable) -> None:
        indent = "  " * branch.level
        level = table.levels[branch.level]
        self.stdout.write(f"{indent}{level} {branch.code}: {branch.title[:90]}")
        for line in branch.lines:
            proposal = line.proposal
            values = " · ".join(line.printed.get(year) or _("sem meta") for year in sorted(line.values))
            self.stdout.write(
                _("%(indent)s    %(unit)s: %(values)s [%(how)s, por confirmar: %(why)s]")
                % {
                    "indent": indent,
                    "unit": line.unit,
                    "values": values,
                    "how": Measure.Aggregation(proposal.aggregation).label,
                    "why": proposal.reason,
                }
            )
        for child in branch.children:
            self._branch(child, table)


def _organisation(said: str) -> Organisation | None:
    if not said:
        return None
    try:
        found = Organisation.objects.filter(uuid=UUID(said), is_active=True).first()
    except ValueError:
        raise CommandError(
            _("--organisation: «%(said)s» não é um id (UUID).") % {"said": said[:60]}
        ) from None
    if found is None:
        raise CommandError(_("--organisation: não há nenhuma entidade ativa com esse id."))
    return found


def _more(refusal: Refusal) -> str:
    said = f"{refusal.sentence} {_('Nada foi importado.')}"
    if refusal.extra.get("state") == "differs":
        said = f"{said} {_('Com --replace, um plano em preparação passa a ser o do ficheiro.')}"
    return said


def _would(brought: Brought) -> str:
    if brought.state == "new" or brought.plan is None:
        return _("É um plano novo.")
    if brought.state == "same":
        return _("Já existe, e é igual.")
    if brought.state == "fixed":
        return _("Já existe e está aprovado: o ficheiro diz outra coisa.")
    return _("Já existe em preparação, e o ficheiro diz outra coisa (%(n)s diferenças).") % {
        "n": len(brought.differences)
    }


def _done(brought: Brought) -> str:
    assert brought.plan is not None
    if brought.state == "same":
        return _("Este plano já estava no portal tal como o ficheiro o diz: nada mudou.")
    if brought.plan.is_reference:
        return _("Importado como documento de referência, público e fora de todos os números: %(uuid)s") % {
            "uuid": brought.plan.uuid
        }
    return _("Importado, em preparação e sem responsáveis: %(uuid)s") % {"uuid": brought.plan.uuid}
