"""The demo's two receivers on loopback: an SMTP catcher and a webhook receiver that checks the signature by itself.

What arrives is noted in the journal as an Arrival. Shares no code with the sender, as a stranger's receiver would not.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import re
import threading
from collections.abc import Mapping
from email import message_from_bytes
from email.policy import default as policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, cast

from monitor.clock import Clock
from monitor.demo.journal import Arrival, Journal, Told

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

TOLERANCE = 300
"""Seconds by which a webhook's timestamp may differ from our clock, as Standard Webhooks advises."""

LARGEST_BODY = 1_000_000


class Mailbox:
    """Takes any mail on 127.0.0.1 and keeps none. Listens from `open()` to `close()`, on its own thread and loop."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mailbox", daemon=True)
        self._server: asyncio.Server | None = None
        self.port = 0

    def open(self) -> None:
        """Listen on a free port. Raises OSError where loopback refuses."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    def close(self) -> None:
        """Stop listening and end the thread."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(timeout=5)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout=5)
        self._loop.close()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """One mail has come; called by aiosmtpd, which gives the method its name."""
        self._journal.note(read_mail(cast(bytes, envelope.content or b"")))
        return "250 OK"

    async def _listen(self) -> None:
        from aiosmtpd.smtp import SMTP

        self._server = await self._loop.create_server(lambda: SMTP(self, hostname="localhost"), "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server:
            self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def read_mail(raw: bytes) -> Arrival:
    """What one mail says: its id from Message-ID, the article's address and the first line from the plain part."""
    mail = message_from_bytes(raw, policy=policy)
    part = mail.get_body(("plain",))
    # A body sent as base64 keeps the CRLF of mail.
    text = cast(str, part.get_content()).replace("\r\n", "\n").strip() if part else ""
    address = re.search(r"^Address:\s+(\S+)$", text, re.MULTILINE)
    flaw = "" if address else "the mail has no plain part that names the article's address"
    delivery = str(mail["Message-ID"] or "").strip().strip("<>").partition("@")[0]
    line = text.partition("\n")[0].strip()
    return Arrival("email", delivery, address[1] if address else "", line, text=text, flaw=flaw)


class Hook:
    """Takes webhooks on 127.0.0.1. Answers 204, or 401 where the signature does not prove the body."""

    def __init__(self, journal: Journal, secret: bytes, clock: Clock) -> None:
        self._journal = journal
        self._secret = secret
        self._clock = clock
        self._server: ThreadingHTTPServer | None = None
        self.url = ""

    def open(self) -> None:
        """Listen on a free port."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _door(self))
        self._server.daemon_threads, self._server.block_on_close = True, False
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/rowback"
        threading.Thread(target=self._server.serve_forever, args=(0.1,), name="hook", daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    def take(self, headers: Mapping[str, str], body: bytes) -> int:
        """Note one webhook and return the status to answer with. Header names are lower case."""
        arrival = read_webhook(headers, body, self._secret, self._clock.now_ms() // 1000)
        self._journal.note(arrival)
        return 401 if arrival.flaw else 204


def read_webhook(headers: Mapping[str, str], body: bytes, secret: bytes, now: int) -> Arrival:
    """What one webhook says. `now` is Unix seconds; the Arrival's `flaw` says why its signature proves nothing."""
    delivery = headers.get("webhook-id", "")
    flaw = signature_flaw(headers, body, secret, now)
    try:
        inside = json.loads(body)["data"]
        told = tuple(
            Told(change["kind"], _words(change["old"]), _words(change["new"]), bool(change["announced"]))
            for change in inside["changes"]
        )
        url = str(inside["article"]["url"])
    except (ValueError, KeyError, TypeError) as error:
        return Arrival("webhook", delivery, "", "", flaw=flaw or f"the body is not as promised: {error!r}")
    return Arrival("webhook", delivery, url, _line(inside["changes"]), told, flaw=flaw)


def signature_flaw(headers: Mapping[str, str], body: bytes, secret: bytes, now: int) -> str:
    """Why the Standard Webhooks signature does not prove the body; "" if it does."""
    delivery, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not delivery or not stamp.isascii() or not stamp.isdigit():
        return "webhook-id or webhook-timestamp is missing"
    if abs(now - int(stamp)) > TOLERANCE:
        return f"the timestamp is {abs(now - int(stamp))} seconds off"
    content = f"{delivery}.{stamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()
    given = headers.get("webhook-signature", "").split()
    if not any(hmac.compare_digest(one.encode(), expected.encode()) for one in given):
        return "the signature does not match"
    return ""


def _words(side: dict[str, Any] | None) -> str:
    return " ".join(str(side[name]) for name in ("text", "sentence", "source") if side.get(name)) if side else ""


def _line(changes: list[dict[str, Any]]) -> str:
    shown = []
    for change in changes:
        was, now = ((change[side] or {}).get("text", "-") for side in ("old", "new"))
        delta = f" ({'+' if not change['delta'].startswith('-') else ''}{change['delta']})" if change["delta"] else ""
        shown.append(f"{change['kind']}: {was} → {now}{delta}{', announced' if change['announced'] else ''}")
    return "; ".join(shown)


def _door(hook: Hook) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        """One webhook. Closes each connection, so that a stop leaves none open."""

        timeout = 10.0

        def do_POST(self) -> None:
            """Take the body and answer."""
            length = min(int(self.headers.get("Content-Length") or 0), LARGEST_BODY)
            body = self.rfile.read(length)
            self.send_response(hook.take({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_header("Connection", "close")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """The journal has it already."""

    return Door
