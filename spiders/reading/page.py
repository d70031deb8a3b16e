"""A page goes in, a Reading comes out: an Article, or a Refusal that says why there is none.

Deterministic: the same page and the same memory give the same reading. No clock, no network; no input makes it raise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from spiders.article import Article, Memory, Reading, Reason, Refusal, Relearned
from spiders.override import Override, mark_of, override_for
from spiders.reading.as_before import is_as_before
from spiders.reading.blocks import Guide, find_blocks, parse
from spiders.reading.bounds import with_bearable_tags
from spiders.reading.boxes import Block
from spiders.reading.covering import coverage_of, runs_left
from spiders.reading.doubt import Doubt, find_doubt, find_loss
from spiders.reading.elsewhere import may_be_back, pointing
from spiders.reading.embedded import embedded_markup
from spiders.reading.fields import Fields, behind_body, find_fields, region_of
from spiders.reading.ground import KEPT, Why
from spiders.reading.leaves import Leaves, settle
from spiders.reading.live import Live, find_live
from spiders.reading.look import Look, first_look, is_sane, later_look, place
from spiders.reading.memory import PageMemory, sketch
from spiders.reading.metadata import Metadata, find_metadata
from spiders.reading.overrides import Chosen, apply, overridden_fields, overridden_look
from spiders.reading.relearning import as_baseline, first_texts, main_place, passed_over, relearned
from spiders.reading.repairing import Repaired, text_of
from spiders.reading.seed import seed_date
from spiders.reading.sharing import drop_shared, edges
from spiders.reading.states import Evidence, drop_offer, refuse_page, refuse_status
from spiders.reading.tables import tables_of
from spiders.reading.ways import SHOWN, paths_to
from spiders.reading.words import key
from spiders.site_memory import SiteMemory

_GONE = frozenset([Reason.REMOVED, Reason.SOFT_404])
_SAID_OTHERWISE = frozenset([Reason.NOT_ARTICLE, Reason.MEDIA_ONLY, Reason.EMPTY])
"""Refusals that say a page has no story; an override says where it stands. Walls and errors stay what they are."""
_GARBLED = Refusal(Reason.EMPTY, "no charset of the web makes words of its bytes")


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
    override: Override | None = None
    chosen: Chosen | None = None
    embedded: bool = False
    look: Look | None = None
    asked: Collection[str] = ()
    garbled: bool = False


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
    overrides: Sequence[Override] = (),
    asked: Collection[str] = (),
) -> Reading:
    """Read one fetched page.

    `html` is the body, as bytes with the response's own charset or as text; `url` the address after redirects;
    `headers` the response's; `memory` what the previous reading of this address handed back; `overrides` what a person
    says about the layout of sites, of which the nearest to the address's host wins over all that was learned; `asked`
    addresses that the page may name as its own, and that were found to hold no page either.
    """
    memory, url = memory if isinstance(memory, Memory) else Memory(), url or ""
    remembered, site = PageMemory.load(memory.page), SiteMemory.load(memory.site)
    try:
        page = _opened(html, url, status, dict(headers or {}), remembered, override_for(overrides, url))
        page.asked = asked
        return _read(page, remembered, site, memory)
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
    overrides: Sequence[Override] = (),
) -> tuple[Verdict, ...]:
    """The verdicts behind `read_page` of the same arguments, in the order of the page.

    Empty where the status alone refuses the page. Entries of a live blog are not among them.
    """
    memory = memory if isinstance(memory, Memory) else Memory()
    remembered, site = PageMemory.load(memory.page), SiteMemory.load(memory.site)
    page = _opened(html, url, status, dict(headers or {}), remembered, override_for(overrides, url))
    _read(page, remembered, site, memory)
    if page.look is None:
        return ()
    return tuple(
        Verdict(block.shown, why in KEPT, why, " > ".join(block.box.spot.path()))
        for block, why in zip(page.blocks, page.look.why, strict=True)
    )


def _opened(
    body: bytes | str,
    url: str,
    status: int,
    headers: dict[str, str],
    remembered: PageMemory,
    override: Override | None = None,
) -> _Page:
    decoded, source = text_of(body, headers) if isinstance(body, bytes) else (Repaired(body), None)
    html = decoded.text
    if "\x00" in html if source is None else b"\x00" in source:
        html, source = html.replace("\x00", ""), None
    if (bearable := with_bearable_tags(html)) is not html:
        html, source = bearable, None
    tree = parse(html, source)
    about = find_metadata(tree, html, url)
    chosen = apply(override, tree) if override is not None and status < 400 else None
    guide: Guide | None = None
    if override is None and status < 400 and not remembered.override:
        guide = remembered.guide()
    return _Page(
        html,
        url,
        status,
        headers,
        tree,
        find_blocks(tree, guide),
        guide is not None,
        about,
        override,
        chosen,
        garbled=decoded.garbled,
    )


def _read(page: _Page, remembered: PageMemory, site: SiteMemory, memory: Memory) -> Reading:
    refusal = refuse_status(Evidence(*_seen(page))) or (_GARBLED if page.garbled else None)
    if refusal is not None:
        return _refused(refusal, page, remembered, memory)
    # What other selectors, or none, took for the body says nothing about this reading's.
    known = remembered if mark_of(page.override) == remembered.override else PageMemory()
    live, look = _looked(page, known)
    page.look, leaves = look, Leaves()
    if page.override is not None and page.chosen is not None:
        fields = overridden_fields(page.blocks, look, page.about, known, page.chosen, page.override)
    else:
        _settle(page, look, known, live, site)
        leaves = settle(page.blocks, look, known)
        fields = find_fields(page.blocks, look, page.about, known)
    kept = [index for index, why in enumerate(look.why) if why in KEPT]
    body, keys = [page.blocks[index] for index in kept], [look.keys[index] for index in kept]
    whole = bool(known.body) and known.body[-1] in keys
    evidence = Evidence(*_seen(page), body, behind_body(page.blocks, look), fields.captions, whole)
    refusal = _refusal(page, evidence, live)
    if refusal is not None:
        return _refused(refusal, page, remembered, memory)
    _date(page, known)
    article = _article(body, fields, page, live)
    why = relearned(remembered, mark_of(page.override), body)
    entries = [key(entry.key) for entry in live.entries]
    doubt = ""
    if entries and remembered.body and not remembered.live:
        why = Relearned.LAYOUT  # its posts were paragraphs so far
    elif why is not Relearned.OVERRIDE:
        doubt = find_doubt(remembered, keys, body, evidence, entries)
        if not doubt and leaves.unsettled:
            doubt = f"{Doubt.RESTLESS}: {leaves.said!r} is no sentence, and its number may differ at each look"
    if not doubt and not (known.body or page.override or live.entries):
        doubt = find_loss(remembered, keys, body, runs_left(page.blocks, look.why))
    if doubt:
        held = replace(remembered, pending=[*keys, *entries], unsettled=list(leaves.unsettled), accepted=False)
        return Reading(article=article, cannot_tell=True, doubt=doubt, memory=Memory(memory.site, held.dump()))
    covered = None if page.guided else coverage_of(page.blocks, look.why)
    if why is None and not leaves.new and _is_as_before(page, look, known, keys, article, leaves, site):
        return Reading(article=article, memory=memory, coverage=covered)
    learned = _remember(page, look, article, known, site, leaves)
    reading = Reading(article=article, memory=learned, coverage=covered)
    if why is None and leaves.new:
        return replace(reading, relearned=Relearned.RESTLESS, passed_over=leaves.texts)
    if why is None:
        return reading
    said = page.blocks if not page.guided else find_blocks(page.tree)
    return as_baseline(reading, why, passed_over(said, page.about.headlines.values(), article), body, keys, remembered)


def _looked(page: _Page, known: PageMemory) -> tuple[Live, Look]:
    """The entries of a live blog, taken out of the blocks, and the verdicts on what is left."""
    look = later_look(page.blocks, known) if page.guided else None
    if look is not None and look.known_share >= 0.8:
        return Live(), look
    if page.guided:
        page.blocks, page.guided = find_blocks(page.tree), False
    live = find_live(page.blocks, page.about, page.url)
    if live.entries:
        page.blocks = [block for index, block in enumerate(page.blocks) if index not in live.taken]
    if page.chosen is not None:
        return live, overridden_look(page.blocks)
    return live, _look(page, known, live.lead if live.entries else None)


def _settle(page: _Page, look: Look, known: PageMemory, live: Live, site: SiteMemory) -> None:
    """Take out of the body what only the page as a whole, or the site, shows to be no part of it."""
    if live.entries:
        # Only the lead can be body; what stands like it elsewhere belongs to entries worded otherwise in the markup.
        for index, block in enumerate(page.blocks):
            if look.why[index] in KEPT and look.why[index] is not Why.KNOWN and block not in live.lead:
                look.why[index] = Why.LIVE
    drop_offer(page.blocks, look, page.about.open_to_all is False)
    shared = frozenset(known.shared)
    for index, own in enumerate(look.keys):
        if own in shared and look.why[index] is Why.FURNITURE:
            look.why[index] = Why.SHARED
    if any(why in KEPT and why is not Why.KNOWN for why in look.why):
        drop_shared(page.blocks, look, site.own_texts(but=_address(page)), frozenset(known.body))


def _refusal(page: _Page, evidence: Evidence, live: Live) -> Refusal | None:
    """Why there is no article here; with an override a selector that matches nothing is such a reason."""
    found = refuse_page(evidence) if not live.entries else None
    if page.override is None or page.chosen is None:
        return found
    nothing = page.chosen.nothing or ("" if evidence.body or live.entries else f"body = {page.override.body!r}")
    if found is not None and found.reason not in _SAID_OTHERWISE:
        return found
    if nothing:
        return Refusal(Reason.EMPTY, f"the override for {page.override.host} matches no text here: {nothing}")
    return None


def _address(page: _Page) -> str:
    return key(page.url)[:6]


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


def _date(page: _Page, known: PageMemory) -> None:
    if page.chosen is not None and page.override is not None and page.override.published:
        page.about.published = page.chosen.published or None
    elif page.about.published is None:
        page.about.published = _day(page, known)


def _day(page: _Page, remembered: PageMemory) -> str | None:
    """The day of publication of a page that does not state it: searched for once, remembered afterwards."""
    if remembered.body:
        return remembered.published or None
    return seed_date(page.html, page.url) if is_sane(page.blocks, page.html) else None


def _seen(page: _Page) -> tuple[str, str, int, Mapping[str, str], list[Block], Metadata]:
    return page.html, page.url, page.status, page.headers, page.blocks, page.about


def _refused(refusal: Refusal, page: _Page, remembered: PageMemory, memory: Memory) -> Reading:
    """A page that is gone twice in a row is removed; every other refusal only says that nothing can be told now."""
    refusal = pointing(refusal, Evidence(*_seen(page)), page.tree, page.asked)
    gone = refusal.reason in _GONE and not may_be_back(page.status, page.blocks, remembered.body)
    missing = remembered.missing + 1 if gone else 0
    after = replace(remembered, missing=min(missing, 1000), pending=[], unsettled=[], accepted=False)
    return Reading(
        refusal=refusal,
        cannot_tell=True,
        removed=missing >= 2,
        memory=Memory(memory.site, after.dump()),
        passed_over=first_texts(page.blocks if not page.guided else find_blocks(page.tree)) if remembered.body else (),
    )


def _article(body: Sequence[Block], fields: Fields, page: _Page, live: Live) -> Article:
    about = page.about
    return Article(
        url=page.url,
        title=fields.title,
        standfirst=fields.standfirst,
        paragraphs=tuple(block.shown for block in body),
        tables=tables_of(body),
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


def _is_as_before(
    page: _Page, look: Look, known: PageMemory, keys: list[str], article: Article, leaves: Leaves, site: SiteMemory
) -> bool:
    if not page.guided and known.paths or page.embedded != known.embedded or not site.has_heard_of(_address(page)):
        return False
    shared = [own for own, reason in zip(look.keys, look.why, strict=True) if reason is Why.SHARED]
    return is_as_before(known, keys, shared, article, leaves)


def _remember(
    page: _Page, look: Look, article: Article, remembered: PageMemory, site: SiteMemory, leaves: Leaves
) -> Memory:
    old_sketches = dict(zip(remembered.body, remembered.sketches, strict=True))
    body, sketches, furniture = [], [], dict.fromkeys(remembered.furniture)
    region = region_of(look)
    shown = {key(text) for text in (article.title, article.standfirst, *article.captions, *article.notices)}
    for block, why, own in zip(page.blocks, look.why, look.keys, strict=True):
        if why in KEPT:
            body.append(own)
            sketches.append(old_sketches.get(own) or (sketch(block.text) if block.part is None else ""))
        elif own in shown or why is Why.RESTLESS:
            continue
        elif why is Why.CAPTION or (why not in SHOWN and (why is not Why.OUTSIDE or block.box.is_in(region))):
            furniture.pop(own, None)
            furniture[own] = None
    kept = set(body)
    kept_blocks = [block for block, why in zip(page.blocks, look.why, strict=True) if why in KEPT]
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
        paths=[] if article.live or page.embedded or page.override else paths_to(page.blocks, look),
        published=article.published or "",
        embedded=page.embedded,
        readings=remembered.readings + 1,
        shared=[own for own, why in zip(look.keys, look.why, strict=True) if why is Why.SHARED],
        at=main_place(kept_blocks),
        override=mark_of(page.override),
        leaves=list(leaves.lone),
        restless=list(leaves.restless),
    )
    if page.override is None:
        site = site.learn(_address(page), edges(look))
    return Memory(site=site.dump(), page=new.dump())
