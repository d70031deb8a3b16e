"""Whether a fetched page is an article at all: walls, error pages, listings, stubs. Evidence in, Refusal or None out.

A page that its publisher marks up as an article is refused only for what its body lacks; words about paywalls or lost
pages in a real article's headline refuse nothing. Compares with no earlier reading: that is doubt.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from spiders.article import Reason, Refusal
from spiders.reading.boxes import ASIDE, FOOTER, HEADING, OVERLAY, Block
from spiders.reading.ground import KEPT, LINKED, Why
from spiders.reading.look import Look
from spiders.reading.metadata import Metadata
from spiders.reading.parts import speaks_to_reader
from spiders.reading.sources import first_of, kind_of
from spiders.reading.story import is_card, is_dated, tells, told
from spiders.reading.walls import contains, says
from spiders.reading.words import ends_sentence, plain, weight
from spiders.refreshing import STUB, sends_on

_PASSWORD = re.compile(r"<input[^>]+type\s*=\s*[\"']?password", re.I)
_NOINDEX = re.compile(r"<meta[^>]+robots[^>]+noindex", re.I)
_MEDIA_TYPES = re.compile(
    r"(?:Video|Audio|Podcast|Image|Media|Music|Radio|TV)(?:Object|Episode|Gallery|Series|Clip)?|Clip$"
)
_LISTING_TYPES = frozenset(["CollectionPage", "ProfilePage", "SearchResultsPage"])
_OTHER_TYPES = frozenset(["Product", "JobPosting", "ContactPage", "CheckoutPage", "QAPage"])
_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Reportage|Report|NewsItem)$")
_ELLIPSIS = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\(…\))\s*[\"”»)]?$")


_MANY = 8
"""Linked headlines: more than a story's own pointers, fewer than any list of stories has."""
_LITTLE = 150
"""Characters: two short sentences. Pages with less, no markup and no day are notices of the site."""


@dataclass(frozen=True)
class Evidence:
    """What is known of a page when it is judged: `body` are the blocks kept, `after` those that follow them nearby.

    `whole` says that the last paragraph of an earlier reading is still there: nothing cut the text off before it.
    """

    html: str
    url: str
    status: int
    headers: Mapping[str, str]
    blocks: Sequence[Block]
    about: Metadata
    body: Sequence[Block] = ()
    after: Sequence[Block] = ()
    captions: Sequence[str] = ()
    whole: bool = False

    @cached_property
    def size(self) -> int:
        """What the body says, in characters of an alphabet."""
        return sum(weight(block.text) for block in self.body)

    @property
    def pictured(self) -> bool:
        """Whether a story is told below its pictures: in sentences, and at some length."""
        told = [weight(text) for text in self.captions if weight(text) >= 60 and ends_sentence(text)]
        return len(told) >= 3 and 2 * len(told) >= len(self.captions) and bool(self.body)

    @property
    def tabled(self) -> int:
        """How much of it stands in tables."""
        return sum(len(block.text) for block in self.body if block.part is not None)

    def marked_as_article(self) -> bool:
        """Whether the publisher's own markup calls this page an article."""
        about = self.about
        if any(_ARTICLE_TYPES.search(kind) for kind in about.types) and ("ld" in about.headlines or about.published):
            return not _LISTING_TYPES & set(about.types) or about.page_type == "article"
        return about.page_type == "article" or bool(about.published and about.authors)


