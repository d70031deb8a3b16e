"""What stands in one pair of sentences, or in one new paragraph, is one entry with its facts under it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from alerts.alert import ChangeFields
from alerts.passages import counted, gathered, passages


def change(old: str | None, new: str | None, **fields: Any) -> ChangeFields:
    def side(sentence: str | None) -> Any:
        return None if sentence is None else {"text": "x", "sentence": sentence}

    whole = {"kind": "claim.changed", "old": side(old), "new": side(new), **fields}
    return ChangeFields(**whole)  # type: ignore[typeddict-item]


def shape(*changes: ChangeFields) -> list[list[int]]:
    """The places of the changes, passage by passage."""
    return [[[one is given for given in changes].index(True) for one in found.changes] for found in passages(changes)]


def test_changes_of_one_pair_of_sentences_are_one_entry() -> None:
    first, second, other = change("A 1.", "A 2."), change("A 1.", "A 2."), change("B 1.", "B 2.")
    assert shape(first, other, second) == [[0, 2], [1]]


def test_a_side_alone_joins_the_pair_whose_sentence_it_stands_in() -> None:
    pair, came, went = change("A 1.", "A 2."), change(None, "A 2."), change("A 1.", None)
    assert shape(came, went, pair) == [[0, 1, 2]]
    assert passages([came, went, pair])[0].sentences == (("A 1.", "A 2."),)


def test_the_number_of_a_passage_stands_above_its_sentences() -> None:
    one, two, three = (change(None, text, passage=n) for text, n in (("A.", 1), ("B.", 1), ("A.", 2)))
    assert shape(one, two, three) == [[0, 1], [2]]
    assert passages([one, two, three])[0].sentences == (("", "A."), ("", "B."))


def test_what_has_no_sentence_is_an_entry_of_its_own() -> None:
    assert shape(change(None, None), change(None, None), change("", "")) == [[0], [1], [2]]


def test_counts_say_passages_and_facts() -> None:
    one, two, three = change("A.", "B."), change("A.", "B."), change("C.", "D.")
    assert counted(passages([one])) == "1 fact"
    assert counted(passages([one, two])) == "1 passage, 2 facts"
    assert counted(passages([one, two, three])) == "2 passages, 3 facts"


@given(st.lists(st.tuples(st.none() | st.sampled_from("abcd"), st.none() | st.sampled_from("abcd")), max_size=12))
def test_every_change_is_in_one_passage_and_no_two_passages_share_a_sentence(sides: list[Any]) -> None:
    changes = [change(old, new) for old, new in sides]
    found = passages(changes)
    assert sorted(id(one) for passage in found for one in passage.changes) == sorted(map(id, changes))
    for at, words in ((0, "old"), (1, "new")):
        seen = [{pair[at] for pair in passage.sentences} - {""} for passage in found]
        assert sum(map(len, seen)) == len(set().union(*seen)), words


@given(st.lists(st.lists(st.integers(0, 9), max_size=3), max_size=15))
def test_groups_are_those_that_keys_connect_in_the_order_of_their_first(keys: list[list[int]]) -> None:
    found = gathered(range(len(keys)), lambda n: keys[n])
    assert sorted(n for group in found for n in group) == list(range(len(keys)))
    assert [group[0] for group in found] == sorted(group[0] for group in found)
    assert all(group == sorted(group) for group in found)
    of = {n: at for at, group in enumerate(found) for n in group}
    for n in range(len(keys)):
        for m in range(n):
            if set(keys[n]) & set(keys[m]):
                assert of[n] == of[m]
