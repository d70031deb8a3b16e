"""The words that open, bound and end a scope, compiled once for each language from the `[scopes]` lists of its cues.

A language tag goes in, a frozen ScopeWords comes out; an unknown language gets one that finds nothing. Reads no text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from monitor.text.cues import Cues, cues
from monitor.text.lexicon import code_of, lexicon
from monitor.text.tokens import key


class Role(StrEnum):
    """What a cue does; each is the name of its list in `[scopes]`."""

    DENY = "deny"
    DENY_ALL = "deny_all"
    DENY_NOUN = "deny_noun"
    DENY_VERB = "deny_verb"
    NO_LONGER = "no_longer"
    NOT_YET = "not_yet"
    IDLE = "idle"
    HEDGE = "hedge"
    HEDGE_NOUN = "hedge_noun"
    HEDGE_BEHIND = "hedge_behind"
    HEDGE_OR_PLAN = "hedge_or_plan"
    HEDGE_PRESENT = "hedge_present"
    IF = "if"
    FEAR = "fear"
    FEARED = "feared"
    AHEAD = "ahead"
    AHEAD_CLAUSE = "ahead_clause"
    AHEAD_INFINITIVE = "ahead_infinitive"
    ASKED = "asked"
    PAST_CLAUSE = "past_clause"
    PAST_NOUN = "past_noun"
    PAST_YEAR = "past_year"
    PAST_SINCE = "past_since"


DENYING = frozenset([Role.DENY, Role.DENY_ALL, Role.DENY_NOUN, Role.DENY_VERB, Role.NO_LONGER, Role.NOT_YET])
"""The roles that deny something."""
NEGATORS = DENYING - {Role.DENY_VERB}
"""Those of them that are no verbs: behind "and" or a comma each opens a clause of its own."""


class Spelling:
    """How a language writes two words in one: "didn't", "l'homme", Arabic "and" before a word."""

    __slots__ = ("ands", "elided", "endings", "joined", "kept", "whole")

    def __init__(self, own: Cues) -> None:
        self.endings = tuple(ending for ending, _ in own.rows("contractions", "endings"))
        self.whole = {long: short for long, short in own.rows("contractions", "whole")}
        self.elided = frozenset(f"{front}'" for front in own.words("scopes", "elided"))
        self.joined = own.words("scopes", "joined")
        self.ands = self.joined & own.words("scopes", "and")
        self.kept = own.words("scopes", "and_not")

    def parts(self, low: str, openers: frozenset[str]) -> tuple[tuple[str, int], ...]:
        """A word as the words it is written from, each with its number of letters; one for most words."""
        if "'" in low:
            for ending in self.endings:
                if low.endswith(ending) and len(low) > len(ending):
                    front = low[: -len(ending)]
                    return (self.whole.get(low, front), len(front)), (ending, len(ending))
            front, mark, rest = low.partition("'")
            if rest and front + mark in self.elided:
                return (front + mark, len(front) + 1), *self.parts(rest, openers)
        elif low in self.whole:
            front = self.whole[low]
            return (front, len(front)), (low[len(front) :], len(low) - len(front))
        elif low[:1] in self.joined and len(low) > 2 and (low[1:] in openers or self._and(low)):
            return (low[:1], 1), (low[1:], len(low) - 1)
        return ((low, len(low)),)

    def form(self, phrase: str) -> tuple[str, ...]:
        """A phrase of a list as the words of a sentence."""
        whole = " ".join(key(phrase)).replace(" '", "'").split()  # "qu'" is one word of a sentence, and two tokens
        return tuple(part for low in whole for part, _ in self.parts(low, frozenset()))

    def _and(self, low: str) -> bool:
        """Whether the letter in front is "and", and not the first of the word itself."""
        return len(low) > 3 and low[0] in self.ands and low not in self.kept


@dataclass(frozen=True, slots=True)
class ScopeWords:
    """One language's words of scopes; every form as the tokens of a sentence have it, split where two are in one."""

    spelling: Spelling
    phrases: dict[str, list[tuple[tuple[str, ...], frozenset[Role]]]]
    """By first word, longest first."""
    openers: frozenset[str]
    ends: dict[str, list[tuple[str, ...]]]
    lists: dict[str, frozenset[str]]
    stop: frozenset[str]
    links: frozenset[str]
    pronouns: frozenset[str]
    future: tuple[str, ...]
    future_not: frozenset[str]
    infinitives: tuple[str, ...]
    present: tuple[str, ...]
    finite_endings: tuple[str, ...]
    past_endings: tuple[str, ...]
    article_prefixes: tuple[str, ...]
    capital_nouns: bool
    """Nouns are written with a capital, as in German, so that a lower-case word is none."""

    def has(self, name: str, word: str) -> bool:
        """Whether a word stands in a list."""
        return word in self.lists[name]


_PLAIN_LISTS = (
    *("until", "not_denied", "and", "or", "relative", "that", "knowing", "finite", "articles", "merged", "deny_last"),
    *("able", "bare", "there_is", "pair", "pair_only", "pair_alone", "pair_needed", "perfect", "present_not"),
)


@lru_cache(maxsize=32)
def _compiled(code: str) -> ScopeWords:
    own, words = cues(code), lexicon(code)
    spelling = Spelling(own)
    form = spelling.form
    roles: dict[tuple[str, ...], set[Role]] = {}
    for role in Role:
        for phrase in own.words("scopes", role.value):
            roles.setdefault(form(phrase), set()).add(role)
    phrases: dict[str, list[tuple[tuple[str, ...], frozenset[Role]]]] = {}
    for whole, found in roles.items():
        phrases.setdefault(whole[0], []).append((whole, frozenset(found)))
    for rows in phrases.values():
        rows.sort(key=lambda row: -len(row[0]))
    return ScopeWords(
        spelling=spelling,
        phrases=phrases,
        openers=frozenset(phrases),
        ends=_by_first(form(phrase) for phrase in own.words("scopes", "ends")),
        lists={name: frozenset(" ".join(form(w)) for w in own.words("scopes", name)) for name in _PLAIN_LISTS},
        stop=words.words("nouns", "stop") | own.words("scopes", "articles"),
        links=own.words("speech", "links") | own.words("names", "place"),
        pronouns=own.words("speech", "pronouns"),
        future=tuple(sorted(own.words("scopes", "future"))),
        future_not=own.words("scopes", "future_not"),
        infinitives=tuple(sorted(own.words("scopes", "infinitives"))),
        present=tuple(sorted(own.words("scopes", "present"))),
        finite_endings=tuple(sorted(own.words("scopes", "finite_endings"))),
        past_endings=tuple(sorted(own.words("scopes", "past_endings"))),
        article_prefixes=tuple(sorted(own.words("grammar", "article_prefixes"))),
        capital_nouns=words.table("nouns").get("head") == "capital",
    )


def _by_first(forms: Iterable[Sequence[str]]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for one in forms:
        found.setdefault(one[0], []).append(tuple(one))
    return found


def scope_words(lang: str) -> ScopeWords:
    """The words for a BCP 47 tag; only its first part counts."""
    return _compiled(code_of(lang))