def refuse_status(evidence: Evidence) -> Refusal | None:
    """The refusal that a status other than success calls for, with what its page shows as evidence."""
    status = evidence.status
    if status in (404, 410):
        return _refuse_missing(evidence)
    if status == 451:
        return Refusal(Reason.LEGAL_BLOCK, "status 451")
    if status == 202 and (mark := contains("bot_wall", evidence.html)):
        return Refusal(Reason.BOT_WALL, f"status 202, {mark}")
    if status < 400:
        return None
    text = _short_text(evidence)
    if mark := contains("bot_wall", evidence.html):
        return Refusal(Reason.BOT_WALL, f"status {status}, {mark}")
    if status == 401:
        return Refusal(Reason.LOGIN, "status 401")
    if status == 402:
        return Refusal(Reason.PAYWALL, "status 402")
    if status in (403, 429) or (status < 500 and says("bot_wall", text)):
        for wall in ("geo_block", "legal_block", "login", "paywall"):
            if phrase := says(wall, text):
                return Refusal(Reason(wall), f"status {status}, says {phrase!r}")
        return Refusal(Reason.BOT_WALL, f"status {status}")
    if status >= 500:
        if phrase := says("maintenance", text):
            return Refusal(Reason.MAINTENANCE, f"status {status}, says {phrase!r}")
        if phrase := says("bot_wall", text) if status == 503 else "":
            return Refusal(Reason.BOT_WALL, f"status {status}, says {phrase!r}")
        if status == 503 and any(name.lower() == "retry-after" for name in evidence.headers):
            return Refusal(Reason.MAINTENANCE, "status 503 with Retry-After")
    return Refusal(Reason.ERROR_PAGE, f"status {status}")


def _refuse_missing(evidence: Evidence) -> Refusal:
    """A page that its status says is not there, unless its own words give another reason: then it may be back."""
    text = _short_text(evidence)
    if not says("soft_404", text):
        for wall in ("geo_block", "legal_block", "maintenance", "bot_wall"):
            if phrase := says(wall, text):
                return Refusal(Reason(wall), f"status {evidence.status}, says {phrase!r}")
    return Refusal(Reason.REMOVED, f"status {evidence.status}")


def refuse_page(evidence: Evidence) -> Refusal | None:
    """The refusal that a page served with success calls for, or None for an article."""
    if kind := kind_of(evidence.html):
        return Refusal(Reason.LISTING, kind)
    if evidence.size < STUB and (elsewhere := sends_on(evidence.html, evidence.url)):
        return Refusal(Reason.REDIRECT, f"sends its readers on to {elsewhere[:200]}")
    if evidence.marked_as_article():
        return _refuse_marked(evidence)
    run = told(evidence.blocks, evidence.body)
    return _refuse_wall(evidence, run) or _refuse_other_page(evidence, run) or _refuse_stub(evidence)


def _heads(evidence: Evidence) -> str:
    heads = [
        block.text
        for block in evidence.blocks
        if block.box.kind & HEADING and not block.box.kind & (ASIDE | FOOTER | OVERLAY)
    ]
    return " | ".join([evidence.about.headlines.get("title", ""), *heads[:3]])


def _short_text(evidence: Evidence) -> str:
    """Title and headings; with them the whole text where that is short, as it is on a wall.

    Not the small print below it: every page speaks of cookies and subscriptions there.
    """
    text = " ".join(
        block.text for block in evidence.blocks if block.links < 0.6 and not block.box.kind & (OVERLAY | FOOTER)
    )
    return f"{_heads(evidence)} | {text[:3000] if len(text) < 3000 else ''}"


