"""What came of each edit: the script and the journal go in, one row for each edit comes out. Waits for nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.demo.journal import Arrival, Edited, Entry, Look
from monitor.demo.script import Answer, Answers, Edit

CHANNELS = ("webhook", "email")


class Verdict(StrEnum):
    """How an edit came out. Only OK lets the demo succeed."""

    OK = "ok"
    MISSED = "MISSED"
    FALSE_ALARM = "FALSE ALARM"
    NOT_LOOKED_AT = "NOT LOOKED AT"
    """Silence proves nothing where nobody looked."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `number` 0 is the furniture; `after` is seconds from the edit until both channels told."""

    number: int
    slug: str
    edit: str
    should: str
    did: str
    verdict: Verdict
    after: float | None = None


def rows(script: Sequence[Edit], entries: Sequence[Entry], slugs: Mapping[str, str]) -> list[Row]:
    """The furniture's row, then one for each edit. `slugs` maps an article's address to its slug."""
    made = {entry.what.number: entry for entry in entries if isinstance(entry.what, Edited)}
    return [
        _furniture(entries, slugs),
        *(_row(number, edit, made.get(number), entries, slugs) for number, edit in enumerate(script, start=1)),
    ]


def looked_at(edit: Edit, made: Entry, entries: Sequence[Entry]) -> float | None:
    """When the daemon had seen all that the edit shows, in the journal's seconds; None while it has not.

    An answer that lasts for some looks is seen once the page has come back.
    """
    if not isinstance(made.what, Edited):
        raise TypeError(made.what)
    answers = edit.act.answers if isinstance(edit.act, Answer) else Answers.PAGE
    comes_back = isinstance(edit.act, Answer) and edit.act.looks is not None
    seen = False
    for at, look in _looks(entries, edit.slug):
        if at < made.at or look.revision < made.what.revision:
            continue
        if seen and look.answers is Answers.PAGE:
            return at
        if look.answers is answers:
            if not comes_back:
                return at
            seen = True
    return None


def _looks(entries: Sequence[Entry], slug: str) -> list[tuple[float, Look]]:
    return [(entry.at, entry.what) for entry in entries if isinstance(entry.what, Look) and entry.what.slug == slug]


def _row(number: int, edit: Edit, made: Entry | None, entries: Sequence[Entry], slugs: Mapping[str, str]) -> Row:
    should = " + ".join(edit.expected) if edit.expected else "silence"
    if made is None:
        return Row(number, edit.slug, edit.what, should, "the edit was never made", Verdict.NOT_LOOKED_AT)
    later = [e.at for e in entries if isinstance(e.what, Edited) and e.what.slug == edit.slug and e.at > made.at]
    until = min(later, default=float("inf"))
    window = [entry for entry in entries if made.at <= entry.at < until]
    came = [e for e in window if isinstance(e.what, Arrival) and slugs.get(e.what.url) == edit.slug]
    arrivals = _once([entry.what for entry in came if isinstance(entry.what, Arrival)])
    did, verdict = _judge(edit, arrivals)
    if verdict is Verdict.OK and not edit.expected and looked_at(edit, made, window) is None:
        did, verdict = "silence, but the daemon did not look", Verdict.NOT_LOOKED_AT
    firsts = [
        min(e.at for e in came if isinstance(e.what, Arrival) and e.what.channel == c) for c in _channels(arrivals)
    ]
    after = round(max(firsts) - made.at, 1) if firsts else None
    return Row(number, edit.slug, edit.what, should, did, verdict, after)


def _judge(edit: Edit, arrivals: Sequence[Arrival]) -> tuple[str, Verdict]:
    told = [told for arrival in arrivals for told in arrival.told]
    kinds = Counter(one.kind for one in told)
    did = " + ".join(sorted(kinds)) or ("mail only" if arrivals else "silence")
    flaws = [arrival.flaw for arrival in arrivals if arrival.flaw]
    if flaws:
        return f"{did}; {flaws[0]}", Verdict.MISSED
    if not edit.expected:
        return did, Verdict.FALSE_ALARM if arrivals else Verdict.OK
    missing = [kind for kind in edit.expected if kind not in kinds]
    silent = [channel for channel in CHANNELS if channel not in _channels(arrivals)]
    if missing or silent:
        lacks = [*(f"no {kind}" for kind in missing), *(f"nothing by {channel}" for channel in silent)]
        return f"{did}; {', '.join(lacks)}", Verdict.MISSED
    if flaw := _wrong_words(edit, arrivals):
        return f"{did}; {flaw}", Verdict.MISSED
    more = sorted(kinds.keys() - set(edit.expected))
    twice = [kind for kind, count in kinds.items() if count > 1]
    mails = sum(arrival.channel == "email" for arrival in arrivals)
    hooks = len(arrivals) - mails
    if more or twice or mails != hooks:
        extra = [*(f"also {kind}" for kind in more), *(f"{kind} told twice" for kind in twice)]
        extra += [f"{mails} mails for {hooks} webhooks"] if mails != hooks else []
        return f"{did}; {', '.join(extra)}", Verdict.FALSE_ALARM
    return did, Verdict.OK


def _wrong_words(edit: Edit, arrivals: Sequence[Arrival]) -> str:
    """Why the arrivals do not show what was and what is now; the webhook on its two sides, the mail in its text."""
    main = [told for arrival in arrivals for told in arrival.told if told.kind == edit.expected[-1]]
    if not any(edit.was in told.was and edit.now in told.now for told in main):
        return f"the webhook does not show {edit.was!r} and {edit.now!r}"
    mails = " ".join(arrival.text for arrival in arrivals if arrival.channel == "email")
    if edit.was not in mails or edit.now not in mails:
        return f"the mail does not show {edit.was!r} and {edit.now!r}"
    return ""


def _furniture(entries: Sequence[Entry], slugs: Mapping[str, str]) -> Row:
    """Alerts about an article that nobody has edited yet, or that is not ours at all."""
    edited: set[str] = set()
    pages: list[str] = []
    false: list[str] = []
    for entry in entries:
        match entry.what:
            case Edited(slug=slug):
                edited.add(slug)
            case Look(status=200, answers=Answers.PAGE, digest=digest):
                pages.append(digest)
            case Arrival() as arrival if slugs.get(arrival.url) not in edited:
                false.append(arrival.line or arrival.url or arrival.flaw)
    what = f"ads, related links, counters: {len(pages)} pages sent, {len(set(pages))} different"
    if false:
        return Row(0, "", what, "silence", f"{len(false)} alerts: {false[0]}", Verdict.FALSE_ALARM)
    return Row(0, "", what, "silence", "silence", Verdict.OK if pages else Verdict.NOT_LOOKED_AT)


def _once(arrivals: Sequence[Arrival]) -> list[Arrival]:
    """A repeat carries the same id and counts once."""
    return list({(arrival.channel, arrival.delivery): arrival for arrival in arrivals}.values())


def _channels(arrivals: Sequence[Arrival]) -> list[str]:
    return [channel for channel in CHANNELS if any(arrival.channel == channel for arrival in arrivals)]
