"""An English word in, the words of the thesaurus of which it may be a form: by WordNet's own endings and exceptions.

Asks the table whether a guess is a word, so it makes up none. Does not choose among several ("left", "saw").
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.text.thesaurus.table import ADJECTIVE, NOUN, VERB, Table

# WordNet's rules of detachment (morphy), by part of speech: an ending and what stands there in the dictionary.
_ENDINGS = {
    NOUN: (
        ("s", ""),
        ("ses", "s"),
        ("xes", "x"),
        ("zes", "z"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("men", "man"),
        ("ies", "y"),
    ),
    VERB: (
        ("s", ""),
        ("ies", "y"),
        ("es", "e"),
        ("es", ""),
        ("ed", "e"),
        ("ed", ""),
        ("ied", "y"),
        ("ing", "e"),
        ("ing", ""),
    ),
    ADJECTIVE: (("er", ""), ("est", ""), ("er", "e"), ("est", "e"), ("ier", "y"), ("iest", "y")),
}
_DOUBLED = {"ed", "ing", "er", "est"}
"""Endings before which a last consonant is written twice: "stopped", "bigger"."""


def lemmas(table: Table, word: str) -> frozenset[tuple[int, int]]:
    """The places in the table and the parts of speech of all words that may stand here in this form."""
    return frozenset(_found(table, word))


def _found(table: Table, word: str) -> Iterator[tuple[int, int]]:
    place = table.place(word)
    if place is not None:
        yield from ((place, sense.part) for sense in table.senses(place))
        irregular = table.lemmas(place)
        yield from irregular
    for part, endings in _ENDINGS.items():
        if place is not None and any(found == part for _, found in irregular):
            continue  # "better" is of "good", not of "bett"
        for ending, base in endings:
            yield from ((at, part) for at in _guessed(table, word, ending, base) if _is(table, at, part))


def _guessed(table: Table, word: str, ending: str, base: str) -> Iterator[int]:
    """Places of the words that give this one with the ending, at the last word or, for verbs, at the first."""
    front, gap, rest = word.partition(" ")
    shapes = [(word, "")]
    if gap and ending in ("s", "es", "ies", "ed", "ied", "ing"):
        shapes.append((front, gap + rest))
    for own, after in shapes:
        stem = own[: -len(ending)]
        if not own.endswith(ending) or len(stem) < 2:
            continue
        guesses = [stem + base]
        if ending in _DOUBLED and not base and stem[-1] == stem[-2] and stem[-1] not in "aeiou":
            guesses.append(stem[:-1])
        yield from (at for guess in guesses if (at := table.place(guess + after)) is not None)


def _is(table: Table, place: int, part: int) -> bool:
    return any(sense.part == part for sense in table.senses(place))
