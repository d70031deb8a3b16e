"""Whether a fetched page is an article at all: walls, error pages, listings, stubs. Evidence in, Refusal or None out.

A page that its publisher marks up as an article is refused only for what its body lacks; words about paywalls or lost
pages in a real article's headline refuse nothing. Compares with no earlier reading: that is doubt.py.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from spiders.article import Reason, Refusal
from spiders.reading.boxes import ASIDE, CAPTION, FOOTER, HEADING, OVERLAY, Block
from spiders.reading.ground import KEPT, Why
from spiders.reading.labels import is_label
from spiders.reading.look import Look
from spiders.reading.metadata import Metadata
from spiders.reading.words import ends_sentence, plain, weight

_PASSWORD = re.compile(r"<input[^>]+type\s*=\s*[\"']?password", re.I)
_NOINDEX = re.compile(r"<meta[^>]+robots[^>]+noindex", re.I)
_MEDIA_TYPES = re.compile(
    r"(?:Video|Audio|Podcast|Image|Media|Music|Radio|TV)(?:Object|Episode|Gallery|Series|Clip)?|Clip$"
)
_LISTING_TYPES = frozenset(["CollectionPage", "ProfilePage", "SearchResultsPage"])
_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Reportage|Report|NewsItem)$")
_SPECIAL = re.compile(r"[\\.\[({*+?|^$]")
_ELLIPSIS = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\(…\))\s*[\"”»)]?$")


@cache
def _walls() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("spiders.reading").joinpath("lexicons/walls.toml").read_text("utf-8"))


@cache
def _said(wall: str) -> re.Pattern[str]:
    """Phrases of one wall. Letters of scripts that write spaces must start a word; others may stand anywhere."""
    phrases = sorted(
        {p if "\\" in p or ".{" in p else re.escape(plain(p)) for p in _walls()[wall]["said"]}, key=len, reverse=True
    )
    return re.compile("|".join((r"(?<![^\W_])" if ord(p.lstrip("\\")[0]) < 0x0E00 else "") + p for p in phrases))


@cache
def _openings(wall: str) -> tuple[str, ...]:
    """The literal beginnings of the phrases of a wall. A text without any of them says none of the phrases."""
    return tuple({_SPECIAL.split(p)[0][:-1] if "\\" in p or ".{" in p else plain(p) for p in _walls()[wall]["said"]})


def says(wall: str, text: str) -> str:
    """The phrase of this wall that the text contains, or an empty string."""
    compared = plain(text)
    # A hundred substring searches take a twentieth of the time of one search for a hundred alternatives.
    if not any(map(compared.__contains__, _openings(wall))):
        return ""
    found = _said(wall).search(compared)
    return found.group(0) if found else ""


def contains(wall: str, html: str) -> str:
    """The string in the source that this wall's product leaves, or an empty string."""
    return next((mark for mark in _walls()[wall].get("markup", []) if mark in html), "")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a page when it is judged: `body` are the blocks kept, `after` those that follow them nearby."""

    html: str
    url: str
    status: int
    headers: Mapping[str, str]
    blocks: Sequence[Block]
    about: Metadata
    body: Sequence[Block] = ()
    after: Sequence[Block] = ()
    captions: int = 0

    @property
    def size(self) -> int:
        """What the body says, in characters of an alphabet."""
        return sum(weight(block.text) for block in self.body)

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
        return Refusal(Reason.REMOVED, f"status {status}")
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


def refuse_page(evidence: Evidence) -> Refusal | None:
    """The refusal that a page served with success calls for, or None for an article."""
    if evidence.marked_as_article():
        return _refuse_marked(evidence)
    return _refuse_wall(evidence) or _refuse_other_page(evidence) or _refuse_stub(evidence)


def _heads(evidence: Evidence) -> str:
    heads = [
        block.text
        for block in evidence.blocks
        if block.box.kind & HEADING and not block.box.kind & (ASIDE | FOOTER | OVERLAY)
    ]
    return " | ".join([evidence.about.headlines.get("title", ""), *heads[:3]])


def _short_text(evidence: Evidence) -> str:
    """Title and headings; with them the whole text where that is short, as it is on a wall."""
    text = " ".join(block.text for block in evidence.blocks if block.links < 0.6 and not block.box.kind & OVERLAY)
    return f"{_heads(evidence)} | {text[:3000] if len(text) < 3000 else ''}"


def _refuse_wall(evidence: Evidence) -> Refusal | None:
    """A page without article markup that is, or says it is, a wall or an error."""
    heads, text = _heads(evidence), _short_text(evidence)
    size = sum(len(block.text) for block in evidence.blocks)
    if size < 2500 and (mark := contains("bot_wall", evidence.html)):
        return Refusal(Reason.BOT_WALL, f"contains {mark}")
    if size < 1200 and (phrase := says("bot_wall", text)):
        return Refusal(Reason.BOT_WALL, f"says {phrase!r}")
    host = urlsplit(evidence.url).netloc.lower() if evidence.url else ""
    if host.startswith(("consent.", "guce.", "cmp.", "privacy.")) or "/consent" in evidence.url:
        return Refusal(Reason.CONSENT, f"address {host}")
    if _PASSWORD.search(evidence.html) and evidence.size < 1500 and (phrase := says("login", heads)):
        return Refusal(Reason.LOGIN, f"asks for a password and says {phrase!r}")
    if evidence.size > 2500 and not _NOINDEX.search(evidence.html):
        return None
    for wall in ("soft_404", "maintenance", "error_page", "geo_block", "legal_block", "login"):
        if phrase := says(wall, heads):
            return Refusal(Reason(wall), f"heading says {phrase!r}")
    if phrase := _consent(evidence, heads):
        return Refusal(Reason.CONSENT, f"says {phrase!r}")
    if size < 1500:
        for wall in ("soft_404", "maintenance", "geo_block", "legal_block", "error_page"):
            if phrase := says(wall, text):
                return Refusal(Reason(wall), f"says {phrase!r}")
    return None


def _consent(evidence: Evidence, heads: str) -> str:
    """What a page says whose only text is a consent tool's. A banner over other text is no wall."""
    rest = [block for block in evidence.blocks if not block.box.kind & (OVERLAY | FOOTER)]
    size = sum(len(block.text) for block in rest)
    if size < 150:
        return says("consent", " ".join(block.text for block in evidence.blocks))
    if size > 4000:
        return ""
    asked = "<button" in evidence.html or "<form" in evidence.html
    saying = sum(len(block.text) for block in rest if says("consent", block.text))
    return says("consent", heads) or (
        says("consent", " ".join(b.text for b in rest)) if asked and saying > size / 3 else ""
    )


