"""Parts of a body's page that fill themselves: an editor places and names them, what they show comes from the rooms.

A part asks only its own questions, and only where it stands on the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from accounts.models import Membership
from monitor.reading.front import rows_about
from portal import promised
from portal.pages.blocks import BodyBlock
from portal.pages.news import NewsPage
from resources.models import Resource
from resources.models.resources import ResourceQuerySet
from units.models import AgendaItem, Body, Decision, Meeting, Problem, Round, Seat
from units.models.rounds import RoundQuerySet
from units.register import entries
from units.showing import Standing

SHOWN = 6
# Of what a body did: the latest of each, on its page.
DECISIONS, OTHERS = 5, 5
NEWS = 3
PROMISES = 6
ITSELF = _("Conteúdo que se preenche sozinho")


class DayForm(forms.Form):
    """Of which day the composition is asked for."""

    dia = forms.DateField(
        label=_("Quem representava quem no dia"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Escreva um dia que exista, por exemplo 01/03/2026.")},
    )


def municipalities_of(seats: Iterable[Seat]) -> list[str]:
    return sorted({seat.municipality_id for seat in seats if seat.municipality_id})


@dataclass
class Reading:
    """One reader at the page of one body: each question is asked once, and only if a part of the page asks it."""

    body: Body
    member: Membership | None
    day: date | None = None
    _shown: dict[str, dict[str, Any]] = field(default_factory=dict)

    def of(self, part: LivingBlock) -> dict[str, Any]:
        """What this part shows; `empty` where there is nothing."""
        if part.name not in self._shown:
            self._shown[part.name] = part.shows(self)
        return self._shown[part.name]

    @cached_property
    def seats(self) -> list[Seat]:
        return list(self.body.seats_on(self.day or timezone.localdate()))

    @cached_property
    def problems(self) -> list[Problem]:
        return list(self.body.axis.problems.prefetch_related("responses")) if self.body.axis else []

    @cached_property
    def rounds(self) -> RoundQuerySet:
        return Round.objects.visible_to(self.member).filter(body=self.body)

    @cached_property
    def open_rounds(self) -> list[Round]:
        return list(self.rounds.open().order_by("-opened_at").for_pages())

    @cached_property
    def resources(self) -> ResourceQuerySet:
        """Those of its axis that this reader may know of."""
        return Resource.objects.visible_to(self.member).filter(
            response__problem__axis=self.body.axis, category__opaque=False
        )

    @cached_property
    def resources_by_response(self) -> dict[str | None, int]:
        if not self.body.axis:
            return {}
        found = self.resources.order_by().values_list("response")
        return dict(found.annotate(n=Count("pk", distinct=True)))


class LivingBlock(blocks.StructBlock):
    """A part that fills itself. It has a title of its own, in the page's language unless the editor writes another."""

    heading = blocks.CharBlock(
        label=_("Título"),
        max_length=120,
        required=False,
        help_text=_("Vazio: o título habitual, na língua da página."),
    )
    hide_if_empty = blocks.BooleanBlock(
        label=_("Esconder se vazio"),
        required=False,
        help_text=_("Sem isto, uma frase diz que ainda não há nada."),
    )

    # The title where the editor wrote none.
    words: ClassVar[Any] = ""

    class Meta:
        group = ITSELF
        icon = "rotate"
        collapsed = True

    def shows(self, reading: Reading) -> dict[str, Any]:
        raise NotImplementedError

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | context["reading"].of(self) | {"heading": value["heading"] or self.words}


class RoundBlock(LivingBlock):
    words = _("Ronda de concertação")

    class Meta:
        label = _("Ronda de concertação aberta")
        description = _("A última ronda aberta, com os 17 quadrados e o prazo.")
        help_text = _("A faixa larga com o título do texto em concertação; sem ronda aberta não há faixa.")
        icon = "comment"
        template = "pages/living/round.html"

    def shows(self, reading: Reading) -> dict[str, Any]:
        newest = next(iter(reading.open_rounds), None)
        return {
            "empty": newest is None,
            "round": newest,
            "standing": Standing(newest, reading.member) if newest else None,
        }


