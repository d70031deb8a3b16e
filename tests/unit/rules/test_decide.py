import contextlib
import pickle
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.rules import ArticleContext, BadCondition, Condition, Decision, Rule, Severity, decide, default_rules
from monitor.rules.fields import FIELDS

CONTEXT = ArticleContext(tags=("gaza", "tolls"), outlet="The Example", url="https://news.example/a", language="en")


def toll(**overrides: Any) -> Change:
    sides = {
        "bound": ">",
        "unit": "person",
        "counted": "death",
        "place": "the Gaza Strip",
        "source": "health officials",
    }
    fields: dict[str, Any] = {
        "kind": Kind.FIGURE_VALUE,
        "old": Mention("more than 41,100", "More than 41,100 died.", Decimal(41100), **sides),
        "new": Mention("more than 41,200", "More than 41,200 died.", Decimal(41200), **sides),
        "delta": Decimal(100),
        "ratio": Decimal("0.0024"),
    }
    return Change(**{**fields, **overrides})


QUOTE = Change(Kind.QUOTE_TEXT, Mention("We will never leave"), Mention("We will not leave now"))


def one(rule: Rule, change: Change = QUOTE, context: ArticleContext = CONTEXT) -> Decision:
    (decision,) = decide([rule], change, context)
    return decision


def when(text: str, change: Change) -> bool:
    return one(Rule("r", when=Condition(text)), change).fires


@pytest.mark.parametrize(
    ("rule", "fires", "reason"),
    [
        (Rule("r"), True, "kind figure.value"),
        (Rule("r", kinds=("figure.*",)), True, "kind figure.value"),
        (
            Rule("r", kinds=("quote.*", "headline.changed")),
            False,
            "kind figure.value is not in [quote.*, headline.changed]",
        ),
        (Rule("r", counted=("death", "injury")), True, "counted death in [death, injury]"),
        (Rule("r", counted=("Death",)), True, "counted death in [Death]"),
        (Rule("r", counted=("vote",)), False, "counted 'death' is not in [vote]"),
        (Rule("r", places=("Gaza",)), True, "place 'the Gaza Strip' is Gaza"),
        (Rule("r", places=("Gaz",)), False, "place 'the Gaza Strip' is not in [Gaz]"),
        (Rule("r", tags=("gaza",)), True, "tag gaza in [gaza]"),
        (Rule("r", tags=("sudan",)), False, "none of the article's tags [gaza, tolls] is in [sudan]"),
        (Rule("r", where=("body", "lead")), True, "body is in [body, lead]"),
        (Rule("r", where=("headline",)), False, "body is not in [headline]"),
        (Rule("r", min_delta=Decimal(10)), True, "delta 100 >= min_delta 10"),
        (Rule("r", min_delta=Decimal(100)), True, "delta 100 >= min_delta 100"),
        (Rule("r", min_delta=Decimal(101)), False, "delta 100 < min_delta 101"),
        (Rule("r", min_percent=Decimal("0.2")), True, "percent 0.24 >= min_percent 0.2"),
        (Rule("r", min_percent=Decimal(1)), False, "percent 0.24 < min_percent 1"),
        (Rule("r", when=Condition("not announced")), True, "when (not announced) holds"),
        (Rule("r", when=Condition("announced")), False, "when (announced) does not hold"),
    ],
)
def test_each_matcher_says_what_it_saw(rule: Rule, fires: bool, reason: str) -> None:
    decision = one(rule, toll())
    assert (decision.fires, reason in decision.reason) == (fires, True), decision.reason


def test_the_reason_of_an_alert_names_every_matcher() -> None:
    rule = Rule("r", kinds=("figure.*",), counted=("death",), min_delta=Decimal(10))
    assert one(rule, toll()).reason == "kind figure.value; counted death in [death]; delta 100 >= min_delta 10"


