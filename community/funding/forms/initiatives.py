"""An initiative from the community, what is decided about it, and its stages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from community.actions.initiatives import SaidOfInitiative, SaidOfStage, no_axis_sentence
from community.funding.forms.base import email_field, municipality_field, problems_field
from units.forms.base import NO_PEOPLE, PlainForm, choice_field, day_field, line_field, prose_field
from units.models import Body


class InitiativeForm(PlainForm):
    title = line_field(_("Título"), 160)
    answers = prose_field(_("A que problema responde"), hint=NO_PEOPLE)
    for_whom = line_field(_("Para quem"), 300)
    municipality = municipality_field(_("Município"), empty=_("mais do que um"))
    where = line_field(_("Onde"), 200, required=False, hint=_("O bairro, a freguesia, os municípios."))
    needs = prose_field(_("O que é preciso"), hint=NO_PEOPLE)
    problems = problems_field(
        required=False,
        hint=_("Uma ou mais: é o que liga a iniciativa a um eixo prioritário e à unidade que o acompanha."),
    )
    email = email_field()

    TEXTS = ("title", "answers", "for_whom", "where", "needs")

    def clean(self) -> dict[str, Any]:
        """With no problem chosen: what the words seem to touch is said, and the person chooses."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("problems") and "problems" not in self.errors:
            self.add_error("problems", no_axis_sentence(*(said.get(name, "") for name in self.TEXTS)))
        return said

    @property
    def said(self) -> SaidOfInitiative:
        names = (*self.TEXTS, "municipality", "problems")
        return SaidOfInitiative(**{name: self.cleaned_data[name] for name in names})


class DecideInitiativeForm(PlainForm):
    answer = choice_field(_("Decisão"), [("yes", _("Publicar")), ("no", _("Não aceitar"))])
    problems = problems_field(required=False, hint=_("Corrija-as se a iniciativa responder a outras."))
    why = prose_field(
        _("Resposta a quem propôs"), required=False, hint=_("Obrigatória se não for aceite."), rows=3
    )


class SupportForm(PlainForm):
    body = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("Unidade estratégica"),
        to_field_name="uuid",
        empty_label=None,
        error_messages={"required": _("Escolha a unidade."), "invalid_choice": _("Escolha a unidade.")},
    )
    text = line_field(_("Como apoia"), 300, hint=_("O que a unidade faz pela iniciativa. É público."))

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ModelChoiceField = self.fields["body"]  # type: ignore[assignment]
        field.queryset = bodies


class StageForm(PlainForm):
    entered_on = day_field(_("Entrou em"))
    offers = prose_field(_("O que se oferece nesta fase"), hint=NO_PEOPLE)
    space = line_field(_("Espaço cedido"), 200, required=False, hint=_("Sala, oficina ou equipamento."))
    space_link = line_field(
        _("No catálogo"),
        200,
        required=False,
        hint=_("Se o espaço se reserva no portal: cole o endereço /recursos/…"),
    )
    space_from = day_field(_("Desde"), required=False)
    space_until = day_field(_("Até"), required=False, hint=_("3 meses, no máximo."))

    @property
    def said(self) -> SaidOfStage:
        return SaidOfStage(**self.cleaned_data)
