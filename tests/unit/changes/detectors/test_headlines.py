"""A headline's fact is told once, with the body's as its first place, and alone where the body has none."""

import pytest

from monitor.changes import Change, Kind, compare
from spiders.article import Article

BOTH = [
    (
        Kind.FIGURE_VALUE,
        "Flood kills 12 in Velm",
        "Flood kills 14 in Velm",
        "A flood killed 12 people in Velm on Monday.",
        "A flood killed 14 people in Velm on Monday.",
    ),
    (
        Kind.ENTITY_NAME,
        "Brandt beats Arden in final",
        "Arden beats Brandt in final",
        "Brandt beat Arden in the final on Court One.",
        "Arden beat Brandt in the final on Court One.",
    ),
    (
        Kind.ENTITY_NAME,
        "Mayor Meyers opens bridge",
        "Mayor Myers opens bridge",
        "The bridge was opened by Carl Meyers on Friday.",
        "The bridge was opened by Carl Myers on Friday.",
    ),
    (
        Kind.EVENT_CHANGED,
        "Shares in lender rise",
        "Shares in lender fall",
        "Shares in the lender rose sharply in early trade.",
        "Shares in the lender fell sharply in early trade.",
    ),
    (
        Kind.DATETIME_CHANGED,
        "Hearing set for 14 May",
        "Hearing set for 21 May",
        "The hearing was set for 14 May in Orlo.",
        "The hearing was set for 21 May in Orlo.",
    ),
]

SILENT = [
    ("Harbour sale talks resume", "Talks on sale of harbour resume"),
    ("Flood in Velm: what we know", "Flood in Velm - what we know"),
    ("Minister resigns over harbour", "Minister resigns over harbour (updated)"),
]


def told(old: tuple[str, str], new: tuple[str, str]) -> list[Change]:
    first, second = (Article.from_text([text], title) for title, text in (old, new))
    return [change for change in compare(first, second) if change.kind is not Kind.WORDING]


@pytest.mark.parametrize(("kind", "title", "other", "text", "edited"), BOTH)
def test_a_fact_of_headline_and_body_is_one_change_in_two_places(
    kind: Kind, title: str, other: str, text: str, edited: str
) -> None:
    for old, new in (((title, text), (other, edited)), ((other, edited), (title, text))):
        changes = told(old, new)
        assert [change.kind for change in changes] == [kind]
        assert set(changes[0].places) == {"lead", "headline"}


@pytest.mark.parametrize(("kind", "title", "other", "text", "edited"), BOTH)
def test_a_fact_of_the_headline_alone_is_told_there(kind: Kind, title: str, other: str, text: str, edited: str) -> None:
    changes = told((title, "A word."), (other, "A word."))
    assert [(change.kind, change.where) for change in changes] == [(kind, "headline")]


def test_a_headline_that_tells_another_story_is_told_as_one() -> None:
    old, new = "Talks on harbour sale resume in Orlo", "Minister resigns over secret harbour contract"
    assert [change.kind for change in told((old, "A word."), (new, "A word."))] == [Kind.HEADLINE_CHANGED]


@pytest.mark.parametrize(("old", "new"), SILENT)
def test_a_headline_in_other_words_is_no_other_headline(old: str, new: str) -> None:
    assert Kind.HEADLINE_CHANGED not in [change.kind for change in told((old, "A word."), (new, "A word."))]


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [
        ("Museum returns bronze head to Orlo", "Orlo gets a bronze head back", "digest"),
        ("Rain spoils the fair of Velm", "Wet weekend for the fair of Velm", "digest"),
        ("Talks on harbour sale resume in Orlo", "Minister resigns over secret harbour contract", "alert"),
        ("Rain spoils the fair of Velm", "The fair of Velm goes to Brandt", "alert"),
    ],
)
def test_new_words_of_a_headline_alert_only_if_they_name_count_or_tell_an_event(old: str, new: str, level: str) -> None:
    text = "The museum of Orlo will return the bronze head, and rain fell on the fair in Velm."
    assert {str(change.level) for change in told((old, text), (new, text))} <= {level}
