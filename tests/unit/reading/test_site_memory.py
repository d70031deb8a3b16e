"""What two articles of a site learn at the same moment is kept, stays small, and says what the site shares."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.site_memory import MAX_ADDRESSES, SiteMemory

ADDRESSES = st.text("ABCDEFabc012_-", min_size=6, max_size=6)
KEYS = st.lists(st.text("ABCxyz019_-", min_size=8, max_size=8), max_size=10)
LEARNED = st.lists(st.tuples(ADDRESSES, KEYS), max_size=12)
STAMPED = st.dictionaries(
    st.integers(0, 200).map(lambda n: f"{n:06d}"), st.tuples(st.integers(1, 9), st.sampled_from(["", "a" * 8, "b" * 8]))
)
MEMORIES = STAMPED.map(lambda edges: SiteMemory.load({"v": 2, "edges": edges}))


def learned(*pairs: tuple[str, list[str]]) -> SiteMemory:
    memory = SiteMemory()
    for address, keys in pairs:
        memory = memory.learn(address, keys)
    return memory


def under(texts: list[str], count: int) -> SiteMemory:
    return learned(*((f"addr{n:02d}", [f"lead{n:04d}", *texts]) for n in range(count)))


@given(one=MEMORIES, other=MEMORIES)
def test_merging_asks_for_no_order(one: SiteMemory, other: SiteMemory):
    assert one.merge(other).edges == other.merge(one).edges


@given(one=MEMORIES, two=MEMORIES, three=MEMORIES)
def test_merging_three_gives_the_same_whichever_pair_comes_first(one: SiteMemory, two: SiteMemory, three: SiteMemory):
    assert one.merge(two).merge(three).edges == one.merge(two.merge(three)).edges


@given(memory=MEMORIES)
def test_merging_with_itself_changes_nothing(memory: SiteMemory):
    assert memory.merge(memory) == memory


@given(shared=LEARNED, mine=LEARNED, theirs=LEARNED)
def test_two_that_learn_from_one_memory_lose_nothing_of_each_other(
    shared: list[tuple[str, list[str]]], mine: list[tuple[str, list[str]]], theirs: list[tuple[str, list[str]]]
):
    base = learned(*shared)
    one, other = base, base
    for address, keys in mine:
        one = one.learn("m" + address[1:], keys)
    for address, keys in theirs:
        other = other.learn("t" + address[1:], keys)
    both = one.merge(other)
    for memory, mark in ((one, "m"), (other, "t")):
        assert all(both.edges[a] == entry for a, entry in memory.edges.items() if a.startswith(mark))


@given(pairs=LEARNED)
def test_memory_survives_being_stored(pairs: list[tuple[str, list[str]]]):
    memory = learned(*pairs)
    assert SiteMemory.load(json.loads(json.dumps(memory.dump()))) == memory


def test_learning_what_is_known_changes_nothing_so_that_nothing_is_written():
    memory = learned(("addr01", ["a" * 8]))
    assert memory.learn("addr01", ["a" * 8]) is memory


def test_memory_of_two_hundred_addresses_stays_below_six_kilobytes():
    memory = learned(*((f"a{n:05d}", [f"{n:04d}{m:04d}" for m in range(8)]) for n in range(200)))
    assert len(memory.edges) == MAX_ADDRESSES
    assert len(json.dumps(memory.dump(), separators=(",", ":"))) < 6_000


def test_full_memory_is_not_written_anew_at_each_look_but_goes_with_the_site():
    memory = full = learned(*((f"a{n:04d}A", [f"{n:04d}edge", "note0001"]) for n in range(MAX_ADDRESSES)))
    for n in range(800):
        memory = memory.learn(f"b{n:04d}{'ABCDEFGH'[n % 8]}", [f"{n:04d}edge", "note0001"])
    new = [address for address in memory.edges if address.startswith("b")]
    assert set(new) == {f"b{n:04d}A" for n in range(800) if n % 8 == 0 and n >= 800 - 8 * MAX_ADDRESSES}
    assert full.learn("b0001B", ["text0001", "note0001"]) is full
    assert "b0001B" in full.learn("b0001B", ["text0001", "note0002"]).edges, "the first of another template"


@pytest.mark.parametrize(
    "garbage",
    [
        None,
        [],
        "x",
        {"v": 1, "texts": {"a": "b"}},  # an earlier shape
        {"v": 99, "edges": {"addr01": [1, "a" * 8]}},  # a later one
        {"v": 2, "edges": []},
        {"v": 2, "edges": {"addr01": 7, "bad": [1, ""], "addr02": [True, ""], "addr03": [-1, ""], "addr04": [1, 2]}},
        {"v": 2, "edges": {"addr01": [2**60, "a" * 8]}},  # a clock nothing could come after
    ],
)
def test_memory_that_is_not_ours_counts_as_none(garbage: object):
    assert SiteMemory.load(garbage) == SiteMemory()  # type: ignore[arg-type]


def test_text_under_four_of_five_articles_is_the_sites_own():
    assert under(["note0001"], 4).own_texts() == {"note0001"}
    mixed = under(["note0001"], 4).learn("other1", ["lead9999"])
    assert mixed.own_texts() == {"note0001"}
    assert mixed.learn("other2", ["lead9998"]).own_texts() == frozenset()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_text_of_two_or_three_articles_proves_nothing(count: int):
    assert under(["note0001"], count).own_texts() == frozenset()


def test_article_is_no_witness_in_its_own_case():
    assert under(["note0001"], 4).own_texts(but="addr00") == frozenset()
