"""Connectives and fillers: nothing differs but words of grammar, which carry no fact by themselves.

A difference goes in, what was seen comes out. Words that deny, doubt or bound are no fillers.
"""

from __future__ import annotations

from monitor.changes.licences.case import Case

NAME = "connectives and fillers"


def span(case: Case) -> str | None:
    """Whether neither side holds a content word."""
    return None if case.words else "only words of grammar differ"
