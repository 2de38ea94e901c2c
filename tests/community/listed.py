"""Listings as the cast would make them."""

from datetime import date, timedelta

from accounts.models import Contact
from community import actions
from community.models import Event, JobOffer
from community.models.listings import today
from geo.models import Municipality
from units.models import OperativeResponse


def place(dico="1312"):
    return Municipality.objects.get(dico=dico)


class Listed:
    """Makes entries of each kind, with as little as they need."""

    def __init__(self, cast):
        self.cast = cast

    def contact(self, by):
        return Contact.objects.filter(organisation=by.organisation).first()

    def job_said(self, **more):
        return {
            "title": "Auxiliar de cozinha",
            "employer": "Cantina Central",
            "municipality": place(),
            "contract": "fixed",
            "hours": "full",
            "link": "https://exemplo.pt/oferta",
            "expires_on": today() + timedelta(days=30),
        } | more

    def job(self, by=None, *, published=True, **more):
        by = by or self.cast.holder
        made = actions.keep_job(None, self.job_said(**more), by=by)
        return actions.publish(made, by=by) if published else made

    def placement(self, by=None, *, published=True, **more):
        by = by or self.cast.holder
        said = {
            "title": "Apoio em jardinagem",
            "host": "Viveiro municipal",
            "municipality": place(),
            "places": 4,
            "contact": self.contact(by),
        } | more
        made = actions.keep_placement(None, said, by=by)
        return actions.publish(made, by=by) if published else made

    def event(self, *spans, by=None, published=True, stops=(), **more):
        by = by or self.cast.holder
        said = {
            "kind": "event",
            "title": "Magusto metropolitano",
            "municipality": place(),
            "place": "Praça",
            "organiser": "Município do Porto",
            "is_free": True,
        } | more
        made = actions.keep_event(None, said, by=by)
        actions.set_dates(made, spans or [actions.span(today() + timedelta(days=3), *HOURS)], by=by)
        if stops:
            actions.set_stops(made, stops, by=by)
        made = Event.objects.get(pk=made.pk)
        return actions.publish(made, by=by) if published else made

    def pathway(self, by=None, *, published=True, **more):
        by = by or self.cast.holder
        said = {
            "title": "Como se chega à saúde mental",
            "response": OperativeResponse.objects.get(code="1.2.2"),
            "source": "domain",
            "checked_on": today(),
        } | more
        made = actions.keep_pathway(None, said, by=by)
        steps = [actions.Step("Centro de saúde", "Avalia e encaminha.", "Cartão de utente", "linha 144")]
        actions.set_steps(made, steps, by=by)
        made.refresh_from_db()
        return actions.publish(made, by=by) if published else made

    def measure(self, by=None, *, published=True, **more):
        by = by or self.cast.representative
        said = {"title": "Apoio à renda", "source": "Regulamento", "checked_on": today()} | more
        made = actions.keep_measure(None, said, by=by)
        return actions.publish(made, by=by) if published else made


def hour(text):
    from datetime import time

    return time.fromisoformat(text)


# begins, last day, finishes
HOURS = (hour("10:00"), None, hour("12:00"))


def aged(job: JobOffer, days: int) -> None:
    """As if its last day had been set so many days ago."""
    first: date = job.expires_on - timedelta(days=days)
    JobOffer.objects.filter(pk=job.pk).update(expires_on=first, dated_on=first)
    job.refresh_from_db()
