"""Reads what a command is given to look at: the name of a file of HTML or text goes in, an Article comes out.

Never fetches anything: a URL is a matter for the daemon, which is polite and remembers.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from monitor.errors import UnreadableInput
from monitor.text.coverage import guessed
from spiders.article import Article, Memory

_MARKUP = re.compile(rb"\A\s*(?:\xef\xbb\xbf)?\s*<[!?a-zA-Z]|</(?:p|div|html|body|article|span|a)\s*>", re.IGNORECASE)
_PAGES, _TEXTS = (".html", ".htm", ".xhtml"), (".txt", ".md")
LARGEST = 50_000_000
"""Bytes. A larger file is no article."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was read, and what reading learned about the page's layout (for the other page of a comparison)."""

    article: Article
    memory: Memory = field(default_factory=Memory)


def read_given(name: str, lang: str | None, memory: Memory | None = None) -> Given:
    """Read the file (`-` is standard input). HTML is read as a fetched page is, other text by its lines.

    `lang` stands above the language that a page declares; that of a text without one is told by its words. Raises
    UnreadableInput with the reason.
    """
    body = bytes_of(name)
    suffix = Path(name).suffix.lower()
    if suffix in _PAGES or (suffix not in _TEXTS and _MARKUP.search(body[:4096])):
        return _page(name, body, lang, memory)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{name}: neither HTML nor UTF-8 text (byte {error.start})") from error
    article = Article.from_text(text, lang=lang or guessed(text))
    if not article.paragraphs:
        raise UnreadableInput(f"{name}: there is no text in it")
    return Given(article)


def bytes_of(name: str) -> bytes:
    """The content of the file (`-` is standard input). Raises UnreadableInput with the reason."""
    try:
        body = sys.stdin.buffer.read(LARGEST + 1) if name == "-" else Path(name).read_bytes()
    except FileNotFoundError as error:
        raise UnreadableInput(f"{name}: there is no such file") from error
    except OSError as error:
        raise UnreadableInput(f"{name}: cannot be read: {error.strerror}") from error
    if len(body) > LARGEST:
        raise UnreadableInput(f"{name}: more than {LARGEST // 1_000_000} MB; an article is far smaller")
    if b"\x00" in body[:4096] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableInput(f"{name}: this is neither HTML nor text")
    return body


def _page(name: str, body: bytes, lang: str | None, memory: Memory | None) -> Given:
    from dataclasses import replace

    from spiders.reading import read_page

    reading = read_page(body, "", memory=memory)
    if reading.refusal is not None or reading.article is None:
        reason = f"{reading.refusal.reason} ({reading.refusal.evidence})" if reading.refusal else reading.doubt
        raise UnreadableInput(f"{name}: this page is not a readable article: {reason}")
    if reading.cannot_tell:
        raise UnreadableInput(f"{name}: this page cannot be compared: {reading.doubt}")
    article = replace(reading.article, language=lang) if lang else reading.article
    return Given(article, reading.memory)
