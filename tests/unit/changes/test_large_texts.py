"""Texts too long for a person to have written: compared in bounded time, and what was not compared is said."""

import time
from decimal import Decimal

import pytest

from monitor.changes import Change, Kind, compare
from spiders.article import Article

KILLED = "At least {} people were killed in Orla, officials said. "
HOSTILE = {
    "digits": (["1" * 1_000_000], ["2" * 1_000_000]),
    "numbers": (["1 " * 500_000], ["2 " * 500_000]),
    "five megabytes": ([KILLED.format(1) * 90_000], [KILLED.format(2) * 90_000]),
    "lines": ([f"{i} people died" for i in range(150_000)], [f"{i + 1} people hurt" for i in range(150_000)]),
    "moved lines": ([f"line {i}" for i in range(150_000)], [f"line {i}" for i in range(150_000)][::-1]),
    "rows": (
        [f"Ward {i}: {i * 7} votes." for i in range(2_000)],
        [f"Ward {i}: {i * 7 + 3} votes." for i in range(2_000)],
    ),
    "one sentence": (["The same 5 people died."] * 600, ["The same 6 people died."] * 600),
    "control": (["\x00\x01\x1b[31m 41\x07 people" * 50_000], ["\x00\x01\x1b[31m 42\x07 people" * 50_000]),
    "directions": (["\u202e41\u202c \u0664\u0661 people " * 50_000], ["\u202e42\u202c \u0664\u0662 people " * 50_000]),
    "surrogates": (["\ud800 41 \udfff people. " * 50_000], ["\ud800 42 \udfff people. " * 50_000]),
    "open quotes": (["“a " * 500_000], ["“b " * 500_000]),
    "dates": (["5 May 2020 " * 100_000], ["6 May 2020 " * 100_000]),
    "other dates": (
        [" ".join(f"{i % 28 + 1} May {1900 + i % 110}," for i in range(100_000))],
        [" ".join(f"{i % 28 + 1} July {1900 + i * 7 % 110}," for i in range(100_000))],
    ),
    "empty": ([], [KILLED.format(1)]),
}


def changes(old: list[str], new: list[str], lang: str = "en") -> list[Change]:
    return compare(Article.from_text(old, lang=lang), Article.from_text(new, lang=lang))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_versions_are_compared_in_time(name: str) -> None:
    old, new = HOSTILE[name]
    began = time.process_time()
    changes(old, new)
    assert time.process_time() - began < 8  # 2 s on an idle core; the rest is for a loaded one under coverage


def test_a_million_changed_digits_are_not_silent() -> None:
    found = changes(["1" * 1_000_000], ["2" * 1_000_000])
    assert found[-1].kind is Kind.WORDING
    assert found[-1].explanation == "not compared: 900000 characters of differing text beyond some 100,000."


def test_one_change_far_behind_in_a_long_text_is_found() -> None:
    old = [KILLED.format(n) * 20 for n in range(4_500)]
    new = [*old[:4_000], old[4_000].replace("4000 people", "4017 people"), *old[4_001:]]
    assert [c.kind for c in changes(old, new) if c.kind is not Kind.WORDING]


def test_differing_sentences_beyond_the_limit_are_counted() -> None:
    found = changes(*HOSTILE["rows"])
    assert found[-1].explanation == "not compared: 1400 differing sentences beyond the first 600."
    assert found[-1].old is not None
    assert found[-1].old.text == "Ward 600: 4200 votes."


def test_rows_of_equal_words_keep_their_order() -> None:
    found = changes(["The town had 5 boats."] * 200, ["The town had 7 boats."] * 200)
    assert [(c.kind, c.delta) for c in found] == [(Kind.FIGURE_VALUE, Decimal(2))]


@pytest.mark.parametrize("lang", ["", "x-!!", "\ud800", "q" * 1000])
def test_an_unknown_language_is_compared_too(lang: str) -> None:
    assert changes(["41 houses burnt."], ["42 houses burnt."], lang)
