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
