"""Why an action of the marketplace did not happen: what every room says, and what only here can be wrong."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.refusals import Invalid as Invalid
from accounts.refusals import NotAllowed as NotAllowed
from accounts.refusals import PersonalData as PersonalData
from accounts.refusals import Refusal as Refusal
from accounts.refusals import StaleForm as StaleForm
from accounts.refusals import TooMany as TooMany
from accounts.refusals import WrongState as WrongState


class NoCapacity(Refusal):
    """409: less is free than asked. `free` is what could still be had for the whole period."""

    code = "no_capacity"

    def __init__(self, free: int) -> None:
        self.free = max(0, free)
        sentence = (
            _("Já não há vaga nestas datas.")
            if self.free == 0
            else ngettext(
                "Só há %(free)s vaga livre em todas as noites pedidas.",
                "Só há %(free)s vagas livres em todas as noites pedidas.",
                self.free,
            )
            % {"free": self.free}
        )
        super().__init__(sentence, free=self.free)


class NoProtocol(Refusal):
    code = "no_protocol"
    status = 403
