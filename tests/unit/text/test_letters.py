"""Whether two spans are the same letters: pairs that are, and for each kind pairs that look so and are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.letters import Spelling, same_letters

SAME = [
    ("same", "en", "Müller", "Müller"),
    # Decomposed letters, invisible marks, other quotes, Arabic vowel marks and stretching.
    ("typography", "de", "Müller", "Mu\u0308ller"),
    ("typography", "en", "har\u00adbour", "harbour"),
    ("typography", "en", "O’Neil", "O'Neil"),
    ("typography", "ar", "محمــد", "محمد"),
    ("typography", "ar", "مُحَمَّد", "محمد"),
    ("case", "en", "Harbour Board", "harbour board"),
    ("diacritics", "es", "Munoz", "Muñoz"),
    ("diacritics", "de", "Mueller", "Müller"),
    ("diacritics", "de", "Muller", "Müller"),
    ("diacritics", "en", "Malmo", "Malmö"),
    ("diacritics", "de", "Strasse", "Straße"),
    ("diacritics", "de", "oeffentlich", "öffentlich"),
    ("diacritics", "fr", "oeuvre", "œuvre"),
    ("diacritics", "es", "tambien", "también"),
    ("diacritics", "pt", "proximo", "próximo"),
    ("diacritics", "fr", "evenement", "événement"),
    ("diacritics", "ar", "أحمد", "احمد"),
    ("diacritics", "ar", "إسرائيل", "اسرائيل"),
    ("diacritics", "es", "José Munoz", "Jose Muñoz"),
    ("joined", "de", "2.4er Serie", "2.4er-Serie"),
    ("joined", "de", "Institutwird", "Institut wird"),
    ("joined", "en", "health care", "healthcare"),
    ("joined", "en", "ceasefire", "cease-fire"),
    ("joined", "en", "O' Neil", "O'Neil"),
    ("joined", "en", "U.S.", "US"),
    ("joined", "en", "St. Louis", "St Louis"),
    ("joined", "en", "A. Brandt", "A Brandt"),
    ("joined", "en", "B 52", "B-52"),
    ("joined", "en", "can not", "cannot"),
    ("joined", "de", "Nr. 5", "Nr 5"),
    ("joined", "en", "10-year", "10 year"),
    ("joined", "en", "Covid-19", "Covid 19"),
    ("joined", "en", "al-Assad", "al Assad"),
    ("variant", "en", "colour", "color"),
    ("variant", "en", "organisations", "organizations"),
    ("variant", "en", "criticised", "criticized"),
    ("variant", "en", "theatre", "theater"),
    ("variant", "en", "travelled", "traveled"),
    ("variant", "en", "cancelling", "canceling"),
    ("variant", "en", "Defence Ministry", "Defense Ministry"),
    ("variant", "en", "paediatric", "pediatric"),
    ("variant", "de", "Photographie", "Fotografie"),
    ("variant", "pt", "projecto", "projeto"),
    ("transliteration", "es", "Kirgistan", "Kirguistán"),
    ("transliteration", "es", "Kinsasa", "Kinshasa"),
    ("transliteration", "en", "Gaddafi", "Qaddafi"),
    ("transliteration", "en", "Zelensky", "Zelenskyy"),
    ("transliteration", "en", "Zelenskiy", "Zelensky"),
    ("transliteration", "de", "Wladimir", "Vladimir"),
    ("transliteration", "en", "Khartoum", "Khartum"),
    ("mojibake", "de", "MÃ¼ller", "Müller"),
    ("mojibake", "de", "MÃƒÂ¼ller", "Müller"),
    ("mojibake", "fr", "Ã©tÃ© dernier", "été dernier"),
    ("mojibake", "de", "M\ufffdller", "Müller"),
    ("mojibake", "en", "itâ€™s", "it's"),
    # Longer than what is read word by word.
    ("mojibake", "en", ("the café of Velm " * 30).encode().decode("cp1252"), "the café of Velm " * 30),
    ("slip", "en", "goverment", "government"),
    ("slip", "en", "recieved", "received"),
    ("slip", "en", "comittee", "committee"),
    ("slip", "en", "the goverment said", "the government said"),
    ("slip", "de", "Regierung hat beschlosen", "Regierung hat beschlossen"),
]
OTHER = [
    # Names that are one letter apart, and places.
    *[("en", a, b) for a, b in [("Meyers", "Myers"), ("Niger", "Nigeria"), ("Iran", "Iraq"), ("Austria", "Australia")]],
    *[("en", a, b) for a, b in [("Slovakia", "Slovenia"), ("Philips", "Phillips"), ("Carlson", "Karlson")]],
    *[
        ("en", a, b)
        for a, b in [("Johnson", "Johnston"), ("Sydney", "Sidney"), ("Brandt", "Brand"), ("Hansen", "Hanson")]
    ],
    *[("en", a, b) for a, b in [("Gambia", "Zambia"), ("Mauritius", "Mauritania"), ("Catherine", "Katherine")]],
    *[("en", a, b) for a, b in [("Guinea", "Guyana"), ("Dominica", "Dominican"), ("Anderson", "Andersen")]],
    # Words of which each is one.
    *[("en", a, b) for a, b in [("trial", "trail"), ("united", "untied"), ("casual", "causal"), ("tonne", "ton")]],
    *[("en", a, b) for a, b in [("prescribed", "proscribed"), ("adopted", "adapted"), ("infected", "injected")]],
    *[
        ("en", a, b)
        for a, b in [("statue", "statute"), ("storey", "story"), ("filling", "filing"), ("through", "though")]
    ],
    *[("en", a, b) for a, b in [("polled", "poled"), ("four", "for"), ("legal", "illegal"), ("omitted", "admitted")]],
    *[
        ("en", a, b)
        for a, b in [("stable", "unstable"), ("north", "south"), ("resigned", "re-signed"), ("apart", "a part")]
    ],
    *[("en", a, b) for a, b in [("desert", "dessert"), ("martial", "marital"), ("dead", "deal"), ("cheque", "check")]],
    *[("en", a, b) for a, b in [("no table", "notable"), ("in active", "inactive"), ("A. Brandt", "B. Brandt")]],
    # Marks that make another word, mood, tense or number.
    *[
        ("de", a, b)
        for a, b in [("konnte", "könnte"), ("wurde", "würde"), ("fordern", "fördern"), ("Bruder", "Brüder")]
    ],
    *[("es", a, b) for a, b in [("anuncio", "anunció"), ("compraran", "comprarán"), ("ano", "año"), ("si", "sí")]],
    *[("fr", a, b) for a, b in [("tue", "tué"), ("arrête", "arrêté"), ("sur", "sûr")]],
    *[("pt", a, b) for a, b in [("falara", "falará"), ("pais", "país"), ("esta", "está")]],
    # Words that a language without a thesaurus cannot know: an ending, a replaced letter.
    *[("de", a, b) for a, b in [("infiziert", "injiziert"), ("gesunken", "gesungen"), ("siebzehn", "siebzig")]],
    *[
        ("es", a, b)
        for a, b in [("aprobado", "aprobada"), ("junio", "julio"), ("casado", "cansado"), ("adoptar", "adaptar")]
    ],
    *[("pt", a, b) for a, b in [("prendeu", "perdeu"), ("aprovado", "aprovados")]],
    *[("fr", a, b) for a, b in [("poisson", "poison"), ("blessé", "baissé")]],
    # Digits are no letters, and a sign or a point beside one is not a joint.
    *[
        ("en", a, b)
        for a, b in [("1 2", "12"), ("-5", "5"), ("2.4", "24"), ("3-4", "34"), ("v2.1", "v21"), ("7 Days", "30 Days")]
    ],
    *[("ar", a, b) for a, b in [("قتل", "قاتل"), ("شمال", "جنوب")]],
    ("en", "", "x"),
]


@pytest.mark.parametrize(("reason", "lang", "old", "new"), SAME)
def test_other_writing_of_the_same_letters_is_told_by_its_reason(reason: str, lang: str, old: str, new: str) -> None:
    assert same_letters(old, new, lang) == reason


@pytest.mark.parametrize(("lang", "old", "new"), OTHER)
def test_what_only_looks_like_the_same_letters_is_other(lang: str, old: str, new: str) -> None:
    assert same_letters(old, new, lang) is Spelling.OTHER


SPANS = sorted({span for _, _, *pair in SAME for span in pair} | {span for _, *pair in OTHER for span in pair})
LANGUAGES = st.sampled_from(["en", "de", "fr", "es", "pt", "ar", "zz", ""])


@given(st.text(max_size=40), st.text(max_size=40), LANGUAGES)
def test_any_two_texts_are_compared_the_same_both_ways(old: str, new: str, lang: str) -> None:
    assert same_letters(old, new, lang) is same_letters(new, old, lang)


@given(st.sampled_from(SPANS), st.sampled_from(SPANS), LANGUAGES)
def test_the_answer_is_symmetric_and_pure(old: str, new: str, lang: str) -> None:
    found = same_letters(old, new, lang)
    assert found is same_letters(new, old, lang) is same_letters(old, new, lang)
    assert (found is Spelling.SAME) == (old == new)


@given(st.text(max_size=200), LANGUAGES)
def test_a_text_in_capitals_is_the_same_text(text: str, lang: str) -> None:
    small = text.lower()
    assert same_letters(small, small, lang) is Spelling.SAME


@given(
    st.from_regex(r"[0-9]{1,3}([.,:/-][0-9]{1,3}){0,2}", fullmatch=True), st.from_regex(r"[0-9]{1,4}", fullmatch=True)
)
def test_two_numbers_are_never_the_same_letters(one: str, other: str) -> None:
    assert one == other or same_letters(one, other, "en") is Spelling.OTHER
