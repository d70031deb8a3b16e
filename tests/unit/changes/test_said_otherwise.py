"""Words of one kind, answers refused, what lay ahead, none that became some: told wherever they are, and only then."""

import pytest

from monitor.changes import Change, Kind, Level, compare
from spiders.article import Article


def told(old: str, new: str, lang: str = "en") -> list[Change]:
    found = compare(Article.from_text(old.split("\n"), lang=lang), Article.from_text(new.split("\n"), lang=lang))
    return [change for change in found if change.kind is not Kind.WORDING]


def alerts(old: str, new: str, lang: str = "en") -> list[Change]:
    found = compare(Article.from_text(old.split("\n"), lang=lang), Article.from_text(new.split("\n"), lang=lang))
    return [change for change in found if change.level is Level.ALERT]


CHANGED = [
    ("He broke a wrist when the scaffold in Mill Lane fell.", "He broke an ankle when the scaffold in Mill Lane fell.", Kind.CLAIM_CHANGED, "en"),
    ("The survey of farms was done by telephone in May.", "The survey of farms was done online in May.", Kind.CLAIM_CHANGED, "en"),
    ("The lake will be drained in the spring, it said.", "The lake will be drained in the autumn, it said.", Kind.DATETIME_CHANGED, "en"),
    ("Ida Holt sold 400 shares in the yard on Monday.", "Ida Holt bought 400 shares in the yard on Monday.", Kind.EVENT_CHANGED, "en"),
    ("Sie traf auf einen stehenden Güterzug bei Ostheim.", "Sie traf auf einen fahrenden Güterzug bei Ostheim.", Kind.CLAIM_CHANGED, "de"),
    ("Son frère a vu le feu depuis le pont de Lorne.", "Sa sœur a vu le feu depuis le pont de Lorne.", Kind.CLAIM_CHANGED, "fr"),
    # who said something gives no answer now
    ("The yard said it had paid the fine.", "The yard declined to say whether it had paid the fine.", Kind.CLAIM_CHANGED, "en"),
    # what lay ahead was done
    (
        "The dredging of the canal is to be approved by the council on Monday.",
        "The dredging of the canal was approved by the council on Monday.",
        Kind.EVENT_CHANGED,
        "en",
    ),
    # none became some
    ("No permits have been withdrawn so far.", "So far, 31 permits have been withdrawn.", Kind.POLARITY_CHANGED, "en"),
    ("Nenhum barco foi liberado até agora.", "Doze barcos foram liberados até agora.", Kind.POLARITY_CHANGED, "pt"),
    # a first name before a surname that stayed, even of who speaks; a rank; a place in a row
    ('"It shook," said Vera Lindqvist, a baker.', '"It shook," said Nora Lindqvist, a baker.', Kind.ENTITY_NAME, "en"),
    (
        "Foreign Minister Lea Brandt will chair the talks.",
        "The talks are to be chaired by Deputy Foreign Minister Lea Brandt.",
        Kind.ENTITY_ROLE,
        "en",
    ),
    ("It was the second-driest May since 1901.", "It was the driest May since 1901.", Kind.FIGURE_VALUE, "en"),
    # a quote that goes on
    (
        '"We will mend the roof in spring," the abbot said.',
        '"We will mend the roof in spring, but nobody has offered us any money for it," the abbot said.',
        Kind.QUOTE_TEXT,
        "en",
    ),
    # someone else gives the figure, in a sentence written anew
    (
        "At least 26 people fell ill in Orlo, the Harbour Institute said.",
        "In Orlo at least 41 people fell ill, according to the Council of Nurses.",
        Kind.ATTRIBUTION_CHANGED,
        "en",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "kind", "lang"), CHANGED)
def test_what_is_said_otherwise_is_told_by_its_kind(old: str, new: str, kind: Kind, lang: str) -> None:
    assert kind in {change.kind for change in told(old, new, lang)}


SAME = [
    ("Ida Holt and her husband, Per, run the yard.", "Per Holt and his wife, Ida, run the yard.", "en"),
    ("The yard had no comment. The fine was paid.", "The fine was paid. The yard declined to comment.", "en"),
    ("Cars will be towed from the quay.", "The quay is where a car that has been towed stood.", "en"),
    ("No one was fined, and no boats were sold.", "No boats were sold, and no one was fined.", "en"),
    ("The firm beat two other bidders for the quay.", "Among three bidders for the quay, the firm was chosen.", "en"),
    ("A crash in a tunnel without lights hurt nobody.", "A crash in an unlit tunnel hurt nobody.", "en"),
    ("The quay is shut, the defence said.", "The quay is shut, the defense said.", "en"),
]


@pytest.mark.parametrize(("old", "new", "lang"), SAME)
def test_the_same_said_in_another_way_gives_nothing(old: str, new: str, lang: str) -> None:
    assert alerts(old, new, lang) == []
    assert alerts(new, old, lang) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A spokeswoman denied that the line would file for bankruptcy.", "The line has filed for bankruptcy."),
        ("Two ministers threatened to resign over the deal.", "Two ministers resigned."),
        ("No deaths were reported from the valley.", "A woman has died."),
    ],
)
def test_a_turn_that_was_denied_or_threatened_is_news_when_it_comes(before: str, after: str) -> None:
    changes = told(f"It was cold in Orlo.\n{before}", f"It was cold in Orlo.\n{after}")
    assert [change.kind for change in changes] == [Kind.EVENT_CHANGED]
    assert changes[0].old is not None
    assert changes[0].old.text == before


def test_a_turn_told_as_what_came_before_is_no_news() -> None:
    old = "The zoo lost its bear, Raja, in May. It will keep no bears."
    assert told(old, "The zoo will keep no bears after the death of Raja in May.") == []
