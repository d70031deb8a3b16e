"""The first look at a page nobody has read yet: which lines trafilatura, and the page's own JSON-LD, take for its body.

Source goes in, lines come out. It is slow (about 20 ms), so re-readings never come here.
"""

from __future__ import annotations

import logging
import re

from spiders.reading.words import collapse, shingles

_UNREAD = re.compile(
    r"<(?:script[^<>]*+>[^<]*+(?:<(?!/script)[^<]*+)*+</script[^<>]*+>?"
    r"|style[^<>]*+>[^<]*+(?:<(?!/style)[^<]*+)*+</style[^<>]*+>?"
    r"|!--[^-]*+(?:-(?!->)[^-]*+)*+-->)",
    re.I,
)
_SILENT = re.compile(
    r"<(svg|iframe|select|button|noscript|video|audio|picture|object|nav)\b[^<>]*+>"
    r"[^<]*+(?:<(?!/?\1\b)[^<]*+)*+</\1[^<>]*+>?",
    re.I,
)
"""Elements that hold no sentence of an article, where they hold no other of their kind. An article's footer may."""
_SPANS = re.compile(r"(?<![\w-])(?:col|row)span(?=\s*=)", re.I)
"""trafilatura pads each row to its widest, cell by cell: 160 cells that span a thousand columns take it ten seconds."""
_PAIRS = (("<script", "</script"), ("<style", "</style"), ("<!--", "-->"))


def seed_lines(html: str, url: str) -> list[str]:
    """The lines of the body as trafilatura sees it; empty when it sees none or fails on broken markup."""
    from trafilatura import extract  # 120 ms and 40 MB to import: only processes that meet a new page pay

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        text = extract(
            _SPANS.sub("data-span", pruned(html)),
            url=url,
            fast=True,
            include_comments=False,
            include_tables=True,
            with_metadata=False,
            deduplicate=False,
        )
    except Exception:  # whatever a parser raises on hostile markup, our own blocks are still there
        return []
    return [line for part in (text or "").split("\n") if (line := collapse(part).removeprefix("- "))]


def pruned(html: str) -> str:
    """The source without scripts, drawings, controls and menus, through which trafilatura goes a dozen times.

    JSON-LD stays. A source whose last script, style or comment has no end is left as it is: there, each opening would
    be searched to the end of the page.
    """
    lower = html.lower()
    if any(lower.rfind(end) < lower.rfind(start) for start, end in _PAIRS):
        return html
    return _SILENT.sub("", _UNREAD.sub(lambda found: found[0] if "ld+json" in found[0][:200] else "", html))


def seed_date(html: str, url: str) -> str | None:
    """The day of publication as htmldate finds it in the text of a page that states none; None when it finds none."""
    from htmldate import find_date  # comes with trafilatura, and costs as much to import

    try:
        # A far limit, so that the finding does not depend on today's date.
        found = find_date(html, url=url or None, original_date=True, extensive_search=False, max_date="2100-01-01")
    except Exception:  # as above: a page that breaks another parser has no date
        return None
    return str(found) if found else None


def with_vote(lines: list[str], stated: tuple[str, ...]) -> list[str]:
    """Add the body that JSON-LD states, when most of it agrees with what was seen.

    A stated body is often cut short or another text altogether (a teaser): it confirms, it never decides.
    """
    if sum(map(len, stated)) < 400:
        return lines
    seen = set().union(*(shingles(line) for line in lines)) if lines else set()
    said = set().union(*(shingles(line) for line in stated))
    if not lines or len(said & seen) > len(said) / 2:
        return lines + list(stated)
    return lines