class MembersBlock(LivingBlock):
    words = _("Quem a compõe")

    class Meta:
        label = _("Composição")
        description = _("Quem tem lugar, por que município, até quando.")
        help_text = _(
            "Vem dos lugares do órgão. Seguido da próxima reunião, ficam lado a lado em ecrãs largos."
        )
        icon = "group"
        template = "pages/living/members.html"

    def shows(self, reading: Reading) -> dict[str, Any]:
        members = [seat for seat in reading.seats if not seat.is_vacant]
        ends = {seat.until for seat in members}
        return {
            # A day asked for is answered, even with nobody.
            "empty": not reading.seats and not reading.day,
            "seats": reading.seats,
            "members": members,
            # Said once when all terms end together.
            "term_end": ends.pop() if len(ends) == 1 else None,
        }


class MeetingBlock(LivingBlock):
    words = _("Próxima reunião")

    class Meta:
        label = _("Próxima reunião")
        description = _("Dia, hora, lugar e ordem de trabalhos; e as últimas realizadas.")
        help_text = _("Só o que é público, para quem visita; quem governa vê também o interno.")
        icon = "date"
        template = "pages/living/meeting.html"

    def shows(self, reading: Reading) -> dict[str, Any]:
        meetings = Meeting.objects.visible_to(reading.member).filter(body=reading.body)
        coming = meetings.to_come().first()
        held = list(meetings.filter(state=Meeting.State.HELD).order_by("-starts")[:OTHERS])
        return {
            "empty": coming is None and not held,
            "coming": coming,
            "coming_items": list(AgendaItem.objects.visible_to(reading.member).filter(meeting=coming))
            if coming
            else [],
            "past_meetings": held,
            "size": len(reading.body.seats_on(coming.day)) if coming else 0,
        }


class DecisionsBlock(LivingBlock):
    words = _("Decisões")

    class Meta:
        label = _("Últimas decisões")
        description = _("As últimas cinco, com as posições, e o caminho para o registo.")
        help_text = _("Aparecem assim que são aprovadas; as internas, só a quem governa.")
        icon = "clipboard-list"
        template = "pages/living/decisions.html"

    def shows(self, reading: Reading) -> dict[str, Any]:
        found = Decision.objects.approved().visible_to(reading.member).filter(body=reading.body)
        count = found.count()
        return {
            "empty": not count,
            "entries": entries(found[:DECISIONS], reading.member),
            "decision_count": count,
        }


class RoundsBlock(LivingBlock):
    words = _("Outras rondas de concertação")

    class Meta:
        label = _("Outras rondas")
        description = _("As rondas fechadas e, havendo mais do que uma, as outras abertas.")
        help_text = _("Cada uma com o resultado a que a sua regra levou.")
        icon = "list-ul"
        template = "pages/living/rounds.html"

    def shows(self, reading: Reading) -> dict[str, Any]:
        past = reading.rounds.filter(state=Round.State.CLOSED).order_by("-closed_at")
        others = [*reading.open_rounds[1:], *past.select_related("version__draft")[:OTHERS]]
        return {"empty": not others, "other_rounds": others}


class PlanBlock(LivingBlock):
    words = _("Plano de ação")

    class Meta:
        label = _("Plano de ação")
        description = _("As metas do plano da unidade e como vão.")
        help_text = _(
            "O plano deste ano, com o que está atrasado primeiro; sem plano publicado, diz isso mesmo."
        )
        icon = "tasks"
        template = "pages/living/plan.html"

    def shows(self, reading: Reading) -> dict[str, Any]:
        found = promised.plan_of(reading.body, reading.member)
        return {
            "empty": found is None,
            "promised": found,
            "promises": found.promises[:PROMISES] if found else [],
        }


class HowBlock(LivingBlock):
    words = _("Como se compõe")

    class Meta:
        label = _("Como se compõe")
        description = _("A regra da composição, tal como está no REF-AMP.")
        help_text = _("Texto fixo, com a fonte.")
        icon = "info-circle"
        template = "pages/living/how.html"

    def shows(self, reading: Reading) -> dict[str, Any]:
        return {"empty": False}


class ProblemsBlock(LivingBlock):
    words = _("Do problema à resposta")

    class Meta:
        label = _("Problemáticas e respostas do eixo")
        description = _("Cada problemática do eixo, as respostas previstas e quantos recursos têm.")
        help_text = _("Os códigos e as palavras são os do REF-AMP.")
        icon = "order"
        template = "pages/living/problems.html"

    def shows(self, reading: Reading) -> dict[str, Any]:
        counts = reading.resources_by_response
        return {
            "empty": not reading.problems,
            "answers": [
                (
                    problem,
                    [(response, counts.get(response.pk, 0)) for response in problem.responses.all()],
                )
                for problem in reading.problems
            ],
        }


