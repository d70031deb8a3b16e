"""A page goes in, a Reading comes out: an Article, or a Refusal that says why there is none.

Deterministic: the same page and the same memory give the same reading. No clock, no network; no input makes it raise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from spiders.article import Article, Memory, Reading, Reason, Refusal
from spiders.decoding import decode
from spiders.reading.blocks import Guide, find_blocks, parse
from spiders.reading.boxes import Block
from spiders.reading.doubt import find_doubt
from spiders.reading.embedded import embedded_markup
from spiders.reading.fields import Fields, behind_body, find_fields, region_of
from spiders.reading.ground import KEPT, Why
from spiders.reading.legacy import repaired
from spiders.reading.live import Live, find_live
from spiders.reading.look import MAX_SEED, Look, first_look, later_look, place
from spiders.reading.memory import MAX_PATHS, PageMemory, SiteMemory, remember_texts, sketch
from spiders.reading.metadata import Metadata, find_metadata
from spiders.reading.seed import seed_date
from spiders.reading.states import Evidence, drop_offer, refuse_page, refuse_status
from spiders.reading.words import key

_SHOWN = frozenset([Why.TITLE, Why.STANDFIRST, Why.CAPTION, Why.NOTICE])
_GONE = frozenset([Reason.REMOVED, Reason.SOFT_404])


@dataclass(slots=True)
class _Page:
    """One page on its way to being read."""

    html: str
    url: str
    status: int
    headers: Mapping[str, str]
    tree: LexborHTMLParser
    blocks: list[Block]
    guided: bool
    about: Metadata
    embedded: bool = False
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided on one block: `kept` for the body or not, and `why`; `place` is its path in the layout."""

    text: str
    kept: bool
    why: Why
    place: str


def read_page(
    html: bytes | str,
    url: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    memory: Memory | None = None,
) -> Reading:
    """Read one fetched page.

    `html` is the body, as bytes with the response's own charset or as text; `url` the address after redirects;
    `headers` the response's; `memory` what the previous reading of this address handed back.
    """
    memory, url = memory if isinstance(memory, Memory) else Memory(), url or ""
    remembered, site = PageMemory.load(memory.page), SiteMemory.load(memory.site)
    try:
        return _read(
            _opened(html, url, status, dict(headers or {}), remembered.guide() if status < 400 else None),
            remembered,
            site,
            memory,
        )
    except Exception as error:  # a bug met on one page must not stop the checks of all others; the evidence names it
        refusal = Refusal(Reason.NOT_ARTICLE, f"reading failed: {type(error).__name__}: {error}")
        return Reading(refusal=refusal, cannot_tell=True, memory=memory)


def explain_page(
    html: bytes | str,
    url: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    memory: Memory | None = None,
) -> tuple[Verdict, ...]:
    """The verdicts behind `read_page` of the same arguments, in the order of the page.

    Empty where the status alone refuses the page. Entries of a live blog are not among them.
    """
    memory = memory if isinstance(memory, Memory) else Memory()
    remembered, site = PageMemory.load(memory.page), SiteMemory.load(memory.site)
    page = _opened(html, url, status, dict(headers or {}), remembered.guide() if status < 400 else None)
    _read(page, remembered, site, memory)
    if page.look is None:
        return ()
    return tuple(
        Verdict(block.text, why in KEPT, why, " > ".join(block.box.spot.path()))
        for block, why in zip(page.blocks, page.look.why, strict=True)
    )


def _opened(body: bytes | str, url: str, status: int, headers: dict[str, str], guide: Guide | None = None) -> _Page:
    html = _decoded(body, headers) if isinstance(body, bytes) else body
    if "\x00" in html:
        html = html.replace("\x00", "")
    tree = parse(html)
    blocks = find_blocks(tree, guide)
    return _Page(html, url, status, headers, tree, blocks, guide is not None, find_metadata(tree, html, url))


def _decoded(body: bytes, headers: Mapping[str, str]) -> str:
    content_type = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    return repaired(body, decode(body, content_type).text)


def _read(page: _Page, remembered: PageMemory, site: SiteMemory, memory: Memory) -> Reading:
    refusal = refuse_status(_evidence(page))
    if refusal is not None:
        return _refused(refusal, remembered, memory)
    look = later_look(page.blocks, remembered) if page.guided else None
    live = Live()
    if look is None or look.known_share < 0.8:
        if page.guided:
            page.blocks, page.guided = find_blocks(page.tree), False
        live = find_live(page.blocks, page.about, page.url)
        if live.entries:
            page.blocks = [block for index, block in enumerate(page.blocks) if index not in live.taken]
        look = _look(page, remembered, live.lead if live.entries else None)
    page.look = look
    if live.entries:
        # Only the lead can be body; what stands like it elsewhere belongs to entries worded otherwise in the markup.
        for index, block in enumerate(page.blocks):
            if look.why[index] in KEPT and look.why[index] is not Why.KNOWN and block not in live.lead:
                look.why[index] = Why.LIVE
    drop_offer(page.blocks, look, page.about.open_to_all is False)
    fields = find_fields(page.blocks, look, page.about, remembered)
    kept = [index for index, why in enumerate(look.why) if why in KEPT]
    body = [page.blocks[index] for index in kept]
    evidence = _evidence(page, body, behind_body(page.blocks, look), len(fields.captions))
    refusal = refuse_page(evidence) if not live.entries else None
    if refusal is not None:
        return _refused(refusal, remembered, memory)
    if page.about.published is None:
        page.about.published = _day(page, remembered)
    article = _article(body, fields, page, live)
    keys = [look.keys[index] for index in kept]
    doubt = find_doubt(remembered, keys, body, evidence)
    if doubt:
        held = replace(remembered, pending=keys)
        return Reading(article=article, cannot_tell=True, doubt=doubt, memory=Memory(memory.site, held.dump()))
    return Reading(article=article, memory=_remember(page, look, article, remembered, site))