def _refuse_wall(evidence: Evidence, run: Sequence[Block]) -> Refusal | None:
    """A page without article markup that is, or says it is, a wall or an error."""
    host = urlsplit(evidence.url).netloc.lower() if evidence.url else ""
    if host.startswith(("consent.", "guce.", "cmp.", "privacy.")) or "/consent" in evidence.url:
        return Refusal(Reason.CONSENT, f"address {host}")
    heads, text = _heads(evidence), _short_text(evidence)
    # A story is one whatever its headline quotes, unless its paragraphs are the wall's own sentences.
    if tells(run) and not _talks_of_itself(run):
        return None
    size = sum(len(block.text) for block in evidence.blocks)
    if size < 2500 and (mark := contains("bot_wall", evidence.html)):
        return Refusal(Reason.BOT_WALL, f"contains {mark}")
    if size < 1200 and (phrase := says("bot_wall", text)):
        return Refusal(Reason.BOT_WALL, f"says {phrase!r}")
    if _PASSWORD.search(evidence.html) and evidence.size < 1500 and (phrase := says("login", heads)):
        return Refusal(Reason.LOGIN, f"asks for a password and says {phrase!r}")
    if evidence.size > 2500 and not _NOINDEX.search(evidence.html):
        return None
    for wall in ("geo_block", "legal_block", "soft_404", "maintenance", "error_page", "login"):
        if phrase := says(wall, heads):
            return Refusal(Reason(wall), f"heading says {phrase!r}")
    if evidence.size < 250 and (phrase := says("paywall", heads)):
        return Refusal(Reason.PAYWALL, f"heading says {phrase!r}")
    if phrase := _consent(evidence, heads):
        return Refusal(Reason.CONSENT, f"says {phrase!r}")
    own = sum(len(block.text) for block in evidence.blocks if block.links < LINKED)
    if own < 800 and not is_dated(evidence.blocks, evidence.body):
        for wall in ("geo_block", "legal_block", "soft_404", "maintenance", "error_page"):
            if phrase := says(wall, text):
                return Refusal(Reason(wall), f"says {phrase!r}")
    return None


def _talks_of_itself(run: Sequence[Block]) -> bool:
    """Whether a third of these paragraphs are what walls say: to the reader, about this page."""
    if len(run) > 12:
        return False  # no wall has so much to say
    size = sum(len(block.text) for block in run)
    walls = ("consent", "bot_wall", "soft_404", "geo_block", "login")
    return 3 * sum(len(block.text) for block in run if any(says(wall, block.text) for wall in walls)) > size


def _consent(evidence: Evidence, heads: str) -> str:
    """What a page says whose only text is a consent tool's. A banner over other text is no wall."""
    shown = [block for block in evidence.blocks if not block.box.kind & FOOTER]
    rest = [block for block in shown if not block.box.kind & OVERLAY]
    size = sum(len(block.text) for block in rest)
    asked = "<button" in evidence.html or "<form" in evidence.html
    own = sum(len(block.text) for block in rest if block.links < LINKED)
    if asked and own < 400 and any("cookie" in plain(block.text) for block in rest):
        return "cookie"
    if size < 150:
        return says("consent", " ".join(block.text for block in shown))
    if size > 4000:
        return ""
    saying = sum(len(block.text) for block in rest if says("consent", block.text))
    return says("consent", heads) or (
        says("consent", " ".join(b.text for b in rest)) if asked and saying > own / 3 else ""
    )


def _refuse_other_page(evidence: Evidence, run: Sequence[Block]) -> Refusal | None:
    """A page without article markup that is something else: a listing, a gallery, a player, a shop."""
    types = set(evidence.about.types)
    if types & _LISTING_TYPES:
        return Refusal(Reason.LISTING, f"marked up as {min(types & _LISTING_TYPES)}{_listed(evidence)}")
    if types & _OTHER_TYPES and not tells(run):
        return Refusal(Reason.NOT_ARTICLE, f"marked up as {min(types & _OTHER_TYPES)}")
    path = urlsplit(evidence.url).path if evidence.url else ""
    canonical = urlsplit(evidence.about.canonical).path if evidence.about.canonical else path
    cards, first = sum(map(is_card, evidence.blocks)), _listed(evidence)
    if canonical in ("", "/") and path not in ("", "/") and cards >= 5 and not tells(run):
        return Refusal(Reason.HOME_REDIRECT, "canonical address is the home page")
    if path in ("", "/") and cards >= _MANY and not tells(run) and not evidence.tabled:
        return Refusal(Reason.LISTING, f"the front page: {cards} linked headlines{first}")
    dated = is_dated(evidence.blocks, evidence.body)
    if evidence.tabled >= _LITTLE:
        return None  # a register or a dashboard reports by its rows
    if not (tells(run) or (dated and len(run) >= 2)):
        if cut := _refuse_teaser(evidence):
            return cut
        if (media := _media(evidence)) and evidence.size < 1200:
            return Refusal(Reason.MEDIA_ONLY, f"marked up as {media}")
        if len(evidence.captions) >= 3 and evidence.size < 300 and not evidence.pictured:
            return Refusal(Reason.MEDIA_ONLY, f"{len(evidence.captions)} captions and no text")
        if cards >= _MANY and (evidence.size < 1200 or len(run) < 2):
            return Refusal(Reason.LISTING, f"{cards} linked headlines and {evidence.size} characters of text{first}")
    if not dated and _NOINDEX.search(evidence.html) and _of_itself(evidence):
        return Refusal(Reason.NOT_ARTICLE, "no article markup, no day, kept out of search engines, and to its reader")
    return None


