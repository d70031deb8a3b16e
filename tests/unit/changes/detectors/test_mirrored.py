"""Who says it, who did it and in which office: what is told of two versions is told, mirrored, of the way back."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.changes import compare
from spiders.article import Article

FRAMES = {
    "en": (
        "{source} said {name} had left {place} for good.",
        'The bridge was shut, {source} said. "We never saw a thing," said {name} of {place}.',
        "According to {source}, {name}, {office}, beat {other} in {place}.",
        "{name}, {office}, gave {other} the keys to the hall, {source} said.",
    ),
    "de": (
        "Laut {source} hat {name} die Stadt {place} verlassen.",
        "{name} besiegte {other} in {place}, sagte {source}.",
    ),
    "fr": (
        "Selon {source}, {name} a quitté {place} pour toujours.",
        "{name} a battu {other} à {place}, a déclaré {source}.",
    ),
    "es": ("Según {source}, {name} dejó {place} para siempre.", "{name} venció a {other} en {place}, dijo {source}."),
}
SOURCES = {
    "en": (
        "residents",
        "people living nearby",
        "the health ministry",
        "the ministry",
        "officials",
        "police",
        "doctors",
    ),
    "de": ("die Polizei", "Anwohner", "das Ministerium", "die Gewerkschaft"),
    "fr": ("la police", "les riverains", "les habitants", "le ministère"),
    "es": ("la policía", "los vecinos", "los residentes", "el ministerio"),
}
NAMES = ("Ola Brandt", "Piet Arden", "Carl Meyers", "Carl Myers", "Ilse Vanua", "Diego Munoz", "Diego Muñoz")
OFFICES = ("the mayor", "a former dancer", "a former boxer", "the club treasurer")
PLACES = ("Velm", "Orlo", "Brix")
MIRRORED = {"added": "removed", "removed": "added"}
WATCHED = ("attribution", "quote", "entity")


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """Two versions of one sentence, each with a source, names, an office and a place of its own."""
    lang = draw(st.sampled_from(sorted(FRAMES)))
    frame = draw(st.sampled_from(FRAMES[lang]))
    sides = []
    for _ in range(2):
        name, other = draw(st.permutations(NAMES))[:2]
        filled = frame.format(
            source=draw(st.sampled_from(SOURCES[lang])),
            name=name,
            other=other,
            office=draw(st.sampled_from(OFFICES)),
            place=draw(st.sampled_from(PLACES)),
        )
        sides.append(filled[:1].upper() + filled[1:])
    return sides[0], sides[1], lang


def told(old: str, new: str, lang: str) -> list[tuple[str, str, str]]:
    first, second = (Article.from_text([text], lang=lang) for text in (old, new))
    changes = compare(first, second)
    return [
        (str(change.kind), change.old.text if change.old else "", change.new.text if change.new else "")
        for change in changes
        if str(change.kind).startswith(WATCHED)
    ]


@settings(deadline=None, max_examples=150)
@given(versions())
def test_the_way_back_is_told_as_the_way_there_mirrored(pair: tuple[str, str, str]) -> None:
    old, new, lang = pair
    there = Counter(told(old, new, lang))
    back: Counter[tuple[str, str, str]] = Counter()
    for kind, before, after in told(new, old, lang):
        family, _, what = kind.partition(".")
        back[f"{family}.{MIRRORED.get(what, what)}", after, before] += 1
    assert there == back
