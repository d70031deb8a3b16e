"""What every request passes: the checks of its Host, of who asks and of its origin on the way in, security headers on
the way out. Knows no screen and no route.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urlsplit

import anyio.to_thread
import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.web.crossing import Crossing, crossing
from monitor.web.problems import problem
from monitor.web.rights import EVERYBODY, LOOKING, STRANGER, Entrance, Visitor, now_visiting
from monitor.web.visitors import Unknown, Visitors

log = structlog.get_logger(__name__)

# Nothing is loaded from elsewhere, nothing runs but our own file, and no other page may frame ours.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

# For bytes that came from elsewhere and are handed on as a download: whatever shows them all the same runs nothing.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"

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
LOGIN = "/login"
API = "/api/"
# What they say may be known to everybody; what /metrics says of channels and hosts may not.
PROBES = frozenset({"/healthz", "/readyz"})

CROSSED = (
    "This request did not come from a page of this Rowback, so nothing was changed. Open the page and do it there, "
    "or use the command line: every act has its command.\n"
)

LOG_IN = "Log in, or send a token: `rowback token add NAME --scope read` makes one.\n"
SILENT = "The store does not answer, so nobody can tell who you are. Try again in a moment.\n"

REFUSED = (
    "This Rowback does not answer under the name in the request. Open it by its address, or set [service] public_url "
    "in rowback.toml to the name under which it is reached.\n"
)


def refusal(path: str, status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    """A refusal in the form of whoever asks: the API has problems of its own."""
    if path.startswith(API):
        return problem(status, text.strip(), headers)
    return PlainTextResponse(text, status, headers)


class Gate:
    """ASGI middleware. `public_url` is the address under which the service is meant to be reached.

    `visitors` says who asks; without it everybody may do everything.
    """

    def __init__(self, app: ASGIApp, public_url: str, visitors: Visitors | None = None) -> None:
        self.app = app
        self.public_url = public_url
        self.name = (urlsplit(public_url).hostname or "").rstrip(".").lower()
        self.root = urlsplit(public_url).path.rstrip("/")
        self.visitors = visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 421 under a foreign name, 401 to whoever must log in, 403 to a foreign page's form; else pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                sandboxed = headers.get("content-security-policy") == SANDBOX
                framed = FRAMED.fullmatch(scope["path"])
                for name, value in (FRAMED_HEADERS if framed else HEADERS).items():
                    headers[name] = value
                if sandboxed:
                    headers["content-security-policy"] = SANDBOX
                static = scope["path"].startswith("/static/") and message["status"] == 200
                headers["cache-control"] = "public, max-age=31536000, immutable" if static else "private, no-cache"
            await send(message)

        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if scope["path"] not in UNNAMED and not (len(hosts) == 1 and self.answers_to(hosts[0])):
            # 421 Misdirected Request, RFC 9110 section 15.5.20.
            await refusal(scope["path"], 421, REFUSED)(scope, receive, send_guarded)
            return
        visitor = await self._visitor(scope, headers)
        if isinstance(visitor, Unknown):
            await self._turned_away(scope, visitor)(scope, receive, send_guarded)
            return
        if self._foreign(scope, headers, visitor):
            await refusal(scope["path"], 403, CROSSED)(scope, receive, send_guarded)
            return
        before = now_visiting.set(visitor)
        try:
            await self.app(scope, receive, send_guarded)
        finally:
            now_visiting.reset(before)

    async def _visitor(self, scope: Scope, headers: Headers) -> Visitor | Unknown:
        path = scope["path"]
        if self.visitors is None:
            return EVERYBODY
        if path in PROBES or path == LOGIN or path.startswith((BY_LINK, "/static/")):
            return STRANGER
        visitor = await anyio.to_thread.run_sync(self.visitors.of, headers)
        if isinstance(visitor, Visitor) and visitor.entrance is Entrance.TOKEN and not path.startswith(API):
            # Outside of the API a token is for programs that look: feed readers, spreadsheets.
            return visitor if scope["method"] in LOOKING else Unknown.WRONG
        return visitor

    def _foreign(self, scope: Scope, headers: Headers, visitor: Visitor) -> bool:
        """Whether this would change something and comes neither from a page of ours nor with a Bearer token.

        A browser never sends that by itself, so no foreign page can make it; Basic it remembers, and sends.
        """
        bearer = headers.get("authorization", "")[:7].lower() == "bearer "
        by_token = visitor.entrance is Entrance.TOKEN and bearer
        if scope["method"] in LOOKING or scope["path"].startswith(BY_LINK) or by_token:
            return False
        word = crossing(headers, self.public_url)
        if word is not Crossing.OWN:
            log.info("form refused", path=scope["path"], reason=str(word))
        return word is not Crossing.OWN

    def _turned_away(self, scope: Scope, why: Unknown) -> Response:
        path = scope["path"]
        if why is Unknown.SILENT:
            return refusal(path, 503, SILENT)
        page = "." not in path.rpartition("/")[2] and not path.startswith(API) and path != "/metrics"
        if page and scope["method"] in LOOKING:
            query = scope["query_string"].decode("ascii", "replace")
            to = quote(path + (f"?{query}" if query else ""), safe="/")
            return RedirectResponse(f"{self.root}{LOGIN}?to={to}", 303)
        return refusal(path, 401, LOG_IN, {"www-authenticate": 'Bearer realm="Rowback", Basic realm="Rowback"'})

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
