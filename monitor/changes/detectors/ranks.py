"""An ordinal that was replaced by another one: the third time became the fourth.

Pairs of sentences that are one sentence with edits go in, `figure.value` findings come out. Ordinals count places, not
things, so they are no figures elsewhere; only an edit of one is a fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from monitor.changes.change import Change, Mention
from monitor.changes.evidence.edits import Edited, Token, spans_of
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.text.cues import cues

NAME = "ranks"
_UNIT = "ordinal"


def find(versions: Versions) -> list[Finding]:
    """One finding for each ordinal that another one replaced at the same place."""
    return [finding for pair in versions.pairs if pair.link.strong for finding in _ranks(pair)]


def _ranks(pair: Edited) -> Iterator[Finding]:
    lang = pair.link.new.lang
    for edit in pair.edits:
        if len(edit.left) != 1 or len(edit.came) != 1:
            continue
        old, new = _value(edit.left[0], lang), _value(edit.came[0], lang)
        if old is None and new is None:
            old, new = _of_superlatives(edit.left[0].low, edit.came[0].low, lang)
        if old is None or new is None or old == new:
            continue
        behind = pair.new[edit.at_new + 1 : edit.at_new + 2]
        change = Change(
            Kind.FIGURE_VALUE,
            _mention(edit.left[0], old, behind, pair.link.old.text),
            _mention(edit.came[0], new, behind, pair.link.new.text),
            new - old,
            round((new - old) / old, 4) if old else None,
            pair.link.new.where,
            relation="update",
            explanation=f"ordinal: {edit.left[0].text} -> {edit.came[0].text}; "
            f"sentences {pair.link.likeness:.0%} alike, {pair.link.order:.0%} in order.",
        )
        yield Finding(NAME, change, *spans_of(pair, edit.left, edit.came), key=(old, new))


def _of_superlatives(left: str, came: str, lang: str) -> tuple[Decimal | None, Decimal | None]:
    """The places of "second-wettest" and "wettest", in this order or the other; without a rank it is the first."""
    words, _ = _ordinals(lang)
    places = []
    for one, other in ((left, came), (came, left)):
        rank, _, rest = one.partition("-")
        places.append(Decimal(words[rank]) if rank in words and rest == other else None)
    first, second = places
    return (first, Decimal(1)) if first else (Decimal(1), second) if second else (None, None)


def _mention(token: Token, value: Decimal, behind: Sequence[Token], sentence: str) -> Mention:
    return Mention(token.text, sentence, value, value, "=", _UNIT, behind[0].low if behind else "")


def _value(token: Token, lang: str) -> Decimal | None:
    """The place an ordinal names, None for any other word."""
    words, digits = _ordinals(lang)
    if token.low in words:
        return Decimal(words[token.low])
    match = digits.fullmatch(token.low)
    return Decimal(match.group(1)) if match else None


@lru_cache(maxsize=32)
def _ordinals(lang: str) -> tuple[dict[str, int], re.Pattern[str]]:
    own = cues(lang)
    words = {word: place for place, word in enumerate(own.rows("ordinals", "words"), 1)}
    return words, re.compile(rf"(\d{{1,4}}){own.pattern('ordinals', 'endings')}")
