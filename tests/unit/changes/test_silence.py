"""The same facts in other words raise nothing, and one fact that differs among such words is still told.

Each row is a pair of texts of our own; its comment says which equality holds.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.rewriting_units import UNITS
from monitor.changes import Kind, Level, compare
from spiders.article import Article


def told(old: str, new: str, lang: str = "en", titles: tuple[str | None, str | None] = (None, None)) -> list[str]:
    """The kinds of change between two texts of one paragraph a line, `wording` aside."""
    sides = (Article.from_text(t.split("\n"), title, lang) for t, title in zip((old, new), titles, strict=True))
    return [str(change.kind) for change in compare(*sides) if change.kind is not Kind.WORDING]


def alerts(old: str, new: str, lang: str = "en", titles: tuple[str | None, str | None] = (None, None)) -> list[str]:
    """The kinds of change between two texts of one paragraph a line, `wording` aside."""
    sides = (Article.from_text(t.split("\n"), title, lang) for t, title in zip((old, new), titles, strict=True))
    return [str(change.kind) for change in compare(*sides) if change.level is Level.ALERT]


SAME = [
    # a sum
    (
        "The ferry had 71 passengers and five crew aboard when it ran aground off Tarn.",
        "Off Tarn, a ferry ran aground on Friday. It carried 76 people.",
        "en",
    ),
    # the ends of a vote
    (
        "The motion was lost by 214 votes to 198 in the lower house.",
        "In the lower house 198 votes were cast for it, not enough: the motion lost, 198 to 214.",
        "en",
    ),
    # what is left of a hundred
    ("Turnout was 71% at the last election.", "At the last election, 29 per cent did not turn out.", "en"),
    # one more was named before
    (
        "Corvane won the contract, beating two other bidders.",
        "Among three bidders for the contract, Corvane was the one the city chose.",
        "en",
    ),
    # two negatives
    ("All pools in Orlo will stay closed on Sunday.", "No pool in Orlo will open on Sunday.", "en"),
    # a denial that stands before all of it
    (
        "No one was killed in the previous two fires at the plant.",
        "The plant had seen two fires before, neither of them fatal.",
        "en",
    ),
    # a form of the word that no list has
    (
        "Le maire a démissionné en mars, après neuf ans.",
        "C'est au bout de neuf ans, en mars, que le maire avait choisi de démissionner.",
        "fr",
    ),
    # a speed in a larger unit
    (
        "The probe was travelling at 1.6 kilometres a second when its descent began.",
        "The probe was travelling at 1,600 metres a second when its descent began.",
        "en",
    ),
    # each number took its noun along
    (
        "The count, carried out with 260 cameras, found 71 adult females and 53 adult males.",
        "From spring on, 260 cameras caught 53 adult males and 71 adult females.",
        "en",
    ),
    # three months, by their last one or by both ends
    (
        "Net profit came to 312 mln crowns in the three months to the end of September, from 286 mln a year earlier.",
        "For the July-September period, net profit was 312 million crowns, after 286 million a year before.",
        "en",
    ),
    # what comes behind a comma denies nothing that was said before
    (
        "2019 hatte der Rat beschlossen, keine städtischen Wohnungen mehr zu verkaufen.",
        "Verkauft wurden städtische Wohnungen, bis der Rat im Jahr 2019 beschloss, damit aufzuhören.",
        "de",
    ),
    # a quote with dots for what was left out
    (
        '"We looked at every bolt twice and we shall not open the bridge before it is safe," Ana Lind said.',
        "“We... shall not open the bridge before it is safe,” said Ana Lind. Every bolt was looked at twice.",
        "en",
    ),
    # a quote of which the best words stay
    (
        '"I had become a burden," he wrote in a letter to the board.',
        "In his letter to the board he called himself “a burden”.",
        "en",
    ),
    # a share as a word that is no figure by itself
    (
        "Ils sont 40 évacués. La moitié d'entre eux dorment à l'école.",
        "Ils sont 40 évacués, dont 50 % dorment à l'école.",
        "fr",
    ),
    # a half of a minute counts nobody
    (
        "The raid took 90 seconds. Nobody was hurt.",
        "The raid was over in a minute and a half and no one was hurt.",
        "en",
    ),
    # the size of an earthquake counts nobody either
    (
        "Un sismo de magnitud 5,4 dejó 30 heridos en Orla.",
        "En Orla hay treinta heridos en el sismo de 5,4.",
        "es",
    ),
    # an earlier version of a thing
    (
        "The pump is on sale. An earlier version of the pump was withdrawn in May.",
        "The pump is on sale.\nIn May the pump was withdrawn in a form that came before.",
        "en",
    ),
    # one hedge for another
    ("The union said strikes were possible in June.", "The union said that there might be strikes in June.", "en"),
]


@pytest.mark.parametrize(("old", "new", "lang"), SAME)
def test_the_same_fact_in_other_words_raises_nothing(old: str, new: str, lang: str) -> None:
    assert alerts(old, new, lang) == []
    assert alerts(new, old, lang) == []


OTHER = [
    # a sum that is none any more
    (
        "The ferry had 71 passengers and five crew aboard when it ran aground off Tarn.",
        "The ferry had 79 passengers and five crew aboard when it ran aground off Tarn.",
        "figure.value",
    ),
    # a hundred less one figure, but in an edited sentence
    (
        "Turnout in the referendum on the dam was 62%, officials said.",
        "Turnout in the referendum on the dam was 38%, officials said.",
        "figure.value",
    ),
    # an opposite without a negation
    ("All pools in Orlo will stay closed on Sunday.", "All pools in Orlo will open on Sunday.", "event.changed"),
    # an earlier version of the article
    (
        "The pump is on sale.",
        "The pump is on sale.\nAn earlier version of this article named the wrong maker.",
        "correction.notice",
    ),
    # other words inside a quote of which dots leave out some
    (
        '"We looked at every bolt twice and we shall not open the bridge before it is safe," Ana Lind said.',
        "“We... shall not open the bridge before it is paid for,” Ana Lind said.",
        "quote.text",
    ),
]


@pytest.mark.parametrize(("old", "new", "kind"), OTHER)
def test_another_fact_among_such_words_is_told(old: str, new: str, kind: str) -> None:
    assert kind in told(old, new)


def test_a_headline_of_another_desk_for_the_same_story_raises_nothing() -> None:
    body = ("The old tram returns to Orlo on Monday.", "On Monday the old tram is back in Orlo.")
    assert alerts(*body, titles=("Old tram returns to Orlo", "Back on the rails: Orlo's old tram")) == []


def test_a_headline_with_elision_and_accents_is_read_word_by_word() -> None:
    body = ("L'aéroport de Tarn ferme lundi.", "Lundi, l'aéroport de Tarn ferme.")
    assert alerts(*body, "fr", ("L'aéroport de Tarn fermé", "Aéroport : Tarn ferme")) == []


AMOUNTS = {  # a text of three amounts, and the sign of its decimals
    "en": ("The ban lasts {} months. It cost {} billion euros and {}% of the staff.", "."),
    "fr": ("L'interdiction dure {} mois. Elle a coûté {} milliards d'euros et {} % des emplois.", ","),
    "es": ("La veda dura {} meses. Costó {} mil millones de euros y el {} % del personal.", ","),
    "de": ("Die Sperre gilt {} Monate. Sie kostete {} Milliarden Euro und {} % der Stellen.", ","),
    "pt": ("A proibição dura {} meses. Custou {} mil milhões de euros e {} % do pessoal.", ","),
    "ar": ("يستمر الحظر {} شهرا. وبلغت كلفته {} مليار يورو و{}% من الوظائف.", "."),
}


@given(
    st.sampled_from(sorted(AMOUNTS)),
    st.integers(2, 8),
    st.integers(11, 98).filter(lambda tenths: tenths % 10 != 0),
    st.integers(2, 98),
)
def test_an_amount_in_another_unit_of_the_same_value_raises_nothing(
    lang: str, years: int, tenths: int, share: int
) -> None:
    text, point = AMOUNTS[lang]
    old = text.format(12 * years, f"{tenths / 10:.1f}".replace(".", point), share)
    new = [old]
    for rule in UNITS[lang]:
        new = rule(new, random.Random(0))
    assert new != [old]
    assert told(old, new[0], lang) == []
    assert told(new[0], old, lang) == []
