"""The webhook channel: a Delivery goes in, one signed POST goes out, and an Outcome comes back within its deadline.

Speaks Standard Webhooks 1.0.0. Never follows a redirect, never uses a proxy, never dials an address the guard refuses.
"""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, MaxRetryError
from urllib3.response import BaseHTTPResponse

from alerts.alert import Delivery, End, Outcome, Verdict
from alerts.channels.deadline import Wire, attempt
from alerts.channels.dialer import (
    Blocked,
    BlockedAddress,
    CheckedAdapter,
    Dial,
    Dialer,
    Resolve,
    UnknownHost,
    Unreachable,
    system_dial,
    system_resolve,
)
from alerts.channels.secrecy import without
from alerts.channels.signing import new_secret, parse_secret, signed_headers
from alerts.channels.trace import Trace, untold
from alerts.channels.trust import trusting
from alerts.messages.digest import body
from alerts.messages.marks import shown
from alerts.messages.payload import Fields, notice_payload
from alerts.notice import Notice

__all__ = ["WebhookChannel", "new_secret", "parse_secret", "retry_after_seconds"]

KEPT_BYTES = 2048
"""How much of an answer is read and kept: enough to see what went wrong, too little to fill a disk."""

LONGEST_WISH = 24 * 3600.0
BUSY = frozenset({429, 502, 503, 504})


