"""Ways to write an article anew without touching what it reports.

Paragraphs and a random generator go in, other paragraphs that mean the same come out. Each rule states an equality
that holds for any text; where its pattern is not met it changes nothing. Compares nothing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from benchmarks.rewriting_english import ENGLISH, capitals
from benchmarks.rewriting_units import UNITS
from benchmarks.unquoted import Paragraphs, Rule

_ENDS = re.compile(r"(?<=[a-z\"”)]{2}[.!?]) (?=[A-Z])")
_FURNITURE = [
    "Advertisement",
    "Read more: What we know so far",
    "Share this article",
    "Follow us on our channels for live updates",
    "Sign up for our newsletter: ten stories for your morning",
    "Live updates: follow the latest here",
    "Related stories",
    "Most read: Five charts on the economy",
    "Listen: our daily podcast",
    "Updated 14 minutes ago",
    "3 min read",
    "1,204 comments",
    "Photo: Rina Sole / Meridian",
    "© 2024 Meridian News. All rights reserved.",
    "(Reporting by Ana Lind; editing by Tom Reyl)",
]


def quotation_marks(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """Straight marks for curly ones, or curly or French ones for straight ones."""
    opening, closing = rng.choice([('"', '"'), ("“", "”"), ("«", "»"), ("„", "“")])
    whole = re.compile(r"\"([^\"“”„«»]*)\"|“([^\"“”„«»]*)”|«([^\"“”„«»]*)»")
    return [whole.sub(lambda m: opening + "".join(m.groups("")) + closing, paragraph) for paragraph in paragraphs]


def apostrophes(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """Straight or curly."""
    mark = rng.choice(["'", "’"])
    return [re.sub(r"(?<=\w)['’](?=\w)", mark, paragraph) for paragraph in paragraphs]


def spaces(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """Spaces that do not break, doubled spaces, a soft hyphen in a long word."""
    out = []
    for paragraph in paragraphs:
        places = [m.start() for m in re.finditer(" ", paragraph)]
        for at in sorted(rng.sample(places, min(3, len(places))), reverse=True):
            paragraph = paragraph[:at] + rng.choice(["\u00a0", "  ", "\u2009"]) + paragraph[at + 1 :]
        out.append(paragraph)
    return out


def split_paragraph(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """A paragraph becomes two at an end of a sentence."""
    places = [n for n, paragraph in enumerate(paragraphs) if _ENDS.search(paragraph)]
    if not places:
        return paragraphs
    at = rng.choice(places)
    cut = rng.choice(list(_ENDS.finditer(paragraphs[at])))
    return [*paragraphs[:at], paragraphs[at][: cut.start()], paragraphs[at][cut.end() :], *paragraphs[at + 1 :]]


def merge_paragraphs(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """Two that end and begin like sentences become one."""
    places = [
        n
        for n in range(len(paragraphs) - 1)
        if re.search(r"[a-z][.!?][\"”]?$", paragraphs[n]) and re.search(r"[.!?][\"”]?$", paragraphs[n + 1])
    ]
    if not places:
        return paragraphs
    at = rng.choice(places)
    return [*paragraphs[:at], f"{paragraphs[at]} {paragraphs[at + 1]}", *paragraphs[at + 2 :]]


def move_paragraph(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """One is put elsewhere, never above the lead."""
    if len(paragraphs) < 4:
        return paragraphs
    moved = list(paragraphs)
    one = moved.pop(rng.randrange(1, len(moved)))
    moved.insert(rng.randrange(1, len(moved) + 1), one)
    return moved


def shuffle_paragraphs(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """All but the lead in another order."""
    rest = paragraphs[1:]
    rng.shuffle(rest)
    return [*paragraphs[:1], *rest]


def furniture(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """One to three lines that report nothing are put between paragraphs."""
    out = list(paragraphs)
    for line in rng.sample(_FURNITURE, rng.randint(1, 3)):
        out.insert(rng.randrange(len(out) + 1), line)
    return out


ANY: Sequence[Rule] = (
    quotation_marks,
    apostrophes,
    spaces,
    split_paragraph,
    merge_paragraphs,
    move_paragraph,
    shuffle_paragraphs,
    furniture,
)
"""Rules that hold in any language."""


def rewritten(paragraphs: Sequence[str], lang: str, rng: random.Random) -> tuple[Paragraphs, list[str]]:
    """Other paragraphs that report the same, and the names of the rules that were used, in order."""
    rules = [*ANY, *(ENGLISH if lang.startswith("en") else ()), *UNITS.get(lang[:2], ())]
    out, names = list(paragraphs), []
    # No outlet runs a line of furniture together with a paragraph, or moves a word it set in capitals.
    for rule in sorted(rng.sample(rules, rng.randint(1, 6)), key=lambda rule: rule in (capitals, furniture)):
        before = out
        out = rule(out, rng)
        if out != before:
            names.append(rule.__name__)
    return out, names
