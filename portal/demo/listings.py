"""Fictional listings of the demonstration, lived through the actions: offers, placements, events, rent measures; and
circuits that say what their sources say, and no more."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import moment
from accounts.models import Contact, Membership
from community import actions
from community.models import Event, JobOffer, Pathway, Placement
from geo.models import Municipality
from portal.demo import listings_texts as texts
from units.models import OperativeResponse

# The day the sources of the circuits were looked up.
LOOKED_UP = date(2026, 11, 22)
CANCELLED = "Concerto ao ar livre (exemplo)"


def load_listings(today: date | None = None) -> None:
    """Live them, if there were none."""
    if JobOffer.objects.exists():
        return
    with transaction.atomic():
        _Board(today or timezone.localdate()).live()


class _Board:
    """Who publishes, and when: days are counted from today."""

    def __init__(self, today: date) -> None:
        self.today = today
        found = (
            Membership.objects.active().select_related("user", "organisation__municipality").order_by("-pk")
        )
        # The one who decides for each entity: of the cast where there is one.
        self.keepers: dict[str, Membership] = {
            one.organisation.name: one for one in found.with_role(Membership.Role.MANAGER)
        }
        self.coordination = found.get(user__email="coordination@example.org")
        self.places = {one.dico: one for one in Municipality.objects.all()}
        self.contacts = {one.organisation_id: one for one in Contact.objects.order_by("-pk")}

    def at(self, days: int, hour: int = 10) -> datetime:
        return timezone.make_aware(datetime.combine(self.today + timedelta(days=days), time(hour)))

    def span(self, days: int, begins: str, finishes: str) -> actions.Span:
        day = self.today + timedelta(days=days)
        return actions.span(day, time.fromisoformat(begins), None, time.fromisoformat(finishes))

    def live(self) -> None:
        self.jobs()
        self.placements()
        self.events()
        with moment.replaying(self.at(-1)):
            self.pathways()
            self.renting()

    def jobs(self) -> None:
        for number, (name, title, contract, hours, pay, asked, accessible, days, how) in enumerate(
            texts.JOBS
        ):
            by = self.keepers[name]
            said = {
                "title": title,
                "employer": name,
                "municipality": by.organisation.municipality or self.places["1312"],
                "contract": contract,
                "hours": hours,
                "pay": pay,
                "qualification": asked,
                "accessible": accessible,
                "accessibility": how,
                "about": "Oferta inventada para a demonstração.",
                "contact": self.contacts[by.organisation_id],
                "expires_on": self.today + timedelta(days=days),
                "source": texts.INVENTED,
            }
            with moment.replaying(self.at(-2 - number % 9, 9 + number % 8)):
                job = actions.keep_job(None, said, by=by)
                # The last one is still being written.
                if number + 1 < len(texts.JOBS):
                    actions.publish(job, by=by)

    def placements(self) -> None:
        for name, title, host, places, taken, support, accessible, starts, lasts in texts.PLACEMENTS:
            by = self.keepers[name]
            said = {
                "title": title,
                "host": host,
                "municipality": by.organisation.municipality,
                "places": places,
                "support": support,
                "accessible": accessible,
                "about": "Colocação inventada para a demonstração.",
                "contact": self.contacts[by.organisation_id],
                "starts_on": self.today + timedelta(days=starts),
                "ends_on": self.today + timedelta(days=starts + lasts) if lasts else None,
            }
            with moment.replaying(self.at(-12)):
                placement = actions.keep_placement(None, said, by=by)
                actions.publish(placement, by=by)
            with moment.replaying(self.at(-3)):
                actions.count_taken(placement, taken=taken, by=by)
        assert Placement.objects.exists()

    def event(self, name: str, title: str, spans: list[actions.Span], **more: object) -> Event:
        by = self.keepers[name]
        said = {
            "kind": "event",
            "title": title,
            "municipality": by.organisation.municipality,
            "organiser": name,
            "about": "Evento inventado para a demonstração.",
        } | more
        with moment.replaying(self.at(-20)):
            event = actions.keep_event(None, said, by=by)
            actions.set_dates(event, spans, by=by)
            if event.is_route:
                stops = [
                    actions.Stop(self.places["1306"], "Mosteiro da ribeira (exemplo)", "Claustro e jardim"),
                    actions.Stop(self.places["1314"], "Mosteiro do vale (exemplo)", "Almoço partilhado"),
                    actions.Stop(self.places["0104"], "Mosteiro da serra (exemplo)", "Visita guiada"),
                ]
                actions.set_stops(event, stops, by=by)
            return actions.publish(Event.objects.get(pk=event.pk), by=by)

    def events(self) -> None:
        first = self.span(-4, "10:00", "12:00")
        self.event(
            "Município do Porto",
            "Passeio da semana (exemplo)",
            actions.weekly(first, 8),
            place="Jardim público (exemplo)",
            is_free=True,
            accessible=True,
            accessibility="Percurso plano, com bancos de 200 em 200 metros.",
        )
        self.event(
            "Município de Santo Tirso",
            "Rota dos mosteiros (exemplo)",
            [self.span(9, "09:00", "18:00"), self.span(23, "09:00", "18:00")],
            kind="route",
            municipality=None,
            cost="5 euros, com transporte",
            transport="Autocarro de 49 lugares a partir da Maia, às 9:00; lugar para duas cadeiras de rodas.",
            accessible=True,
        )
        self.event(
            "Município de Espinho",
            "Baile dos 17 municípios (exemplo)",
            [self.span(4, "15:00", "19:00")],
            place="Pavilhão junto ao mar (exemplo)",
            is_free=True,
            transport="Cada município traz o seu autocarro; lugares combinados entre os serviços.",
        )
        cancelled = self.event(
            "Município de Matosinhos",
            CANCELLED,
            [self.span(6, "21:00", "23:30")],
            place="Parque (exemplo)",
            is_free=True,
        )
        with moment.replaying(self.at(-1)):
            why = "Chuva prevista para toda a noite."
            actions.cancel_event(cancelled, why=why, by=self.keepers["Município de Matosinhos"])
        self.event(
            "Município de Vila do Conde",
            "Encontro de coros seniores (exemplo)",
            [self.span(34, "15:30", "18:00")],
            place="Teatro (exemplo)",
            cost="2 euros",
            accessible=True,
            accessibility="Lugares para cadeiras de rodas na primeira fila.",
        )

    def pathways(self) -> None:
        by = self.coordination
        for one in texts.PATHWAYS:
            said = {
                "title": one["title"],
                "response": OperativeResponse.objects.get(code=one["response"]),
                "who_for": one["who_for"],
                "about": "Só diz o que a fonte indicada diz. A ficha é da demonstração.",
                "legal": one.get("legal", ""),
                "source": one["source"],
                "checked_on": one.get("checked_on") or min(LOOKED_UP, self.today - timedelta(days=1)),
            }
            pathway = actions.keep_pathway(None, said, by=by)
            actions.set_steps(pathway, [actions.Step(*step) for step in one["steps"]], by=by)
            actions.publish(Pathway.objects.get(pk=pathway.pk), by=by)

    def renting(self) -> None:
        for dico, title, told in texts.RENT:
            said = {
                "title": title,
                "municipality": self.places[dico],
                "source": texts.INVENTED,
                "checked_on": self.today - timedelta(days=30),
                "about": "Medida inventada: não é do município.",
            } | told
            actions.publish(actions.keep_measure(None, said, by=self.coordination), by=self.coordination)
