"""Two parsed articles side by side for comparison: the sentences, notices and furniture in which they differ.

Two Parsed go in; what both hold in the same words, wherever it stands, is set aside at once. Judges nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from monitor.facts.dates import DateIndex, find_dates
from monitor.facts.parsed import PLACES, Parsed, Part, parse
from monitor.facts.sentence import Paragraph, Sentence
from monitor.text.words import words_of

LONGEST = 100_000
"""Code points of one version that differ from the other and are compared; how many more there are is counted."""
_SHORT = 40
"""Code points that a shorter paragraph counts for: each costs its look at what it is."""
_MOST_SHARED = 500_000
"""Code points that both versions hold and that are searched for what moved or is said again."""
MOST_SENTENCES = 600
"""Differing sentences of one version that are compared, and sentences that are read to find a figure told elsewhere."""


class Document:
    """One version taken apart. `changed` and `notices` are worked out at once, everything else when it is asked for.

    Most versions share most paragraphs, and most comparisons never need to look into these.
    """

    def __init__(self, parsed: Parsed, shared: frozenset[str]) -> None:
        self.lang = parsed.lang
        self.title = parsed.article.title
        self.notices: list[str] = []
        self.paragraphs: dict[int, Paragraph] = {}
        """The reporting paragraphs that the other version does not hold, by their place."""
        self.changed: list[Sentence] = []
        self.furniture: list[Sentence] = []
        """Lines of page furniture that the other version does not hold."""
        self.shared: list[Part] = []
        self._sentences: list[Sentence] | None = None
        self._words: tuple[str, ...] | None = None
        self._flat: str | None = None
        self._joined: str | None = None
        self._word_set: frozenset[str] | None = None
        self._dates: DateIndex | None = None
        self.unread = 0
        """Code points that differ and are not compared."""
        room, shared_room = LONGEST, _MOST_SHARED
        for part in parsed.parts:
            text = part.text
            if text not in shared:
                self.changed += self._taken(part.cut(room)) if room else ()
                self.unread += max(0, len(text) - room)
                room = max(0, room - max(len(text), _SHORT))
            elif shared_room > 0:
                self.shared.append(part)
                shared_room -= len(text)

    def _taken(self, part: Part) -> list[Sentence]:
        """The sentences of a part that the other version does not hold; none of furniture or a notice."""
        self.notices += part.notices
        if part.furniture:
            key = words_of(part.text)
            self.furniture.append(Sentence(part.text, part.where, part.place * PLACES, part.place, key, self.lang))
        if part.paragraph is not None:
            self.paragraphs[part.place] = part.paragraph
        return part.sentences

    @property
    def sentences(self) -> list[Sentence]:
        """All sentences in reading order."""
        if self._sentences is None:
            rest = [sentence for part in self.shared for sentence in part.sentences]
            self._sentences = sorted([*self.changed, *rest], key=lambda sentence: sentence.order)
        return self._sentences

    @property
    def words(self) -> tuple[str, ...]:
        """All words in reading order, furniture of shared paragraphs included."""
        if self._words is None:
            known = chain.from_iterable([sentence.key for sentence in self.changed])
            self._words = (*known, *words_of("\n".join([part.text for part in self.shared])))
        return self._words

    @property
    def word_set(self) -> frozenset[str]:
        """The same words, each once."""
        if self._word_set is None:
            self._word_set = frozenset(self.words)
        return self._word_set

    @property
    def flat(self) -> str:
        """All words in a row, with a space on both sides of each."""
        if self._flat is None:
            self._flat = f" {' '.join(self.words)} "
        return self._flat

    @property
    def dates(self) -> DateIndex:
        """All dates."""
        if self._dates is None:
            # What is compared is read whole anyway; of the rest, nothing but its dates is asked for.
            known, more = self.changed[:MOST_SENTENCES], self.changed[MOST_SENTENCES:]
            found = [date for s in known for date in s.read.all_dates]
            found += [date for s in more for date in find_dates(s.text, s.lang)]
            found += [date for part in self.shared for date in find_dates(part.text, self.lang)]
            self._dates = DateIndex(found)
        return self._dates

    def holds(self, text: str) -> bool:
        """Whether an unchanged paragraph contains this text as it is."""
        if self._joined is None:
            self._joined = "\n".join([part.text for part in self.shared])
        return text in self._joined if "\n" not in text else any(text in part.text for part in self.shared)


def documents(old: Parsed, new: Parsed) -> tuple[Document, Document]:
    """Both versions taken apart. Furniture is left out of both, notices are lifted out of the text."""
    before = _within_window(old, new)
    # A part is set aside only if both hold it equally often: a notice that was there twice may be gone once.
    here, there = Counter(part.text for part in before.parts), Counter(part.text for part in new.parts)
    shared = frozenset(text for text, count in here.items() if there[text] == count)
    first, second = Document(before, shared), Document(new, shared)
    first.notices += _lone(old.article.notices, new.article.notices)
    second.notices += _lone(new.article.notices, old.article.notices)
    return first, second


def _within_window(old: Parsed, new: Parsed) -> Parsed:
    """The older version without the entries of a live blog that are older than all the newer one still shows."""
    live = old.article.live
    left = {entry.key for entry in new.article.live}
    if not left or all(entry.key in left for entry in live):
        return old
    shared = [n for n, entry in enumerate(live) if entry.key in left]
    times = [entry.published for entry in live if entry.published]
    if times and times == sorted(times) and len(set(times)) > 1:  # the oldest stands first
        kept = live[min(shared, default=len(live)) :]
    else:
        kept = live[: max(shared, default=-1) + 1]
    return parse(replace(old.article, live=kept))


def _lone(notices: Sequence[str], others: Sequence[str]) -> list[str]:
    return [notice for notice in notices if notice.strip() and notice not in others]


def shared_places(old: Document, new: Document) -> list[tuple[int, int]]:
    """Where the paragraphs that both versions hold stand in each, as orders of sentences."""
    places: dict[str, list[int]] = {}
    for part in old.shared:
        places.setdefault(part.text, []).append(part.place)
    found = []
    for part in new.shared:
        if here := places.get(part.text):
            found.append((here.pop(0) * PLACES, part.place * PLACES))
    return found


def unequal(old: Document, new: Document) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences of each version that the other does not hold in the same words, wherever it stands.

    A sentence said twice in one version and once in the other is not a difference.
    """
    there = {sentence.key for sentence in new.changed}
    here = {sentence.key for sentence in old.changed}
    return (
        [s for s in old.changed if s.key not in there and not new.holds(s.text)],
        [s for s in new.changed if s.key not in here and not old.holds(s.text)],
    )
