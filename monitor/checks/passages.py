"""Which changes of one version stand in one passage: a number for each change, told to whoever shows them.

Changes and both articles go in, numbers come out. Judges nothing: a linked pair of sentences is one passage, and so is
a paragraph that one version has alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence

from alerts.passages import gathered
from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.changes.paragraphs import align_paragraphs
from spiders.article import Article

Keys = Callable[[str, str], Iterator[Hashable]]
"""What an old and a new sentence ("" for a side that does not exist) have in common with others of their passage."""


def numbered(changes: Sequence[Change], old: Article, new: Article) -> tuple[int, ...]:
    """For each change the number of its passage, from 1 in the order in which they come; 0 for what stands in none."""
    told = [n for n, change in enumerate(changes) if change.kind is not Kind.WORDING and any(_sentences(change))]
    # The text is only looked at where two changes could come together.
    lone = [n for n in told if None in (changes[n].old, changes[n].new)]
    keys = keys_of(old, new) if len(lone) > 1 else keys_of(Article(), Article())
    found = [0] * len(changes)
    for number, members in enumerate(gathered(told, lambda n: keys(*_sentences(changes[n]))), 1):
        for n in members:
            found[n] = number
    return tuple(found)


def keys_of(old: Article, new: Article) -> Keys:
    """The keys of a passage in these two versions: its sentences, and the paragraphs that one version has alone."""
    alone = _alone(old, new)

    def keys(was: str, now: str) -> Iterator[Hashable]:
        for side, (sentence, paragraphs) in enumerate(zip((was, now), alone, strict=True)):
            if words := " ".join(sentence.split()):
                yield side, words
                yield from ((side, at) for at, text in enumerate(paragraphs) if words in text)

    return keys


def _sentences(change: Change) -> tuple[str, str]:
    return _sentence(change.old), _sentence(change.new)


def _sentence(mention: Mention | None) -> str:
    return mention.sentence if mention else ""


def _alone(old: Article, new: Article) -> tuple[list[str], list[str]]:
    """The paragraphs that only the old version has, and those that only the new one has."""
    rows = align_paragraphs(old.paragraphs, new.paragraphs)
    rows += align_paragraphs([entry.text for entry in old.live], [entry.text for entry in new.live])
    gone = [" ".join((row.old or "").split()) for row in rows if row.new is None]
    came = [" ".join((row.new or "").split()) for row in rows if row.old is None]
    return gone, came
