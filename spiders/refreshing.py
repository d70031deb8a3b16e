"""Pages that only send their readers on: `<meta http-equiv=refresh>`, a Refresh header, or one script without a text.

A page and its address go in, where a browser would go at once comes out. A page that reloads itself, or leaves its
reader time to read it, sends nobody on. Follows nothing itself and runs no script.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from spiders.references import resolved

LOOKED_AT = 20_000
"""Characters of a page; the element belongs into its head."""
SOON = 15
"""Seconds; who waits longer lets the page be read."""
STUB = 600
"""Characters that a page may show which a script leaves, or which leads to its own address with another slash."""
_UNSHOWN = re.compile(r"<!--.*?(?:-->|$)|<(noscript|script|style|template|svg)\b.*?(?:</\1|$)", re.I | re.S)
_TITLE = re.compile(r"<title\b.*?(?:</title|$)", re.I | re.S)
_TAG = re.compile(r"<[^<>]*>")
_META = re.compile(r"<meta\b[^<>]*>", re.I)
_IS_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?\s*refresh\b", re.I)
_CONTENT = re.compile(r"\scontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_TOLD = re.compile(r"\s*(\d+|(?=\.))(?:\.[\d.]*)?\s*[;,\s]\s*(?:url\s*=\s*)?(?:\"([^\"]*)|'([^']*)|(.*))", re.I | re.S)
"""HTML Standard, 4.2.5.3: the "url=" may be missing, and so may the end of a quoted address."""
_SCRIPT = re.compile(r"<script\b[^<>]*>(.*?)(?:</script|$)", re.I | re.S)
_LEAVES = re.compile(
    r"(?<![\w.$])(?:(?:window|document|top|self|parent)\s*\.\s*)?location\s*"
    r"(?:(?:\.\s*href\s*)?=(?!=)|\.\s*(?:replace|assign)\s*\()\s*(?:\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)')\s*[);}\n\"]",
    re.I,
)
"""An address that is written out. What is put together from parts is not known without running the script."""
_DEPENDS = re.compile(
    r"\bif\s*\(|\bswitch\s*\(|addEventListener|onclick|\?[^\"'\n]{0,80}[\"'][^\n]{0,200}:\s*[\"']|"
    r"function\s+\w|(?<!onload)(?<!onload )=\s*(?:async\s*)?(?:function|\([^()\n]{0,80}\)\s*=>)",
    re.I,
)
"""What makes it wait for something: a question, a click, or a call by a name."""
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))", re.I)
_FRONT = re.compile(r"/?(?:index\.\w{2,5}|home|[a-z]{2}(?:-[a-z]{2})?)?/?", re.I)


def sends_on(page: str, url: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> str | None:
    """The other address that this page sends its readers to at once; None for a page that stays.

    An error page that leads to the front page leads nowhere: that is how sites say goodbye. Header names in lower case.
    """
    head = page[:LOOKED_AT]
    for reference in (*_refreshes(head, headers or {}), *_left_for(head)):
        try:
            target = resolved(url, reference)
        except ValueError:
            continue
        if not target.startswith(("http://", "https://")) or _same(target, url, head):
            continue
        return None if status >= 400 and is_front(target) else target
    return None


def is_front(target: str) -> bool:
    """Whether an address is a site's front page, also that of one language."""
    parts = urlsplit(target)
    return bool(_FRONT.fullmatch(parts.path)) and not parts.query


def _refreshes(head: str, headers: Mapping[str, str]) -> Iterator[str]:
    told = [headers.get("refresh", "")]
    if "http-equiv" in head.lower():
        for tag in _META.findall(_UNSHOWN.sub(" ", head)):
            content = _CONTENT.search(tag) if _IS_REFRESH.search(tag) else None
            told.append(html.unescape(next(filter(None, content.groups()), "")) if content else "")
    for one in told:
        found = _TOLD.match(one)
        if found is not None and int(found[1][:6] or 0) <= SOON:
            reference = next(filter(None, found.groups()[1:]), "").strip()
            if reference:
                yield reference


def _left_for(head: str) -> Iterator[str]:
    """The address to which the only lines of script of a page without a text lead, whoever comes."""
    if "location" not in head or _shown(head) >= STUB:
        return
    for script in _SCRIPT.findall(head):
        found = _LEAVES.search(script)
        if found is not None and not _DEPENDS.search(script[: found.end()]):
            yield _ESCAPE.sub(_escaped, found[1] or found[2] or "")


def _escaped(found: re.Match[str]) -> str:
    return chr(int(found[1] or found[2], 16)) if found[1] or found[2] else found[3]


def _shown(head: str) -> int:
    return len(" ".join(_TAG.sub(" ", _TITLE.sub(" ", _UNSHOWN.sub(" ", head))).split()))


def _same(target: str, url: str, head: str) -> bool:
    """Whether this is the page itself; of one with a text another slash at the end makes no other page."""
    one, other = target.split("#", 1)[0], url.split("#", 1)[0]
    return one == other or (one.rstrip("/") == other.rstrip("/") and _shown(head) >= STUB)
