"""The sheet with its lists, and the criteria: rows that are empty do not count."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.actions import Lists
from programmes.forms.fields import count_field, hours_field, select_field, several_field
from programmes.models import Profession, Programme, Sheet
from units.forms.base import PlainForm, choice_field, line_field, prose_field, seen_field
from units.models import OperativeResponse

SDGS = [
    (1, _("Erradicar a pobreza")),
    (2, _("Erradicar a fome")),
    (3, _("Saúde de qualidade")),
    (4, _("Educação de qualidade")),
    (5, _("Igualdade de género")),
    (6, _("Água potável e saneamento")),
    (7, _("Energias renováveis e acessíveis")),
    (8, _("Trabalho digno e crescimento económico")),
    (9, _("Indústria, inovação e infraestruturas")),
    (10, _("Reduzir as desigualdades")),
    (11, _("Cidades e comunidades sustentáveis")),
    (12, _("Produção e consumo sustentáveis")),
    (13, _("Ação climática")),
    (14, _("Proteger a vida marinha")),
    (15, _("Proteger a vida terrestre")),
    (16, _("Paz, justiça e instituições eficazes")),
    (17, _("Parcerias para os objetivos")),
]
ROWS_MORE = 2
ONE_A_LINE = _("Um por linha.")


class ProgrammeForm(PlainForm):
    name = line_field(_("Nome do programa"), 160)
    kind = choice_field(_("O que é"), Programme.Kind.choices)
    audience = choice_field(_("Para quem"), Programme.Audience.choices)
    area = line_field(
        _("Área"), 80, required=False, hint=_("Por exemplo restauração, costura, saúde mental.")
    )

    def __init__(self, templates: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"] = forms.ModelChoiceField(
            templates,
            label=_("Começar a partir de"),
            required=False,
            to_field_name="uuid",
            empty_label=_("uma ficha em branco"),
            error_messages={"invalid_choice": _("Escolha uma ficha da lista.")},
        )
        self.fields["responses"] = several_field(
            _("Respostas do REF-AMP que serve"),
            [(one.code, str(one)) for one in OperativeResponse.objects.exclude(response_class="a")],
        )

    def chosen(self) -> list[OperativeResponse]:
        return list(OperativeResponse.objects.filter(code__in=self.cleaned_data["responses"]))


class SheetForm(PlainForm):
    seen = seen_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in Sheet.PARTS:
            label = Sheet.label_of(part)
            self.fields[part] = (
                line_field(label, 160) if part == "name" else prose_field(label, required=False, rows=5)
            )
        self.fields["min_age"] = count_field(_("Idade mínima"), required=False, least=0, most=99)
        self.fields["class_size"] = count_field(
            _("Participantes por turma"),
            required=False,
            least=1,
            most=500,
            hint=_("Cerca de. Acima, pede-se um motivo."),
        )
        self.fields["alert_below"] = count_field(
            _("Avisar quando chegarem menos de (% da meta)"), least=0, most=100
        )
        self.fields["alert_ways"] = prose_field(_("O que se pode fazer nesse caso"), required=False, rows=3)
        self.fields["sdgs"] = several_field(
            _("Objetivos de desenvolvimento sustentável"), [(str(n), f"{n}. {label}") for n, label in SDGS]
        )
        for name, label in (
            ("tasks", _("Trabalho social essencial")),
            ("provisions_list", _("O que tem de haver (provisões)")),
            ("indicators", _("Indicadores de verificação")),
        ):
            self.fields[name] = prose_field(label, required=False, hint=ONE_A_LINE, rows=8)

    def parts(self) -> dict[str, str]:
        return {part: self.cleaned_data[part] for part in Sheet.PARTS}

    def part_fields(self) -> list[Any]:
        return [self[part] for part in Sheet.PARTS]

    def rest(self) -> dict[str, Any]:
        said = self.cleaned_data
        rest = {name: said[name] for name in ("min_age", "class_size", "alert_below", "alert_ways")}
        return rest | {"sdgs": [int(n) for n in said["sdgs"]]}

    def lines(self, name: str) -> list[str]:
        return [line.strip() for line in self.cleaned_data[name].splitlines() if line.strip()]


class Rows(forms.BaseFormSet):
    """Rows as they are, and a few empty ones. A row without its first field says nothing."""

    def filled(self, first: str) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get(first)]

    def masked(self) -> None:
        for form in self.forms:
            form.masked()


class TeamRow(PlainForm):
    role = line_field(_("Quem"), 120, required=False)
    profession = select_field(_("Profissão"), Profession.choices, required=False)
    quantity = count_field(_("Quantos"), required=False, least=1, most=200)
    training = line_field(_("Formação"), 160, required=False)
    weekly_hours = line_field(_("Horas por semana"), 80, required=False)


class ModuleRow(PlainForm):
    phase = count_field(_("Fase"), required=False, least=1, most=9)
    code = line_field(_("Código"), 8, required=False)
    name = line_field(_("Módulo"), 160, required=False)
    hours = hours_field(_("Horas"), required=False)
    most = hours_field(_("No máximo"), required=False)
    weekly_hours = hours_field(_("Por semana"), required=False)
    meetings_a_week = count_field(_("Encontros por semana"), required=False, least=1, most=14)
    frequency = count_field(_("Frequência mínima (%)"), required=False, least=1, most=100)
    profession = select_field(_("Responsável"), [("", _("qualquer")), *Profession.choices], required=False)
    whole_venture = forms.BooleanField(label=_("conta só com todos os membros presentes"), required=False)
    all_activities = forms.BooleanField(label=_("pede todas as atividades"), required=False)
    eliminates = forms.BooleanField(label=_("quem não cumpre sai"), required=False)
    is_threshold = forms.BooleanField(label=_("conta para o aviso de poucas pessoas"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("code"):
            for name in ("phase", "name", "hours"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, _("Falta preencher este campo."))
        return said


class ImpactRow(PlainForm):
    impacts = prose_field(_("Impactos esperados"), required=False, rows=3)
    indices = prose_field(_("Índices"), required=False, rows=3)
    instruments = prose_field(_("Instrumentos"), required=False, rows=3)


class CriterionRow(PlainForm):
    code = line_field(_("Código"), 8, required=False)
    text = line_field(_("Situação"), 240, required=False)
    points = count_field(_("Pontos"), required=False, most=100)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("code"):
            for name in ("text", "points"):
                if said.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, _("Falta preencher este campo."))
        return said


def rows_of(kind: type[PlainForm], more: int = ROWS_MORE) -> Any:
    return forms.formset_factory(kind, formset=Rows, extra=more, max_num=80, absolute_max=80)


TeamRows, ModuleRows, ImpactRows = rows_of(TeamRow), rows_of(ModuleRow), rows_of(ImpactRow, 1)
CriteriaRows = rows_of(CriterionRow, 3)


class PhaseForm(PlainForm):
    name = line_field(_("Nome da fase"), 160)
    needs_before = count_field(
        _("Para entrar, percentagem das horas da fase anterior"), required=False, least=1, most=100
    )
    certificate_instead = forms.BooleanField(
        label=_("ou um certificado anterior deste programa"), required=False
    )
    by_ventures = forms.BooleanField(label=_("faz-se em empreendimentos (grupos)"), required=False)


class SettleForm(PlainForm):
    settled = prose_field(
        _("Qual das leituras vale neste programa"), required=False, hint=_("Vazio: fica por confirmar.")
    )


def sheet_as_typed(sheet: Sheet) -> dict[str, Any]:
    items: dict[str, list[str]] = {"task": [], "provision": [], "indicator": []}
    for item in sheet.items.all():
        items[item.kind].append(item.text)
    typed: dict[str, Any] = {part: getattr(sheet, part) for part in Sheet.PARTS}
    return typed | {
        "min_age": sheet.min_age,
        "class_size": sheet.class_size,
        "alert_below": sheet.alert_below,
        "alert_ways": sheet.alert_ways,
        "sdgs": [str(n) for n in sheet.sdgs],
        "tasks": "\n".join(items["task"]),
        "provisions_list": "\n".join(items["provision"]),
        "indicators": "\n".join(items["indicator"]),
    }


def lists_from(form: SheetForm, team: Any, modules: Any, impacts: Any) -> Lists:
    return Lists(
        tasks=form.lines("tasks"),
        provisions=form.lines("provisions_list"),
        indicators=form.lines("indicators"),
        team=team.filled("role"),
        modules=modules.filled("code"),
        impacts=impacts.filled("impacts"),
    )
