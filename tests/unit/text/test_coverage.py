"""Languages without a lexicon: what they get all the same, what is said to be missing, and how a text's tongue is told."""

import pytest

from monitor.facts import find_figures
from monitor.facts.quotes import find_quotes
from monitor.text.coverage import UNKNOWN, guessed, lacking, lacking_in_words

TEXTS = {
    "en": "The mayor said that the bridge would be closed for two weeks and that buses were to run instead.",
    "fr": "Le maire a dit que le pont serait fermé pendant deux semaines et que des bus seraient mis en place.",
    "es": "El alcalde dijo que el puente estará cerrado durante dos semanas y que habrá autobuses para los vecinos.",
    "de": "Der Bürgermeister sagte, dass die Brücke zwei Wochen lang gesperrt ist und dass Busse fahren werden.",
    "pt": "O prefeito disse que a ponte ficará fechada por duas semanas e que os ônibus vão circular para os moradores.",
    "ar": "قال رئيس البلدية إن الجسر سيغلق بعد يومين من الآن وإن الحافلات ستعمل في كل أنحاء المدينة حتى نهاية الشهر",
    "sv": "Borgmästaren säger att bron är stängd i två veckor och att det finns bussar för dem som ska till centrum.",
    "it": "Il sindaco ha detto che il ponte è chiuso per due settimane e che gli autobus sono a disposizione del centro.",
    "pl": "Burmistrz powiedział, że most będzie zamknięty przez dwa tygodnie i że autobusy pojadą do centrum.",
    UNKNOWN: "Мэр сообщил, что мост будет закрыт на две недели, а автобусы поедут в объезд.",
}


@pytest.mark.parametrize("lang", TEXTS)
def test_the_language_of_a_bare_text_is_told_by_its_function_words(lang: str) -> None:
    assert guessed(TEXTS[lang]) == lang


@pytest.mark.parametrize(("text", "lang"), [("", "en"), ("41,100", "en"), ("Toll: 41,100", "en"), ("ثلاثة", UNKNOWN)])
def test_a_text_of_a_few_words_is_english_unless_its_letters_say_otherwise(text: str, lang: str) -> None:
    assert guessed(text) == lang


@pytest.mark.parametrize("lang", ["en", "fr", "es", "de", "pt"])
def test_nothing_is_missing_in_a_language_with_a_lexicon(lang: str) -> None:
    assert lacking(lang) == ()
    assert lacking_in_words(lang) == ""


def test_what_half_a_lexicon_lacks_is_named() -> None:
    # Arabic has no capitals, by which places are found.
    assert lacking_in_words("ar") == "not read in this language (ar): places"


@pytest.mark.parametrize(
    ("lang", "said"), [("sv", "sv"), ("pl-PL", "pl"), ("tlh", "tlh"), ("", "und"), ("x\n!", "und")]
)
def test_what_is_not_read_in_an_unknown_language_is_said(lang: str, said: str) -> None:
    words = lacking_in_words(lang)
    assert words.startswith(f"not read in this language ({said}): number words, bounds, what is counted, ")
    assert words.endswith("; digits, percentages, money and quotes are")


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Arbetslösheten steg till 7,3 procent.", "sv", [("7.3", "percent")]),
        ("Skadorna kostar 1,2 miljarder kronor.", "sv", [("1200000000", "krona")]),
        ("2,5 millioner kroner", "no", [("2500000", "krone")]),
        ("Straty wyniosły 2,5 mld zł.", "pl", [("2500000000", "zloty")]),
        ("2,5 miliardy korun", "cs", [("2500000000", "koruna")]),
        ("1,2 miliardi di euro", "it", [("1200000000", "euro")]),
        ("1,2 miljardia euroa", "fi", [("1200000000", "euro")]),
        ("Рост составил 3,5 процента.", "ru", [("3.5", "percent")]),
        ("İşsizlik yüzde 3,5 oldu.", "tr", [("3.5", "percent")]),
        ("İşsizlik %3,5 oldu.", "tr", [("3.5", "percent")]),
        ("३.५ प्रतिशत", "hi", [("3.5", "percent")]),
        ("۳٫۵ درصد", "fa", [("3.5", "percent")]),
        ("1,2 miljard euro voor 2 miljoen inwoners", "nl", [("1200000000", "euro"), ("2000000", "")]),
        ("3% 4%", "tr", [("3", "percent"), ("4", "percent")]),
        ("+46 8 123 45 67", "sv", []),
    ],
)
def test_an_unknown_language_still_gets_numbers_percentages_and_money(
    text: str, lang: str, expected: list[tuple[str, str]]
) -> None:
    assert [(f"{figure.value:f}", figure.unit) for figure in find_figures(text, lang)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "”Vi gör allt vi kan”, säger hon.",  # Swedish
        "„Robimy wszystko, co się da” – powiedział.",  # Polish
        "«Мы делаем всё», — сказал он.",  # Russian
        "「できる限りのことをする」と述べた。",  # Japanese
    ],
)
def test_an_unknown_language_still_gets_quotes(text: str) -> None:
    assert len(find_quotes(text, "und")) == 1