def _listed(evidence: Evidence) -> str:
    return first_of(block.text for block in evidence.blocks if is_card(block))


def _of_itself(evidence: Evidence) -> bool:
    """Whether a site speaks to its reader about itself: terms, prices, how to reach it."""
    asking = sum(len(block.text) for block in evidence.body if speaks_to_reader(block.text))
    return 3 * asking >= sum(len(block.text) for block in evidence.body)


def _media(evidence: Evidence) -> str:
    """What the page is marked up as, where that is something to watch or to hear."""
    kinds = sorted(k for k in evidence.about.types if _MEDIA_TYPES.search(k) and k != "ImageObject")
    page_type = evidence.about.page_type
    return kinds[0] if kinds else page_type if page_type.startswith(("video", "music")) else ""


def _refuse_teaser(evidence: Evidence) -> Refusal | None:
    """One text that breaks off at a wall or a link. Lists break off, and sell, at each of their teasers."""
    cut = _refuse_cut(evidence)
    if cut is None:
        return None
    breaking = sum(bool(_ELLIPSIS.search(block.text)) for block in evidence.blocks)
    selling = sum(bool(says("paywall", block.text)) for block in evidence.blocks if len(block.text) < 400)
    return cut if breaking <= 2 and selling <= 3 else None


def _refuse_stub(evidence: Evidence) -> Refusal | None:
    if evidence.size < 40:
        return Refusal(Reason.EMPTY, "no text that reads as an article")
    if cut := _refuse_cut(evidence):
        return cut
    if evidence.size < _LITTLE and not evidence.pictured and not is_dated(evidence.blocks, evidence.body):
        return Refusal(Reason.NOT_ARTICLE, f"no article markup, no day, and {evidence.size} characters of text")
    return None


def _refuse_marked(evidence: Evidence) -> Refusal | None:
    """A page marked up as an article: what matters is whether its body is there, and whole."""
    if evidence.size < 200:
        stated = plain(evidence.about.headlines.get("ld", ""))
        heads = " | ".join(part for part in _heads(evidence).split(" | ") if plain(part) not in stated)
        text = _short_text(evidence) if evidence.size < 60 else heads
        for wall in ("paywall", "consent", "login", "geo_block", "legal_block", "soft_404"):
            if phrase := says(wall, heads if wall == "soft_404" else text):
                return Refusal(Reason(wall), f"no body, and says {phrase!r}")
    if cut := _refuse_cut(evidence):
        return cut
    if evidence.size < 120 and (_media(evidence) or len(evidence.captions) >= 3) and not evidence.pictured:
        return Refusal(Reason.MEDIA_ONLY, "captions or a player, and no text")
    if not evidence.body:
        return Refusal(Reason.EMPTY, "marked up as an article, but its text is not in the page")
    return None


