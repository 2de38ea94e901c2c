"""The registry of the monitor and the social diagnoses, as editors keep them in the CMS.

Figures come in by imports, never by these forms. Nothing here is deleted: an indicator that is to be seen no longer is
for the network only, a diagnosis without a day of publication is a draft.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet, SnippetViewSetGroup

from accounts.models import User
from monitor import periods
from monitor.actions import record_change
from monitor.models import Indicator, SocialDiagnosis, Source, Topic
from portal.communication.actions import acts_for
from portal.snippet_rights import Never
from units.models import Axis, Problem

for kept in (Indicator, Topic, SocialDiagnosis):
    register_permission_policy(kept, Never(kept, "delete"))
# Sources come with the files that name them.
register_permission_policy(Source, Never(Source, "add", "delete"))


# --- What is written down of each change ------------------------------------------------------------------------------


class Recorded:
    """Saves and writes the audit row, or does neither."""

    verb = ""

    def save_instance(self) -> Any:
        view: Any = self
        with transaction.atomic():
            saved = super().save_instance()  # type: ignore[misc]
            user = view.request.user
            record_change(
                saved,
                verb=self.verb,
                by=acts_for(user),
                person=user if isinstance(user, User) else None,
                fields=view.form.changed_data,
            )
        return saved


class RecordedCreate(Recorded, CreateView):
    verb = "add"


class RecordedEdit(Recorded, EditView):
    verb = "change"


class KeptViewSet(SnippetViewSet):
    copy_view_enabled = False
    add_view_class = RecordedCreate
    edit_view_class = RecordedEdit


# --- REF-AMP's codes, chosen and not typed ----------------------------------------------------------------------------


def _axes() -> list[tuple[str, str]]:
    return [("", gettext("nenhum")), *((one.code, f"{one.code} {one.name}") for one in Axis.objects.all())]


def _problems() -> list[tuple[str, str]]:
    found = Problem.objects.select_related("axis")
    return [("", gettext("nenhuma")), *((one.code, f"{one.code} {one.name}") for one in found)]


class AboutForm(WagtailAdminModelForm):
    """Something that is about an axis of REF-AMP and perhaps one of its problems."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("axis", _axes), ("problem", _problems)):
            if name in self.fields:
                self.fields[name].widget = forms.Select(choices=choices())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        axis, problem = cleaned.get("axis", ""), cleaned.get("problem", "")
        if axis and axis not in dict(_axes()):
            self.add_error("axis", gettext("Escolha um eixo da lista."))
        if problem and problem not in dict(_problems()):
            self.add_error("problem", gettext("Escolha uma problemática da lista."))
        elif problem and not problem.startswith(f"{axis}."):
            self.add_error("problem", gettext("Esta problemática é de outro eixo."))
        return cleaned


