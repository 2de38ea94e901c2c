"""A decision being prepared, with its effects."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from units.actions.decisions import Change, Said
from units.forms.base import (
    ENGLISH,
    INTERNAL,
    NO_PEOPLE,
    PUBLIC,
    BodyField,
    PlainForm,
    choice_field,
    day_field,
    key_field,
    line_field,
    prose_field,
    seen_field,
)
from units.models import Body, Decision, Effect, Meeting, Round, StructuringIdea

MOST_EFFECTS = 20


class DecisionForm(PlainForm):
    seen = seen_field()
    key = key_field()
    body = BodyField()
    title_pt = line_field(_("Título"), 200)
    title_en = line_field(_("Título em inglês"), 200, required=False, hint=ENGLISH, lang="en")
    text_pt = prose_field(_("Texto da decisão"), hint=NO_PEOPLE, rows=12)
    text_en = prose_field(_("Texto em inglês"), required=False, hint=ENGLISH, rows=6)
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label=_("Reunião"),
        to_field_name="uuid",
        required=False,
        empty_label=_("nenhuma"),
        error_messages={"invalid_choice": _("Escolha uma reunião da lista.")},
    )
    round = forms.ModelChoiceField(
        Round.objects.none(),
        label=_("Ronda de concertação"),
        to_field_name="uuid",
        required=False,
        empty_label=_("nenhuma"),
        error_messages={"invalid_choice": _("Escolha uma ronda fechada, em que o texto foi aprovado.")},
    )
    openness = choice_field(
        _("Quem pode ler"),
        [
            (INTERNAL, _("Interna: só quem representa um município e a coordenação")),
            (PUBLIC, _("Pública: no registo do portal")),
        ],
    )
    public_text_pt = prose_field(
        _("Versão pública"),
        required=False,
        hint=_("Só se o texto disser mais do que se pode publicar: o público lê isto em vez do texto."),
        rows=5,
    )
    public_text_en = prose_field(_("Versão pública em inglês"), required=False, rows=3)
    review_on = day_field(_("A rever em"), required=False)
    ideas = forms.ModelMultipleChoiceField(
        StructuringIdea.objects.all(),
        label=_("Ideias estruturantes do REF-AMP"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Escolha ideias da lista.")},
    )

    def __init__(self, bodies: QuerySet[Body], *args: Any, body: Body | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        within = bodies
        if body is not None:
            del self.fields["body"]
            within = bodies.filter(pk=body.pk)
        meetings = Meeting.objects.filter(body__in=within).exclude(
            state__in=[Meeting.State.DRAFT, Meeting.State.CANCELLED]
        )
        self.fields["meeting"].queryset = meetings.select_related("body__axis")  # type: ignore[attr-defined]
        rounds = Round.objects.filter(body__in=within, state=Round.State.CLOSED)
        self.fields["round"].queryset = rounds.select_related("version__draft")  # type: ignore[attr-defined]

    def said(self, effects: list[Change]) -> Said:
        given = self.cleaned_data
        return Said(
            title_pt=given["title_pt"],
            title_en=given["title_en"],
            text_pt=given["text_pt"],
            text_en=given["text_en"],
            public_text_pt=given["public_text_pt"],
            public_text_en=given["public_text_en"],
            is_public=given["openness"] == PUBLIC,
            review_on=given["review_on"],
            meeting=given["meeting"],
            round=given["round"],
            effects=effects,
            ideas=list(given["ideas"]),
        )


def decision_as_typed(decision: Decision) -> dict[str, Any]:
    return {
        "title_pt": decision.title_pt,
        "title_en": decision.title_en,
        "text_pt": decision.text_pt,
        "text_en": decision.text_en,
        "public_text_pt": decision.public_text_pt,
        "public_text_en": decision.public_text_en,
        "openness": PUBLIC if decision.is_public else INTERNAL,
        "review_on": decision.review_on,
        "meeting": decision.meeting,
        "round": decision.round,
        "ideas": list(decision.ideas.all()),
    }


class EffectForm(PlainForm):
    """What the decision changes. An empty row is no effect."""

    kind = forms.ChoiceField(
        label=_("Tipo de efeito"),
        choices=[("", _("escolha o tipo")), *Effect.Kind.choices],
        required=False,
        error_messages={"invalid_choice": _("Escolha o tipo de efeito.")},
    )
    reference = line_field(
        _("Código"), 40, required=False, hint=_("Da resposta, do protocolo, da categoria; se tiver.")
    )
    text_pt = line_field(_("O que muda"), 240, required=False)
    text_en = line_field(_("O que muda, em inglês"), 240, required=False, lang="en")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if any(cleaned.get(name) for name in ("kind", "reference", "text_pt", "text_en")):
            if not cleaned.get("kind") and "kind" not in self.errors:
                self.add_error("kind", _("Escolha o tipo de efeito."))
            if not cleaned.get("text_pt") and "text_pt" not in self.errors:
                self.add_error("text_pt", _("Escreva o que muda, ou marque a linha para retirar."))
        return cleaned


class Effects(forms.BaseFormSet):
    def changes(self) -> list[Change]:
        return [
            Change(
                kind=given["kind"],
                text_pt=given["text_pt"],
                text_en=given["text_en"],
                reference=given["reference"],
            )
            for given in (form.cleaned_data for form in self.forms)
            if given.get("kind") and not given.get("DELETE")
        ]


EffectFormSet = cast(
    type[Effects],
    forms.formset_factory(
        EffectForm, formset=Effects, extra=0, can_delete=True, max_num=MOST_EFFECTS, absolute_max=MOST_EFFECTS
    ),
)


def effects_as_typed(effects: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"kind": one.kind, "reference": one.reference, "text_pt": one.text_pt, "text_en": one.text_en}
        for one in effects
    ]
    return rows or [{}]


class ApproveForm(PlainForm):
    decided_on = day_field(
        _("Data da decisão"), hint=_("O dia em que o órgão decidiu; nunca depois de hoje.")
    )
