"""A claim is told as loudly as it is sure: a new sentence with a number alerts, one with an article does not."""

from __future__ import annotations

import pytest

from monitor.changes import compare
from spiders.article import Article
from tests.unit.changes.licences.judged import FRAME


def _levels(old: str, new: str, lang: str = "en") -> list[tuple[str, str]]:
    """(kind, level) of the claims between two texts that are one sentence of a story whose other sentences stay."""
    frame = FRAME[lang]
    sides = ([*frame[:2], *([text] if text else []), *frame[2:]] for text in (old, new))
    changes = compare(*(Article.from_text(side, lang=lang) for side in sides))
    return [(str(change.kind), str(change.level)) for change in changes if str(change.kind).startswith("claim")]


@pytest.mark.parametrize(
    ("lang", "came"),
    [
        ("en", "The flaw of the lock was mended in Gate v24.12.0 for every tower."),
        ("en", "The release mends CVE-2031-61594 and other faults of the lock."),
    ],
)
def test_a_new_sentence_that_says_which_one_by_number_is_an_alert(lang: str, came: str) -> None:
    assert _levels("", came, lang) == [("claim.added", "alert")]


@pytest.mark.parametrize(
    ("lang", "came"),
    [
        ("de", "Eine gesonderte Zustimmung der Mieter ist nicht erforderlich."),
        ("fr", "Une autre clé de la tour restera chez le gardien."),
        ("pt", "Uma chave da torre ficará com o guarda."),
        ("en", "One key of the tower stays with the keeper."),
        ("en", "Opening on Tuesday rather than Friday helps the keeper of the tower."),
    ],
)
def test_an_article_or_a_bare_weekday_makes_no_alert_of_a_new_sentence(lang: str, came: str) -> None:
    assert set(_levels("", came, lang)) <= {("claim.added", "digest")}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The keeper of the tower was a farmer by trade.", "The keeper of the tower was a plumber by trade."),
        ("The lock of the tower is heavy.", "The lock of the tower is light."),
        ("The keeper closed the old tower of Orlo.", "The keeper painted the old tower of Orlo."),
    ],
)
def test_a_word_of_the_same_kind_its_opposite_or_another_event_is_an_alert(old: str, new: str) -> None:
    assert ("claim.changed", "alert") in _levels(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The keeper of the tower brought a quirk to light.", "The keeper of the tower brought a slant to light."),
        ("The clerk hid the letter of the keeper.", "The clerk dreaded the letter of the keeper."),
        ("The plan of the tower was scant.", "The plan of the tower was woolly."),
        # a phrase that was turned, though one of its words tells an event
        ("Some have been forced from their homes by the river.", "Some have had to leave their homes by the river."),
    ],
)
def test_a_word_without_a_tie_to_the_one_before_may_say_the_same_and_goes_to_the_digest(old: str, new: str) -> None:
    assert _levels(old, new) == [("claim.changed", "digest")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The tower is three hours from the road.", "The tower is a three-hour walk from the road."),
        ("The keeper fell twice in the tower.", "The keeper fell two times over in the tower."),
    ],
)
def test_one_number_in_other_words_is_no_alert(old: str, new: str) -> None:
    assert set(_levels(old, new)) <= {("claim.changed", "digest")}


def test_another_number_among_other_words_is_an_alert() -> None:
    assert ("claim.changed", "alert") in _levels(
        "Update the lock to Gate v20.19.7.", "Update the lock to Gate v20.20.0."
    )
