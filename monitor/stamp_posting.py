"""Posts a request to a time-stamping authority (RFC 3161 section 3.4): bytes go out, the answer's bytes come back.

Dials nothing that the guard refuses, follows no redirect, uses no proxy, reads no more than an answer can have.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import requests

from alerts.alert import End, Outcome, Verdict
from alerts.channels.deadline import Wire, attempt
from alerts.channels.dialer import Blocked, CheckedAdapter, Dialer, system_dial, system_resolve
from alerts.channels.trust import trusting
from monitor.keeping.stamps import LARGEST

SECONDS = 20.0
"""The wall clock of one request."""


def posting(blocked: Blocked, user_agent: str) -> Callable[[str, bytes], bytes]:
    """Asks authorities under these rules."""
    dialer = Dialer(blocked, system_resolve, system_dial, SECONDS)
    context = trusting(None)

    def post(url: str, request: bytes) -> bytes:
        got: list[bytes] = []

        def call(wire: Wire) -> Outcome:
            headers = {
                "Content-Type": "application/timestamp-query",
                "Accept": "application/timestamp-reply",
                "User-Agent": user_agent,
                "Accept-Encoding": "identity",
                "Connection": "close",
            }
            with requests.Session() as session:
                session.trust_env = False
                adapter = CheckedAdapter(dialer, wire, context)
                session.mount("https://", adapter)
                session.mount("http://", adapter)
                try:
                    response = session.post(
                        url, data=request, headers=headers, timeout=SECONDS, allow_redirects=False, stream=True
                    )
                    with contextlib.closing(response):
                        body = response.raw.read(LARGEST + 1)
                except Exception as wrong:
                    return Outcome(Verdict.RETRY, End.UNAVAILABLE, detail=f"{type(wrong).__name__}: {wrong}")
                if response.status_code != 200 or len(body) > LARGEST:
                    return Outcome(Verdict.RETRY, End.REFUSED, response.status_code, detail="no answer of an authority")
                got.append(body)
                return Outcome(Verdict.SENT, End.ACCEPTED, response.status_code)

        outcome = attempt(call, SECONDS)
        if outcome.verdict is not Verdict.SENT or not got:
            raise OSError(f"{url}: {outcome.detail or outcome.reason}"[:300])
        return got[0]

    return post
