"""The address of an article in the one form under which it is tracked: typed text goes in, an Address comes out.

Never asks the network: a redirect or a canonical link is a matter for the check, not for this.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import idna

from monitor.errors import BadAddress

TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "hsa_", "oly_", "vero_")
TRACKING = frozenset(
    {
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid"),
        *("igshid", "igsh", "mc_cid", "mc_eid", "_ga", "_gl", "mkt_tok", "wt_mc", "cmpid", "xtor", "ocid", "smid"),
        *("ns_campaign", "ns_mchannel", "ns_source", "ns_linkname", "ns_fee", "at_medium", "at_campaign", "smtyp"),
        *("guccounter", "guce_referrer", "guce_referrer_sig", "srnd", "spm", "__twitter_impression"),
    }
)
"""Parameters that say where a reader came from; only names that one sender made up.

A generic name ("ref", "source") may as well choose the page.
"""

_DEFAULT_PORT = {"http": 80, "https": 443}
# RFC 3986: what may stand unescaped in a path or a query. "%" stays: an escape already made is not made again.
_PATH_SAFE = "/:@!$&'()*+,;=~-._%[]|"
_QUERY_SAFE = _PATH_SAFE + "?"
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Address:
    """One address. `url` is fetched, `key` tells two articles apart (parameters sorted), `host` has the budget."""

    url: str
    key: str
    host: str


def normalise(text: str) -> Address:
    """The address that `text` means; BadAddress says what to mend.

    Scheme and host in lower case (IDN as punycode), no default port, no fragment, no tracking parameters; the path and
    the order of the other parameters stay as they are.
    """
    raw = text.strip()
    if not raw:
        raise BadAddress("the address is empty; write it whole, as in https://news.example/story")
    if any(ord(c) <= 32 or ord(c) == 127 for c in raw) or "\\" in raw:
        raise BadAddress(
            f"{raw!r} holds a space, a backslash or a control character; copy the address from the browser"
        )
    try:
        parts = urlsplit(raw)
        port = parts.port
    except ValueError as error:
        raise BadAddress(f"'{raw}' is not an address: {error}") from error
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORT:
        raise BadAddress(_wrong_scheme(raw, scheme))
    if not parts.hostname:
        raise BadAddress(f"'{raw}' names no host; write it whole, as in https://news.example/story")
    if parts.username is not None or parts.password is not None:
        raise BadAddress(
            f"the address at '{parts.hostname}' holds a user name; remove it, Rowback reads what is public"
        )
    host = _host(parts.hostname, raw)
    shown = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORT[scheme]:
        shown += f":{port}"
    path = _escape(parts.path, _PATH_SAFE) or "/"
    kept = [p for p in parts.query.split("&") if p and not _is_tracking(p)]
    query = _escape("&".join(kept), _QUERY_SAFE)
    url = urlunsplit((scheme, shown, path, query, ""))
    key = urlunsplit((scheme, shown, path, "&".join(sorted(query.split("&"))), ""))
    return Address(url=url, key=key, host=host)


def _wrong_scheme(raw: str, scheme: str) -> str:
    if "://" not in raw and "." in raw.split("/")[0]:
        return f"'{raw}' has no scheme; did you mean 'https://{raw}'?"
    named = f"'{scheme}:' pages" if scheme else "an address without a scheme"
    return f"'{raw}': Rowback reads http and https, not {named}"


def _host(name: str, raw: str) -> str:
    name = name.rstrip(".").lower()
    if ":" in name or name.replace(".", "").isdigit():
        return name
    try:
        # UTS 46 is what browsers do; plain IDNA 2008 would refuse hosts that every browser opens.
        name = name if name.isascii() else idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise BadAddress(f"'{raw}' has an impossible host name: {error}") from error
    labels = name.split(".")
    if len(name) > 253 or any(not re.fullmatch(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", label) for label in labels):
        raise BadAddress(f"'{raw}' has an impossible host name '{name}'")
    return name


def _escape(text: str, safe: str) -> str:
    return quote(_BARE_PERCENT.sub("%25", text), safe=safe)


def _is_tracking(parameter: str) -> bool:
    name = parameter.split("=", 1)[0].lower()
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)
