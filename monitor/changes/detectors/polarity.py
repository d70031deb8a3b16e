"""A negation came or went: would raise, would not raise.

Linked sentences go in, findings of `polarity.changed` come out. What makes up for a negation in the same sentence, or
in the one beside it, makes it none.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.changes.detectors.pairs import worded
from monitor.changes.evidence.denials import denying, negations_of, opposed
from monitor.changes.evidence.edits import Edited, beside
from monitor.changes.evidence.rows import SMALL_WORD, Row, moved
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.sentence import Sentence
from monitor.text.cues import cues
from monitor.text.words import expanded_all

NAME = "polarity"
_PREFIXES = ("un", "in", "im", "dis", "non", "des", "dés", "in")


def find(versions: Versions) -> list[Finding]:
    """At most one finding a pair."""
    return [f for pair in versions.pairs if pair.link.strong for f in _polarity(pair, versions.rows)]


def _polarity(pair: Edited, rows: tuple[Row, Row]) -> Iterator[Finding]:
    """A negation came or went, and nothing in the sentence makes up for it."""
    negations = negations_of(pair.link.new.lang)
    before, after = denying(pair)
    if (len(before) - len(after)) % 2 == 0 or abs(len(before) - len(after)) > 2:
        return
    if _made_up(pair) or opposed(pair):
        return  # "stays closed", "will not open"
    if _made_up_beside(pair, rows[len(before) > len(after)], len(after) > len(before)):
        return
    more, sentence = (before, "went") if len(before) > len(after) else (after, "came")
    changed = [t for e in pair.edits for t in (e.left if sentence == "went" else e.came) if negations.fullmatch(t.low)]
    if not changed or all(moved(rows[sentence == "went"], pair, t, sentence == "came") for t in changed):
        return
    gone = changed if sentence == "went" else beside(pair, changed, old=True)
    there = changed if sentence == "came" else beside(pair, changed, old=False)
    yield worded(NAME, Kind.POLARITY_CHANGED, pair, gone, there, f"negation {sentence}: {more[0].low}")


def _made_up(pair: Edited) -> bool:
    """Whether "not affected" became "unaffected", "not asked" became "failed to ask", or the other way round."""
    left, came = pair.left, pair.came
    denying = cues(pair.link.new.lang).words("negation", "verbs")
    for one, other in ((left, came), (came, left)):
        if any(word in denying and not any(word[:3] == kept[:3] for kept in other) for word in one):
            return True
    without = cues(pair.link.new.lang).words("negation", "without")
    for one, other in ((left, came), (came, left)):
        if one & without and any(word.startswith(_PREFIXES) and len(word) > SMALL_WORD for word in other):
            return True  # "without lights", "unlit"
        for word in one:
            for prefix in _PREFIXES:
                rest = word.removeprefix(prefix)
                if rest != word and len(rest) > 2 and any(w[:5] == rest[:5] for w in other | _stayed(pair)):
                    return True
    return False


def _made_up_beside(pair: Edited, row: Row, came: bool) -> bool:
    """Whether a sentence beside it denies, and its partner does not: "Nobody was hurt" was merged into this one."""
    sentence = pair.link.old if came else pair.link.new
    beside = (s for s in row.differing if s.paragraph == sentence.paragraph and s is not sentence)
    return any(_holds_negation(s) and not _holds_negation(row.partners.get(s.order)) for s in beside)


def _holds_negation(sentence: Sentence | None) -> bool:
    if sentence is None:
        return False
    negations = negations_of(sentence.lang)
    return any(negations.fullmatch(word) for word in expanded_all(sentence.key))


def _stayed(pair: Edited) -> set[str]:
    return {t.low for t in pair.old} & {t.low for t in pair.new}
