"""Two accounts of one pair: what only one has, what both have otherwise, and nothing about wording."""

import pytest

from monitor.changes.change import Change, Level, Mention
from monitor.changes.kinds import Kind
from monitor.changes.verdicts import Verdict, differences, verdict

SENTENCES = ("The flood killed 41 people.", "The flood killed 47 people.")


def change(old: str | None = "41", new: str | None = "47", kind: Kind = Kind.FIGURE_VALUE, **more: object) -> Change:
    sides = [
        None if text is None else Mention(text, sentence) for text, sentence in zip((old, new), SENTENCES, strict=True)
    ]
    return Change(kind, *sides, **more)  # type: ignore[arg-type]


QUOTE = change("We wait", "We act", Kind.QUOTE_TEXT)
WORDING = change("shut", "closed", Kind.WORDING)
RENAMED = change(kind=Kind.FIGURE_BOUND)
QUIETER = change(level=Level.DIGEST)
ANNOUNCED = change(announced=True)
CUT = change("41 people", "47 people")
GONE = Change(Kind.ARTICLE_REMOVED, Mention("Flood"))


@pytest.mark.parametrize(
    ("stored", "new", "words"),
    [
        ([], [], []),
        ([change()], [change()], []),
        ([change(explanation="one rule")], [change(explanation="another")], []),  # the verdict is the same
        ([WORDING], [], []),
        ([], [WORDING], []),
        ([GONE], [], []),  # no comparison finds it
        ([], [change()], [Verdict.MORE]),
        ([change()], [], [Verdict.FEWER]),
        ([change()], [WORDING], [Verdict.FEWER]),
        ([change()], [RENAMED], [Verdict.OTHER]),
        ([change()], [QUIETER], [Verdict.OTHER]),
        ([change()], [ANNOUNCED], [Verdict.OTHER]),
        ([change()], [CUT], [Verdict.OTHER]),
        ([change()], [QUOTE], [Verdict.FEWER, Verdict.MORE]),
        ([change(), change()], [change()], [Verdict.FEWER]),  # each counts once
        ([change(), QUOTE], [QUOTE, change()], []),  # in any order
    ],
)
def test_each_change_is_the_same_more_fewer_or_other(stored: list[Change], new: list[Change], words: list[str]) -> None:
    assert [one.verdict for one in differences(stored, new)] == words


def test_one_word_for_a_pair_of_versions() -> None:
    assert verdict([]) is Verdict.SAME
    assert verdict(differences([], [change(), QUOTE])) is Verdict.MORE
    assert verdict(differences([change()], [QUOTE])) is Verdict.OTHER


def test_the_other_direction_says_the_reverse() -> None:
    turned = {Verdict.MORE: Verdict.FEWER, Verdict.FEWER: Verdict.MORE, Verdict.OTHER: Verdict.OTHER}
    pairs = [([change()], [QUOTE]), ([change()], [QUIETER, QUOTE]), ([], [change()])]
    for was, now in pairs:
        there, back = ([one.verdict for one in differences(a, b)] for a, b in ((was, now), (now, was)))
        assert sorted(there) == sorted(turned[one] for one in back)
