"""A word that stands elsewhere in its sentence did not leave it."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("CVE fixes are listed below by the team.", "By the team CVE fixes are listed below.", "en"),
        ("In Orlo the mill burnt down again.", "The mill burnt down again in Orlo.", "en"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("word order", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The mayor praised the builder of the dam.", "The mayor praised the owner of the dam.", "en"),
        ("The red boat sank off Orlo.", "The blue boat sank off Orlo.", "en"),
        ("The clerk wrote two letters.", "The clerk burnt two letters.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
