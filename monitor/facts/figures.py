"""Every number that a text reports, with its bound, unit, what it counts, where and as of when.

A text and its language go in, Figures in the order of the text come out; they never overlap. The same text gives the
same figures. Touches nothing outside, never raises, and reads at most READ characters.
"""

from __future__ import annotations

from monitor.facts.figure import Figure
from monitor.facts.paragraphs import figures_in


def find_figures(text: str, lang: str = "en") -> list[Figure]:
    """The figures of a text. `lang` is a BCP 47 tag; an unknown one still gets digits, percentages and money.

    Spans are code points of the text given. Linear time, about 0.1 ms a sentence that holds a number.
    """
    return figures_in(text, lang)
