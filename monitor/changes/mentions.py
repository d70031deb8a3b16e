"""How a change shows one of its sides: the words as written, their sentence, and a figure's fields. Decides nothing."""

from __future__ import annotations

from monitor.changes.change import Mention
from monitor.changes.evidence.spans import Span
from monitor.facts.figure import Figure
from monitor.facts.sentence import Sentence


def mention(figure: Figure, sentence: Sentence) -> Mention:
    """A figure as one side of a change, with the place that its paragraph lends it."""
    given = (told for told in sentence.read.figures if (told.start, told.end) == (figure.start, figure.end))
    figure = next(given, figure)
    return Mention(
        figure.surface,
        sentence.text,
        figure.lo,
        figure.hi,
        figure.bound,
        figure.unit,
        figure.counted or figure.noun,
        figure.place,
        figure.as_of,
        figure.source,
        figure.holder,
    )


def shown(span: Span) -> Mention:
    """The words of a span."""
    return Mention(span.text, span.sentence.text)
