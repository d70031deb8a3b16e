"""Two articles of which the newer was read otherwise than the older: what both readings could see comes out of each.

What merely became visible or invisible by relearning is no edit, so it must not be compared; an edit inside a text that
both saw must. Pure, and judges no change itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from monitor.changes.paragraphs import align_paragraphs
from spiders.article import Article, Relearned, Table
from spiders.reading.leaves import without_numbers

_WORD = re.compile(r"\w+")
_SHORTEST = 12
"""Characters from which a text that stands inside another one counts as part of it; shorter ones stand anywhere."""


@dataclass(frozen=True, slots=True)
class Relearning:
    """Why the newer article is a new baseline, and the texts that only its reading tells: see spiders/article.py."""

    word: str
    passed_over: tuple[str, ...] = ()
    newly_seen: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def comparable(old: Article, new: Article, seen: Relearning) -> tuple[Article, Article]:
    """Both articles without the texts that only one of the two readings could see.

    A text of the older one is left out where the page still shows it; one that is gone from the page is an edit. A
    text of the newer one stays where it is, or is an edit of, a text of the older, or was added to it: whether any
    other stood on the page before nobody can tell. Of a restless line only the line itself goes.
    """
    if seen.word == Relearned.RESTLESS:
        counted = {without_numbers(_plain(text)) for text in seen.passed_over}
        lines = (*old.paragraphs, *old.captions)
        return _without(old, {text for text in lines if without_numbers(_plain(text)) in counted}), new
    if seen.word == Relearned.RELEASE:
        old, new = _read_alike(*_without_cells(old, new))
    old, new = _as_read_by(new, old), _as_read_by(old, new)
    unread = {_plain(text) for text in seen.passed_over}
    revealed = {_plain(text) for text in seen.newly_seen}
    told = {_plain(text) for text in _texts(new)}
    hidden = {text for text in _texts(old) if _plain(text) in unread and _plain(text) not in told}
    was = [text for text in _texts(old) if text not in hidden]
    now = [text for text in _texts(new) if _plain(text) not in revealed]
    met_was, met_now = _met(was, now)
    rows_was, rows_now = _labels(old, was), _labels(new, now)
    met_was |= {text for text, label in rows_was.items() if label in rows_now.values()}
    met_now |= {text for text, label in rows_now.items() if label in rows_was.values()}
    elsewhere = "\n".join([*unread, *told])
    # Every page says more than its article; where that is not told, nothing can be called gone.
    hidden |= {text for text in was if text not in met_was and (not unread or _shows(elsewhere, unread, text))}
    unknown = set(_texts(new)) - met_now - set(seen.added)
    before, after = _without(old, hidden), _without(new, unknown)
    titles = _named(old.title, new.title, hidden, revealed)
    standfirsts = _named(old.standfirst, new.standfirst, hidden, revealed)
    before = replace(before, title=titles[0], standfirst=standfirsts[0])
    after = replace(after, title=titles[1], standfirst=standfirsts[1])
    shared = {entry.key for entry in old.live} & {entry.key for entry in new.live}
    return _with_entries(before, shared), _with_entries(after, shared)


def _as_read_by(other: Article, article: Article) -> Article:
    """The article with those tables as text that the other's reading took for text: stored before tables were read."""
    texts = set(other.prose())
    kept = (table for table in article.tables if not any(article.paragraphs[n] in texts for n in table.places()))
    return replace(article, tables=tuple(kept))


def _without_cells(old: Article, new: Article) -> tuple[Article, Article]:
    """Both articles without what one rule read as lines and the next reads as the cells of a table."""
    known = {row.label for table in old.tables for row in table.rows}
    fresh = [table for table in new.tables if not known & {row.label for row in table.rows}]
    told = ((*table.header, *(cell for row in table.rows for cell in (row.label, *row.cells))) for table in fresh)
    cells = {_plain(cell) for one in told for cell in one if cell}
    lines = {text for text in old.prose() if _plain(text) in cells}
    if not lines:
        return old, new
    lines |= {text for text in old.prose() if text.strip(" .)").isdigit()}  # a column that counts the rows is no cell
    places = {place for table in fresh for place in table.places()}
    return _without(old, lines), new.without(places)


