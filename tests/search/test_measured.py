"""What was written down before anything was tuned: pairs of words, and what a person wants to see first."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.test import Client

from resources.models import Resource
from search import language
from units.models import Decision

HERE = Path(__file__).parent
# A kind as queries.csv names it: as the pages name what may answer so. The others have one name.
NAMES = {
    # REF-AMP's axes, problems and lines, elements of plans and recommendations are kinds of their own on the page.
    "respostas": {"respostas", "problematicas", "eixos", "linhas"},
    "planos": {"planos", "acoes"},
    "praticas": {"praticas", "recomendacoes"},
    "unidades": {"unidades", "paginas"},
    "historias": {"historias", "paginas", "noticias"},
    "paginas": {"paginas", "unidades"},
}


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def say(capsys: Any) -> Callable[[str], None]:
    """Shown in every run, whether or not the test passes."""

    def shown(text: str) -> None:
        with capsys.disabled():
            print(f"\n{text}", end="")

    return shown


# --- Words ------------------------------------------------------------------------------------------------------------


def test_forms_of_one_word_meet(say):
    pairs = [(row["one"], row["other"]) for row in rows("word_pairs.csv")]
    missed = [pair for pair in pairs if not same(*pair)]
    say(share("word pairs that meet", len(pairs) - len(missed), len(pairs)) + told(missed))
    assert len(pairs) == 300
    assert len(missed) <= 0.05 * len(pairs)


def test_words_that_only_look_alike_stay_apart(say):
    pairs = [(row["one"], row["other"]) for row in rows("word_apart.csv")]
    met = [pair for pair in pairs if same(*pair)]
    say(share("word pairs that stay apart", len(pairs) - len(met), len(pairs)) + told(met))
    assert len(pairs) == 80
    assert len(met) <= 0.1 * len(pairs)


def same(one: str, other: str) -> bool:
    """Words of which nothing is left meet nothing."""
    return bool(language.terms(one)) and language.terms(one) == language.terms(other)


def share(what: str, good: int, of: int) -> str:
    return f"{what}: {good} of {of} ({100 * good / of:.1f} %)"


def told(pairs: list[tuple[str, str]]) -> str:
    return "; not: " + ", ".join("/".join(pair) for pair in pairs) if pairs else ""


# --- Queries ----------------------------------------------------------------------------------------------------------


class Result(NamedTuple):
    kind: str
    address: str
    title: str


class Results(HTMLParser):
    """The links that a results page calls results, in its order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Result] = []
        self.within: tuple[str, str] | None = None
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and "data-result" in said:
            self.within, self.words = (said["data-result"], said.get("href", "")), []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.within:
            self.found.append(Result(*self.within, " ".join("".join(self.words).split())))
            self.within = None


class Wanted:
    """Whether a result is the one that was written down."""

    def __init__(self) -> None:
        resources = Resource.objects.visible_to(None).select_related(
            "category__parent", "facility__municipality"
        )
        self.resources = {str(one.uuid): one for one in resources}

    def answers(self, row: dict[str, str], found: list[Result]) -> bool:
        if not found:
            return False
        first = found[0]
        kinds = {name for kind in row["kind"].split("|") for name in NAMES.get(kind, {kind})}
        if first.kind not in kinds:
            return False
        if first.kind == "rota":
            return all(one.kind != "recursos" for one in found)
        return any(self.is_one(expected, first) for expected in row["expected"].split("|"))

    def is_one(self, expected: str, result: Result) -> bool:
        """A piece of the title, or `categoria:code@Municipality`: any resource of that category there."""
        uuid = re.search(r"/recursos/([0-9a-f-]{36})-", result.address)
        resource = self.resources.get(uuid[1]) if uuid else None
        if not expected.startswith("categoria:"):
            return folded(expected) in folded(f"{result.title} {resource.name if resource else ''}")
        code, _at, municipality = expected.removeprefix("categoria:").partition("@")
        if resource is None:
            return False
        parent = resource.category.parent
        codes = {resource.category.code, parent.code if parent else ""}
        return code in codes and municipality in ("", resource.facility.municipality.name)


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())


def asked(text: str) -> str:
    """`{numero:Plano de inverno}` is the number of the decision so called: it holds the year."""

    def number(match: re.Match[str]) -> str:
        return Decision.objects.visible_to(None).get(title_pt__startswith=match[1]).number

    return re.sub(r"\{numero:([^}]+)\}", number, text)


@pytest.fixture
def visitor(own_database: Any, settings: Any, tmp_path: Path) -> Iterator[Client]:
    """Before the demo region, with an index of their own."""
    own_database("demo")
    settings.SEARCH_INDEX = tmp_path / "index"
    call_command("rebuild_search", verbosity=0)
    yield Client()


def test_what_is_wanted_comes_first(visitor, say):
    queries, wanted = rows("queries.csv"), Wanted()
    assert len(queries) == 300
    assert sum(row["misspelt"] == "1" for row in queries) >= 60
    assert sum(row["origin"] == "dominio" for row in queries) >= 150
    missed: list[dict[str, str]] = []
    lines: list[str] = []
    for row in queries:
        answer = visitor.get("/pesquisa/", {"q": asked(row["query"])})
        assert answer.status_code == 200, row["query"]
        found = Results(answer.content.decode()).found
        if not wanted.answers(row, found):
            missed.append(row)
            came = f"{found[0].kind}: {found[0].title}" if found else "nothing"
            lines.append(f"  {row['query']} -> {came}; wanted {row['kind']}: {row['expected']}")
    for what, of in (
        ("queries with the right thing first", queries),
        ("of those misspelt or without accents", [row for row in queries if row["misspelt"] == "1"]),
        ("of those in the words of the domain", [row for row in queries if row["origin"] == "dominio"]),
    ):
        say(share(what, sum(row not in missed for row in of), len(of)))
    say("\n".join(lines))
    assert len(missed) <= 0.1 * len(queries)