def test_a_fall_counts_as_much_as_a_rise() -> None:
    rule = Rule("r", min_delta=Decimal(50), min_percent=Decimal(1))
    assert one(rule, toll(delta=Decimal(-60), ratio=Decimal("-0.02"))).fires


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (Rule("r", counted=("death",)), "counts nothing"),
        (Rule("r", places=("Gaza",)), "names no place"),
        (Rule("r", min_delta=Decimal(1)), "a quote.text has no delta here, min_delta 1 needs one"),
        (Rule("r", min_percent=Decimal(1)), "has no percent"),
        (Rule("r", when=Condition("delta >= 1")), "delta is missing"),
    ],
)
def test_a_field_that_the_change_lacks_does_not_match(rule: Rule, reason: str) -> None:
    decision = one(rule, QUOTE)
    assert not decision.fires
    assert reason in decision.reason


def test_a_figure_that_is_gone_is_matched_by_its_old_side() -> None:
    gone = toll(kind=Kind.FIGURE_REMOVED, new=None, delta=None, ratio=None)
    assert one(Rule("r", counted=("death",), places=("gaza strip",)), gone).fires
    assert when("counted == 'death' and old_value == 41100", gone)


def test_wording_is_meant_only_where_it_is_written_out() -> None:
    wording = Change(Kind.WORDING, Mention("a big fire"), Mention("a large fire"))
    assert not one(Rule("r"), wording).fires
    assert not one(Rule("r", kinds=("*",)), wording).fires
    assert one(Rule("r", kinds=("wording",)), wording).fires


def test_every_rule_gets_its_decision_in_order() -> None:
    rules = [Rule("a", kinds=("quote.*",)), Rule("b"), Rule("c", min_delta=Decimal(1))]
    decisions = decide(rules, QUOTE, CONTEXT)
    assert [(d.rule.name, d.fires) for d in decisions] == [("a", True), ("b", True), ("c", False)]


class TestConditions:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("not announced", True),
            ("delta >= 100 and counted == 'death'", True),
            ("delta > 100", False),
            ("$abs(delta) >= 100 and percent < 1", True),
            ("place == 'Gaza'", False),
            ("'Gaza' in place", True),
            ("kind in ['figure.value', 'figure.bound']", True),
            ("'gaza' in tags", True),
            ("relation != 'refinement'", True),
            ("old_value < 41150 and new_value > 41150", True),
            ("outlet == 'The Example' and language == 'en'", True),
            ("'41,200' in new_text", True),
            ("where == 'headline' or bound == '>'", True),
            ("delta < -1 or delta > 99.5", True),
        ],
    )
    def test_expressions_see_the_fields_of_the_change(self, text: str, expected: bool) -> None:
        assert when(text, toll()) is expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("delta >= 100", False),
            ("not (delta >= 100)", False),  # unknown stays unknown under `not`
            ("delta != 5", False),
            ("delta == 5", False),
            ("delta >= 100 or kind == 'quote.text'", True),  # does not depend on the number
            ("kind == 'quote.text' or delta >= 100", True),
            ("delta > 5 or delta <= 5", True),
            ("not announced", True),
            ("counted == ''", True),
        ],
    )
    def test_a_missing_number_is_unknown_not_nought(self, text: str, expected: bool) -> None:
        assert when(text, QUOTE) is expected

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("dleta >= 100", "unknown field 'dleta'; did you mean 'delta'?"),
            ("zzzzz == 1", "unknown field 'zzzzz'; see docs/rules.md"),
            ("abs(delta) > 5", "functions are written with a dollar sign, as in $abs(delta)"),
            ("delta > 'a'", "types do not fit"),
            ("kind == 3", "'kind' is a text, so it never equals"),
            ("kind == 'figure.valu'", "'figure.valu' is never a kind; did you mean 'figure.value'?"),
            ("'headlin' == where", "'headlin' is never a where; did you mean 'headline'?"),
            ("kind in ['figure.value', 'quote.txt']", "'quote.txt' is never a kind; did you mean 'quote.text'?"),
            ("announced == 'yes'", "'announced' is a yes/no"),
            ("delta", "not a yes or no"),
            ("delta + 1", "not a yes or no"),
            ("delta >=", "ends too early"),
            ("delta >> = 3 and", "cannot be read at '=' (character 10"),
            ("delta > 41,100", "'41,100': write numbers without thousands separators"),
            ("1 == 1", "names no field"),
            ("true", "names no field"),
            ("new_text =~ '(a+)+$'", "patterns"),
            ("$now > d'2026-01-01' and announced", "same answer tomorrow"),
            ("(" * 60 + "announced" + ")" * 60, "more than 50 brackets"),
            ("announced or " * 90 + "announced", "500 are allowed"),
        ],
    )
    def test_what_can_never_be_right_is_refused_when_it_is_checked(self, text: str, complaint: str) -> None:
        with pytest.raises(BadCondition) as raised:
            Condition(text).check()
        assert complaint in str(raised.value)

    @pytest.mark.parametrize("text", ["delta / 0 > 1", "delta ** 999999999 > 1", "$split(new_text)[99] == 'a'"])
    def test_what_cannot_be_computed_does_not_match_and_says_so(self, text: str) -> None:
        decision = one(Rule("r", when=Condition(text)), toll())
        assert not decision.fires
        assert "cannot be computed" in decision.reason

    @given(
        st.lists(
            st.sampled_from(
                [*FIELDS, *"()[],+-*/<>?:", "==", ">=", "and", "or", "not", "in", "0", "1.5", "'a'", "null"]
            ),
            max_size=9,
        ),
        st.sampled_from([toll(), QUOTE, toll(kind=Kind.FIGURE_REMOVED, new=None, delta=None)]),
    )
    # No deadline: the first expression pays for importing the library.
    @settings(deadline=None)
    @example(["delta", "/", "0", ">", "1"], QUOTE)
    def test_any_expression_is_refused_or_answered(self, words: list[str], change: Change) -> None:
        condition = Condition(" ".join(words))
        with contextlib.suppress(BadCondition):
            condition.check()
            assert one(Rule("r", when=condition), change).reason

    def test_a_rule_can_be_sent_to_another_interpreter(self) -> None:
        rule = Rule("r", when=Condition("delta >= 100"))
        assert pickle.loads(pickle.dumps(rule)) == rule
        assert one(pickle.loads(pickle.dumps(rule)), toll()).fires


