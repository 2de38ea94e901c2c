"""A project of the register, and who does it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation
from community.actions.projects import SaidOfProject
from community.funding.forms.base import (
    axes_field,
    ideas_field,
    municipalities_field,
    organisation_field,
    several,
)
from community.models import Level, Project
from plans.models import Plan, PlanElement
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
from units.models import OperativeResponse


class ProjectForm(PlainForm):
    seen = seen_field()
    key = key_field()
    title = line_field(_("Título"), 200)
    level = choice_field(
        _("Nível"), Level.choices, hint=_("Acima do local são precisos pelo menos 2 municípios.")
    )
    state = choice_field(_("Estado"), Project.State.choices)
    starts_on = day_field(_("Início"))
    ends_on = day_field(_("Fim"), required=False, hint=_("Pode ser noutro ano."))
    axes = axes_field()
    responses = several(_("Respostas operativas"), OperativeResponse.objects.all(), required=False)
    ideas = ideas_field()
    municipalities = municipalities_field(_("Municípios que participam"), required=True)
    description = prose_field(_("O que se faz"), hint=NO_PEOPLE, rows=6)
    funding = prose_field(
        _("Fontes de financiamento"), required=False, hint=_("Uma por linha, como foi dito."), rows=3
    )
    plan = forms.ModelChoiceField(
        Plan.objects.none(),
        label=_("Plano que concretiza"),
        required=False,
        to_field_name="uuid",
        empty_label=_("nenhum"),
        error_messages={"invalid_choice": _("Escolha um plano da lista.")},
    )
    codes = line_field(
        _("Códigos do plano"), 200, required=False, hint=_("Separados por vírgulas, por exemplo 1.2.1, 1.3.")
    )
    results = prose_field(_("Resultados"), required=False, hint=NO_PEOPLE, rows=4)
    is_public = forms.BooleanField(
        label=_("Público: toda a gente o lê"), required=False, widget=forms.CheckboxInput
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ModelChoiceField = self.fields["plan"]  # type: ignore[assignment]
        field.queryset = Plan.objects.visible_to(member)

    def clean_codes(self) -> list[PlanElement]:
        """The elements of the plan with these codes; one that is not there is named."""
        plan: Plan | None = self.cleaned_data.get("plan")
        codes = [one.strip() for one in re.split(r"[,;\s]+", self.cleaned_data["codes"]) if one.strip()]
        if plan is None:
            if codes and "plan" not in self.errors:
                raise forms.ValidationError(gettext("Escolha o plano a que pertencem estes códigos."))
            return []
        found = list(PlanElement.objects.filter(plan=plan, code__in=codes))
        unknown = [code for code in codes if code not in {one.code for one in found}]
        if unknown:
            raise forms.ValidationError(
                gettext("Este plano não tem: %(codes)s.") % {"codes": ", ".join(unknown)}
            )
        return found

    @property
    def said(self) -> SaidOfProject:
        names = (
            "title", "level", "state", "starts_on", "ends_on", "axes", "responses", "ideas", "municipalities",
            "description", "funding", "results", "is_public",
        )  # fmt: skip
        said = self.cleaned_data
        return SaidOfProject(elements=said["codes"], **{name: said[name] for name in names})


def project_as_typed(project: Project) -> dict[str, Any]:
    elements = list(project.elements.select_related("plan"))
    return {
        "title": project.title,
        "level": project.level,
        "state": project.state,
        "starts_on": project.starts_on,
        "ends_on": project.ends_on,
        "axes": [one.pk for one in project.axes.all()],
        "responses": [one.pk for one in project.responses.all()],
        "ideas": [one.pk for one in project.ideas.all()],
        "municipalities": [one.pk for one in project.municipalities.all()],
        "description": project.description,
        "funding": project.funding,
        "plan": elements[0].plan.uuid if elements else None,
        "codes": ", ".join(one.code for one in elements),
        "results": project.results,
        "is_public": project.is_public,
    }


class ProjectPartnerForm(PlainForm):
    organisation = organisation_field(
        _("Entidade do portal"), Organisation.objects.filter(is_active=True), required=False
    )
    name = line_field(_("Ou o nome de outra entidade"), 200, required=False)
    role = line_field(_("Papel"), 200, required=False)
    is_lead = forms.BooleanField(label=_("Coordena o projeto"), required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("organisation") and not said.get("name") and not self.errors:
            self.add_error("organisation", gettext("Escolha a entidade, ou escreva o nome de outra."))
        return said
