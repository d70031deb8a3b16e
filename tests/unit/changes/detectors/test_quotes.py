"""Quotes: other words inside the marks are told, other marks, other letters and reported speech are not."""

import pytest

from monitor.changes import Kind, Level, compare
from spiders.article import Article

EDITED = [
    (
        "en",
        '"We will never sell the harbour to anyone," said Ilse Vanua.',
        '"We will gladly sell the harbour to anyone," said Ilse Vanua.',
    ),
    (
        "de",
        "„Wir haben neun Stunden auf ihn gewartet“, sagte Ilse Vanua.",
        "„Wir haben sehr gern auf ihn gewartet“, sagte Ilse Vanua.",
    ),
    (
        "fr",
        "« Nous vendrons le port à la ville », a déclaré Ilse Vanua.",
        "« Nous vendrons le port à un ami », a déclaré Ilse Vanua.",
    ),
    ("es", "«Nunca venderemos el puerto», dijo Ilse Vanua.", "«Siempre venderemos el puerto», dijo Ilse Vanua."),
    ("pt", '"Nunca venderemos o porto", disse Ilse Vanua.', '"Sempre venderemos o porto", disse Ilse Vanua.'),
    ("ar", 'قالت ليلى: "لن نبيع الميناء لأي شركة أجنبية".', 'قالت ليلى: "سوف نبيع الميناء لأي شركة أجنبية".'),
]

SAME = [
    (
        "en",
        '"We will sell the harbour next year," said Ilse Vanua.',
        "Ilse Vanua said they would sell the harbour next year.",
    ),
    (
        "en",
        '"It was a quiet evening and we are fine," said Ida Voss.',
        "“It was a quiet evening and we are fine,” said Ida Voss.",
    ),
    (
        "en",
        '"The colour of the harbour has changed," said Ida Voss.',
        '"The color of the harbour has changed," said Ida Voss.',
    ),
    (
        "en",
        "“It’s a quiet evening and we’re all fine,” said Ida Voss.",
        "â€œItâ€™s a quiet evening and weâ€™re all fine,â€\x9d said Ida Voss.",
    ),
    ("en", 'The plan, known as "Goverment First", was dropped.', 'The plan, known as "Government First", was dropped.'),
    ("en", '"We waited," said Ida Voss, "for nine long hours."', '"We waited for nine long hours," said Ida Voss.'),
    (
        "de",
        "„Wir verkaufen den Hafen im nächsten Jahr“, sagte Ilse Vanua.",
        "Ilse Vanua sagte, sie verkauften den Hafen im nächsten Jahr.",
    ),
    ("de", "„Wir verkaufen den Hafen“, sagte Ilse Vanua.", "»Wir verkaufen den Hafen«, sagte Ilse Vanua."),
]

SPEAKERS = [
    ("en", '"It was a quiet evening," said Ida Voss.', '"It was a quiet evening," said Tom Ashe.'),
    ("de", "„Es war ein ruhiger Abend“, sagte Ida Voss.", "„Es war ein ruhiger Abend“, sagte Tom Ashe."),
    ("fr", "« Nous vendrons le port », a déclaré Ilse Vanua.", "« Nous vendrons le port », a déclaré Piet Arden."),
    ("es", "«Venderemos el puerto», dijo Ilse Vanua.", "«Venderemos el puerto», dijo Piet Arden."),
]

QUOTES = {Kind.QUOTE_TEXT, Kind.QUOTE_ADDED, Kind.QUOTE_REMOVED, Kind.QUOTE_SPEAKER}


def told(old: list[str], new: list[str], lang: str = "en") -> list[tuple[Kind, Level | None]]:
    first, second = (Article.from_text(text, lang=lang) for text in (old, new))
    return [(change.kind, change.level) for change in compare(first, second) if change.kind is not Kind.WORDING]


@pytest.mark.parametrize(("lang", "old", "new"), EDITED)
def test_an_edited_quote_is_an_alert_in_both_directions(lang: str, old: str, new: str) -> None:
    for there, back in ((old, new), (new, old)):
        assert (Kind.QUOTE_TEXT, Level.ALERT) in told([there], [back], lang)


@pytest.mark.parametrize(("lang", "old", "new"), SAME)
def test_the_same_words_in_other_marks_letters_or_speech_are_no_change_of_a_quote(
    lang: str, old: str, new: str
) -> None:
    assert not QUOTES & {kind for there, back in ((old, new), (new, old)) for kind, _ in told([there], [back], lang)}


@pytest.mark.parametrize(("lang", "old", "new"), SPEAKERS)
def test_another_speaker_of_the_same_words_is_told_alone(lang: str, old: str, new: str) -> None:
    assert told([old], [new], lang) == told([new], [old], lang) == [(Kind.QUOTE_SPEAKER, Level.ALERT)]


def test_a_quote_in_a_new_or_cut_sentence_is_for_the_digest() -> None:
    short = ["The mayor opened the bridge on Friday."]
    long = [*short, '"We waited so long for this day," said Ilse Vanua.']
    assert told(short, long) == [(Kind.QUOTE_ADDED, Level.DIGEST)]
    assert told(long, short) == [(Kind.QUOTE_REMOVED, Level.DIGEST)]


def test_a_figure_inside_a_quote_is_told_as_both() -> None:
    old, new = '"We lost 14 boats in one night," said Ida Voss.', '"We lost 19 boats in one night," said Ida Voss.'
    assert {kind for kind, _ in told([old], [new])} == {Kind.FIGURE_VALUE, Kind.QUOTE_TEXT}


_LONG = (
    "“La ville d'Orlo a été coupée – le pont est fermé, " + "et la rivière monte encore, " * 15 + "a dit le préfet.”"
)


@pytest.mark.parametrize("times", [1, 2])
def test_a_quote_in_a_wrong_encoding_is_the_same_quote_however_long(times: int) -> None:
    garbled = _LONG
    for _ in range(times):
        garbled = garbled.encode("utf-8").decode("latin-1")
    assert not QUOTES & {kind for kind, _ in told([_LONG], [f"“{garbled}”"], "fr")}
    other = garbled.replace("monte", "baisse")
    assert QUOTES & {kind for kind, _ in told([_LONG], [f"“{other}”"], "fr")}