def _refuse_cut(evidence: Evidence) -> Refusal | None:
    """A body that stops before its end: behind a wall, at an excerpt's link, or where the transfer broke off."""
    if not evidence.body:
        return None
    last = evidence.body[-1]
    trails = bool(_ELLIPSIS.search(last.text))
    if evidence.size < 600 and (phrase := _excerpt(evidence.blocks)):
        return Refusal(Reason.TRUNCATED, f"the text breaks off at a link that says {phrase!r}")
    free = evidence.whole or evidence.about.open_to_all is True
    if not free and evidence.size < 1200 and (wall := wall_after(evidence)):
        return Refusal(Reason.PAYWALL, f"after {evidence.size} characters it says {wall!r}")
    if not free and evidence.about.open_to_all is False and (trails or evidence.size < 400):
        return Refusal(Reason.PAYWALL, f"marked as not free, and the text breaks off after {evidence.size} characters")
    if trails and evidence.size < 400:
        return Refusal(Reason.TRUNCATED, "a short text that ends in an ellipsis")
    if last is evidence.blocks[-1] and not ends_sentence(last.text) and was_cut(evidence.html):
        return Refusal(Reason.TRUNCATED, "the source breaks off in the middle of a sentence")
    return None


def _excerpt(blocks: Sequence[Block]) -> str:
    """What a link says that stands right behind a text breaking off in an ellipsis, as on aggregators."""
    for block, following in zip(blocks, blocks[1:], strict=False):
        beside = following.links >= LINKED and following.box.parent in block.box.above()
        breaks_off = len(block.text) > 60 and block.links < 0.3 and bool(_ELLIPSIS.search(block.text))
        if beside and breaks_off and (phrase := says("excerpt", following.text)):
            return phrase
    return ""


def drop_offer(blocks: Sequence[Block], look: Look, not_free: bool) -> None:
    """Take an offer to subscribe off the end of the body. In the midst of it, the same words are what someone said."""
    main = look.ground.main if look.ground is not None else None
    kept = [index for index, why in enumerate(look.why) if why in KEPT]
    while kept:
        box = blocks[kept[-1]].box.parent
        small = box is not None and box is not main and box.size < 600
        if not small and not not_free:
            return
        last = [index for index in kept if blocks[index].box.parent is box]
        others = {blocks[index].box.parent for index in kept} - {box}
        # The lines of a box of its own stand or fall together: what it costs, and that the text goes on behind it.
        spot = box.spot if box is not None else None
        apart = small and not any(other is not None and other.spot is spot for other in others)
        if not apart and not not_free:
            return
        if not apart:
            last = last[-1:]
        texts = [blocks[index].text for index in last if len(blocks[index].text) < 400]
        sells = any(says("paywall", text) for text in texts)
        linked = not_free or (box is not None and box.links > 0)
        if not sells and not (linked and any(says("offer", text) for text in texts)):
            return
        for index in last:
            look.why[index] = Why.OFFER
        kept = [index for index in kept if index not in last]


def _offers(text: str) -> str:
    return says("paywall", text) or says("offer", text)


def wall_after(evidence: Evidence) -> str:
    """What a box behind the body says when it asks for a subscription before more is shown; empty without one.

    Right behind the body any offer counts. Further off, and over it, only words about going on with this very text:
    there every outlet sells itself.
    """
    for block in evidence.after[:8]:
        if len(block.text) < 400 and (phrase := _offers(block.text)):
            return phrase
    last = evidence.body[-1] if evidence.body else None
    start = next((index for index, block in enumerate(evidence.blocks) if block is last), -1) + 1
    for block in evidence.blocks[start : start + 60]:
        if len(block.text) >= 400 or block.links >= LINKED or block.box.kind & FOOTER:
            continue
        if phrase := says("paywall", block.text):
            return phrase
    return ""


def was_cut(html: str) -> bool:
    """Whether the source of a whole document ends before its own closing tags."""
    tail = html[-2000:].lower()
    return "</html" not in tail and "</body" not in tail and "<body" in html[:200_000].lower()
