"""What the pages show of a consultation: its paragraphs with what was said of each, and the files made of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django import forms
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from accounts.sheets import Cell
from units.models import Body, Comment, Consultation, Reply
from units.models.consultations import ConsultationQuerySet


@dataclass
class Paragraph:
    """One paragraph as it stands in the text, with the comments on it."""

    number: int
    text: str
    comments: list[Comment] = field(default_factory=list)


@dataclass
class Said:
    """A consultation for one reader: text and comments side by side."""

    consultation: Consultation
    paragraphs: list[Paragraph]
    on_the_whole: list[Comment]

    @property
    def comments(self) -> list[Comment]:
        found = [*self.on_the_whole, *(one for part in self.paragraphs for one in part.comments)]
        return sorted(found, key=lambda one: one.number)

    @property
    def entities(self) -> int:
        return len({one.organisation_id for one in self.comments})

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        """How many comments were accepted, and so on, in the order of the choices."""
        counts = dict.fromkeys(Reply.Outcome, 0)
        for one in self.comments:
            if hasattr(one, "reply"):
                counts[Reply.Outcome(one.reply.outcome)] += 1
        return [(str(outcome.label), n) for outcome, n in counts.items()]


def said_in(consultation: Consultation) -> Said:
    """One query for all the comments with their replies."""
    parts = [Paragraph(n, text) for n, text in enumerate(consultation.version.paragraphs, start=1)]
    whole: list[Comment] = []
    for comment in consultation.comments.for_pages():
        if comment.paragraph is not None and comment.paragraph <= len(parts):
            parts[comment.paragraph - 1].comments.append(comment)
        else:
            whole.append(comment)
    return Said(consultation, parts, whole)


class ConsultationsForm(forms.Form):
    """What is looked for. Every field may stay empty."""

    q = forms.CharField(
        label=gettext_lazy("Procurar"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    orgao = forms.ModelChoiceField(
        label=gettext_lazy("Órgão"),
        required=False,
        queryset=Body.objects.none(),
        to_field_name="uuid",
        empty_label=gettext_lazy("Todos os órgãos"),
        error_messages={"invalid_choice": gettext_lazy("Este órgão não existe. Escolha um da lista.")},
    )
    estado = forms.ChoiceField(
        label=gettext_lazy("Estado"),
        required=False,
        choices=[
            ("", gettext_lazy("Todas")),
            ("aberta", gettext_lazy("Abertas")),
            ("em-resposta", gettext_lazy("Em resposta")),
            ("publicada", gettext_lazy("Com relatório")),
            ("anulada", gettext_lazy("Anuladas")),
        ],
        error_messages={"invalid_choice": gettext_lazy("Escolha um estado da lista.")},
    )

    def __init__(self, *args: object, member: Membership | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        # What is being prepared waits on the page of who prepares it.
        self.visible = Consultation.objects.visible_to(member).exclude(state=Consultation.State.DRAFT)
        body: forms.ModelChoiceField = self.fields["orgao"]  # type: ignore[assignment]
        body.queryset = Body.objects.select_related("axis")

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.values())

    def found(self) -> ConsultationQuerySet:
        """What the fields leave: open ones first, then the latest."""
        found: ConsultationQuerySet = self.visible
        if self.is_valid():
            said = self.cleaned_data
            for word in said["q"].split():
                found = found.filter(
                    Q(version__title_pt__icontains=word)
                    | Q(version__title_en__icontains=word)
                    | Q(question_pt__icontains=word)
                    | Q(question_en__icontains=word)
                    | Q(code__icontains=word)
                )
            if said["orgao"]:
                found = found.filter(body=said["orgao"])
            if said["estado"]:
                found = found.filter(state=STATES[said["estado"]])
        is_open = Case(When(state=Consultation.State.OPEN, then=0), default=1)
        return found.for_pages().order_by(is_open, "-opened_at", "-pk")


STATES = {
    "aberta": Consultation.State.OPEN,
    "em-resposta": Consultation.State.CLOSED,
    "publicada": Consultation.State.PUBLISHED,
    "anulada": Consultation.State.WITHDRAWN,
}


def lines(consultation: Consultation, comments: Iterable[Comment], *, named: bool) -> Iterator[list[Cell]]:
    """Comments with their replies as a table. `named`: the persons too, for those who govern."""
    yield [
        _("consulta"),
        _("número"),
        _("entidade"),
        _("parágrafo"),
        _("o que é"),
        _("em que se apoia"),
        _("comentário"),
        _("data"),
        _("resultado"),
        _("resposta"),
        _("data da resposta"),
        *([_("escrito por"), _("respondido por")] if named else []),
    ]
    for one in comments:
        reply = getattr(one, "reply", None)
        yield [
            consultation.code,
            one.number,
            one.organisation.name,
            one.paragraph,
            one.get_kind_display(),
            one.evidence_word if one.evidence else "",
            one.text,
            timezone.localdate(one.at).isoformat(),
            reply.get_outcome_display() if reply else "",
            reply.text if reply else "",
            timezone.localdate(reply.at).isoformat() if reply else "",
            *([str(one.by.user), str(reply.by.user) if reply else ""] if named else []),
        ]
