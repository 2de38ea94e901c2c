"""Words that mean the same: a search for one of them finds the others too.

They are put in when a question is compiled, never into the index: what an editor changes counts with the next search.
An expression is compared by its terms (search/language.py), so that plural, gender and accents need not be listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Sum
from django.db.models.functions import Extract
from django.utils.translation import gettext as _
from wagtail.search.query import And, Boost, Or, Phrase, PlainText, SearchQuery

from search.language import Token, fold, tokens
from search.models import Synonyms

Terms = tuple[str, ...]

MOST_LETTERS = 1000
MOST_WORDS = 12
LONGEST = 100
# What was typed comes before what only means the same.
LESS = 0.8


@dataclass(frozen=True)
class Book:
    """All groups in use: which expressions (by their terms) stand for which, and how each is written."""

    groups: tuple[tuple[str, ...], ...] = ()
    found: dict[Terms, tuple[int, ...]] = field(default_factory=dict)
    longest: int = 0

    def others(self, terms: Terms) -> list[tuple[Terms, str]]:
        """The other expressions of the groups that have this one, each once, with how it is written."""
        seen, others = {terms}, []
        for number in self.found.get(terms, ()):
            for written in self.groups[number]:
                other = _terms(written)
                if other not in seen:
                    seen.add(other)
                    others.append((other, written))
        return others


def _terms(expression: str) -> Terms:
    return tuple(one.term for one in read(expression))


def read(text: str) -> list[Token]:
    """The words of a text read in one way: of a compound that is met whole and in parts ("sem-abrigo"), the parts."""
    found = tokens(text)
    return [
        one
        for one in found
        if not any(
            one.start <= other.start
            and other.end <= one.end
            and other.end - other.start < one.end - one.start
            for other in found
        )
    ]


def _bound(groups: Sequence[Sequence[str]]) -> Book:
    found: dict[Terms, list[int]] = {}
    for number, group in enumerate(groups):
        for written in group:
            if (terms := _terms(written)) and number not in found.setdefault(terms, []):
                found[terms].append(number)
    return Book(
        tuple(tuple(group) for group in groups),
        {terms: tuple(numbers) for terms, numbers in found.items()},
        max((len(terms) for terms in found), default=0),
    )


# --- What is in use, kept by the process while nothing changes --------------------------------------------------------

_Version = tuple[int, datetime, float]
_kept: tuple[_Version, Book] = ((-1, datetime.min.replace(tzinfo=UTC), 0.0), Book())
_open: ContextVar[Book | None] = ContextVar("synonyms", default=None)


def book() -> Book:
    """The groups in use now. One small query, to see whether they are still those read before."""
    global _kept
    if (opened := _open.get()) is not None:
        return opened
    # Also the sum: of two edits at once the earlier one may be committed last.
    state = Synonyms.objects.filter(is_active=True).aggregate(
        n=Count("pk"), last=Max("changed_at"), sum=Sum(Extract("changed_at", "epoch"))
    )
    version = (state["n"], state["last"] or datetime.min.replace(tzinfo=UTC), float(state["sum"] or 0))
    if _kept[0] != version:
        rows = Synonyms.objects.filter(is_active=True).order_by("pk")
        _kept = (version, _bound([row.terms for row in rows]))
    return _kept[1]


@contextmanager
def looked_up_once() -> Iterator[Book]:
    """Inside, whatever is asked of this module is answered from one look at the database."""
    opened = _open.set(book())
    try:
        yield book()
    finally:
        _open.reset(opened)


# --- What a question means --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A piece of a question, as it was typed: a word, or an expression that means the same as others."""

    typed: tuple[Token, ...]
    others: tuple[tuple[Terms, str], ...] = ()

    @property
    def terms(self) -> Terms:
        return tuple(one.term for one in self.typed)


def parts(words: Sequence[Token]) -> list[Part]:
    """The question in pieces, from the left, each the longest expression that is known."""
    known, found, at = book(), [], 0
    while at < len(words):
        for length in range(min(known.longest, len(words) - at), 0, -1):
            typed = tuple(words[at : at + length])
            if others := known.others(tuple(one.term for one in typed)):
                break
        else:
            typed, others = (words[at],), []
        found.append(Part(typed, tuple(others)))
        at += len(typed)
    return found


def expand(words: Sequence[Token]) -> list[list[Terms]]:
    """For each piece of a question the sequences of terms of which one has to be met.

    The first is what was typed: its words may stand apart. The others are expressions: their words stand together.
    """
    return [[part.terms, *(terms for terms, _written in part.others)] for part in parts(words)]


