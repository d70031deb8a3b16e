"""The demo's newsroom: four outlets on loopback, one port each, with front pages, feeds and nine articles.

Edits and requests go in, answers come out, each noted in the journal, each with other furniture. Judges nothing.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from urllib.parse import urlsplit

from monitor.clock import Clock, utc
from monitor.demo import layouts
from monitor.demo.furniture import furnish
from monitor.demo.journal import Edited, Journal, Look
from monitor.demo.script import Answer, Answers, Edit, apply
from monitor.demo.stories import Outlet, Story, Validator, load_outlets, load_stories

ROBOTS = "User-agent: *\nDisallow: /search\nDisallow: /out/\n"
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><rect width="16" height="9" fill="#9fb3c8"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Sent:
    """One answer: status, headers, body bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Standing:
    """How an article stands now. `looks` is how often it still answers otherwise than with its page; None: for good."""

    story: Story
    modified: datetime
    revision: int = 1
    answers: Answers = Answers.PAGE
    looks: int | None = None


@dataclass(slots=True)
class Newsroom:
    """Serves all outlets from `open()` to `close()`. `respond` can be asked without any socket."""

    journal: Journal
    chance: Random
    clock: Clock
    outlets: dict[str, Outlet] = field(default_factory=load_outlets)
    homes: dict[str, str] = field(default_factory=dict)
    _standing: dict[str, Standing] = field(default_factory=dict)
    _published: dict[str, datetime] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _servers: list[ThreadingHTTPServer] = field(default_factory=list)

    def __post_init__(self) -> None:
        now = utc(self.clock.now_ms()).replace(microsecond=0)
        for slug, story in load_stories().items():
            self._published[slug] = now - timedelta(hours=story.hours_ago)
            self._standing[slug] = Standing(story, self._published[slug])
        # Names under .example (RFC 2606) stand in until `open` knows the ports.
        self.homes = {key: f"http://{key}.example" for key in self.outlets}

    def open(self) -> None:
        """Listen on 127.0.0.1, one free port an outlet."""
        for key in self.outlets:
            server = _Server(("127.0.0.1", 0), _desk(self, key))
            self._servers.append(server)
            self.homes[key] = f"http://127.0.0.1:{server.server_address[1]}"
            threading.Thread(target=server.serve_forever, args=(0.1,), name=f"newsroom {key}", daemon=True).start()

    def close(self) -> None:
        """Stop listening. May be called twice."""
        while self._servers:
            server = self._servers.pop()
            server.shutdown()
            server.server_close()

    def story(self, slug: str) -> Story:
        """The story as it stands now."""
        with self._lock:
            return self._standing[slug].story

    def urls(self) -> dict[str, str]:
        """The address of each article, by slug."""
        return {slug: self.homes[s.story.outlet] + s.story.path for slug, s in self._standing.items()}

    def make(self, number: int, edit: Edit) -> None:
        """Make an edit, from which moment every answer shows it."""
        with self._lock:
            standing = self._standing[edit.slug]
            if isinstance(edit.act, Answer):
                standing.answers, standing.looks = edit.act.answers, edit.act.looks
            else:
                standing.story = apply(edit.act, standing.story)
                standing.modified = utc(self.clock.now_ms()).replace(microsecond=0)
                standing.revision += 1
            self.journal.note(Edited(number, edit.slug, standing.revision))

    def respond(self, key: str, path: str, headers: Mapping[str, str]) -> Sent:
        """The answer of outlet `key` for a path. Header names of the request are lower case."""
        outlet = self.outlets[key]
        with self._lock:
            by_path = {s.story.path: s for s in self._standing.values() if s.story.outlet == key}
            if path in by_path:
                return self._article(outlet, by_path[path], headers)
            if path == "/robots.txt":
                return _text(200, ROBOTS, "text/plain")
            if path == "/picture.svg":
                return _text(200, PICTURE, "image/svg+xml")
            stories = tuple(s.story for s in by_path.values() if s.answers is not Answers.GONE)
            if path == "/feed.xml":
                items = [(story, self._standing[story.slug].modified) for story in stories]
                return _text(200, layouts.feed(outlet, self.homes[key], items), "application/rss+xml")
            if path == "/":
                return _text(200, layouts.front(outlet, stories, furnish(self.chance, 8)))
            return self._note(outlet, 404, "Page not found", "There is nothing at this address.")

    def _article(self, outlet: Outlet, standing: Standing, headers: Mapping[str, str]) -> Sent:
        answers = standing.answers
        if answers is not Answers.PAGE and standing.looks is not None:
            standing.looks -= 1
            if standing.looks <= 0:
                standing.answers, standing.looks = Answers.PAGE, None
        if answers is Answers.GONE:
            sent = self._note(outlet, 404, "Page not found", "This article is no longer available.")
        elif answers is Answers.UNAVAILABLE:
            sent = self._note(outlet, 503, "We are very busy", "Please try again in a moment.")
        elif answers is Answers.CONSENT:
            sent = _text(200, layouts.consent(self._page(outlet, standing)))
        else:
            sent = self._fresh_or_304(outlet, standing, headers)
        digest = hashlib.sha256(sent.body).hexdigest()
        self.journal.note(Look(standing.story.slug, sent.status, answers, standing.revision, digest))
        return sent

    def _fresh_or_304(self, outlet: Outlet, standing: Standing, headers: Mapping[str, str]) -> Sent:
        story = standing.story
        validators: dict[str, str] = {}
        if outlet.validator is Validator.REVISION:
            validators["ETag"] = f'W/"{story.slug}-{standing.revision}"'
            validators["Last-Modified"] = format_datetime(standing.modified, usegmt=True)
            if headers.get("if-none-match") == validators["ETag"]:
                return Sent(304, validators, b"")
        sent = _text(200, layouts.article(self._page(outlet, standing)))
        if outlet.validator is Validator.BYTES:
            validators["ETag"] = f'"{hashlib.sha256(sent.body).hexdigest()[:20]}"'
        body, more = sent.body, dict(sent.headers) | validators | {"Vary": "Accept-Encoding"}
        if outlet.compressed and "gzip" in headers.get("accept-encoding", ""):
            body, more = gzip.compress(body, 6, mtime=0), more | {"Content-Encoding": "gzip"}
        return replace(sent, headers=more, body=body)

    def _page(self, outlet: Outlet, standing: Standing) -> layouts.Page:
        story = standing.story
        others = (s.story for s in self._standing.values() if s.answers is not Answers.GONE)
        return layouts.Page(
            outlet=outlet,
            story=story,
            furniture=furnish(self.chance, len(story.paragraphs)),
            url=self.homes[outlet.key] + story.path,
            home=self.homes[outlet.key],
            published=self._published[story.slug],
            modified=standing.modified,
            others=tuple(other for other in others if other.outlet == outlet.key and other.slug != story.slug),
        )

    def _note(self, outlet: Outlet, status: int, title: str, text: str) -> Sent:
        return _text(status, layouts.note(outlet, title, text, furnish(self.chance, 8)))


def _text(status: int, text: str, media_type: str = "text/html") -> Sent:
    return Sent(status, {"Content-Type": f"{media_type}; charset=utf-8"}, text.encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor that hangs up is no fault of the newsroom; the base class would print a traceback."""


def _desk(newsroom: Newsroom, key: str) -> type[BaseHTTPRequestHandler]:
    class Desk(BaseHTTPRequestHandler):
        """One request to one outlet. Closes each connection, so that a stop leaves none open."""

        timeout = 10.0

        def do_GET(self) -> None:
            """Answer and close."""
            asked = {name.lower(): value for name, value in self.headers.items()}
            sent = newsroom.respond(key, urlsplit(self.path).path, asked)
            self.send_response(sent.status)
            for name, value in sent.headers.items():
                self.send_header(name, value)
            if sent.status != 304:
                self.send_header("Content-Length", str(len(sent.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(sent.body)

        def log_message(self, format: str, *args: object) -> None:
            """The journal has it already."""

    return Desk
