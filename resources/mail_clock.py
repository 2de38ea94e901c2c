"""Letters that the clock causes: capacity to confirm, the eve of a day, holds half gone, saved searches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import moment
from accounts.models import Membership, Organisation
from resources import confirming, days
from resources.mail import clock, filled, reference, to_asker, what, write
from resources.models import Booking, Resource, SavedSearch
from resources.models.tiers import Tier

MOST_NAMED = 20


def capacity_unconfirmed(resources: Sequence[Resource]) -> int:
    """Ask the managers of one organisation to confirm what has passed its limit, each by a link of their own.

    What is reserved goes apart: its letter names nothing and carries no link but the way in.
    """
    told = 0
    for discreet in (False, True):
        some = [one for one in resources if (one.facility.tier >= Tier.RESTRICTED) is discreet]
        if some:
            told += _ask_to_confirm(some, discreet=discreet)
    return told


def _ask_to_confirm(resources: Sequence[Resource], *, discreet: bool) -> int:
    def build() -> tuple[str, list[str]]:
        return _("Continua assim? Confirme a capacidade"), filled(
            *[f"{resource.name}." for resource in resources[:MOST_NAMED]],
            _("Passou o limite sem confirmação: a rede vê «por confirmar» até confirmar."),
            _("Cada ligação confirma sem iniciar sessão, uma só vez, e vale até %(when)s.")
            % {"when": clock(moment.now() + confirming.VALID_FOR)},
        )

    def links(member: Membership) -> list[tuple[str, str]]:
        found = [
            (_("Sim, continua: %(name)s") % {"name": resource.name}, _confirm_url(member, [resource]))
            for resource in resources[:MOST_NAMED]
        ]
        if len(resources) > 1:
            words = _("Sim, continua tudo (%(n)s recursos)") % {"n": len(resources)}
            found.append((words, _confirm_url(member, resources)))
        return found

    managers = Membership.objects.managing(resources[0].facility.organisation)
    return write(
        managers.select_related("user", "organisation"),
        "capacity",
        build,
        path=lambda: reverse("workspace") + "#capacidade",
        discreet=discreet,
        links=links,
    )


def _confirm_url(member: Membership, resources: Sequence[Resource]) -> str:
    return settings.BASE_URL + reverse("confirm_capacity", args=[confirming.token(member, resources)])


def tomorrow(organisation: Organisation, arriving: Sequence[Booking], leaving: Sequence[Booking]) -> None:
    """The eve of a day: who comes and who goes. What is reserved goes apart and is not even counted."""
    day = days.today() + timedelta(days=1)
    for discreet in (False, True):
        come = [one for one in arriving if one.is_discreet is discreet]
        go = [one for one in leaving if one.is_discreet is discreet]
        if not come and not go:
            continue

        def build(come: list[Booking] = come, go: list[Booking] = go) -> tuple[str, list[str]]:
            return _("Amanhã: entradas e saídas"), filled(
                *[
                    (
                        _("Entrega: %(what)s. %(reference)s")
                        if one.is_loan
                        else _("Entra: %(what)s. %(reference)s")
                    )
                    % _facts(one)
                    for one in come[:MOST_NAMED]
                ],
                *[_("Sai: %(what)s. %(reference)s") % _facts(one) for one in go[:MOST_NAMED]],
                _("A lista completa está no calendário."),
            )

        write(
            Membership.objects.managing(organisation).select_related("user", "organisation"),
            "tomorrow",
            build,
            path=lambda: f"{reverse('calendar')}?vista=dia&dia={day}",
            discreet=discreet,
        )


def _facts(booking: Booking) -> dict[str, str]:
    return {"what": what(booking), "reference": reference(booking)}


def leaving_tomorrow(booking: Booking) -> None:
    def build() -> tuple[str, list[str]]:
        return _("Amanhã é o dia de saída"), filled(
            what(booking) + ".",
            _("Se é preciso ficar mais tempo, peça já o prolongamento."),
            reference(booking),
        )

    to_asker(booking, "leaving", build)


def half_time(booking: Booking) -> None:
    expires = booking.hold_expires_at
    assert expires is not None

    def build() -> tuple[str, list[str]]:
        return _("Falta confirmar uma pré-reserva"), filled(
            what(booking) + ".",
            _("Já passou metade do tempo: vale até %(when)s.") % {"when": clock(expires)},
            reference(booking),
        )

    to_asker(booking, "half_time", build, urgent=True)


def _people_and_days(search: SavedSearch) -> str:
    """ "2 pessoas, de 20/11/2026 a 24/11/2026": never the words typed, which may name what is reserved."""
    n = search.criteria["quantity"]
    said = {
        "people": ngettext("%(n)s pessoa", "%(n)s pessoas", n) % {"n": n},
        "start": date_format(search.start, "SHORT_DATE_FORMAT"),
        "end": date_format(search.end, "SHORT_DATE_FORMAT"),
    }
    return _("%(people)s, de %(start)s a %(end)s") % said


def _searches_path(search: SavedSearch) -> str:
    return f"{reverse('saved_searches')}#p-{search.uuid}"


def search_found(search: SavedSearch, resources: Sequence[Resource]) -> None:
    """Something that was not free is. What is reserved is not named; alone, it is only a word to come and look."""
    named = [one for one in resources if one.facility.tier < Tier.RESTRICTED]

    def build() -> tuple[str, list[str]]:
        return _("Há vaga para uma pesquisa que guardou"), filled(
            _people_and_days(search) + ".",
            *[
                f"{one.name}, {one.facility.shown_municipality.name}."
                if one.facility.shown_municipality
                else f"{one.name}."
                for one in named[:MOST_NAMED]
            ],
            _("Está livre em todos estes dias e foi confirmado a tempo. Não fica guardado para si: peça já."),
        )

    write([search.membership], "search", build, path=lambda: _searches_path(search), discreet=not named)


def search_ended(search: SavedSearch) -> None:
    def build() -> tuple[str, list[str]]:
        return _("Uma pesquisa guardada terminou"), filled(
            _people_and_days(search) + ".",
            _("O primeiro dia passou e deixámos de procurar. Pode guardar outra com dias novos."),
        )

    write([search.membership], "search_ended", build, path=lambda: _searches_path(search), discreet=False)
