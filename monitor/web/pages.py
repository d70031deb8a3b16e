"""A view in, a page or JSON out. Every text that reaches a page is escaped and its invisible marks are made visible.

There is no other way from a view to a page, so no screen can forget it. Decides nothing about what is shown.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import Response

from alerts.messages.marks import shown
from alerts.messages.prose import set_apart
from monitor.clock import Clock, iso
from monitor.web.rights import Entrance, now_visiting
from monitor.zones import zone

HERE = Path(__file__).parent
STATIC = HERE / "static"

# The shape of a BCP 47 tag; anything else a page claims as its language is left out of the lang attribute.
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


# A figure's bound (monitor/facts/figure.py) in words.
BOUNDS = {
    "=": "exactly",
    "~": "about",
    ">": "more than",
    ">=": "at least",
    "<": "less than",
    "<=": "at most",
    "vague": "vague",
}


class Pages:
    """Renders the templates. `public_url` says under which path the service is reached (a proxy may add one)."""

    def __init__(
        self, public_url: str, clock: Clock, banners: Callable[[], Sequence[str]] = tuple, time_zone: str = "UTC"
    ) -> None:
        self.time_zone = time_zone
        self._clock = clock
        self._banners = banners
        environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_visible,
        )
        self.here_name = time_zone
        self.here = here = zone(time_zone)
        environment.filters.update(
            bdi=set_apart,
            day=lambda then: day(then, here),
            language=language,
            bound=lambda sign: BOUNDS.get(sign, sign),
        )
        environment.tests["link"] = is_link
        style, script = (
            hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12] for name in ("rowback.css", "desk.js")
        )
        environment.globals.update(
            root=urlsplit(public_url).path.rstrip("/"), style=style, script=script, time_zone=time_zone
        )
        self._environment = environment

    def page(self, template: str, view: Mapping[str, Any], status: int = 200) -> Response:
        """`view` as HTML through the template of that name."""
        now_ms = self._clock.now_ms()

        def ago(then: str | None) -> str:
            return "" if then is None else distance(then, now_ms)

        def until(then: str) -> str:
            return distance(then, now_ms) if then > iso(now_ms) else "now"

        visitor = now_visiting.get()
        # How channels fare and what is silenced is nothing for strangers.
        banners = [] if visitor.entrance is Entrance.PUBLIC else self._banners()
        text = self._environment.get_template(template).render(
            view, ago=ago, until=until, now=iso(now_ms), banners=banners, visitor=visitor
        )
        return Response(text.encode("utf-8", "replace"), status, media_type="text/html; charset=utf-8")

    def json(self, view: Mapping[str, Any], status: int = 200) -> Response:
        """`view` as JSON; half a surrogate pair in a scraped text becomes a question mark."""
        text = json.dumps(view, ensure_ascii=False, separators=(",", ":"))
        return Response(text.encode("utf-8", "replace"), status, media_type="application/json")


def _visible(value: Any) -> Any:
    """Jinja calls this for every value it is about to print."""
    if isinstance(value, Markup):
        return value
    return "" if value is None else shown(str(value))


def day(then: str | None, here: tzinfo = UTC) -> str:
    """22 Nov 2026, 20:10: a stored time (ISO 8601, UTC) as a clock in the zone shows it; "" for none."""
    return "" if then is None else f"{datetime.fromisoformat(then).astimezone(here):%-d %b %Y, %H:%M}"


def distance(then: str, now_ms: int) -> str:
    """How far a stored time is from now: "3 min ago", "in 2 h"; days from the second on."""
    seconds = now_ms / 1000 - datetime.fromisoformat(then).timestamp()
    for size, unit in ((86_400 * 2, "d"), (3_600, "h"), (60, "min")):
        if abs(seconds) >= size:
            number = int(abs(seconds) // (86_400 if unit == "d" else size))
            return f"{number} {unit} ago" if seconds > 0 else f"in {number} {unit}"
    return "just now" if seconds >= 0 else "in a moment"


def language(tag: str) -> str:
    """`tag` where it has the shape of a BCP 47 tag, else ""."""
    return tag if LANGUAGE.fullmatch(tag) else ""


def is_link(url: str) -> bool:
    """Whether a stored address may become a link: only http and https, never javascript: and the like."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False
