"""Evaluations, their lines and the answers to them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation
from impact.actions import Frame
from impact.models import Evaluation, Recommendation
from units.forms.base import (
    PlainForm,
    choice_field,
    day_field,
    key_field,
    line_field,
    prose_field,
    seen_field,
)
from units.forms.networks import link_field

NAMES = (
    "title",
    "scope",
    "since",
    "until",
    "evaluator",
    "evaluator_entity",
    "externality",
    "proportionality",
    "document_url",
    "cites",
)


class EvaluationForm(PlainForm):
    seen = seen_field()
    key = key_field()
    title = line_field(_("Título"), 200)
    scope = prose_field(_("O que foi avaliado"), required=False)
    since = day_field(_("Desde"), required=False)
    until = day_field(_("Até"), required=False)
    evaluator = line_field(_("Quem avaliou"), 200, required=False, hint=_("A entidade, não uma pessoa."))
    evaluator_entity = forms.ModelChoiceField(
        Organisation.objects.filter(is_active=True),
        label=_("Se tem conta na Concerta, qual é"),
        to_field_name="uuid",
        required=False,
        empty_label=_("não tem conta"),
        error_messages={"invalid_choice": _("Escolha uma entidade da lista.")},
    )
    externality = prose_field(
        _("Externa: porque quem avaliou é de fora"),
        required=False,
        rows=3,
        hint=_("Não executa, não paga a execução nem responde por ela."),
    )
    proportionality = prose_field(
        _("Proporcional: porque o esforço é o adequado"),
        required=False,
        rows=3,
        hint=_("O custo e o tempo da avaliação, ao lado do que se avalia."),
    )
    document_url = link_field(_("Documento da avaliação"), required=False)
    cites = forms.ModelChoiceField(
        Evaluation.objects.none(),
        label=_("Vem depois de"),
        to_field_name="uuid",
        required=False,
        empty_label=_("nenhuma"),
        error_messages={"invalid_choice": _("Escolha uma avaliação da lista.")},
    )

    def __init__(self, *args: Any, member: Membership, this: Evaluation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = Evaluation.objects.visible_to(member).filter(state=Evaluation.State.PUBLISHED)
        field: forms.ModelChoiceField = self.fields["cites"]  # type: ignore[assignment]
        field.queryset = earlier.exclude(pk=this.pk) if this else earlier

    @property
    def frame(self) -> Frame:
        return Frame(**{name: self.cleaned_data[name] for name in NAMES})


def evaluation_as_typed(evaluation: Evaluation) -> dict[str, Any]:
    return {name: getattr(evaluation, name) for name in NAMES} | {
        "evaluator_entity": evaluation.evaluator_entity.uuid if evaluation.evaluator_entity else None,
        "cites": evaluation.cites.uuid if evaluation.cites else None,
    }


class ConclusionForm(PlainForm):
    text = prose_field(_("Conclusão"))
    evidence = line_field(_("Em que se apoia"), 500, required=False, hint=_("Documento, página, dados."))
    evidence_url = link_field(_("Ligação"), required=False)


class RecommendationForm(PlainForm):
    text = prose_field(_("Recomendação"))


class AnswerForm(PlainForm):
    answer = choice_field(_("Resposta"), Recommendation.Answer.choices)
    why = prose_field(_("O que se vai fazer, ou porque não"), rows=3)
    until = day_field(_("Até quando"), required=False)
