"""A question as a campaign keeps it: frozen when it opened, whatever becomes of the questionnaire afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from accounts.bilingual import in_language

YES_NO, ONE, SEVERAL, NUMBER, LINE, PROSE = "yes_no", "one", "several", "number", "line", "prose"
YES, NO = "yes", "no"
# What people write is read inside only, and never published.
FREE = (LINE, PROSE)
# What a municipality said, by the code of the question: a word, several words, a number as text, or a text.
type Answers = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Option:
    key: str
    text_pt: str
    text_en: str = ""

    @property
    def text(self) -> str:
        return in_language(self.text_pt, self.text_en)


@dataclass(frozen=True)
class Asked:
    """`only_if`, `only_if_says`: asked where the earlier question of that code was answered so. `indicator`: code of
    the series its result is published in; of a choice, the share that said `counts`. `baseline`: key of the study's
    figure shown beside it."""

    code: str
    kind: str
    step: int
    section_pt: str
    text_pt: str
    section_en: str = ""
    text_en: str = ""
    help_pt: str = ""
    help_en: str = ""
    required: bool = False
    options: list[Option] = field(default_factory=list)
    unit_pt: str = ""
    unit_en: str = ""
    least: str | None = None
    most: str | None = None
    decimals: int = 0
    only_if: str = ""
    only_if_says: str = ""
    indicator: str = ""
    counts: str = ""
    baseline: str = ""

    @classmethod
    def kept(cls, row: dict[str, Any]) -> Asked:
        return cls(**row | {"options": [Option(**one) for one in row.get("options", [])]})

    def to_keep(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def section(self) -> str:
        return in_language(self.section_pt, self.section_en)

    @property
    def text(self) -> str:
        return in_language(self.text_pt, self.text_en)

    @property
    def help(self) -> str:
        return in_language(self.help_pt, self.help_en)

    @property
    def unit(self) -> str:
        return in_language(self.unit_pt, self.unit_en)

    @property
    def is_free(self) -> bool:
        return self.kind in FREE

    @property
    def lower(self) -> Decimal | None:
        return None if self.least is None else Decimal(self.least)

    @property
    def upper(self) -> Decimal | None:
        return None if self.most is None else Decimal(self.most)

    def applies(self, answers: Answers) -> bool:
        """Whether it is asked of who has said this so far."""
        if not self.only_if:
            return True
        said = answers.get(self.only_if)
        return self.only_if_says in said if isinstance(said, list) else said == self.only_if_says


def asked_of(questions: Iterable[Asked], answers: Answers) -> list[Asked]:
    """The questions that stand for who answered so: what hangs on a question that is not asked is not asked either."""
    standing: list[Asked] = []
    said: dict[str, str | list[str]] = {}
    for one in questions:
        if one.applies(said):
            standing.append(one)
            if one.code in answers:
                said[one.code] = answers[one.code]
    return standing


def missing(questions: Iterable[Asked], answers: Answers) -> list[Asked]:
    """What has to be answered and is not."""
    return [one for one in asked_of(questions, answers) if one.required and not answers.get(one.code)]
