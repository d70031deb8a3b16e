"""A change is told by how sure it is: alerts at once, the digest once a day, wording only to those who name it."""

from pathlib import Path
from typing import Any

import pytest

from alerts.alert import Alert, ArticleRef, VersionRef
from alerts.silencing import Silence
from monitor.changes.change import Change, Level, Mention, Place
from monitor.changes.kinds import MEANINGS, Kind
from monitor.config.holding import rule_policies
from monitor.config.loading import load
from monitor.deliveries import silences
from monitor.errors import ConfigError
from monitor.rules import ArticleContext, Condition, Rule, Severity, Why, decide, default_rules

ANY = ArticleContext((), "The Gazette", "https://gazette.example/a", "en")


def change(kind: Kind, level: Level | None = None, **fields: Any) -> Change:
    return Change(kind, Mention("a"), Mention("b"), level=level, **fields)


def fires(rule: Rule, made: Change) -> bool:
    return decide([rule], made, ANY)[0].fires


SURE = change(Kind.CLAIM_CHANGED, Level.ALERT)
PERHAPS = change(Kind.CLAIM_CHANGED, Level.DIGEST)
WORDING = change(Kind.WORDING)


@pytest.mark.parametrize(
    ("rule", "sure", "perhaps"),
    [
        # Nothing asked for: what is sure.
        (Rule("r"), True, False),
        (Rule("r", level=("alert",)), True, False),
        (Rule("r", level=("digest",)), False, True),
        (Rule("r", level=("alert", "digest")), True, True),
        # Who names kinds wants all of them, in whichever way they are named.
        (Rule("r", kinds=("claim.*",)), True, True),
        (Rule("r", when=Condition("kind == 'claim.changed'")), True, True),
        # Both matchers hold.
        (Rule("r", kinds=("claim.*",), level=("digest",)), False, True),
        (Rule("r", kinds=("figure.*",), level=("alert", "digest")), False, False),
    ],
)
def test_a_rule_hears_the_levels_it_asks_for(rule: Rule, sure: bool, perhaps: bool) -> None:
    assert (fires(rule, SURE), fires(rule, PERHAPS)) == (sure, perhaps)
    assert not fires(rule, WORDING)


def test_wording_is_heard_only_where_kinds_names_it() -> None:
    assert fires(Rule("r", kinds=("wording",)), WORDING)
    assert not fires(Rule("r", level=("alert", "digest")), WORDING)


def test_a_rule_says_which_level_stood_in_its_way() -> None:
    (asked,) = decide([Rule("r", level=("digest",))], SURE, ANY)
    assert (asked.why, asked.reason) == (Why.LEVEL, "level alert is not in [digest]")
    (silent,) = decide([Rule("r")], PERHAPS, ANY)
    assert (silent.why, silent.reason) == (Why.LEVEL, "level digest is told to rules that name it or its kind")
    (loud,) = decide([Rule("r", level=("digest",))], PERHAPS, ANY)
    assert loud.reason == "kind claim.changed; level digest"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.WORDING])
def test_without_rules_each_change_is_told_by_the_rule_of_its_level_alone(kind: Kind) -> None:
    for level in (Level.ALERT, Level.DIGEST):
        decisions = decide(default_rules(["desk"]), change(kind, level), ANY)
        assert [one.rule.name for one in decisions if one.fires] == [{"alert": "facts", "digest": "digest"}[level]]


def test_without_rules_the_digest_is_daily_and_alerts_wait_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "rowback.toml"
    path.write_text("")
    policies = rule_policies(load(path, {}))
    assert list(policies) == ["digest"]
    plan = policies["digest"].digest
    assert plan is not None
    assert plan.text == "daily 07:00 UTC"


@pytest.mark.parametrize(
    ("made", "severity"),
    [
        # The kind's own severity where the account is sure.
        (change(Kind.POLARITY_CHANGED), Severity.HIGH),
        (change(Kind.FIGURE_VALUE), Severity.NORMAL),
        (change(Kind.FIGURE_REMOVED), Severity.LOW),
        # A kind for the digest that is sure this once is worth an ordinary alert; what was cut is low all the same.
        (SURE, Severity.NORMAL),
        (change(Kind.QUOTE_REMOVED, Level.ALERT), Severity.LOW),
        # What may be colour is low, whatever its kind.
        (PERHAPS, Severity.LOW),
        (change(Kind.EVENT_CHANGED, Level.DIGEST), Severity.LOW),
    ],
)
def test_what_may_be_colour_is_low(made: Change, severity: Severity) -> None:
    assert decide([Rule("r", level=("alert", "digest"))], made, ANY)[0].severity is severity


def test_a_rule_on_the_headline_fires_wherever_else_the_change_stands() -> None:
    rule = Rule("r", where=("headline",))
    assert not fires(rule, change(Kind.FIGURE_VALUE, where="body"))
    also = change(Kind.FIGURE_VALUE, where="body", also=(Place("headline", "Toll rises"),))
    (found,) = decide([rule], also, ANY)
    assert (found.fires, found.reason) == (True, "kind figure.value; headline is in [headline]")
    assert fires(Rule("r", when=Condition("'headline' in parts")), also)


def loaded(folder: Path, rule: str) -> tuple[Rule, ...]:
    path = folder / "rowback.toml"
    path.write_text(f'[[rule]]\nname = "one"\n{rule}\n')
    return load(path, {}).rules


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ('level = "alert"', ("alert",)),
        ('level = "digest"', ("digest",)),
        ('level = ["alert", "digest"]', ("alert", "digest")),
        ("", ()),
    ],
)
def test_level_is_one_word_or_a_list(written: str, level: tuple[str, ...], tmp_path: Path) -> None:
    assert loaded(tmp_path, written)[0].level == level


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('level = "alerts"', "did you mean 'alert'?"),
        ('level = "wording"', 'kinds = ["wording"] asks for it'),
        ("level = []", "the list is empty"),
    ],
)
def test_a_level_that_does_not_exist_is_a_mistake_with_a_hint(written: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as wrong:
        loaded(tmp_path, written)
    assert said in str(wrong.value)


def test_a_silence_without_a_level_keeps_both_quiet() -> None:
    alert = Alert(
        1,
        ArticleRef(1, ANY.url, "", "", ("gaza",), 2),
        None,
        VersionRef(2, "2026-11-22T08:10:00Z", "0" * 64),
        (),
        "facts",
        "low",
        "",
        "2026-11-22T08:10:00Z",
        "",
    )
    for written, both in (('tags = ["gaza"]', (True, True)), ('level = "digest"', (False, True))):
        silence = Silence(1, silences.parse([written]), 0, 1, "desk", "why")
        held = tuple(silences.matches(silence, one.to_dict(), alert, "en") for one in (SURE, PERHAPS))  # type: ignore[arg-type]
        assert held == both


def test_an_old_change_without_a_level_has_that_of_its_kind() -> None:
    for kind, meaning in MEANINGS.items():
        stored = {name: value for name, value in change(kind).to_dict().items() if name not in ("level", "also")}
        read = Change.from_dict(stored)
        assert (read.level, read.also) == (meaning.level, ())
