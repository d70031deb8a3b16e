"""The dates of a sentence that tell of the story, not of its own report.

A sentence goes in, its dates come out but for the day behind "said" and the one in the line of place and day.
"""

from __future__ import annotations

import re

from monitor.facts.dates import Date
from monitor.facts.sentence import Sentence, reported

_DATELINE = re.compile(r"[^\W\d_a-z][^a-z\d]{2,40}?,? [^\W\d_]{3,9}\.? \d{1,2},? [(\u2013\u2014-]")
"""PORT AMBERLY, Oct 9 (Agency) -"""


def told_dates(sentence: Sentence) -> list[Date]:
    """The dates of a sentence but for the day of its own report: behind "said", or in the line of place and day."""
    line = _DATELINE.match(sentence.text)
    return [
        d for d in reported(sentence.text, sentence.lang).dates if not (d.of_saying or (line and d.end <= line.end()))
    ]
