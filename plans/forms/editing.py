"""A plan being prepared or amended: its facts, its elements, what is measured, who answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from monitor.models import Indicator
from plans import values
from plans.actions import Branch, Counting, Facts, Why
from plans.models import Measure, Plan, PlanElement
from units.forms import PlainForm
from units.forms.base import (
    ENGLISH,
    MISSING,
    NO_CHOICE,
    NO_PEOPLE,
    choice_field,
    key_field,
    line_field,
    prose_field,
    seen_field,
)
from units.models import Body, Decision

NO_YEAR = _("Escreva o ano com quatro algarismos.")
# Of a body its uuid; of one's own organisation this.
OWN = "entidade"


def year_field(label: Any, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=1800,
        max_value=2199,
        error_messages={"required": NO_YEAR, "invalid": NO_YEAR, "min_value": NO_YEAR, "max_value": NO_YEAR},
    )


class DecisionField(forms.ModelChoiceField):
    def __init__(self, label: Any, *, required: bool, empty: Any, hint: Any = "") -> None:
        super().__init__(
            Decision.objects.none(),
            label=label,
            to_field_name="uuid",
            required=required,
            empty_label=empty,
            help_text=hint,
            error_messages={"required": NO_CHOICE, "invalid_choice": _("Escolha uma deliberação da lista.")},
        )

    def label_from_instance(self, obj: Decision) -> str:
        return f"{obj.number} · {obj.title}"


class FactsForm(PlainForm):
    seen = seen_field()
    key = key_field()
    whose = choice_field(_("De quem é o plano"), [])
    kind = choice_field(_("Tipo"), Plan.Kind.choices)
    title_pt = line_field(_("Título"), 240)
    title_en = line_field(_("Título em inglês"), 240, required=False, hint=ENGLISH, lang="en")
    summary_pt = prose_field(_("Em resumo"), required=False, hint=NO_PEOPLE, rows=4)
    summary_en = prose_field(_("Em resumo, em inglês"), required=False, rows=3)
    first_year = year_field(_("Primeiro ano"))
    last_year = year_field(_("Último ano"), _("Um plano de ação anual é de um só ano."))
    levels_pt = line_field(
        _("Nomes dos níveis"),
        240,
        hint=_("Do mais geral ao mais concreto, separados por vírgulas: Eixo, Ação, Medida."),
    )
    levels_en = line_field(
        _("Nomes dos níveis em inglês"),
        240,
        required=False,
        hint=_("Os mesmos, pela mesma ordem."),
        lang="en",
    )
    rhythm = choice_field(_("Relata-se"), Plan.Rhythm.choices)
    is_public = forms.BooleanField(
        label=_("Publicar depois de aprovado"),
        required=False,
        help_text=_("Com metas, relatos e alterações."),
    )

    def __init__(
        self,
        bodies: QuerySet[Body],
        member: Membership,
        data: Any = None,
        *,
        plan: Plan | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.bodies, self.member = bodies, member
        if plan is not None:
            del self.fields["whose"]
            return
        choices = [(str(one.uuid), one.name) for one in bodies]
        if member.has(Membership.Role.MANAGER, Membership.Role.REPRESENTATIVE):
            choices.append((OWN, str(member.organisation)))
        self.fields["whose"].choices = choices  # type: ignore[attr-defined]

    def whose_plan(self) -> dict[str, Any]:
        said = self.cleaned_data["whose"]
        if said == OWN:
            return {"organisation": self.member.organisation}
        return {"body": self.bodies.get(uuid=said)}

    def facts(self) -> Facts:
        given = self.cleaned_data
        return Facts(
            kind=given["kind"],
            title_pt=given["title_pt"],
            title_en=given["title_en"],
            summary_pt=given["summary_pt"],
            summary_en=given["summary_en"],
            first_year=given["first_year"],
            last_year=given["last_year"],
            levels_pt=given["levels_pt"].split(","),
            levels_en=given["levels_en"].split(","),
            rhythm=given["rhythm"],
            is_public=given["is_public"],
        )


def facts_as_typed(plan: Plan) -> dict[str, Any]:
    return {
        "kind": plan.kind,
        "title_pt": plan.title_pt,
        "title_en": plan.title_en,
        "summary_pt": plan.summary_pt,
        "summary_en": plan.summary_en,
        "first_year": plan.first_year,
        "last_year": plan.last_year,
        "levels_pt": ", ".join(plan.levels_pt),
        "levels_en": ", ".join(plan.levels_en),
        "rhythm": plan.rhythm,
        "is_public": plan.is_public,
    }


class WhyForm(PlainForm):
    """Why an approved plan changes, and by which deliberation. Other forms have it at their end."""

    seen = seen_field()
    reason = line_field(_("Motivo"), 500, hint=_("Fica escrito ao lado do que mudou, para todos lerem."))
    decision = DecisionField(_("Deliberação"), required=False, empty=_("nenhuma"))

    def __init__(self, decisions: QuerySet[Decision], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]

    def why(self) -> Why:
        return Why(self.cleaned_data["reason"], self.cleaned_data["decision"])


class _Amendable(WhyForm):
    """Asks why only where the plan is approved."""

    key = key_field()

    def __init__(
        self, decisions: QuerySet[Decision], data: Any = None, *, amends: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(decisions, data, **kwargs)
        if not amends:
            del self.fields["reason"], self.fields["decision"]
        else:
            self.order_fields([name for name in self.fields if name not in ("reason", "decision")])


class BranchForm(_Amendable):
    code = line_field(_("Código"), 24, required=False, hint=_("Como o plano o numera, por exemplo 1.2.1."))
    title_pt = prose_field(_("Texto"), hint=NO_PEOPLE, rows=3)
    title_en = prose_field(_("Texto em inglês"), required=False, hint=ENGLISH, rows=2)
    reference = line_field(
        _("Código REF-AMP"),
        12,
        required=False,
        hint=_("A que se liga no referencial: EP1.1, 1.1.1a ou AE2.2."),
    )
    serves = line_field(
        _("Problemáticas que serve"),
        120,
        required=False,
        hint=_("Códigos separados por vírgulas, por exemplo EP1.1, EP1.4."),
    )

    def branch(self) -> Branch:
        given = self.cleaned_data
        return Branch(
            given["title_pt"],
            given["title_en"],
            given["code"],
            given["reference"],
            given["serves"].split(","),
        )


def branch_as_typed(element: PlanElement) -> dict[str, Any]:
    return {
        "code": element.code,
        "title_pt": element.title_pt,
        "title_en": element.title_en,
        "reference": element.reference,
        "serves": ", ".join(element.serves),
    }


class CountingForm(_Amendable):
    """`years`: those of the plan, each a field; none where targets are amended by themselves."""

    name_pt = line_field(
        _("O que se mede"), 160, required=False, hint=_("Se o texto do ponto não o disser já.")
    )
    name_en = line_field(_("O que se mede, em inglês"), 160, required=False, lang="en")
    unit_pt = line_field(_("Unidade de medida"), 80, hint=_("Por exemplo camas, equipas, % de famílias."))
    unit_en = line_field(_("Unidade em inglês"), 80, required=False, lang="en")
    is_percent = forms.BooleanField(label=_("É uma percentagem"), required=False)
    aggregation = choice_field(
        _("Como se soma"),
        [
            (Measure.Aggregation.FLOW, _("Fluxo anual: faz-se de novo cada ano e soma-se")),
            (Measure.Aggregation.CUMULATIVE, _("Progressão acumulada: o ano contém os anteriores")),
            (Measure.Aggregation.STOCK, _("Nível: o total que existe; nunca se soma")),
            (Measure.Aggregation.CONTINUOUS, _("Garantia: cumpre-se ou não se cumpre, todos os anos")),
            (Measure.Aggregation.UNDECLARED, _("Ainda por declarar")),
        ],
    )
    is_confirmed = forms.BooleanField(
        label=_("Confirmo que se soma assim"),
        required=False,
        help_text=_("Até lá mostra-se «por confirmar»."),
    )
    lower_is_better = forms.BooleanField(label=_("Quanto menos, melhor"), required=False)
    indicator = forms.ModelChoiceField(
        Indicator.objects.order_by("code"),
        label=_("Indicador do monitor"),
        to_field_name="code",
        required=False,
        empty_label=_("nenhum"),
        help_text=_("Onde as metas se desenham."),
        error_messages={"invalid_choice": _("Escolha um indicador da lista.")},
    )

    def __init__(self, *args: Any, years: range = range(0), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        if not years:
            # Tied by itself: no part of what was promised.
            del self.fields["indicator"]
        for year in years:
            self.fields[f"year_{year}"] = target_field(year)
        self.order_fields([name for name in self.fields if name not in ("reason", "decision")])

    @property
    def year_fields(self) -> list[forms.BoundField]:
        return [self[f"year_{year}"] for year in self.years]

    def counting(self) -> Counting:
        given = self.cleaned_data
        names = ("unit_pt", "unit_en", "name_pt", "name_en", "aggregation", "is_confirmed", "is_percent")
        return Counting(
            **{name: given[name] for name in names},
            lower_is_better=given["lower_is_better"],
            indicator=given.get("indicator"),
            targets={year: given[f"year_{year}"] for year in self.years},
        )


def target_field(year: int) -> forms.CharField:
    return forms.CharField(
        label=str(year),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def counting_as_typed(measure: Measure) -> dict[str, Any]:
    names = ("unit_pt", "unit_en", "name_pt", "name_en", "aggregation", "is_confirmed", "is_percent")
    return {
        **{name: getattr(measure, name) for name in names},
        "lower_is_better": measure.lower_is_better,
        "indicator": measure.indicator.code if measure.indicator else None,
        **targets_as_typed(measure),
    }


def targets_as_typed(measure: Measure) -> dict[str, str]:
    return {f"year_{one.year}": values.as_typed(one.value) for one in measure.targets.all()}


class TargetsForm(WhyForm):
    """The targets of an approved plan, amended."""

    def __init__(self, *args: Any, years: range, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        for year in years:
            self.fields[f"year_{year}"] = target_field(year)
        self.order_fields([name for name in self.fields if name not in ("reason", "decision")])

    @property
    def year_fields(self) -> list[forms.BoundField]:
        return [self[f"year_{year}"] for year in self.years]

    def typed(self) -> dict[int, str]:
        return {year: self.cleaned_data[f"year_{year}"] for year in self.years}


class OwnerChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user} · {obj.organisation}"


class OwnerForm(PlainForm):
    """One of those found; in a draft also nobody."""

    seen = seen_field()
    owner = OwnerChoice(
        Membership.objects.none(),
        label=_("Quem responde"),
        required=False,
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"invalid_choice": _("Escolha uma pessoa da lista."), "required": NO_CHOICE},
    )
    below = forms.BooleanField(
        label=_("E por tudo o que depende deste ponto e ainda não tem ninguém"), required=False
    )

    def __init__(self, found: QuerySet[Membership], data: Any = None, *, draft: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["owner"].queryset = found  # type: ignore[attr-defined]
        self.fields["owner"].required = True
        if draft:
            self.fields["nobody"] = forms.BooleanField(
                label=_("Deixar sem responsável por agora"), required=False
            )
            self.fields["owner"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "nobody" in self.fields and not cleaned.get("owner") and not cleaned.get("nobody"):
            self.add_error("owner", _("Escolha uma pessoa da lista."))
        return cleaned

    def chosen(self) -> Membership | None:
        return None if self.cleaned_data.get("nobody") else self.cleaned_data["owner"]


class ApproveForm(PlainForm):
    """Of a body the deliberation of the Council; of an organisation its own approval."""

    seen = seen_field()
    decision = DecisionField(
        _("Deliberação do Conselho que o aprova"), required=True, empty=_("escolha a deliberação")
    )
    approved_by_own = line_field(
        _("Quem aprovou e quando"), 240, hint=_("Por exemplo: reunião de câmara de 3 de março, ponto 4.")
    )

    def __init__(self, plan: Plan, decisions: QuerySet[Decision], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if plan.body is None:
            del self.fields["decision"]
        else:
            del self.fields["approved_by_own"]
            self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]


class CopyForm(PlainForm):
    key = key_field()
    first_year = year_field(_("Primeiro ano do novo plano"))


class ReportForm(PlainForm):
    """One report, said or corrected: of a guarantee kept or not, of everything else a value."""

    key = key_field()
    period = forms.ChoiceField(
        label=_("Período"), error_messages={"required": MISSING, "invalid_choice": NO_CHOICE}
    )
    value = forms.CharField(
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    kept = forms.ChoiceField(
        label=_("Foi cumprida?"),
        choices=[("sim", _("Cumprida")), ("nao", _("Não cumprida"))],
        required=False,
        widget=forms.RadioSelect,
    )
    evidence = line_field(_("O que o mostra"), 500, required=False)
    evidence_url = line_field(_("Ligação"), 500, required=False, inputmode="url", placeholder="https://")
    note = line_field(_("Nota"), 500, required=False, hint=NO_PEOPLE)
    reason = line_field(_("Porque corrige"), 240)

    def __init__(
        self,
        measure: Measure,
        periods: list[tuple[str, str]],
        data: Any = None,
        *,
        corrects: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        del self.fields["value" if measure.is_guarantee else "kept"]
        if not measure.is_guarantee:
            self.fields["value"].label = "%" if measure.is_percent else measure.unit
        if corrects:
            del self.fields["period"]
        else:
            del self.fields["reason"]
            self.fields["period"].choices = periods  # type: ignore[attr-defined]


class IndicatorForm(PlainForm):
    indicator = forms.ModelChoiceField(
        Indicator.objects.order_by("code"),
        label=_("Indicador do monitor"),
        to_field_name="code",
        required=False,
        empty_label=_("nenhum"),
        error_messages={"invalid_choice": _("Escolha um indicador da lista.")},
    )


class ReasonForm(PlainForm):
    reason = line_field(_("Motivo"), 240)
