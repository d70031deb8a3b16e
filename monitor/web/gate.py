"""What every request passes: the checks of its Host and its origin on the way in, the security headers on the way out.

Knows no screen and reads no store.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.web.crossing import Crossing, crossing

log = structlog.get_logger(__name__)

# Nothing is loaded from elsewhere, nothing runs but our own file, and no other page may frame ours.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Not no-referrer: with it browsers send "Origin: null" with our own forms (Fetch, "append a request `Origin`").
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

# The one page that another may frame: a chart and its words, without a form, a button or a cookie.
FRAMED = re.compile(r"/stories/.+/embed")
FRAMED_HEADERS = HEADERS | {
    "content-security-policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors *").replace(
        "form-action 'self'", "form-action 'none'"
    ),
    "cross-origin-resource-policy": "cross-origin",
}

# A probe or a scrape inside a container network comes under a name that nobody configured; these answers hold no text
# of any article.
UNNAMED = frozenset({"/healthz", "/readyz", "/metrics"})

# Mail programs post here without any Origin (RFC 8058); the signed link is the permission.
BY_LINK = "/unsubscribe/"
LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})

CROSSED = (
    "This request did not come from a page of this Rowback, so nothing was changed. Open the page and do it there, "
    "or use the command line: every act has its command.\n"
)

REFUSED = (
    "This Rowback does not answer under the name in the request. Open it by its address, or set [service] public_url "
    "in rowback.toml to the name under which it is reached.\n"
)


class Gate:
    """ASGI middleware. `public_url` is the address under which the service is meant to be reached."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app = app
        self.public_url = public_url
        self.name = (urlsplit(public_url).hostname or "").rstrip(".").lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 421 under a foreign name, 403 to a foreign page's form; else pass on, adding headers to the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                framed = FRAMED.fullmatch(scope["path"])
                for name, value in (FRAMED_HEADERS if framed else HEADERS).items():
                    headers[name] = value
                static = scope["path"].startswith("/static/") and message["status"] == 200
                headers["cache-control"] = "public, max-age=31536000, immutable" if static else "private, no-cache"
            await send(message)

        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if scope["path"] in UNNAMED or (len(hosts) == 1 and self.answers_to(hosts[0])):
            changing = scope["method"] not in LOOKING and not scope["path"].startswith(BY_LINK)
            if changing and (word := crossing(headers, self.public_url)) is not Crossing.OWN:
                log.info("form refused", path=scope["path"], reason=str(word))
                await PlainTextResponse(CROSSED, 403)(scope, receive, send_guarded)
            else:
                await self.app(scope, receive, send_guarded)
        else:
            # 421 Misdirected Request, RFC 9110 section 15.5.20.
            await PlainTextResponse(REFUSED, 421)(scope, receive, send_guarded)

    def answers_to(self, host: str) -> bool:
        """Whether `host` (name or address, with or without a port) is one of ours.

        DNS rebinding needs a name that its owner can point at us. An address literal is none, and localhost never
        leaves this machine (RFC 6761 section 6.3).
        """
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".").lower()
        except ValueError:
            return False
        if not name or "@" in host or "/" in host:
            return False
        if name in ("localhost", self.name) or name.endswith(".localhost"):
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True
