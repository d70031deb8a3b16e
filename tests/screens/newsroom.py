"""A store with invented stories for the browser: a toll in three outlets, a vote, a page in Arabic, and hostile texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from alerts.silencing import Silence
from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.metrics import Metrics
from monitor.store import Store, silences
from monitor.web.liveness import Liveness
from spiders.article import Article
from tests.integration.store.kept import came
from tests.unit.web.web_desk import MINUTE, Shelf, rise, story

TOLL = "The flood has killed more than {:,} people in the valley."
COST = "Repairs would cost $3.2 million and take eight months, the mayor said."
ARABIC = "ارتفع عدد القتلى إلى {} شخصا في الوادي، بحسب السلطات."

HOSTILE = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "\"><svg onload=document.title='owned'>",
    "'-document['title']='owned'-'",
    "</title></textarea><script>document.title='owned'</script>",
    "javascript:document.title='owned'",
    "{{ 7 * 7 }}${document.title='owned'}",
    "<a href=\"javascript:document.title='owned'\">click</a>",
    "\u202e<b onmouseover=document.title='owned'>41,200",
)
"""Texts that would run where a page forgot to escape them: each sets the title."""


@dataclass
class Newsroom:
    shelf: Shelf
    metrics: Metrics

    @property
    def store(self) -> Store:
        return self.shelf.store

    def alive(self) -> Liveness:
        return Liveness(tick_age=0.5, queue=2)


def filled(folder: Path) -> Newsroom:
    shelf = Shelf(folder)
    for outlet, steps in (("daily", (41, 44, 60)), ("evening", (41, 44)), ("courier", (41,))):
        _toll(shelf, outlet, steps)
    _vote(shelf)
    _arabic(shelf)
    _hostile(shelf)
    quiet = Silence(
        0, {"outlets": [HOSTILE[0]]}, shelf.clock.at_ms, shelf.clock.at_ms + 90 * MINUTE, HOSTILE[1], HOSTILE[2]
    )
    shelf.store.write(silences.add, quiet, shelf.clock.at_ms)
    shelf.clock.at_ms += 25 * MINUTE
    return Newsroom(shelf, Metrics("0.1.0"))


def figure(value: int) -> dict[str, object]:
    """A toll as facts are stored."""
    fields = {
        "surface": f"more than {value:,}",
        "lo": str(value),
        "hi": None,
        "bound": ">",
        "unit": "person",
        "counted": "death",
        "place": "Lower Valley",
        "where": "body",
    }
    return {"kind": "figure", "fields": fields}


def _toll(shelf: Shelf, outlet: str, steps: tuple[int, ...]) -> None:
    number = shelf.follow(f"https://{outlet}.example/flood", ["flood", "valley"])
    named = f"{outlet.title()} Example"
    before = None
    for value in steps:
        told = replace(story(TOLL.format(value), "Roads are closed.", *([COST] if value == 44 else ())), outlet=named)
        changes = [rise(before, value, TOLL)] if before else []
        if value == 44:
            changes.append(Change(Kind.FIGURE_ADDED, None, Mention("$3.2 million", COST)))
        to = [f"{HOSTILE[0]}@{outlet}.example"] if value == 60 else []
        alerts = [shelf.alert(number, changes[:1], "delta 3 >= min_delta 1", to)] if changes else []
        passages = [1, 2][: len(changes)]
        kept = came(f"https://{outlet}.example/flood", value)
        shelf.check(number, told, changes=changes, passages=passages, facts=[figure(value)], alerts=alerts, page=kept)
        before = value


def _vote(shelf: Shelf) -> None:
    number = shelf.follow("https://daily.example/vote", ["votes"])
    shelf.check(number, story("Ola Brandt will boycott the vote.", title="Vote"))
    was, now = "Ola Brandt will boycott the vote.", "Ola Brandt will attend the vote."
    changed = Change(Kind.EVENT_CHANGED, Mention("boycott", was), Mention("attend", now), announced=True)
    shelf.check(number, story(now, title="Vote"), changes=[changed])


def _arabic(shelf: Shelf) -> None:
    number = shelf.follow("https://akhbar.example/wadi", ["wadi"])
    texts = [Article.from_text([ARABIC.format(value)], "فيضان في الوادي", "ar") for value in (41, 44)]
    shelf.check(number, texts[0])
    changed = rise(41, 44, ARABIC.replace("{}", "{:,}"))
    shelf.check(number, texts[1], changes=[changed])


def _hostile(shelf: Shelf) -> None:
    number = shelf.follow("https://hostile.example/a?q=%3Cscript%3E", ["<b>tag", "a&b"])
    shelf.check(number, story(*HOSTILE, title=HOSTILE[0]))
    changes = []
    for text in HOSTILE:
        side = Mention(text, text, counted="death", place=text, source=text, holder=text)
        changes.append(Change(Kind.QUOTE_TEXT, replace(side, text=f"{text} "), side, explanation=text))
    bad = replace(story(*reversed(HOSTILE), title=HOSTILE[4]), outlet=HOSTILE[1])
    page = came("https://hostile.example/a", 0)
    assert page.fetched.exchange is not None
    odd = replace(page.fetched.exchange, answer=HOSTILE[0], peer=HOSTILE[1], tls=HOSTILE[2], request=HOSTILE[3])
    odd = replace(odd, hops=tuple((text, 301) for text in HOSTILE), received=(("Date", HOSTILE[4]),))
    fetched = replace(page.fetched, url=HOSTILE[5], headers={"date": HOSTILE[4]}, exchange=odd)
    shelf.check(number, bad, changes=changes, page=replace(page, fetched=fetched))
