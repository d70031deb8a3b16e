"""Where a version says again what a sentence says: the place that holds most of its telling words.

The words of a sentence go in, the best place and the share it holds come out. Looks at words only, never at figures.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from monitor.changes.evidence.document import MOST_SENTENCES, Document

_UNKNOWN = 0.5
"""How often a word counts as held that the version does not hold: less than once, so that it weighs most."""


class Restated(NamedTuple):
    """`share` 0..1 of the words by weight, and the sentence that holds them, alone or with the one behind it."""

    share: float
    text: str


class Restating:
    """The words of one version by the sentences that hold them; built once a comparison."""

    def __init__(self, document: Document) -> None:
        self._sentences = document.sentences[:MOST_SENTENCES]
        self._stems = [s.read.words.stems for s in self._sentences]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for n, stems in enumerate(self._stems):
            for word in stems:
                self._holders[word].append(n)

    def best(self, words: Iterable[str]) -> Restated:
        """The place that holds the largest share of these stems."""
        many = len(self._sentences) + 1
        weights = {word: math.log(1 + many / (len(self._holders.get(word, ())) or _UNKNOWN)) for word in set(words)}
        total = sum(weights.values())
        held: Counter[int] = Counter()
        for word, weight in weights.items():
            # In a sentence, or in the one behind it: a sentence that was split stands in two.
            for n in {m for holder in self._holders.get(word, ()) for m in (holder, holder - 1) if m >= 0}:
                held[n] += weight  # type: ignore[assignment]
        if not held or not total:
            return Restated(0.0, "")
        n, weight = max(held.items(), key=lambda item: (item[1], -item[0]))
        return Restated(weight / total, self._sentences[n].text)
