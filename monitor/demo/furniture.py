"""Everything on a page that is not the story: ads, related links, most-read lists, counters, newsletter boxes.

A Random goes in, a Furniture comes out, different on every call. Its figures tempt a reader to see facts in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

BRANDS = ("Velour Coffee", "Nordlicht Mattresses", "Pelican Bank", "Tavola Kitchens", "Aurum Watches", "Brisk Mobile")
OFFERS = (
    "Save {n} percent until Sunday",
    "Now from {n} crowns a month",
    "{n},000 customers cannot be wrong",
    "Only {n} left at this price",
    "Your first {n} days are free",
)
HEADLINES = (
    "Storm leaves {n},000 homes without power",
    "At least {n} hurt as tram leaves rails in Velden",
    "Striker scores {n} goals in a season and leaves anyway",
    "Opposition ahead by {n} points in new poll",
    "Why {n} cities are giving up their ring roads",
    "Minister denies knowing of {n} missing files",
    "The baker who rises at 3 and sleeps at {n}",
    "Police find {n} stolen bicycles in a barn",
    "Court lets {n} former guards go free",
    "Share price of Pelican Bank falls {n} percent",
    "Recipe: plum dumplings for {n}",
    "Death toll in factory collapse rises to {n}",
)
NEWSLETTERS = (
    ("The Morning Tide", "Join {n},000 readers who get the day's news at six."),
    ("Weekend Long Read", "One story, {n} minutes, every Saturday."),
    ("Money Matters", "{n} tips that your bank will not give you. Free."),
)
SLOTS = ("gpt", "adslot", "mpu", "native", "promo")


@dataclass(frozen=True, slots=True)
class Ad:
    """One advertisement: its element id, who pays, what it says."""

    mark: str
    brand: str
    line: str


@dataclass(frozen=True, slots=True)
class Teaser:
    """A link to another article that was never written."""

    headline: str
    href: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Furniture:
    """All that differs on one fetch. `ads` maps a paragraph number (from 1) to the ad after it; counts are for show."""

    nonce: str
    ads: dict[int, Ad]
    top_ad: Ad
    related: tuple[Teaser, ...]
    related_after: int
    most_read: tuple[Teaser, ...]
    newsletter: tuple[str, str]
    newsletter_after: int
    reading_now: int
    comments: int
    shares: int
    degrees: int
    index: str


def furnish(chance: Random, paragraphs: int) -> Furniture:
    """Furniture for a page of so many paragraphs. The same state of `chance` gives the same furniture."""
    places = chance.sample(range(2, max(paragraphs, 4)), k=2)
    teasers = [_teaser(chance, headline) for headline in chance.sample(HEADLINES, k=9)]
    name, pitch = chance.choice(NEWSLETTERS)
    return Furniture(
        nonce=f"{chance.getrandbits(64):016x}",
        ads={place: _ad(chance) for place in places},
        top_ad=_ad(chance),
        related=tuple(teasers[: chance.randint(2, 4)]),
        related_after=chance.randint(2, max(paragraphs - 2, 2)),
        most_read=tuple(teasers[4:]),
        newsletter=(name, pitch.format(n=chance.randint(3, 90))),
        newsletter_after=chance.randint(3, max(paragraphs - 1, 3)),
        reading_now=chance.randint(40, 9_000),
        comments=chance.randint(0, 400),
        shares=chance.randint(3, 12_000),
        degrees=chance.randint(-9, 24),
        index=f"{chance.uniform(11_000, 12_000):,.2f}",
    )


def _ad(chance: Random) -> Ad:
    mark = f"{chance.choice(SLOTS)}-{chance.getrandbits(32):08x}"
    return Ad(mark, chance.choice(BRANDS), chance.choice(OFFERS).format(n=chance.randint(2, 60)))


def _teaser(chance: Random, headline: str) -> Teaser:
    text = headline.format(n=chance.randint(2, 90))
    return Teaser(text, f"/more/{chance.getrandbits(40):010x}", chance.randint(1, 59))
