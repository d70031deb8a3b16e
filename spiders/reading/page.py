"""A page goes in, a Reading comes out: an Article, or a Refusal that says why there is none.

Deterministic: the same page and the same memory give the same reading. No clock, no network, and no input makes it raise.
"""

from __future__ import annotations

from collections.abc import Mapping

from spiders.article import Article, Memory, Reading, Reason, Refusal
from spiders.reading.blocks import CAPTION, Block, find_blocks, parse
from spiders.reading.body import KEPT, Body, find_body, vote
from spiders.reading.metadata import Metadata, find_metadata
from spiders.reading.seed import seed_lines, with_vote
from spiders.reading.words import plain


def read_page(
    html: bytes | str,
    url: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    memory: Memory | None = None,
) -> Reading:
    """Read one fetched page. `headers` are the response's; `memory` is what the previous reading of it handed back."""
    memory = memory if isinstance(memory, Memory) else Memory()
    if isinstance(html, bytes):
        html = _decoded(html, headers or {})
    if status in (404, 410):
        return Reading(refusal=Refusal(Reason.REMOVED, f"status {status}"), cannot_tell=True, memory=memory)
    if status == 451:
        return Reading(refusal=Refusal(Reason.LEGAL_BLOCK, "status 451"), cannot_tell=True, memory=memory)
    tree = parse(html)
    blocks = find_blocks(tree)
    about = find_metadata(tree, html, url)
    if status >= 400:
        return Reading(refusal=Refusal(Reason.ERROR_PAGE, f"status {status}"), cannot_tell=True, memory=memory)
    lines = with_vote(seed_lines(html, url), about.body)
    votes = vote(blocks, lines)
    if not any(votes):
        votes = [len(block.text) >= 200 and block.links < 0.4 for block in blocks]
    body = find_body(blocks, votes)
    article = _article(blocks, body, about, url)
    if not article.paragraphs:
        return Reading(refusal=Refusal(Reason.EMPTY, "no paragraph found"), cannot_tell=True, memory=memory)
    return Reading(article=article, memory=memory)


def _decoded(body: bytes, headers: Mapping[str, str]) -> str:
    try:
        from spiders.decoding import decode
    except ImportError:
        return body.decode("utf-8", "replace")
    content_type = next((v for k, v in headers.items() if k.lower() == "content-type"), "")
    return str(decode(body, content_type).text)


def _article(blocks: list[Block], body: Body, about: Metadata, url: str) -> Article:
    heading = next((b.text for b in blocks if b.box.tag == "h1"), "")
    title = about.headlines.get("ld") or heading or about.headlines.get("og") or about.headlines.get("title", "")
    paragraphs = tuple(
        b.text for b, why in zip(blocks, body.why, strict=True) if why in KEPT and plain(b.text) != plain(title)
    )
    captions = tuple(
        b.text for b in blocks if b.box.kind & CAPTION and body.box is not None and body.box.parent in b.box.above()
    )
    return Article(
        url=url,
        title=title,
        paragraphs=paragraphs,
        captions=captions,
        authors=about.authors,
        published=about.published,
        modified=about.modified,
        language=about.language or "en",
        outlet=about.outlet,
        canonical=about.canonical or url,
        section=about.section,
        paywalled=about.open_to_all is False,
    )
