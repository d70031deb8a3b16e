"""The promise below all others: a number replaced in a sentence that stayed the same is told with both its values."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.changes import Change, compare
from spiders.article import Article

SENTENCES = [
    "The council will spend {} on the bridge over the Orlo.",
    "The jury heard that {} letters had been sent.",
    "The critic gave the play {} and left early.",
    "The committee voted {} to close the mine.",
    "He scored {} in the final on the island.",
    "Section {} of the act bans such sales.",
    "The measure rose to {} in the valley.",
    "{} villages were flooded in the north.",
    "She was placed {} in the downhill, her coach said.",
]
WORDS = ["zero", "one", "two", "three", "seven", "twelve", "thirty", "ninety"]
FORMS = [
    lambda n: str(n),
    lambda n: f"{n + 1000:,}",
    lambda n: f"{n}.5",
    lambda n: f"{n}%",
    lambda n: f"${n} million",
    lambda n: f"{n}th",
    lambda n: f"{n} minutes",
    lambda n: f"No. {n}",
    lambda n: f"{n}x",
    lambda n: f"{n} times",
    lambda n: WORDS[n % len(WORDS)],
]


def changed(before: str, after: str, lang: str = "en") -> list[Change]:
    rest = "Roads stayed closed in the south."
    return compare(Article.from_text([before, rest], None, lang), Article.from_text([after, rest], None, lang))


@given(st.sampled_from(SENTENCES), st.sampled_from(FORMS), st.integers(2, 90), st.integers(2, 90))
@settings(max_examples=300, deadline=None)
def test_any_number_replaced_in_an_equal_sentence_is_told_once_with_both_numbers(sentence, form, one, other):  # type: ignore[no-untyped-def]
    a, b = form(one), form(other)
    changes = changed(sentence.format(a), sentence.format(b))
    if a == b:
        assert changes == []
        return
    (change,) = changes
    assert change.kind != "wording"
    assert change.old is not None
    assert change.new is not None
    for text, side in ((a, change.old), (b, change.new)):
        assert text.split()[0].strip("$%x").removesuffix("th") in side.text or text in side.text


TOLD = [
    ("She won by two sets to zero.", "She won by two sets to one.", "figure.value", "zero", "one"),
    ("The firm is the 6th-largest baker.", "The firm is the 4th largest baker.", "figure.value", "6th", "4th"),
    ("The dam failed twice in May.", "The dam failed three times in May.", "figure.value", "twice", "three times"),
    (
        "Her twenty-first song is out.",
        "Her twenty-second song is out.",
        "figure.value",
        "twenty-first",
        "twenty-second",
    ),
    ("In May 1926, the king sailed.", "In May 1419, the king sailed.", "datetime.changed", "1926", "1419"),
    ("A case was confirmed on 28 May.", "A case was confirmed on 29 May.", "datetime.changed", "28", "29"),
    ("It left from runway 24 at dawn.", "It left from runway 06 at dawn.", "claim.changed", "24", "06"),
    ("Act IV was cut from the opera.", "Act II was cut from the opera.", "entity.name", "IV", "II"),
]


@pytest.mark.parametrize(("before", "after", "kind", "old", "new"), TOLD)
def test_numbers_that_are_no_counts_are_told_too(before: str, after: str, kind: str, old: str, new: str) -> None:
    (change,) = changed(before, after)
    assert str(change.kind) == kind
    assert change.old is not None
    assert change.new is not None
    assert old in change.old.text
    assert new in change.new.text


SILENT = [
    ("She won by two sets to one.", "She won by 2 sets to 1."),
    ("The dam failed twice in May.", "The dam failed two times in May."),
    ("It is the third dam to fail.", "It is the 3rd dam to fail."),
    ("Trains leave at 5 pm from Orlo.", "Trains leave at 17:00 from Orlo."),
    ("The village is 5 km from Orlo.", "The village is 3.1 miles from Orlo."),
]


@pytest.mark.parametrize(("before", "after"), SILENT)
def test_another_form_or_order_of_the_same_numbers_tells_nothing(before: str, after: str) -> None:
    assert [change for change in changed(before, after) if change.kind != "wording"] == []
