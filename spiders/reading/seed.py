"""The first look at a page nobody has read yet: which lines trafilatura, and the page's own JSON-LD, take for its body.

Source goes in, lines come out. It is slow (about 20 ms), so re-readings never come here.
"""

from __future__ import annotations

import logging

from spiders.reading.words import collapse, shingles


def seed_lines(html: str, url: str) -> list[str]:
    """The lines of the body as trafilatura sees it; empty when it sees none or fails on broken markup."""
    from trafilatura import extract  # 120 ms and 40 MB to import: only processes that meet a new page pay

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        text = extract(
            html,
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
