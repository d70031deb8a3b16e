"""Numbers that name are compared at their place."""

from __future__ import annotations

import pytest

from monitor.changes import compare
from spiders.article import Article
from tests.unit.changes.asked import told

_PAGE = "The team met in the old town hall.|"


@pytest.mark.parametrize(
    ("lang", "old", "new", "numbers"),
    [
        ("en", "Users should update to version 3.3.2.|Version 3.3.2 is out.",
         "Users should update to version 3.3.1.|Version 3.3.2 is out.", ("3.3.2", "3.3.1")),
        ("en", "Gate v20.19.7 has been released.", "Gate v20.20.0 has been released.", ("v20.19.7", "v20.20.0")),
        ("en", "The flaw (CVE pending) was found.", "The flaw (CVE-2031-11499) was found.", ("pending", "2031-11499")),
        ("de", "Der Flug MN204 landete pünktlich.", "Der Flug MN240 landete pünktlich.", ("MN204", "MN240")),
        ("fr", "Le vol MN204 a atterri à l'heure.", "Le vol MN240 a atterri à l'heure.", ("MN204", "MN240")),
        ("es", "El vuelo MN204 aterrizó a tiempo.", "El vuelo MN240 aterrizó a tiempo.", ("MN204", "MN240")),
    ],
)  # fmt: skip
def test_another_name_at_the_same_place_is_an_alert(lang: str, old: str, new: str, numbers: tuple[str, str]) -> None:
    changes = compare(*(Article.from_text((_PAGE + text).split("|"), lang=lang) for text in (old, new)))
    found = [c for c in changes if str(c.kind) == "claim.changed"]
    assert len(found) == 1
    assert found[0].old
    assert found[0].new
    assert numbers[0] in found[0].old.text
    assert numbers[1] in found[0].new.text
    assert found[0].level == "alert"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Flights MN204 and MN240 were late.", "Flights MN240 and MN204 were late."),
        ("The flight MN204 was late.", "The flight MN-204 was late."),
        ("Version v3.3.2 came out.", "Version v3.3.2 came out in spring."),
        ("결함은 CVE-2031-11499으로 등록되었다.", "결함은 CVE-2031-11499로 등록되었다."),
        ("새 판은 v3.3.2이 나왔다.", "새 판은 v3.3.2가 나왔다."),
    ],
)
def test_names_in_another_order_or_form_are_none(old: str, new: str) -> None:
    assert not [c for c in told(_PAGE + old, _PAGE + new) if c[0] == "claim.changed"]
