"""All changes of one version that one rule wants are one alert."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.alert import ChangeFields
from alerts.grouping import GroupReason, Match, group


def change(kind: str = "figure.value", where: str = "body", old: str = "40", new: str = "42") -> ChangeFields:
    return ChangeFields(
        kind=kind,
        where=where,
        announced=False,
        relation="",
        old={"text": old},
        new={"text": new},
        delta=None,
        ratio=None,
        explanation="",
    )


def match(rule: str = "tolls", severity: str = "normal", why: str = "", **fields: str) -> Match:
    return Match(rule, severity, why, change(**fields), ("desk",))


def test_two_hundred_changes_of_one_version_are_one_alert() -> None:
    groups, muted = group([match(new=str(number)) for number in range(200)])
    assert [len(one.changes) for one in groups] == [200]
    assert groups[0].reason is GroupReason.SAME_VERSION
    assert muted == ()


def test_each_rule_gets_an_alert_of_its_own() -> None:
    groups, _ = group([match(rule="tolls"), match(rule="all")])
    assert [(one.rule, one.reason) for one in groups] == [("tolls", GroupReason.SINGLE), ("all", GroupReason.SINGLE)]


def test_severest_change_leads_and_gives_its_severity_then_what_a_reader_sees_first() -> None:
    groups, _ = group(
        [
            match(severity="low", where="headline", new="a"),
            match(severity="high", where="caption", new="b"),
            match(severity="high", where="lead", new="c"),
        ]
    )
    assert groups[0].severity == "high"
    assert [one["new"] for one in groups[0].changes] == [{"text": "c"}, {"text": "b"}, {"text": "a"}]


def test_removed_article_mutes_the_facts_that_went_with_it_but_nothing_else() -> None:
    groups, muted = group(
        [
            match(kind="article.removed"),
            match(kind="figure.removed"),
            match(kind="quote.removed"),
            match(kind="headline.changed"),
        ]
    )
    assert [one["kind"] for one in groups[0].changes] == ["article.removed", "headline.changed"]
    assert [(one.match.change["kind"], one.reason) for one in muted] == [
        ("figure.removed", GroupReason.ARTICLE_REMOVED),
        ("quote.removed", GroupReason.ARTICLE_REMOVED),
    ]


def test_removed_facts_of_an_article_that_stays_are_news() -> None:
    groups, muted = group([match(kind="figure.removed")])
    assert len(groups) == 1
    assert muted == ()


def test_rule_whose_matches_are_all_muted_raises_no_alert() -> None:
    groups, _ = group([match(rule="all", kind="article.removed"), match(rule="tolls", kind="figure.removed")])
    assert [one.rule for one in groups] == ["all"]


def test_reasons_and_channels_are_joined_once_each() -> None:
    groups, _ = group([match(why="delta 2", new="a"), match(why="delta 2", new="b"), match(why="ratio 1", new="c")])
    assert groups[0].why == "delta 2; ratio 1"
    assert groups[0].notify == ("desk",)


def test_unknown_severity_is_refused() -> None:
    with pytest.raises(ValueError, match="grave"):
        group([match(severity="grave")])


@given(
    st.lists(
        st.builds(
            match,
            rule=st.sampled_from(["a", "b"]),
            kind=st.sampled_from(["figure.value", "figure.removed", "article.removed"]),
            new=st.sampled_from("xyz"),
        )
    )
)
def test_every_match_is_in_exactly_one_alert_or_muted_with_a_reason(matches: list[Match]) -> None:
    groups, muted = group(matches)
    assert sum(len(one.changes) for one in groups) + len(muted) == len(matches)
    assert len({one.rule for one in groups}) == len(groups)
