"""Furniture by its form: a short line without a full stop, an opener such as "Read more:", a line that asks.

A difference goes in, what was seen comes out. No list of sites and no list of lines: what a line looks like decides.
"""

from __future__ import annotations

from monitor.changes.evidence.differences import Shape
from monitor.changes.evidence.spans import Span
from monitor.changes.licences.case import Case
from monitor.changes.licences.facts_held import lacking
from monitor.text.sentences import ENDS

NAME = "furniture"
_SHORT = 8
"""Content words of a line that reports nothing by itself."""


def span(case: Case) -> str | None:
    """Whether every side is a line that is no sentence, or only such a line's own words differ."""
    difference = case.difference
    sides = difference.spans
    if difference.shape in (Shape.NEW_SENTENCE, Shape.LOST_SENTENCE):
        return _line(sides[0], case)
    link = difference.link
    if link and not case.difference.same and _short(link.old.text) and _short(link.new.text):
        return None if lacking(case, case.words) else "a short line without a full stop"
    return None


def _line(span: Span, case: Case) -> str | None:
    if lacking(case, case.words):
        return None
    text = span.sentence.text.rstrip()
    if span.sentence.where in ("headline", "standfirst", "lead"):
        return None
    if len(case.words) > _SHORT:
        return None
    if text.endswith(("?", ":")):
        return "a short line that asks or leads on"
    return "a short line without a full stop" if _short(text) else None


def _short(text: str) -> bool:
    stripped = text.rstrip()
    return len(stripped) < 120 and stripped[-1:] not in ENDS and len(stripped.split()) <= 12
