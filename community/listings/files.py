"""Listings for spreadsheets and feed readers: the open job offers, the comparison of rent measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.sheets import CONTROL, Cell
from community.models import JobOffer, RentMeasure
from geo.models import Municipality

MOST_IN_A_FEED = 100


def unknown() -> str:
    """What stands where nobody has told: never a zero, never a "no"."""
    return _("sem informação")


def yes_no(said: bool) -> str:
    return _("sim") if said else _("não indicado")


def job_lines(jobs: Iterable[JobOffer]) -> Iterator[list[Cell]]:
    """Open offers as a table, with the headers the import reads."""
    yield [
        _("função"),
        _("empregador"),
        _("município"),
        _("contrato"),
        _("horário"),
        _("horário em pormenor"),
        _("remuneração"),
        _("qualificação"),
        _("acessível"),
        _("acessibilidade"),
        _("ligação"),
        _("último dia"),
        _("fonte"),
        _("referência"),
        _("descrição"),
        _("publicada por"),
        _("publicada em"),
        _("fictícia"),
        _("página"),
    ]
    for one in jobs:
        yield [
            one.title,
            one.employer,
            one.municipality.name if one.municipality else "",
            one.get_contract_display(),
            one.get_hours_display(),
            one.schedule,
            one.pay,
            one.qualification,
            yes_no(one.accessible),
            one.accessibility,
            one.link,
            f"{one.expires_on:%Y-%m-%d}",
            one.source,
            one.reference,
            one.about,
            one.organisation.name,
            f"{one.published_at:%Y-%m-%d}" if one.published_at else "",
            _("sim") if one.is_demo else "",
            settings.BASE_URL + one.get_absolute_url(),
        ]


def rent_lines(
    places: Iterable[Municipality], measures: dict[str, list[RentMeasure]]
) -> Iterator[list[Cell]]:
    """The comparison as a table: one line a measure, and one for each municipality nobody has told anything of."""
    yield [
        "DICO",
        _("município"),
        _("medida"),
        _("quem pode pedir"),
        _("anos de residência pedidos"),
        _("limite de rendimento"),
        _("valor do apoio"),
        _("duração"),
        _("quando se pede"),
        _("regulamento"),
        _("notas"),
        _("fonte"),
        _("verificado em"),
        _("fictícia"),
        _("página"),
    ]
    none = unknown()
    for place in places:
        for one in measures.get(place.dico, []):
            yield [
                place.dico,
                place.name,
                one.title,
                one.who_may_apply or none,
                none if one.residence_years is None else one.residence_years,
                one.income_limit or none,
                one.amount or none,
                one.duration or none,
                one.applications or none,
                one.link or none,
                one.about,
                one.source,
                f"{one.checked_on:%Y-%m-%d}" if one.checked_on else none,
                _("sim") if one.is_demo else "",
                settings.BASE_URL + one.get_absolute_url(),
            ]
        if not measures.get(place.dico):
            yield [place.dico, place.name, *[none] * 8, "", "", none, "", ""]


def jobs_atom(jobs: Iterable[JobOffer], query: str) -> str:
    """The open offers of a search as a feed, in the active language."""
    feed = Atom1Feed(
        title=_("Ofertas de emprego · Concerta"),
        link=settings.BASE_URL + reverse("jobs") + query,
        feed_url=settings.BASE_URL + reverse("jobs_feed") + query,
        description=_("Ofertas de emprego em aberto na Área Metropolitana do Porto."),
        language=get_language(),
    )
    for one in jobs:
        said = [
            one.employer,
            one.municipality.name if one.municipality else "",
            str(one.get_contract_display()),
            _("até %(day)s") % {"day": f"{one.expires_on:%d/%m/%Y}"},
            _("exemplo fictício") if one.is_demo else "",
        ]
        text = " · ".join(part for part in said if part) + (f"\n\n{one.about}" if one.about else "")
        feed.add_item(
            title=one.title.translate(CONTROL),
            link=settings.BASE_URL + one.get_absolute_url(),
            description=linebreaks(text.translate(CONTROL), autoescape=True),
            unique_id=f"urn:uuid:{one.uuid}",
            pubdate=one.published_at,
            updateddate=one.updated_at,
            author_name=one.organisation.name,
        )
    return feed.writeString("utf-8")
