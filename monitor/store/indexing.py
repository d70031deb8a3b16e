"""Versions on their way into the search: each paragraph becomes one row for as long as it stands unchanged.

A new version goes in with its check. What was stored before there was a search, or saved by a repair, goes in later, in
steps that are read beside the writer and written a few rows at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, insert, select, update

from monitor.errors import StoreDamaged
from monitor.store import term_index, versions
from monitor.store.search_tables import paragraph
from monitor.store.statements import Ready
from monitor.store.tables import article, version
from monitor.text.terms import terms
from spiders.article import Article

AT_ONCE = 100
"""Rows in one transaction of the work that is made up for: some 10 ms."""
A_STEP = 16
"""Versions read in one step, as many as build on one keyframe."""
LONGEST = 20_000
"""Code points of one paragraph that are searched; what is longer is no prose."""
_BITS = 20


_MOVE = Ready(
    update(article)
    .where((article.c.id == bindparam("article")) & (article.c.indexed == bindparam("was")))
    .values(indexed=bindparam("now"))
)
_STANDING = Ready(
    select(paragraph.c.sha, paragraph.c.id).where(
        paragraph.c.article_id == bindparam("article"), paragraph.c.until.is_(None)
    )
)


def id_of(at_ms: int) -> int:
    """The lowest id of a paragraph that was first seen at a moment."""
    return max(0, at_ms) << _BITS


def moment_of(number: int) -> int:
    """When the first version of a paragraph was seen."""
    return number >> _BITS


def pieces(text: str) -> dict[bytes, tuple[str, str]]:
    """The paragraphs of a stored text by what they are known by: the name of the part and the words."""
    try:
        found = Article.from_json(text)
    except (ValueError, TypeError, AttributeError, KeyError):
        return {}  # no text of ours
    live = (line for entry in found.live for line in (entry.title, *entry.text.split("\n")))
    parts: tuple[tuple[str, Sequence[str]], ...] = (
        ("headline", (found.title,)),
        ("standfirst", (found.standfirst,)),
        ("text", found.lines()),
        ("notice", found.notices),
        ("caption", found.captions),
        ("live", tuple(live)),
    )
    return {
        key(name, words): (name, words)
        for name, several in parts
        for words in several
        if isinstance(words, str) and words.strip()
    }


def key(name: str, words: str) -> bytes:
    """What a paragraph is known by within its article."""
    return hashlib.sha256(f"{name}\n{words}".encode("utf-8", "surrogatepass")).digest()[:12]


@dataclass(frozen=True, slots=True)
class Step:
    """One version: when it was seen, all its paragraphs, and the terms of those that the one before did not have."""

    number: int
    at_ms: int
    stands: frozenset[bytes]
    new: Mapping[bytes, str]


@dataclass(frozen=True, slots=True)
class Behind:
    """An article that the search knows up to version `indexed`, and the next steps for it."""

    article_id: int
    indexed: int
    steps: Sequence[Step]
    newest: int
    """The version up to which it is known after them."""


def note(connection: Connection, article_id: int, number: int, text: str, at_ms: int) -> None:
    """A version that was just stored goes in with it, unless the search is behind with its article."""
    if term_index.possible(connection) and _move(connection, article_id, number - 1, number):
        found = pieces(text)
        standing = _standing(connection, article_id)
        new = {one: _forms(words) for one, (_, words) in found.items() if one not in standing}
        _put(connection, article_id, Step(number, at_ms, frozenset(found), new), standing)


def behind(connection: Connection) -> Behind | None:
    """The next article that the search does not know whole, with its next steps; None where it knows all."""
    if not term_index.possible(connection):
        return None
    row = connection.execute(
        select(article.c.id, article.c.indexed, article.c.version)
        .where(article.c.indexed < article.c.version)
        .order_by(article.c.id)
        .limit(1)
    ).first()
    if row is None:
        return None
    stored = connection.execute(
        select(version.c.number, version.c.seen_at)
        .where(version.c.article_id == row.id, version.c.number > row.indexed)
        .order_by(version.c.number)
        .limit(A_STEP)
    ).all()
    before = frozenset(_standing(connection, row.id))
    steps = []
    for one in stored:
        try:
            found = pieces(versions.text_of(connection, row.id, one.number))
        except StoreDamaged:
            continue  # as one that is lost: what stood before it and stands behind it stood all along
        new = {name: _forms(words) for name, (_, words) in found.items() if name not in before}
        before = frozenset(found)
        steps.append(Step(one.number, one.seen_at, before, new))
    newest = stored[-1].number if len(stored) == A_STEP else row.version
    return Behind(row.id, row.indexed, steps, newest)


def count_behind(connection: Connection) -> int:
    """How many articles the search does not know whole."""
    wanted = select(func.count()).select_from(article).where(article.c.indexed < article.c.version)
    return int(connection.execute(wanted).scalar_one())


def portions(found: Behind) -> list[Behind]:
    """The same in parts of few rows, each for a transaction of its own; the last rows of a version end it."""
    done: list[Behind] = []
    indexed, group, rows = found.indexed, list[Step](), 0
    for step in found.steps:
        if rows + len(step.new) > AT_ONCE and group:
            done.append(Behind(found.article_id, indexed, group, group[-1].number))
            indexed, group, rows = group[-1].number, [], 0
        names = list(step.new)
        for at in range(0, max(0, len(names) - AT_ONCE), AT_ONCE):
            # The rows of one large version, in several transactions; until the last, the search stays before it.
            few = {name: step.new[name] for name in names[at : at + AT_ONCE]}
            done.append(Behind(found.article_id, indexed, [Step(step.number, step.at_ms, step.stands, few)], indexed))
        group.append(step)
        rows += len(step.new)
    done.append(Behind(found.article_id, indexed, group, found.newest))
    return done


def catch_up(connection: Connection, found: Behind) -> bool:
    """Write one portion; False where somebody else brought the article further meanwhile, and nothing was done."""
    if not _move(connection, found.article_id, found.indexed, found.newest):
        return False
    for step in found.steps:
        standing = _standing(connection, found.article_id)
        if found.newest == found.indexed:
            step = Step(step.number, step.at_ms, step.stands | standing.keys(), step.new)  # it ends nothing yet
        _put(connection, found.article_id, step, standing)
    return True


def _move(connection: Connection, article_id: int, was: int, now: int) -> bool:
    return _MOVE.run(connection, {"article": article_id, "was": was, "now": now}) == 1


def _standing(connection: Connection, article_id: int) -> dict[bytes, int]:
    return {row.sha: row.id for row in _STANDING.all(connection, article=article_id)}


def _put(connection: Connection, article_id: int, step: Step, standing: Mapping[bytes, int]) -> None:
    """End the rows that this version does not have any more, and begin those that it has and that do not stand."""
    gone = [number for name, number in standing.items() if name not in step.stands]
    if gone:
        ended = {"until": step.number, "until_at": step.at_ms}
        connection.execute(update(paragraph).where(paragraph.c.id.in_(gone)).values(ended))
    new = {name: forms for name, forms in step.new.items() if name not in standing}
    if not new:
        return
    number = _next_id(connection, step.at_ms)
    rows = [
        {"id": number + at, "article_id": article_id, "sha": name, "first": step.number} for at, name in enumerate(new)
    ]
    connection.execute(insert(paragraph), rows)
    term_index.put(connection, [(number + at, forms, article_id) for at, forms in enumerate(new.values())])


def _next_id(connection: Connection, at_ms: int) -> int:
    first, end = id_of(at_ms), id_of(at_ms + 1)
    here = paragraph.c.id.between(first, end - 1)
    last = connection.execute(select(func.max(paragraph.c.id)).where(here)).scalar()
    return first if last is None else int(last) + 1


def _forms(words: str) -> str:
    return " ".join(term.form for term in terms(words[:LONGEST]))