class IndicatorForm(AboutForm):
    """The code and the unit of the files are said once: addresses, imports and pages hold on to them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("code", "unit_source"):
                if name in self.fields:
                    self.fields[name].disabled = True
                    self.fields[name].help_text = gettext("Depois de criado, não muda.")

    def clean_sdg(self) -> list[int]:
        goals: list[int] = self.cleaned_data["sdg"] or []
        if any(not 1 <= goal <= 17 for goal in goals):
            raise forms.ValidationError(gettext("Os objetivos vão de 1 a 17."))
        return goals

    def clean_breaks(self) -> list[str]:
        found: list[str] = self.cleaned_data["breaks"] or []
        for code in found:
            try:
                periods.read(code)
            except ValueError as error:
                raise forms.ValidationError(
                    gettext("«%(period)s» não é um período: escreva por exemplo 2021.") % {"period": code}
                ) from error
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        numerator, parts = cleaned.get("numerator"), list(cleaned.get("denominators") or [])
        if bool(numerator) != bool(parts):
            self.add_error(
                "denominators" if numerator else "numerator",
                gettext(
                    "Uma taxa que se calcula tem numerador e denominador; sem os dois, deixe ambos vazios."
                ),
            )
        elif numerator and any(one.kind != Indicator.Kind.COUNT for one in (numerator, *parts)):
            self.add_error("numerator", gettext("Numerador e denominador são contagens."))
        return cleaned


def pair(name: str, label: Any, **more: Any) -> MultiFieldPanel:
    """A text in both languages, side by side."""
    return MultiFieldPanel(
        [FieldPanel(f"{name}_pt", **more), FieldPanel(f"{name}_en", **more)], heading=label
    )


class IndicatorViewSet(KeptViewSet):
    model = Indicator
    icon = "decimal"
    menu_label = _("Indicadores")
    list_display: ClassVar[list[Any]] = [
        "name_pt",
        "code",
        "topic",
        Column("get_audience_display", label=_("Quem lê")),
        BooleanColumn("described", label=_("Ficha completa")),
        BooleanColumn("own", label=_("Série do portal")),
    ]
    list_filter: ClassVar[list[Any]] = ["topic", "audience", "described", "own"]
    search_fields: ClassVar[list[str]] = ["code", "name_pt", "name_en"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel(
                        "code",
                        help_text=_(
                            "O endereço no monitor: letras minúsculas, algarismos e _. Depois não muda."
                        ),
                    ),
                    FieldRowPanel([FieldPanel("topic"), FieldPanel("order")]),
                    FieldPanel(
                        "audience",
                        help_text=_("«Rede»: só o leem membros; sai do monitor público e das páginas."),
                    ),
                    FieldPanel(
                        "from_municipalities",
                        help_text=_(
                            "Os municípios enviam os seus próprios números, que a coordenação confirma."
                        ),
                    ),
                    FieldPanel(
                        "described",
                        help_text=_(
                            "Um indicador que chegou com um ficheiro fica por completar até alguém escrever a ficha."
                        ),
                    ),
                ],
                heading=_("O indicador"),
            ),
            pair("name", _("Nome")),
            pair("short", _("Nome curto, para gráficos e listas")),
            pair("definition", _("O que conta")),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("unit_pt"), FieldPanel("unit_en")]),
                    FieldRowPanel([FieldPanel("unit_source"), FieldPanel("decimals")]),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("direction")]),
                    FieldPanel("per_head", help_text=_("0: não se mostra por habitante.")),
                ],
                heading=_("Unidade e leitura"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("numerator"),
                    FieldPanel("denominators", widget=forms.SelectMultiple(attrs={"size": 10})),
                    FieldPanel("factor", help_text=_("100 para percentagens, 1000 para permilagens.")),
                ],
                heading=_("De que se calcula para a área"),
                help_text=_("Vazio: o valor da área é o da fonte, ou não existe. Nunca se somam taxas."),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("phrase_pt"),
                    FieldPanel("phrase_en"),
                    FieldRowPanel([FieldPanel("most_pt"), FieldPanel("least_pt")]),
                    FieldRowPanel([FieldPanel("most_en"), FieldPanel("least_en")]),
                ],
                heading=_("Frase que abre a página"),
                help_text=_(
                    "Por exemplo «havia [{value} pessoas idosas] por cada 100 jovens»: {value} uma vez, a parte a "
                    "realçar entre parênteses retos, sem ponto final."
                ),
            ),
            FieldPanel("publisher"),
            pair("method", _("Método")),
            MultiFieldPanel(
                [FieldPanel("periodicity"), FieldRowPanel([FieldPanel("next_pt"), FieldPanel("next_en")])],
                heading=_("Quando sai"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("axis"), FieldPanel("problem")]),
                    FieldPanel("sdg", help_text=_("Números de 1 a 17, separados por vírgulas.")),
                    FieldPanel(
                        "breaks",
                        help_text=_("Períodos a partir dos quais conta outra coisa, separados por vírgulas."),
                    ),
                ],
                heading=_("A que diz respeito"),
            ),
            pair("note", _("O que convém saber")),
        ],
        base_form_class=IndicatorForm,
    )


class TopicForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding and "code" in self.fields:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = gettext("Depois de criado, não muda.")


class TopicViewSet(KeptViewSet):
    model = Topic
    icon = "list-ul"
    menu_label = _("Temas")
    list_display: ClassVar[list[Any]] = ["name_pt", "code", "order"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("order")]),
            pair("name", _("Nome")),
            pair("text", _("Uma frase sobre o tema")),
        ],
        base_form_class=TopicForm,
    )


class SourceViewSet(KeptViewSet):
    model = Source
    icon = "link"
    menu_label = _("Fontes")
    list_display: ClassVar[list[Any]] = ["text", "licence", "url"]
    search_fields: ClassVar[list[str]] = ["text"]
    search_backend_name = None
    panels: ClassVar[list[Any]] = [
        FieldPanel("text", read_only=True),
        FieldPanel("licence", help_text=_("Como a própria fonte a nomeia, por exemplo CC BY 4.0.")),
        FieldPanel("url"),
    ]


class FindingsPanel(InlinePanel):
    """The same rule about axis and problem in each line."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = AboutForm
        return options


class DiagnosisForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and first > last:
            self.add_error("last_year", gettext("O último ano não pode ser anterior ao primeiro."))
        if not cleaned.get("author") and not (cleaned.get("author_name") or "").strip():
            self.add_error("author", gettext("Diga que entidade fez o diagnóstico."))
        if (replaced := cleaned.get("replaces")) and replaced.pk == self.instance.pk:
            self.add_error("replaces", gettext("Uma versão não se substitui a si própria."))
        return cleaned


class DiagnosisViewSet(KeptViewSet):
    model = SocialDiagnosis
    icon = "doc-full"
    menu_label = _("Diagnósticos sociais")
    list_display: ClassVar[list[Any]] = [
        "title",
        "place",
        "version",
        "published_on",
        BooleanColumn("is_demo", label=_("Fictício")),
    ]
    list_filter: ClassVar[list[Any]] = ["place"]
    # Drafts too, which stand in no index.
    search_fields: ClassVar[list[str]] = ["title", "summary"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("summary"),
            MultiFieldPanel(
                [FieldPanel("place"), FieldRowPanel([FieldPanel("first_year"), FieldPanel("last_year")])],
                heading=_("De onde e de quando"),
            ),
            MultiFieldPanel([FieldPanel("author"), FieldPanel("author_name")], heading=_("Quem o fez")),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("version"), FieldPanel("replaces")]), FieldPanel("url")],
                heading=_("Versão e documento"),
            ),
            FindingsPanel(
                "findings",
                heading=_("O que se encontrou"),
                label=_("constatação"),
                panels=[
                    FieldPanel("text"),
                    FieldRowPanel([FieldPanel("axis"), FieldPanel("problem")]),
                    FieldPanel("indicator"),
                ],
            ),
            FieldRowPanel([FieldPanel("published_on"), FieldPanel("is_demo")]),
        ],
        base_form_class=DiagnosisForm,
    )


class MonitorGroup(SnippetViewSetGroup):
    items = (IndicatorViewSet, TopicViewSet, SourceViewSet, DiagnosisViewSet)
    menu_label = _("Monitor")
    menu_icon = "decimal"
    menu_order = 260
