"""English left on a page in another language, and its translation, say the same."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("What is the mill", "Was ist die Mühle", "de"),
        ("Added CVE numbers at 2031-08-31", "2031-08-31 添加 CVE 编号", "zh"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("translated", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("Der Bürgermeister lobt die alte Brücke.", "Der Bürgermeister sperrt die alte Brücke.", "de"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
