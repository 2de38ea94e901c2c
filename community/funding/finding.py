"""How the lists of funding are narrowed: words, and one choice. Every field may stay empty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from community.models import (
    Application,
    Call,
    CallState,
    IncubationStage,
    Initiative,
    Level,
    Pledge,
    Project,
)
from geo.models import Municipality
from units.models import Axis

NOT_LISTED = {"invalid_choice": _("Escolha da lista.")}


def _words() -> forms.CharField:
    return forms.CharField(
        label=_("Procurar"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _one_of(label: Any, every: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", every), *choices], error_messages=NOT_LISTED
    )


def _axis() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Axis.objects.all(),
        label=_("Eixo"),
        required=False,
        to_field_name="code",
        empty_label=_("Todos os eixos"),
        error_messages=NOT_LISTED,
    )


class FindForm(forms.Form):
    # Of the rows: what the words are looked for in.
    read: tuple[str, ...] = ("title",)

    def every(self) -> QuerySet[Any]:
        """All there is to find, in the order of the list."""
        raise NotImplementedError

    def narrowed(self, found: Any, said: dict[str, Any]) -> Any:
        return found

    def found(self) -> Any:
        """What the fields leave. Of a form with errors: everything."""
        found = self.every()
        if not self.is_valid():
            return found
        said = self.cleaned_data
        for word in said.get("q", "").split():
            hit = Q()
            for name in self.read:
                hit |= Q(**{f"{name}__icontains": word})
            found = found.filter(hit)
        return self.narrowed(found, said)

    @property
    def narrows(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())


class CallsForm(FindForm):
    read = ("title", "funder", "programme", "summary")
    q = _words()
    estado = _one_of(_("Estado"), _("Todos"), CallState.choices)

    def __init__(self, *args: Any, member: Membership | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def every(self) -> QuerySet[Call]:
        return Call.objects.with_follower(self.member).in_turn()

    def narrowed(self, found: Any, said: dict[str, Any]) -> Any:
        return found.in_state(said["estado"]) if said["estado"] else found


class ApplicationsForm(FindForm):
    read = ("title", "call__title")
    q = _words()
    estado = _one_of(
        _("Resultado"), _("Todos"), [(state.value, state.label) for state in Application.WITH_RESULT]
    )

    def every(self) -> QuerySet[Application]:
        return Application.objects.public().for_pages().order_by("-decided_at", "-pk")

    def narrowed(self, found: Any, said: dict[str, Any]) -> Any:
        return found.filter(state=said["estado"]) if said["estado"] else found


class ProjectsForm(FindForm):
    read = ("title", "description")
    q = _words()
    eixo = _axis()
    nivel = _one_of(_("Nível"), _("Todos"), Level.choices)
    estado = _one_of(_("Estado"), _("Todos"), Project.State.choices)

    def __init__(self, *args: Any, member: Membership | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def every(self) -> QuerySet[Project]:
        return Project.objects.visible_to(self.member).for_pages()

    def narrowed(self, found: Any, said: dict[str, Any]) -> Any:
        if said["eixo"]:
            found = found.filter(axes=said["eixo"])
        if said["nivel"]:
            found = found.filter(level=said["nivel"])
        return found.filter(state=said["estado"]) if said["estado"] else found


class PledgesForm(FindForm):
    read = ("what", "conditions")
    q = _words()
    tipo = _one_of(_("O que é"), _("Tudo"), Pledge.Kind.choices)
    municipio = forms.ModelChoiceField(
        Municipality.objects.all(),
        label=_("Onde"),
        required=False,
        empty_label=_("Toda a área metropolitana"),
        error_messages=NOT_LISTED,
    )

    def every(self) -> QuerySet[Pledge]:
        return Pledge.objects.public().select_related("organisation", "municipality")

    def narrowed(self, found: Any, said: dict[str, Any]) -> Any:
        if said["tipo"]:
            found = found.filter(kind=said["tipo"])
        if said["municipio"]:
            found = found.filter(Q(municipality=said["municipio"]) | Q(municipality=None))
        return found


class InitiativesForm(FindForm):
    read = ("title", "answers", "for_whom", "where")
    q = _words()
    eixo = _axis()
    fase = _one_of(_("Fase"), _("Todas"), IncubationStage.Kind.choices)

    def every(self) -> QuerySet[Initiative]:
        return Initiative.objects.public().for_pages()

    def narrowed(self, found: Any, said: dict[str, Any]) -> Any:
        if said["eixo"]:
            found = found.filter(problems__axis=said["eixo"]).distinct()
        return found.in_stage(said["fase"]) if said["fase"] else found
