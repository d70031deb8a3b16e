"""Runs of text, of which a line is made: where one paragraph ends inside them, and the figure that stands by itself.

Runs in, runs out. Sees no tag and no place.
"""

from __future__ import annotations

import re

from spiders.reading.words import collapse, ends_sentence

Run = tuple[str, bool, bool]
"""A piece of text, whether it is inside a link, whether it is bold. A text of "\\n" is a line break."""

LINE_BREAK: Run = ("\n", False, False)


def cut_at_breaks(runs: list[Run]) -> list[list[Run]]:
    """Two breaks in a row end a paragraph; a single one only after a full sentence (else it is a verse or address)."""
    parts: list[list[Run]] = [[]]
    waiting, size, tail = 0, 0, ""
    for run in runs:
        if run is LINE_BREAK:
            waiting += 1
        elif not run[0].strip():
            parts[-1].append(run)
        else:
            if waiting:
                if waiting > 1 or (size >= 40 and ends_sentence(tail)):
                    parts.append([])
                    size = 0
                else:
                    parts[-1].append((" ", False, False))
            waiting = 0
            parts[-1].append(run)
            size += len(run[0])
            tail = run[0]
    return parts


def cut_signpost(runs: list[Run]) -> list[list[Run]]:
    """Separate "**Follow the latest on** **[the strike](...)**" from the sentence set right behind it.

    Publishing systems keep such a pointer as bold words that end in a bold link, and exports lose the paragraph end
    behind it. It is one only when unlinked bold words come first and the text behind it opens a sentence of its own.
    """
    at = 0
    while at < len(runs) and (runs[at][2] or not runs[at][0].strip()):
        at += 1
    if at < 2:
        return [runs]
    head = [run for run in runs[:at] if run[0].strip()]
    if len(head) < 2 or head[0][1] or not head[-1][1] or at == len(runs):
        return [runs]
    rest = collapse("".join(run[0] for run in runs[at:]))
    if len(rest) < 40 or rest[0].islower() or not (rest[0].isalnum() or rest[0] in "\"'“‘«„"):
        return [runs]
    return [runs[:at], runs[at:]]


_FIGURE = re.compile(r"\s*[+−–-]?\d[\d.,:'’ \xa0]*(?:%|[kmKM]\b)?\s*")


def figure_of(runs: list[Run]) -> str:
    """The figure that stands in an element of its own at the start or end of a short text."""
    said = [run[0] for run in runs if run[0].strip()]
    return next((text.strip() for text in (said[0], said[-1]) if len(said) > 1 and _FIGURE.fullmatch(text)), "")
