"""The register: what is looked for, an entry, what others did, a good practice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from geo.models import Municipality
from practice.models import Obstacle, Recommendation
from practice.models.register import ObstacleQuerySet
from units.forms.base import (
    NO_PEOPLE,
    PlainForm,
    choice_field,
    day_field,
    key_field,
    line_field,
    prose_field,
    seen_field,
)
from units.models import Axis, Problem

NOT_THERE = _("Escolha da lista.")


class PracticesForm(forms.Form):
    """What is looked for among the good practices. Every field may stay empty."""

    q = forms.CharField(
        label=_("Procurar"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    eixo = forms.ModelChoiceField(
        label=_("Eixo"),
        required=False,
        queryset=Axis.objects.none(),
        empty_label=_("Todos os eixos"),
        error_messages={"invalid_choice": NOT_THERE},
    )
    recomendacao = forms.ModelChoiceField(
        label=_("Recomendação"),
        required=False,
        queryset=Recommendation.objects.none(),
        empty_label=_("Todas"),
        error_messages={"invalid_choice": NOT_THERE},
    )

    def __init__(self, *args: Any, member: Membership | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        for name, found in (("eixo", Axis.objects.all()), ("recomendacao", Recommendation.objects.all())):
            self.fields[name].queryset = found  # type: ignore[attr-defined]

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.values())

    def all(self) -> ObstacleQuerySet:
        found: ObstacleQuerySet = Obstacle.objects.visible_to(self.member)
        return found.good_practices()

    def found(self) -> ObstacleQuerySet:
        """What the fields leave. Of a form with errors: everything."""
        found = self.all()
        if self.is_valid():
            said = self.cleaned_data
            found = found.matching(said["q"], self.member)
            if said["eixo"]:
                found = found.filter(axes=said["eixo"])
            if said["recomendacao"]:
                found = found.filter(recommendations=said["recomendacao"])
        return found.for_pages()


class RegisterForm(PracticesForm):
    """The same of the whole register, for the network."""

    field_order = ("q", "estado", "municipio", "eixo", "recomendacao")

    estado = forms.ChoiceField(
        label=_("Estado"),
        required=False,
        choices=[("", _("Todos")), *Obstacle.State.choices, ("boa-pratica", _("boa prática"))],
        error_messages={"invalid_choice": NOT_THERE},
    )
    municipio = forms.ModelChoiceField(
        label=_("Município"),
        required=False,
        queryset=Municipality.objects.none(),
        empty_label=_("Todos os municípios"),
        error_messages={"invalid_choice": NOT_THERE},
    )

    def __init__(self, *args: Any, member: Membership | None, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        self.fields["municipio"].queryset = Municipality.objects.all()  # type: ignore[attr-defined]

    def all(self) -> ObstacleQuerySet:
        found: ObstacleQuerySet = Obstacle.objects.visible_to(self.member)
        return found

    def found(self) -> ObstacleQuerySet:
        found = super().found()
        if self.is_valid():
            said = self.cleaned_data
            if said["estado"] == "boa-pratica":
                found = found.good_practices()
            elif said["estado"]:
                found = found.filter(state=said["estado"])
            if said["municipio"]:
                found = found.filter(municipality=said["municipio"])
        return found


def _several(label: Any) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        Axis.objects.none(),
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NOT_THERE, "invalid_pk_value": NOT_THERE},
    )


class ObstacleForm(PlainForm):
    seen = seen_field()
    key = key_field()
    title = line_field(_("O constrangimento, numa frase"), 160, hint=NO_PEOPLE)
    context = prose_field(
        _("Contexto"), hint=_("Onde acontece, a quem, desde quando. Sem nada que identifique uma pessoa.")
    )
    tried = prose_field(_("O que se tentou"), required=False)
    result = prose_field(_("O que resultou"), required=False)
    problems = _several(_("Problemáticas do REF-AMP"))
    axes = _several(_("Eixos"))
    recommendations = _several(_("Recomendações a que diz respeito"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (
            ("problems", Problem.objects.all()),
            ("axes", Axis.objects.all()),
            ("recommendations", Recommendation.objects.all()),
        ):
            self.fields[name].queryset = found  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        """In the words of `enter_obstacle`."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "key")}


def obstacle_as_typed(obstacle: Obstacle) -> dict[str, Any]:
    return {
        "title": obstacle.title,
        "context": obstacle.context,
        "tried": obstacle.tried,
        "result": obstacle.result,
        "problems": [one.pk for one in obstacle.problems.all()],
        "axes": [one.pk for one in obstacle.axes.all()],
        "recommendations": [one.pk for one in obstacle.recommendations.all()],
    }


class SolutionForm(PlainForm):
    text = prose_field(_("O que fizemos"), hint=NO_PEOPLE)


class StateForm(PlainForm):
    state = choice_field(_("Estado"), Obstacle.State.choices)


class PromoteForm(PlainForm):
    summary = prose_field(
        _("Em que consiste a boa prática"),
        hint=_("É o que se lê fora da rede, se for pública: as palavras da entrada ficam dentro."),
    )
    review_on = day_field(_("Rever até"))
    is_public = forms.BooleanField(label=_("Pública: toda a gente a lê"), required=False)
