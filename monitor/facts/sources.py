"""Who says it: the sources a text names, each with the word that hands on what it says.

A text goes in, spans come out. Rules over cue verbs and noun phrases, no grammar model; does not resolve "he" or "she".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from monitor.text.cues import Cues, Forms, alternation, cues
from monitor.text.lexicon import code_of
from monitor.text.normal import READ, SENTENCE, fold
from monitor.text.spotting import openers, spots


class Source(NamedTuple):
    """`text[start:end]` is the noun phrase as written; `cue_start:cue_end` the verb or "according to" beside it.

    `bare` is true for a pronoun: someone speaks, but the words do not say who.
    """

    text: str
    start: int
    end: int
    cue_start: int
    cue_end: int
    bare: bool = False


class _ByFirst(dict[str, re.Pattern[str]]):
    """A pattern for the phrases that begin with a word, compiled when one is met: to try all would take far longer."""

    def __init__(self, phrases: Iterable[str], form: str, flags: int = 0) -> None:
        self._phrases: dict[str, list[str]] = {}
        for phrase in phrases:
            for word in openers([phrase]):
                self._phrases.setdefault(word, []).append(phrase)
        self._form, self._flags = form, flags
        self.words = self._phrases.keys()

    def __missing__(self, word: str) -> re.Pattern[str]:
        form = self._form.replace("PHRASE", alternation(self._phrases.get(word, ())))
        pattern = self[word] = re.compile(form, self._flags)
        return pattern


class _Patterns(NamedTuple):
    lang: str
    first: frozenset[str]
    lead: _ByFirst
    after: _ByFirst
    before: _ByFirst
    verbs: Forms
    pronoun: frozenset[str]
    opener: frozenset[str]
    links: frozenset[str]
    stops: frozenset[str]
    both: frozenset[str]
    knowing: frozenset[str]
    surely: frozenset[str]
    aside: frozenset[str]
    verb_first: bool
    article: tuple[str, ...]


_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ]")
_TOKEN = re.compile(r"[^\W_]+(?:[.'&-][^\W_]+)*\.?|[,;:()\"،؛]")
# What stands before a verb whose source follows: a comma, the end of a quote, or an auxiliary after one of these.
_AFTER_MARK = re.compile(r"[\",]\s*(?:(?:a|ont|ha|han) )?\Z", re.IGNORECASE)
# What ends the phrases before it.
_CUT = re.compile(r'[\n";:]|[.!?-] ')
_MARK_REACH = 12
_MOST_CUES = 10_000
"""Words of speech that are looked at in one text; no article has a tenth of them."""
_Spots = list[tuple[int, str]]
_PHRASE_WORDS = 9
"""A noun phrase of more words than this before its verb is cut from the left."""


def find_sources(text: str, lang: str = "en") -> list[Source]:
    """Sources in the order of the text; none overlap. Never raises; linear time."""
    text = text[:READ]
    return list((_found if len(text) <= SENTENCE else _found.__wrapped__)(text, code_of(lang)))


@lru_cache(maxsize=512)
def _found(text: str, lang: str) -> tuple[Source, ...]:
    """Cached for sentences, because figures and changes ask about the same ones; the text alone decides."""
    plain = fold(text)
    patterns = _patterns(lang)
    cues_here = spots(plain, patterns.first)[:_MOST_CUES]
    if not cues_here:
        return ()
    found: list[Source] = []
    taken: list[tuple[int, int]] = []
    for source in (
        *_led(text, plain, cues_here, patterns),
        *_following(text, plain, cues_here, patterns),
        *_preceding(text, plain, cues_here, patterns),
    ):
        if not any(source.start < end and start < source.end for start, end in taken[-40:]):
            found.append(source)
            taken.append((source.start, source.end))
    return tuple(sorted(found, key=lambda source: source.start))


def _led(text: str, plain: str, cues_here: _Spots, patterns: _Patterns) -> list[Source]:
    """`According to the health ministry, ...`"""
    found = []
    for cue in _matches(plain, cues_here, patterns.lead):
        phrase = _phrase_after(plain, cue.end(), patterns, strict=False)
        if phrase:
            found.append(_source(text, *phrase, cue.start(), cue.end(), patterns))
    return found


def _following(text: str, plain: str, cues_here: _Spots, patterns: _Patterns) -> list[Source]:
    """`"...", said the mayor` and `..., said Ilse Vanua`: the source stands after a verb of speech."""
    found = []
    for cue in _matches(plain, cues_here, patterns.after):
        at = max(0, cue.start() - _MARK_REACH)
        if (
            patterns.verb_first
            or _AFTER_MARK.search(plain[at : cue.start()])
            or (at == 0 and not plain[: cue.start()].strip())
        ):
            phrase = _phrase_after(plain, cue.end(), patterns, strict=True)
            if phrase:
                found.append(_source(text, *phrase, cue.start(), cue.end(), patterns))
    return found


def _preceding(text: str, plain: str, cues_here: _Spots, patterns: _Patterns) -> list[Source]:
    """`The health ministry said ...`"""
    found = []
    for cue in _matches(plain, cues_here, patterns.before):
        phrase = _phrase_before(plain, cue.start(), cue.group().lower() in patterns.surely, patterns)
        if phrase:
            found.append(_source(text, *phrase, cue.start(), cue.end(), patterns))
    return found


def _matches(plain: str, cues_here: _Spots, patterns: _ByFirst) -> list[re.Match[str]]:
    """What the patterns match at the places where their words begin, without overlap."""
    found: list[re.Match[str]] = []
    end = 0
    for start, word in cues_here:
        if start >= end and word in patterns.words and (match := patterns[word].match(plain, start)):
            end = match.end()
            found.append(match)
    return found


def _source(text: str, start: int, end: int, cue_start: int, cue_end: int, patterns: _Patterns) -> Source:
    words = text[start:end]
    return Source(words, start, end, cue_start, cue_end, words.lower() in patterns.pronoun)


def _phrase_after(plain: str, at: int, patterns: _Patterns, strict: bool) -> tuple[int, int] | None:
    """The noun phrase from a place to the next comma, stop word or verb. `strict`: it must look like a source."""
    begin = end = None
    known = linked = False
    for words, token in enumerate(_TOKEN.finditer(plain, at, at + 160)):
        word = token.group()
        lower = word.lower() if _abbreviated(word) else word.lower().rstrip(".")  # a full stop ends "..., said police."
        if (end is not None and plain[end : token.start()].strip(" '-")) or words >= 12:
            break
        if not word[0].isalnum():
            if begin is None and word == '"':
                return None
            break
        if lower in patterns.stops or (lower in patterns.both and words == 0):
            break
        fits = (
            _CAPITAL.match(word) or lower in patterns.opener or _noun(lower, patterns.lang) or lower in patterns.links
        )
        definite = fits or linked or lower.startswith(patterns.article)
        if begin is not None and patterns.article and not strict and not definite:
            break
        if known and patterns.lang == "de" and word.islower() and lower not in patterns.links:
            break  # German writes its nouns with a capital: "Laut Polizei bleibt die Brücke gesperrt"
        linked = lower in patterns.links
        if strict and begin is None and not (fits or lower in patterns.pronoun):
            break
        if known and word in patterns.verbs and plain[token.start() - 1 : token.start()] not in ("-", "_"):
            break
        begin = token.start() if begin is None else begin
        known = known or bool(_CAPITAL.match(word) or _noun(lower, patterns.lang) or lower in patterns.pronoun)
        end = token.end() - (1 if word.endswith(".") and not _abbreviated(word) else 0)
        if lower in patterns.pronoun or end < token.end():
            break
    if begin is None or end is None or (strict and not known):
        return None
    return begin, end


def _abbreviated(word: str) -> bool:
    return len(word) <= 4 and word[:1].isupper()


def _phrase_before(plain: str, at: int, surely: bool, patterns: _Patterns) -> tuple[int, int] | None:
    """The noun phrase that ends at a place, over "has also" and a set-off ", 41, of Leeds,".

    `surely`: the verb is one that only speakers have, so any phrase that opens with an article is a source.
    """
    low = max(0, at - 160)
    cut = -1
    for mark in _CUT.finditer(plain, low, at):
        cut = mark.start()
    tokens = list(_TOKEN.finditer(plain, max(low, cut + 1), at))
    last = len(tokens) - 1
    while last >= 0 and tokens[last].group().lower() in patterns.aside:
        last -= 1
    last = _before_apposition(tokens, last, patterns)
    while last >= 0 and (tokens[last].group() == "," or tokens[last].group().isdigit()):
        # "Ana Lind, 41, a former official, said": step over what is set off, to the comma that opens it.
        opening = next((n for n in range(last - 1, max(-1, last - 12), -1) if tokens[n].group() == ","), -1)
        if opening <= 0:
            return None
        last = opening - 1
    begin = last + 1
    known = surely
    while begin > 0 and last - begin + 1 < _PHRASE_WORDS:
        word = tokens[begin - 1].group()
        lower = word.lower()
        if not word[0].isalnum() or lower in patterns.stops:
            break
        if lower in patterns.pronoun:
            if begin - 1 == last:
                return tokens[last].start(), tokens[last].end()
            break
        fits = (
            _CAPITAL.match(word) or _noun(lower, patterns.lang) or lower in patterns.opener or lower in patterns.links
        )
        if not fits and not (known and (surely or begin - 1 < last) and _leads(tokens, begin - 1, patterns)):
            break
        known = known or bool(_CAPITAL.match(word) or _noun(lower, patterns.lang))
        begin -= 1
        if lower in patterns.opener and (begin == 0 or tokens[begin - 1].group().lower() not in patterns.links):
            break
    while begin <= last and tokens[begin].group().lower() in patterns.links - patterns.opener:
        begin += 1
    if not known or begin > last:
        return None
    end = tokens[last].end() - (1 if tokens[last].group().endswith(".") else 0)
    return tokens[begin].start(), end


def _before_apposition(tokens: list[re.Match[str]], last: int, patterns: _Patterns) -> int:
    """Step over what says how a source knows: "two people familiar with the matter", "an official briefed on it"."""
    for n in range(last, max(0, last - 7), -1):
        if tokens[n].group().lower() in patterns.knowing and _noun(tokens[n - 1].group().lower(), patterns.lang):
            return n - 1
        if not tokens[n].group()[0].isalnum():
            break
    return last


def _leads(tokens: list[re.Match[str]], at: int, patterns: _Patterns) -> bool:
    """Whether a plain word before a source noun belongs to it: "the volunteer medics' group", after an article."""
    for n in range(at - 1, max(-1, at - 4), -1):
        word = tokens[n].group().lower()
        if word in patterns.opener:
            return True
        if not word[0].isalnum():
            return False
    return False


@lru_cache(maxsize=8192)
def _noun(low: str, lang: str) -> bool:
    """Whether a word is a noun that is a source though no capital marks it."""
    return low in _nouns(lang)


@lru_cache(maxsize=32)
def _nouns(lang: str) -> Forms:
    return Forms(cues(lang).words("speech", "nouns"))


@lru_cache(maxsize=32)
def _patterns(lang: str) -> _Patterns:
    own: Cues = cues(lang)
    lead, verbs, plain_verbs = (own.words("speech", name) for name in ("lead", "verbs", "plain"))
    tied = own.words("speech", "lead_attached")
    return _Patterns(
        lang,
        openers(lead | tied | verbs | plain_verbs),
        _ByFirst([*(f"{phrase} " for phrase in lead), *tied], r"\bPHRASE", re.IGNORECASE),
        _ByFirst(plain_verbs, r"PHRASE\s+(?=\S)", re.IGNORECASE),
        _ByFirst(verbs, r"(?<![\w-])PHRASE(?![\w-])"),
        Forms(verbs),
        own.words("speech", "pronouns"),
        own.words("speech", "openers"),
        own.words("speech", "links"),
        own.words("speech", "stops"),
        own.words("speech", "and"),
        own.words("speech", "knowing"),
        own.words("speech", "surely"),
        own.words("speech", "aside"),
        bool(own.words("speech", "verb_first")),
        tuple(sorted(own.words("speech", "article"))),
    )
