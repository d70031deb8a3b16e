"""Whether a page without its story shows where that is now: sent on, said with a link, or named as the page's address.

What was refused goes in; the same comes out, or a refusal that says where the page points. Follows nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser

from spiders.article import Reason, Refusal
from spiders.naming import bare, names_another
from spiders.reading.boxes import Block
from spiders.reading.states import Evidence
from spiders.reading.walls import says
from spiders.reading.words import key
from spiders.references import resolved
from spiders.refreshing import is_front, sends_on

_POINTS = frozenset([Reason.REMOVED, Reason.SOFT_404, Reason.NOT_ARTICLE, Reason.EMPTY, Reason.ERROR_PAGE])
"""Refusals of pages that have nothing of their own to read. A wall stays a wall, wherever its buttons lead."""
_LINKS = 400
_SAID = 400
"""Characters of the sentence that says it, with its link."""


def pointing(refusal: Refusal, evidence: Evidence, tree: LexborHTMLParser, asked: Collection[str] = ()) -> Refusal:
    """The refusal, or REDIRECT with the address that the page points to.

    At the addresses in `asked` there was no page either: whoever names one of them as its own has moved nowhere.
    """
    if refusal.reason not in _POINTS or evidence.status >= 500:
        return refusal
    url, status = evidence.url, evidence.status
    names = {name.lower(): value for name, value in evidence.headers.items()}
    if target := sends_on(evidence.html, url, status=status, headers=names):
        return Refusal(Reason.REDIRECT, f"sends its readers on to {target[:200]}")
    if target := next(_said(evidence, tree), ""):
        return Refusal(Reason.REDIRECT, f"says that the story is at {target[:200]}")
    canonical = evidence.about.canonical
    if canonical and names_another(canonical, url, asked):
        return Refusal(Reason.REDIRECT, f"names {canonical[:200]} as its address")
    return refusal


def may_be_back(status: int, blocks: Sequence[Block], known: Sequence[str]) -> bool:
    """Whether nobody took the story away, whatever the page says: it speaks of moving, or most of `known` stands there.

    Some servers say 404 to all they show. Under that status words alone only guess at what became of the page.
    """
    if status < 400 and any(says("moved", block.text) for block in blocks[:200] if len(block.text) < _SAID):
        return True
    shown = {key(block.text) for block in blocks}
    return bool(known) and 2 * sum(own in shown for own in known) > len(known)


def _said(evidence: Evidence, tree: LexborHTMLParser) -> Iterator[str]:
    """Where the links lead that stand beside words of moving."""
    if not any(says("moved", block.text) for block in evidence.blocks[:200] if len(block.text) < _SAID):
        return
    for link in tree.css("a[href]")[:_LINKS]:
        beside = link.parent
        if beside is not None and beside.tag in ("b", "strong", "em", "i", "span", "li"):
            beside = beside.parent
        text = beside.text(separator=" ") if beside is not None else ""
        if len(text) < _SAID and says("moved", text) and not says("guesses", text):
            try:
                target = resolved(evidence.url, link.attributes.get("href") or "")
            except ValueError:
                continue
            if (
                target.startswith(("http://", "https://"))
                and bare(target) != bare(evidence.url)
                and not is_front(target)
            ):
                yield target
