"""Calls, a consortium, projects, pledges and initiatives in the demonstration, lived through the actions. All of it is
invented, and each thing says so."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import moment
from accounts.models import Membership
from community.actions import applications, calls, initiatives, pledges, projects, visitors
from community.models import Application, Call, Initiative, Pledge, PledgeMatch, VisitorContact
from geo.models import Municipality
from units.models import Axis, Body, OperativeResponse, Problem, StructuringIdea

INVENTED = "Invenção desta demonstração."
SOURCE = "Inventado para a demonstração; não existe"
PORTO, MAIA, GONDOMAR = "Município do Porto", "Município da Maia", "Obra Social de Rio Tinto"


def load_funding(today: date | None = None) -> None:
    """Live it, if there was none."""
    if Call.objects.exists():
        return
    with transaction.atomic():
        _Months(today or timezone.localdate()).live()


class _Months:
    """Who acts, and when: days are counted from today."""

    def __init__(self, today: date) -> None:
        self.today = today
        found = Membership.objects.active().select_related("user", "organisation__municipality")
        self.coordination = found.get(user__email="coordination@example.org")
        # One voice for each entity that may commit it; of the cast where there is one.
        able = [one for one in found.order_by("-user__is_staff", "-pk") if one.may_ask]
        self.voices = {one.organisation.name: one for one in able}
        cast = [f"{name}@example.org" for name in ("holder", "representative", "technician", "accredited")]
        self.voices |= {one.organisation.name: one for one in able if one.user.email in cast}
        self.problems = Problem.objects.in_bulk()

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        local = datetime.combine(self.today + timedelta(days=days), time(hour, minute))
        return local.replace(tzinfo=timezone.get_current_timezone())

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def live(self) -> None:
        past, near, far, _later = self.calls()
        self.approved(past)
        self.prepared(near)
        with moment.replaying(self.at(-3)):
            calls.follow_call(near, by=self.voices[GONDOMAR], wants=True)
            calls.follow_call(far, by=self.coordination, wants=True)
        self.promises(self.initiatives())

    # --- Calls and applications ---------------------------------------------------------------------------------------

    def calls(self) -> list[Call]:
        said: list[tuple[int, dict[str, Any]]] = [
            (-200, {"title": "Respostas partilhadas entre municípios (exemplo)", "funder": "Fundo Social Exemplo",
                    "programme": "Programa Partilhar", "opens_on": self.day(-200), "closes_at": self.at(-120, 18),
                    "amount": "até 200 000 EUR por projeto", "cofunding": 85, "smallest_consortium": 3,
                    "summary": "Juntar equipamentos e equipas de vários municípios numa só resposta.",
                    "obligatory": "Situação contributiva regularizada\nParecer favorável do CLAS"}),
            (-30, {"title": "Inovação social de proximidade (exemplo)", "funder": "Fundação Vizinhos Exemplo",
                   "programme": "Perto de casa", "opens_on": self.day(-30), "closes_at": self.at(9, 17),
                   "amount": "até 60 000 EUR", "cofunding": 70, "smallest_consortium": 2,
                   "kinds": ["municipality", "ipss", "higher_education"],
                   "summary": "Respostas novas para quem vive só, feitas com a comunidade.",
                   "obligatory": "Situação contributiva regularizada\nParceiros de mais do que um município",
                   "other": "Experiência anterior comprovada"}),
            (-12, {"title": "Qualificar para empregar (exemplo)", "funder": "Fundo Emprego Exemplo",
                   "opens_on": self.day(-10), "closes_at": self.at(48, 18), "cofunding": 85,
                   "smallest_consortium": 1, "summary": "Formação curta com estágio.",
                   "obligatory": "Entidade formadora certificada"}),
            (-5, {"title": "Casas abertas: adaptar espaços (exemplo)", "funder": "Fundo Obras Exemplo",
                  "opens_on": self.day(20), "closes_at": self.at(80, 12), "smallest_consortium": 1}),
        ]  # fmt: skip
        made = []
        for days, facts in said:
            with moment.replaying(self.at(days, 9)):
                facts |= {"source": SOURCE, "checked_on": self.day(days), "is_demo": True}
                made.append(calls.keep_call(calls.SaidOfCall(**facts), by=self.coordination))
        return made

    def begun(self, call: Call, lead: str, days: int, **facts: Any) -> Application:
        with moment.replaying(self.at(days)):
            said = applications.SaidOfApplication(**facts)
            return applications.keep_application(said, by=self.voices[lead], call=call)

    def joins(
        self,
        made: Application,
        lead: str,
        who: str,
        role: str,
        share: str,
        *,
        days: int,
        accepts: bool | None,
    ) -> None:
        with moment.replaying(self.at(days, 11)):
            voice = self.voices[who]
            asked = applications.invite(
                made, voice.organisation, by=self.voices[lead], role=role, share=share
            )
        if accepts is not None:
            with moment.replaying(self.at(days + 2, 15)):
                why = "" if accepts else "Sem equipa disponível este ano."
                applications.answer_invitation(asked, by=voice, accepts=accepts, why=why)

    def approved(self, call: Call) -> None:
        made = self.begun(
            call,
            PORTO,
            -170,
            title="Banco metropolitano de ajudas técnicas (exemplo)",
            summary=f"Um catálogo, uma higienização e um transporte para os bancos dos municípios. {INVENTED}",
            level="metropolitan",
            problems=[self.problems["EP1.1"], self.problems["EP1.4"]],
            ideas=list(StructuringIdea.objects.filter(order__in=[2, 3])),
            role="Coordenar e acolher o armazém",
            share="50 %",
        )
        self.joins(made, PORTO, MAIA, "Transporte", "25 %", days=-165, accepts=True)
        self.joins(made, PORTO, GONDOMAR, "Higienização e reparação", "25 %", days=-164, accepts=True)
        lead = self.voices[PORTO]
        with moment.replaying(self.at(-130)):
            said = {one.pk: ("met", "Documento junto ao processo (exemplo)") for one in call.criteria.all()}
            applications.check_criteria(made, said, by=lead)
            applications.submit(made, by=lead)
        with moment.replaying(self.at(-60)):
            made = applications.write_result(made, by=self.coordination, outcome="approved")
        self.project(made)

    def project(self, application: Application) -> None:
        axes = list(Axis.objects.filter(pk="EP1"))
        with moment.replaying(self.at(-50)):
            self.bank = projects.keep_project(
                projects.SaidOfProject(
                    title=application.title,
                    level="metropolitan",
                    starts_on=self.day(-45),
                    ends_on=self.day(900),
                    description=application.summary,
                    axes=axes,
                    municipalities=list(Municipality.objects.filter(dico__in=["1312", "1306", "1304"])),
                    responses=list(OperativeResponse.objects.filter(problem="EP1.1")[:2]),
                    ideas=list(application.ideas.all()),
                    funding="Fundo Social Exemplo: 85 %, como foi dito\nMunicípios: o resto",
                    state="running",
                    is_public=True,
                ),
                by=self.coordination,
                application=application,
            )
            made = projects.keep_project(
                projects.SaidOfProject(
                    title="Oficinas de competências para o emprego (exemplo)",
                    level="intermunicipal",
                    starts_on=self.day(-400),
                    ends_on=self.day(-40),
                    description=f"Oficinas rotativas em dois municípios. {INVENTED}",
                    axes=list(Axis.objects.filter(pk__in=["EP2", "AE6"])),
                    municipalities=list(Municipality.objects.filter(dico__in=["1308", "1317"])),
                    funding="Orçamento dos municípios",
                    results=f"Doze oficinas em dois municípios. {INVENTED}",
                    state="finished",
                    is_public=True,
                    is_demo=True,
                ),
                by=self.coordination,
            )
            for who, role, leads in (
                ("Município de Matosinhos", "Acolher", True),
                ("Ponte Solidária, CRL", "Formar", False),
            ):
                projects.add_project_partner(
                    made,
                    by=self.coordination,
                    organisation=self.voices[who].organisation if who in self.voices else None,
                    name=who,
                    role=role,
                    is_lead=leads,
                )

    def prepared(self, call: Call) -> None:
        made = self.begun(
            call,
            GONDOMAR,
            -14,
            title="Chá das cinco: companhia em casa (exemplo)",
            summary=f"Visitas combinadas a quem vive só, por voluntários de três municípios. {INVENTED}",
            level="supramunicipal",
            problems=[self.problems["EP1.1"], self.problems["EP4.2"]],
            role="Coordenar os voluntários",
            share="60 %",
        )
        self.joins(made, GONDOMAR, PORTO, "Ceder salas de encontro", "20 %", days=-6, accepts=None)
        self.joins(
            made, GONDOMAR, "Associação Maré Alta", "Formar voluntários", "20 %", days=-12, accepts=False
        )
        first = call.criteria.first()
        if first is not None:
            with moment.replaying(self.at(-4)):
                applications.check_criteria(
                    made, {first.pk: ("met", "Certidão de outubro (exemplo)")}, by=self.voices[GONDOMAR]
                )

    # --- Initiatives and pledges --------------------------------------------------------------------------------------

    def proposed(self, days: int, name: str, **facts: Any) -> Initiative:
        with moment.replaying(self.at(days, 16)):
            codes = facts.pop("problems")
            made = initiatives.propose_initiative(
                initiatives.SaidOfInitiative(
                    problems=[self.problems[code] for code in codes], is_demo=True, **facts
                ),
                email=f"{name}@example.org",
                language="pt-pt",
            )
        with moment.replaying(self.at(days, 17)):
            visitors.confirm_contact(VisitorContact.objects.get(initiative=made).key)
        return made

    def initiatives(self) -> Initiative:
        garden = self.proposed(
            -90,
            "horta",
            title="Horta de vizinhos (exemplo)",
            answers=f"Há quem passe dias sem falar com ninguém. {INVENTED}",
            for_whom="Pessoas que vivem sós e quem mora ao lado",
            needs="Um terreno, ferramentas e quem ensine.",
            municipality=Municipality.objects.get(dico="1304"),
            where="um bairro",
            problems=["EP1.1", "EP4.2"],
        )
        by = self.coordination
        with moment.replaying(self.at(-84)):
            initiatives.decide_initiative(
                garden, by=by, publishes=True, why="Responde a dois problemas do referencial."
            )
            unit = Body.objects.get(axis="EP1")
            initiatives.support_initiative(
                garden, unit, by=by, text="Põe a horta em contacto com os centros de dia."
            )
        for days, offers, space in (
            (-70, "Dois encontros por semana para desenhar a ideia.", {}),
            (
                -38,
                "Acompanhamento semanal e primeiras experiências.",
                {"space": "Sala polivalente", "space_from": self.day(-38), "space_until": self.day(40)},
            ),
        ):
            with moment.replaying(self.at(days)):
                said: dict[str, Any] = {
                    "entered_on": self.day(days),
                    "offers": f"{offers} {INVENTED}",
                    **space,
                }
                initiatives.enter_stage(garden, initiatives.SaidOfStage(**said), by=by)
        mending = self.proposed(
            -40,
            "oficina",
            title="Oficina que conserta e ensina (exemplo)",
            answers=f"Móveis no lixo e jovens sem trabalho na mesma rua. {INVENTED}",
            for_whom="Jovens à procura do primeiro emprego",
            needs="Uma oficina três manhãs por semana.",
            problems=["EP2.1"],
        )
        with moment.replaying(self.at(-35)):
            initiatives.decide_initiative(mending, by=by, publishes=True, why="")
        self.proposed(
            -2,
            "leituras",
            title="Leituras à cabeceira (exemplo)",
            answers=f"Quem está acamado deixa de ler. {INVENTED}",
            for_whom="Pessoas acamadas em casa",
            needs="Voluntários e uma carrinha de livros.",
            municipality=Municipality.objects.get(dico="1306"),
            problems=["EP1.1"],
        )
        return garden

    def promises(self, garden: Initiative) -> None:
        beds = self.promised(-40, PORTO, what="Camas articuladas usadas (exemplo)", quantity=24, unit="pieces",
                             kind="goods", until=self.day(60), visibility="named",
                             conditions="Levantar no armazém")  # fmt: skip
        school = "Escola Superior de Serviço Social do Norte"
        hours = self.promised(-30, school, what="Formação de voluntários (exemplo)",
                              quantity=40, unit="hours", kind="time", until=self.day(120),
                              visibility="named")  # fmt: skip
        by, receiver = self.coordination, self.voices[GONDOMAR]
        with moment.replaying(self.at(-25)):
            first = pledges.match_pledge(
                beds, by=by, quantity=10, receiver=receiver.organisation, project=self.bank
            )
            pledges.match_pledge(
                beds,
                by=by,
                quantity=6,
                receiver=self.voices[MAIA].organisation,
                category=PledgeMatch.Category.HEALTH,
            )
            pledges.match_pledge(hours, by=by, quantity=12, receiver=receiver.organisation, initiative=garden)
        with moment.replaying(self.at(-18)):
            pledges.confirm_delivery(first, by=receiver)
        for days, accepted, facts in (
            (-20, True, {"what": "Apoio a uma carrinha (exemplo)", "kind": "money", "quantity": 5000, "unit": "euros",
                         "visibility": "anonymous", "company": "Transportes Exemplo"}),
            (-15, True, {"what": "Cabazes de mercearia (exemplo)", "kind": "goods", "quantity": 60, "unit": "boxes",
                         "visibility": "named", "company": "Mercado Exemplo"}),
            (-1, False, {"what": "Explicações de matemática (exemplo)", "kind": "time", "quantity": 10,
                         "unit": "hours", "visibility": "anonymous"}),
        ):  # fmt: skip
            with moment.replaying(self.at(days, 12)):
                said: dict[str, Any] = {"until": self.day(45), "is_demo": True} | facts
                made = pledges.pledge_as_visitor(
                    pledges.SaidOfPledge(**said), email=f"promessa{-days}@example.org", language="pt-pt"
                )
                visitors.confirm_contact(VisitorContact.objects.get(pledge=made).key)
            if accepted:
                with moment.replaying(self.at(days + 1)):
                    pledges.decide_pledge(Pledge.objects.get(pk=made.pk), by=by, accepts=True)

    def promised(self, days: int, who: str, **facts: Any) -> Pledge:
        with moment.replaying(self.at(days)):
            made = pledges.pledge_for_organisation(
                pledges.SaidOfPledge(is_demo=True, **facts), by=self.voices[who]
            )
        with moment.replaying(self.at(days + 2)):
            return pledges.decide_pledge(made, by=self.coordination, accepts=True)
