"""Two versions laid beside each other: what differs, which sentences belong together, and what each gives as a whole.

Two parsed articles go in. Every detector and licence reads this one object; nothing in it says what a difference means.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from monitor.changes.evidence.aside import Aside, cut_short, furniture, live_scores, retyped, same_but_for_front, stamps
from monitor.changes.evidence.document import MOST_SENTENCES, Document, documents, shared_places, unequal
from monitor.changes.evidence.edits import Edited, edited
from monitor.changes.evidence.figure_slots import FigureSlots, figure_slots
from monitor.changes.evidence.given import Given
from monitor.changes.evidence.held import Held
from monitor.changes.evidence.pairing import Pairing, pair_sentences
from monitor.changes.evidence.passages import Passages, pair_by_place, passages
from monitor.changes.evidence.reckoned import Reckoned
from monitor.changes.evidence.restating import Restating
from monitor.changes.evidence.rows import Row
from monitor.changes.evidence.slots import Fact, facts
from monitor.facts.parsed import Parsed
from monitor.facts.sentence import Sentence
from monitor.text.words import stem

REWRITTEN = 0.66
"""Share of the new sentences that stand in the old version in no like words, from which a desk wrote the text anew.

Measured on 12 sets of articles: of those only written anew it is 0.47 to 1, mostly above 0.8; of those with edits of
fact below 0.62; of real pages below 0.3."""
_TEXT = 4
"""Sentences from which a text can be called written anew."""
_KEPT = 0.75
"""Share of words in order from which a sentence was kept."""


class Versions:
    """Both versions and how they lie beside each other. Everything but the sentences is worked out when asked for."""

    def __init__(self, old: Parsed, new: Parsed) -> None:
        self.documents: tuple[Document, Document] = documents(old, new)
        every = unequal(*self.documents)
        self.differing: tuple[list[Sentence], list[Sentence]] = every
        """All sentences of either version that the other does not hold; what is compared are the first of these."""
        self.old: Sequence[Sentence] = every[0][:MOST_SENTENCES]
        self.new: Sequence[Sentence] = every[1][:MOST_SENTENCES]
        self.aside: list[Aside] = list(furniture(self.documents[0].furniture, self.documents[1].furniture))
        """What is not compared, and why."""
        self.pairing: Pairing = Pairing()
        if self.old or self.new:
            self._pair()

    def _pair(self) -> None:
        found = (each(self.old, self.new) for each in (stamps, live_scores, cut_short))
        self._set_aside([aside for each in found for aside in each])
        self.pairing = pair_sentences(self.old, self.new)
        if slips := [*retyped(self.pairing.links), *same_but_for_front(self.pairing.links)]:
            self._set_aside(slips)
            self.pairing = pair_sentences(self.old, self.new)
        pair_by_place(self.old, self.new, self.pairing, self._passages())

    def _set_aside(self, found: Sequence[Aside]) -> None:
        gone = {id(s) for aside in found for s in (aside.old, aside.new)}
        self.aside += found
        self.old = [s for s in self.old if id(s) not in gone]
        self.new = [s for s in self.new if id(s) not in gone]

    def _passages(self) -> Passages:
        return passages(self.old, self.new, self.pairing, shared_places(*self.documents))

    @property
    def lang(self) -> str:
        """The language of the new version."""
        return self.documents[1].lang

    @cached_property
    def pairs(self) -> list[Edited]:
        """The best partners, word by word."""
        return [edited(link) for link in self.pairing.links if link.main]

    @cached_property
    def facts(self) -> tuple[list[Fact], list[Fact]]:
        """The figures of the sentences that differ."""
        return facts(self.old), facts(self.new)

    @cached_property
    def figure_slots(self) -> FigureSlots:
        """Which figures of both versions are one slot, and which stand alone."""
        return figure_slots(self.facts, self.pairing, self.held, self.reckoned)

    @cached_property
    def given(self) -> Given:
        """Which names, words and dates each version gives anywhere."""
        return Given(self.documents)

    @cached_property
    def passages(self) -> Passages:
        """What lies at the place of a sentence in the other version."""
        return self._passages()

    @cached_property
    def rewritten(self) -> float:
        """Share of the new version's sentences that no sentence of the old one holds in like words, 0 to 1.

        Of a few sentences no share says what a desk did with the text: there it is 0.
        """
        if len(self.documents[1].sentences) < _TEXT:
            return 0.0
        kept = {id(link.new) for link in self.pairing.links if link.main and link.order >= _KEPT}
        anew = sum(id(sentence) not in kept for sentence in self.new)
        return anew / max(1, len(self.documents[1].sentences))

    @cached_property
    def restating(self) -> tuple[Restating, Restating]:
        """Where each version says again what a sentence says."""
        return Restating(self.documents[0]), Restating(self.documents[1])

    @cached_property
    def body_stems(self) -> tuple[frozenset[str], frozenset[str]]:
        """The stems of all words of each version but its title."""
        old, new = (
            frozenset(stem(word) for s in document.sentences if not s.headline for word in s.key)
            for document in self.documents
        )
        return old, new

    @cached_property
    def rows(self) -> tuple[Row, Row]:
        """All words of each version in a row."""
        links = [pair.link for pair in self.pairs]
        partners = ({link.old.order: link.new for link in links}, {link.new.order: link.old for link in links})
        before, after = self.documents
        return Row(before, self.old, partners[0]), Row(after, self.new, partners[1])

    @cached_property
    def held(self) -> Held:
        """What each version gives as a whole, in any words."""
        return Held(self.documents)

    @cached_property
    def reckoned(self) -> tuple[Reckoned, Reckoned]:
        """What the figures of each version amount to."""
        return Reckoned(self.facts[0]), Reckoned(self.facts[1])
