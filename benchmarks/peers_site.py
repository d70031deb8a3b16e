"""`python -m benchmarks.peers_site PORT COUNT`: a loopback paper for programs that watch pages, a process of its own.

Pages of 60 to 100 kB whose surroundings differ at every fetch; stories change when told to (/edit), each tenth by
another kind of edit. Counts requests (/stats) and keeps what webhooks bring (/hook). Its words are invented.
"""

from __future__ import annotations

import hashlib
import http.server
import json
import random
import re
import sys
import threading
from typing import Any
from urllib.parse import urlsplit

KINDS = ("figure", "typo", "deep figure", "order", "written otherwise", "rewording", "withdrawn", "", "", "")
"""The edit of each article by the last digit of its number; none for three of ten."""
FACTS = frozenset({"figure", "deep figure", "withdrawn"})
PLACES = ["Orlo", "Minau", "Kerrin", "Talvi", "Brasko", "Denholm", "Ostrava-Sul", "Pirrit"]
FILL = (
    "Crews went from house to house through the night while the water slowly left the lower streets.",
    "The road along the river stays closed, and buses take the longer way over the northern bridge.",
    "Shopkeepers carried what they could to the upper floors before the gates were opened by hand.",
    "The council meets on Friday to decide whether the market can be held in the sports hall.",
    "Schools sent their pupils home at noon and will tell parents in the evening how they go on.",
    "Engineers measured the wall every hour and found that it had not moved since the morning.",
    "A fund that was set up by three parishes hands out blankets, lamps and cards for the phone.",
    "Neighbours who had not spoken for years were seen filling sandbags side by side.",
)


class Story:
    """One article; `edited` says how often its edit was made."""

    def __init__(self, number: int) -> None:
        chance = random.Random(f"peers {number}")
        self.number, self.kind, self.edited = number, KINDS[number % 10], 0
        self.place, self.killed = chance.choice(PLACES), chance.randrange(11, 99) * 100
        self.homes, self.hurt = chance.randrange(300, 9_000), chance.randrange(100, 900) * 10
        self.fill = [*chance.sample(FILL, len(FILL)), *(chance.choice(FILL) for _ in range(chance.randrange(6, 16)))]
        self.ballast = chance.randrange(25_000, 60_000)

    def texts(self) -> tuple[str, list[str]]:
        """The headline and the paragraphs as they are now."""
        times, odd = self.edited, self.edited % 2
        killed = self.killed + (100 * times if self.kind == "figure" else 0)
        homes = self.homes + (3 * times if self.kind == "deep figure" else 0)
        told = f"{killed}" if self.kind == "written otherwise" and odd else f"{killed:,}"
        hurt = "an unknown number of people" if self.kind == "withdrawn" and odd else f"about {self.hurt:,} people"
        fill = list(self.fill)
        if self.kind == "order" and odd:
            fill[2], fill[7] = fill[7], fill[2]
        if self.kind == "typo" and odd:
            fill = [text.replace("the ", "teh ", 1) for text in fill]
        if self.kind == "rewording" and odd:
            fill = [text.replace("stays closed", "remains shut").replace("at noon", "at midday") for text in fill]
        lead = f"At least {told} people were killed by the flood in {self.place}, the civil protection agency said."
        second = f"Hospitals treated {hurt}, the health office of {self.place} said on Tuesday."
        deep = f"Surveyors counted {homes:,} homes that nobody can live in, the builders' guild said."
        return f"Flood in {self.place}: {told} dead", [lead, second, *fill[:6], deep, *fill[6:]]


class Paper(http.server.ThreadingHTTPServer):
    """The stories, what was asked of them, and what came to /hook."""

    daemon_threads = True

    def __init__(self, port: int, count: int) -> None:
        super().__init__(("127.0.0.1", port), _Answers)
        self.stories = [Story(number) for number in range(count)]
        self.guard = threading.Lock()
        self.tick, self.churning, self.validating = 0, True, False
        self.asked = {"requests": 0, "conditional": 0, "unmodified": 0}
        self.hooks: list[str] = []

    def page(self, story: Story) -> bytes:
        """The page as this fetch gets it."""
        with self.guard:
            self.tick += 1
        chance = random.Random(f"{story.number} {self.tick if self.churning else 0}")
        links = "".join(
            f"<li><a href='/a/{chance.randrange(999)}?r={chance.randrange(9**9)}'>{chance.choice(PLACES)}: "
            f"{chance.randrange(20, 900)} without power, {chance.randrange(2, 23)} hours ago</a></li>"
            for _ in range(24)
        )
        title, texts = story.texts()
        ballast = ".c{margin:0;padding:1px}" * (story.ballast // 23)
        nav = "".join(f"<li><a href='/section/{n}'>Section {n}</a></li>" for n in range(120))
        body = "".join(f"<p>{text}</p>" for text in texts)
        box = ("main", "section", "div class='story-body'", "div class='l-article'")[story.number % 4]
        return (
            f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title} - The Paper</title>"
            f"<style>{ballast}</style></head><body><nav><ul>{nav}</ul></nav><{box}><article><h1>{title}</h1>{body}"
            f"</article></{box.split()[0]}><aside><h2>Most read</h2><ol>{links}</ol></aside></body></html>"
        ).encode()


class _Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Paper

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if found := re.fullmatch(r"/a/(\d+)", path):
            self._page(self.server.stories[int(found[1])])
        elif path == "/edit":
            for story in self.server.stories:
                story.edited += bool(story.kind)
            self._answer(200, b"{}")
        elif path == "/stats":
            told = {**self.server.asked, "hooks": self.server.hooks}
            self._answer(200, json.dumps(told).encode())
        elif path in ("/reset", "/settle", "/validate"):
            self.server.asked = dict.fromkeys(self.server.asked, 0)
            self.server.hooks = []
            self.server.churning &= path == "/reset"
            self.server.validating |= path == "/validate"
            self._answer(200, b"{}")
        else:
            self._answer(404, b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8", "replace")
        with self.server.guard:
            self.server.hooks.append(body[:4_000])
        self._answer(204, b"")

    def _page(self, story: Story) -> None:
        body = self.server.page(story)
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"' if self.server.validating else ""
        given = self.headers.get("If-None-Match", "")
        with self.server.guard:
            self.server.asked["requests"] += 1
            self.server.asked["conditional"] += bool(given)
            self.server.asked["unmodified"] += bool(tag) and given == tag
        if tag and given == tag:
            self._answer(304, b"", {"ETag": tag})
            return
        self._answer(200, body, {"Content-Type": "text/html; charset=utf-8", **({"ETag": tag} if tag else {})})

    def _answer(self, code: int, body: bytes, fields: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in (fields or {}).items():
            self.send_header(name, value)
        if code != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing: the figures are the output."""


if __name__ == "__main__":
    Paper(int(sys.argv[1]), int(sys.argv[2])).serve_forever()