class ResourcesBlock(LivingBlock):
    words = _("Recursos deste eixo")

    class Meta:
        label = _("Recursos do eixo")
        description = _("Os primeiros seis do catálogo que respondem a este eixo.")
        help_text = _("Cada pessoa vê aqui só os recursos que pode ver no catálogo.")
        icon = "home"
        template = "pages/living/resources.html"

    def shows(self, reading: Reading) -> dict[str, Any]:
        count = sum(reading.resources_by_response.values())
        shown = reading.resources.for_cards().order_by("response__order", "sort_key")[:SHOWN] if count else []
        return {"empty": not count, "resources": list(shown), "resource_count": count}


class IndicatorsBlock(LivingBlock):
    words = _("Indicadores")

    class Meta:
        label = _("Indicadores do eixo")
        description = _("Os números do monitor que dizem respeito a este eixo.")
        help_text = _(
            "Só números públicos, os mesmos para toda a gente, com a data e o caminho para a fonte."
        )
        icon = "decimal"
        template = "pages/living/indicators.html"

    def shows(self, reading: Reading) -> dict[str, Any]:
        axis = reading.body.axis
        rows = rows_about(axis.code, None) if axis else []
        return {"empty": not rows, "indicators": rows}


class NewsBlock(LivingBlock):
    words = _("Notícias")

    class Meta:
        label = _("Notícias do órgão")
        description = _("As três últimas notícias e campanhas deste órgão.")
        help_text = _("As que dizem, em «De que trata», este órgão; as internas, só a membros.")
        icon = "doc-full"
        template = "pages/living/news.html"

    def shows(self, reading: Reading) -> dict[str, Any]:
        news = NewsPage.objects.visible_to(reading.member).about(reading.body)
        latest = news.filter(locale__language_code=get_language()).latest().for_rows()[:NEWS]
        return {"empty": not latest, "news": latest}


class UnitBlock(BodyBlock):
    """What the page of a body is built with: the same free blocks, and the living ones, each at most once."""

    round = RoundBlock()
    members = MembersBlock()
    meeting = MeetingBlock()
    decisions = DecisionsBlock()
    rounds = RoundsBlock()
    plan = PlanBlock()
    how = HowBlock()
    problems = ProblemsBlock()
    resources = ResourcesBlock()
    indicators = IndicatorsBlock()
    news = NewsBlock()

    class Meta:
        block_counts: ClassVar[dict[str, dict[str, int]]] = {
            name: {"max_num": 1}
            for name in (
                "round",
                "members",
                "meeting",
                "decisions",
                "rounds",
                "plan",
                "how",
                "problems",
                "resources",
                "indicators",
                "news",
            )
        }

    def level_of(self, block: Any) -> int | None:
        return None if is_living(block) else super().level_of(block)


# How the page of a body starts: each part with its own words, and whether it hides while it has nothing to show.
ARRANGEMENT: list[tuple[str, bool]] = [
    ("round", True),
    ("members", False),
    ("meeting", False),
    ("decisions", False),
    ("rounds", True),
    ("plan", True),
    ("how", False),
    ("problems", True),
    ("resources", True),
    ("indicators", True),
    ("news", True),
]


def arrangement() -> list[tuple[str, dict[str, Any]]]:
    """The blocks a new page of a body starts with."""
    return [(name, {"heading": "", "hide_if_empty": hides}) for name, hides in ARRANGEMENT]


def is_living(block: Any) -> bool:
    return isinstance(block.block, LivingBlock)


@dataclass(frozen=True)
class Stretch:
    """Blocks that share a frame on the page: a run of free ones, a living one, or the two that stand side by side."""

    kind: str
    blocks: list[Any]


def stretches(stream: Iterable[Any], reading: Reading) -> list[Stretch]:
    """The blocks as the page frames them, without those that hide while they have nothing to show."""
    found: list[Stretch] = []
    for block in stream:
        if not is_living(block):
            if found and found[-1].kind == "prose":
                found[-1].blocks.append(block)
            else:
                found.append(Stretch("prose", [block]))
            continue
        if block.value["hide_if_empty"] and reading.of(block.block)["empty"]:
            continue
        if block.block_type == "meeting" and found and found[-1].kind == "members":
            found[-1] = Stretch("pair", [*found[-1].blocks, block])
        else:
            found.append(Stretch(block.block_type, [block]))
    return found
