"""Letters about listings, written as rows in the transaction that causes them."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import telling
from accounts.models import Membership, Organisation, Topic
from community.listings import renewing
from community.models import JobOffer

# In one letter; the rest is in the workspace.
MOST_NAMED = 10


def owners(organisation: Organisation, jobs: Sequence[JobOffer]) -> list[Membership]:
    """Who is told about offers: whoever wrote them, and who manages for the organisation; only who may renew."""
    wrote = {one.by_id for one in jobs if one.by_id}
    told = Membership.objects.active().filter(organisation=organisation)
    told = told.filter(Q(pk__in=wrote) | Q(roles__contains=[Membership.Role.MANAGER]))
    return [one for one in told.select_related("user", "organisation").order_by("pk") if one.may_ask]


def tell_expiring(organisation: Organisation, jobs: Sequence[JobOffer]) -> int:
    """These offers leave the list soon: one letter a person, with a link that renews them in one step."""

    def build() -> tuple[str, list[str]]:
        subject = ngettext(
            "%(n)s oferta de emprego sai da lista dentro de dias",
            "%(n)s ofertas de emprego saem da lista dentro de dias",
            len(jobs),
        ) % {"n": len(jobs)}
        lines = [
            _("%(title)s (%(employer)s): até %(day)s.")
            % {
                "title": one.title,
                "employer": one.employer,
                "day": date_format(one.expires_on, "SHORT_DATE_FORMAT"),
            }
            for one in jobs[:MOST_NAMED]
        ]
        if len(jobs) > MOST_NAMED:
            lines.append(_("E mais %(n)s, na lista das suas ofertas.") % {"n": len(jobs) - MOST_NAMED})
        lines.append(
            _("Se o lugar ainda está por ocupar, renove por mais 30 dias. Se não fizer nada, sai da lista.")
        )
        return subject, lines

    def links(member: Membership) -> list[tuple[str, str]]:
        address = reverse("renew_jobs", args=[renewing.token(member, jobs)])
        return [(_("Renovar por mais 30 dias, sem iniciar sessão"), settings.BASE_URL + address)]

    return telling.write(
        owners(organisation, jobs),
        "job_expiry",
        Topic.TO_ANSWER,
        build,
        path=lambda: reverse("listing_entries", args=[JobOffer.SLUG]) + "?estado=a-expirar",
        discreet=False,
        links=links,
    )
