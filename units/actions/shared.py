"""What every verb of governing does: may they, lock the body where numbers are given, record."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote_plus, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, OperationalError
from django.utils.translation import gettext as _

from accounts import audit, identity, moment
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, PersonalData, WrongState
from units.models import Body

MAX_TEXT = 20_000
MAX_LINE = 240
MAX_LINK = 400


def must_run(body: Body, by: Membership) -> None:
    if not Body.objects.run_by(by).filter(pk=body.pk).exists():
        raise NotAllowed(_("Só a coordenação, ou quem coordena este órgão, o pode fazer."))


def lock_body(body: Body) -> Body:
    """Numbers of meetings, rounds and decisions are counted under the lock of their body."""
    return Body.objects.select_for_update(no_key=True).get(pk=body.pk)


def sent_before(**pairs: tuple[Any, Any]) -> None:
    """What a form made that is sent again: the same words are the same thing, other words would be lost."""
    if any(kept != said for kept, said in pairs.values()):
        raise WrongState(
            _("Este formulário já foi gravado. Abra o que ficou gravado e altere-o aí."), state="sent"
        )


def next_number(taken: list[str]) -> int:
    """After the highest of these codes (`CV-2026-014`), whatever was left out between them."""
    return max((int(code.rsplit("-", 1)[1]) for code in taken), default=0) + 1


def text(field: str, said: str, *, most: int = MAX_TEXT, needed: bool = True) -> str:
    """Clean text, or a refusal at its field: missing, too long, or with something that could identify a person."""
    said = said.strip()
    if needed and not said:
        raise Invalid(field, _("Falta preencher este campo."))
    if len(said) > most:
        raise Invalid(field, _("O texto é demasiado longo: no máximo %(max)s caracteres.") % {"max": most})
    if "\x00" in said:
        raise Invalid(field, _("O texto tem caracteres que não se podem guardar."))
    pattern = identity.find(said)
    if pattern:
        raise PersonalData(field, pattern.value, identity.explain(pattern))
    return said


def link(field: str, said: str, *, most: int = MAX_LINK) -> str:
    """Empty, or a complete address of the web in which nothing identifies a person, or a refusal at its field."""
    said = said.strip()
    if not said:
        return ""
    if len(said) > most:
        raise Invalid(field, _("O texto é demasiado longo: no máximo %(max)s caracteres.") % {"max": most})
    try:
        URLValidator(schemes=["http", "https"])(said)
        parts = urlsplit(said)
    except (ValidationError, ValueError):
        parts = None
    if parts is None or "\x00" in said:
        raise Invalid(field, _("Escreva a ligação inteira, por exemplo https://exemplo.pt/pagina."))
    named = parts.netloc if "@" in parts.netloc else ""
    found = identity.kinds(unquote_plus(" ".join((named, parts.path, parts.query, parts.fragment))))
    # Pages have numbers of their own: those of an indicator, an article, a law.
    if pattern := min(found - {identity.Pattern.LONG_NUMBER}, default=None):
        raise PersonalData(field, pattern.value, identity.explain(pattern))
    return said


def record(
    subject: tuple[str, Any],
    verb: str,
    *,
    by: Membership | None,
    label: str,
    before: str = "",
    after: str = "",
    said: str = "",
) -> None:
    """One audit row on the chain of the thing whose row is locked."""
    audit.record(
        f"{subject[0]}:{subject[1]}",
        verb,
        by=by,
        subject=subject,
        label=label,
        from_state=before,
        to_state=after,
        text=said,
    )


# What the database says when somebody else was first, and what that means to who is second.
SPOKEN = {
    "one_position_per_municipality": "already",
    "positions_of_open_rounds": "closed",
    "rounds_keep_their_rule": "closed",
    "approved_decisions_do_not_change": "final",
    "approved_minutes_do_not_change": "final",
    "one_round_at_a_time_on_a_version": "already",
    "units_round_uuid_key": "already",
    "units_meeting_uuid_key": "already",
    "units_decision_uuid_key": "already",
    "units_consultation_uuid_key": "already",
    "one_consultation_at_a_time_on_a_version": "consulted",
    "comment_numbers_do_not_repeat": "already",
    "comments_of_open_consultations": "no_comments",
    "replies_before_the_report": "no_replies",
    "consultations_keep_their_word": "no_replies",
    "every_comment_has_a_reply": "unanswered",
    "versions_put_to_a_consultation": "read",
    "versions_put_to_a_round": "read",
}


def database_speaks[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """What the database itself refuses becomes the same plain refusal as ours."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except IntegrityError as error:
            diagnosis: Any = getattr(error.__cause__, "diag", None)
            meaning = SPOKEN.get(diagnosis.constraint_name if diagnosis is not None else "")
            if meaning is None:
                raise
            raise WrongState(_sentence(meaning)) from error
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") in ("40001", "40P01", "55P03"):
                raise WrongState(_("Outra pessoa mudou isto ao mesmo tempo. Tente de novo.")) from error
            raise

    return wrapper


def _sentence(meaning: str) -> str:
    if meaning in ("consulted", "no_comments", "no_replies", "unanswered", "read"):
        return _of_consultations(meaning)
    if meaning == "already":
        return _("Outra pessoa fez o mesmo nesse instante. Veja de novo.")
    if meaning == "closed":
        return _("A ronda já fechou: já não recebe posições.")
    return _("O que foi aprovado já não se altera.")


def _of_consultations(meaning: str) -> str:
    said = {
        "consulted": _("Já há uma consulta em preparação ou aberta sobre esta versão do texto."),
        "no_comments": _("A consulta já fechou: já não recebe comentários."),
        "no_replies": _("Esta consulta já mudou. Veja de novo como está."),
        "unanswered": _("O relatório publica-se quando todos os comentários tiverem resposta."),
        "read": _("Este texto já foi posto a outros e fica como o leram: prepare a versão seguinte."),
    }
    return said[meaning]


__all__ = ["database_speaks", "link", "lock_body", "moment", "must_run", "next_number", "record", "text"]
