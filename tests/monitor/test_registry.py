"""The registry agrees with itself: codes, topics, quotients, both languages, and phrases that can be filled in."""

import re
from collections import Counter

import pytest

from monitor.reference import INDICATORS as FROM_OUTSIDE
from monitor.reference import TOPICS, municipal
from units.reference.framework import AXES, PROBLEMS

INDICATORS = (*FROM_OUTSIDE, *municipal.ROWS)
BY_CODE = {row.code: row for row in INDICATORS}
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

every_indicator = pytest.mark.parametrize("row", INDICATORS, ids=lambda row: row.code)


def test_codes_are_unique_and_fit_for_an_address():
    for rows in (INDICATORS, TOPICS):
        assert [code for code, times in Counter(row.code for row in rows).items() if times > 1] == []
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", row.code) for row in rows)


def test_names_are_told_apart_in_both_languages():
    for field in ("name_pt", "name_en", "short_pt", "short_en"):
        assert max(Counter(getattr(row, field) for row in INDICATORS).values()) == 1, field


def test_topics_stand_in_reading_order_and_only_the_portals_own_has_no_outside_indicator():
    used = list(dict.fromkeys(row.topic for row in INDICATORS))
    assert used == [topic.code for topic in TOPICS if topic.code != "rede"]
    for topic in TOPICS:
        assert topic.name_pt and topic.name_en and topic.name_pt != topic.name_en
        assert topic.text_pt.endswith(".") and topic.text_en.endswith(".")


@every_indicator
def test_axis_and_problem_are_those_of_ref_amp(row):
    assert row.axis in {"", *(axis.code for axis in AXES)}
    assert row.problem in {"", *(problem.code for problem in PROBLEMS)}
    if row.problem:
        assert row.problem.startswith(f"{row.axis}.")
    assert all(1 <= goal <= 17 for goal in row.sdg)


@every_indicator
def test_kind_direction_and_rhythm_are_known_words(row):
    assert row.kind in {"count", "rate", "index", "mean"}
    assert row.direction in {"", "up", "down"}
    assert row.periodicity in {"census", "annual", "quarterly", "irregular"}
    assert row.unit_source in {"N.º", "%", "‰", "EUR", "hab./km2"}
    assert row.per_head in {0, 1000, 100000}
    assert row.decimals in {0, 1, 2}
    if row.kind == "count":
        assert row.decimals == 0
    else:
        assert row.per_head == 0


@every_indicator
def test_a_quotient_is_of_counts_that_the_registry_knows(row):
    assert bool(row.numerator) == bool(row.denominator) == bool(row.factor)
    for code in (*row.numerator, *row.denominator):
        assert code != row.code
        assert BY_CODE[code].kind == "count"
    if row.numerator:
        assert row.kind == "rate"


@every_indicator
def test_everything_is_said_in_both_languages(row):
    for field in ("name", "short", "definition", "unit", "method", "next", "phrase"):
        assert getattr(row, f"{field}_pt").strip(), field
        assert getattr(row, f"{field}_en").strip(), field
    for field in ("name", "definition", "method", "next", "phrase"):
        assert getattr(row, f"{field}_pt") != getattr(row, f"{field}_en"), field
    for field in ("note", "most", "least"):
        assert bool(getattr(row, f"{field}_pt")) == bool(getattr(row, f"{field}_en")), field
    assert bool(row.most_pt) == bool(row.least_pt)


@every_indicator
def test_short_names_are_short_and_sentences_end(row):
    assert len(row.short_pt) <= 40
    assert len(row.short_en) <= 40
    for text in (row.definition_pt, row.definition_en, row.method_pt, row.method_en):
        assert text.endswith(".")
    for text in (row.note_pt, row.note_en):
        assert not text or text.endswith(".")


@every_indicator
def test_a_phrase_holds_its_value_once_and_emphasises_one_part(row):
    for phrase in (row.phrase_pt, row.phrase_en):
        assert phrase.count("{value}") == 1
        assert re.findall(r"\[[^\[\]]*\]", phrase) == re.findall(r"\[[^\[\]]*\{value\}[^\[\]]*\]", phrase)
        assert phrase.count("[") == phrase.count("]") == 1
        assert not phrase.endswith(".")
        assert phrase.format(value="1 234") != phrase


@every_indicator
def test_what_is_a_percentage_says_so_with_the_space_of_its_language(row):
    if row.unit_source == "%":
        assert f"{{value}}{NO_BREAK_SPACE}%" in row.phrase_pt
        assert "{value}%" in row.phrase_en
    else:
        assert "%" not in row.phrase_pt + row.phrase_en


def test_a_break_in_a_series_is_explained():
    for row in INDICATORS:
        if row.breaks:
            assert row.note_pt and row.note_en


def test_registered_crimes_are_not_judged_by_their_number():
    """More may mean more reporting."""
    assert {row.direction for row in INDICATORS if row.topic == "seguranca"} == {""}
