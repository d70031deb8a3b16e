"""Whether words stand where someone's office or trade stands: before a full name, set off behind it, after "as".

The words of a sentence and a place among them go in, whose office it is comes out. Offices are data (`names.roles`,
`names.ranks`); in English the thesaurus knows who is a person, elsewhere the place has to say it alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.changes.evidence.edits import Token
from monitor.text.cues import cues
from monitor.text.synonyms import Relation, relation

_MOST = 5
"""Words of an office."""
_BETWEEN = 3
"""Words between a name and the office set off behind it: "a former", "Senior"."""


def holder(
    sentence: str, tokens: Sequence[Token], at: int, words: Sequence[Token], lang: str
) -> tuple[str, ...] | None:
    """Whose office these words are, which begin at token `at`: a name, () for nobody named; None if it is no office."""
    if not 0 < len(words) <= _MOST or any(char.isdigit() for token in words for char in token.text):
        return None
    person = any(is_person(token.low, lang) for token in words)
    before = tokens[at - 1].low if at else ""
    ranked = before in cues(lang).words("names", "ranks") or all(t.low.startswith("ex-") for t in words)
    # Where no thesaurus says who is a person, an article or "former" has to.
    if person or (not lang.startswith("en") and (_article(before, lang) or ranked)):
        behind = at + len(words)
        if behind < len(tokens) and tokens[behind].start == words[-1].end + 1 and (name := _full_name(tokens, behind)):
            return name
        if name := _set_off(sentence, tokens, at):
            return name
    while at > 1 and _article(tokens[at - 1].low, lang):
        at -= 1
    behind_as = at > 0 and tokens[at - 1].low in cues(lang).words("names", "as")
    listed = behind_as and words[0].low in cues(lang).words("names", "roles")
    return () if listed or (ranked and person) else None


def is_person(low: str, lang: str) -> bool:
    """Whether a word names people by what they do."""
    if low in cues(lang).words("names", "roles") - cues(lang).words("names", "ranks"):
        return True
    return lang.startswith("en") and relation(low, "person", lang) in (Relation.BROADER, Relation.SYNONYM)


def _article(low: str, lang: str) -> bool:
    return low in cues(lang).words("scopes", "articles")


def _full_name(tokens: Sequence[Token], at: int) -> tuple[str, ...]:
    """The two words of a name at a place, none where there is no name."""
    pair = tokens[at : at + 2] if at >= 0 else ()
    named = len(pair) == 2 and pair[0].capital and pair[1].capital and pair[1].start == pair[0].end + 1
    return tuple(token.low for token in pair) if named else ()


def _set_off(sentence: str, tokens: Sequence[Token], at: int) -> tuple[str, ...]:
    """The full name that stands right before, behind a comma and small words."""
    for n in range(at - 1, max(0, at - 2 - _BETWEEN), -1):
        gap = sentence[tokens[n].end : tokens[n + 1].start].strip() if n + 1 < len(tokens) else ""
        if gap:
            return _full_name(tokens, n - 1) if gap == "," else ()
    return ()
