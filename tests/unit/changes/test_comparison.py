"""The promises of `compare`: facts are found, cosmetics are silent, and what both versions report anywhere is no change."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.changes import Change, Kind, article_moved, article_removed, article_restored, compare
from spiders.article import Article, LiveEntry

STORY = [
    "Flooding in the Tarsis valley has killed more than 3,100 people since June, with almost 20,000 injured, the health ministry said.",
    "About 250 villages were cut off by the water, and 97 of them have not been reached, rescuers said on Thursday.",
    '"We have no boats left and the rain is not stopping," said Mara Olin, who leads the regional rescue service.',
    "The government has set aside $4.5 million for tents, blankets and food.",
    "Schools will stay closed until 12 September. In 1987, a flood in the same valley killed 610 people.",
]
TITLE = "Flood toll rises in Tarsis valley"


def article(paragraphs: list[str] | None = None, title: str = TITLE, **fields: object) -> Article:
    return replace(Article.from_text(paragraphs or STORY, title), **fields)  # type: ignore[arg-type]


def edited(before: str, after: str) -> Article:
    assert any(before in paragraph for paragraph in STORY)
    return article([paragraph.replace(before, after) for paragraph in STORY])


def kinds(changes: list[Change]) -> list[str]:
    return [str(change.kind) for change in changes]


def test_one_figure_edited_is_exactly_one_change_with_its_delta() -> None:
    (change,) = compare(article(), edited("3,100", "3,200"))
    assert change.kind is Kind.FIGURE_VALUE
    assert (change.delta, change.ratio) == (Decimal(100), Decimal("0.0323"))
    assert change.old is not None
    assert change.new is not None
    assert (change.old.text, change.new.text) == ("more than 3,100", "more than 3,200")
    assert (change.new.bound, change.new.lo, change.new.hi) == (">", Decimal(3200), None)
    assert change.explanation


COSMETIC = [
    ("3,100", "3100"),  # no separator
    ("3,100", "3\u202f100"),  # a thin space
    ("more than 3,100", "over 3,100"),  # another word for the same bound
    ('"We have', "“We have"),  # curly marks
    ("people since June, with", "people since June with"),  # a comma
    ("$4.5 million", "$4,500,000"),  # the same amount in digits
    ("villages", "Villages"),  # case
    ("12 September", "September 12"),  # date order
]


@pytest.mark.parametrize(("before", "after"), COSMETIC)
def test_punctuation_typography_and_number_format_give_nothing_at_all(before: str, after: str) -> None:
    assert compare(article(), edited(before, after)) == []


FACTS = [
    ("more than 3,100", "at least 3,100", "figure.bound"),
    ("97 of them", "79 of them", "figure.value"),
    ("$4.5 million", "$5.4 million", "figure.value"),
    ("killed 610 people", "killed 160 people", "figure.value"),
    ("is not stopping", "will not stop", "quote.text"),
    ("the health ministry said", "the civil defence said", "attribution.changed"),
    ("12 September", "19 September", "datetime.changed"),
    ("have not been reached", "have been reached", "polarity.changed"),
    ("Mara Olin", "Mara Ollin", "entity.name"),
]


@pytest.mark.parametrize(("before", "after", "kind"), FACTS)
def test_one_edited_fact_is_one_change_of_its_kind(before: str, after: str, kind: str) -> None:
    assert kinds(compare(article(), edited(before, after))) == [kind]


def test_paragraphs_in_another_order_give_nothing() -> None:
    assert compare(article(), article(STORY[::-1])) == []


def test_furniture_that_comes_goes_or_changes_gives_nothing() -> None:
    old = article(["Read more: ten years of floods", *STORY, "Updated 18:20", "34 shares"])
    new = article([*STORY[:2], "Sign up to our newsletter", *STORY[2:], "Updated 20:05", "1,480 shares"])
    assert compare(old, new) == []


def test_a_live_updates_line_run_into_the_first_sentence_gives_nothing() -> None:
    old = article(["Live updates: Follow the latest on Tarsis " + STORY[0], *STORY[1:]])
    new = article(["Live updates: Follow the latest news from the valley of Tarsis " + STORY[0], *STORY[1:]])
    assert compare(old, new) == []
    assert compare(old, article()) == []


def test_the_same_step_in_headline_and_body_is_one_change() -> None:
    old = article([STORY[0], *STORY[1:]], "Floods kill more than 3,100 people in Tarsis")
    new = article([STORY[0].replace("3,100", "3,200"), *STORY[1:]], "Floods kill more than 3,200 people in Tarsis")
    (change,) = compare(old, new)
    assert (change.kind, change.where) == (Kind.FIGURE_VALUE, "lead")


def test_a_figure_in_the_headline_alone_is_a_figure_change_of_the_headline() -> None:
    (change,) = compare(article(title="Ferry fares to go up by 8%"), article(title="Ferry fares to go up by 9%"))
    assert (change.kind, change.where) == (Kind.FIGURE_VALUE, "headline")


def test_a_headline_that_tells_something_else_is_a_change_and_a_comma_in_it_is_none() -> None:
    (change,) = compare(article(), article(title="Minister resigns over unpaid rescue crews"))
    assert (change.kind, change.where) == (Kind.HEADLINE_CHANGED, "headline")
    assert "new words resigns, over, unpaid, crews;" in change.explanation  # as written there, no stems
    assert compare(article(), article(title="Flood toll rises, in Tarsis Valley")) == []


def test_a_notice_announces_the_figure_it_names_and_no_other() -> None:
    note = "Correction: An earlier version of this article gave the number of villages not reached as 97."
    new = article([*edited("97 of them", "79 of them").paragraphs, note])
    by_kind = {change.kind: change for change in compare(article(), new)}
    assert set(by_kind) == {Kind.FIGURE_VALUE, Kind.CORRECTION_NOTICE}
    assert by_kind[Kind.FIGURE_VALUE].announced
    unrelated = article([*edited("3,100", "3,200").paragraphs, note])
    assert not next(c for c in compare(article(), unrelated) if c.kind is Kind.FIGURE_VALUE).announced


def test_a_notice_added_edited_or_removed_is_a_change_wherever_reading_put_it() -> None:
    first, second = (
        "Correction: an earlier version misspelled a name.",
        "Correction: an earlier version misspelled two names.",
    )
    assert kinds(compare(article(), article(notices=(first,)))) == ["correction.notice"]
    assert kinds(compare(article(notices=(first,)), article(notices=(second,)))) == ["correction.notice"]
    assert kinds(compare(article(notices=(first,)), article())) == ["correction.notice"]
    assert compare(article(notices=(first,)), article([*STORY, first])) == []


def test_a_reworded_sentence_keeps_its_figures_and_is_wording_only() -> None:
    new = article(
        [
            "According to the health ministry, more than 3,100 people have been killed and almost 20,000 injured by flooding in the Tarsis valley since June.",
            *STORY[1:],
        ]
    )
    assert kinds(compare(article(), new)) == ["wording"]


def test_a_paragraph_split_in_two_is_no_fact() -> None:
    new = article(
        [
            STORY[0],
            "About 250 villages were cut off by the water.",
            "Of these, 97 have not been reached, rescuers said on Thursday.",
            *STORY[2:],
        ]
    )
    assert set(kinds(compare(article(), new))) <= {"wording"}


def test_a_quote_split_by_its_speaker_is_no_change_of_the_quote() -> None:
    split = '"We have no boats left," said Mara Olin, who leads the regional rescue service, "and the rain is not stopping."'
    assert set(kinds(compare(article(), article([*STORY[:2], split, *STORY[3:]])))) <= {"wording"}


def test_a_quote_that_came_and_one_that_went_are_told() -> None:
    assert kinds(compare(article(), article([*STORY[:2], *STORY[3:]])))[0] == "quote.removed"
    assert kinds(compare(article([*STORY[:2], *STORY[3:]]), article()))[0] == "quote.added"


def test_killed_and_wounded_that_change_places_are_seen() -> None:
    old = article(["The blast left six people dead and nine wounded, the army said."])
    new = article(["The blast left nine people dead and six wounded, the army said."])
    assert set(kinds(compare(old, new))) <= {"figure.value", "figure.counted"}
    assert compare(old, new)


def test_an_ordinal_that_was_replaced_is_a_figure_of_its_place() -> None:
    old = article(["It is the third time in two years that the plant at Holm was shut down by jellyfish."])
    new = article(["It is the fourth time in two years that the plant at Holm was shut down by jellyfish."])
    (change,) = compare(old, new)
    assert (change.kind, change.delta) == (Kind.FIGURE_VALUE, Decimal(1))
    assert change.new is not None
    assert (change.new.unit, change.new.counted) == ("ordinal", "time")


def test_live_entries_are_compared_like_paragraphs() -> None:
    old = article(live=(LiveEntry("a", "10:41 Police arrested 12 people at the bridge."),))
    new = article(
        live=(
            LiveEntry("b", "11:02 The bridge is open."),
            LiveEntry("a", "10:41 Police arrested 21 people at the bridge."),
        )
    )
    change = compare(old, new)[0]
    assert (change.kind, change.where) == (Kind.FIGURE_VALUE, "live")


def test_wording_comes_last_and_never_for_a_sentence_that_a_change_shows() -> None:
    new = article(
        [
            STORY[0].replace("3,100", "3,200").replace("has killed", "has now killed"),
            STORY[1].replace("cut off by", "isolated by"),
            *STORY[2:],
        ]
    )
    changes = compare(article(), new)
    assert kinds(changes) == ["figure.value", "wording"]
    assert changes[1].new is not None
    assert "isolated" in changes[1].new.sentence


def test_removed_restored_and_moved_articles_are_changes_of_the_article() -> None:
    removed, restored, moved = (
        article_removed(article(), "410"),
        article_restored(article()),
        article_moved("https://a.example/x", "https://a.example/y"),
    )
    assert [removed.kind, restored.kind, moved.kind] == [
        Kind.ARTICLE_REMOVED,
        Kind.ARTICLE_RESTORED,
        Kind.ARTICLE_MOVED,
    ]
    assert "410" in removed.explanation
    assert {removed.where, restored.where, moved.where} == {"article"}


SENTENCES = st.lists(st.sampled_from([s for p in STORY for s in p.split(". ")]), max_size=8)


@given(paragraphs=SENTENCES, title=st.sampled_from(["", TITLE]))
def test_an_article_never_differs_from_itself(paragraphs: list[str], title: str) -> None:
    assert compare(Article.from_text(paragraphs, title), Article.from_text(paragraphs, title)) == []


@given(order=st.permutations(STORY))
def test_no_order_of_paragraphs_is_a_change(order: list[str]) -> None:
    assert compare(article(), article(order)) == []


@settings(deadline=None, max_examples=50)
@given(
    old=st.lists(st.text(max_size=60), max_size=4),
    new=st.lists(st.text(max_size=60), max_size=4),
    lang=st.sampled_from(["en", "ar", "xx", ""]),
)
def test_no_text_makes_it_raise_and_the_same_texts_give_the_same_changes(
    old: list[str], new: list[str], lang: str
) -> None:
    one, two = Article.from_text(old, "a", lang), Article.from_text(new, "b", lang)
    assert compare(one, two) == compare(one, two)


@settings(deadline=None)
@given(value=st.integers(min_value=2, max_value=9_999_999))
def test_any_other_value_is_found_with_its_delta(value: int) -> None:
    if value in (3_100, 20_000, 250, 97, 610, 1987) or 1500 <= value <= 2100:
        return
    changes = compare(article(), edited("3,100", f"{value:,}"))
    assert [(c.kind, c.delta) for c in changes] == [(Kind.FIGURE_VALUE, Decimal(value - 3_100))]


MIRROR = {"added": "removed", "removed": "added"}


@pytest.mark.parametrize(("before", "after"), [(b, a) for b, a, _ in FACTS])
def test_swapped_versions_give_the_mirrored_change(before: str, after: str) -> None:
    there, back = compare(article(), edited(before, after)), compare(edited(before, after), article())
    assert [(c.kind, c.old and c.old.text, c.new and c.new.text) for c in there] == [
        (c.kind, c.new and c.new.text, c.old and c.old.text) for c in back
    ]
    assert [c.delta for c in there] == [None if c.delta is None else -c.delta for c in back]