def _refuse_other_page(evidence: Evidence) -> Refusal | None:
    """A page without article markup that is something else: a listing, a gallery, a player, a shop."""
    types = set(evidence.about.types)
    if types & _LISTING_TYPES:
        return Refusal(Reason.LISTING, f"marked up as {min(types & _LISTING_TYPES)}")
    path = urlsplit(evidence.url).path if evidence.url else ""
    canonical = urlsplit(evidence.about.canonical).path if evidence.about.canonical else path
    cards = _cards(evidence)
    if canonical in ("", "/") and path not in ("", "/") and cards >= 5:
        return Refusal(Reason.HOME_REDIRECT, "canonical address is the home page")
    media = sorted(kind for kind in types if _MEDIA_TYPES.search(kind) and kind != "ImageObject")
    if evidence.size < 1200:
        if media or evidence.about.page_type.startswith(("video", "music")):
            return Refusal(Reason.MEDIA_ONLY, f"marked up as {(media or [evidence.about.page_type])[0]}")
        if evidence.captions >= 3 and evidence.size < 300:
            return Refusal(Reason.MEDIA_ONLY, f"{evidence.captions} captions and no text")
        if cards >= 8:
            return Refusal(Reason.LISTING, f"{cards} linked headlines and {evidence.size} characters of text")
    if _NOINDEX.search(evidence.html):
        return Refusal(Reason.NOT_ARTICLE, "no article markup, and kept out of search engines")
    return None


