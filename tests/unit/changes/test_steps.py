"""What a comparison costs, counted in calls instead of seconds: in proportion to the length of the text."""

import sys

from monitor.changes import compare
from spiders.article import Article

NAMES = "Orla Lisse Corrie Brennan Tolva Sarrin Maddow Ferring Aldaya Quessant".split()  # noqa: SIM905
FIRST = "On {day} May the council of {name} {word} said that {n} people had left the {word} valley after the flood."
THEN = "Some {m} residents of {name} {word} moved out of that valley when water rose on {other} May, it was told."


def versions(count: int, salt: str) -> tuple[Article, Article]:
    """Two articles of as many sentences, each with words and numbers of its own, worded anew in the second."""
    rows = [
        {
            "name": NAMES[k % 10],
            "word": f"{salt}{'abcdefghij'[k % 10]}{'klmnopqrst'[k // 10 % 10]}{'uvwxyz'[k // 100]}",
            "day": k % 28 + 1,
            "other": (k + 3) % 28 + 1,
            "n": 100 + 7 * k,
            "m": 101 + 11 * k,
        }
        for k in range(count)
    ]
    old, new = ([form.format(**row) for row in rows] for form in (FIRST, THEN))
    return Article.from_text(old), Article.from_text(new)


def calls(count: int, salt: str) -> int:
    """How many functions, of Python and of C, one comparison calls; texts are new, so nothing of them is known."""
    old, new = versions(count, salt)
    counted = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        compare(old, new)
    finally:
        sys.setprofile(before)
    return counted


def test_a_text_four_times_as_long_takes_little_more_than_four_times_the_steps() -> None:
    calls(10, "warm")  # lexicons are read once
    sixty, many = calls(60, "q"), calls(240, "z")
    assert many < 6 * sixty


def test_a_sentence_takes_few_steps() -> None:
    calls(10, "warm")
    assert calls(60, "p") < 120 * 4000
