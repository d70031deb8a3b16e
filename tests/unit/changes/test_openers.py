"""No word that a sentence may begin with takes a number in it for writing: only labels of furniture do."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.changes import compare
from spiders.article import Article

CUES = Path(__file__).parents[3] / "monitor" / "text" / "lexicons" / "cues"
SENTENCES = {
    "en": "{word} {number} people were killed in Orlo, officials said.",
    "de": "{word} {number} Menschen starben in Orlo, teilte das Amt mit.",
    "fr": "{word} {number} personnes sont mortes à Orlo, selon le maire.",
    "es": "{word} {number} personas murieron en Orlo, dijo el alcalde.",
    "pt": "{word} {number} pessoas morreram em Orlo, disse o prefeito.",
    "ar": "{word} {number} شخصا قتلوا في أورلو، قال العمدة.",
}
EACH = 9
"""Of all words of a language's lists one in so many is tried: all of them were, once, and take a minute."""


def strings(found: object) -> Iterator[str]:
    """Every string in tables and lists."""
    if isinstance(found, str):
        yield found.strip("~*")
    elif isinstance(found, dict | list):
        for one in found.values() if isinstance(found, dict) else found:
            yield from strings(one)


@pytest.mark.parametrize("lang", SENTENCES)
def test_a_number_is_told_whatever_word_its_sentence_begins_with(lang: str) -> None:
    lists = tomllib.loads((CUES / f"{lang}.toml").read_text("utf-8"))
    labels = {*strings(lists["grammar"]["heads"]), *strings(lists["furniture"])}
    words = sorted({*strings(lists)} - labels)
    openers = [*sorted({word.split()[0] for word in strings(lists["grammar"]["heads"])}), *words[::EACH]]
    silent = []
    for word in openers:
        old, new = (
            Article.from_text([SENTENCES[lang].format(word=word[:1].upper() + word[1:], number=n)], lang=lang)
            for n in (4110, 4120)
        )
        told = [change for change in compare(old, new) if change.level != "wording"]
        if word and not told and word not in labels:
            silent.append(word)
    assert silent == []
