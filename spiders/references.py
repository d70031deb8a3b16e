"""Addresses as browsers read and send them (WHATWG URL Standard): a reference and its page in, an address out.

Python's own rules are those of RFC 3986, by which "///host/x" and "\\x" are paths, and by which servers do not write.
What was given is sent as it was given: a server that tells "p[]" from "p%5B%5D" would send us back and forth for ever.
"""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_UNSEEN = str.maketrans("", "", "\t\r\n")
_ENDS = "".join(map(chr, range(0x21)))
_IN_QUERY = frozenset(b" \"#<>'")
"""The special-query percent-encode set (4.3), beside what is no printable ASCII."""
_IN_PATH = frozenset(b' "#<>?^`{}')
"""The path percent-encode set."""


def resolved(base: str, reference: str | bytes) -> str:
    """Where a reference found at `base` leads, absolute. Bytes that are no UTF-8 are kept (as surrogates).

    Raises ValueError where it can be no address.
    """
    if isinstance(reference, bytes):
        reference = reference.decode("utf-8", "surrogateescape")
    text = reference.translate(_UNSEEN).strip(_ENDS)
    scheme = ""
    if (found := _SCHEME.match(text)) is not None:
        scheme, text = found[1].lower(), text[found.end() :]
        if scheme not in ("http", "https"):
            return f"{scheme}:{text}"
    at = min((i for i in (text.find("?"), text.find("#")) if i >= 0), default=len(text))
    head, tail = text[:at].replace("\\", "/"), text[at:]
    if scheme and scheme != urlsplit(base).scheme:
        return f"{scheme}://{head.lstrip('/')}{tail}"  # 4.4, "special authority ignore slashes state"
    if head.startswith("//"):
        head = f"//{head.lstrip('/')}"
    return urljoin(base, head + tail)


def as_sent(url: str) -> str:
    """The address without its fragment as it goes over the wire. Of another scheme than http and https as it is."""
    url = urldefrag(url)[0]
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return url
    host = urlsplit(safe_url_string(f"{parts.scheme}://{parts.netloc}/")).netloc  # IDNA
    path = _escaped(parts.path.replace("\\", "/"), _IN_PATH) or "/"
    return urlunsplit((parts.scheme, host, path, _escaped(parts.query, _IN_QUERY), ""))


def _escaped(text: str, barred: frozenset[int]) -> str:
    raw = text.encode("utf-8", "surrogateescape")
    return "".join(chr(b) if 0x20 < b < 0x7F and b not in barred else f"%{b:02X}" for b in raw)
