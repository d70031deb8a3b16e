"""Pages of six invented sites, each built around one thing that a story may hold: a table, parts, live entries.

A seed goes in; pages with their truth and their later fetches come out. The words are ours and drawn by chance. Reads
no page and judges none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from benchmarks import newsroom_stories, newsroom_tables
from benchmarks.newsroom_pages import KNOWN, Later, MadePage, Page, Truth

__all__ = ["FEATURES", "HELD_OUT", "SITES", "Later", "MadePage", "Truth", "pages"]

SITES: tuple[str, ...] = tuple(KNOWN["sites"])
HELD_OUT = SITES[-2:]
"""Sites whose misses nobody looks at while rules are tuned."""


def pages(seed: str, sites: Sequence[str] = SITES, features: Sequence[str] = ()) -> Iterator[MadePage]:
    """One page for each feature of each site; one more of either changes none of the others."""
    for site in sites:
        for feature, build in FEATURES.items():
            if not features or feature in features:
                yield build(Page(site, feature, seed))


FEATURES: dict[str, Callable[[Page], MadePage]] = {
    "table of two columns": newsroom_tables.narrow,
    "table of two rows": newsroom_tables.few_rows,
    "table with a head": newsroom_tables.headed,
    "wide table": newsroom_tables.wide,
    "serial numbers": newsroom_tables.serial,
    "table above the text": newsroom_tables.above,
    "table of words": newsroom_tables.words_only,
    "layout table": newsroom_tables.layout,
    "counters above": newsroom_tables.counters_above,
    "counters within": newsroom_tables.counters_within,
    "definition list": newsroom_tables.terms,
    "parts": newsroom_stories.parts,
    "parts of one": newsroom_stories.parts_of_one,
    "closing box": newsroom_stories.closing,
    "long feature": newsroom_stories.sections,
    "picture story": newsroom_stories.pictures,
    "charts with notes": newsroom_stories.charts,
    "parts with a standfirst": newsroom_stories.openers,
    "questions": newsroom_stories.questions,
    "list of short items": newsroom_stories.list_of,
    "read more, small": newsroom_stories.fold_small,
    "read more, large": newsroom_stories.fold_large,
    "inline marks": newsroom_stories.inline,
    "live entries": newsroom_stories.live,
    "table in an entry": newsroom_stories.live_table,
    "restless leaves": newsroom_stories.restless,
}
"""What a page is built around, and how."""
