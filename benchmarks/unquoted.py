"""Words outside quotation marks: a paragraph and a change go in, the paragraph comes out changed but for its quotes.

Quotes are what someone said, so no rewriting may touch them. A quote that a paragraph leaves open goes on in the next.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Paragraphs = list[str]
Rule = Callable[[Paragraphs, random.Random], Paragraphs]

QUOTED = re.compile(r"\"[^\"]*\"|“[^“”]*”|«[^«»]*»|„[^„“”]*[“”]")
_MARK = re.compile(r"[\"“”„«»‘]|(?<!\w)'|'(?!\w)")


def _outside_quotes(text: str, change: Callable[[str], str]) -> str:
    """The text with `change` done to everything but what stands between quotation marks."""
    out, at = [], 0
    for quote in QUOTED.finditer(text):
        out += [change(text[at : quote.start()]), quote.group()]
        at = quote.end()
    return "".join([*out, change(text[at:])])


def _plain(text: str) -> bool:
    """Whether every quote is closed and none holds another, so that it is clear which words are quoted."""
    return not _MARK.search(QUOTED.sub("", text)) and not any(_MARK.search(q[1:-1]) for q in QUOTED.findall(text))


def everywhere(paragraphs: Paragraphs, change: Callable[[str], str]) -> Paragraphs:
    """`change` done outside quotes. A quote that a paragraph leaves open goes on in the next one: that stays."""
    out, open_quote = [], False
    for paragraph in paragraphs:
        plain = _plain(paragraph)
        out.append(_outside_quotes(paragraph, change) if plain and not open_quote else paragraph)
        open_quote = not plain and paragraph.count("“") > paragraph.count("”")
    return out