def _look(page: _Page, remembered: PageMemory, lead: frozenset[Block] | None = None) -> Look:
    """Look at the page's own markup; where its text is only in a script's state, at that, and there again next time."""
    if remembered.embedded and (blocks := _embedded(page)):
        look = later_look(blocks, remembered)
        if look is not None:
            page.blocks, page.embedded = blocks, True
            return look
    look = later_look(page.blocks, remembered)
    if look is not None:
        return look
    look = first_look(page.blocks, page.about, page.html, page.url, remembered, lead)
    if lead is not None:
        return look
    size = sum(len(block.text) for block, why in zip(page.blocks, look.why, strict=True) if why in KEPT)
    if size >= 400 and sum(map(len, page.about.body)) < 2 * size:
        return look
    blocks = _embedded(page)
    if sum(len(block.text) for block in blocks) < 1.5 * size + 150:
        return look
    page.blocks, page.embedded = blocks, True
    told = frozenset(b for b in blocks if b.box.tag != "h1" and b.box.raw != "standfirst")
    return later_look(blocks, remembered) or first_look(blocks, page.about, "", page.url, remembered, told)


def _embedded(page: _Page) -> list[Block]:
    markup = embedded_markup(page.html, tuple(page.about.headlines.values()), page.about.body)
    return find_blocks(parse(markup)) if markup else []


def _day(page: _Page, remembered: PageMemory) -> str | None:
    """The day of publication of a page that does not state it: searched for once, remembered afterwards."""
    if remembered.body:
        return remembered.published or None
    return seed_date(page.html, page.url) if len(page.html) < MAX_SEED else None


def _evidence(page: _Page, body: Sequence[Block] = (), after: Sequence[Block] = (), captions: int = 0) -> Evidence:
    return Evidence(page.html, page.url, page.status, page.headers, page.blocks, page.about, body, after, captions)


def _refused(refusal: Refusal, remembered: PageMemory, memory: Memory) -> Reading:
    """A page that is gone twice in a row is removed; every other refusal only says that nothing can be told now."""
    gone = refusal.reason in _GONE
    missing = remembered.missing + 1 if gone else 0
    after = replace(remembered, missing=min(missing, 1000), pending=[])
    return Reading(refusal=refusal, cannot_tell=True, removed=missing >= 2, memory=Memory(memory.site, after.dump()))


def _article(body: Sequence[Block], fields: Fields, page: _Page, live: Live) -> Article:
    about = page.about
    return Article(
        url=page.url,
        title=fields.title,
        standfirst=fields.standfirst,
        paragraphs=tuple(block.text for block in body),
        captions=fields.captions,
        notices=fields.notices,
        live=live.entries,
        authors=about.authors,
        published=about.published,
        modified=about.modified,
        language=about.language or "en",
        outlet=about.outlet,
        canonical=about.canonical or page.url,
        section=about.section,
        paywalled=about.open_to_all is False,
    )


def _remember(page: _Page, look: Look, article: Article, remembered: PageMemory, site: SiteMemory) -> Memory:
    old_sketches = dict(zip(remembered.body, remembered.sketches, strict=True))
    body, sketches, furniture = [], [], dict.fromkeys(remembered.furniture)
    region = region_of(look)
    shown = {key(text) for text in (article.title, article.standfirst, *article.captions, *article.notices)}
    for block, why, own in zip(page.blocks, look.why, look.keys, strict=True):
        if why in KEPT:
            body.append(own)
            sketches.append(old_sketches.get(own) or sketch(block.text))
        elif own in shown:
            continue
        elif why is Why.CAPTION or (why not in _SHOWN and (why is not Why.OUTSIDE or region in block.box.above())):
            furniture.pop(own, None)
            furniture[own] = None
    kept = set(body)
    new = PageMemory(
        body=body,
        sketches=sketches,
        furniture=[own for own in furniture if own not in kept],
        captions=[key(text) for text in article.captions],
        notices=[key(text) for text in article.notices],
        live=[key(entry.key) for entry in article.live],
        title=key(article.title),
        standfirst=key(article.standfirst) if article.standfirst else "",
        standfirst_at=next((place(b) for b, w in zip(page.blocks, look.why, strict=True) if w is Why.STANDFIRST), ""),
        paths=[] if article.live or page.embedded else _paths(page.blocks, look),
        published=article.published or "",
        embedded=page.embedded,
        readings=remembered.readings + 1,
    )
    remember_texts(site.texts, body, key(page.url)[:4])
    return Memory(site=site.dump(), page=new.dump())


def _paths(blocks: Sequence[Block], look: Look) -> list[list[str]]:
    """The way to the article element, and to what was kept outside it; none where that is the whole page."""
    region = region_of(look)
    if region is None or region.parent is None:
        return []
    paths = {region.spot.path()}
    for block, why in zip(blocks, look.why, strict=True):
        if (why in KEPT or why in _SHOWN) and region not in block.box.above():
            paths.add(block.box.spot.path())
    if len(paths) > MAX_PATHS or any(len(path) < 2 for path in paths):
        return []
    return [list(path[1:]) for path in sorted(paths)]
