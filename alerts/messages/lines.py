"""The fact in one line: a change goes in; what moved, the words that were and the words that are now come out.

One function for each family of changes, chosen by kind. Judges nothing: it says what the change says.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources

from alerts.alert import ChangeFields, Side
from alerts.messages.marks import one_line

LONGEST_WORDS = 120
"""Characters of a side's words in the first line; the sentences below it show them whole."""

ARROW = "→"
# First strong isolate and its end (Unicode UAX 9). The words between have lost such marks of their own before.
_FSI, _PDI = "\u2068", "\u2069"
_NO_ISOLATES = {ord(_FSI): None, ord(_PDI): None}
NOT_REPORTED = "not reported"


@dataclass(frozen=True, slots=True)
class Line:
    """A change in words. `headline` is the first line of an alert; `was` and `now` are one line each, "" for a side
    that does not exist.

    `isolated` is the headline with Unicode isolates around words that run from right to left: without them two Arabic
    figures change places around the arrow, and a rise is read as a fall. For screens and mails; logs take `headline`.
    """

    headline: str
    isolated: str
    was: str
    now: str


def line(change: ChangeFields) -> Line:
    """The words of a change of any kind; a kind this release does not know is named as it stands."""
    kind = change["kind"]
    write = WRITERS.get(kind) or WRITERS.get(kind.partition(".")[0]) or _plain(kind)
    was, now = _words(change["old"]), _words(change["new"])
    said = write(change, _isolate(was), _isolate(now))
    return Line(said.translate(_NO_ISOLATES), said, was, now)


def figure(change: ChangeFields, was: str, now: str) -> str:
    """Deaths, Gaza: more than 41,100 → more than 41,200 (+100), health authorities; no correction notice."""
    side = change["new"] or change["old"] or {}
    about = ", ".join(part for part in (_label(change), _part(side.get("place", ""), 60)) if part)
    return f"{about}: {_arrow(was, now)}{_delta(change)}{_source(side)}{_tail(change)}"


def figure_added(change: ChangeFields, was: str, now: str) -> str:
    """New figure: Injuries, Gaza: almost 100,000; no correction notice."""
    side = change["new"] or {}
    about = ", ".join(part for part in (_label(change), _part(side.get("place", ""), 60)) if part)
    return f"New figure: {about}: {now}{_source(side)}{_tail(change)}"


def figure_removed(change: ChangeFields, was: str, now: str) -> str:
    """No longer reported: Deaths, Gaza: more than 41,100; no correction notice."""
    side = change["old"] or {}
    about = ", ".join(part for part in (_label(change), _part(side.get("place", ""), 60)) if part)
    return f"No longer reported: {about}: {was}{_source(side)}{_tail(change)}"


def figure_asof(change: ChangeFields, was: str, now: str) -> str:
    """Deaths, Gaza: more than 41,200, as of Monday → as of Tuesday."""
    old, new = change["old"] or {}, change["new"] or {}
    side = new or old
    about = ", ".join(part for part in (_label(change), _part(side.get("place", ""), 60)) if part)
    dates = _arrow(*(_part(one.get("as_of", ""), 60) for one in (old, new)))
    return f"{about}: {now or was}, as of {dates}{_tail(change)}"


def attribution(change: ChangeFields, was: str, now: str) -> str:
    """Source: the army → civil defence; no correction notice."""
    return f"Source: {_arrow(was, now)}{_tail(change)}"


def quote(change: ChangeFields, was: str, now: str) -> str:
    """Quote: “we never agreed” → “we have not agreed”, the minister; no correction notice."""
    return f"Quote: {_arrow(_quoted(was), _quoted(now))}{_source(change['new'] or change['old'] or {})}{_tail(change)}"


def speaker(change: ChangeFields, was: str, now: str) -> str:
    """Speaker of a quote: the mayor → the deputy mayor; no correction notice."""
    return f"Speaker of a quote: {_arrow(was, now)}{_tail(change)}"


def correction(change: ChangeFields, was: str, now: str) -> str:
    """Correction notice: An earlier version of this article misstated ..."""
    if not now:
        return f"Correction notice withdrawn: {was}"
    return f"Correction notice {'changed: ' + _arrow(was, now) if was else 'added: ' + now}"


def removed(change: ChangeFields, was: str, now: str) -> str:
    """Article withdrawn by its outlet."""
    return "Article withdrawn by its outlet"


def restored(change: ChangeFields, was: str, now: str) -> str:
    """Article is back after it had been withdrawn."""
    return "Article is back after it had been withdrawn"


