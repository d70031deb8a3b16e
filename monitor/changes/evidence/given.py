"""What a version gives anywhere: is this name, this word or this date said in the other version too?

A name or a date and a side go in, yes or no comes out. All words are gathered only when a question needs them.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.changes.evidence.document import Document
from monitor.changes.evidence.edits import Token
from monitor.facts.dates import Date
from monitor.text.words import stem


class Given:
    """All words of both versions, gathered only when asked for."""

    def __init__(self, documents: tuple[Document, Document]) -> None:
        self._documents = documents
        self._words: dict[int, frozenset[str]] = {}
        self._stems: dict[int, frozenset[str]] = {}

    def words(self, side: int) -> frozenset[str]:
        """Words of one version, lower case, without possessives; 0 is the old one."""
        if side not in self._words:
            self._words[side] = frozenset([word.removesuffix("'s") for word in self._documents[side].word_set])
        return self._words[side]

    def stems(self, side: int) -> frozenset[str]:
        """The stems of all words of one version."""
        if side not in self._stems:
            self._stems[side] = frozenset(map(stem, self.words(side)))
        return self._stems[side]

    def either(self, name: Sequence[Token], side: int, surname: str) -> bool:
        """Whether one version holds a word of a name; of a first name, whether it holds it before the surname."""
        if surname:
            return f" {name[0].low} {surname} " in self._documents[side].flat
        return not self.words(side).isdisjoint(token.low for token in name)

    def date(self, date: Date, side: int) -> bool:
        """Whether one version gives a date that can be this one."""
        return self._documents[side].dates.agrees(date)

    def day(self, date: Date, side: int) -> bool:
        """The same, where a bare month or year is not enough to give a day of it."""
        return self._documents[side].dates.holds(date) or not self._clocks(date).isdisjoint(self.words(side))

    def _clocks(self, date: Date) -> frozenset[str]:
        """How a time of day may be written without a word that makes it one: "13.42"."""
        times = [part.removeprefix("time:") for part in date.parts if part.startswith("time:")]
        return frozenset(f"{hour}.{time[2:]}" for time in times for hour in (time[:2], str(int(time[:2]))))
