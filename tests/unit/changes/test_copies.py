"""Which articles of a story are one source: one text, or the copy of one agency."""

from __future__ import annotations

import pytest

from monitor.changes.copies import Printed, Why, copies, independent
from monitor.facts.agencies import agency_of


@pytest.mark.parametrize(
    ("byline", "opening", "source", "name"),
    [
        (["Reuters"], "", "", "Reuters"),
        (["By Ana Sol, Associated Press"], "", "", "Associated Press"),
        (["dpa"], "", "", "Deutsche Presse-Agentur"),
        ([], "ORLA, May 3 (AFP) - A ferry sank.", "", "Agence France-Presse"),
        ([], "ORLA (Reuters) — A ferry sank.", "", "Reuters"),
        ([], "BERLIN/dpa/ Ein Schiff ist gesunken.", "", "Deutsche Presse-Agentur"),
        ([], "", "Yonhap", "Yonhap"),
        # what only looks like it
        ([], "Reuters moved its office to Orla last week.", "", ""),
        (["Ap Nguyen"], "The ap is new.", "", ""),
        (["Capa Lind"], "A ferry sank.", "the minister", ""),
        ([], "Reporters of Reuters and AFP were at the pier. " * 9 + "(AFP)", "", ""),
    ],
)
def test_an_agency_signs_in_the_by_line_the_first_line_or_as_the_source(
    byline: list[str], opening: str, source: str, name: str
) -> None:
    assert agency_of(byline, opening, source) == name


def test_one_text_in_two_outlets_is_one_source_whatever_their_by_lines() -> None:
    found = copies([Printed(1, "A", b"x", ("Ana Sol",)), Printed(2, "B", b"x", ("desk",)), Printed(3, "C", b"y")])
    assert [(one.why, one.articles) for one in found] == [(Why.SAME_TEXT, (1, 2))]
    assert independent([1, 2, 3], found) == 2


def test_two_outlets_that_sign_with_one_agency_are_one_source() -> None:
    found = copies(
        [Printed(1, "A", b"x", ("AFP",)), Printed(2, "B", b"y", (), "Orla (AFP) - A ferry"), Printed(3, "C")]
    )
    assert [(one.why, one.articles, one.agency) for one in found] == [(Why.SAME_AGENCY, (1, 2), "Agence France-Presse")]


def test_an_outlet_of_the_story_that_another_prints_is_its_agency() -> None:
    found = copies(
        [Printed(1, "Ellis Wire", b"x", ("Staff",)), Printed(2, "Harbour Post", b"y", ("Ellis Wire staff",))]
    )
    assert [(one.articles, one.agency) for one in found] == [((1, 2), "Ellis Wire")]


def test_articles_without_a_text_or_a_name_are_each_their_own() -> None:
    every = [Printed(1, ""), Printed(2, ""), Printed(3, "C", None, ("Ana Sol",))]
    assert copies(every) == []
    assert independent([1, 2, 3], []) == 3
