"""What became of something is told of sentences that share no wording, and of nothing that is only told otherwise."""

import pytest

from monitor.changes import Change, Kind, compare
from monitor.text.cues import cues
from spiders.article import Article


def told(old: str, new: str, lang: str = "en") -> list[Change]:
    found = compare(Article.from_text(old.split("\n"), lang=lang), Article.from_text(new.split("\n"), lang=lang))
    return [change for change in found if change.kind is not Kind.WORDING]


CHANGED = [
    (
        "Snow fell all night.\nThe pass over the Grell remains closed until further notice.",
        "Snow fell all night.\nDrivers will be able to cross the Grell from Tuesday, when the pass is to reopen.",
        "en",
    ),
    (
        "The hall was full.\nCouncillors voted down the plan for a tram along the quay.",
        "The hall was full.\nA tram will run along the quay after the plan was approved by 21 votes to 20.",
        "en",
    ),
    (
        "Two boats went out.\nThe skipper of the Marline is still missing.",
        "Two boats went out.\nThe body of the Marline's skipper was washed up at dawn.",
        "en",
    ),
    (
        "Le vent est fort.\nL'incendie de la pinède n'est toujours pas maîtrisé.",
        "Le vent est fort.\nLes pompiers ont circonscrit dans la nuit l'incendie de la pinède.",
        "fr",
    ),
    (
        "Es regnet.\nDie Brücke bei Ostheim bleibt gesperrt.",
        "Es regnet.\nSeit dem Morgen ist die Brücke bei Ostheim wieder befahrbar.",
        "de",
    ),
    (
        "Llueve.\nLos dos mineros de Valdeluz siguen atrapados.",
        "Llueve.\nUn equipo llegado de noche sacó con vida a los mineros de Valdeluz.",
        "es",
    ),
    (
        "Chove.\nO incêndio na serra da Lapa continua ativo.",
        "Chove.\nBombeiros anunciaram que está dominado o incêndio na serra da Lapa.",
        "pt",
    ),
    ("هطل المطر.\nجسر الوادي مغلق.", "هطل المطر.\nأعادت البلدية إعادة فتح جسر الوادي مساء.", "ar"),
]


@pytest.mark.parametrize(("old", "new", "lang"), CHANGED)
def test_a_state_that_changed_is_told_though_every_word_is_new(old: str, new: str, lang: str) -> None:
    # a day or a count that only the new sentence gives is told beside it
    assert Kind.EVENT_CHANGED in [change.kind for change in told(old, new, lang)]


SAME = [
    # the same state in another word, a denied opposite, a state that is over in both
    ("The bridge is closed to cars.", "Cars cannot use the bridge, which is shut.", "en"),
    ("No one in the mill was hurt.", "Everyone in the mill escaped unhurt.", "en"),
    ("The port was closed for two hours.", "After two hours the port reopened.", "en"),
    # how it came to be is background, with or without it
    ("The council called off the fair.", "The fair that was planned for May was called off by the council.", "en"),
    # both versions tell both
    (
        "The mine closed in 1980, and the baths of Sorel opened in 1991.",
        "The baths of Sorel have been open since 1991, eleven years after the closure of the mine.",
        "en",
    ),
    ("Der Tunnel ist gesperrt.", "Der Tunnel bleibt geschlossen.", "de"),
    ("ولا تزال الطرق مغلقة.", "الطرق مغلقة.", "ar"),
]


@pytest.mark.parametrize(("old", "new", "lang"), SAME)
def test_a_state_told_in_another_way_is_none_that_changed(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang) == []
    assert told(new, old, lang) == []


def test_things_without_a_word_in_common_are_not_one_thing() -> None:
    assert told("The bridge at Orlo is closed.", "The library of Vanta reopened.") == []


def test_why_the_cause_is_known_now_is_told_as_certainty() -> None:
    old = "It was cold.\nThe cause of the blast in the dairy is unknown."
    new = "It was cold.\nThe blast in the dairy was caused by a leaking valve."
    assert [change.kind for change in told(old, new)] == [Kind.CERTAINTY_CHANGED]


@pytest.mark.parametrize("lang", ["ar", "de", "en", "es", "fr", "pt"])
def test_no_word_of_a_family_tells_two_of_its_states(lang: str) -> None:
    tables = cues(lang).tables
    for family in (*tables["states"].values(), *tables["steps"].values()):
        words = [word for state in family for word in state]
        assert len(words) == len(set(words)), sorted(word for word in words if words.count(word) > 1)
