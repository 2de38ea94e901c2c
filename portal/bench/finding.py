"""The search box on Whoosh and on PostgreSQL, over the same documents, in turns.

There is no floor here: the other index stands in its place. Each question is put once to each, so that the 95th of a
hundred is the slow question and not the slow moment. Pages without a web server between: what it adds is the same.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from statistics import median
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.conf import settings
from django.test import Client, override_settings
from wagtail.search.query import Phrase

from community.models import Event
from plans.models import PlanElement
from portal.bench import documents, indexing
from portal.bench.clock import Differs, Line, p95, timed
from portal.bench.region import Region
from portal.finding.kinds import SOURCES, kinds
from search import asking
from search.language import STOP_WORDS, fold
from search.spelling import Vocabulary

WHOOSH, POSTGRES = "whoosh", "postgres"
QUESTIONS = 60
WARM = 3
DOCUMENTS = 20_000
# A word of so many of a hundred documents is a frequent one.
FREQUENT = 5
MB = 1024 * 1024

Ask = Callable[[str], Any]


def lines(region: Region, rounds: int, total: int) -> Iterator[Line]:
    documents.load(total, region)
    built = {name: indexing.run("build", name) for name in (WHOOSH, POSTGRES)}
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    asked = _Questions(min(QUESTIONS, 7 * rounds))
    there = built[WHOOSH]["documents"]
    yield _beside(f"index of {there:,} documents: built in", built, "seconds", "s")
    yield _beside("index: on disk", built, "bytes", "MB", MB)
    yield _beside("index: memory of who builds it, beside the portal", built, "memory", "MB", MB)
    read = {name: indexing.run("read", name, *asked.words) for name in (WHOOSH, POSTGRES)}
    yield _beside("a process: its first search", read, "first", "ms")
    yield _beside("a process: its first misspelt word", read, "misspelt", "ms")
    yield _beside("a process: memory for searching", read, "searching", "MB", MB)
    yield _beside("a process: memory for searching, suggesting and spelling", read, "memory", "MB", MB)

    def visitor() -> list[asking.Kind]:
        return kinds(None, "pt-pt")

    web, member = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    member.force_login(region.searcher.user)
    every = sum(source.name != "recursos" for source in SOURCES)
    for name, ask, texts in (
        (f"one word, {every} kinds", lambda text: asking.find(text, visitor()).total, asked.words),
        (f"two words, {every} kinds", lambda text: asking.find(text, visitor()).total, asked.pairs),
        (f"a frequent word, {every} kinds", lambda text: asking.find(text, visitor()).total, asked.frequent),
        (f"two frequent words, {every} kinds", lambda text: asking.find(text, visitor()).total, asked.usual),
        ("a phrase, one kind, its first 20", _phrase, asked.phrases),
        ("a frequent word by municipality", _facet, asked.frequent),
        ("queria dizer: a misspelt word", lambda text: asking.spelled(text, visitor()), asked.misspelt),
        ("suggestions for three letters", partial(_suggested, web), asked.begun),
        ("page, visitor: one word", partial(_page, web), asked.words),
        ("page, visitor: two words", partial(_page, web), asked.pairs),
        ("page, visitor: a frequent word", partial(_page, web), asked.frequent),
        ("page, visitor: one kind with its facets", partial(_page, web, tipo="eventos"), asked.frequent),
        ("page, visitor: a misspelt word", partial(_page, web), asked.misspelt),
        ("page, member: one word", partial(_page, member), asked.words),
        ("page, member: two words", partial(_page, member), asked.pairs),
    ):
        yield _in_turns(name, ask, texts)


def _beside(name: str, told: dict[str, dict[str, float]], what: str, unit: str, share: float = 1) -> Line:
    mine, theirs = (told[one][what] / share for one in (WHOOSH, POSTGRES))
    return Line(name, mine, theirs, 1, unit=unit)


def _in_turns(name: str, ask: Ask, texts: Sequence[str]) -> Line:
    """Each question to each of the two; before, a few of them without the clock."""
    took: dict[str, list[float]] = {WHOOSH: [], POSTGRES: []}
    nothing = dict.fromkeys(took, 0)
    for number, text in enumerate([*texts[:WARM], *texts]):
        for backend, times in took.items():
            with _on(backend):
                spent, found = timed(partial(ask, text))
            if number >= WARM:
                times.append(spent)
                nothing[backend] += not found
    missing = ", ".join(f"{n} of {len(texts)} find nothing on {one}" for one, n in nothing.items() if n)
    said = f"PostgreSQL's p95 {p95(took[POSTGRES]):.1f}" + (f"; {missing}" if missing else "")
    return Line(
        name, median(took[WHOOSH]), median(took[POSTGRES]), len(texts), p95=p95(took[WHOOSH]), note=said
    )


def _on(backend: str) -> Any:
    module = {"BACKEND": f"search.{backend}", "AUTO_UPDATE": False}
    return override_settings(WAGTAILSEARCH_BACKENDS={"default": module})


def _phrase(text: str) -> int:
    found = PlanElement.objects.search(Phrase(text))
    return len(found[:20]) and found.count()


def _facet(text: str) -> int:
    return len(Event.objects.search(text, operator="and").facet("municipality_id"))


def _suggested(web: Client, text: str) -> int:
    return len(_opened(web, "/pesquisa/sugestoes/", q=text).json()["suggestions"])


def _page(web: Client, text: str, **more: str) -> int:
    return _opened(web, "/pesquisa/", q=text, **more).content.count(b"<mark")


def _opened(web: Client, path: str, **query: str) -> Any:
    answer = web.get(f"{path}?{urlencode(query)}")
    if answer.status_code != 200:
        raise Differs(f"{path} {query}: {answer.status_code} on {settings.WAGTAILSEARCH_BACKENDS}")
    return answer


class _Questions:
    """What is asked, out of what is there: the same for the same documents."""

    def __init__(self, count: int) -> None:
        self.chance = random.Random(documents.SEED)
        self.count = count
        with _on(WHOOSH):
            from search.whoosh.words import vocabulary

            there = vocabulary()
        usual = sorted(
            (word for word in there.counts if len(word) > 3 and word not in STOP_WORDS),
            key=lambda word: (-there.counts[word], word),
        )
        total = max(there.counts[usual[0]], 1)
        often = [word for word in usual if there.counts[word] * 100 >= total * FREQUENT] or usual
        titles = list(PlanElement.objects.order_by("pk").values_list("title_pt", flat=True)[: 20 * count])
        runs = [run for title in titles for run in _runs(title)]
        # A word as somebody asks for it: any word of any title.
        self.words = self._some([word for run in runs for word in run if there.counts.get(word)])
        self.pairs = self._some([f"{one} {other}" for run in runs for one, other in pairwise(run)])
        self.phrases = self._some([phrase for title in titles if (phrase := _phrase_of(title))])
        self.frequent = (often[:count] * count)[:count]
        self.usual = [f"{one} {other}" for one, other in pairwise(self.frequent)]
        self.misspelt = self._some([wrong for word in self.words if (wrong := self._wrong(word, there))])
        self.begun = self._some([word[:3] for word in self.words])

    def _some(self, many: Sequence[str]) -> list[str]:
        known = list(dict.fromkeys(many))
        return self.chance.sample(known, min(self.count, len(known)))

    def _wrong(self, word: str, there: Vocabulary) -> str:
        """Two of its letters swapped."""
        if len(word) < 6:
            return ""
        at = self.chance.randrange(1, len(word) - 2)
        wrong = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return "" if there.knows(wrong) else wrong


def _runs(title: str) -> Iterator[list[str]]:
    words = [fold(word) for word in re.findall(r"[^\W\d_]+", title)]
    yield [word for word in words if len(word) > 3 and word not in STOP_WORDS]


def _phrase_of(title: str) -> str:
    """Three words as they stand there, the middle one whatever it is."""
    words = re.findall(r"[^\W\d_]+", title)
    for one, middle, other in zip(words, words[1:], words[2:], strict=False):
        if all(len(word) > 3 and fold(word) not in STOP_WORDS for word in (one, other)):
            return f"{one} {middle} {other}"
    return ""
