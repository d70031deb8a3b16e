"""Promises of the quick look for a wall's phrases: it never misses one that the full search would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.reading.phrases import needed


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("only for (?:members|subscribers)", ("only for ",)),
        (r"(?:reserved|kept)\w* (?:for|to) us", ("reserved", "kept")),  # one of a group's alternatives
        ("free articles? (?:this|per) month", ("free article",)),  # what a quantifier makes optional is no need
        (r"\d{2,4} (?:\w+ )?of us", ("of us",)),
        (r"(?:s(?:eu|ua)|teu) a", ()),  # a nested choice, and too little besides
        ("(?:quite )?so", ()),
        ("[abc]{4}", ()),
    ],
)
def test_needs_are_the_longest_literals_that_every_match_holds(pattern: str, literals: tuple[str, ...]) -> None:
    assert needed(pattern) == literals


@settings(deadline=None)
@given(st.data())
def test_every_match_of_a_pattern_holds_what_it_needs(data: st.DataObject) -> None:
    atoms = st.sampled_from(
        ["read on", "le", "s?", r"\d{1,3}", "(?:more|less)", "(?:of )?", "(?:a|b(?:c|d))", ".{0,3}", "[xy]+", "é", " "]
    )
    pattern = "".join(data.draw(st.lists(atoms, min_size=1, max_size=6)))
    match = data.draw(st.from_regex(re.compile(pattern), fullmatch=True))
    literals = needed(pattern)
    assert not literals or any(literal in match for literal in literals)
