"""Addresses as browsers read and send them (WHATWG URL Standard): a reference and its page in, an address out.

Python's own rules are those of RFC 3986, by which "///host/x" and "\\x" are paths, and by which servers do not write.
What was given is sent as it was given: a server that tells "p[]" from "p%5B%5D" would send us back and forth for ever.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit, urlunsplit

import idna
from w3lib.url import safe_url_string

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_DOT = re.compile("%2e", re.I)
_PORTS = {"http": 80, "https": 443}
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
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https"):
        return urljoin(base, f"{scheme}:{head}{tail}" if scheme else head + tail)
    if (scheme and scheme != parts.scheme) or head.startswith("//"):
        # 4.4, "special authority ignore slashes state"
        host, slash, path = head.lstrip("/").partition("/")
        if not host:
            raise ValueError("an address without a host")
        return f"{scheme or parts.scheme}://{host}{_without_dots(slash + path)}{tail}"
    if not head:
        known = f"?{parts.query}" if parts.query and not tail.startswith("?") else ""
        return f"{parts.scheme}://{parts.netloc}{parts.path}{known}{tail}"
    path = head if head.startswith("/") else f"{parts.path.rpartition('/')[0]}/{head}"
    return f"{parts.scheme}://{parts.netloc}{_without_dots(path)}{tail}"


def _without_dots(path: str) -> str:
    """The path without "." and "..", escaped or not; empty parts stay (URL Standard, 4.4, "path state")."""
    if "/." not in path and "/%2" not in path:
        return path
    kept: list[str] = []
    parts = path.split("/")
    for at, part in enumerate(parts):
        dots = _DOT.sub(".", part)
        if dots == "..":
            del kept[max(1, len(kept) - 1) :]
        elif dots != ".":
            kept.append(part)
        if dots in (".", "..") and at == len(parts) - 1:
            kept.append("")
    return "/".join(kept)


def as_sent(url: str) -> str:
    """The address without its fragment as it goes over the wire. Of another scheme than http and https as it is."""
    url = urldefrag(url)[0] if "?" not in url else url.partition("#")[0]
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return url
    path = _escaped(parts.path.replace("\\", "/"), _IN_PATH) or "/"
    query = "?" if url.endswith("?") and not parts.query else ""
    return urlunsplit((parts.scheme, _host(parts), path, _escaped(parts.query, _IN_QUERY), "")) + query


def _host(parts: SplitResult) -> str:
    """User, host and port as they are sent: names by UTS 46, as browsers read them, and no port that is implied.

    Python's own codec knows the older rules, by which "ß" is "ss" and another host.
    """
    user, at, host = parts.netloc.rpartition("@")
    host, colon, port = host.partition(":") if not host.startswith("[") else (host, "", "")
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError:
            host = urlsplit(safe_url_string(f"{parts.scheme}://{host}/")).netloc
    if port.isdigit() and int(port[:6]) == _PORTS[parts.scheme]:
        colon = port = ""
    return urlsplit(safe_url_string(f"{parts.scheme}://{user}{at}{host.lower()}{colon}{port}/")).netloc


def _escaped(text: str, barred: frozenset[int]) -> str:
    raw = text.encode("utf-8", "surrogateescape")
    return "".join(chr(b) if 0x20 < b < 0x7F and b not in barred else f"%{b:02X}" for b in raw)
