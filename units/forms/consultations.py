"""A consultation being prepared, a comment, the reply to one, the report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units.forms.base import (
    ENGLISH,
    NO_CHOICE,
    NO_PEOPLE,
    BodyField,
    PlainForm,
    choice_field,
    day_field,
    hour_field,
    key_field,
    line_field,
    moment_of,
    prose_field,
    seen_field,
)
from units.models import Body, Comment, Consultation, Reply


class ConsultationForm(PlainForm):
    """Who reads it and until when have no value beforehand: each consultation says so."""

    seen = seen_field()
    key = key_field()
    body = BodyField()
    title_pt = line_field(_("Título do texto"), 160)
    title_en = line_field(_("Título em inglês"), 160, required=False, hint=ENGLISH, lang="en")
    text = prose_field(
        _("Texto posto à consulta"),
        hint=_("Separe os parágrafos com uma linha em branco: cada um ganha um número e pode ser comentado."),
        rows=16,
    )
    note = line_field(_("O que mudou desde a versão anterior"), 240, required=False)
    question_pt = line_field(
        _("Pergunta que faz à rede"),
        300,
        hint=_("Por exemplo: o que falta neste texto para funcionar no terreno?"),
    )
    question_en = line_field(_("Pergunta em inglês"), 300, required=False, hint=ENGLISH, lang="en")
    audience = choice_field(_("Quem lê e comenta"), Consultation.Audience.choices)
    day = day_field(_("Prazo: dia"), hint=_("Pelo menos um dia depois de a consulta abrir."))
    time = hour_field(_("Prazo: hora"))

    def __init__(self, bodies: QuerySet[Body], *args: Any, next_version: bool, fixed: bool, **kwargs: Any):
        """`fixed`: the body cannot change any more. `next_version`: a former text stands beside it."""
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        if fixed:
            del self.fields["body"]
        if not next_version:
            del self.fields["note"]

    @property
    def said(self) -> dict[str, Any]:
        """In the words of `prepare_consultation`."""
        given = self.cleaned_data
        names = ("title_pt", "title_en", "text", "question_pt", "question_en", "audience")
        return {name: given[name] for name in names} | {
            "note": given.get("note", ""),
            "deadline": moment_of(given["day"], given["time"]),
        }


def consultation_as_typed(consultation: Consultation) -> dict[str, Any]:
    local = timezone.localtime(consultation.deadline)
    version = consultation.version
    return {
        "title_pt": version.title_pt,
        "title_en": version.title_en,
        "text": version.text,
        "note": version.note,
        "question_pt": consultation.question_pt,
        "question_en": consultation.question_en,
        "audience": consultation.audience,
        "day": local.date(),
        "time": local.time().replace(second=0, microsecond=0),
    }


class CommentForm(PlainForm):
    """On the whole text or on one of its numbered paragraphs."""

    paragraph = forms.TypedChoiceField(
        label=_("Sobre"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Este parágrafo não existe no texto.")},
    )
    kind = choice_field(_("O que é o comentário"), Comment.Kind.choices)
    evidence = forms.ChoiceField(
        label=_("Em que se apoia"),
        choices=[("", _("não digo")), *Comment.Evidence.choices],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NO_CHOICE},
    )
    text = prose_field(_("Comentário da sua entidade"), hint=NO_PEOPLE, rows=6)

    def __init__(self, paragraphs: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.TypedChoiceField = self.fields["paragraph"]  # type: ignore[assignment]
        field.choices = [
            ("", gettext("o texto todo")),
            *(
                (
                    number,
                    gettext("parágrafo %(n)s: %(words)s") % {"n": number, "words": Truncator(one).words(7)},
                )
                for number, one in enumerate(paragraphs, start=1)
            ),
        ]


class ReplyForm(PlainForm):
    seen = seen_field()
    outcome = choice_field(_("O que se faz com o comentário"), Reply.Outcome.choices)
    text = prose_field(_("Resposta"), hint=_("Diga porquê. Quem comentou recebe um aviso."), rows=6)


class ReportForm(PlainForm):
    conclusion_pt = prose_field(
        _("Conclusão"),
        required=False,
        hint=_("O que o órgão retira dos comentários e o que acontece agora ao texto."),
        rows=6,
    )
    conclusion_en = prose_field(_("Conclusão em inglês"), required=False, hint=ENGLISH, rows=4)