class WebhookChannel:
    """Posts each delivery to one URL."""

    kind = "webhook"
    at_once = 4

    def __init__(
        self,
        name: str,
        url: str,
        secrets: Sequence[bytes],
        *,
        blocked: Blocked,
        resolve: Resolve | None = None,
        dial: Dial = system_dial,
        timeout: float = 20.0,
        user_agent: str = "Rowback",
        ca_file: str | None = None,
    ) -> None:
        """`secrets` are keys from `parse_secret`, the newest first; `timeout` is the wall clock of a whole attempt in
        seconds; `ca_file` names a bundle of certificates to trust instead of the usual ones. Raises ValueError for a
        URL that is not http or https, or without a secret.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("a webhook URL starts with https:// and names a host")
        if not secrets:
            raise ValueError("a webhook needs at least one secret to sign with")
        self.name = name
        self.deadline = timeout
        self._url = url
        self._host = parts.hostname
        self._secrets = tuple(secrets)
        self._hidden = (url, *(base64.b64encode(key).decode().rstrip("=") for key in secrets))
        self._user_agent = user_agent
        self._context = trusting(ca_file)
        self._dialer = Dialer(blocked, resolve or system_resolve, dial, timeout)

    def recipients(self) -> tuple[str, ...]:
        """The host alone: the path of a webhook URL is often a secret."""
        return (self._host,)

    def look_up(self) -> Outcome:
        """Whether the host has addresses, all of them allowed; connects to none. The outcome's detail lists them."""
        parts = urlsplit(self._url)
        port = parts.port or (443 if parts.scheme == "https" else 80)

        def call(wire: Wire) -> Outcome:
            try:
                found = self._dialer.look_up(self._host, port, wire.trace)
            except (UnknownHost, BlockedAddress) as error:
                return _failed(error, wire)
            return Outcome(Verdict.SENT, End.ACCEPTED, detail=", ".join(found))

        return attempt(call, self.deadline)

    def preview(self, delivery: Delivery, *, now_ms: int) -> dict[str, str]:
        """The body."""
        return {"json": json.dumps(body(delivery), ensure_ascii=False, indent=2) + "\n"}

    def send(self, delivery: Delivery, *, now_ms: int, trace: Trace = untold) -> Outcome:
        """One POST. The outcome table is that of docs/delivery.md."""
        return self._attempt(lambda: body(delivery), delivery.id, now_ms, trace)

    def tell(self, notice: Notice, recipient: str, *, now_ms: int, trace: Trace = untold) -> Outcome:
        """One POST of type channel.changed."""
        return self._attempt(lambda: notice_payload(notice), notice.id, now_ms, trace)

    def _attempt(self, fields: Callable[[], Fields], message_id: str, now_ms: int, trace: Trace) -> Outcome:
        outcome = attempt(lambda wire: self._post(wire, fields(), message_id, now_ms), self.deadline, trace)
        # A receiver may quote our request in its answer, and the answer is kept, logged and shown.
        return replace(outcome, detail=without(outcome.detail, self._hidden))

    def _post(self, wire: Wire, fields: Fields, message_id: str, now_ms: int) -> Outcome:
        body = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
        headers = {
            "Content-Type": "application/json",
            "User-Agent": self._user_agent,
            "Accept-Encoding": "identity",
            "Connection": "close",
            **signed_headers(message_id, now_ms // 1000, body, self._secrets),
        }
        with requests.Session() as session:
            session.trust_env = False
            adapter = CheckedAdapter(self._dialer, wire, self._context)
            session.mount("https://", adapter)
            session.mount("http://", adapter)
            try:
                response = session.post(
                    self._url,
                    data=body,
                    headers=headers,
                    timeout=self.deadline,
                    allow_redirects=False,
                    stream=True,
                )
            except Exception as error:
                return _failed(error, wire)
            with contextlib.closing(response):
                outcome = judged(response.status_code, response.headers.get("Retry-After"), now_ms)
                wire.settle(outcome)
                wire.trace("answer", str(response.status_code))
                return _with_answer(outcome, response.raw, wire)


def judged(status: int, retry_after: str | None, now_ms: int) -> Outcome:
    """What a status means for the delivery. `retry_after` is the header as sent, honoured whenever we will retry."""
    if 200 <= status < 300:
        return Outcome(Verdict.SENT, End.ACCEPTED, status)
    if status == 410:
        return Outcome(Verdict.DEAD, End.GONE, status)
    if 300 <= status < 400:
        reason = End.REDIRECT
    elif status == 429:
        reason = End.RATE_LIMITED
    elif status in BUSY:
        reason = End.UNAVAILABLE
    else:
        reason = End.REFUSED
    return Outcome(Verdict.RETRY, reason, status, retry_after=retry_after_seconds(retry_after, now_ms))


def retry_after_seconds(value: str | None, now_ms: int) -> float | None:
    """Seconds from now that a Retry-After header asks for (RFC 9110 10.2.3: seconds or a date), within 0 and 24 hours.

    None where there is none or it cannot be read.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        # Python refuses to read a number of thousands of digits; past 24 hours they all mean the same.
        return LONGEST_WISH if len(text) > 9 else min(float(text), LONGEST_WISH)
    try:
        when = parsedate_to_datetime(text)
        wish = when.replace(tzinfo=when.tzinfo or UTC).timestamp() - now_ms / 1000
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(wish, 0.0), LONGEST_WISH)


def _with_answer(outcome: Outcome, raw: BaseHTTPResponse, wire: Wire) -> Outcome:
    """The outcome with the first 2 KiB of the answer as its detail; a body that drips or breaks changes no verdict."""
    kept = b""
    read: Callable[[int], bytes] = getattr(raw, "read1", raw.read)
    with contextlib.suppress(HTTPError, OSError, ValueError):
        while len(kept) < KEPT_BYTES and (part := read(KEPT_BYTES - len(kept))):
            kept += part
            wire.settle(_detailed(outcome, kept))
    return _detailed(outcome, kept)


def _detailed(outcome: Outcome, kept: bytes) -> Outcome:
    text = shown(kept.decode("utf-8", "replace"))
    return Outcome(outcome.verdict, outcome.reason, outcome.code, text, outcome.retry_after, outcome.ambiguous)


def _failed(error: BaseException, wire: Wire) -> Outcome:
    """The outcome of a request without an answer. Its detail never quotes requests' own text, which holds the URL."""
    cause = _root(error)
    if isinstance(cause, BlockedAddress):
        return Outcome(Verdict.DEAD, End.BLOCKED_ADDRESS, detail=str(cause))
    if isinstance(cause, UnknownHost):
        return Outcome(Verdict.RETRY, End.UNKNOWN_HOST, detail=str(cause))
    if isinstance(cause, Unreachable):
        return Outcome(Verdict.RETRY, End.UNREACHABLE, detail=str(cause))
    if isinstance(error, requests.exceptions.SSLError):
        return Outcome(Verdict.RETRY, End.TLS_FAILED, detail=str(cause))
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
        return Outcome(Verdict.CHANNEL, End.BAD_ADDRESS, detail="the URL cannot be used")
    if isinstance(error, requests.exceptions.Timeout):
        return Outcome(Verdict.RETRY, End.TIMEOUT, detail=type(cause).__name__, ambiguous=wire.handed_over)
    if isinstance(error, requests.exceptions.RequestException | OSError):
        return Outcome(Verdict.RETRY, End.CUT_SHORT, detail=type(cause).__name__, ambiguous=wire.handed_over)
    raise error


def _root(error: BaseException) -> BaseException:
    while error.args and isinstance(error.args[0], BaseException):
        error = error.args[0]
        if isinstance(error, MaxRetryError) and error.reason is not None:
            error = error.reason
    return error
