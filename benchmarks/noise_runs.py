"""How steadily pages are read while boxes come and go: pages go in, a tally by kind of noise comes out.

Each page is fetched six times under each kind drawn for it, memory handed on as the service does, and compared with the
last version that was not in doubt; what `compare` would tell is counted too. Reads no clock and no network.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.noise import EDITS, KINDS, Edit, NoisyPage
from benchmarks.pages import SavedPage
from monitor.changes import Change, Level, compare
from monitor.checks.comparable import Relearning, comparable
from spiders.article import Article, Memory, Reading
from spiders.reading import read_page


@dataclass(slots=True)
class Seen:
    """What was seen under one kind of noise. The lists hold a page and a text each."""

    rereadings: int = 0
    doubts: int = 0
    false: list[tuple[str, str]] = field(default_factory=list)
    alerts: list[tuple[str, str]] = field(default_factory=list)
    edits: int = 0
    late: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    besides: list[tuple[str, str]] = field(default_factory=list)


Tallies = dict[str, Seen]


def run(pages: Iterable[SavedPage], seed: str, kinds_each: int = 4, kinds: Sequence[str] = KINDS) -> Tallies:
    """Read every usable page under `kinds_each` kinds of noise, half of the runs with one true edit."""
    tallies: Tallies = defaultdict(Seen)
    for page in pages:
        noisy = NoisyPage(page)
        if not noisy.usable:
            continue
        chance = random.Random(f"{page.id} {seed}")
        for kind in chance.sample(kinds, min(kinds_each, len(kinds))):
            edited = chance.choice(EDITS) if chance.random() < 0.5 else ""
            run_one(noisy, kind, seed, edited, tallies[kind])
    return dict(tallies)


def run_one(noisy: NoisyPage, kind: str, seed: str, edited: str, seen: Seen) -> None:
    """One page over all its fetches under one kind of noise, with the named edit or none."""
    where = f"{noisy.page.id} {kind} {seed} {edited}"
    last: Article | None = None
    memory = Memory()
    awaited: Edit | None = None  # an edit that a doubt holds back until the next fetch
    for step, fetch in enumerate(noisy.fetches(kind, seed, edited)):
        reading = read_page(fetch.html, noisy.page.url, memory=memory)
        memory = reading.memory
        if step == 0:
            if reading.article is None or reading.cannot_tell:
                return
            last = reading.article
            continue
        assert last is not None
        seen.rereadings += 1
        awaited = fetch.edit or awaited
        seen.edits += fetch.edit is not None
        if reading.article is None or reading.cannot_tell:
            seen.doubts += 1
            continue
        _judge(last, reading, awaited, fetch.edit is None, f"{where} {step}", seen)
        last, awaited = reading.article, None
    if awaited is not None:
        seen.late += 1


def _judge(last: Article, reading: Reading, edit: Edit | None, waited: bool, where: str, seen: Seen) -> None:
    new = reading.article
    assert new is not None
    found = differences(last, new)
    told = [change for change in _changes(last, reading) if change.level is Level.ALERT]
    if edit is None:
        if found:
            seen.false.append((where, "; ".join(found)))
        if told:
            seen.alerts.append((where, "; ".join(f"{c.kind} {_text(c, 'old')} -> {_text(c, 'new')}" for c in told)))
        return
    seen.late += waited
    own = [line for line in found if _of(edit, line)]
    if not own or (edit.old and any(edit.old in text for text in _texts(new)) and not edit.new):
        seen.missed.append((where, f"{edit.kind}: {edit.old or edit.new}"))
    elif len(found) > len(own):
        seen.besides.append((where, "; ".join(line for line in found if line not in own)))


def _of(edit: Edit, line: str) -> bool:
    """Whether a difference is the edit: its new text, its old one, or the text it was put into."""
    if edit.kind == "sentence":
        return line.startswith("+") and edit.new in line or line.startswith("-")
    return bool(
        edit.new and line.startswith("+") and edit.new in line or edit.old and line.startswith("-") and edit.old in line
    )


def _changes(last: Article, reading: Reading) -> list[Change]:
    new = reading.article
    assert new is not None
    if reading.relearned is not None:
        last, new = comparable(last, new, Relearning(str(reading.relearned), reading.passed_over, reading.newly_seen))
    return compare(last, new)


def _text(change: Change, side: str) -> str:
    mention = getattr(change, side)
    return repr(mention.text) if mention is not None else "-"


def _texts(article: Article) -> list[str]:
    return [article.title, article.standfirst, *article.paragraphs, *article.captions, *article.notices]


def differences(old: Article, new: Article) -> list[str]:
    """Every text that one reading has and the other has not, field by field."""
    found: list[str] = []
    for name in ("title", "standfirst"):
        if getattr(old, name) != getattr(new, name):
            found += [f"- {name}: {getattr(old, name)}", f"+ {name}: {getattr(new, name)}"]
    for name in ("paragraphs", "captions", "notices"):
        before, after = getattr(old, name), getattr(new, name)
        found += [f"- {name}: {text}" for text in before if text not in after]
        found += [f"+ {name}: {text}" for text in after if text not in before]
    return found