def _read_alike(old: Article, new: Article) -> tuple[Article, Article]:
    """Both articles with those tables of which the two rules see other columns, or other words above them, made alike.

    Other words alone go from both; a table with other columns goes as a whole.
    """
    kept_old, kept_new = list(old.tables), list(new.tables)
    gone_old: set[int] = set()
    gone_new: set[int] = set()
    for n, table in enumerate(new.tables):
        labels = {row.label for row in table.rows}
        same = (m for m, one in enumerate(old.tables) if 2 * len(labels & {r.label for r in one.rows}) >= len(labels))
        m = next(same, None)
        if m is None:
            continue
        before = old.tables[m]
        alike = {len(row.cells) for row in before.rows} == {len(row.cells) for row in table.rows}
        if alike and before.header == table.header:
            continue
        if alike:
            # The line of words above the rows is a paragraph of one of them only, or says something else there.
            kept_old[m], kept_new[n] = replace(before, header=()), replace(table, header=())
        else:
            gone_old.update(before.places())
            gone_new.update(table.places())
    old, new = replace(old, tables=tuple(kept_old)), replace(new, tables=tuple(kept_new))
    return old.without(gone_old), new.without(gone_new)


def _labels(article: Article, among: Collection[str]) -> dict[str, str]:
    """The texts of rows with their labels: a row is the same one whatever became of its cells."""
    found: dict[str, str] = {}
    for table in article.tables:
        told = [article.paragraphs[n] for n in table.row_places()] or [row.line(table.header) for row in table.rows]
        found.update((text, row.label) for text, row in zip(told, table.rows, strict=False) if row.label)
    return {text: label for text, label in found.items() if text in among}


def _named(old: str, new: str, hidden: Collection[str], revealed: Collection[str]) -> tuple[str, str]:
    """A headline or standfirst as both readings name it: none where one of them took it from elsewhere on the page."""
    if not old or not new or old in hidden or _plain(new) in revealed:
        return "", ""
    return old, new


def _met(old: Sequence[str], new: Sequence[str]) -> tuple[set[str], set[str]]:
    """The texts of both sides that are one text, edited or not, or part of a text of the other side."""
    met_old: set[str] = set()
    met_new: set[str] = set()
    for row in align_paragraphs(old, new):
        if row.old is not None and row.new is not None:
            met_old.add(row.old)
            met_new.add(row.new)
    all_old, all_new = "\n".join(map(_plain, old)), "\n".join(map(_plain, new))
    met_old |= {text for text in old if len(text) >= _SHORTEST and _plain(text) in all_new}
    met_new |= {text for text in new if len(text) >= _SHORTEST and _plain(text) in all_old}
    return met_old, met_new


def _shows(elsewhere: str, unread: Collection[str], text: str) -> bool:
    """Whether the page still shows the text, as it was or edited, outside of what was read."""
    own = _plain(text)
    if own in unread or (len(own) >= _SHORTEST and own in elsewhere):
        return True
    words = set(_WORD.findall(own))
    return len(words) >= 4 and any(
        2 * len(words & other) >= len(words | other) for other in (set(_WORD.findall(one)) for one in unread)
    )


def _without(article: Article, leave: Collection[str]) -> Article:
    def left(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text for text in texts if text not in leave)

    told = article.without({place for place, text in enumerate(article.paragraphs) if text in leave})
    return replace(
        told,
        title="" if article.title in leave else article.title,
        standfirst="" if article.standfirst in leave else article.standfirst,
        captions=left(article.captions),
        notices=left(article.notices),
        tables=tuple(_left_of(table, leave) if table.at is None else table for table in told.tables),
    )


def _left_of(table: Table, leave: Collection[str]) -> Table:
    rows = tuple(row for row in table.rows if row.line(table.header) not in leave)
    return replace(table, caption="" if table.caption in leave else table.caption, rows=rows)


def _with_entries(article: Article, keys: Collection[str]) -> Article:
    return replace(article, live=tuple(entry for entry in article.live if entry.key in keys))


def _texts(article: Article) -> list[str]:
    own = (article.title, article.standfirst, *article.lines(), *article.captions, *article.notices)
    return [text for text in own if text]


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
