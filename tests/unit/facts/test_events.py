"""Events: what a sentence tells in the words of a family, and whether it tells it as having happened."""

import gc
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.facts.events import Sort, Standing, find_events
from monitor.facts.scopes import Phase, Polarity

# A sentence, one of its words, and whether it is told of as so, denied, or why it is not told as having happened.
ROWS = [
    ("en", "Three people were killed in the fire.", "killed", "told"),
    ("en", "Not a single person was killed.", "killed", "denied"),
    ("en", "Police did not at any point arrest him.", "arrest", "denied"),
    ("en", "The minister failed to resign.", "resign", "denied"),
    ("en", "Thirty people are feared dead.", "dead", "feared"),
    ("en", "Unions threatened to resign.", "resign", "ahead"),
    ("en", "The jury found him not guilty.", "not guilty", "told"),  # the denial is part of the word
    ("en", "Two men may have been arrested.", "arrested", "hedged"),
    ("en", "The road was closed last year.", "closed", "background"),
    ("en", "He did not deny that he had been arrested.", "arrested", "told"),
    ("de", "Bei dem Brand starb niemand.", "starb", "denied"),
    ("de", "Es wird befürchtet, dass 30 Menschen tot sind.", "tot", "feared"),
    ("de", "Die Polizei hat den Mann verhaftet.", "verhaftet", "told"),
    ("fr", "Le ministre n'a pas démissionné.", "démissionné", "denied"),
    ("fr", "On craint trente morts.", "morts", "feared"),
    ("fr", "L'armistice a été signé.", "armistice", "told"),
    ("es", "Se teme que treinta personas hayan muerto.", "muerto", "feared"),
    ("es", "El ministro no dimitió.", "dimitió", "denied"),
    ("pt", "O ministro não renunciou.", "renunciou", "denied"),
    ("pt", "A ponte vai ser reaberta.", "reaberta", "ahead"),
    ("ar", "لم تعتقل الشرطة الرجل ونفت مقتل أحد", "مقتل", "denied"),
    ("ar", "واعتقل الرجل أمس", "اعتقل", "told"),  # "and" is written on to the verb
]


@pytest.mark.parametrize(("lang", "text", "word", "wanted"), ROWS)
def test_an_event_stands_as_its_sentence_has_it(lang: str, text: str, word: str, wanted: str) -> None:
    at = text.index(word)
    here = [event for event in find_events(text, lang) if (event.start, event.end) == (at, at + len(word))]
    assert here
    for event in here:
        said = event.polarity.value if event.polarity is Polarity.DENIED else event.standing.value
        assert (said if event.standing is Standing.TOLD else event.standing.value) == wanted


def test_words_of_several_families_give_an_event_for_each() -> None:
    found = find_events("The man was arrested.")
    assert {(event.sort, event.family, event.member) for event in found} >= {(Sort.STEP, "law", 1)}
    assert {event.sort for event in found} >= {Sort.STEP, Sort.TURN, Sort.OUTCOME}
    assert {event.words for event in found} == {"arrested"}


def test_the_longest_words_of_a_sort_count() -> None:
    states = [e for e in find_events("He was found alive.") if e.sort is Sort.STATE]
    assert [(event.words, event.family) for event in states] == [("found alive", "lost")]


def test_what_is_no_longer_so_says_that_it_was() -> None:
    event = next(e for e in find_events("The bridge is no longer closed.") if e.sort is Sort.STATE)
    assert (event.polarity, event.phase, event.family) == (Polarity.DENIED, Phase.NO_LONGER, "way")


def test_what_is_said_in_a_quotation_is_marked() -> None:
    event = next(e for e in find_events('"The road is closed," he said.') if e.sort is Sort.STATE)
    assert event.quoted


@pytest.mark.parametrize("text", ["Crowds gathered at dusk.", "", "12 of 40", "Le pont est long."])
def test_a_sentence_without_such_words_tells_no_event(text: str) -> None:
    assert find_events(text) == ()


@given(st.text(max_size=60), st.sampled_from(["en", "de", "fr", "es", "pt", "ar", "pl"]))
def test_events_lie_inside_the_text(text: str, lang: str) -> None:
    found = find_events("killed " + text, lang)
    assert list(found) == sorted(found)
    assert all(0 <= event.start < event.end <= len(text) + 7 for event in found)


def test_200_kilobytes_cost_time_that_grows_with_their_length() -> None:
    spent = []
    for size in (50_000, 200_000):
        text = "did not say that no man was killed or arrested, and " * (size // 52)
        gc.collect()  # a full collection of the whole suite's objects would fall on either size
        began = process_time()
        find_events(text)
        spent.append(process_time() - began)
    assert spent[1] < 3.0
    assert spent[1] < 12 * max(spent[0], 0.02)
