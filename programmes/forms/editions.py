"""Editions, classes, sessions, attendance, ventures, satisfaction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from programmes.actions import Pattern, Plan
from programmes.forms.fields import count_field, hours_field, place_field, select_field, several_field
from programmes.models import (
    Attendance,
    Edition,
    Module,
    Participant,
    Phase,
    Profession,
    Session,
    Sheet,
)
from units.forms.base import (
    PlainForm,
    choice_field,
    day_field,
    hour_field,
    key_field,
    line_field,
    seen_field,
)
from units.models import OperativeResponse

WEEKDAYS = [
    ("0", _("segunda")),
    ("1", _("terça")),
    ("2", _("quarta")),
    ("3", _("quinta")),
    ("4", _("sexta")),
    ("5", _("sábado")),
    ("6", _("domingo")),
]


# Fields that a form and an edition call alike.
SAME = (
    "name",
    "target",
    "agreement",
    "intake_from",
    "intake_until",
    "starts",
    "ends",
    "place",
    "modality",
)


class EditionForm(PlainForm):
    seen = seen_field()
    key = key_field()
    name = line_field(_("Nome da edição"), 120, hint=_("Por exemplo: Edição de 2027, Campanhã."))
    target = count_field(
        _("Meta"), required=False, least=1, hint=_("Quantas pessoas, pelo acordo. Vazio se não há meta.")
    )
    agreement = line_field(
        _("Acordo que fixa a meta"),
        120,
        required=False,
        hint=_("O protocolo ou o aviso, como as partes lhe chamam."),
    )
    intake_from = day_field(_("Inscrições desde"))
    intake_until = day_field(_("Inscrições até"))
    starts = day_field(_("Primeiro dia"))
    ends = day_field(_("Último dia"))
    municipality = place_field(_("Município onde decorre"), required=False)
    place = line_field(_("Local"), 160, required=False)
    modality = choice_field(_("Modalidade"), Edition.Modality.choices)
    responses = several_field(
        _("Respostas do REF-AMP que serve"), [], hint=_("Um registo pode servir vários eixos.")
    )
    openness = choice_field(
        _("Quem a vê"), [("public", _("toda a gente")), ("internal", _("só a entidade e a coordenação"))]
    )
    self_intake = choice_field(
        _("Quem se pode inscrever"),
        [("yes", _("a própria pessoa, ou um serviço por ela")), ("no", _("só através de um serviço"))],
    )

    def __init__(self, sheet: Sheet, team: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet_phases: list[Phase] = list(sheet.phases.all())
        self.fields["responsible"] = forms.ModelChoiceField(
            team,
            label=_("Responsável"),
            empty_label=_("escolha quem responde pela edição"),
            error_messages=dict.fromkeys(
                ("required", "invalid_choice"), _("Escolha quem responde pela edição.")
            ),
        )
        responses: forms.MultipleChoiceField = self.fields["responses"]  # type: ignore[assignment]
        responses.choices = [(one.code, str(one)) for one in suitable_responses()]
        for phase in self.sheet_phases:
            self.fields[f"phase_{phase.number}_starts"] = day_field(
                _("Fase %(n)s: primeiro dia") % {"n": phase.number}, required=False
            )
            self.fields[f"phase_{phase.number}_ends"] = day_field(
                _("Fase %(n)s: último dia") % {"n": phase.number}, required=False
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for phase in self.sheet_phases:
            first, last = f"phase_{phase.number}_starts", f"phase_{phase.number}_ends"
            if bool(said.get(first)) != bool(said.get(last)) and not (
                self.errors.get(first) or self.errors.get(last)
            ):
                self.add_error(last if said.get(first) else first, _("Escreva os dois dias, ou nenhum."))
        return said

    def phase_pairs(self) -> list[tuple[Phase, BoundField, BoundField]]:
        return [
            (one, self[f"phase_{one.number}_starts"], self[f"phase_{one.number}_ends"])
            for one in self.sheet_phases
        ]

    def plan(self) -> Plan:
        said = self.cleaned_data
        return Plan(
            name=said["name"],
            responsible=said["responsible"],
            intake_from=said["intake_from"],
            intake_until=said["intake_until"],
            starts=said["starts"],
            ends=said["ends"],
            target=said["target"],
            agreement=said["agreement"],
            municipality=said["municipality"],
            place=said["place"],
            modality=said["modality"],
            is_public=said["openness"] == "public",
            self_intake=said["self_intake"] == "yes",
            responses=list(OperativeResponse.objects.filter(code__in=said["responses"])),
            phases={
                one: (said[f"phase_{one.number}_starts"], said[f"phase_{one.number}_ends"])
                for one in self.sheet_phases
                if said.get(f"phase_{one.number}_starts")
            },
        )


def suitable_responses() -> Any:
    """Responses a programme can serve: all of REF-AMP that are processes or capacity."""
    return OperativeResponse.objects.exclude(response_class=OperativeResponse.ResponseClass.STRUCTURES)


def edition_as_typed(edition: Edition) -> dict[str, Any]:
    typed: dict[str, Any] = {name: getattr(edition, name) for name in SAME}
    typed |= {
        "municipality": edition.municipality_id,
        "responsible": edition.responsible_id,
        "responses": sorted(edition.responses.values_list("code", flat=True)),
        "openness": "public" if edition.is_public else "internal",
        "self_intake": "yes" if edition.self_intake else "no",
    }
    for one in edition.phase_dates.select_related("phase"):
        typed[f"phase_{one.phase.number}_starts"] = one.starts
        typed[f"phase_{one.phase.number}_ends"] = one.ends
    return typed


class TurmaForm(PlainForm):
    name = line_field(_("Nome da turma"), 60, hint=_("Por exemplo: Manhã, Campanhã A."))

    def __init__(self, phases: list[Phase], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"] = select_field(
            _("Fase"), [(str(one.number), f"{one.number}. {one.name}") for one in phases]
        )


class InstructorForm(PlainForm):
    name = line_field(_("Quem é"), 120, hint=_("Alguém da equipa, nunca um participante."))
    profession = select_field(_("Profissão"), Profession.choices)
    weekly_hours = hours_field(_("Horas por semana"), required=False)


class PlaceForm(PlainForm):
    size_reason = line_field(
        _("Porque fica a turma maior do que a ficha prevê"),
        240,
        required=False,
        hint=_("Só se passar do número previsto."),
    )

    def __init__(self, people: list[Participant], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.uuid): one for one in people}
        self.fields["people"] = several_field(
            _("Quem entra"), [(str(one.uuid), one.code) for one in people], required=True
        )
        self.order_fields(["people", "size_reason"])

    def chosen(self) -> list[Participant]:
        return [self.people[uuid] for uuid in self.cleaned_data["people"]]


class PatternForm(PlainForm):
    weekdays = several_field(_("Dias da semana"), WEEKDAYS, required=True)
    starts = hour_field(_("Começa às"))
    hours = hours_field(_("Horas de cada sessão"))
    first = day_field(_("A partir de"))
    last = day_field(
        _("Último dia"), required=False, hint=_("Vazio: até as horas do módulo estarem completas.")
    )
    place = line_field(_("Local"), 160, required=False)
    without = line_field(
        _("Dias sem sessões"),
        400,
        required=False,
        hint=_("Feriados e férias, separados por vírgulas: 25/12/2026."),
    )

    def __init__(self, modules: list[Module], instructors: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = {one.code: one for one in modules}
        self.fields["module"] = select_field(_("Módulo"), [(one.code, str(one)) for one in modules])
        self.fields["instructor"] = instructor_field(instructors)
        self.order_fields(
            ["module", "weekdays", "starts", "hours", "first", "last", "instructor", "place", "without"]
        )

    def clean_without(self) -> list[date]:
        found = []
        for word in self.cleaned_data["without"].replace(";", ",").split(","):
            if not word.strip():
                continue
            try:
                found.append(forms.DateField().clean(word.strip()))
            except forms.ValidationError:
                raise forms.ValidationError(
                    _("Escreva dias que existam, separados por vírgulas: 25/12/2026, 01/01/2027.")
                ) from None
        return found

    def pattern(self) -> Pattern:
        said = self.cleaned_data
        return Pattern(
            weekdays=[int(day) for day in said["weekdays"]],
            starts=said["starts"],
            hours=said["hours"],
            first=said["first"],
            last=said["last"],
            place=said["place"],
            instructor=said["instructor"],
            without=said["without"],
        )


def instructor_field(instructors: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        instructors,
        label=_("Quem dá"),
        required=False,
        to_field_name="uuid",
        empty_label=_("por decidir"),
        error_messages={"invalid_choice": _("Escolha alguém da equipa desta edição.")},
    )


class SessionForm(PlainForm):
    day = day_field(_("Dia"))
    starts = hour_field(_("Começa às"))
    hours = hours_field(_("Horas"))
    place = line_field(_("Local"), 160, required=False)

    def __init__(self, instructors: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instructor"] = instructor_field(instructors)


class RollForm(PlainForm):
    """A class and a session: each code with its presence and, in part, its hours."""

    seen = seen_field()

    def __init__(self, session: Session, people: list[Participant], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        stands = {one.participant_id: one for one in session.attendances.all()}
        for one in people:
            before = stands.get(one.pk)
            presence = forms.ChoiceField(
                label=one.code,
                choices=Attendance.Presence.choices,
                widget=forms.RadioSelect,
                initial=before.presence if before else None,
                error_messages=dict.fromkeys(
                    ("required", "invalid_choice"), _("Diga se %(code)s esteve.") % {"code": one.code}
                ),
            )
            hours = hours_field(_("Horas de %(code)s, se em parte") % {"code": one.code}, required=False)
            if before and before.presence == Attendance.Presence.PARTIAL:
                hours.initial = before.hours
            self.fields[f"presence_{one.pk}"] = presence
            self.fields[f"hours_{one.pk}"] = hours

    def rows(self) -> list[tuple[Participant, BoundField, BoundField]]:
        return [(one, self[f"presence_{one.pk}"], self[f"hours_{one.pk}"]) for one in self.people]

    def said(self) -> dict[Participant, tuple[str, Decimal | None]]:
        return {
            one: (self.cleaned_data[f"presence_{one.pk}"], self.cleaned_data[f"hours_{one.pk}"])
            for one in self.people
        }


class VentureForm(PlainForm):
    area = line_field(
        _("O que faz"), 120, hint=_("A área, por exemplo costura ou catering. Sem nomes de pessoas.")
    )

    def __init__(self, people: list[Participant], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.uuid): one for one in people}
        self.fields["people"] = several_field(
            _("Quem faz parte"), [(str(one.uuid), one.code) for one in people], required=True
        )

    def chosen(self) -> list[Participant]:
        return [self.people[uuid] for uuid in self.cleaned_data["people"]]


class ActivityForm(PlainForm):
    title = line_field(_("Atividade pedida"), 160)

    def __init__(self, modules: list[Module], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = {one.code: one for one in modules}
        self.fields["module"] = select_field(_("Módulo"), [(one.code, str(one)) for one in modules])


class SatisfactionForm(PlainForm):
    GRADES = (
        _("Muito insatisfeito"),
        _("Insatisfeito"),
        _("Nem uma coisa nem outra"),
        _("Satisfeito"),
        _("Muito satisfeito"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for grade, label in enumerate(self.GRADES, start=1):
            self.fields[f"grade_{grade}"] = count_field(label)

    def counts(self) -> list[int]:
        return [self.cleaned_data[f"grade_{grade}"] for grade in range(1, len(self.GRADES) + 1)]
