"""What changed about what is claimed: negation, certainty, and the outcome of an event.

Pairs of sentences that are one sentence with edits go in, Changes come out. Words of a lexicon decide
(text/lexicons/cues); a rewording that none of them names gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from monitor.changes.change import Change, Mention
from monitor.changes.evidence.document import Document
from monitor.changes.evidence.edits import Edited, Token, clause
from monitor.changes.evidence.spelling import expanded_all
from monitor.changes.kinds import Kind
from monitor.facts.sentence import Sentence
from monitor.text.cues import alternation, cues
from monitor.text.words import stem, words_of

_LOOSE = 0.4
"""Outcomes are telling words: they are looked for in sentences less alike than those the other rules need."""
_SMALL_WORD = 4
"""Letters; words up to this length ("have", "been") stand between a hedge and what it makes less sure."""
_AUXILIARY = frozenset({"have", "been", "will", "would", "were", "being"})
_SAME_CORE = 0.65
"""Share of telling words from which a sentence says the same with and without its hedge, however it is built."""
_PREFIXES = ("un", "in", "im", "dis", "non", "des", "dés", "in")


def claim_changes(
    pairs: Sequence[Edited], documents: tuple[Document, Document], differing: tuple[Sequence[Sentence], ...]
) -> list[Change]:
    """At most one change a pair: what an outcome says is not said again as a negation or a hedge.

    The headline comes last, and is silent about what the body told already. `differing` are the sentences that differ.
    """
    partners = (
        {pair.link.old.order: pair.link.new for pair in pairs},
        {pair.link.new.order: pair.link.old for pair in pairs},
    )
    flats = tuple(_Flat(*side) for side in zip(documents, differing, partners, strict=True))
    changes: dict[str, Change] = {}
    for pair in sorted(pairs, key=lambda pair: pair.link.new.headline):
        for rule in (_event, _polarity, _certainty, _designation):
            if not (pair.link.strong or _fits(rule, pair)):
                continue
            found = list(rule(pair, flats))
            for change in found:
                changes.setdefault(change.explanation.split(";")[0], change)
            if found:
                break
    return list(changes.values())


def _fits(rule: object, pair: Edited) -> bool:
    """Whether a rule may look at sentences that are less than one sentence with an edit."""
    if rule is _event:
        return pair.link.order >= _LOOSE <= pair.link.likeness
    return rule is _certainty and _core(pair) >= _SAME_CORE


def _designation(pair: Edited, flats: tuple[_Flat, ...]) -> Iterable[Change]:
    """A number that names instead of counting is another one: runway 24, flight 204, section 7."""
    for edit in pair.edits if len(pair.edits) == 1 else ():
        if len(edit.left) == len(edit.came) == 1:
            (left,), (came,) = edit.left, edit.came
            digits = [[char for char in token.low if char.isalnum()] for token in (left, came)]
            ordinal = any(token.low[:1].isdigit() and token.low[-1:].isalpha() for token in (left, came))
            numbered = not ordinal and all(any(char.isdigit() for char in side) for side in digits)
            if numbered and digits[0] != digits[1] and not flats[0].holds(came.low) and not flats[1].holds(left.low):
                yield _change(Kind.CLAIM_CHANGED, pair, edit.left, edit.came, f"number: {left.text} -> {came.text}")
                return


class _Flat:
    """All words of one version in a row, joined only when asked for."""

    def __init__(self, document: Document, differing: Sequence[Sentence], partners: dict[int, Sentence]) -> None:
        self._document = document
        self.differing = differing
        self.partners = partners
        self._text: str | None = None
        self._moved: str | None = None

    def moved(self, phrase: str) -> bool:
        """Whether a sentence that differs holds these words: a clause that was cut off stands in one of these."""
        if self._moved is None:
            self._moved = f" {' | '.join(' '.join(expanded_all(sentence.key)) for sentence in self.differing)} "
        return f" {phrase} " in self._moved

    def holds(self, phrase: str) -> bool:
        """Whether the version holds these words in this order anywhere."""
        if self._text is None:
            self._text = f" {' '.join(expanded_all(self._document.words))} "
        return f" {phrase} " in self._text


def _moved(flat: _Flat, pair: Edited, token: Token, new: bool) -> bool:
    """Whether another sentence of the other version holds a negation or hedge with the words before or behind it."""
    side = pair.new if new else pair.old
    at = side.index(token)
    behind = side[at : at + 2] if at + 1 < len(side) and len(side[at + 1].low) >= _SMALL_WORD else side[at : at + 3]
    beside = (behind, side[max(0, at - 2) : at + 1])
    phrases = (" ".join(expanded_all(words_of(" ".join(t.low for t in two)))) for two in beside if len(two) > 1)
    return any(flat.moved(phrase) for phrase in phrases)


def _change(kind: Kind, pair: Edited, left: Sequence[Token], came: Sequence[Token], why: str) -> Change:
    return Change(
        kind,
        Mention(clause(pair.link.old, left), pair.link.old.text),
        Mention(clause(pair.link.new, came), pair.link.new.text),
        where=pair.link.new.where,
        explanation=f"{why}; sentences {pair.link.likeness:.0%} alike, {pair.link.order:.0%} in order.",
    )


def _event(pair: Edited, flats: tuple[_Flat, ...]) -> Iterable[Change]:
    """A word was replaced by its opposite: rose -> fell, missing -> dead. Denied on one side, it says the same."""
    found = _opposed(pair)
    if found is not None and sum(map(len, _denying(pair))) % 2 == 0:
        gone, there = found
        yield _change(Kind.EVENT_CHANGED, pair, [gone], [there], f"outcome: {gone.low} -> {there.low}")


def _opposed(pair: Edited) -> tuple[Token, Token] | None:
    """The word of an outcome that left, and its opposite that came at its place."""
    against = opposites(pair.link.new.lang)
    for edit in pair.edits:
        for gone in edit.left:
            wanted = against.get(gone.low)
            there = [t for t in edit.came if wanted and t.low in wanted]
            if there and gone.low in pair.left and there[0].low in pair.came:
                return gone, there[0]
    return None


def _polarity(pair: Edited, flats: tuple[_Flat, ...]) -> Iterable[Change]:
    """A negation came or went, and nothing in the sentence makes up for it."""
    negations = _negations(pair.link.new.lang)
    before, after = _denying(pair)
    if (len(before) - len(after)) % 2 == 0 or abs(len(before) - len(after)) > 2:
        return
    if _made_up(pair) or _opposed(pair):
        return  # "stays closed", "will not open"
    if _made_up_beside(pair, flats[len(before) > len(after)], len(after) > len(before)):
        return
    more, sentence = (before, "went") if len(before) > len(after) else (after, "came")
    changed = [t for e in pair.edits for t in (e.left if sentence == "went" else e.came) if negations.fullmatch(t.low)]
    if not changed or all(_moved(flats[sentence == "went"], pair, t, sentence == "came") for t in changed):
        return
    gone = changed if sentence == "went" else _beside(pair, changed, old=True)
    there = changed if sentence == "came" else _beside(pair, changed, old=False)
    yield _change(Kind.POLARITY_CHANGED, pair, gone, there, f"negation {sentence}: {more[0].low}")


def _denying(pair: Edited) -> tuple[list[Token], list[Token]]:
    """The negations of both sides."""
    negations = _negations(pair.link.new.lang)
    idle = cues(pair.link.new.lang).words("negation", "idle_before")
    before, after = (
        [
            t
            for t, then in zip(side, [*side[1:], None], strict=False)
            if negations.fullmatch(t.low) and _denies(then, idle)
        ]
        for side in (pair.old, pair.new)
    )
    return before, after


def _beside(pair: Edited, changed: Sequence[Token], old: bool) -> tuple[Token, ...]:
    """The words of the other version at the place of an edit."""
    for edit in pair.edits:
        if set(changed) & set(edit.left + edit.came):
            side, at = (pair.old, edit.at_old) if old else (pair.new, edit.at_new)
            return side[max(0, at - 2) : at + 3]
    return ()


def _denies(behind: Token | None, idle: frozenset[str]) -> bool:
    return behind is None or behind.low not in idle


def _made_up(pair: Edited) -> bool:
    """Whether "not affected" became "unaffected", "not asked" became "failed to ask", or the other way round."""
    left, came = pair.left, pair.came
    denying = cues(pair.link.new.lang).words("negation", "verbs")
    for one, other in ((left, came), (came, left)):
        if any(word in denying and not any(word[:3] == kept[:3] for kept in other) for word in one):
            return True
    without = cues(pair.link.new.lang).words("negation", "without")
    for one, other in ((left, came), (came, left)):
        if one & without and any(word.startswith(_PREFIXES) and len(word) > _SMALL_WORD for word in other):
            return True  # "without lights", "unlit"
        for word in one:
            for prefix in _PREFIXES:
                rest = word.removeprefix(prefix)
                if rest != word and len(rest) > 2 and any(w[:5] == rest[:5] for w in other | _stayed(pair)):
                    return True
    return False


def _made_up_beside(pair: Edited, flat: _Flat, came: bool) -> bool:
    """Whether a sentence beside it denies, and its partner does not: "Nobody was hurt" was merged into this one."""
    sentence = pair.link.old if came else pair.link.new
    beside = (s for s in flat.differing if s.paragraph == sentence.paragraph and s is not sentence)
    return any(_holds_negation(s) and not _holds_negation(flat.partners.get(s.order)) for s in beside)


def _holds_negation(sentence: Sentence | None) -> bool:
    if sentence is None:
        return False
    negations = _negations(sentence.lang)
    return any(negations.fullmatch(word) for word in expanded_all(sentence.key))


def _stayed(pair: Edited) -> set[str]:
    return {t.low for t in pair.old} & {t.low for t in pair.new}


def _certainty(pair: Edited, flats: tuple[_Flat, ...]) -> Iterable[Change]:
    """A hedge came or went: "may have caused" -> "caused". One hedge for another is wording."""
    hedges = _hedges(pair.link.new.lang)
    before = _hits(hedges, pair.old)
    after = _hits(hedges, pair.new)
    if bool(before) == bool(after):
        return
    changed = before or after
    inside = {t for e in pair.edits for t in (e.left if before else e.came)}
    changed = [t for t in changed if t in inside]
    if not changed or not _said_anyway(pair, changed, bool(before)):
        return
    if all(_moved(flats[bool(before)], pair, t, not before) for t in changed):
        return
    gone = changed if before else _beside(pair, changed, old=True)
    there = changed if after else _beside(pair, changed, old=False)
    what = " ".join(t.low for t in changed)
    yield _change(Kind.CERTAINTY_CHANGED, pair, gone, there, f"hedge {'went' if before else 'came'}: {what}")


def _said_anyway(pair: Edited, hedge: Sequence[Token], went: bool) -> bool:
    """Whether the other version says what the hedge stood before: "may have caused", "caused"."""
    side, other = (pair.old, pair.new) if went else (pair.new, pair.old)
    at = side.index(hedge[-1])
    stems = {stem(token.low) for token in other}
    behind = [stem(token.low) for token in side[at + 1 :] if len(token.low) > _SMALL_WORD][:2]
    return any(word in stems for word in behind) or _core(pair) >= _SAME_CORE


def _core(pair: Edited) -> float:
    """Share of telling words in common, small words and hedges aside."""
    hedges = cues(pair.link.new.lang).words("certainty", "hedges")
    one, other = (
        {stem(t.low) for t in side if len(t.low) > 3 and t.low not in hedges and t.low not in _AUXILIARY}
        for side in (pair.old, pair.new)
    )
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _hits(pattern: re.Pattern[str], words: Sequence[Token]) -> list[Token]:
    """The tokens a pattern of one or more words covers."""
    text, starts = "", []
    for token in words:
        starts.append(len(text))
        text += token.low + " "
    hits = []
    for m in pattern.finditer(text):
        hits += [t for t, at in zip(words, starts, strict=True) if m.start() <= at < m.end()]
    return [t for t in hits if not t.capital or t is words[0]]  # "planned for May"


@lru_cache(maxsize=32)
def opposites(lang: str) -> dict[str, frozenset[str]]:
    """Each word of an outcome with the words that say the opposite."""
    against: dict[str, frozenset[str]] = {}
    for row in cues(lang).rows("outcomes", "opposites"):
        for one, other in (row, row[::-1]):
            for word in one:
                against[word] = against.get(word, frozenset()) | frozenset(other)
    for prefix in cues(lang).words("outcomes", "prefixes"):
        for word, others in list(against.items()):
            against[prefix + word] = others | {prefix + other for other in others}
    return against


@lru_cache(maxsize=32)
def _negations(lang: str) -> re.Pattern[str]:
    return re.compile(alternation(cues(lang).words("negation", "words")))


@lru_cache(maxsize=32)
def _hedges(lang: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S){alternation(cues(lang).words('certainty', 'hedges'))}(?!\S)")
