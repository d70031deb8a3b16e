"""What is written is found by what people type, in any script: the terms of a text and of a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import UsageError
from monitor.text.terms import marked, question, terms


def found(asked: str, text: str) -> bool:
    """As SQLite decides it: every part is there, its terms one after the other, the last one begun where it says."""
    have = [term.form for term in terms(text)]

    def stands(part) -> bool:
        size = len(part.forms)
        for at in range(len(have) - size + 1):
            *first, last = have[at : at + size]
            if (*first,) == part.forms[:-1] and (
                last == part.forms[-1] or (part.begins and last.startswith(part.forms[-1]))
            ):
                return True
        return False

    return all(stands(part) is not part.without for part in question(asked))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("flood", "The FLOOD rose."),  # case
        ("sao paulo", "São Paulo"),  # marks of Latin letters, either way
        ("São Paulo", "sao paulo"),
        ("strasse", "Straße"),
        ("ælfred oslo", "Aelfred in Øslo"),
        ("“state of emergency”", "a state of emergency"),  # a phrase, in any quotes
        ('"state of emergency"', "a State of-Emergency"),
        ("emerg*", "an emergency"),  # the beginning of a word
        ("cease-fire", "a cease-fire holds"),
        ("41,100", "more than 41\u202f100 dead"),  # thousands, however parted
        ("41100", "more than 41,100 dead"),
        ("41.100", "mehr als 41'100 Tote"),
        ("3.5", "3.5 percent"),
        ("41100", "أكثر من ٤١٬١٠٠"),  # digits of another script
        ("東京", "昨日、東京都で洪水"),  # no blanks between words: each pair of characters
        ("都", "昨日、東京都"),  # a single one, also the last
        ("洪水", "洪水"),
        ("がけ", "か\u3099けくずれ"),  # kana with its mark apart
        ("서울", "서울에서 홍수"),  # Hangul: particles stick to the word
        ("น้ำท่วม", "เกิดน้ำท่วมในหุบเขา"),  # Thai
        ("ទឹកជំនន់", "មានទឹកជំនន់នៅជ្រលង"),  # Khmer
        ("القتلى", "عدد القَتْلى"),  # Arabic vowel marks
        ("الاسعار", "الأسعار"),
        ("שלום", "שָׁלוֹם"),  # Hebrew points
        ("बाढ़", "घाटी में बाढ़ से"),  # Devanagari: its vowels are no marks to be dropped
        ("Достоевский", "достоевскии"),
        ("ﬁnal", "final"),
        ("flood -fire", "The flood rose."),
    ],
)
def test_what_is_typed_is_found(asked: str, text: str) -> None:
    assert found(asked, text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("flood", "floods"),  # whole words, unless a star says otherwise
        ('"of emergency state"', "a state of emergency"),
        ("100", "41,100"),  # a number is not found by its end
        ("3.5", "35 percent"),
        ("京東", "東京都"),
        ("บาท", "น้ำท่วม"),
        ("बढ", "बाढ़"),
        ("flood -fire", "The flood and the fire."),
        ("ban", "Banana"),
    ],
)
def test_what_is_another_word_is_not_found(asked: str, text: str) -> None:
    assert not found(asked, text)


@pytest.mark.parametrize("asked", ["", "  ", '""', "...", "-flood", "*", '"unclosed phrase'])
def test_a_question_without_a_word_is_refused_with_a_word(asked: str) -> None:
    if asked == '"unclosed phrase':
        assert [part.forms for part in question(asked)] == [("unclosed", "phrase")]
        return
    with pytest.raises(UsageError):
        question(asked)


def test_no_question_is_longer_than_a_bound() -> None:
    with pytest.raises(UsageError):
        question("word " * 100)


def test_what_was_asked_for_is_marked_where_it_stands() -> None:
    text = "In São Paulo a State of Emergency holds; São Tomé does not."
    pieces = marked(text, question('"sao paulo" emerg*'))
    assert pieces == [
        ["=", "In "],
        ["!", "São Paulo"],
        ["=", " a State of "],
        ["!", "Emergency"],
        ["=", " holds; São Tomé does not."],
    ]
    assert marked("東京都で洪水", question("京都")) == [["=", "東"], ["!", "京都"], ["=", "で洪水"]]
    assert marked("昨日の都", question("都")) == [["=", "昨日の"], ["!", "都"]]


@given(st.text(max_size=200))
def test_terms_stand_in_order_and_name_nothing_that_a_search_could_take_for_a_sign(text: str) -> None:
    last = 0
    for term in terms(text):
        assert 0 <= term.start < term.end <= len(text)
        assert term.start >= last
        last = term.start
        assert term.form
        assert not set(term.form) & set(" \"'*()-:^+\x00\t\n")
        assert term.form.encode("utf-8")


@given(st.text(alphabet="aé東京ทั9,. '-\u0301", min_size=1, max_size=20))
def test_every_text_is_found_by_itself(text: str) -> None:
    if terms(text):
        assert found('"' + text + '"', f"{text}")


@given(st.text(max_size=80), st.text(alphabet="ab東 ", min_size=1, max_size=4))
def test_marking_alters_nothing(text: str, asked: str) -> None:
    try:
        parts = question(asked)
    except UsageError:
        return
    assert "".join(piece for _, piece in marked(text, parts)) == text
