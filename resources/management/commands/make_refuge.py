"""Makes a facility a casa de abrigo: done by who runs the portal, once, for the coordination that asks for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from resources import actions
from resources.models import Facility
from resources.refusals import Refusal


class Command(BaseCommand):
    help = (
        "Makes a facility a refuge (T3): place, contacts, source, words, photograph and earlier versions go."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=UUID, help="of the facility, as in the address of its page at work")
        parser.add_argument("--name", required=True, help="another name, that says nothing of where it is")

    def handle(self, *args: Any, **options: Any) -> None:
        facility = Facility.objects.select_related("source").filter(uuid=options["id"]).first()
        if facility is None:
            raise CommandError(_("Não há equipamento com o identificador %(id)s.") % {"id": options["id"]})
        source = facility.source
        try:
            actions.make_refuge(facility, by=None, name=options["name"])
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(
            _("É uma casa de abrigo: já não tem localização, contactos, fonte nem versões anteriores.")
        )
        if source is not None:
            self.stdout.write(
                _("Vinha de «%(source)s»: retire-a de lá também. Importada outra vez, aparecia como estava.")
                % {"source": source.name}
            )