def failing(change: ChangeFields, was: str, now: str) -> str:
    """Article cannot be read: timeout."""
    return f"Article cannot be read: {now}"


def silent(change: ChangeFields, was: str, now: str) -> str:
    """Nothing new in the article."""
    return "Nothing new in the article"


def back(change: ChangeFields, was: str, now: str) -> str:
    """Article can be read again, after: timeout."""
    return f"Article can be read again{', after: ' * bool(was)}{was}"


def _titled(title: str) -> Callable[[ChangeFields, str, str], str]:
    def write(change: ChangeFields, was: str, now: str) -> str:
        return f"{title}: {_arrow(was, now)}{_tail(change)}"

    return write


def _plain(kind: str) -> Callable[[ChangeFields, str, str], str]:
    return _titled(kind.replace(".", " ").replace("_", " ").capitalize())


WRITERS: Mapping[str, Callable[[ChangeFields, str, str], str]] = {
    "figure": figure,
    "figure.added": figure_added,
    "figure.removed": figure_removed,
    "figure.asof": figure_asof,
    "attribution": attribution,
    "quote": quote,
    "quote.speaker": speaker,
    "entity.name": _titled("Name"),
    "entity.place": _titled("Place"),
    "entity.role": _titled("Role"),
    "datetime": _titled("Date or time"),
    "polarity": _titled("Says the opposite"),
    "certainty": _titled("Certainty"),
    "event": _titled("What happened"),
    "claim": _titled("Claim"),
    "correction": correction,
    "headline": _titled("Headline"),
    "article.removed": removed,
    "article.restored": restored,
    "article.moved": _titled("Article moved"),
    "watch.failing": failing,
    "watch.quiet": silent,
    "watch.back": back,
    "wording": _titled("Wording"),
}
"""A kind, or the family before its dot -> how it is said."""


@cache
def _labels() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("alerts.messages").joinpath("labels.toml").read_text("utf-8"))


def where_words(change: ChangeFields) -> str:
    """ "in the headline" and the like; "" for the body, which needs no saying."""
    return _labels()["where"].get(change["where"], "")


def relation_words(change: ChangeFields) -> str:
    """How the new words stand to the old in plain words; "" where nothing is known."""
    return _labels()["relation"].get(change["relation"], "")


def announced_words(change: ChangeFields) -> str:
    """Whether the outlet said that it changed this."""
    return "announced by a correction notice" if change["announced"] else "no correction notice"


def _label(change: ChangeFields) -> str:
    """What is counted, in a word for people. Where that itself changed, both are named."""
    old, new = (_counted(side) for side in (change["old"], change["new"]))
    if old and new and old != new and change["kind"] == "figure.counted":
        return f"{old} {ARROW} {new}"
    return new or old or "Figure"


def _counted(side: Side | None) -> str:
    if side is None:
        return ""
    if counted := one_line(side.get("counted", ""), 60):
        return _labels()["counted"].get(counted) or _isolate(_capital(counted))
    if unit := one_line(side.get("unit", ""), 30):
        return _labels()["units"].get(unit) or _capital(unit) + "s"
    return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _part(text: str, longest: int) -> str:
    """Scraped words as a part of the line: cleaned, shortened, and set apart if they run from right to left."""
    return _isolate(one_line(text, longest))


def _isolate(text: str) -> str:
    if any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text):
        return f"{_FSI}{text}{_PDI}"
    return text


def _words(side: Side | None) -> str:
    return "" if side is None else one_line(side.get("text", ""), LONGEST_WORDS)


def _arrow(was: str, now: str) -> str:
    return f"{was or NOT_REPORTED} {ARROW} {now or NOT_REPORTED}"


def _quoted(words: str) -> str:
    bare = words.strip(f'“”"{_FSI}{_PDI}')
    return f"“{_isolate(bare)}”" if bare else ""


def _delta(change: ChangeFields) -> str:
    """(+100): the difference with its sign, thousands set apart; a difference of percentages is in points."""
    if change["delta"] is None:
        return ""
    try:
        delta = Decimal(change["delta"])
    except InvalidOperation:
        return ""
    if not delta.is_finite() or not delta or len(change["delta"]) > 40:
        return ""
    unit = (change["new"] or {}).get("unit", "")
    return f" ({delta:+,f}{' points' if unit == 'percent' else ''})"


def _source(side: Side) -> str:
    source = _part(side.get("source", ""), 80)
    return f", {source}" if source else ""


def _tail(change: ChangeFields) -> str:
    return f"; {announced_words(change)}"
