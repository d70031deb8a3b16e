"""The forms in which watches and changes are exported: rows of the store go in, lines come out one by one.

A cell of CSV that a spreadsheet would take for a formula gets a quotation mark before it (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from xml.sax.saxutils import quoteattr

from monitor import forms
from monitor.commands.times import stamp
from monitor.errors import UsageError
from monitor.store import Store, history, watch_list

Say = Callable[[str], None]
AT_ONCE = 1_000

COLUMNS = (
    *("id", "seen_at", "url", "title", "tags", "version", "kind", "where", "announced", "relation"),
    *("old", "new", "delta", "unit", "counted", "place", "source", "old_sentence", "new_sentence", "explanation"),
)


@dataclass(frozen=True, slots=True)
class Followed:
    """One address that is followed: all that its watches say of it. `schedule` as people write it."""

    url: str
    tags: tuple[str, ...]
    schedule: str
    feed: bool = False
    filters: str = "{}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which changes are meant."""

    since_ms: int | None = None
    kinds: Sequence[str] = ()
    tag: str | None = None


def followed(store: Store, tag: str | None) -> list[Followed]:
    """What has a watch of its own: the articles of a feed come with the feed."""
    own: dict[str, Followed] = {}
    for row in store.read(watch_list.listing):
        before = own.get(row.key)
        tags = tuple(dict.fromkeys([*(before.tags if before else ()), *row.tags]))
        # What a command says goes before the file, as in store/settling.py.
        plan = forms.unstored(row.schedule)
        if before is not None and before.schedule and (row.origin == "file" or not plan):
            plan = before.schedule
        feed, filters = row.kind == "feed", row.filters
        own[row.key] = Followed(row.url, tags, plan, feed or (before is not None and before.feed), filters)
    return [one for one in own.values() if tag is None or tag in one.tags]


def write_csv(rows: Sequence[Followed], say: Say) -> None:
    """For `rowback import` and spreadsheets; a column `kind` where there are feeds."""
    kinds = any(one.feed for one in rows)
    say(_line(("url", "tags", "schedule", *(("kind",) if kinds else ()))))
    for one in rows:
        say(_line((one.url, " ".join(one.tags), one.schedule, *((_kind(one),) if kinds else ()))))


def write_toml(rows: Sequence[Followed], say: Say) -> None:
    """Tables for rowback.toml."""
    for one in rows:
        lines = ["[[watch]]", f"url = {_toml(one.url)}"]
        if one.feed:
            lines.append('kind = "feed"')
        if one.tags:
            lines.append(f"tags = {_toml(list(one.tags))}")
        if one.schedule == "adaptive":
            lines.append("adaptive = true")
        elif one.schedule:
            lines.append(f"{'cron' if ' ' in one.schedule else 'every'} = {_toml(one.schedule)}")
        for name, value in json.loads(one.filters).items():
            span = name in ("within", "keep")
            lines.append(f"{name} = {_toml(forms.unstored(f'every {value}') if span else value)}")
        say("\n".join([*lines, ""]))


def write_opml(rows: Sequence[Followed], say: Say) -> None:
    """For readers of feeds; articles are links."""
    say('<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n<head><title>Rowback</title></head>\n<body>')
    for one in rows:
        tags = f" category={quoteattr(','.join('/' + tag for tag in one.tags))}" if one.tags else ""
        kind, name = ("rss", "xmlUrl") if one.feed else ("link", "url")
        say(f'<outline type="{kind}" text={quoteattr(one.url)} {name}={quoteattr(one.url)}{tags}/>')
    say("</body>\n</opml>")


def changes(store: Store, chosen: Chosen) -> Iterator[dict[str, Any]]:
    """Each change with its article, newest first, read piece by piece."""
    tags: dict[int, tuple[str, ...]] = {}
    before: int | None = None
    while True:
        rows = store.read(
            history.changes,
            since_ms=chosen.since_ms,
            kinds=chosen.kinds or None,
            before_id=before,
            limit=AT_ONCE,
        )
        for row in rows:
            if row.article_id not in tags:
                tags[row.article_id] = store.read(history.article_by_id, row.article_id).tags
            if chosen.tag is None or chosen.tag in tags[row.article_id]:
                about = {"id": row.article_id, "url": row.url, "title": row.title, "tags": list(tags[row.article_id])}
                head = {"id": row.id, "seen_at": stamp(row.seen_at), "article": about, "version": row.version}
                yield {**head, **row.change.to_dict()}
        if len(rows) < AT_ONCE:
            return
        before = rows[-1].id


def write_jsonl(found: Iterable[dict[str, Any]], say: Say) -> None:
    """One JSON value a line."""
    for one in found:
        say(json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode())


def write_changes_csv(found: Iterable[dict[str, Any]], say: Say) -> None:
    """One change a line."""
    say(_line(COLUMNS))
    for one in found:
        old, new = one.get("old") or {}, one.get("new") or {}
        side = new or old
        article = one["article"]
        own = {"url": article["url"], "title": article["title"], "tags": " ".join(article["tags"])}
        words = {"old": old.get("text"), "new": new.get("text")}
        words |= {"old_sentence": old.get("sentence"), "new_sentence": new.get("sentence")}
        words |= {name: side.get(name) for name in ("unit", "counted", "place", "source")}
        row = {**one, **own, **words}
        say(_line([row.get(name) for name in COLUMNS]))


def write_table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], form: str, say: Say) -> None:
    """Flat rows as JSON lines, CSV or Parquet, every row with every column; lists are joined by blanks in CSV."""
    if form == "parquet":
        _write_parquet(rows, columns)
        return
    if form == "csv":
        say(_line(columns))
    for row in rows:
        if form == "csv":
            cells = (row.get(name) for name in columns)
            say(_line([" ".join(cell) if isinstance(cell, list) else cell for cell in cells]))
        else:
            write_jsonl([{name: row.get(name) for name in columns}], say)


def need_parquet() -> None:
    """Raises UsageError where Parquet cannot be written."""
    if importlib.util.find_spec("pyarrow") is None:
        raise UsageError("Parquet needs pyarrow beside Rowback: `pip install pyarrow`, or take --format jsonl")


def _write_parquet(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Parquet on stdout. Numbers stay decimal texts, which keep every digit."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    typed = {"article_id": pa.int64(), "version": pa.int64(), "slot": pa.int64(), "announced": pa.bool_()}
    schema = pa.schema(
        [(name, pa.list_(pa.string()) if name == "tags" else typed.get(name, pa.string())) for name in columns]
    )
    waiting = iter(rows)
    with pq.ParquetWriter(sys.stdout.buffer, schema) as out:
        while batch := [{name: row.get(name) for name in columns} for row in islice(waiting, AT_ONCE)]:
            out.write_table(pa.Table.from_pylist(batch, schema=schema))


_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def safe_cell(value: object) -> str:
    """The text of a cell, so that no spreadsheet computes it; a plain number stays one."""
    text = "" if value is None else "true" if value is True else "false" if value is False else str(value)
    text = text.encode("utf-8", "replace").decode().replace("\x00", "")
    if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"):
        return text if _NUMBER.fullmatch(text) else f"'{text}"
    return text


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()


def _kind(one: Followed) -> str:
    return "feed" if one.feed else "article"


def _toml(value: Any) -> str:
    """JSON's strings, lists and numbers are TOML's too, but for DEL, which TOML wants escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
