"""The list of plans and one plan as a reader narrows them: by year, by whose they are, by axis, by how they stand."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Organisation
from geo.sorting import sort_key
from plans.models import Plan, PlanElement, PlanQuerySet
from plans.reading import Node, Reading
from plans.showing import BAND, Band
from units.models import Axis, Body

METROPOLITAN, ANNUAL, ORGANISATIONS, REFERENCE = range(4)


def _wrong(sentence: Any) -> dict[str, Any]:
    return {"invalid_choice": sentence}


def _fill(form: forms.Form, name: str, nothing: str, choices: list[tuple[Any, Any]]) -> None:
    field: forms.ChoiceField = form.fields[name]  # type: ignore[assignment]
    field.choices = [("", nothing), *choices]


class PlansForm(forms.Form):
    """What the list of plans is narrowed by. Every field may stay empty."""

    de = forms.ChoiceField(
        label=gettext_lazy("De quem"),
        required=False,
        error_messages=_wrong(gettext_lazy("Esta entidade não tem planos. Escolha uma da lista.")),
    )
    ano = forms.TypedChoiceField(
        label=gettext_lazy("Ano"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages=_wrong(gettext_lazy("Nesse ano não há planos. Escolha um ano da lista.")),
    )
    eixo = forms.ChoiceField(
        label=gettext_lazy("Eixo"),
        required=False,
        error_messages=_wrong(gettext_lazy("Este eixo não existe. Escolha um da lista.")),
    )
    estado = forms.ChoiceField(
        label=gettext_lazy("Estado"),
        required=False,
        error_messages=_wrong(gettext_lazy("Escolha um estado da lista.")),
    )

    STATES: ClassVar[list[str]] = ["approved", "closed", "draft", "reference"]

    def __init__(self, *args: Any, member: Membership | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visible: PlanQuerySet = Plan.objects.visible_to(member)
        spans = list(
            self.visible.order_by().values_list("first_year", "last_year", "body", "organisation").distinct()
        )
        years = sorted({y for first, last, *_rest in spans for y in range(first, last + 1)}, reverse=True)
        bodies = Body.objects.filter(pk__in={row[2] for row in spans if row[2]}).select_related("axis")
        entities = Organisation.objects.filter(pk__in={row[3] for row in spans if row[3]})
        _fill(self, "ano", _("Todos os anos"), [(one, one) for one in years])
        _fill(
            self,
            "de",
            _("Todos"),
            [(str(one.uuid), one.name) for one in bodies]
            + sorted(((str(one.uuid), str(one)) for one in entities), key=lambda row: sort_key(row[1])),
        )
        axes = list(Axis.objects.all())
        _fill(self, "eixo", _("Todos os eixos"), [(one.code, f"{one.code} {one.name}") for one in axes])
        words = {
            "approved": _("em vigor"),
            "closed": _("encerrados"),
            "draft": _("em preparação"),
            "reference": _("documentos de referência"),
        }
        known = [one for one in self.STATES if one != "draft" or member is not None]
        _fill(self, "estado", _("Todos"), [(one, words[one]) for one in known])

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.values())

    def found(self) -> PlanQuerySet:
        """What the fields leave, grouped: metropolitan, annual, of entities, reference. Of a form with errors: all."""
        found = self.visible
        if self.is_valid():
            said = self.cleaned_data
            if said["de"]:
                found = found.filter(Q(body__uuid=said["de"]) | Q(organisation__uuid=said["de"]))
            if said["ano"]:
                found = found.filter(first_year__lte=said["ano"], last_year__gte=said["ano"])
            if said["eixo"]:
                found = found.filter(Q(body__axis=said["eixo"]) | Q(pk__in=_about(said["eixo"])))
            if said["estado"]:
                found = found.filter(state=said["estado"])
        group = Case(
            When(is_reference=True, then=Value(REFERENCE)),
            When(organisation__isnull=False, then=Value(ORGANISATIONS)),
            When(kind=Plan.Kind.ANNUAL, then=Value(ANNUAL)),
            default=Value(METROPOLITAN),
            output_field=IntegerField(),
        )
        return found.annotate(group=group).order_by("group", "-first_year", "title_pt", "pk")


def _about(axis: str) -> Any:
    """The plans with an element that hangs from this axis or serves one of its problems."""
    serves = Axis.objects.filter(pk=axis).values_list("problems__code", flat=True)
    problems = [code for code in serves if code]
    below = Q(reference=axis) | Q(reference__startswith=f"{axis}.") | Q(serves__overlap=[axis, *problems])
    if axis.startswith("EP"):
        # Responses are numbered with the axis first: 1.1.1a is of EP1.
        below |= Q(reference__startswith=f"{axis[2:]}.")
    return PlanElement.objects.filter(below).values("plan")


class TreeForm(forms.Form):
    """What one plan is narrowed by. Every field may stay empty; `vista` goes along."""

    VIEWS: ClassVar[list[tuple[str, Any]]] = [
        ("arvore", gettext_lazy("Árvore")),
        ("tabela", gettext_lazy("Tabela")),
        ("cronologia", gettext_lazy("Cronologia")),
    ]

    parte = forms.ChoiceField(
        label=gettext_lazy("Parte do plano"),
        required=False,
        error_messages=_wrong(gettext_lazy("Esta parte não existe neste plano. Escolha uma da lista.")),
    )
    entidade = forms.ChoiceField(
        label=gettext_lazy("Quem responde"),
        required=False,
        error_messages=_wrong(
            gettext_lazy("Esta entidade não responde por nada neste plano. Escolha uma da lista.")
        ),
    )
    estado = forms.ChoiceField(
        label=gettext_lazy("Como está"),
        required=False,
        error_messages=_wrong(gettext_lazy("Escolha um estado da lista.")),
    )
    ano = forms.TypedChoiceField(
        label=gettext_lazy("Ano"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages=_wrong(gettext_lazy("Este plano não tem esse ano. Escolha um da lista.")),
    )
    vista = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=VIEWS,
        error_messages=_wrong(gettext_lazy("Escolha árvore, tabela ou cronologia.")),
    )

    def __init__(self, *args: Any, reading: Reading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        branches = [node for node in reading.nodes if node.children and node.level < 3]
        _fill(self, "parte", _("O plano todo"), [(str(n.element.uuid), _indented(n)) for n in branches])
        entities = {node.entity.uuid: str(node.entity) for node in reading.nodes if node.entity}
        listed = sorted(entities.items(), key=lambda row: sort_key(row[1]))
        _fill(self, "entidade", _("Todas as entidades"), [(str(uuid), name) for uuid, name in listed])
        bands = [(band.value, band.label) for band in Band] if reading.plan.is_frozen else []
        _fill(self, "estado", _("Todos"), [*bands, ("alteradas", _("alteradas depois da aprovação"))])
        _fill(self, "ano", _("Todos os anos"), [(year, year) for year in reading.plan.years])
        if not entities:
            del self.fields["entidade"]
        if not reading.plan.is_frozen:
            del self.fields["estado"]
        if len(reading.plan.years) == 1:
            del self.fields["ano"]
        if not branches:
            del self.fields["parte"]

    @property
    def view(self) -> str:
        return (self.cleaned_data.get("vista") or "arvore") if self.is_valid() else "arvore"

    @property
    def year(self) -> int | None:
        return self.cleaned_data.get("ano") if self.is_valid() else None

    @property
    def narrows(self) -> bool:
        return self.is_valid() and any(
            value for name, value in self.cleaned_data.items() if name not in ("vista", "ano")
        )

    def shown(self) -> set[int]:
        """The ids of the elements the fields leave, with all that stands above and below them to be understood."""
        if not self.narrows:
            return {node.element.pk for node in self.reading.nodes}
        kept: set[int] = set()
        for node in self.reading.nodes:
            if self._matches(node):
                kept.add(node.element.pk)
                kept |= {above.element.pk for above in node.path}
        return kept

    def _matches(self, node: Node) -> bool:
        said = self.cleaned_data
        if (part := said.get("parte")) and part not in {str(n.element.uuid) for n in [*node.path, node]}:
            return False
        if (entity := said.get("entidade")) and (not node.entity or str(node.entity.uuid) != entity):
            return False
        state = said.get("estado")
        if state and not any(self._in_state(node, state)):
            return False
        # Headings come with what they head; alone they answer only the question for a part.
        return bool(node.measures) or not (entity or state)

    def _in_state(self, node: Node, state: str) -> list[bool]:
        if node.is_dropped:
            return []
        year = self.year or (self.reading.year if state != "alteradas" else None)
        cells = [cell for one in node.measures for cell in one.cells if year in (None, cell.year)]
        if state == "alteradas":
            return [cell.is_amended for cell in cells]
        return [cell.word is not None and BAND[cell.word] == state for cell in cells]


def _indented(node: Node) -> str:
    """The code and the beginning of the text, moved in by its level."""
    words = f"{node.code} {node.title}".strip()
    short = words if len(words) <= 70 else f"{words[:69].rstrip()}…"
    return "\xa0\xa0\xa0" * node.level + short
