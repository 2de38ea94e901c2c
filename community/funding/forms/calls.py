"""A call as its funder published it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from community.actions.calls import SaidOfCall
from community.funding.forms.base import count_field, link_field, municipalities_field
from community.models import Call
from units.forms.base import (
    NO_PEOPLE,
    PlainForm,
    day_field,
    hour_field,
    key_field,
    line_field,
    moment_of,
    prose_field,
    seen_field,
)

A_LINE = _("Um por linha, como no aviso.")


class CallForm(PlainForm):
    seen = seen_field()
    key = key_field()
    title = line_field(_("Título do aviso"), 200)
    funder = line_field(_("Quem financia"), 160)
    programme = line_field(_("Programa"), 160, required=False)
    summary = prose_field(_("Para quê"), required=False, hint=NO_PEOPLE)
    opens_on = day_field(_("Abre em"), required=False)
    day = day_field(_("Último dia"))
    hour = hour_field(_("Até que hora"), hint=_("Hora de Lisboa."))
    amount = line_field(
        _("Montante"), 200, required=False, hint=_("Como diz o aviso: até 150 000 EUR por projeto.")
    )
    cofunding = forms.DecimalField(
        label=_("Taxa de cofinanciamento (%)"),
        required=False,
        max_digits=5,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages=dict.fromkeys(
            ("invalid", "max_digits", "max_decimal_places", "max_whole_digits"),
            _("Escreva uma percentagem entre 0 e 100, por exemplo 85."),
        ),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Entidades elegíveis"),
        required=False,
        choices=Organisation.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sem nenhuma escolhida: todas."),
        error_messages={"invalid_choice": _("Escolha tipos de entidade da lista.")},
    )
    municipalities = municipalities_field(
        _("Municípios elegíveis"), required=False, hint=_("Sem nenhum escolhido: os 17.")
    )
    smallest_consortium = count_field(_("Mínimo de entidades no consórcio"), most=100)
    obligatory = prose_field(_("Critérios obrigatórios"), required=False, hint=A_LINE, rows=5)
    other = prose_field(_("Outros critérios"), required=False, hint=A_LINE, rows=3)
    link = link_field(_("Ligação para o aviso"))
    source = line_field(_("Fonte"), 200, hint=_("Onde se leu isto."))
    checked_on = day_field(_("Verificado em"))

    @property
    def said(self) -> SaidOfCall:
        names = (
            "title", "funder", "programme", "summary", "opens_on", "amount", "cofunding", "kinds",
            "municipalities", "smallest_consortium", "obligatory", "other", "link", "source", "checked_on",
        )  # fmt: skip
        said = self.cleaned_data
        return SaidOfCall(
            closes_at=moment_of(said["day"], said["hour"]), **{name: said[name] for name in names}
        )


def call_as_typed(call: Call) -> dict[str, Any]:
    closes = timezone.localtime(call.closes_at)
    criteria = list(call.criteria.all())
    return {
        "title": call.title,
        "funder": call.funder,
        "programme": call.programme,
        "summary": call.summary,
        "opens_on": call.opens_on,
        "day": closes.date(),
        "hour": closes.time(),
        "amount": call.amount,
        "cofunding": call.cofunding_said or None,
        "kinds": call.kinds,
        "municipalities": [one.pk for one in call.municipalities.all()],
        "smallest_consortium": call.smallest_consortium,
        "obligatory": "\n".join(one.text for one in criteria if one.is_obligatory),
        "other": "\n".join(one.text for one in criteria if not one.is_obligatory),
        "link": call.link,
        "source": call.source,
        "checked_on": call.checked_on,
    }
