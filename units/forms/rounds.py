"""A round being prepared, and why one is annulled."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.forms.base import (
    ENGLISH,
    INTERNAL,
    NO_PEOPLE,
    PUBLIC,
    BodyField,
    PlainForm,
    choice_field,
    day_field,
    hour_field,
    key_field,
    line_field,
    moment_of,
    number_field,
    prose_field,
    seen_field,
)
from units.models import Body, Round, Rule

RULES = [
    (
        Rule.CONSENSUS.value,
        _(
            "Consenso: responde o número que escolher e ninguém propõe alterações; as reservas ficam registadas"
        ),
    ),
    (Rule.AT_LEAST.value, _("Número mínimo: concorda, com ou sem reserva, pelo menos o número que escolher")),
    (
        Rule.QUORUM.value,
        _(
            "Maioria com quórum: responde o número que escolher e concordam mais do que os que propõem alterações"
        ),
    ),
]


class RoundForm(PlainForm):
    """Rule, number and day have no value beforehand: each round chooses its own."""

    seen = seen_field()
    key = key_field()
    body = BodyField()
    title_pt = line_field(_("Título do texto"), 160)
    title_en = line_field(_("Título em inglês"), 160, required=False, hint=ENGLISH, lang="en")
    text = prose_field(_("Texto posto à concertação"), hint=NO_PEOPLE, rows=14)
    note = line_field(_("O que mudou desde a versão anterior"), 240, required=False)
    rule = choice_field(_("Regra por que a ronda fecha"), RULES)
    threshold = number_field(
        _("Número que a regra exige"),
        hint=_(
            "De 1 a 17. No consenso e na maioria: quantos têm de responder. No número mínimo: quantos têm de"
            " concordar."
        ),
    )
    day = day_field(_("Prazo: dia"), hint=_("Pelo menos um dia depois de a ronda abrir."))
    time = hour_field(_("Prazo: hora"))
    openness = choice_field(
        _("Quem pode ler"),
        [
            (INTERNAL, _("Interna: só quem representa um município e a coordenação")),
            (PUBLIC, _("Pública: o texto e as posições leem-se no portal")),
        ],
    )

    def __init__(self, bodies: QuerySet[Body], *args: Any, next_version: bool, fixed: bool, **kwargs: Any):
        """`fixed`: the body cannot change any more. `next_version`: a former text stands beside it."""
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        if fixed:
            del self.fields["body"]
        if not next_version:
            del self.fields["note"]

    @property
    def said(self) -> dict[str, Any]:
        """In the words of `prepare_round`."""
        given = self.cleaned_data
        return {
            "title_pt": given["title_pt"],
            "title_en": given["title_en"],
            "text": given["text"],
            "note": given.get("note", ""),
            "rule": given["rule"],
            "threshold": given["threshold"],
            "deadline": moment_of(given["day"], given["time"]),
            "is_public": given["openness"] == PUBLIC,
        }


def round_as_typed(round: Round) -> dict[str, Any]:
    local = timezone.localtime(round.deadline)
    return {
        "title_pt": round.version.title_pt,
        "title_en": round.version.title_en,
        "text": round.version.text,
        "note": round.version.note,
        "rule": round.rule,
        "threshold": round.threshold,
        "day": local.date(),
        "time": local.time().replace(second=0, microsecond=0),
        "openness": PUBLIC if round.is_public else INTERNAL,
    }


class WhyForm(PlainForm):
    """A reason everybody concerned reads."""

    why = line_field(_("Motivo"), 240, hint=_("Vai no aviso a todos."))
