"""The fact in one line: a change goes in; what moved, the words that were and the words that are now come out.

One function for each family of changes, chosen by kind. Judges nothing: it says what the change says.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources

from alerts.alert import ChangeFields, Side
from alerts.messages.marks import one_line
from alerts.messages.prose import FSI, PDI, bare, isolated, moved, named, plural, shortened, tidy

LONGEST_WORDS = 120
"""Characters of a side's words in the first line; the sentences below it show them whole."""
_LONGEST_READ = 4000

ARROW = "→"
NOT_REPORTED = "not reported"


@dataclass(frozen=True, slots=True)
class Line:
    """A change in words. `headline` is the fact in one line; `was` and `now` are one line each, "" for a side that does
    not exist.

    `isolated` is the headline with Unicode isolates around words that run from right to left. For screens and mails;
    logs take `headline`. Whether the outlet announced it is no part of it: `announcement` says that, once a message.
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
    short = moved(was, now) if was and now and kind.partition(".")[0] in SENTENCES else (was, now)
    said = write(change, *(isolated(shortened(words, LONGEST_WORDS)) for words in short))
    return Line(bare(said), said, shortened(was, LONGEST_WORDS), shortened(now, LONGEST_WORDS))


def figure(change: ChangeFields, was: str, now: str) -> str:
    """Deaths, Gaza: more than 41,100 → more than 41,200 (+100), health authorities."""
    side = change["new"] or change["old"] or {}
    return f"{_about(change, side, 'Figure')}: {_arrow(was, now)}{_delta(change)}{_source(side)}"


def figure_added(change: ChangeFields, was: str, now: str) -> str:
    """New figure: Injuries, Gaza: almost 100,000."""
    side = change["new"] or {}
    return _joined("New figure", _about(change, side), f"{now or NOT_REPORTED}{_source(side)}")


def figure_removed(change: ChangeFields, was: str, now: str) -> str:
    """No longer reported: Deaths, Gaza: more than 41,100."""
    side = change["old"] or {}
    return _joined("No longer reported", _about(change, side), f"{was or NOT_REPORTED}{_source(side)}")


def figure_asof(change: ChangeFields, was: str, now: str) -> str:
    """Deaths, Gaza: more than 41,200, as of Monday → Tuesday."""
    old, new = change["old"] or {}, change["new"] or {}
    days = [_part(one.get("as_of", ""), 60) for one in (old, new)]
    # Where the side's words are the day itself, there is no figure to name.
    figure, sides = (f"{now or was}, ", days) if any(days) else ("", [was, now])
    return f"{_about(change, new or old, 'Figure')}: {figure}as of {_arrow(*sides)}"


def attribution(change: ChangeFields, was: str, now: str) -> str:
    """Source: the army → civil defence."""
    if was and now:
        return f"Source: {was} {ARROW} {now}"
    return f"Source named: {now}" if now else f"Source no longer named: {was or NOT_REPORTED}"


def quote(change: ChangeFields, was: str, now: str) -> str:
    """Quote: “we never agreed” → “we have not agreed”, the minister."""
    who = _source(change["new"] or change["old"] or {})
    was, now = _quoted(was), _quoted(now)
    if was and now:
        return f"Quote: {was} {ARROW} {now}{who}"
    return f"New quote: {now}{who}" if now else f"Quote no longer given: {was or NOT_REPORTED}{who}"


def correction(change: ChangeFields, was: str, now: str) -> str:
    """Correction notice added: An earlier version of this article misstated ..."""
    if not now:
        return f"Correction notice withdrawn: {was or NOT_REPORTED}"
    return f"Correction notice {f'changed: {was} {ARROW} {now}' if was else f'added: {now}'}"


def removed(change: ChangeFields, was: str, now: str) -> str:
    """Article withdrawn by its outlet."""
    return "Article withdrawn by its outlet"


def restored(change: ChangeFields, was: str, now: str) -> str:
    """Article is back after it had been withdrawn."""
    return "Article is back after it had been withdrawn"


def failing(change: ChangeFields, was: str, now: str) -> str:
    """Article cannot be read: timeout."""
    return f"Article cannot be read{': ' * bool(now)}{now}"


def silent(change: ChangeFields, was: str, now: str) -> str:
    """Nothing new in the article."""
    return "Nothing new in the article"


def back(change: ChangeFields, was: str, now: str) -> str:
    """Article can be read again, after: timeout."""
    return f"Article can be read again{', after: ' * bool(was)}{was}"


def _titled(title: str, came: str = "", went: str = "") -> Callable[[ChangeFields, str, str], str]:
    """Both sides around an arrow; `came` and `went` say it of one side alone."""

    def write(change: ChangeFields, was: str, now: str) -> str:
        if now and not was:
            return f"{came or f'New {title[:1].lower()}{title[1:]}'}: {now}"
        if was and not now:
            return f"{went or f'{title} no longer given'}: {was}"
        return f"{title}: {_arrow(was, now)}"

    return write


def _plain(kind: str) -> Callable[[ChangeFields, str, str], str]:
    return _titled(named(kind.replace(".", " ")))


WRITERS: Mapping[str, Callable[[ChangeFields, str, str], str]] = {
    "figure": figure,
    "figure.added": figure_added,
    "figure.removed": figure_removed,
    "figure.asof": figure_asof,
    "attribution": attribution,
    "quote": quote,
    "quote.speaker": _titled("Speaker of a quote"),
    "entity.name": _titled("Name"),
    "entity.place": _titled("Place"),
    "entity.role": _titled("Role"),
    "datetime": _titled("Date or time"),
    "polarity": _titled("Says the opposite"),
    "certainty": _titled("Certainty"),
    "event": _titled("What happened"),
    "claim": _titled("Claim changed", came="New claim", went="Claim no longer made"),
    "correction": correction,
    "headline": _titled("Headline"),
    "article.removed": removed,
    "article.restored": restored,
    "article.moved": _titled("Article moved"),
    "watch.failing": failing,
    "watch.quiet": silent,
    "watch.back": back,
    "wording": _titled("Wording", came="New wording", went="Wording dropped"),
}
"""A kind, or the family before its dot -> how it is said."""

SENTENCES = frozenset({"polarity", "certainty", "event", "claim", "wording", "quote"})
"""Families whose sides can be whole sentences: of long ones only the words that moved are said."""

UNANNOUNCED = frozenset({"correction.notice", "article.removed", "article.restored", "article.moved"})
"""Kinds of which nobody asks whether a correction notice covers them."""


@cache
def _labels() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("alerts.messages").joinpath("labels.toml").read_text("utf-8"))


def about(change: ChangeFields) -> str:
    """What a change is about, without its values: "Deaths, Gaza", "Quote", "Headline"."""
    if change["kind"].startswith("figure."):
        return bare(_about(change, change["new"] or change["old"] or {}, "Figure"))
    return line({**change, "old": {"text": "a"}, "new": {"text": "b"}}).headline.partition(": ")[0]


def where_words(change: ChangeFields) -> str:
    """ "in the headline" and the like; "" for the body, which needs no saying."""
    return _labels()["where"].get(change["where"], "")


def relation_words(change: ChangeFields) -> str:
    """How the new words stand to the old in plain words; "" where nothing is known."""
    return _labels()["relation"].get(change["relation"], "")


def announced_words(change: ChangeFields) -> str:
    """Whether the outlet said that it changed this."""
    return "announced by a correction notice" if change["announced"] else "no correction notice"


def announcement(changes: Sequence[ChangeFields]) -> str:
    """One sentence for a whole message: whether correction notices cover its changes; "" where nobody asks."""
    asked = [change for change in changes if change["kind"] not in UNANNOUNCED]
    announced = sum(change["announced"] for change in asked)
    if not asked:
        return ""
    if announced in (0, len(asked)):
        return announced_words(asked[0])
    return f"a correction notice covers {announced} of {len(asked)} facts"


def _about(change: ChangeFields, side: Side, unknown: str = "") -> str:
    """What is counted, who has it and where: "Votes, Ola Brandt, Orlo"; `unknown` stands for what is counted."""
    parts = (_label(change) or unknown, _part(side.get("holder", ""), 60), _part(side.get("place", ""), 60))
    return ", ".join(part for part in parts if part)


def _joined(*parts: str) -> str:
    return ": ".join(part for part in parts if part)


def _label(change: ChangeFields) -> str:
    """What is counted, in a word for people. Where that itself changed, both are named."""
    old, new = (_counted(side) for side in (change["old"], change["new"]))
    if old and new and old != new and change["kind"] == "figure.counted":
        return f"{old} {ARROW} {new}"
    return new or old


def _counted(side: Side | None) -> str:
    if side is None:
        return ""
    if counted := one_line(side.get("counted", ""), 60):
        return _labels()["counted"].get(counted) or isolated(tidy(named(counted)))
    if unit := one_line(side.get("unit", ""), 60):
        return _labels()["units"].get(unit) or named(plural(unit))
    return ""


def _part(text: str, longest: int) -> str:
    """Scraped words as a part of the line: cleaned, shortened, and set apart if they run from right to left."""
    kept = tidy(shortened(one_line(text, _LONGEST_READ), longest))
    return isolated(kept) if any(char.isalnum() for char in kept) else ""


def _words(side: Side | None) -> str:
    return "" if side is None else tidy(one_line(side.get("text", ""), _LONGEST_READ))


def _arrow(was: str, now: str) -> str:
    return f"{was or NOT_REPORTED} {ARROW} {now or NOT_REPORTED}"


def _quoted(words: str) -> str:
    inside = words.strip(f'“”"{FSI}{PDI}')
    return f"“{isolated(inside)}”" if inside else ""


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
