"""Whether a request that changes something comes from our own pages: its headers go in, a word comes out.

A page elsewhere can make a visitor's browser post to us (CSRF). Browsers say where a request comes from, and a page
cannot make them lie. Knows no screen and no address.
"""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit

from starlette.datastructures import Headers


class Crossing(StrEnum):
    """Where a request that changes something comes from."""

    OWN = "own"
    ELSEWHERE = "elsewhere"
    UNSAID = "unsaid"
    """It does not say: no browser of the last years, and no page of ours."""


def crossing(headers: Headers, public_url: str) -> Crossing:
    """By Sec-Fetch-Site where the browser sends it, which is to trustworthy addresses only; else by Origin."""
    site = headers.get("sec-fetch-site", "")
    if site:
        return Crossing.OWN if site == "same-origin" else Crossing.ELSEWHERE
    origin = headers.get("origin", "")
    if not origin:
        return Crossing.UNSAID
    try:
        named = urlsplit(origin).netloc.lower()
    except ValueError:
        return Crossing.ELSEWHERE
    # Behind a proxy the Host header may be the proxy's; the address that people use is public_url.
    ours = {headers.get("host", "").lower(), urlsplit(public_url).netloc.lower()} - {""}
    return Crossing.OWN if named in ours else Crossing.ELSEWHERE
