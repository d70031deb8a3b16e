"""Headline: every desk finds a headline of its own for the same story, out of the words of the story.

A difference in a title goes in, what was seen comes out. What the body says is answered for in the body; a word that it
does not hold is not excused.
"""

from __future__ import annotations

from monitor.changes.licences.case import Case, Word
from monitor.text.words import stem

NAME = "said in the body"


def span(case: Case) -> str | None:
    """Whether the story holds every word that came into the headline, or left it."""
    if not all(place.sentence.headline for place in case.difference.spans) or not case.words:
        return None
    missing = next((word for word in case.words if not _in_a_body(case, word)), None)
    return None if missing else "the story holds these words"


def _in_a_body(case: Case, word: Word) -> bool:
    front = stem(word.low)
    return any(front in stems for stems in case.versions.body_stems)
