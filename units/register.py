"""The register of decisions as one reader sees it: each decision with what else of it that reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from accounts.sheets import Cell
from units.lists import ListForm
from units.models import Decision, Meeting, Round
from units.models.decisions import DecisionQuerySet
from units.models.rounds import Count

IN_FORCE, CORRECTED = "em-vigor", "corrigidas"


class RegisterForm(ListForm):
    """What is looked for in the register."""

    dated = "decided_on"
    field_order = ("q", "orgao", "ano", "estado")

    q = forms.CharField(
        label=gettext_lazy("Procurar no texto"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def all_of(self, member: Membership | None) -> DecisionQuerySet:
        return Decision.objects.approved().visible_to(member)

    def states(self) -> list[tuple[str, Any]]:
        return [(IN_FORCE, _("Só em vigor")), (CORRECTED, _("Só corrigidas"))]

    def in_state(self, found: DecisionQuerySet, state: str) -> DecisionQuerySet:  # type: ignore[override]
        return found.in_force(self.member) if state == IN_FORCE else found.corrected(self.member)

    def found(self) -> DecisionQuerySet:
        """What the fields leave, the latest first. Of a form with errors: everything."""
        found: DecisionQuerySet = super().found()
        if self.is_valid() and self.cleaned_data["q"]:
            found = found.matching(self.cleaned_data["q"], reader=self.member)
        return found


@dataclass(frozen=True)
class Entry:
    """A decision for one reader: of round, meeting and corrections only what that reader may see."""

    decision: Decision
    text: str
    round: Round | None
    meeting: Meeting | None
    corrects: Decision | None
    corrected_by: list[Decision]

    @property
    def count(self) -> Count | None:
        return self.round.count if self.round else None

    @property
    def in_force(self) -> bool:
        return not self.corrected_by


def entries(decisions: Iterable[Decision] | DecisionQuerySet, member: Membership | None) -> list[Entry]:
    """As many queries for one as for all of them."""
    if isinstance(decisions, DecisionQuerySet):
        later = Decision.objects.approved().visible_to(member).order_by("decided_on", "number")
        decisions = decisions.select_related("body__axis").prefetch_related(
            Prefetch("corrected_by", later, to_attr="later"), "effects", "ideas"
        )
    rows = list(decisions)
    rounds = {
        one.pk: one
        for one in Round.objects.visible_to(member)
        .filter(pk__in={row.round_id for row in rows if row.round_id})
        .for_pages()
    }
    meetings = (
        Meeting.objects.visible_to(member)
        .filter(pk__in={row.meeting_id for row in rows if row.meeting_id})
        .select_related("body__axis")
        .in_bulk()
    )
    earlier = (
        Decision.objects.approved()
        .visible_to(member)
        .filter(pk__in={row.corrects_id for row in rows if row.corrects_id})
        .in_bulk()
    )
    return [
        Entry(
            row,
            row.text_for(member),
            rounds.get(row.round_id),
            meetings.get(row.meeting_id),
            earlier.get(row.corrects_id),
            row.later,
        )
        for row in rows
    ]


def lines(found: list[Entry], address: str) -> Iterator[list[Cell]]:
    """The register as a table; `address` is the page of the decision `{number}`."""
    yield [
        _("número"),
        _("data"),
        _("órgão"),
        _("título"),
        _("texto"),
        _("reunião"),
        _("ronda"),
        _("concordam"),
        _("com reserva"),
        _("propõem alteração"),
        _("sem resposta"),
        _("efeitos"),
        _("ideias estruturantes"),
        _("corrige"),
        _("corrigida por"),
        _("a rever em"),
        _("acesso"),
        _("página"),
    ]
    for one in found:
        decision, count = one.decision, one.count
        yield [
            decision.number,
            f"{decision.decided_on:%Y-%m-%d}",
            decision.body.name,
            decision.title,
            one.text,
            f"{one.meeting.number}/{one.meeting.year}" if one.meeting else "",
            one.round.code if one.round else "",
            count.agree if count else None,
            count.reserve if count else None,
            count.change if count else None,
            count.silent if count else None,
            "; ".join(effect.text for effect in decision.effects.all()),
            "; ".join(idea.name for idea in decision.ideas.all()),
            one.corrects.number if one.corrects else "",
            "; ".join(later.number for later in one.corrected_by),
            f"{decision.review_on:%Y-%m-%d}" if decision.review_on else "",
            _("pública") if decision.is_public else _("interna"),
            address.format(number=decision.number),
        ]


def citation(decision: Decision, url: str) -> str:
    """How to cite it, in words that stay true: number, day and address do not change."""
    assert decision.decided_on is not None
    return _(
        "%(body)s (%(year)s). Deliberação %(number)s, de %(day)s: «%(title)s»."
        " Concerta, Área Metropolitana do Porto. %(url)s"
    ) % {
        "body": decision.body.name,
        "year": decision.decided_on.year,
        "number": decision.number,
        "day": date_format(decision.decided_on, "SHORT_DATE_FORMAT"),
        "title": decision.title,
        "url": url,
    }
