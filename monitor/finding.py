"""The article or the watches that a person means: an id, an address or a part of a title in, what is stored out.

Never guesses between two: it says which there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.addresses import normalise
from monitor.errors import UnknownArticle, UnknownWatch, UsageError
from monitor.store import Store, history, watch_list
from monitor.store.rows import ArticleRow, WatchRow

_WATCH = re.compile(r"[wW]([0-9]{1,15})")


def find_article(store: Store, text: str) -> ArticleRow:
    """The article that `text` means. Raises UnknownArticle, BadAddress, and UsageError where several may be meant."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 16:
        return store.read(history.article_by_id, int(text))
    if "://" in text:
        address = normalise(text)
        return store.read(history.article_by_key, address.key, address.url)
    found = store.read(watch_list.named, text) if text else []
    if len(found) == 1:
        return store.read(history.article_by_id, found[0][0])
    if not found:
        # As an address it may only lack its scheme: then that is what is said.
        if re.fullmatch(r"[^\s/]+\.[^\s/]+/\S*", text):
            normalise(text)
        raise UnknownArticle(f"no tracked article has {text!r} in its title or address; `rowback list` shows them")
    listed = "".join(f"\n  {number}  {title or url}" for number, title, url in found[:5])
    more = "\n  ..." if len(found) > 5 else ""
    raise UsageError(f"{text!r} may mean several articles; name one by its id:{listed}{more}")


def find_watches(store: Store, text: str) -> Sequence[WatchRow]:
    """The watches that `text` means: w3 is the one of that number, all else those that name the address or article."""
    text = text.strip()
    if number := _WATCH.fullmatch(text):
        found = store.read(watch_list.listing, ids=[int(number[1])])
        if not found:
            raise UnknownWatch(f"there is no watch {text.lower()}; `rowback watch list` shows them")
        return found
    if "://" in text and (named := store.read(watch_list.listing, key=normalise(text).key)):
        return named
    article = find_article(store, text)
    own = [row for row in store.read(watch_list.listing, article_id=article.id) if row.kind == "article"]
    if own:
        return own
    brought = store.read(watch_list.listing, article_id=article.id)
    if brought:
        names = ", ".join(f"{row.name} ({row.url})" for row in brought)
        raise UnknownWatch(f"{article.url} has no watch of its own; it comes from {names}")
    raise UnknownWatch(
        f"no watch follows {article.url} any more; `rowback add {article.url}` follows it again, its history goes on"
    )
