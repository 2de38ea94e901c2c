"""Pre-registration, selection and what follows: bands and codes, never a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.actions import Application
from programmes.forms.fields import NEEDS, bands_of, count_field, place_field, select_field, several_field
from programmes.models import Edition
from units.forms.base import PlainForm, choice_field, day_field, key_field, line_field, prose_field

NOBODY = _("Sem nomes, moradas nem contactos de ninguém.")


class ApplicationForm(PlainForm):
    key = key_field()

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["age_band"] = select_field(
            _("Idade"),
            [
                ("", _("escolha a idade")),
                *bands_of(edition),
                *([("0-15", _("menos de 16 anos"))] if edition.sheet.min_age else []),
            ],
        )
        self.fields["municipality"] = place_field(_("Município onde vive"))
        rows = edition.criteria.rows.all() if edition.criteria else []
        self.fields["situations"] = several_field(
            _("Situações que contam para a prioridade"),
            [(row.code, f"{row.code}. {row.text}") for row in rows],
            hint=_("Só as que se aplicam. Nenhuma também é resposta."),
        )
        self.fields["needs"] = several_field(_("Do que precisa para participar"), NEEDS)
        self.fields["prior_code"] = line_field(
            _("Código de um certificado anterior"),
            40,
            required=False,
            hint=_("De um curso deste programa. Se foi emitido aqui, é reconhecido logo."),
            autocomplete="off",
        )
        self.fields["prior_from"] = line_field(
            _("Se não foi emitido aqui, quem o passou"), 120, required=False, hint=NOBODY
        )

    def application(self) -> Application:
        said = self.cleaned_data
        return Application(
            age_band=said["age_band"],
            municipality=said["municipality"],
            situations=said["situations"],
            needs=said["needs"],
            prior_code=said["prior_code"],
            prior_from=said["prior_from"],
        )


class CodeForm(PlainForm):
    code = line_field(
        _("Código que a pessoa traz"),
        12,
        hint=_("Recebeu-o ao inscrever-se sozinha, por exemplo 7Q4-MK2."),
        autocomplete="off",
        autocapitalize="characters",
    )


class SelectForm(PlainForm):
    places = count_field(
        _("Lugares"), least=1, most=2000, hint=_("Quantas pessoas podem ser matriculadas ao todo.")
    )


class OverrideForm(PlainForm):
    selected = choice_field(_("Passa a estar"), [("yes", _("selecionada")), ("no", _("em lista de espera"))])
    why = line_field(
        _("Motivo"),
        240,
        hint=_("Fica registado, à vista da coordenação. Sem nomes nem contactos."),
    )


class PriorForm(PlainForm):
    code = line_field(_("Código do certificado"), 40, required=False, autocomplete="off")
    where = line_field(_("Quem o passou, se não foi emitido aqui"), 120, required=False, hint=NOBODY)


class DropForm(PlainForm):
    on = day_field(_("Último dia"))
    reason = select_field(_("Motivo"), [])

    def __init__(self, reasons: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ChoiceField = self.fields["reason"]  # type: ignore[assignment]
        field.choices = [("", _("escolha o motivo")), *reasons]


class HandoverForm(PlainForm):
    organisation: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("Serviço do portal"), required=False, to_field_name="uuid", empty_label=_("nenhum destes"),
        error_messages={"invalid_choice": _("Escolha um serviço da lista.")},
    )  # fmt: skip
    service = line_field(
        _("Outro serviço"), 160, required=False, hint=_("Só o nome do serviço, se não está na lista.")
    )
    on = day_field(_("Dia da passagem"))

    def __init__(self, organisations: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ModelChoiceField = self.fields["organisation"]  # type: ignore[assignment]
        field.queryset = organisations


class OutcomeForm(PlainForm):
    outcome = choice_field(
        _("Como acabou"),
        [
            ("completed", _("concluiu")),
            ("income", _("gera rendimento")),
            ("employed", _("tem emprego")),
            ("not_finished", _("não concluiu")),
        ],
    )
    area = line_field(
        _("Em que área gera rendimento"),
        120,
        required=False,
        hint=_("Por exemplo costura, restauração. Nunca onde, nem com quem."),
    )
    why = line_field(
        _("Motivo"), 240, required=False, hint=_("Só para quem conclui sem cumprir a regra. Fica registado.")
    )


class ReasonForm(PlainForm):
    why = line_field(_("Motivo"), 240, hint=NOBODY)


class ContingencyForm(PlainForm):
    since = day_field(_("Desde"))
    until = day_field(_("Último dia"), required=False, hint=_("Vazio enquanto não se sabe."))
    reason = line_field(_("O que aconteceu"), 240, hint=_("Por exemplo: tempestade, edifício fechado."))
    how = prose_field(_("Como funciona enquanto dura"))


class UntilForm(PlainForm):
    until = day_field(_("Último dia"))


class AlertForm(PlainForm):
    answer = line_field(
        _("O que vai fazer"),
        240,
        hint=_("Por exemplo: procura ativa de participantes de 2025; novo curso em setembro."),
    )
