"""An application: what it says, who is asked into it, which criteria it meets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from community.actions.applications import SaidOfApplication
from community.funding.forms.base import ideas_field, organisation_field, problems_field
from community.models import Application, CallCriterion, CriterionCheck, Level
from units.forms.base import (
    NO_PEOPLE,
    PlainForm,
    choice_field,
    key_field,
    line_field,
    prose_field,
    seen_field,
)

AS_TOLD = _("Como combinaram: 40 %, ou 60 000 EUR.")


class ApplicationForm(PlainForm):
    seen = seen_field()
    key = key_field()
    title = line_field(_("Título do projeto"), 200)
    summary = prose_field(_("O que se propõe"), hint=NO_PEOPLE, rows=6)
    level = choice_field(
        _("Nível"),
        Level.choices,
        hint=_("Acima do local são precisos parceiros de pelo menos 2 municípios que tenham aceitado."),
    )
    problems = problems_field()
    ideas = ideas_field()
    role = line_field(_("Papel da sua entidade"), 200, required=False)
    share = line_field(_("Parte do orçamento da sua entidade"), 120, required=False, hint=AS_TOLD)

    @property
    def said(self) -> SaidOfApplication:
        names = ("title", "summary", "level", "problems", "ideas", "role", "share")
        return SaidOfApplication(**{name: self.cleaned_data[name] for name in names})


def application_as_typed(application: Application) -> dict[str, Any]:
    lead = application.lead
    return {
        "title": application.title,
        "summary": application.summary,
        "level": application.level,
        "problems": [one.pk for one in application.problems.all()],
        "ideas": [one.pk for one in application.ideas.all()],
        "role": lead.role,
        "share": lead.share,
    }


class InviteForm(PlainForm):
    organisation = organisation_field(_("Entidade"), Organisation.objects.none())
    role = line_field(_("Papel no projeto"), 200, hint=_("O que lhe pedem: acolher, formar, ceder salas."))
    share = line_field(_("Parte do orçamento"), 120, required=False, hint=AS_TOLD)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [one.organisation_id for one in application.partners.all() if one.state != "declined"]
        field: forms.ModelChoiceField = self.fields["organisation"]  # type: ignore[assignment]
        field.queryset = Organisation.objects.filter(is_active=True).exclude(pk__in=asked)


class AnswerForm(PlainForm):
    answer = choice_field(
        _("A sua entidade entra no consórcio?"), [("yes", _("Sim, aceitamos")), ("no", _("Não, recusamos"))]
    )
    why = line_field(_("Motivo"), 300, required=False, hint=_("Lê-o quem coordena a candidatura."))


class CriteriaForm(PlainForm):
    """Two fields a criterion: whether it is met, and what proves it."""

    def __init__(
        self,
        *args: Any,
        criteria: Iterable[CallCriterion],
        checks: Iterable[CriterionCheck],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        kept = {one.criterion_id: one for one in checks}
        for one in self.criteria:
            check = kept.get(one.pk)
            answer = choice_field(one.text, CriterionCheck.Answer.choices)
            answer.initial = check.answer if check else CriterionCheck.Answer.TO_CONFIRM
            evidence = prose_field(_("O que o comprova"), required=False, rows=2)
            evidence.initial = check.evidence if check else ""
            self.fields[f"answer-{one.pk}"], self.fields[f"evidence-{one.pk}"] = answer, evidence

    def lines(self) -> Iterator[tuple[CallCriterion, forms.BoundField, forms.BoundField]]:
        for one in self.criteria:
            yield one, self[f"answer-{one.pk}"], self[f"evidence-{one.pk}"]

    @property
    def said(self) -> dict[int, tuple[str, str]]:
        said = self.cleaned_data
        return {one.pk: (said[f"answer-{one.pk}"], said[f"evidence-{one.pk}"]) for one in self.criteria}


class ResultForm(PlainForm):
    outcome = choice_field(
        _("O que respondeu quem financia"),
        [(state.value, state.label) for state in Application.WITH_RESULT],
    )
    why = line_field(
        _("Motivo"), 300, required=False, hint=_("Obrigatório se não foi aprovada. Lê-o o consórcio.")
    )