def _cards(evidence: Evidence) -> int:
    return sum(
        1
        for block in evidence.blocks
        if block.links >= 0.9
        and len(block.text) >= 20
        and not block.box.kind & (FOOTER | CAPTION)
        and not is_label(block.text)
    )


def _refuse_stub(evidence: Evidence) -> Refusal | None:
    if not evidence.body:
        return Refusal(Reason.EMPTY, "no text that reads as an article")
    return _refuse_cut(evidence)


def _refuse_marked(evidence: Evidence) -> Refusal | None:
    """A page marked up as an article: what matters is whether its body is there, and whole."""
    if evidence.size < 200:
        text = _short_text(evidence)
        for wall in ("paywall", "consent", "login", "geo_block"):
            if phrase := says(wall, text):
                return Refusal(Reason(wall), f"no body, and says {phrase!r}")
    if not evidence.body:
        if evidence.captions >= 3 or any(
            _MEDIA_TYPES.search(kind) and kind != "ImageObject" for kind in evidence.about.types
        ):
            return Refusal(Reason.MEDIA_ONLY, "captions or a player, and no text")
        return Refusal(Reason.EMPTY, "marked up as an article, but its text is not in the page")
    return _refuse_cut(evidence)


def _refuse_cut(evidence: Evidence) -> Refusal | None:
    """A body that stops before its end: behind a wall, at an excerpt's link, or where the transfer broke off."""
    last = evidence.body[-1]
    trails = bool(_ELLIPSIS.search(last.text))
    if evidence.size < 600 and (phrase := _excerpt(evidence.blocks)):
        return Refusal(Reason.TRUNCATED, f"the text breaks off at a link that says {phrase!r}")
    wall = wall_after(evidence)
    if wall and evidence.size < 1500:
        return Refusal(Reason.PAYWALL, f"after {evidence.size} characters it says {wall!r}")
    if evidence.about.open_to_all is False and (trails or evidence.size < 250):
        return Refusal(Reason.PAYWALL, "marked as not free, and the text breaks off")
    if trails and evidence.size < 400:
        return Refusal(Reason.TRUNCATED, "a short text that ends in an ellipsis")
    if last is evidence.blocks[-1] and not ends_sentence(last.text) and was_cut(evidence.html):
        return Refusal(Reason.TRUNCATED, "the source breaks off in the middle of a sentence")
    return None


def _excerpt(blocks: Sequence[Block]) -> str:
    """What a link says that stands right behind a text breaking off in an ellipsis, as on aggregators."""
    for block, following in zip(blocks, blocks[1:], strict=False):
        beside = following.links >= 0.6 and following.box.parent is block.box.parent
        breaks_off = len(block.text) > 60 and block.links < 0.3 and bool(_ELLIPSIS.search(block.text))
        if beside and breaks_off and (phrase := says("excerpt", following.text)):
            return phrase
    return ""


def drop_offer(blocks: Sequence[Block], look: Look, not_free: bool) -> None:
    """Take an offer to subscribe off the end of the body. In the midst of it, the same words are what someone said."""
    for index in range(len(blocks) - 1, -1, -1):
        if look.why[index] not in KEPT:
            continue
        block = blocks[index]
        box = block.box.parent
        offers = not_free or (box is not None and box.links > 0 and box.size < 600)
        if not offers or len(block.text) > 400 or not says("paywall", block.text):
            break
        look.why[index] = Why.OFFER


def wall_after(evidence: Evidence) -> str:
    """What a box behind the body says when it asks for a subscription before more is shown; empty without one."""
    for block in evidence.after[:8]:
        if len(block.text) < 400 and (phrase := says("paywall", block.text)):
            return phrase
    return ""


def was_cut(html: str) -> bool:
    """Whether the source of a whole document ends before its own closing tags."""
    tail = html[-2000:].lower()
    return "</html" not in tail and "</body" not in tail and "<body" in html[:200_000].lower()
