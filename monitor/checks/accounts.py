"""The account of two versions for people to read: each difference in one line, passage by passage, what is told first.

Two articles go in, passages of lines come out, or nothing where the texts are too large to be compared while somebody
waits. Judges nothing itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from alerts.passages import gathered
from monitor.changes.account import Account, Ending, Entry
from monitor.checks.passages import keys_of
from spiders.article import Article

LARGEST = 150_000
"""Characters of both versions together: more takes seconds, and the daemon has other work to do."""

_ORDER = (Ending.TOLD, Ending.SHADOWED, Ending.LICENSED)


@dataclass(frozen=True, slots=True)
class Answer:
    """One difference: the words of either side ("" where there are none), how it ended, by whom, and what that one saw.

    `kind` is the kind that is told, or that shadows it; "" for a licence.
    """

    ending: str
    old: str
    new: str
    by: str
    saw: str
    kind: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Answered:
    """One passage: where it stands, its sentences ("" for a side without one), and its differences, told ones first."""

    where: str
    old_sentence: str
    new_sentence: str
    answers: tuple[Answer, ...]

    @property
    def ending(self) -> str:
        """How its first difference ended."""
        return self.answers[0].ending


def too_large(old: Article, new: Article, most: int | None = None) -> bool:
    """Whether an account would take longer than somebody waits."""
    return sum(len(part) for article in (old, new) for part in _texts(article)) > (LARGEST if most is None else most)


def answered(account: Account, old: Article, new: Article) -> list[Answered]:
    """The entries of the account of these two articles by passage: what is told first, then as the text has it."""
    keys = keys_of(old, new)
    partners = _partners(account)

    def sentences(entry: Entry) -> tuple[str, str]:
        was, now = (span.sentence.text if span else "" for span in (entry.old, entry.new))
        return was or partners.get((1, now), ""), now or partners.get((0, was), "")

    groups = gathered(account.entries, lambda entry: keys(*sentences(entry)))
    found = [_answered(members, [sentences(entry) for entry in members]) for members in groups]
    return sorted(found, key=lambda one: _ORDER.index(Ending(one.ending)))


def counts(found: Sequence[Answered]) -> str:
    """ "5 differences: 2 told, 1 shadowed, 2 licensed"."""
    endings = Counter(answer.ending for one in found for answer in one.answers)
    total = sum(endings.values())
    words = ", ".join(f"{endings[ending]} {ending}" for ending in _ORDER if endings[ending])
    return f"{total} difference{'' if total == 1 else 's'}{f': {words}' if words else ''}"


def _partners(account: Account) -> dict[tuple[int, str], str]:
    """The sentence of the other version that a sentence is linked to, as the changes have them; 0 is the old side."""
    found = {}
    for change in account.changes:
        if change.old and change.new and change.old.sentence and change.new.sentence:
            found[0, change.old.sentence] = change.new.sentence
            found[1, change.new.sentence] = change.old.sentence
    return found


def _answered(members: Sequence[Entry], sentences: Sequence[tuple[str, str]]) -> Answered:
    ordered = sorted(members, key=lambda entry: _ORDER.index(entry.ending))
    spans = [span for entry in ordered for span in (entry.new, entry.old) if span]
    return Answered(
        str(spans[0].sentence.where),
        next((was for was, _ in sentences if was), ""),
        next((now for _, now in sentences if now), ""),
        tuple(
            Answer(
                str(entry.ending),
                entry.old.text if entry.old else "",
                entry.new.text if entry.new else "",
                entry.by,
                entry.saw,
                str(entry.finding.change.kind) if entry.finding else "",
            )
            for entry in ordered
        ),
    )


def _texts(article: Article) -> list[str]:
    live = [text for entry in article.live for text in (entry.title, entry.text)]
    return [article.title, article.standfirst, *article.paragraphs, *article.captions, *article.notices, *live]
