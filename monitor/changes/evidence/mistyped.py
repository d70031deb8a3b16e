"""A figure whose unit or scale a slip of the pen hid: "2 hours, 19 mintues" beside "two hours, 19 minutes".

A figure and a sentence of the other version go in; whether that sentence gives it once the slip is put right comes out.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from monitor.changes.evidence.slots import Fact, facts_of
from monitor.changes.evidence.spelling import mended
from monitor.facts.sentence import Sentence


def same_when_mended(fact: Fact, other: Sentence) -> bool:
    """Whether the figure, read with the other sentence's spelling of its words, is one of that sentence."""
    sentence = fact.sentence
    text = _mended(sentence, other)
    if text == sentence.text:
        return False
    there = facts_of(other)
    read = (whole for whole in facts_of(replace(sentence, text=text)) if not whole.same_amount(fact))
    return any(whole.figure.start <= fact.figure.start < whole.figure.end and _given(whole, there) for whole in read)


@lru_cache(maxsize=256)
def _mended(sentence: Sentence, other: Sentence) -> str:
    """Asked again for every figure of a sentence."""
    return mended(sentence.text, sentence.key, other.key, sentence.lang)


def _given(fact: Fact, facts: list[Fact]) -> bool:
    return any(fact.same_amount(other) for other in facts)
