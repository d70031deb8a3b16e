"""What a name is, said beside it: "fled {the small kingdom of} Bhovia", "Corbel{, a security firm,} said".

A difference goes in, what was seen comes out. Not for an office, a deed, a name, a number or a word that denies or
bounds; nor for "of" behind a word that may part the phrase from the name ("the brother of Corbel"). Languages that
write every noun with a capital have no such licence.
"""

from __future__ import annotations

from functools import lru_cache

from monitor.changes.evidence.content import Content, content, words_of_content
from monitor.changes.evidence.pairing import Link
from monitor.changes.evidence.spans import Span
from monitor.changes.licences.case import Case, limits
from monitor.facts.events import find_events
from monitor.facts.sentence import Sentence
from monitor.text.cues import cues
from monitor.text.wordlists import wordlist

NAME = "says what the name is"
_MOST = 4
"""Content words of such a phrase."""
_LIKE = 0.8
"""Share of its other words in order from which a sentence is the same."""


def span(case: Case) -> str | None:
    """Whether only such a phrase came or went."""
    difference = case.difference
    if difference.link is None or len(difference.spans) != 1:
        return None
    phrase = difference.spans[0]
    if _rest_alike(difference.same, phrase, difference.link) < _LIKE:
        return None
    if phrase.sentence.headline or phrase.sentence.lang.startswith("de") or not _describes(phrase, case.lang):
        return None
    name = _before_name(phrase, case.lang) or _behind_name(phrase, case.lang)
    return f"{phrase.text} says what {name} is" if name else None


def _rest_alike(same: float, phrase: Span, link: Link) -> float:
    """Which share of the words beside the phrase both sentences have in order."""
    total = len(link.old.column.low) + len(link.new.column.low)
    return same * total / max(1, total - (phrase.end - phrase.start))


def _describes(phrase: Span, lang: str) -> bool:
    """Whether the words are an article and a few that only describe."""
    words = content(phrase)
    listed = _listed(lang, "grammar", "articles")
    if not 0 < len(words) <= _MOST or phrase.low[0] not in listed:
        return False
    # "The small Himalayan kingdom of": a name inside tells where the place lies, and only describes it.
    of_kind = phrase.low[-1] in _listed(lang, "apposition", "of")
    if any((word.name and not of_kind) or word.number or _tells(word, lang) for word in words):
        return False
    column, text = phrase.sentence.column, phrase.sentence.text
    start, end = column.start[phrase.start], column.end[phrase.end - 1]
    return not any(event.start < end and start < event.end for event in find_events(text, lang))


def _tells(word: Content, lang: str) -> bool:
    roles = cues(lang).words("names", "roles")
    return word.low in limits(lang) or any(part in roles for part in (word.low, *word.low.split("-")))


def _before_name(phrase: Span, lang: str) -> str | None:
    """The name that follows; "of" may stand before it where the phrase is of a kind that bears its name so."""
    low, words = phrase.low, content(phrase)
    bound = low[-1] in _listed(lang, "apposition", "of")
    if len(words) != len(low) - 1 - bound:
        return None
    if bound and words[-1].low not in _listed(lang, "apposition", "kinds"):
        return None
    return _name_at(phrase.sentence, phrase.end)


def _behind_name(phrase: Span, lang: str) -> str | None:
    """The name before it, where commas enclose the phrase and it is not one more of a list."""
    sentence, column = phrase.sentence, phrase.sentence.column
    if phrase.start == 0 or len(content(phrase)) != len(phrase.low) - 1:
        return None
    before = sentence.text[column.end[phrase.start - 1] : column.start[phrase.start]]
    last = phrase.end == len(column.low)
    after = sentence.text[column.end[phrase.end - 1] : None if last else column.start[phrase.end]]
    listed = not last and column.low[phrase.end] in _listed(lang, "grammar", "conjunctions")
    if before.strip() != "," or listed or (not last and after.strip() != ","):
        return None
    return _name_at(sentence, phrase.start - 1)


def _name_at(sentence: Sentence, at: int) -> str | None:
    """The word at this place, if it is written like a name; the first of a sentence always is."""
    known = at == 0 or any(word.at == at and word.name for word in words_of_content(sentence))
    column = sentence.column
    return sentence.text[column.start[at] : column.end[at]] if known and at < len(column.low) else None


@lru_cache(maxsize=64)
def _listed(lang: str, table: str, name: str) -> frozenset[str]:
    return frozenset(wordlist(lang, table, name))
