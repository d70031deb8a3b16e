"""The script of the demo: thirteen edits as frozen values, each with its moment, its article and what has to be told.

Also what one edit does to one story. Knows no server, no clock and no daemon.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from monitor.demo.stories import Grid, Post, Story


class Answers(StrEnum):
    """How the newsroom answers for an article, apart from the page itself."""

    PAGE = "page"
    GONE = "gone"
    """404, as after a withdrawal."""
    UNAVAILABLE = "unavailable"
    """503, then the page again."""
    CONSENT = "consent"
    """200 with a wall that asks for consent and holds no article."""


@dataclass(frozen=True, slots=True)
class Reword:
    """Words of the text are replaced; each old wording stands in the story exactly once."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Retitle:
    """The headline is replaced."""

    headline: str


@dataclass(frozen=True, slots=True)
class Correct:
    """A correction notice appears, and the words that it corrects are replaced."""

    notice: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The article's address answers otherwise: for good (`looks` None), or for so many looks and then with the page."""

    answers: Answers
    looks: int | None = None


@dataclass(frozen=True, slots=True)
class Recount:
    """One cell of the story's table, in the row of this label, is replaced."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Publish:
    """A live story gets an entry, or one is written anew; as many as before are shown, so the oldest may fall off."""

    post: Post


Act = Recount | Publish | Reword | Retitle | Correct | Answer


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit. `at` is its moment as a share (0 to 1) of the script's length.

    `expected` are the kinds of change that must be told on every channel; none means silence. `was` and `now` are words
    that the told change must show on its two sides.
    """

    at: float
    slug: str
    what: str
    act: Act
    expected: tuple[str, ...] = ()
    was: str = ""
    now: str = ""


SCRIPT: tuple[Edit, ...] = (
    Edit(
        at=0.00,
        slug="sarrin-earthquake",
        what="toll rises, more than 41,100 to more than 41,200",
        act=Reword((("more than 41,100 people", "more than 41,200 people"),)),
        expected=("figure.value",),
        was="41,100",
        now="41,200",
    ),
    Edit(
        at=0.05,
        slug="storm-live",
        what="live entry edited, 64 people to 97",
        act=Publish(
            Post(
                "post-4",
                150,
                "Hall opened for the night",
                "The town has opened the sports hall, which has 180 beds. By eight o'clock 97 people had come, said "
                "the head of the fire brigade, Orin Halse.",
            )
        ),
        expected=("figure.value",),
        was="64",
        now="97",
    ),
    Edit(
        at=0.10,
        slug="ferry-aground",
        what="numbers only written otherwise: 23 400, 1350, 6",
        act=Reword(
            (
                ("23,400 litres", "23\N{NARROW NO-BREAK SPACE}400 litres"),
                ("1,350 people", "1350 people"),
                ("Six of them", "6 of them"),
            )
        ),
    ),
    Edit(
        at=0.20,
        slug="ceasefire-envoy",
        what="quote loses the word “again”",
        act=Reword(
            (("“We will never again negotiate under shellfire,”", "“We will never negotiate under shellfire,”"),)
        ),
        expected=("quote.text",),
        was="never again negotiate",
        now="never negotiate",
    ),
    Edit(
        at=0.30,
        slug="school-roofs",
        what="typo fixed, goverment to government",
        act=Reword((("goverment", "government"),)),
    ),
    Edit(
        at=0.38,
        slug="tannery-sale",
        what="article withdrawn (404)",
        act=Answer(Answers.GONE),
        expected=("article.removed",),
    ),
    Edit(
        at=0.48,
        slug="calder-rents",
        what="headline changes",
        act=Retitle("Rents in Calder fall for the first time in four years"),
        expected=("headline.changed",),
        was="slow for the first time",
        now="Rents in Calder fall",
    ),
    Edit(
        at=0.58,
        slug="warehouse-fire",
        what="attribution swapped, health department to owner",
        act=Reword((("the city's health department said", "the warehouse's owner said"),)),
        expected=("attribution.changed",),
        was="health department",
        now="owner",
    ),
    Edit(
        at=0.68,
        slug="river-samples",
        what="correction notice appears, 118 samples become 181",
        act=Correct(
            notice="Correction: An earlier version of this article misstated how many samples the volunteers took. "
            "They took 181, not 118.",
            pairs=(("Volunteers took 118 samples", "Volunteers took 181 samples"),),
        ),
        expected=("correction.notice", "figure.value"),
        was="118",
        now="181",
    ),
    Edit(
        at=0.78,
        slug="ferry-aground",
        what="page turns into a consent wall (200)",
        act=Answer(Answers.CONSENT),
    ),
    Edit(
        at=0.83,
        slug="calder-rents",
        what="a cell of a table changes, 1,018 to 1,081",
        act=Recount("Depot Quarter", "1,018", "1,081"),
        expected=("figure.value",),
        was="1,018",
        now="1,081",
    ),
    Edit(
        at=0.88,
        slug="sarrin-earthquake",
        what="answers 503 for a while, then comes back",
        act=Answer(Answers.UNAVAILABLE, looks=2),
    ),
    Edit(
        at=0.94,
        slug="storm-live",
        what="live entry arrives, the oldest falls off the window",
        act=Publish(
            Post(
                "post-6",
                260,
                "Storm moves inland",
                "Some 1,400 homes are without power in the valley, the grid company said.",
            )
        ),
        expected=("figure.added",),
        now="1,400",
    ),
)


def apply(act: Act, story: Story) -> Story:
    """The story after the edit. ValueError where an old wording does not stand in it exactly once."""
    if isinstance(act, Retitle):
        return replace(story, headline=act.headline)
    if isinstance(act, Correct):
        return replace(story, notice=act.notice, paragraphs=_reworded(story.paragraphs, act.pairs))
    if isinstance(act, Recount):
        return replace(story, table=_recounted(story, act))
    if isinstance(act, Publish):
        others = tuple(post for post in story.posts if post.key != act.post.key)
        newest_first = sorted((act.post, *others), key=lambda post: -post.minutes)
        return replace(story, posts=tuple(newest_first[: len(story.posts)]))
    if isinstance(act, Reword):
        return replace(story, paragraphs=_reworded(story.paragraphs, act.pairs))
    return story


def _recounted(story: Story, act: Recount) -> Grid:
    table = story.table
    found = [row for row in table.rows if row[0] == act.label and act.old in row[1:]] if table else []
    if table is None or len(found) != 1:
        raise ValueError(f"{act.old!r} stands {len(found)} times in the row {act.label!r}, not once")
    rows = tuple(tuple(act.new if row is found[0] and c == act.old else c for c in row) for row in table.rows)
    return replace(table, rows=rows)


def _reworded(paragraphs: tuple[str, ...], pairs: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    for old, new in pairs:
        times = sum(paragraph.count(old) for paragraph in paragraphs)
        if times != 1:
            raise ValueError(f"{old!r} stands {times} times in the story, not once")
        paragraphs = tuple(paragraph.replace(old, new) for paragraph in paragraphs)
    return paragraphs
