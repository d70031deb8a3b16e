"""Bounds on how many elements a source leaves open at a time. Source goes in, the same or a flatter one comes out.

Drops tags, never a text. Builds no tree: it counts what a parser would have to keep, to spare it that.
"""

from __future__ import annotations

import re
from collections import Counter

MOST_STEPS = 20_000_000
"""Open elements times tags. A parser looks through the open elements at most tags (HTML Standard, 13.2.4.2): this many
looks take lexbor a quarter of a second, and 100,000 nested tags would take it 50."""
MOST_CLONES = 400_000
"""Open formatting elements times tags. Each paragraph opens them all anew (13.2.4.3), so that 4,000 tags can make four
million nodes. Of 532 saved pages none has an eighth of it."""
_FEW_TAGS, _SOME_TAGS = 1200, 6000
"""A page of no more than the first passes neither bound, one of no more than the second not that of steps."""

_FORMATTING = frozenset(["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"])
_FORMATTING_TAG = re.compile(r"<[bceinstufBCEINSTUF](?i:|ig|ode|m|ont|obr|mall|trike|trong|t)[\s/>]")
"""At least all their start tags. Real pages have a handful, and counting them takes a quarter of weighing them."""
_SHORT_TAG = re.compile(r"<(/?[bceinstufBCEINSTUF][a-zA-Z]{0,5})[\s/>]")
_ONCE = frozenset(["html", "body"])
"""A parser holds the attributes of each further one against those of the first."""
_UNCOUNTED = frozenset([
    "p", "li", "dd", "dt", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "area", "base", "br", "col", "embed",
    "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
])  # fmt: skip
"""Elements without an end tag, and those that end where the next of their kind begins."""
_TAG = re.compile(r"<(?:(?P<comment>!--)|(?P<slash>/?)(?P<name>[a-z][^\s/>]*+)[^<>]*+>?)", re.I)
_COMMENT_END = re.compile(r"--!?>|(?<=<!--)-?>")
_SCRIPT_END = re.compile(r"</script", re.I)


def with_bearable_nesting(html: str, most_tags: int) -> str:
    """The source without the start tags that would open one element too many, and without their end tags.

    Ends behind `most_tags` tags, those written in scripts and comments not counted.
    """
    tags = html.count("<")
    if tags <= _FEW_TAGS:
        return html
    if tags <= _SOME_TAGS and (
        len(_FORMATTING_TAG.findall(html)) * tags <= MOST_CLONES or _most_formatting(html) * tags <= MOST_CLONES
    ):
        return html
    tags = min(tags, most_tags)
    return _flattened(html, tags, MOST_STEPS // tags, MOST_CLONES // tags)


def _most_formatting(html: str) -> int:
    """The most formatting elements that are open at a time; those written in scripts are counted, too."""
    most, left, open_ = 0, 0, Counter[str]()
    for tag in _SHORT_TAG.findall(html):
        name = tag.lower()
        if name in _FORMATTING:
            open_[name] += 1
            left += 1
            most = max(most, left)
        elif name[0] == "/" and open_[name[1:]]:
            open_[name[1:]] -= 1
            left -= 1
    return most


def _flattened(html: str, tags: int, deepest: int, most_formatting: int) -> str:
    pieces: list[str] = []
    kept_to = at = depth = formatting = 0
    open_, dropped = Counter[str](), Counter[str]()
    while (tag := _TAG.search(html, at)) is not None:
        if tags < 0:
            html = html[: tag.start()]
            break
        tags -= 1
        name, at = (tag["name"] or "").lower(), tag.end()
        if not name or (name == "script" and not tag["slash"] and not open_["svg"] and not open_["math"]):
            # In a drawing a script is markup like any other.
            ending = (_SCRIPT_END if name else _COMMENT_END).search(html, at)
            at = ending.end() if ending is not None else len(html)
            continue
        if name in _UNCOUNTED:
            continue
        if tag["slash"]:
            if dropped[name]:
                dropped[name] -= 1
            else:
                if open_[name]:
                    open_[name] -= 1
                    depth -= 1
                    formatting -= name in _FORMATTING
                continue
        else:
            full = formatting >= most_formatting if name in _FORMATTING else name in _ONCE and open_[name]
            if depth < deepest and not full:
                open_[name] += 1
                depth += 1
                formatting += name in _FORMATTING
                continue
            dropped[name] += 1
        pieces.append(html[kept_to : tag.start()])
        kept_to = at
    return "".join([*pieces, html[kept_to:]]) if pieces else html
