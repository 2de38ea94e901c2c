"""The yearly questionnaire as editors compose it in the CMS: questions in order, each of one kind.

A campaign keeps the questions as they are on the day it opens: what is changed here afterwards is for the next one.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet, SnippetViewSetGroup

from accounts import audit
from accounts.models import User
from monitor.models import Indicator
from portal.communication.actions import acts_for
from portal.snippet_rights import Never
from practice import questions as kinds
from practice.models import Question, Questionnaire
from practice.reference import FIGURES

# Campaigns hang from it.
register_permission_policy(Questionnaire, Never(Questionnaire, "delete"))


class Recorded:
    """Saves and writes the audit row, or does neither."""

    verb = ""

    def save_instance(self) -> Any:
        view: Any = self
        with transaction.atomic():
            saved = super().save_instance()  # type: ignore[misc]
            Questionnaire.objects.select_for_update().get(pk=saved.pk)
            user = view.request.user
            by = acts_for(user)
            audit.record(
                f"questionnaire:{saved.pk}",
                self.verb,
                by=by,
                person=user if by is None and isinstance(user, User) else None,
                subject=("questionnaire", saved.pk),
                label=saved.title_pt,
                text=", ".join(view.form.changed_data),
            )
        return saved


class RecordedCreate(Recorded, CreateView):
    verb = "add_questionnaire"


class RecordedEdit(Recorded, EditView):
    verb = "change_questionnaire"


class QuestionForm(WagtailAdminModelForm):
    """What one question must be in itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "indicator" in self.fields:
            self.fields["indicator"].queryset = Indicator.objects.filter(own=True)
        if "baseline" in self.fields:
            figures = [
                ("", gettext("nenhum")),
                *((one.key, f"{one.said_pt}, {one.about_pt}") for one in FIGURES),
            ]
            self.fields["baseline"].widget = forms.Select(choices=figures)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        kind = cleaned.get("kind")
        keys = self._options(cleaned, kind)
        least, most = cleaned.get("least"), cleaned.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", gettext("O máximo não pode ser menor do que o mínimo."))
        if cleaned.get("baseline") and cleaned["baseline"] not in {one.key for one in FIGURES}:
            self.add_error("baseline", gettext("Escolha um número da lista."))
        counts = cleaned.get("counts", "")
        if cleaned.get("indicator"):
            if kind in kinds.FREE:
                self.add_error("indicator", gettext("Um texto livre nunca se publica."))
            elif kind in (kinds.ONE, kinds.SEVERAL) and counts not in keys:
                self.add_error("counts", gettext("Diga o código da opção cuja percentagem se publica."))
        return cleaned

    def _options(self, cleaned: dict[str, Any], kind: str | None) -> list[str]:
        if kind not in (kinds.ONE, kinds.SEVERAL):
            return []
        try:
            found = Question(
                options_pt=cleaned.get("options_pt", ""), options_en=cleaned.get("options_en", "")
            ).options
        except ValueError as error:
            self.add_error("options_pt", str(error))
            return []
        if len(found) < 2:
            self.add_error("options_pt", gettext("Uma escolha precisa de pelo menos duas opções."))
        return [one.key for one in found]


class QuestionnaireForm(WagtailAdminModelForm):
    """And how the questions hang together: a condition names an earlier question and an answer it can have."""

    def is_valid(self) -> bool:
        return bool(super().is_valid()) and self._conditions_hold()

    def _conditions_hold(self) -> bool:
        holds = True
        earlier: dict[str, list[str]] = {}
        for form in self.formsets["questions"].ordered_forms:
            said = form.cleaned_data
            code, only_if, says = said["code"], said.get("only_if", ""), said.get("only_if_says", "")
            if code in earlier:
                form.add_error("code", gettext("Já há uma pergunta com este código."))
                holds = False
            if only_if and only_if not in earlier:
                form.add_error("only_if", gettext("Escreva o código de uma pergunta anterior."))
                holds = False
            elif only_if and says not in earlier[only_if]:
                form.add_error(
                    "only_if_says",
                    gettext("A pergunta não tem essa resposta. As que tem: %(answers)s.")
                    % {"answers": ", ".join(earlier[only_if]) or gettext("nenhuma que se possa escolher")},
                )
                holds = False
            earlier[code] = _answers(said)
        return holds


def _answers(said: dict[str, Any]) -> list[str]:
    if said["kind"] == kinds.YES_NO:
        return [kinds.YES, kinds.NO]
    if said["kind"] in (kinds.ONE, kinds.SEVERAL):
        return [one.key for one in Question(options_pt=said["options_pt"]).options]
    return []


class QuestionsPanel(InlinePanel):
    """The same rules in each line."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = QuestionForm
        return options


class QuestionnaireViewSet(SnippetViewSet):
    model = Questionnaire
    icon = "form"
    menu_label = _("Questionários")
    list_display: ClassVar[list[Any]] = ["title_pt"]
    copy_view_enabled = False
    add_view_class = RecordedCreate
    edit_view_class = RecordedEdit
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("title_pt"), FieldPanel("title_en")], heading=_("Título")),
            MultiFieldPanel([FieldPanel("intro_pt"), FieldPanel("intro_en")], heading=_("Introdução")),
            QuestionsPanel(
                "questions",
                heading=_("Perguntas"),
                label=_("pergunta"),
                min_num=1,
                help_text=_(
                    "Uma campanha fica com as perguntas como estiverem no dia em que abrir: o que mudar depois é para"
                    " a seguinte."
                ),
                panels=[
                    FieldRowPanel([FieldPanel("section_pt"), FieldPanel("section_en")]),
                    FieldRowPanel([FieldPanel("code"), FieldPanel("kind"), FieldPanel("required")]),
                    FieldPanel("text_pt"),
                    FieldPanel("text_en"),
                    FieldRowPanel([FieldPanel("help_pt"), FieldPanel("help_en")]),
                    FieldRowPanel([FieldPanel("options_pt"), FieldPanel("options_en")]),
                    FieldRowPanel([FieldPanel("unit_pt"), FieldPanel("unit_en")]),
                    FieldRowPanel([FieldPanel("least"), FieldPanel("most"), FieldPanel("decimals")]),
                    FieldRowPanel([FieldPanel("only_if"), FieldPanel("only_if_says")]),
                    FieldRowPanel([FieldPanel("indicator"), FieldPanel("counts"), FieldPanel("baseline")]),
                ],
            ),
        ],
        base_form_class=QuestionnaireForm,
    )


class PracticeGroup(SnippetViewSetGroup):
    items = (QuestionnaireViewSet,)
    menu_label = _("Questionário anual")
    menu_icon = "form"
    menu_order = 265
