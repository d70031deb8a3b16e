"""A page goes in, a Reading comes out: an Article, or a Refusal that says why there is none.

Deterministic: the same page and the same memory give the same reading. No clock, no network; no input makes it raise.
"""

from __future__ import annotations

from collections.abc import Mapping

from spiders.article import Article, Memory, Reading, Reason, Refusal
from spiders.reading.blocks import Block, find_blocks, parse
from spiders.reading.fields import find_fields
from spiders.reading.ground import KEPT, Why
from spiders.reading.look import Look, first_look, later_look
from spiders.reading.memory import PageMemory, SiteMemory, remember_texts, sketch
from spiders.reading.metadata import Metadata, find_metadata
from spiders.reading.words import key


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
    page, site = PageMemory.load(memory.page), SiteMemory.load(memory.site)
    look = later_look(blocks, page)
    if look is None:
        look = first_look(blocks, about, html, url)
    article = _article(blocks, look, about, url, page)
    if not article.paragraphs:
        return Reading(refusal=Refusal(Reason.EMPTY, "no paragraph found"), cannot_tell=True, memory=memory)
    return Reading(article=article, memory=_remembered(blocks, look, article, page, site, url))


def _decoded(body: bytes, headers: Mapping[str, str]) -> str:
    try:
        from spiders.decoding import decode
    except ImportError:
        return body.decode("utf-8", "replace")
    content_type = next((v for k, v in headers.items() if k.lower() == "content-type"), "")
    return str(decode(body, content_type).text)


def _article(blocks: list[Block], look: Look, about: Metadata, url: str, page: PageMemory) -> Article:
    fields = find_fields(blocks, look, about, page)
    return Article(
        url=url,
        title=fields.title,
        standfirst=fields.standfirst,
        paragraphs=tuple(b.text for b, why in zip(blocks, look.why, strict=True) if why in KEPT),
        captions=fields.captions,
        notices=fields.notices,
        authors=about.authors,
        published=about.published,
        modified=about.modified,
        language=about.language or "en",
        outlet=about.outlet,
        canonical=about.canonical or url,
        section=about.section,
        paywalled=about.open_to_all is False,
    )


def _remembered(
    blocks: list[Block], look: Look, article: Article, page: PageMemory, site: SiteMemory, url: str
) -> Memory:
    old_sketches = dict(zip(page.body, page.sketches, strict=True))
    body, sketches, furniture = [], [], dict.fromkeys(page.furniture)
    for block, why, own in zip(blocks, look.why, look.keys, strict=True):
        if why in KEPT:
            body.append(own)
            sketches.append(old_sketches.get(own) or sketch(block.text))
        elif why not in (Why.OUTSIDE, Why.TITLE, Why.STANDFIRST, Why.NOTICE, Why.CAPTION):
            furniture.pop(own, None)
            furniture[own] = None
    new = PageMemory(
        body=body,
        sketches=sketches,
        furniture=[own for own in furniture if own not in set(body)],
        captions=[key(text) for text in article.captions],
        notices=[key(text) for text in article.notices],
        title=key(article.title),
        standfirst=key(article.standfirst) if article.standfirst else "",
        size=sum(map(len, article.paragraphs)),
        readings=page.readings + 1,
    )
    remember_texts(site.texts, body, key(url)[:4])
    return Memory(site=site.dump(), page=new.dump())
