"""Are the alerts right? Real pages are tracked and fetched again with other boxes around them, then one number is
edited.

Counts false alerts over the unedited re-fetches, and edits whose alert names the old and the new value.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.daemon import Daemon
from benchmarks.origin import Origin, Receiver
from benchmarks.pages import load
from benchmarks.rotation import Body

REFETCHES = 3


def measure(folder: Path, count: int = 50, skip: int = 0) -> list[str]:
    """Lines of results for `count` pages of the folder, leaving out the first `skip`."""
    bodies = []
    for page in load(folder):
        body = Body(page)
        if body.usable and body.fetched_again("try", edit=True)[1] is not None:
            bodies.append(body)
        if len(bodies) == skip + count:
            break
    origin, receiver = Origin(bodies[skip:]), Receiver()
    urls = [f"{origin.url}/{n}" for n in range(len(origin.bodies))]
    with tempfile.TemporaryDirectory() as name, Daemon(Path(name), urls, receiver.url) as daemon:
        fetched = daemon.wait(lambda: _all(origin, 1 + REFETCHES), 300)
        daemon.wait(lambda: False, 3)
        false = list(receiver.received)
        receiver.received.clear()
        origin.edit_all()
        edited = daemon.wait(lambda: _all(origin, 3), 300)
        daemon.wait(lambda: False, 3)
        origin.close()
        receiver.close()
        if not (fetched and edited):
            late = [
                f"{b.page.id}: {origin.fetches[n]} fetches"
                for n, b in enumerate(origin.bodies)
                if origin.fetches[n] < 4
            ]
            return ["alerts: the daemon did not fetch every page in time", *late, daemon.log.read_text()[-1500:]]
    return _report(origin, false, receiver.received)


def _all(origin: Origin, times: int) -> bool:
    return all(origin.fetches[n] >= times for n in range(len(origin.bodies)))


def _report(origin: Origin, false: list[dict], received: list[dict]) -> list[str]:  # type: ignore[type-arg]
    named, other, missed = set(), [], []
    for body in received:
        number = int(body["data"]["article"]["url"].rsplit("/", 1)[1])
        edit = origin.edits[number]
        for change in body["data"]["changes"]:
            old, new = ((change[side] or {}).get("text", "") for side in ("old", "new"))
            if edit.old in old and edit.new in new:
                named.add(number)
            else:
                other.append(
                    f"  besides the edit, {origin.bodies[number].page.id}: {change['kind']} {old!r} -> {new!r}"
                )
    for number, edit in sorted(origin.edits.items()):
        if number not in named:
            missed.append(f"  missed, {origin.bodies[number].page.id}: {edit.old} -> {edit.new}")
    lines = [
        f"alerts: {len(origin.bodies)} pages, {REFETCHES} re-fetches each, boxes rotating: {len(false)} false alerts",
        f"alerts: {len(named)} of {len(origin.edits)} edited numbers told with old and new value",
    ]
    for body in false:
        number = int(body["data"]["article"]["url"].rsplit("/", 1)[1])
        kinds = [
            (c["kind"], (c["old"] or {}).get("text"), (c["new"] or {}).get("text")) for c in body["data"]["changes"]
        ]
        lines.append(f"  false, {origin.bodies[number].page.id}: {kinds}")
    return lines + missed + other
