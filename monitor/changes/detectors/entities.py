"""What changed about who, where and when: names, places, roles, dates, and who says it.

Pairs of linked sentences and both whole versions go in, Changes come out. A name, date or source that the other version
gives anywhere is no change: it moved, or is said again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Levenshtein

from monitor.changes.change import Change, Mention
from monitor.changes.evidence.document import Document
from monitor.changes.evidence.edits import Edit, Edited, Token
from monitor.changes.evidence.spelling import has_slip, initials
from monitor.changes.kinds import Kind
from monitor.facts.dates import Date, DateIndex
from monitor.facts.quotes import find_quotes
from monitor.facts.sentence import Reported, Sentence, reported
from monitor.facts.sources import Source
from monitor.text.cues import cues
from monitor.text.words import stem, words_of

_DATELINE = re.compile(r"[^\W\d_a-z][^a-z\d]{2,40}?,? [^\W\d_]{3,9}\.? \d{1,2},? [(\u2013\u2014-]")
"""PORT AMBERLY, Oct 9 (Agency) -"""
_RANK = re.compile(r"^(?:ex-?|sub-?|vi[cz]e-?)")
_SHORT_OFFICE = 3
_EQUAL = 0.85
"""Share of words in order from which a sentence is the same but for a word or two."""
_KEPT = 0.7
"""Share of words in order from which a source was put in or cut out, and nothing else."""
_TIED = 0.5
"""Share of words from which two linked sentences report the same, whoever says it."""
_SAME_WORD = 0.8
"""The same for words that are no names: "treasurer" is no "secretary"."""
_SPELLING = 0.6
"""Letters two names must share, in order, to be one name spelled in two ways."""


class _Held:
    """All words of both versions, gathered only when asked for."""

    def __init__(self, documents: tuple[Document, Document]) -> None:
        self._documents = documents
        self._words: dict[int, frozenset[str]] = {}

    def words(self, side: int) -> frozenset[str]:
        """Words of one version, lower case, without possessives; 0 is the old one."""
        if side not in self._words:
            self._words[side] = frozenset([word.removesuffix("'s") for word in self._documents[side].word_set])
        return self._words[side]

    def either(self, name: Sequence[Token], side: int, surname: str) -> bool:
        """Whether one version holds a word of a name; of a first name, whether it holds it before the surname."""
        if surname:
            return f" {name[0].low} {surname} " in self._documents[side].flat
        return not self.words(side).isdisjoint(token.low for token in name)

    def date(self, date: Date, side: int) -> bool:
        """Whether one version gives a date that can be this one."""
        return self._documents[side].dates.agrees(date)


def entity_changes(
    pairs: Sequence[Edited], documents: tuple[Document, Document], figures: Sequence[Change] = ()
) -> list[Change]:
    """Changes of names, dates and sources, each told once however often it is repeated.

    `figures` are the changes of figures: two sentences that give one figure say the same, and have its source.
    """
    held = _Held(documents)
    steps = {(c.old.sentence, c.new.sentence): (c.old.lo, c.new.lo) for c in figures if c.old and c.new}
    sourced: set[object] = set()
    changes: list[Change] = []
    for pair in pairs:
        if pair.link.main:
            changes += _dates(pair, held)
            step = steps.get((pair.link.old.text, pair.link.new.text))
            sources = list(_sources(pair, held, step is not None and step not in sourced))
            changes += sources
            if sources:
                sourced.add(step)  # further sentences that give this figure have its source
        if pair.link.strong:
            changes += _names(pair, held)
    changes += _promoted([pair for pair in pairs if pair.link.main])
    seen: set[tuple[str, str, str]] = set()
    unique = []
    for change in changes:
        a, b = change.old, change.new
        key = (change.kind.split(".")[0], a.text.lower() if a else "", b.text.lower() if b else "")
        if key not in seen:
            seen.add(key)
            unique.append(change)
    return unique


def _change(kind: Kind, pair: Edited, old: str | None, new: str | None, why: str) -> Change:
    return Change(
        kind,
        Mention(old, pair.link.old.text) if old else None,
        Mention(new, pair.link.new.text) if new else None,
        where=pair.link.new.where,
        explanation=f"{why}; sentences {pair.link.likeness:.0%} alike, {pair.link.order:.0%} in order.",
    )


def _dates(pair: Edited, held: _Held) -> Iterable[Change]:
    """Another day or hour for the same thing. The day on which someone said it is no fact of the story."""
    link = pair.link
    before, after = told_dates(link.old), told_dates(link.new)
    if not before and not after:
        return
    here, there = DateIndex(before), DateIndex(after)
    gone = [d for d in before if not there.agrees(d) and not held.date(d, 1)]
    came = [d for d in after if not here.agrees(d) and not held.date(d, 0)]
    if not gone or not came:
        # A weekday is soon said again elsewhere in the story; in a sentence that is otherwise equal it still moved.
        if link.order < _EQUAL or len(before) != len(after):
            return
        pairs = [(d, e) for d, e in zip(before, after, strict=True) if not d.agrees(e)]
        if len(pairs) != 1:
            return
        gone, came = [pairs[0][0]], [pairs[0][1]]
    for d, e in zip(gone, came, strict=False):
        if d.sorts & e.sorts:
            kind = Kind.FIGURE_ASOF if d.as_of and e.as_of else Kind.DATETIME_CHANGED
            yield _change(kind, pair, d.text, e.text, f"{'as-of' if d.as_of else 'date'}: {d.text} -> {e.text}")


def told_dates(sentence: Sentence) -> list[Date]:
    """The dates of a sentence but for the day of its own report: behind "said", or in the line of place and day."""
    line = _DATELINE.match(sentence.text)
    return [
        d for d in reported(sentence.text, sentence.lang).dates if not (d.of_saying or (line and d.end <= line.end()))
    ]


def _sources(pair: Edited, held: _Held, one_figure: bool) -> Iterable[Change]:
    """Someone else says the same. Only where the sentence is otherwise the same, or carries a figure or a quote."""
    link = pair.link
    read = reported(link.old.text, link.old.lang), reported(link.new.text, link.new.lang)
    tied = link.strong or one_figure or link.likeness >= _TIED
    if not tied:
        return
    nobody = cues(link.new.lang).words("negation", "words")
    before, after = (
        [
            s
            for s in side.sources
            if not s.bare and s.text.split(" ", 1)[0].lower() not in nobody and not _dated(s, side)
        ]
        for side in read
    )
    old_words, new_words = set(words_of(link.old.text)), set(words_of(link.new.text))
    gone = [s for s in before if not _telling(s, link.old.lang) & new_words]
    came = [s for s in after if not _telling(s, link.new.lang) & old_words]
    vague = cues(link.new.lang).words("speech", "vague")
    if not link.strong and any(_telling(side[0], link.new.lang) <= vague for side in (gone, came) if side):
        return  # "the ministry", "officials"
    if gone and came and not _one_source(gone[0], came[0], link.new.lang):
        quoted = find_quotes(link.old.text) and find_quotes(link.new.text)
        kind = Kind.QUOTE_SPEAKER if quoted else Kind.ATTRIBUTION_CHANGED
        yield _change(kind, pair, gone[0].text, came[0].text, f"source: {gone[0].text} -> {came[0].text}")
    elif (
        came
        and not gone
        and link.strong
        and len(read[1].sources) > len(read[0].sources)
        and not _known(came[0], held, 0, link.old)
    ):
        yield _change(Kind.ATTRIBUTION_ADDED, pair, None, came[0].text, f"source came: {came[0].text}")
    elif (
        gone
        and not came
        and link.strong
        and len(read[0].sources) > len(read[1].sources)
        and cues(link.new.lang).words("speech", "pronouns").isdisjoint(token.low for token in pair.new)
        and not _known(gone[0], held, 1, link.new)
    ):
        yield _change(Kind.ATTRIBUTION_REMOVED, pair, gone[0].text, None, f"source went: {gone[0].text}")


def _dated(source: Source, read: Reported) -> bool:
    """Whether what looks like a source is a date: "As of Monday, the fund said"."""
    return any(date.start <= source.start and source.end <= date.end for date in read.dates)


def _telling(source: Source, lang: str) -> set[str]:
    """The words of a source that say who it is."""
    openers = cues(lang).words("speech", "openers") | cues(lang).words("names", "titles")
    words = {word for word in words_of(source.text) if len(word) > 2 and word.isalpha()}
    return words - openers or words


def _known(source: Source, held: _Held, side: int, sentence: Sentence) -> bool:
    """Whether the other version names this source anywhere, or mistyped it in the sentence."""
    telling = _telling(source, "en") or set(words_of(source.text))
    return telling <= held.words(side) or has_slip(telling, sentence.key, sentence.lang)


def _names(pair: Edited, held: _Held) -> Iterable[Change]:
    """A name was replaced by one that the old version gives nowhere, and is itself gone from the new one."""
    sources = reported(pair.link.new.text, pair.link.new.lang).sources
    for edit in pair.edits:
        role = _role(pair, edit)
        if role:
            yield role
            continue
        left = [t for t in edit.left if t.capital]
        came = [t for t in edit.came if t.capital]
        if not left or not came or len(left) != len(edit.left) or len(left) > 4 or len(came) > 4:
            continue
        if any(char.isdigit() for t in (*left, *came) for char in t.text):
            continue  # a flight or a section: claim_changes tells of it
        first = _first_name(pair, edit)
        if any(s.start <= t.start < s.end for s in sources for t in came) and not (first or _alike(left, came)):
            continue  # another source, not another spelling
        surname = pair.new[edit.at_new + 1].low if first else ""
        if held.either(left, 1, surname) or held.either(came, 0, surname):
            continue
        if initials([t.text for t in left], [t.text for t in came]):
            continue
        capitals_mean_little = (edit.at_old == 0 and edit.at_new == 0) or pair.link.new.lang.startswith("de")
        if capitals_mean_little and not (_alike(left, came) or (first and pair.link.order >= _EQUAL)):
            continue  # the first word of a sentence has a capital whatever it is, and so has every German noun
        if stem(left[0].low) == stem(came[0].low) and len(left) == len(came) == 1 and left[0].low[:-1] == came[0].low:
            continue
        kind = Kind.ENTITY_PLACE if _is_place(pair, edit) else Kind.ENTITY_NAME
        old, new = (" ".join(t.text for t in side) for side in (left, came))
        yield _change(kind, pair, old, new, f"name: {old} -> {new}")


def _first_name(pair: Edited, edit: Edit) -> bool:
    """Whether one word was replaced right before a name that stayed: "Salma Derawi", "Amal Derawi"."""
    if len(edit.left) != 1 or len(edit.came) != 1 or edit.at_new + 1 >= len(pair.new):
        return False
    word, name = edit.came[0], pair.new[edit.at_new + 1]
    own = cues(pair.link.new.lang)
    offices = own.words("names", "roles") | own.words("names", "titles")
    return name.capital and name.start == word.end + 1 and not {word.low, edit.left[0].low} & offices


def _alike(left: Sequence[Token | Source], came: Sequence[Token | Source]) -> bool:
    """Whether two names look like two spellings of one."""
    return Levenshtein.normalized_similarity(left[0].text.lower(), came[0].text.lower()) >= _SPELLING


def _one_source(one: Source, other: Source, lang: str) -> bool:
    """Whether two sources are spellings of one: "the defence", "the defense"; names may differ by more letters."""
    here, there = _telling(one, lang), _telling(other, lang)
    if has_slip(here, there, lang):
        return True
    first, second = " ".join(sorted(here)), " ".join(sorted(there))
    least = _SPELLING if one.text[:1].isupper() else _SAME_WORD
    return Levenshtein.normalized_similarity(first, second) >= least


def _is_place(pair: Edited, edit: Edit) -> bool:
    """Whether a word such as "near" stands in front of the name, over the part of it that stayed ("Lake")."""
    after = edit.at_new + len(edit.came)
    if after < len(pair.new) and pair.new[after].capital and edit.came[-1].end + 1 == pair.new[after].start:
        return False  # a surname follows
    at = edit.at_new - 1
    linking = cues(pair.link.new.lang).words("speech", "links") - cues(pair.link.new.lang).words("names", "place")
    while at > 0 and (pair.new[at].capital or pair.new[at].low in linking or pair.new[at - 1].low in linking):
        at -= 1  # back over "the town of" and "Lake"
    return at >= 0 and pair.new[at].low in cues(pair.link.new.lang).words("names", "place")


def _role(pair: Edited, edit: Edit) -> Change | None:
    """The office of a person was corrected: every word that left or came is a word for an office."""
    roles = cues(pair.link.new.lang).words("names", "roles")
    left, came = ({t.low for t in side} for side in (edit.left, edit.came))
    same = {_plain(word) for word in left} == {_plain(word) for word in came}
    if not (left | came) or not {_plain(word) for word in left | came} <= roles or left == came:
        return None
    ranks = cues(pair.link.new.lang).words("names", "ranks")
    if not (left and came) and not (left | came) & ranks:
        return None  # "the leader Joan Pett" -> "Joan Pett": less said, nothing corrected
    behind = pair.new[edit.at_new + len(edit.came) :][:3]
    if not same and not any(t.capital or t.low in roles for t in behind):
        return None  # no office: "a former mining town"
    old, new = (
        _around(side, at, len(words))
        for side, at, words in ((pair.old, edit.at_old, edit.left), (pair.new, edit.at_new, edit.came))
    )
    return _change(Kind.ENTITY_ROLE, pair, old, new, f"office: {old} -> {new}")


def _promoted(pairs: Sequence[Edited]) -> Iterable[Change]:
    """Another rank of the same office before the same name, in sentences too unlike to be compared word by word."""
    for pair in pairs:
        if not pair.old or pair.link.strong:
            continue
        ranks = cues(pair.link.new.lang).words("names", "ranks")
        before, after = _offices(pair.old, pair.link.old.lang), _offices(pair.new, pair.link.new.lang)
        for name in before.keys() & after.keys():
            old, new = before[name], after[name]
            if old[-1:] == new[-1:] and old and set(old) ^ set(new) and set(old) ^ set(new) <= ranks:
                yield _change(
                    Kind.ENTITY_ROLE, pair, " ".join((*old, *name)), " ".join((*new, *name)), f"rank of {name[-1]}"
                )


def _offices(words: Sequence[Token], lang: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Each full name with the words for an office right before it."""
    roles = cues(lang).words("names", "roles")
    found = {}
    for n, (one, two) in enumerate(zip(words, words[1:], strict=False)):
        if one.capital and two.capital and two.start == one.end + 1 and not {one.low, two.low} & roles:
            at = n
            while at and words[at - 1].low in roles:
                at -= 1
            found[one.low, two.low] = tuple(token.low for token in words[at:n])
    return found


def _plain(word: str) -> str:
    """An office without what makes it another rank: "subdirector", "ex-minister", "Vizepräsident"."""
    bare = _RANK.sub("", word)
    return bare if len(bare) > _SHORT_OFFICE else word


def _around(words: Sequence[Token], at: int, length: int) -> str:
    return " ".join(t.text for t in words[max(0, at - 1) : at + length + 2])
