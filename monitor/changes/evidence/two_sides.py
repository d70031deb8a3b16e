"""One deal told from its other side: "sold to the city", "bought by the city". Two phrases in, yes or no out.

The pairs of words are data (text/lexicons/words). The word behind has to turn with the verb: "won the match" and "lost
the match" are no two sides of one deal.
"""

from __future__ import annotations

from monitor.facts.sentence import Sentence
from monitor.text.converses import converse
from monitor.text.functional import Weight, weight


def other_side(old: Sentence, at_old: int, new: Sentence, at_new: int, lang: str) -> bool:
    """Whether the words at these places, with the small word behind each, tell one deal from its two sides."""
    first, second = old.column.low[at_old : at_old + 2], new.column.low[at_new : at_new + 2]
    if len(first) < 2 or len(second) < 2 or first[1] == second[1]:
        return False
    if any(weight(phrase[1], lang) is Weight.CONTENT for phrase in (first, second)):
        return False
    return converse(" ".join(first), " ".join(second), lang)
