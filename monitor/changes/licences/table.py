"""The licences in the order in which they are asked. The first that answers excuses the difference.

A difference goes in, a Licence or None comes out. Span licences are asked of the whole, word licences of each content
word; what these leave is asked of the last ones.
"""

from __future__ import annotations

from monitor.changes.evidence.differences import Difference
from monitor.changes.evidence.versions import Versions
from monitor.changes.licences import (
    converse,
    formats,
    furniture,
    headlines,
    hedges,
    inflection,
    letters,
    name_forms,
    one_word_more,
    passages,
    pronouns,
    restated,
    reworded,
    rewritten_text,
    same_event,
    small_words,
    speech,
    synonym,
    translated,
    word_order,
)
from monitor.changes.licences.case import Case
from monitor.changes.licences.licence import Licence

SPANS = (small_words, letters, synonym, translated, pronouns, headlines, restated, furniture, rewritten_text, passages)
WORDS = (formats, letters, word_order, inflection, speech, converse, same_event, hedges, synonym, name_forms)
LEFT = (one_word_more, reworded)


def excuse(difference: Difference, versions: Versions) -> Licence | None:
    """Why the difference is only wording, None where nothing says so."""
    case = Case(difference, versions)
    for licence in SPANS:
        if saw := licence.span(case):
            return Licence(licence.NAME, saw)
    if difference.link is None:
        return None
    excused = [_word(case, n) for n in range(len(case.words))]
    left = [word for word, found in zip(case.words, excused, strict=True) if found is None]
    if not left:
        return next(found for found in reversed(excused) if found)
    for last in LEFT:
        if saw := last.left(case, left):
            return Licence(last.NAME, saw)
    return None


def _word(case: Case, n: int) -> Licence | None:
    for licence in WORDS:
        if saw := licence.word(case, case.words[n]):
            return Licence(licence.NAME, saw)
    return None
