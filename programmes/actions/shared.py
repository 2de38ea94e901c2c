"""What every verb of an edition does: may they, lock it where numbers matter, record on its chain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any

from django.db import IntegrityError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from programmes.models import Edition
from units.actions.shared import MAX_LINE, record, text

__all__ = [
    "MAX_LINE",
    "database_speaks",
    "locked",
    "must_be",
    "must_manage",
    "must_mark",
    "note",
    "one_of",
    "record",
    "text",
    "today",
]


def today() -> date:
    return timezone.localdate(moment.now())


def must_manage(edition: Edition, by: Membership) -> None:
    if not Edition.objects.managed_by(by).filter(pk=edition.pk).exists():
        raise NotAllowed(_("Só quem gere a entidade que executa esta edição o pode fazer."))


def must_mark(edition: Edition, by: Membership) -> None:
    if not Edition.objects.marked_by(by).filter(pk=edition.pk).exists():
        raise NotAllowed(_("Só a equipa da entidade que executa esta edição o pode fazer."))


def locked(edition: Edition, *states: str) -> Edition:
    """The edition under its lock, in one of these states (any, without)."""
    found = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("sheet__programme", "organisation", "criteria")
        .get(pk=edition.pk)
    )
    must_be(found, *states)
    return found


def must_be(edition: Edition, *states: str) -> None:
    if states and edition.state not in states:
        raise WrongState(
            _("Não é possível: a edição está «%(state)s».") % {"state": edition.get_state_display()},
            state=edition.state,
        )


def note(
    edition: Edition, verb: str, *, by: Membership | None, about: str = "", before: str = "", after: str = "",
    said: str = "",
) -> None:  # fmt: skip
    """One row on the edition's chain; its row is locked. `about`: the code, class or session it is about."""
    label = f"{edition.name}: {about}" if about else edition.name
    record(
        ("edition", edition.uuid), verb, by=by, label=label, before=before[:40], after=after[:40], said=said
    )


def one_of(field: str, said: str, choices: Any) -> str:
    if said not in choices.values:
        raise Invalid(field, _("Escolha uma das opções."))
    return said


def day_within(field: str, day: date, *, back: timedelta) -> date:
    """A day that has been, and not too long ago."""
    if day > today():
        raise Invalid(field, _("Este dia ainda não chegou."))
    if day < today() - back:
        raise Invalid(field, _("Este dia é demasiado antigo: verifique o ano."))
    return day


# What the database says when somebody else was first.
SPOKEN = {
    "turma_names_are_one_editions": gettext_lazy("Já há uma turma com este nome."),
    "one_session_of_a_class_at_a_time": gettext_lazy("Esta turma já tem uma sessão a essa hora."),
    "one_class_a_phase": gettext_lazy("Esta pessoa já tem turma nesta fase."),
    "one_venture_at_a_time": gettext_lazy("Esta pessoa já está num empreendimento."),
    "one_valid_certificate_a_phase": gettext_lazy("Este certificado já foi emitido."),
    "attendance_is_said_once": gettext_lazy(
        "Outra pessoa marcou estas presenças nesse instante. Veja de novo."
    ),
    "activity_is_done_once": gettext_lazy("Esta atividade já está marcada como feita."),
    "venture_is_decided_once_a_module": gettext_lazy("Este módulo já foi decidido para este empreendimento."),
    "programmes_participant_uuid_key": gettext_lazy("Outra pessoa fez o mesmo nesse instante. Veja de novo."),
    "programmes_certificate_number_key": gettext_lazy(
        "Outra pessoa emitiu um certificado nesse instante. Tente de novo."
    ),
    "sheet_versions_are_numbered": gettext_lazy(
        "Outra pessoa começou uma versão nesse instante. Veja de novo."
    ),
    "criteria_versions_are_numbered": gettext_lazy(
        "Outra pessoa começou uma versão nesse instante. Veja de novo."
    ),
}


def database_speaks[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """What the database itself refuses becomes the same plain refusal as ours."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except IntegrityError as error:
            diagnosis: Any = getattr(error.__cause__, "diag", None)
            sentence = SPOKEN.get(diagnosis.constraint_name if diagnosis is not None else "")
            if sentence is None:
                raise
            raise WrongState(str(sentence)) from error
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") in ("40001", "40P01", "55P03"):
                raise WrongState(_("Outra pessoa mudou isto ao mesmo tempo. Tente de novo.")) from error
            raise

    return wrapper
