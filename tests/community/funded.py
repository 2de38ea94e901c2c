"""The smallest world of funding: calls, a consortium, projects, pledges, initiatives, each by its action."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts import moment
from accounts.models import Letter, Membership, Organisation
from community.actions import applications, calls, initiatives, pledges, projects, visitors
from community.models import (
    Application,
    Call,
    ConsortiumPartner,
    Initiative,
    Pledge,
    Project,
    VisitorContact,
)
from geo.models import Municipality
from units.models import Axis, Problem

WORK, PUBLIC = "/trabalho/comunidade", "/comunidade"


def link(letter: Letter, which: str = "confirmar") -> str:
    """Where a letter to a visitor leads."""
    found = re.search(rf"https?://[^/]+((?:/en)?/\S*/{which}/\S+/)", letter.text)
    assert found, letter.text
    return found.group(1)


class Funded:
    def __init__(self, cast: Any) -> None:
        self.cast = cast
        self.coordination: Membership = cast.coordination
        self.lead: Membership = cast.technician  # of an IPSS in Gondomar
        self.partner: Membership = cast.holder  # of the municipality of Porto

    def said_of_call(self, **more: Any) -> calls.SaidOfCall:
        facts: dict[str, Any] = {
            "title": "Inclusão ativa",
            "funder": "Fundo de teste",
            "closes_at": timezone.now() + timedelta(days=40),
            "source": "Sítio do fundo",
            "checked_on": timezone.localdate(moment.now()),
            "smallest_consortium": 2,
            "obligatory": "Situação regularizada\nParecer do CLAS",
            "other": "Estudo prévio",
        }
        return calls.SaidOfCall(**(facts | more))

    def call(self, **more: Any) -> Call:
        return calls.keep_call(self.said_of_call(**more), by=self.coordination)

    def application(self, call: Call | None = None, **more: Any) -> Application:
        facts: dict[str, Any] = {
            "title": "Banco metropolitano de ajudas técnicas",
            "summary": "Juntar os bancos dos municípios.",
            "level": "metropolitan",
            "problems": [Problem.objects.get(code="EP1.1")],
        }
        said = applications.SaidOfApplication(**(facts | more))
        return applications.keep_application(said, by=self.lead, call=call or self.call())

    def invite(self, application: Application, organisation: Organisation | None = None) -> ConsortiumPartner:
        return applications.invite(
            application, organisation or self.partner.organisation, by=self.lead, role="Ceder o armazém"
        )

    def meet(self, application: Application) -> None:
        """Every criterion, with what proves it."""
        said = {one.pk: ("met", "Documento de 3 de março") for one in application.call.criteria.all()}
        applications.check_criteria(application, said, by=self.lead)

    def complete(self, call: Call | None = None) -> Application:
        """Ready to be submitted: two municipalities, all criteria."""
        made = self.application(call)
        applications.answer_invitation(self.invite(made), by=self.partner, accepts=True)
        self.meet(made)
        return made

    def submitted(self) -> Application:
        return applications.submit(self.complete(), by=self.lead)

    def approved(self) -> Application:
        return applications.write_result(self.submitted(), by=self.coordination, outcome="approved")

    def said_of_project(self, **more: Any) -> projects.SaidOfProject:
        facts: dict[str, Any] = {
            "title": "Respostas partilhadas",
            "level": "metropolitan",
            "starts_on": timezone.localdate(),
            "ends_on": timezone.localdate() + timedelta(days=800),
            "description": "Partilhar o que cada um tem.",
            "axes": [Axis.objects.get(code="EP1")],
            "municipalities": list(Municipality.objects.filter(dico__in=["1312", "1306"])),
            "state": "running",
            "is_public": True,
        }
        return projects.SaidOfProject(**(facts | more))

    def project(self, **more: Any) -> Project:
        return projects.keep_project(self.said_of_project(**more), by=self.coordination)

    def said_of_pledge(self, **more: Any) -> pledges.SaidOfPledge:
        facts: dict[str, Any] = {
            "kind": "goods",
            "what": "Camas articuladas usadas",
            "quantity": 10,
            "unit": "pieces",
            "until": timezone.localdate() + timedelta(days=60),
            "visibility": "named",
        }
        return pledges.SaidOfPledge(**(facts | more))

    def pledge(self, **more: Any) -> Pledge:
        """Accepted, of the partner's organisation."""
        made = pledges.pledge_for_organisation(self.said_of_pledge(**more), by=self.partner)
        return pledges.decide_pledge(made, by=self.coordination, accepts=True)

    def match(self, pledge: Pledge, quantity: int, **more: Any) -> Any:
        facts: dict[str, Any] = {"receiver": self.lead.organisation, "category": "health"}
        return pledges.match_pledge(pledge, by=self.coordination, quantity=quantity, **(facts | more))

    def proposed(self, email: str = "vizinha@example.org", **more: Any) -> Initiative:
        facts: dict[str, Any] = {
            "title": "Horta de vizinhos",
            "answers": "A solidão dos idosos do bairro.",
            "for_whom": "Quem vive só",
            "needs": "Um terreno e ferramentas.",
            "problems": [Problem.objects.get(code="EP1.1")],
        }
        said = initiatives.SaidOfInitiative(**(facts | more))
        return initiatives.propose_initiative(said, email=email, language="pt-pt")

    def waiting(self) -> Initiative:
        made = self.proposed()
        visitors.confirm_contact(VisitorContact.objects.get(initiative=made).key)
        return Initiative.objects.get(pk=made.pk)

    def published(self) -> Initiative:
        return initiatives.decide_initiative(self.waiting(), by=self.coordination, publishes=True, why="")
