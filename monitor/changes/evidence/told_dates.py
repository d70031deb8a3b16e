"""The dates of a sentence that tell of the story, not of its own report.

A sentence goes in, its dates come out but for the day behind "said", the one in the line of place and day, the hour of
an entry, and those of a list of updates.
"""

from __future__ import annotations

import re

from monitor.facts.dates import Date
from monitor.facts.sentence import Sentence
from monitor.text.cues import cues
from monitor.text.words import words_of

_DATELINE = re.compile(r"[^\W\d_a-z][^a-z\d]{2,40}?,? [^\W\d_]{3,9}\.? \d{1,2},? [(\u2013\u2014-]")
"""PORT AMBERLY, Oct 9 (Agency) -"""

_TIME_LINE = re.compile(r"\d{1,2}[:.h]\d{2}(?: ?(?:[ap]m|Uhr|GMT))? (?=[A-ZÀ-Þ\"“„«])")
"""11:40 Some 9,400 people fled: the hour of an entry of a live blog."""


def told_dates(sentence: Sentence) -> list[Date]:
    """The dates of a sentence but for the day of its own report: behind "said", or in the line of place and day."""
    if _stamped(sentence):
        return []
    line = _DATELINE.match(sentence.text) or _TIME_LINE.match(sentence.text)
    return [d for d in sentence.read.dates if not (d.of_saying or (line and d.end <= line.end()))]


def _stamped(sentence: Sentence) -> bool:
    """Whether it opens with a word for an update and a colon: "Latest updates: 6 January: the rules in short"."""
    label = _LABEL.match(sentence.text)
    words = cues(sentence.lang).words("furniture", "stamps") | cues("en").words("furniture", "stamps")
    said = words_of(label[1]) if label else ()
    return len(said) > 0 and words.issuperset(said)


_LABEL = re.compile(r"([^:]{2,40}):")


def as_number(date: Date, other: Sentence) -> bool:
    """Whether another sentence gives the digits of a bare year as a number: "1500 pupils", "1,500 pupils"."""
    return date.text.isdecimal() and any(figure.value == int(date.text) for figure in other.read.figures)
