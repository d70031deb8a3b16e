"""Every line of a told change is one that a desk can print: no stray sign, no identifier, each side on its own."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.alert import ChangeFields, Delivery
from alerts.messages import chat, mail
from alerts.messages.lines import announcement, line
from alerts.messages.prose import FSI, PDI, isolated, moved, named, plural, set_apart, shortened, tidy
from alerts.messages.sample import sample_alert
from monitor.changes.kinds import Kind

SAMPLE = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z")


@pytest.mark.parametrize(
    ("scraped", "printed"),
    [
        ("landslides,", "landslides"),
        ("14 December.", "14 December"),
        ("18.00 Uhr;", "18.00 Uhr"),
        ("(12 km)", "(12 km)"),
        ("12 km)", "12 km"),
        ("the mayor (", "the mayor"),
        (", the mayor –", "the mayor"),
        # What belongs to the words stays.
        ("the U.S.", "the U.S."),
        ("6 p.m.", "6 p.m."),
        ("-5", "-5"),
        (".5", ".5"),
        ("48%", "48%"),
        ("will it rain?", "will it rain?"),
        ("the states' rights", "the states' rights"),
        ("«Nunca»", "«Nunca»"),
        ("٤١٬٢٠٠ قتيل،", "٤١٬٢٠٠ قتيل"),
        ("三十人。", "三十人"),
        # Nothing but signs: better shown than hidden.
        ("...", "..."),
        ("", ""),
    ],
)
def test_punctuation_that_stood_around_words_is_left_where_it_stood(scraped: str, printed: str) -> None:
    assert tidy(scraped) == printed


@given(st.text(max_size=60))
def test_tidied_words_are_a_part_of_the_words_and_stay_as_they_are(words: str) -> None:
    once = tidy(words)
    assert once in words
    assert tidy(once) == once


@pytest.mark.parametrize(
    ("was", "now", "shown"),
    [
        ("boycott", "attend", ("boycott", "attend")),
        (
            "The bank said it would raise its rate in spring.",
            "The bank said it would not raise its rate in spring.",
            ("…it would raise…", "…it would not raise…"),
        ),
        # At an end of the sentence nothing was cut there.
        (
            "Shares in the lender and its owner rose sharply.",
            "Shares in the lender and its owner fell steeply.",
            ("…its owner rose sharply", "…its owner fell steeply"),
        ),
        # Nothing in common: both whole.
        ("a b c d e f g h i", "j k l m n o p q r", ("a b c d e f g h i", "j k l m n o p q r")),
    ],
)
def test_of_long_sides_only_what_moved_is_said(was: str, now: str, shown: tuple[str, str]) -> None:
    assert moved(tidy(was), tidy(now)) == shown


WORD = st.text(st.sampled_from("abcdé漢ع,.-()"), min_size=1, max_size=6)


@given(
    st.lists(WORD, max_size=14), st.lists(WORD, max_size=14), st.lists(WORD, max_size=14), st.lists(WORD, max_size=14)
)
def test_what_is_cut_has_an_ellipsis_and_sides_that_differ_stay_different(
    head: list[str], was: list[str], now: list[str], tail: list[str]
) -> None:
    first, second = (" ".join([*head, *middle, *tail]) for middle in (was, now))
    for whole, shown in zip((first, second), moved(first, second), strict=True):
        assert shown.strip("…").strip() in whole
        assert len(shown) <= len(whole) + 2
        if not shown.startswith("…") and not shown.endswith("…"):
            assert len(tidy(whole)) == len(tidy(shown))


def test_cuts_fall_between_words_and_are_seen() -> None:
    assert shortened("one two three four, five", 21) == "one two three four…"
    assert shortened("one two", 7) == "one two"
    assert shortened("x" * 50, 10) == "x" * 9 + "…"


def test_identifiers_are_words_and_units_have_their_plural() -> None:
    assert named("share_price") == "Share price"
    assert [plural(unit) for unit in ("kilometre", "dollar per barrel", "barrel of oil", "hertz")] == [
        "kilometres",
        "dollars per barrel",
        "barrels of oil",
        "hertz",
    ]


def made(kind: str, old: Any, new: Any, **fields: Any) -> ChangeFields:
    whole = {"kind": kind, "where": "body", "announced": False, "relation": "", "old": old, "new": new}
    whole |= {"delta": None, "ratio": None, "explanation": "", **fields}
    return ChangeFields(**whole)  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (made("claim.changed", {"text": "boycott"}, {"text": "attend"}), "Claim changed: boycott → attend"),
        (made("claim.added", None, {"text": "The driver fled."}), "New claim: The driver fled"),
        (made("claim.removed", {"text": "The driver fled."}, None), "Claim no longer made: The driver fled"),
        (made("datetime.added", None, {"text": "14 December."}), "New date or time: 14 December"),
        (made("datetime.removed", {"text": "at 18:00,"}, None), "Date or time no longer given: at 18:00"),
        (
            made("quote.added", None, {"text": "We stay,", "source": "the mayor,"}),
            "New quote: “We stay”, the mayor",
        ),
        (
            made("figure.value", {"text": "14", "counted": "share_price"}, {"text": "19.", "counted": "share_price"}),
            "Share price: 14 → 19",
        ),
        (
            made(
                "figure.value",
                {"text": "48%", "counted": "vote"},
                {"text": "47%", "counted": "vote", "holder": "Arden"},
            ),
            "Votes, Arden: 48% → 47%",
        ),
        (
            made("figure.added", None, {"text": "$80", "unit": "dollar per barrel"}),
            "New figure: Dollars per barrel: $80",
        ),
        (made("figure.added", None, {"text": "410"}), "New figure: 410"),
        (made("figure.asof", {"text": "Monday"}, {"text": "Tuesday"}), "Figure: as of Monday → Tuesday"),
    ],
)
def test_a_line_is_a_sentence_that_a_desk_can_print(change: ChangeFields, said: str) -> None:
    assert line(change).headline == said


NASTY = st.text(st.sampled_from("aZé7 ,.;:()[]“”\"'%-–—/…\u2068\u2069\u202eعא漢\n\t"), max_size=40)
SIDE = st.none() | st.fixed_dictionaries(
    {
        "text": NASTY.filter(lambda words: any(char.isalnum() for char in words)),
        "sentence": NASTY,
        "counted": st.sampled_from(["", "share_price", "interest_rate", "death", "new_thing"]),
        "unit": st.sampled_from(["", "person", "square_metre", "dollar per barrel"]),
        "place": NASTY,
        "source": NASTY,
        "holder": NASTY,
        "as_of": NASTY,
    }
)


def depth(words: str) -> None:
    inside = 0
    for char in words:
        inside += (char == FSI) - (char == PDI)
        assert inside in (0, 1)
    assert inside == 0


@given(st.sampled_from([*map(str, Kind), "weather.rain_came"]), SIDE, SIDE, st.booleans())
def test_no_line_of_any_kind_ends_in_a_stray_sign_or_shows_an_identifier(
    kind: str, old: Any, new: Any, announced: bool
) -> None:
    said = line(made(kind, old, new, announced=announced))
    assert not re.search(r"[,;:(\[–—\s]$|(?<!…)\.\.$", said.headline), said.headline
    assert not re.search(r"[a-z]_[a-z]", said.headline)
    assert "\n" not in said.headline
    depth(said.isolated)
    assert said.isolated.translate({ord(FSI): None, ord(PDI): None}) == said.headline


class Isolates(HTMLParser):
    """How deep <bdi> is nested, and whether each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.most = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "bdi":
            self.depth += 1
            self.most = max(self.most, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "bdi"


@given(st.sampled_from(list(map(str, Kind))), SIDE, SIDE, NASTY)
def test_isolates_are_balanced_in_every_message(kind: str, old: Any, new: Any, title: str) -> None:
    article = replace(SAMPLE.article, title=title, first_title=title, outlet=title)
    alert = replace(SAMPLE, article=article, changes=(made(kind, old, new),))
    fields = mail.alert_fields(Delivery("dl_1", alert, "desk", "a@b.example"))
    text = mail.ours().get_template("alert.txt").render({**fields, "subject": "", "unsubscribe": ""})
    for words in (text, chat.plain(alert), mail.subject(article)):
        depth(words)
    page = Isolates()
    page.feed(str(set_apart(line(alert.changes[0]).isolated)))
    assert (page.depth, page.most <= 1) == (0, True)


def test_a_rise_in_arabic_keeps_its_sides_in_text_and_in_a_page() -> None:
    said = line(made("figure.value", {"text": "8 ملايين دولار"}, {"text": "5 ملايين دولار"}, delta="-3000000"))
    assert said.isolated == f"Figure: {FSI}8 ملايين دولار{PDI} → {FSI}5 ملايين دولار{PDI} (-3,000,000)"
    assert str(set_apart(said.isolated)).count('<bdi dir="auto">') == 2
    assert str(set_apart("<b>")) == "&lt;b&gt;"
    assert isolated("plain") == "plain"


def test_a_message_says_once_whether_a_notice_covers_what_it_tells() -> None:
    toll = made("figure.value", {"text": "1"}, {"text": "2"})
    notice = made("correction.notice", None, {"text": "We erred."}, announced=True)
    assert announcement([toll, toll]) == "no correction notice"
    assert announcement([{**toll, "announced": True}]) == "announced by a correction notice"
    assert announcement([{**toll, "announced": True}, toll]) == "a correction notice covers 1 of 2 facts"
    assert announcement([notice, made("article.removed", None, None)]) == ""
    assert chat.plain(replace(SAMPLE, changes=(toll, toll, toll))).count("correction notice") == 1
