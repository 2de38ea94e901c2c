"""A pledge: what, how much, until when; and where it goes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation
from community.actions.pledges import SaidOfPledge
from community.funding.forms.base import (
    count_field,
    email_field,
    municipality_field,
    organisation_field,
)
from community.models import Initiative, Pledge, PledgeMatch, Project, Unit
from units.forms.base import NO_PEOPLE, PlainForm, choice_field, day_field, key_field, line_field

NO_MONEY = _("Sem números de conta: aqui ninguém paga nem recebe.")


class PledgeForm(PlainForm):
    key = key_field()
    kind = choice_field(_("O que é"), Pledge.Kind.choices, hint=NO_MONEY)
    what = line_field(_("O que promete"), 200, hint=NO_PEOPLE)
    quantity = count_field(_("Quantidade"))
    unit = forms.ChoiceField(
        label=_("Unidade"),
        choices=Unit.choices,
        error_messages={
            "invalid_choice": _("Escolha uma unidade da lista."),
            "required": _("Escolha a unidade."),
        },
    )
    until = day_field(_("Até quando se mantém"))
    municipality = municipality_field(_("Onde"), empty=_("em toda a área metropolitana"))
    conditions = line_field(
        _("Condições"), 300, required=False, hint=_("Por exemplo: levantar no local, só em dias úteis.")
    )
    visibility = choice_field(
        _("Publicação"),
        Pledge.Visibility.choices,
        hint=_("Só se publica o que escolher aqui, e só depois de aceite pela coordenação."),
    )

    NAMES = ("kind", "what", "quantity", "unit", "until", "municipality", "conditions", "visibility")

    @property
    def said(self) -> SaidOfPledge:
        return SaidOfPledge(**{name: self.cleaned_data[name] for name in self.NAMES})


class VisitorPledgeForm(PledgeForm):
    giver = choice_field(
        _("Quem promete"),
        [("company", _("Uma empresa ou outra entidade")), ("person", _("Um particular"))],
        hint=_("De um particular não se guarda o nome."),
    )
    company = line_field(_("Nome da empresa ou entidade"), 160, required=False)
    email = email_field()

    field_order = ("giver", "company", *PledgeForm.NAMES, "email")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("giver") == "company" and not said.get("company") and "company" not in self.errors:
            self.add_error("company", gettext("Escreva o nome da empresa ou entidade."))
        if said.get("giver") == "person":
            said["company"] = ""
        return said

    @property
    def said(self) -> SaidOfPledge:
        names = (*self.NAMES, "company")
        return SaidOfPledge(**{name: self.cleaned_data[name] for name in names})


class DecideForm(PlainForm):
    answer = choice_field(_("Decisão"), [("yes", _("Aceitar")), ("no", _("Recusar"))])
    why = line_field(_("Motivo"), 300, required=False, hint=_("Obrigatório numa recusa: quem prometeu lê-o."))


class MatchForm(PlainForm):
    """Where it goes: one list of projects and initiatives, or a category of the resource bank."""

    BANK = "bank"

    quantity = count_field(_("Quantidade"))
    target = forms.ChoiceField(
        label=_("Para quê"),
        error_messages={
            "required": _("Escolha o destino."),
            "invalid_choice": _("Escolha um destino da lista."),
        },
    )
    category = forms.ChoiceField(
        label=_("Categoria do banco de recursos"),
        required=False,
        choices=[("", _("escolha")), *PledgeMatch.Category.choices],
        help_text=_("Só para o banco de recursos."),
        error_messages={"invalid_choice": _("Escolha da lista.")},
    )
    receiver = organisation_field(
        _("Entidade que recebe"),
        Organisation.objects.none(),
        hint=_("Quando chegar, é ela que o confirma."),
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.projects = {
            f"project:{one.uuid}": one for one in Project.objects.visible_to(member) if one.takes_pledges
        }
        self.initiatives = {
            f"initiative:{one.uuid}": one for one in Initiative.objects.public() if one.takes_pledges
        }
        target: forms.ChoiceField = self.fields["target"]  # type: ignore[assignment]
        target.choices = [
            (self.BANK, gettext("Banco de recursos")),
            (gettext("Projetos"), [(key, one.title) for key, one in self.projects.items()]),
            (
                gettext("Iniciativas da comunidade"),
                [(key, one.title) for key, one in self.initiatives.items()],
            ),
        ]
        receiver: forms.ModelChoiceField = self.fields["receiver"]  # type: ignore[assignment]
        active = Organisation.objects.filter(is_active=True)
        if not member.has(Membership.Role.COORDINATION):
            active = active.filter(pk=member.organisation_id)
            receiver.initial = member.organisation.uuid
        receiver.queryset = active

    @property
    def said(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "quantity": said["quantity"],
            "receiver": said["receiver"],
            "category": said["category"] if said["target"] == self.BANK else "",
            "project": self.projects.get(said["target"]),
            "initiative": self.initiatives.get(said["target"]),
        }
