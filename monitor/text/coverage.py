"""Which kinds of fact cannot be read in a language, because its lexicon has no words for them; and which language a
bare text is in.

A tag or a text goes in, names come out. Reads no facts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from monitor.text.cues import cues
from monitor.text.lexicon import as_words, code_of, lexicon
from monitor.text.normal import compose, fold

UNKNOWN = "und"
"""The tag of a text in a language that has no lexicon (BCP 47: undetermined)."""
WEIGHED = 4_000
"""Characters of a text that are asked for its language."""
_COMMON = 0.12
"""Share of its words that a text has in common with the function words of its language; news texts have 0.25 to 0.5."""
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@lru_cache(maxsize=256)
def lacking(lang: str) -> tuple[str, ...]:
    """What is not read in a language: none of these where it has a whole lexicon, all where it has none."""
    words, speech = lexicon(lang), cues(lang)
    there = {
        "number words": words.table("numerals", "values"),
        "bounds": words.table("bounds"),
        "what is counted": words.table("concepts"),
        "places": words.words("places", "before"),
        "dates in words": words.words("dates", "january"),
        "sources": speech.words("speech", "verbs") | speech.words("speech", "plain"),
        "negation": speech.words("negation", "words"),
    }
    return tuple(name for name, found in there.items() if not found)


def lacking_in_words(lang: str) -> str:
    """What `lacking` finds, as a sentence for people; "" where nothing is missing."""
    missing = lacking(lang)
    if not missing:
        return ""
    rest = "" if lexicon(lang).known else "; digits, percentages, money and quotes are"
    return f"not read in this language ({code_of(lang)}): {', '.join(missing)}{rest}"


def guessed(text: str) -> str:
    """The language of a text by the function words in it, UNKNOWN where too few of any language are.

    A few plain words or a line of figures without a single one pass for English.
    """
    found = _WORD.findall(fold(compose(text[:WEIGHED]).text).lower())
    shares = {lang: sum(word in stop for word in found) for lang, stop in _function_words().items()}
    best = max(shares, key=lambda lang: shares[lang])
    if not shares[best]:
        return "en" if len(found) < 5 and text.isascii() else UNKNOWN
    return best if shares[best] >= _COMMON * len(found) else UNKNOWN


@lru_cache(maxsize=1)
def _function_words() -> dict[str, frozenset[str]]:
    there = sorted(path.name[:-5] for path in files("monitor.text").joinpath("lexicons").iterdir() if path.is_file())
    # Where two languages have as many in common, English is taken: it is the one a page means that says nothing.
    langs = ["en", *(lang for lang in there if lang not in ("common", "en"))]
    words = {lang: lexicon(lang).words("nouns", "stop") | lexicon(lang).words("nouns", "of") for lang in langs}
    return words | {lang: frozenset(as_words(own)) for lang, own in lexicon("common").table("function_words").items()}
