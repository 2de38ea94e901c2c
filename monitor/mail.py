"""Letters and notices about municipalities' own figures, written in the transaction that causes them.

Subjects say what waits, never the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import telling
from accounts.models import Membership, Topic
from monitor.models import Import, reports

TOPICS: dict[str, Topic] = dict.fromkeys(
    ("figures_sent", "figures_confirmed", "figures_undone"), Topic.MONITOR
)


def _coordination() -> list[Membership]:
    members = Membership.objects.active().with_role(Membership.Role.COORDINATION)
    return list(members.select_related("user", "organisation"))


def _senders(batch: Import) -> list[Membership]:
    """Those who send figures for the municipality."""
    members = Membership.objects.active().filter(organisation=batch.organisation_id)
    return [one for one in members.select_related("user", "organisation") if reports(one)]


def _write(
    members: Iterable[Membership], kind: str, batch: Import, words: Callable[[], tuple[str, list[str]]]
) -> int:
    place = [batch.uuid]
    return telling.write(
        members, kind, TOPICS[kind], words, path=lambda: reverse("monitor_import", args=place), discreet=False
    )


def figures_sent(batch: Import) -> int:
    """To coordination: figures wait for confirmation."""
    return _write(
        _coordination(),
        "figures_sent",
        batch,
        lambda: (
            _("Números por confirmar: %(name)s") % {"name": batch.name},
            [
                _(
                    "%(who)s enviou números próprios. Só a rede os lê, como provisórios, até serem confirmados."
                )
                % {"who": batch.organisation},
            ],
        ),
    )


def figures_confirmed(batch: Import) -> int:
    """To the municipality: its figures are public now."""
    return _write(
        _senders(batch),
        "figures_confirmed",
        batch,
        lambda: (
            _("Números confirmados: %(name)s") % {"name": batch.name},
            [_("Os números que o seu município enviou estão agora no monitor público, como definitivos.")],
        ),
    )


def figures_undone(batch: Import, *, by: Membership | None) -> int:
    """To the other side: the municipality, or coordination when the municipality itself took them back."""
    own = by is not None and by.organisation_id == batch.organisation_id
    return _write(
        _coordination() if own else _senders(batch),
        "figures_undone",
        batch,
        lambda: (
            _("Números retirados: %(name)s") % {"name": batch.name},
            [
                _("%(who)s retirou os números que tinha enviado.") % {"who": batch.organisation}
                if own
                else _(
                    "A coordenação retirou os números que o seu município enviou. Pode corrigi-los e enviar de novo."
                ),
            ],
        ),
    )
