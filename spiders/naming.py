"""Whether two addresses are one, and whether both may be one story's: addresses in, words and answers out.

Looks at nothing but how they are spelt. Fetches nothing and reads no page.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit, urlunsplit

from spiders.refreshing import is_front

_SLUG = 9
"""Letters that the last part of an address needs to name one story, and not a section."""
_PORTS = {"http": 80, "https": 443}


def names_another(target: str, url: str, asked: Collection[str] = ()) -> bool:
    """Whether `target` is another address of the story at `url`, and none that was `asked` for it in vain."""
    known = {bare(one) for one in (url, *asked)}
    return bool(slug(target)) and slug(target) == slug(url) and bare(target) not in known and not is_front(target)


def bare(url: str) -> str:
    """What tells one page from another: no scheme, query or fragment, host in small letters, no port that is implied.

    RFC 3986, 6.2.2.1 and 6.2.3: these are spellings. "www." or ".html" are not: servers may answer them differently.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    shown = host if port in (None, _PORTS.get(parts.scheme)) else f"{host}:{port}"
    return urlunsplit(("", shown.rstrip("."), parts.path.rstrip("/"), "", ""))


def slug(url: str) -> str:
    """The last part of the path where it is long enough to name a story, without an ending; small letters."""
    try:
        parts = [part for part in urlsplit(url).path.lower().split("/") if part]
    except ValueError:
        return ""
    last = parts[-1] if parts and parts[-1] not in ("amp", "index.html") else parts[-2] if len(parts) > 1 else ""
    last = last.partition(".")[0]
    return last if sum(map(str.isalpha, last)) >= _SLUG else ""