class TestDefaults:
    RULES = default_rules(("desk", "hook"))

    @pytest.mark.parametrize("kind", [kind for kind in Kind if kind.startswith("figure.") and kind != Kind.FIGURE_ASOF])
    def test_every_figure_alerts(self, kind: Kind) -> None:
        assert any(d.fires for d in decide(self.RULES, toll(kind=kind), CONTEXT))

    @pytest.mark.parametrize(
        "kind",
        [
            *(Kind.QUOTE_TEXT, Kind.QUOTE_SPEAKER, Kind.ATTRIBUTION_CHANGED, Kind.CORRECTION_NOTICE),
            *(Kind.HEADLINE_CHANGED, Kind.ARTICLE_REMOVED, Kind.ARTICLE_RESTORED, Kind.ENTITY_NAME, Kind.ENTITY_PLACE),
            *(
                Kind.ENTITY_ROLE,
                Kind.POLARITY_CHANGED,
                Kind.CERTAINTY_CHANGED,
                Kind.EVENT_CHANGED,
                Kind.DATETIME_CHANGED,
            ),
        ],
    )
    def test_every_other_fact_alerts_too(self, kind: Kind) -> None:
        assert any(d.fires for d in decide(self.RULES, Change(kind), CONTEXT))

    @pytest.mark.parametrize("kind", [Kind.WORDING, Kind.FIGURE_ASOF, Kind.QUOTE_ADDED, Kind.CLAIM_ADDED])
    def test_what_is_no_fact_or_only_context_goes_out_in_no_alert(self, kind: Kind) -> None:
        assert not decide(self.RULES, Change(kind), CONTEXT)[0].fires

    def test_a_version_sends_one_alert_at_once_to_every_channel(self) -> None:
        assert [(rule.name, rule.notify) for rule in self.RULES] == [
            ("facts", ("desk", "hook")),
            ("digest", ("desk", "hook")),
        ]

    def test_an_alert_is_as_urgent_as_its_gravest_change(self) -> None:
        facts = self.RULES[:1]
        decisions = [*decide(facts, toll(), CONTEXT), *decide(facts, Change(Kind.CORRECTION_NOTICE), CONTEXT)]
        assert [d.severity for d in decisions] == [Severity.NORMAL, Severity.HIGH]
        assert Decision.highest(decisions) is Severity.HIGH
