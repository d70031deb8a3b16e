"""A page that is not there and names another address as its own: which one to ask, and what its answer makes of both.

A template may write `<link rel=canonical>` from whatever was asked for, so the name alone proves no move; the answer
of the address does. Fetches nothing itself.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace

from scrapy import Request

from spiders.asking import HOPS, MISSING
from spiders.decoding import decode
from spiders.fetched import End, Fetched
from spiders.naming import names_another
from spiders.reading.walls import says
from spiders.redirects import all_permanent
from spiders.references import resolved
from spiders.refreshing import is_front

LOOKED_AT = 200_000
"""Bytes of a page; heads full of scripts are long."""
HEADED = 50_000
"""Characters in which the headline stands."""
MOST_SHOWN = 3_000
"""Characters around a headline that says the story is gone; a story that quotes such words says more."""
_GONE = frozenset({End.NOT_FOUND, End.GONE})
_NAMING = re.compile(r"<(?:link|meta)\b[^<>]*>", re.I)
_NAMES = (
    re.compile(r"\srel\s*=\s*[\"']?\s*canonical\b", re.I),
    re.compile(r"\sproperty\s*=\s*[\"']?\s*og:url\b", re.I),
)
_ADDRESS = re.compile(r"\s(?:href|content)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_HEADS = re.compile(r"<(title|h1)\b[^<>]*>(.{0,400}?)</\1", re.I | re.S)
_UNSHOWN = re.compile(r"<!--.*?(?:-->|$)|<(noscript|script|style|template|svg)\b.*?(?:</\1|$)", re.I | re.S)
_TAG = re.compile(r"<[^<>]*>")


def to_ask(fetched: Fetched) -> str | None:
    """The address to ask for a page that its status, or its headline, says is not here; None where it names none."""
    if fetched.end not in _GONE and fetched.end is not End.OK:
        return None
    head = fetched.body[:LOOKED_AT]
    if b"canonical" not in head and b"og:url" not in head:
        return None
    page = decode(head, fetched.headers.get("content-type")).text
    target = _named(page, fetched.url)
    if not names_another(target, fetched.url) or (fetched.end is End.OK and not _says_gone(page)):
        return None
    return target


def settled(answer: Fetched, request: Request) -> Fetched:
    """What the look ends in: the answer itself, unless it is that of an address which a missing page had named.

    Then it is the page there, or the missing one, with what was asked in vain. Another failure says nothing of either.
    """
    missing: Fetched | None = request.meta.get(MISSING)
    if missing is None:
        return answer
    hops: tuple[tuple[str, int], ...] = request.meta.get(HOPS, ())
    named = next((url for url, _ in hops[_index_of(missing, hops) + 1 :]), request.url)
    back = answer.end is End.REDIRECT_LOOP and answer.detail.endswith(f" {missing.url}")
    if answer.end in _GONE or back or (answer.end is End.OK and is_front(answer.url)):
        return replace(missing, asked=tuple(dict.fromkeys((named, answer.url))))
    if answer.end not in (End.OK, End.NOT_MODIFIED):
        return missing
    others = tuple(one for one in hops if one[0] != missing.url)
    moved = missing.end in _GONE and (not others or all_permanent(others))
    return replace(answer, asked=(missing.url,), permanent=moved)


def _index_of(missing: Fetched, hops: tuple[tuple[str, int], ...]) -> int:
    return next((index for index, (url, _) in enumerate(hops) if url == missing.url), len(hops))


def _named(page: str, url: str) -> str:
    """The address that the page calls its own, in its canonical link or else for social networks; empty without one."""
    tags = _NAMING.findall(page)
    for names in _NAMES:
        for tag in tags:
            given = _ADDRESS.search(tag) if names.search(tag) else None
            if given is not None and (target := _absolute(url, html.unescape(next(filter(None, given.groups()), "")))):
                return target
    return ""


def _absolute(url: str, reference: str) -> str:
    try:
        target = resolved(url, reference) if reference else ""
    except ValueError:
        return ""
    return target if target.startswith(("http://", "https://")) else ""


def _says_gone(page: str) -> bool:
    seen = _UNSHOWN.sub(" ", page)
    heads = " | ".join(" ".join(_TAG.sub(" ", text).split()) for _, text in _HEADS.findall(seen[:HEADED])[:4])
    return bool(says("soft_404", heads)) and len(" ".join(_TAG.sub(" ", seen).split())) < MOST_SHOWN
