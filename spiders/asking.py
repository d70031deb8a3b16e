"""One hop of a look as a Scrapy request: which headers go out with it. Sends nothing.

Validators go only to the address they came from: an older page elsewhere would answer 304 to our date, and a redirect
to it would pass for "unchanged".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urldefrag

from scrapy import Request

from spiders.fetched import DueCheck
from spiders.policy import FetchPolicy
from spiders.references import as_sent
from spiders.unpacking import ACCEPTED

CHECK = "check"
"""request.meta: the DueCheck that the hop belongs to; absent on requests for robots.txt."""
LOOK = "look"
"""request.meta: the number of the look, by which its end is told."""
HOPS = "hops"
"""request.meta: the addresses that led here, each with the status of its redirect."""
SPENT = "spent"
"""request.meta: seconds of connecting and transfer that the earlier hops took."""
CONDITIONAL = "conditional"
"""request.meta: whether this hop carries validators, so whether a 304 is an answer to it."""
CRAWL_DELAY = "crawl_delay"
"""request.meta: seconds that the first host's robots.txt asks between two fetches, None if it asks nothing."""
ROBOTS = "robots"
"""request.meta: on a request for robots.txt, which no robots.txt governs: the list of the addresses it was asked at."""

MISSING = "missing"
"""request.meta: the Fetched of a page that was not there and named this address as its own."""


def first_hop(check: DueCheck, look: int, policy: FetchPolicy) -> Request:
    """The request that opens the look of this number. Raises ValueError where the URL makes no request."""
    return hop(check.url, {CHECK: check, LOOK: look, HOPS: ()}, policy)


def hop(url: str, meta: Mapping[str, Any], policy: FetchPolicy) -> Request:
    """The request for one address of a look. `meta` as described above; Scrapy's own keys in it do not go along."""
    meta = {key: meta[key] for key in (CHECK, LOOK, HOPS, SPENT, CRAWL_DELAY, ROBOTS, MISSING) if key in meta}
    # "verbatim": Scrapy's own spelling of a query is not the one that browsers send.
    request = Request(as_sent(url), meta={**meta, "verbatim_url": True}, dont_filter=True)
    if ROBOTS in meta:
        meta[ROBOTS].append(request.url)
    headers = {
        "User-Agent": policy.user_agent,
        "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
        "Accept-Language": "*",  # the article as its outlet shows it by default, not a translation for our machine
        "Accept-Encoding": ACCEPTED,
    }
    if ROBOTS not in meta:
        headers |= policy.headers_for(request.url)
    check: DueCheck | None = meta.get(CHECK)
    # `validators_url` has been through Request before, `url` has not: so either spelling is the same address.
    if check is not None and urldefrag(check.validators_url or check.url)[0] in (urldefrag(url)[0], request.url):
        known = _validators(check)
        headers |= known
        request.meta[CONDITIONAL] = bool(known)
    for name, value in headers.items():
        request.headers[name] = value.encode("latin-1", "replace")
    return request


def _validators(check: DueCheck) -> dict[str, str]:
    """RFC 9110, 13.1: both where both are known; the server takes the entity tag first."""
    found = {"If-None-Match": check.etag, "If-Modified-Since": check.last_modified}
    return {name: value for name, value in found.items() if value and value.isprintable() and len(value) < 1024}
