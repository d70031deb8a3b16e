"""Word lists asked of one word at a time, and places of words: as their patterns say, only sooner."""

import re

from hypothesis import given
from hypothesis import strategies as st

from monitor.text.cues import Forms, alternation
from monitor.text.spotting import spots

LIST = ["police", "minist*", "organi*er*", "*n't", "e-mail*", "no longer", "porte-parole"]
WORDS = st.sampled_from(
    ["minister", "organizers", "organi", "couldn't", "e-mails", "no  longer", "ministr-y", "police's"]
)


@given(st.one_of(WORDS, st.sampled_from(LIST), st.text("polcemnistr'-ganz*e ", max_size=12)))
def test_a_list_of_words_holds_what_its_alternation_matches(word: str) -> None:
    assert (word in Forms(LIST)) == (re.fullmatch(alternation(LIST), word) is not None)


@given(st.text("maySidEÉ٣é_'-. 4İ", max_size=40))
def test_words_are_spotted_where_they_stand_as_whole_runs_of_letters(text: str) -> None:
    words = frozenset(["may", "said", "a", "sée"])
    runs = re.finditer(r"[^\W\d_]+", text)
    assert spots(text, words) == [(run.start(), run[0].lower()) for run in runs if run[0].lower() in words]
