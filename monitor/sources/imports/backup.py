"""A backup of changedetection.io: its zip of either layout, or the url-watches.json within. Watches, groups and pauses
become wishes; what Rowback does otherwise is noted. Reads the few files it knows, each bounded, and unpacks nothing.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from io import BytesIO
from typing import Any

from monitor.sources.imports.tagging import tags_from
from monitor.sources.wish import Wish

MOST = 50_000
MOST_BYTES_EACH = 20_000_000
MOST_BYTES = 200_000_000
_ENTITY = re.compile(r"(?:^|/)([0-9a-fA-F-]{36})/(watch|tag)\.json")
_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
NOT_TAKEN = {
    "include_filters": "its filters",
    "css_filter": "its filters",
    "subtractive_selectors": "its filters",
    "trigger_text": "its trigger words",
    "ignore_text": "its ignored words",
    "text_should_not_be_present": "its unwanted words",
    "headers": "its headers",
    "browser_steps": "its browser steps",
    "webdriver_js_execute_code": "its script",
    "proxy": "its proxy",
    "notification_urls": "its notifications",
    "extract_text": "its extraction",
    "time_schedule_limit": "its hours",
}
"""Settings of a watch that mean nothing here, in words."""


class _TooLarge(Exception):
    """More than a backup ever holds."""


def read(body: bytes) -> list[Wish]:
    """A wish for each watch, numbered in the order of the backup."""
    try:
        watches, groups = _zipped(body) if body.startswith(b"PK") else _single(json.loads(body))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RecursionError, NotImplementedError, RuntimeError):
        return [Wish("", line=1, fault="the backup is damaged, encrypted or no backup of changedetection.io")]
    except _TooLarge:
        return [Wish("", line=1, fault="the backup unpacks to more than such a backup holds")]
    found = [_wish(fields, groups, number) for number, fields in enumerate(watches[:MOST], 1)]
    return found or [Wish("", line=1, fault="there is no watch in it")]


def _single(whole: Any) -> tuple[list[Any], dict[str, str]]:
    watching = whole.get("watching") if isinstance(whole, dict) else None
    settings = whole.get("settings") if isinstance(whole, dict) else None
    application = settings.get("application") if isinstance(settings, dict) else None
    tags = application.get("tags") if isinstance(application, dict) else None
    return list(watching.values()) if isinstance(watching, dict) else [], _groups(tags)


def _groups(tags: Any) -> dict[str, str]:
    if not isinstance(tags, dict):
        return {}
    return {uuid: str(one.get("title") or "") for uuid, one in tags.items() if isinstance(one, dict)}


def _zipped(body: bytes) -> tuple[list[Any], dict[str, str]]:
    watches: list[Any] = []
    groups: dict[str, str] = {}
    left = MOST_BYTES
    with zipfile.ZipFile(BytesIO(body)) as archive:
        for member in archive.infolist()[: 4 * MOST]:
            entity = _ENTITY.search(member.filename)
            index = member.filename.rpartition("/")[2] in ("url-watches.json", "changedetection.json")
            if entity is None and not index:
                continue
            # What the archive says of its sizes may be a lie: only so much is read.
            with archive.open(member) as file:
                content = file.read(min(MOST_BYTES_EACH, left) + 1)
            left -= len(content)
            if len(content) > MOST_BYTES_EACH or left < 0:
                raise _TooLarge
            fields = json.loads(content)
            if entity is None:
                more, named = _single(fields)
                watches += more
                groups |= named
            elif entity[2] == "watch":
                watches.append(fields)
            elif isinstance(fields, dict):
                groups[entity[1]] = str(fields.get("title") or "")
    return watches, groups


def _wish(fields: Any, groups: dict[str, str], number: int) -> Wish:
    if not isinstance(fields, dict):
        return Wish("", line=number, fault="this is no watch")
    url = str(fields.get("url") or "").strip().removeprefix("source:")
    fault = ""
    if "{{" in url or "{%" in url:
        fault = "its address holds a template; write the address itself"
    if str(fields.get("method") or "GET").upper() != "GET":
        fault = "it sends a form; Rowback only asks for pages"
    words = [word for name, word in NOT_TAKEN.items() if fields.get(name)]
    if "webdriver" in str(fields.get("fetch_backend") or ""):
        words.append("its browser")
    named = fields.get("tags") or ()
    tags = [groups.get(str(one), "") for one in named] if isinstance(named, list | tuple) else []
    if isinstance(named, str) or isinstance(fields.get("tag"), str):
        tags += re.split(r"[,;]", str(named or "") + "," + str(fields.get("tag") or ""))
    return Wish(
        url,
        tags_from(filter(None, tags)),
        _schedule(fields),
        number,
        fault,
        paused=bool(fields.get("paused")),
        note=", ".join(dict.fromkeys(words)),
    )


def _schedule(fields: dict[str, Any]) -> str:
    """Its own interval, in the stored form; "" where it follows the default."""
    spans = fields.get("time_between_check")
    if fields.get("time_between_check_use_default") or not isinstance(spans, dict):
        return ""
    total = 0.0
    for unit, size in _SECONDS.items():
        value = spans.get(unit)
        total += value * size if isinstance(value, int | float) and 0 < value < 1e6 else 0
    return f"every {min(total, 366 * 86_400.0):.15g}" if total >= 1 else ""
