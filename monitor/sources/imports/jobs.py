"""Job files of urlwatch and webchanges: YAML documents, each a wish; what Rowback does not do is noted or refused.

Each document is read by itself, so that one with a mistake spoils no other.
"""

from __future__ import annotations

import re
from typing import Any

from monitor.sources.imports.tagging import tags_from
from monitor.sources.wish import Wish

MOST = 50_000
LONGEST = 1_000_000
"""Characters of one document."""

# The first character that is neither blank nor in a comment.
_SAYS = re.compile(r"^[ \t]*[^\s#]", re.MULTILINE)
_BREAK = re.compile(r"^---(?:[ \t].*)?$", re.MULTILINE)
NOT_TAKEN = {
    "filter": "its filters",
    "filters": "its filters",
    "diff_filter": "its filters of the diff",
    "diff_filters": "its filters of the diff",
    "navigate": "its browser",
    "use_browser": "its browser",
    "headers": "its headers",
    "cookies": "its cookies",
    "http_proxy": "its proxy",
    "https_proxy": "its proxy",
    "ssl_no_verify": "no check of certificates",
    "timeout": "its timeout",
    "max_tries": "its tries",
    "differ": "its differ",
    "additions_only": "additions only",
    "deletions_only": "deletions only",
}
"""Settings of a job that mean nothing here, in words."""


def read(body: bytes) -> list[Wish]:
    """A wish for each job, with the line at which it begins."""
    text = body.decode("utf-8-sig", errors="replace")
    found: list[Wish] = []
    start = 0
    for end in [*(match for match in _BREAK.finditer(text)), None]:
        piece = text[start : end.start() if end else len(text)]
        if (first := _SAYS.search(piece)) is not None:
            found += _jobs(piece[first.start() :], text.count("\n", 0, start + first.start()) + 1)
        start = end.end() if end else len(text)
        if len(found) > MOST:
            break
    return found[:MOST]


def _jobs(piece: str, line: int) -> list[Wish]:
    import yaml

    if len(piece) > LONGEST:
        return [Wish("", line=line, fault="this job is too long")]
    try:
        job = yaml.safe_load(piece)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(getattr(error, "problem", "") or type(error).__name__).split())
        mark = getattr(error, "problem_mark", None)
        return [Wish("", line=line + (mark.line if mark else 0), fault=f"not YAML: {said[:200]}")]
    jobs = job if isinstance(job, list) else [job]
    return [wish for one in jobs for wish in _wishes(one, line)]


def _wishes(job: Any, line: int) -> list[Wish]:
    if isinstance(job, str) and "://" in job:
        return [Wish(job, line=line)]
    if not isinstance(job, dict):
        return [Wish("", line=line, fault="this is no job: it names no url")]
    addresses = job.get("url") or job.get("navigate")
    shown = str(job.get("name") or job.get("command") or job.get("path") or "")[:200]
    if not addresses:
        what = "a command of a shell" if job.get("command") else "a file" if job.get("path") else "without an address"
        return [Wish(shown, line=line, fault=f"the job is {what}; Rowback reads pages")]
    fault = ""
    if job.get("data") or str(job.get("method") or "GET").upper() != "GET":
        fault = "it sends a form or data; Rowback only asks for pages"
    words = [word for name, word in NOT_TAKEN.items() if job.get(name)]
    tags = job.get("tags") or ()
    paused = job.get("enabled") is False
    return [
        Wish(
            str(address),
            tags_from(tags if isinstance(tags, list) else [tags]),
            line=line,
            fault=fault,
            paused=paused,
            note=", ".join(dict.fromkeys(words)),
        )
        for address in (addresses if isinstance(addresses, list) else [addresses])
    ]
