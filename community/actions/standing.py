"""What the verbs of funding share: who may, what a reason is, and what the database means when somebody was first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, OperationalError
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from units.actions import shared

# What refuses a second row, and nothing else: any other breach is a fault of ours and must be seen.
SECOND = {
    "community_call_uuid_key",
    "community_application_uuid_key",
    "community_project_uuid_key",
    "community_project_application_id_key",
    "community_pledge_uuid_key",
    "a_call_says_each_criterion_once",
    "a_call_is_followed_once",
    "an_organisation_is_in_once",
    "a_criterion_is_checked_once",
    "an_organisation_does_it_once",
    "a_stage_is_entered_once",
    "a_unit_supports_once",
}
TOO_MUCH = {"no_more_is_matched_than_promised", "no_more_arrives_than_was_matched"}


def database_speaks[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """What the database itself refuses becomes a plain refusal."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except IntegrityError as error:
            diagnosis: Any = getattr(error.__cause__, "diag", None)
            name = diagnosis.constraint_name if diagnosis is not None else ""
            if name in TOO_MUCH:
                raise WrongState(_("Outra pessoa ligou parte deste compromisso nesse instante.")) from error
            if name not in SECOND:
                raise
            raise WrongState(_("Outra pessoa fez o mesmo nesse instante. Veja de novo.")) from error
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") in ("40001", "40P01", "55P03"):
                raise WrongState(_("Outra pessoa mudou isto ao mesmo tempo. Tente de novo.")) from error
            raise

    return wrapper


def must_coordinate(by: Membership) -> None:
    if not by.has(Membership.Role.COORDINATION):
        raise NotAllowed(_("Só a coordenação o pode fazer."))


def must_commit(by: Membership) -> None:
    """Who reads only, or edits pages, commits no organisation to anything."""
    if not by.may_ask or not by.is_active or not by.organisation.is_active:
        raise NotAllowed(_("Não pode comprometer a sua entidade: peça-o a quem gere ou trabalha os pedidos."))


def reason(said: str, *, field: str = "why", needed: bool = True) -> str:
    """The reason of a no, in one line; obligatory unless said otherwise."""
    return shared.text(field, said, most=300, needed=needed)


def wrong_state(thing: Any) -> WrongState:
    return WrongState(
        _("Isto já mudou: o estado é agora «%(state)s».") % {"state": thing.get_state_display()},
        state=thing.state,
    )


def chosen(field: str, value: str, allowed: Any) -> str:
    if value not in allowed:
        raise Invalid(field, _("Escolha uma das opções."))
    return value
