"""The office of a person was corrected: the finance minister is the deputy finance minister.

Linked sentences go in, findings of `entity.role` come out. The words for offices and ranks are data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.changes.detectors.pairs import Part, paired
from monitor.changes.evidence.edits import Edit, Edited, Token
from monitor.changes.evidence.offices import holder
from monitor.changes.evidence.same_source import ONE, tie
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.text.cues import cues

NAME = "roles"
_RANK = re.compile(r"^(?:ex-?|sub-?|vi[cz]e-?)")
_SHORT_OFFICE = 3
_BEHIND = 5
"""Words of a longer office and a name that are shown behind what differs."""
_PART = re.compile(r"[,;:.()]")


def find(versions: Versions) -> list[Finding]:
    """One finding for each office that another one replaced, and each rank before the same name."""
    strong = [pair for pair in versions.pairs if pair.link.strong]
    found = [_role(pair, edit) or _by_place(pair, edit) for pair in strong for edit in pair.edits]
    return [f for f in found if f] + list(_promoted(versions.pairs))


def _role(pair: Edited, edit: Edit) -> Finding | None:
    """The office of a person was corrected: every word that left or came is a word for an office."""
    lang = pair.link.new.lang
    roles = cues(lang).words("names", "roles")
    left, came = ({t.low for t in side} for side in (edit.left, edit.came))
    same = {_plain(word) for word in left} == {_plain(word) for word in came}
    if not (left | came) or not {_plain(word) for word in left | came} <= roles or left == came:
        return None
    ranks = cues(pair.link.new.lang).words("names", "ranks")
    if not (left and came) and not (left | came) & ranks:
        return None  # "the leader Joan Pett" -> "Joan Pett": less said, nothing corrected
    behind = pair.new[edit.at_new + len(edit.came) :][:3]
    named = any(t.capital or t.low in roles for t in behind) or _one_holder(pair, edit, lang)
    if not same and not named:
        return None  # no office: "a former mining town"
    old, new = (
        Part(_around(text, roles, side, at, len(words)), [(t.start, t.end) for t in words or side[at : at + 1]])
        for text, side, at, words in (
            (pair.link.old.text, pair.old, edit.at_old, edit.left),
            (pair.link.new.text, pair.new, edit.at_new, edit.came),
        )
    )
    return paired(NAME, Kind.ENTITY_ROLE, pair, old, new, f"office: {old.text} -> {new.text}", (old.text, new.text))


def _by_place(pair: Edited, edit: Edit) -> Finding | None:
    """Words that stand where the office of a person stands, whether or not a list knows them."""
    lang = pair.link.new.lang
    if not edit.left or not edit.came:
        return None
    sides = ((pair.old, edit.at_old, edit.left), (pair.new, edit.at_new, edit.came))
    texts = pair.link.old.text, pair.link.new.text
    roles = cues(lang).words("names", "roles")
    if not _one_holder(pair, edit, lang):
        return None
    one, other = (" ".join(t.low for t in words) for _, _, words in sides)
    if tie(one, other, lang) in ONE:
        return None
    old, new = (
        Part(_around(text, roles, side, at, len(words)), [(t.start, t.end) for t in words])
        for text, (side, at, words) in zip(texts, sides, strict=True)
    )
    return paired(NAME, Kind.ENTITY_ROLE, pair, old, new, f"office: {old.text} -> {new.text}", (old.text, new.text))


def _one_holder(pair: Edited, edit: Edit, lang: str) -> bool:
    """Whether what left and what came are the office of one person, or of nobody named."""
    if not edit.left or not edit.came:
        return False
    before = holder(pair.link.old.text, pair.old, edit.at_old, edit.left, lang)
    after = holder(pair.link.new.text, pair.new, edit.at_new, edit.came, lang)
    return before is not None and before == after


def _promoted(pairs: Sequence[Edited]) -> Iterator[Finding]:
    """Another rank of the same office before the same name, in sentences too unlike to be compared word by word."""
    for pair in pairs:
        if not pair.old or pair.link.strong:
            continue
        ranks = cues(pair.link.new.lang).words("names", "ranks")
        before, after = _offices(pair.old, pair.link.old.lang), _offices(pair.new, pair.link.new.lang)
        for name in before.keys() & after.keys():
            old, new = before[name], after[name]
            if old[-1:] == new[-1:] and old and set(old) ^ set(new) and set(old) ^ set(new) <= ranks:
                one, other = (
                    Part(" ".join((*office, *name)), [(t.start, t.end) for t in words if t.low in (*office, *name)])
                    for office, words in ((old, pair.old), (new, pair.new))
                )
                yield paired(NAME, Kind.ENTITY_ROLE, pair, one, other, f"rank of {name[-1]}", (old, new, name))


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


def _around(sentence: str, roles: frozenset[str], words: Sequence[Token], at: int, length: int) -> str:
    """The words with the one before and a name behind, as written, within their part of the sentence."""
    first, last = max(0, at - 1), min(len(words), at + length) - 1
    start, end = words[first].start, words[max(first, last)].end
    if first < at < len(words) and _PART.search(sentence, words[first].end, words[at].start):
        start = words[at].start
    for token in words[max(first, last) + 1 :][:_BEHIND]:
        if not (token.capital or token.low in roles) or token.start != end + 1:
            break
        end = token.end
    return sentence[start:end]
