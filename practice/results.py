"""What the 17 answered, question by question: counts, the year before, the study's figure beside it.

Institutions are counted, not people, so that few may be told of; what somebody wrote in free words is only counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext as _

from accounts.sheets import Cell
from practice import questions as kinds
from practice.models import Campaign, Response
from practice.models.campaigns import ALL
from practice.questions import Asked, asked_of
from practice.reference import FIGURES, Figure

_FIGURES = {one.key: one for one in FIGURES}


@dataclass(frozen=True)
class Bar:
    """How many said one thing. `percent` of those that answered the question."""

    key: str
    text: str
    count: int
    percent: Decimal

    @property
    def width(self) -> float:
        return float(self.percent)


@dataclass(frozen=True)
class OfQuestion:
    """`asked_of`: to how many the question was put. `values`: of a number, what each municipality (DICO) said."""

    question: Asked
    asked_of: int
    answered: int
    bars: list[Bar] = field(default_factory=list)
    values: dict[str, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal | None:
        """Only where every one of the 17 gave a number: a total is never made over a gap."""
        return sum(self.values.values(), Decimal(0)) if len(self.values) == ALL else None

    @property
    def middle(self) -> Decimal | None:
        return Decimal(median(self.values.values())) if self.values else None

    @property
    def lowest(self) -> Decimal | None:
        return min(self.values.values(), default=None)

    @property
    def highest(self) -> Decimal | None:
        return max(self.values.values(), default=None)

    @property
    def figure(self) -> Figure | None:
        return _FIGURES.get(self.question.baseline)


@dataclass(frozen=True)
class Row:
    """A question of this year beside the same of the year before, where it was put then."""

    now: OfQuestion
    before: OfQuestion | None

    @property
    def bars(self) -> list[tuple[Bar, Bar | None]]:
        earlier = {bar.key: bar for bar in self.before.bars} if self.before else {}
        return [(bar, earlier.get(bar.key)) for bar in self.now.bars]


@dataclass(frozen=True)
class Results:
    campaign: Campaign
    handed_in: int
    before: Campaign | None
    parts: list[tuple[str, list[Row]]]

    @property
    def rows(self) -> list[Row]:
        return [row for _title, rows in self.parts for row in rows]


def of_question(question: Asked, questions: Sequence[Asked], responses: Iterable[Response]) -> OfQuestion:
    """Counted over the responses to which the question was put."""
    put = [one for one in responses if question in asked_of(questions, one.answers)]
    said = [
        (one.municipality_id, one.answers[question.code]) for one in put if one.answers.get(question.code)
    ]
    if question.kind == kinds.NUMBER:
        return OfQuestion(
            question, len(put), len(said), values={place: Decimal(str(value)) for place, value in said}
        )
    bars = []
    for key, text in options_of(question):
        count = sum(key in value if isinstance(value, list) else key == value for _place, value in said)
        percent = round(Decimal(100) * count / len(said), 1) if said else Decimal(0)
        bars.append(Bar(key, text, count, percent))
    return OfQuestion(question, len(put), len(said), bars=bars)


def options_of(question: Asked) -> list[tuple[str, str]]:
    if question.kind == kinds.YES_NO:
        return [(kinds.YES, _("sim")), (kinds.NO, _("não"))]
    return [] if question.is_free else [(one.key, one.text) for one in question.options]


def results_of(campaign: Campaign) -> Results:
    """Of those that handed in, with the published campaign before it: a constant number of queries."""
    before = (
        Campaign.objects.filter(state=Campaign.State.PUBLISHED, year__lt=campaign.year)
        .select_related("questionnaire")
        .first()
    )
    now = list(campaign.responses.submitted())
    then = list(before.responses.submitted()) if before else []
    earlier = {one.code: one for one in before.questions} if before else {}
    parts: dict[int, tuple[str, list[Row]]] = {}
    for one in campaign.questions:
        former = earlier.get(one.code)
        same = before is not None and former is not None and former.kind == one.kind
        row = Row(
            of_question(one, campaign.questions, now),
            of_question(former, before.questions, then) if same and former and before else None,
        )
        parts.setdefault(one.step, (one.section, []))[1].append(row)
    return Results(campaign, len(now), before, list(parts.values()))


def lines(found: Results) -> Iterator[list[Cell]]:
    """The results as a table; nothing anybody wrote in free words."""
    from accounts.bilingual import in_language
    from practice.reference import POPULATION_EN, POPULATION_PT

    yield [
        _("ano"),
        _("parte"),
        _("código"),
        _("pergunta"),
        _("resposta"),
        _("municípios"),
        _("% dos que responderam"),
        _("responderam à pergunta"),
        _("a quem foi feita"),
        _("ano anterior"),
        _("municípios, ano anterior"),
        _("responderam, ano anterior"),
        _("número do estudo"),
        _("população do estudo"),
        _("fonte do estudo"),
    ]
    year = found.before.year if found.before else None
    for title, rows in found.parts:
        for row in rows:
            now, figure = row.now, row.now.figure
            study: list[Cell] = (
                [figure.said, in_language(POPULATION_PT, POPULATION_EN), figure.source]
                if figure
                else [None, None, None]
            )
            start: list[Cell] = [found.campaign.year, title, now.question.code, now.question.text]
            for bar, earlier in row.bars:
                then: list[Cell] = (
                    [year, earlier.count, row.before.answered if row.before else None]
                    if earlier
                    else [None, None, None]
                )
                said: list[Cell] = [bar.text, bar.count, float(bar.percent), now.answered, now.asked_of]
                yield [*start, *said, *then, *study]
            if not row.bars:
                then = [year, None, row.before.answered] if row.before else [None, None, None]
                word = _("texto livre (não se publica)") if now.question.is_free else now.question.unit
                middle = None if now.middle is None else float(now.middle)
                what = word if now.question.is_free else _("mediana, %(unit)s") % {"unit": word}
                yield [*start, what, middle, None, now.answered, now.asked_of, *then, *study]


def answers_lines(campaign: Campaign, responses: Iterable[Response]) -> Iterator[list[Cell]]:
    """Every answer as it was given, free words too: for the coordination."""
    yield ["DICO", _("município"), _("entregue em"), *(one.text for one in campaign.questions)]
    for response in responses:
        yield [
            response.municipality_id,
            response.municipality.name,
            response.submitted_at.date().isoformat() if response.submitted_at else "",
            *(said(one, response.answers.get(one.code)) for one in campaign.questions),
        ]


def said(question: Asked, value: object) -> str:
    """An answer in words; "" where there is none."""
    if not value:
        return ""
    words = dict(options_of(question))
    if isinstance(value, list):
        return "; ".join(str(words.get(key, key)) for key in value)
    if question.kind == kinds.NUMBER:
        number = str(value).replace(".", ",")
        return f"{number} {question.unit}".strip()
    return words.get(str(value), str(value))
