"""The five kinds of listings as their keepers meet them: one desk, five sets of words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from community import actions
from community.listings.forms import FORMS, ListingForm, first_last_day
from community.models import Event, JobOffer, Listing, Pathway, Placement, RentMeasure
from community.models.renting import speaks_of_renting


@dataclass(frozen=True)
class Kind:
    """`keep`: the verb that writes one. `public`: its list outside. `may_add`: who may begin a new one."""

    model: type[Listing]
    keep: Callable[..., Listing]
    public: str
    plural: Any
    new: Any
    lead: Any
    may_add: Callable[[Membership], bool] = lambda member: member.may_ask
    begins: Callable[[], dict[str, Any]] = dict

    @property
    def slug(self) -> str:
        return self.model.SLUG

    @property
    def form(self) -> type[ListingForm]:
        return FORMS[self.model]


def _writes_measures(member: Membership) -> bool:
    return member.has(Membership.Role.COORDINATION) or speaks_of_renting(member) is not None


KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind(
            JobOffer,
            actions.keep_job,
            "jobs",
            _("Ofertas de emprego"),
            _("Nova oferta de emprego"),
            _(
                "Uma oferta tem sempre um último dia, no máximo a 90 dias. Não se guardam dados de quem concorre."
            ),
            begins=first_last_day,
        ),
        Kind(
            Placement,
            actions.keep_placement,
            "placements",
            _("Colocações ocupacionais"),
            _("Nova colocação ocupacional"),
            _("Diz-se quantos lugares são e quantos estão ocupados, nunca por quem."),
        ),
        Kind(
            Event,
            actions.keep_event,
            "events",
            _("Eventos e rotas culturais"),
            _("Novo evento ou nova rota"),
            _("Primeiro o que é; depois as datas e, numa rota, as paragens."),
        ),
        Kind(
            Pathway,
            actions.keep_pathway,
            "pathways",
            _("Circuitos de acesso"),
            _("Novo circuito de acesso"),
            _("Só informação, com a fonte e o dia em que foi verificada: aqui não se pede nada."),
        ),
        Kind(
            RentMeasure,
            actions.keep_measure,
            "rent_measures",
            _("Apoio ao arrendamento"),
            _("Nova medida de apoio ao arrendamento"),
            _("Escreva o que o regulamento diz. O que ficar vazio lê-se «sem informação»."),
            may_add=_writes_measures,
        ),
    )
}
