"""The promises of the account: every word that differs is in exactly one entry, and every entry says how it ended and why."""

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.changes import Kind, Level, explained
from monitor.changes.account import Ending, entries
from monitor.changes.arbitration import settle
from monitor.changes.comparison import findings
from monitor.changes.evidence.versions import Versions
from monitor.facts.parsed import parse
from spiders.article import Article

STORY = (
    "Flooding in the Tarsis valley has killed more than 3,100 people since June, the health ministry said.",
    "About 250 villages were cut off by the water, and 97 of them have not been reached.",
    '"We have no boats left and the rain is not stopping," said Mara Olin, who leads the rescue service.',
    "The government has set aside $4.5 million for tents, blankets and food.",
    "Schools will stay closed until 12 September.",
    "The mayor denied that she had met the builder of the dam.",
    "Read more: how to help",
)
WORDS = ("not", "41", "Orlo", "said", "the", "killed", "3,100", "on Monday", "fully", "—", "it", "Müller", "£5m", "")


@dataclass
class Edit:
    paragraph: int
    at: int
    length: int
    word: str


EDITS = st.lists(
    st.builds(Edit, st.integers(0, 6), st.integers(0, 12), st.integers(0, 4), st.sampled_from(WORDS)),
    max_size=5,
)


def edited(edits: list[Edit], dropped: set[int], order: list[int]) -> list[str]:
    story = [text.split() for text in STORY]
    for edit in edits:
        words = story[edit.paragraph]
        words[edit.at : edit.at + edit.length] = [edit.word] if edit.word else []
    return [" ".join(story[n]) for n in order if n not in dropped]


@given(EDITS, st.sets(st.integers(0, 6), max_size=2), st.permutations(range(7)))
@settings(deadline=None)
def test_no_word_that_differs_is_in_two_entries_and_none_is_in_no_one(
    edits: list[Edit], dropped: set[int], order: list[int]
) -> None:
    old, new = Article.from_text(list(STORY)), Article.from_text(edited(edits, dropped, order))
    versions = Versions(parse(old), parse(new))
    rows = entries(versions, settle(findings(versions)))
    held = [(id(s.sentence), n) for row in rows for s in (row.old, row.new) if s for n in range(s.start, s.end)]
    assert [word for word, count in Counter(held).items() if count > 1] == []
    kept = set(held)

    def rest(sentence: object) -> list[str]:
        low = sentence.column.low  # type: ignore[attr-defined]
        return [word for n, word in enumerate(low) if (id(sentence), n) not in kept]

    main = [link for link in versions.pairing.links if link.main]
    for link in main:
        assert rest(link.old) == rest(link.new), "words outside all entries are the same in both versions"
    linked = {id(s) for link in main for s in (link.old, link.new)}
    for sentence in (*versions.differing[0], *versions.differing[1]):
        assert id(sentence) in linked or rest(sentence) == [], "a sentence without a partner is answered for whole"


def account(old: str, new: str) -> list[tuple[str, str]]:
    told = explained(Article.from_text(["A frame.", old]), Article.from_text(["A frame.", new]))
    return [(str(entry.ending), entry.by) for entry in told.entries]


@pytest.mark.parametrize(
    ("old", "new", "ending", "by"),
    [
        # a detector names it
        ("Some 41 people died in Orlo.", "Some 42 people died in Orlo.", "told", "figures"),
        # no detector names it and no licence explains it
        ("The clerk hid the letter.", "The clerk burnt the letter.", "told", "claims"),
        # a licence explains it
        ("The attorney left the court.", "The lawyer left the court.", "licensed", "synonym"),
    ],
)
def test_a_difference_ends_as_told_or_licensed_and_says_by_whom(old: str, new: str, ending: str, by: str) -> None:
    assert account(old, new) == [(ending, by)]


def test_every_entry_says_what_it_saw_and_a_told_one_has_its_change() -> None:
    told = explained(
        Article.from_text(list(STORY)), Article.from_text([*STORY[1:4], STORY[0].replace("3,100", "3,200"), "Ends."])
    )
    assert told.entries
    for entry in told.entries:
        assert entry.saw
        assert entry.by
        assert (entry.finding is not None) == (entry.ending is not Ending.LICENSED)
    assert Kind.FIGURE_VALUE in [change.kind for change in told.changes]


def test_a_word_put_for_another_alerts_and_what_may_be_colour_goes_to_the_digest() -> None:
    (swapped,) = explained(
        Article.from_text(["The mayor was a farmer from Orlo."]),
        Article.from_text(["The mayor was a baker from Orlo."]),
    ).changes
    assert (swapped.kind, swapped.level) == (Kind.CLAIM_CHANGED, Level.ALERT)
    story = ["The road to Orlo is closed.", "The bridge is safe.", "Buses run as usual."]
    (added,) = explained(
        Article.from_text(story), Article.from_text([*story[:2], "Volunteers handed out soup.", story[2]])
    ).changes
    assert (added.kind, added.level) == (Kind.CLAIM_ADDED, Level.DIGEST)
