"""A call with its agenda, and a meeting being run: who is there, the minutes, what was promised."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from geo.models import Municipality
from units.actions.meetings import MOST_POINTS, Call, Point
from units.forms.base import (
    ENGLISH,
    INTERNAL,
    NO_PEOPLE,
    PUBLIC,
    BodyField,
    PlainForm,
    choice_field,
    day_field,
    hour_field,
    key_field,
    line_field,
    moment_of,
    number_field,
    prose_field,
    seen_field,
)
from units.models import AgendaItem, Attendance, Body, Meeting, Round

FEWEST_ROWS = 3


class MeetingForm(PlainForm):
    seen = seen_field()
    key = key_field()
    body = BodyField()
    title_pt = line_field(_("Assunto"), 160, required=False)
    title_en = line_field(_("Assunto em inglês"), 160, required=False, hint=ENGLISH, lang="en")
    day = day_field(_("Dia"))
    starts = hour_field(_("Começa às"))
    ends = hour_field(_("Acaba às"))
    place = line_field(_("Local"), 160, required=False, hint=_("Local, ligação, ou os dois."))
    link = forms.URLField(
        label=_("Ligação para participar à distância"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
        error_messages={"invalid": _("Escreva a ligação inteira, por exemplo https://exemplo.pt/reuniao.")},
    )
    quorum = number_field(_("Quórum"), hint=_("Quantos têm de estar, presentes ou representados."))
    openness = choice_field(
        _("Quem pode ler a convocatória"),
        [
            (PUBLIC, _("Pública: data, local e pontos públicos leem-se no portal")),
            (INTERNAL, _("Interna: só quem representa um município e a coordenação")),
        ],
    )

    def __init__(self, bodies: QuerySet[Body], *args: Any, body: Body | None = None, **kwargs: Any) -> None:
        """`body`: it has one already, which stays."""
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        if body is not None:
            del self.fields["body"]
            self.fields["quorum"].help_text = _(
                "Quantos têm de estar, presentes ou representados. Este órgão tem %(n)s lugares."
            ) % {"n": body.size}

    def call(self, agenda: list[Point]) -> Call:
        given = self.cleaned_data
        return Call(
            starts=moment_of(given["day"], given["starts"]),
            ends=moment_of(given["day"], given["ends"]),
            quorum=given["quorum"],
            agenda=agenda,
            place=given["place"],
            link=given["link"],
            title_pt=given["title_pt"],
            title_en=given["title_en"],
            is_public=given["openness"] == PUBLIC,
        )


def meeting_as_typed(meeting: Meeting) -> dict[str, Any]:
    starts, ends = timezone.localtime(meeting.starts), timezone.localtime(meeting.ends)
    return {
        "title_pt": meeting.title_pt,
        "title_en": meeting.title_en,
        "day": starts.date(),
        "starts": starts.time().replace(second=0, microsecond=0),
        "ends": ends.time().replace(second=0, microsecond=0),
        "place": meeting.place,
        "link": meeting.link,
        "quorum": meeting.quorum,
        "openness": PUBLIC if meeting.is_public else INTERNAL,
    }


class PointForm(PlainForm):
    """One point of the agenda. An empty row is no point."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    order = forms.IntegerField(
        label=_("Ordem"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"invalid": _("A ordem é um número.")},
    )
    title_pt = line_field(_("Ponto"), 200, required=False)
    title_en = line_field(_("Ponto em inglês"), 200, required=False, lang="en")
    text = prose_field(_("Enquadramento"), required=False, hint=NO_PEOPLE, rows=2)
    round = forms.ModelChoiceField(
        Round.objects.none(),
        label=_("Ronda de concertação"),
        to_field_name="uuid",
        required=False,
        empty_label=_("nenhuma"),
        error_messages={"invalid_choice": _("Escolha uma ronda da lista.")},
    )
    is_public = forms.BooleanField(label=_("Ponto público"), required=False)

    def __init__(self, *args: Any, rounds: QuerySet[Round] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rounds is not None:
            self.fields["round"].queryset = rounds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begun = any(cleaned.get(name) for name in ("pk", "text", "title_en", "round"))
        if begun and not cleaned.get("title_pt") and not self.errors:
            self.add_error("title_pt", _("Escreva o ponto, ou marque a linha para retirar."))
        return cleaned


class Points(forms.BaseFormSet):
    """The rows of the agenda, in the order of their numbers."""

    def agenda(self) -> list[Point]:
        rows = [
            (given.get("order") or 1000, index, given)
            for index, given in enumerate(form.cleaned_data for form in self.forms)
            if given.get("title_pt") and not given.get("DELETE")
        ]
        return [
            Point(
                title_pt=given["title_pt"],
                title_en=given["title_en"],
                text=given["text"],
                is_public=given["is_public"],
                round=given["round"],
                pk=given["pk"],
            )
            for _order, _index, given in sorted(rows, key=lambda row: row[:2])
        ]


PointFormSet = cast(
    type[Points],
    forms.formset_factory(
        PointForm,
        formset=Points,
        extra=0,
        can_delete=True,
        max_num=MOST_POINTS,
        absolute_max=MOST_POINTS,
    ),
)


def points_as_typed(items: Iterable[AgendaItem]) -> list[dict[str, Any]]:
    """The agenda as it stands, or empty rows to begin with."""
    rows: list[dict[str, Any]] = [
        {
            "pk": item.pk,
            "order": item.order,
            "title_pt": item.title_pt,
            "title_en": item.title_en,
            "text": item.text,
            "round": item.round,
            "is_public": item.is_public,
        }
        for item in items
    ]
    return rows or [{"order": n, "is_public": True} for n in range(1, FEWEST_ROWS + 1)]


# A meeting being run


class RunForm(PlainForm):
    """Attendance and minutes of one meeting. A municipality not marked yet has no presence."""

    seen = seen_field()

    def __init__(
        self,
        places: list[Municipality],
        items: list[AgendaItem],
        attendances: dict[str, Attendance],
        persons: dict[str, str],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places, self.items = places, items
        for place in places:
            marked = attendances.get(place.pk)
            self.fields[f"presence_{place.pk}"] = forms.ChoiceField(
                label=place.name,
                choices=Attendance.Presence.choices,
                required=False,
                initial=marked.presence if marked else None,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Escolha a presença.")},
            )
            self.fields[f"person_{place.pk}"] = forms.CharField(
                label=_("Quem esteve por %(place)s") % {"place": place.name},
                max_length=120,
                required=False,
                initial=marked.person if marked else persons.get(place.pk, ""),
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        for item in items:
            self.fields[f"minutes_{item.pk}"] = prose_field(
                _("Ata do ponto %(n)s") % {"n": item.order}, required=False, hint=NO_PEOPLE, rows=5
            )
            self.initial.setdefault(f"minutes_{item.pk}", item.minutes)
        self.fields["minutes_public"] = forms.BooleanField(
            label=_("A ata dos pontos públicos é pública depois de aprovada"), required=False
        )

    def all_present(self) -> None:
        data: dict[str, Any] = self.data.copy()  # type: ignore[attr-defined]
        for place in self.places:
            data[f"presence_{place.pk}"] = Attendance.Presence.PRESENT.value
        self.data = data

    @property
    def attendance(self) -> dict[Municipality, tuple[str, str]]:
        return {
            place: (presence, self.cleaned_data[f"person_{place.pk}"])
            for place in self.places
            if (presence := self.cleaned_data[f"presence_{place.pk}"])
        }

    @property
    def minutes(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data[f"minutes_{item.pk}"] for item in self.items}

    def roll(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """One row for each municipality."""
        return [(self[f"presence_{place.pk}"], self[f"person_{place.pk}"]) for place in self.places]

    def record(self) -> list[tuple[AgendaItem, forms.BoundField]]:
        """The minutes beside each point."""
        return [(item, self[f"minutes_{item.pk}"]) for item in self.items]


def task_owners() -> QuerySet[Membership]:
    """Those a task can be given to."""
    return (
        Membership.objects.active()
        .filter(
            Q(roles__contains=[Membership.Role.REPRESENTATIVE])
            | Q(roles__contains=[Membership.Role.COORDINATION])
        )
        .select_related("user", "organisation")
        .order_by("organisation__sort_key", "user__name", "pk")
    )


class TaskForm(PlainForm):
    """A task to be given; nothing written in it is no task."""

    what = line_field(_("O que fazer"), 240, required=False)
    owner = forms.ModelChoiceField(
        Membership.objects.none(),
        label=_("Responsável"),
        required=False,
        empty_label=_("escolha quem"),
        error_messages={"invalid_choice": _("Escolha o responsável da lista.")},
    )
    due = day_field(_("Até"), required=False)
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label=_("Ponto"),
        required=False,
        empty_label=_("nenhum"),
        error_messages={"invalid_choice": _("Escolha um ponto da lista.")},
    )

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "tarefa")
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = task_owners()  # type: ignore[attr-defined]
        self.fields["item"].queryset = meeting.items.all()  # type: ignore[attr-defined]

    @property
    def is_begun(self) -> bool:
        return any(self.data.get(self.add_prefix(name), "").strip() for name in ("what", "owner", "due"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        missing = {
            "what": _("Escreva o que fica por fazer."),
            "owner": _("Escolha o responsável."),
            "due": _("Escreva até quando."),
        }
        for name, sentence in missing.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return cleaned
