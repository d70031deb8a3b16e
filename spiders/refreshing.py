"""Pages that only send their readers on: the `<meta http-equiv=refresh>` of a page in, where it leads out.

A page that reloads itself, or leaves its reader minutes to read it, sends nobody on. Follows nothing itself.
"""

from __future__ import annotations

import html
import re

from spiders.references import resolved

LOOKED_AT = 20_000
"""Characters of a page; the element belongs into its head."""
SOON = 15
"""Seconds; who waits longer lets the page be read."""
_UNSHOWN = re.compile(r"<!--.*?(?:-->|$)|<(noscript|script|style|template)\b.*?(?:</\1|$)", re.I | re.S)
_META = re.compile(r"<meta\b[^<>]*>", re.I)
_IS_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?\s*refresh\b", re.I)
_CONTENT = re.compile(r"\scontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_TOLD = re.compile(r"\s*(\d+|(?=\.))(?:\.[\d.]*)?\s*[;,\s]\s*(?:url\s*=\s*)?(?:\"([^\"]*)|'([^']*)|(.*))", re.I | re.S)
"""HTML Standard, 4.2.5.3: the "url=" may be missing, and so may the end of a quoted address."""


def sends_on(page: str, url: str) -> str | None:
    """The other address that this page sends its readers to at once; None for a page that stays."""
    head = page[:LOOKED_AT]
    if "http-equiv" not in head.lower():
        return None
    for tag in _META.findall(_UNSHOWN.sub(" ", head)):
        content = _CONTENT.search(tag) if _IS_REFRESH.search(tag) else None
        told = _TOLD.match(html.unescape(next(filter(None, content.groups()), ""))) if content else None
        if told is None or int(told[1][:6] or 0) > SOON:
            continue
        reference = next(filter(None, told.groups()[1:]), "").strip()
        try:
            target = resolved(url, reference)
        except ValueError:
            continue
        if reference and target.startswith(("http://", "https://")) and _bare(target) != _bare(url):
            return target
    return None


def _bare(url: str) -> str:
    return url.split("#", 1)[0].rstrip("/")