def alternatives(terms: Sequence[str]) -> list[Terms]:
    """The other expressions, by their terms, that mean the same as exactly this one."""
    return [other for other, _written in book().others(tuple(terms))]


def equivalents(text: str) -> set[str]:
    """All expressions (folded) that mean what this one means, itself among them."""
    return {_plain(text), *(_plain(written) for _terms_of, written in book().others(_terms(text)))}


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def as_query(text: str, operator: str = "and") -> SearchQuery:
    """The question with what means the same, for any backend: every piece is met (`and`), or some (`or`)."""
    found = parts(read(text))
    if not any(part.others for part in found):
        return PlainText(text, operator=operator)
    asked: list[SearchQuery] = []
    run: list[Token] = []

    def end_run() -> None:
        if run:
            asked.append(PlainText(_written(text, run), operator=operator))
            run.clear()

    for part in found:
        if not part.others:
            run.extend(part.typed)
            continue
        end_run()
        typed = PlainText(_written(text, part.typed), operator=operator)
        others = (Boost(Phrase(written), LESS) for _terms_of, written in part.others)
        asked.append(Or([typed, *others]))
    end_run()
    if len(asked) == 1:
        return asked[0]
    return And(asked) if operator == "and" else Or(asked)


def _written(text: str, words: Sequence[Token]) -> str:
    return " ".join(text[one.start : one.end] for one in words)


# --- What a group may be ----------------------------------------------------------------------------------------------

# Who looks for a way out of violence is led to the page that explains it; no other word may lead there, or from there.
_VIOLENCE = re.compile(
    r"violen|vitima|agress|maus.tratos|casas?[\s-]*(de[\s-]+)?abrigo|refugios?\b|refuges?\b|abus"
)


def check(group: Synonyms) -> None:
    """Raises ValidationError with one sentence for each thing that is wrong with the words of a group."""
    wrong: list[str] = []
    if len(group.words) > MOST_LETTERS:
        wrong.append(_("Um grupo tem no máximo %(n)s caracteres.") % {"n": MOST_LETTERS})
    seen: set[str] = set()
    for written in group.terms:
        shown = written if len(written) <= LONGEST else f"{written[:40]}…"
        if len(written) > LONGEST or len(tokens(written)) > MOST_WORDS:
            sentence = _("«%(words)s» é comprido de mais: no máximo %(n)s caracteres e %(most)s palavras.")
            wrong.append(sentence % {"words": shown, "n": LONGEST, "most": MOST_WORDS})
        elif not _terms(written):
            sentence = _("«%(words)s» não tem nenhuma palavra que se possa procurar.")
            wrong.append(sentence % {"words": shown})
        elif _VIOLENCE.search(fold(written)):
            wrong.append(
                _(
                    "«%(words)s» não pode ter sinónimos: quem procura saída de uma situação de violência é levado"
                    " à página que explica o caminho, e nunca a um lugar."
                )
                % {"words": shown}
            )
        if _plain(written) in seen:
            wrong.append(_("«%(words)s» está escrito duas vezes.") % {"words": shown})
        seen.add(_plain(written))
    if len({_terms(written) for written in group.terms} - {()}) < 2:
        wrong.append(
            _(
                "Escreva pelo menos duas palavras ou expressões diferentes, uma por linha. Plural, género e acentos"
                " não contam: a pesquisa já os trata por igual."
            )
        )
    wrong += _elsewhere(group)
    if wrong:
        raise ValidationError({"words": wrong})


def _elsewhere(group: Synonyms) -> list[str]:
    own = {_terms(written): written for written in group.terms}
    own.pop((), None)
    wrong = []
    for other in Synonyms.objects.exclude(pk=group.pk):
        for written in other.terms:
            if _terms(written) in own:
                sentence = _("«%(words)s» já está noutro grupo: %(group)s. Junte os dois num só.")
                wrong.append(sentence % {"words": own.pop(_terms(written)), "group": str(other)})
    return wrong


def joined(words: str, same_as: str) -> Synonyms:
    """The group of an expression, made where there is none, with these words in it. Raises ValidationError.

    To be called inside a transaction.
    """
    wanted = _terms(same_as)
    group = next(
        (one for one in Synonyms.objects.select_for_update() if wanted in {_terms(w) for w in one.terms}),
        Synonyms(words=same_as),
    )
    if _terms(words) not in {_terms(written) for written in group.terms}:
        group.words = "\n".join([*group.terms, words])
    group.is_active = True
    group.full_clean()
    group.save()
    return group
