"""The JSON that a page's scripts carry: the source of a page goes in, parsed values come out.

Knows how the usual frameworks write their state: plain JSON, assignments, JSON.parse, Nuxt's flat arrays, the rows that
Next streams, Apollo's references. Runs no script and does not know which value is an article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from spiders.reading.bounds import raw_elements

_ASSIGNED = re.compile(r"[\w$\]\"']\s*[=:]\s*(?=[{\[]|JSON\.parse\()")
_PARSED = re.compile(r"JSON\.parse\(\s*(\"(?:[^\"\\]++|\\.)*+\")", re.S)
_PUSHED = "self.__next_f.push(["
_ROW = re.compile(r"[0-9a-f]+:(?:T([0-9a-f]+),)?")
_LITERAL = re.compile(r"\"((?:[^\"\\\n]++|\\.)*+)\"")
MAX_STATE = 3_000_000
"""Characters of scripts that are searched; a page of 5 MB is mostly bundles."""
MAX_ROWS = 20_000
"""Rows read of a stream; pages have hundreds."""
MAX_DEPTH = 60
"""Levels of nesting that are followed; states of articles have a third of it."""


def find_payloads(html: str) -> Iterator[Any]:
    """Every value that a script of the page holds as JSON, and the long texts of scripts that hold none."""
    left = MAX_STATE
    decoder = json.JSONDecoder(strict=False)
    streamed: list[str] = []
    for written, text in raw_elements(html, "script"):
        attributes = written.lower()
        if "ld+json" in attributes or left <= 0:
            continue
        pushed, end = text.find(_PUSHED), text.rfind("])")
        if 0 <= pushed < end:
            left -= len(text)
            streamed += _pushed(text[pushed + len(_PUSHED) - 1 : end + 1])
        elif len(text) >= 300:
            left -= len(text)
            yield from _values(attributes, text, decoder)
    if streamed:
        yield from _rows("".join(streamed))


def _values(attributes: str, text: str, decoder: json.JSONDecoder) -> Iterator[Any]:
    if "json" in attributes:
        with suppress(ValueError, RecursionError):
            value = json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
            yield _revived(value) if isinstance(value, list) and "nuxt" in attributes else value
        return
    found = False
    for value in _assigned(text, decoder):
        found = found or len(str(value)) > 400
        if '"__ref"' in text and isinstance(value, dict):
            _put_references(value)
        yield value
    if not found:
        yield from _texts(text)


def _assigned(text: str, decoder: json.JSONDecoder) -> Iterator[Any]:
    position, tries = 0, 0
    while tries < 40 and (match := _ASSIGNED.search(text, position)):
        tries += 1
        position = match.end()
        try:
            if text[position] == "J":
                parsed = _PARSED.match(text, position)
                if parsed:
                    yield json.loads(json.loads(parsed.group(1), strict=False), strict=False)
                    position = parsed.end()
            else:
                value, position = decoder.raw_decode(text, position)
                yield value
        except (ValueError, RecursionError):
            continue


def _texts(text: str) -> Iterator[Any]:
    """Long strings of markup in a script that is code: the arguments of a function that would build the state."""
    for literal in _LITERAL.finditer(text):
        if len(literal.group(1)) >= 400 and "p>" in literal.group(1):
            with suppress(ValueError):
                yield {"html": json.loads(literal.group(0), strict=False)}


def _pushed(source: str) -> list[str]:
    with suppress(ValueError, RecursionError):
        value = json.loads(source, strict=False)
        if isinstance(value, list) and len(value) > 1 and isinstance(value[1], str):
            return [value[1]]
    return []


def _rows(stream: str) -> Iterator[Any]:
    """The rows of a React server stream: `id:json`, or `id:Tlength,text` with the length in bytes."""
    position = rows = 0
    while position < len(stream) and rows < MAX_ROWS:
        rows += 1
        row = _ROW.match(stream, position)
        if row is not None and row.group(1) is not None:
            size = int(row.group(1)[:6], 16)
            text = stream[row.end() : row.end() + size].encode("utf-8", "replace")[:size].decode("utf-8", "ignore")
            yield {"html": text}
            position = row.end() + len(text)  # the next row follows with no line end between
            continue
        end = stream.find("\n", position) % (len(stream) + 1)
        if row is not None:
            with suppress(ValueError, RecursionError):
                yield json.loads(stream[row.end() : end], strict=False)
        position = end + 1


def _revived(flat: list[Any]) -> Any:
    """The value that Nuxt writes as one flat array, in which every number inside a value is the place of another."""
    memo: dict[int, Any] = {}

    def build(place: Any, depth: int) -> Any:
        if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(flat) or depth > MAX_DEPTH:
            return None
        if place in memo:
            return memo[place]
        value = flat[place]
        if isinstance(value, dict):
            made: dict[str, Any] = {}
            memo[place] = made
            made.update((key, build(part, depth + 1)) for key, part in value.items())
            return made
        if isinstance(value, list):
            if value and isinstance(value[0], str):  # a type by name, such as Reactive, around one value
                return build(value[1], depth + 1) if len(value) > 1 else None
            parts: list[Any] = []
            memo[place] = parts
            parts.extend(build(part, depth + 1) for part in value)
            return parts
        return value

    return build(0, 0)


def _put_references(state: dict[str, Any]) -> None:
    """Put the objects in the place of the references to them, in lists: there stand the parts of a text."""
    waiting: list[Any] = [state]
    seen = 0
    while waiting and seen < 100_000:
        seen += 1
        one = waiting.pop()
        parts = list(one.values()) if isinstance(one, dict) else one
        if isinstance(one, list):
            for index, part in enumerate(one):
                if isinstance(part, dict) and isinstance(part.get("__ref"), str):
                    one[index] = state.get(part["__ref"], part)
                elif isinstance(part, dict | list):
                    waiting.append(part)
            continue
        waiting.extend(part for part in parts if isinstance(part, dict | list))
