"""Makes an API token for a person, for the operator; people make their own under conta/chaves/."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import actions
from accounts.models import Membership


class Command(BaseCommand):
    help = "Create an API token that acts for a person in one organisation; the last line is the token alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--organisation", metavar="ID", help="the organisation's id, if there are several"
        )
        parser.add_argument("--label", default="linha de comando", help="what the token is for")

    def handle(self, *args: Any, **options: Any) -> None:
        member = self._member(options["email"], options["organisation"])
        try:
            _token, secret = actions.create_token(label=options["label"], by=member)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{member.user.email} · {member.organisation.name}")
        self.stdout.write(secret)

    def _member(self, email: str, organisation: str | None) -> Membership:
        members = (
            Membership.objects.active()
            .select_related("user", "organisation")
            .filter(user__email__iexact=email)
        )
        if organisation:
            try:
                members = members.filter(organisation__uuid=UUID(organisation))
            except ValueError:
                raise CommandError(f"--organisation: {organisation} is not an id (a UUID)") from None
        found = list(members.order_by("organisation__sort_key"))
        if not found:
            where = "this organisation" if organisation else "any organisation"
            raise CommandError(f"{email} is not an active member of {where}")
        if len(found) > 1:
            choices = "\n".join(
                f"  {member.organisation.uuid}  {member.organisation.name}" for member in found
            )
            raise CommandError(
                f"{email} acts for several organisations; say which with --organisation:\n{choices}"
            )
        return found[0]
