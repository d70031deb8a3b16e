"""Each matcher of a rule: a change that it takes, one that it does not, the word and the reason."""

import re
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.rules import ArticleContext, Condition, Rule, Severity, Why, decide

DOCS = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")

HERE = ArticleContext(
    tags=("floods",),
    outlet="The Harbour Gazette",
    url="https://www.gazette.example/world/flood?id=7",
    language="en-GB",
)


def figure(**overrides: Any) -> Change:
    sides = {
        "bound": "=",
        "unit": "person",
        "counted": "death",
        "place": "the Orlo valley",
        "source": "the fire brigade",
    }
    fields: dict[str, Any] = {
        "kind": Kind.FIGURE_VALUE,
        "old": Mention("12 people", "12 people died.", Decimal(12), Decimal(12), **sides),
        "new": Mention("15 people", "15 people died.", Decimal(15), Decimal(15), **sides),
        "delta": Decimal(3),
        "ratio": Decimal("0.25"),
        "relation": "update",
    }
    return Change(**{**fields, **overrides})


FELL = figure(delta=Decimal(-3), ratio=Decimal("-0.2"))
QUOTE = Change(Kind.QUOTE_TEXT, Mention("We will stay"), Mention("We may stay"))
NOTICE = Change(Kind.CORRECTION_NOTICE, None, Mention("Correction: it was twelve."), where="notice", announced=True)
ELSEWHERE = ArticleContext(tags=("votes",), outlet="Orlo Radio", url="https://radio.example/a", language="pt")

# Each matcher with a change that it takes, then one that it does not, with what the decision says.
TABLE: list[tuple[Rule, tuple[Change, ArticleContext], tuple[Change, ArticleContext], str]] = [
    (Rule("r", kinds=("figure.*",)), (figure(), HERE), (QUOTE, HERE), "kind quote.text is not in [figure.*]"),
    (Rule("r", where=("body",)), (figure(), HERE), (NOTICE, HERE), "notice is not in [body]"),
    (Rule("r", announced=True), (NOTICE, HERE), (QUOTE, HERE), "no correction notice covers it"),
    (Rule("r", announced=False), (QUOTE, HERE), (NOTICE, HERE), "a correction notice covers it"),
    (
        Rule("r", relations=("contradiction", "revert")),
        (figure(relation="revert"), HERE),
        (figure(), HERE),
        "relation update is not in [contradiction, revert]",
    ),
    (Rule("r", relations=("update",)), (figure(), HERE), (QUOTE, HERE), "a quote.text has no relation here"),
    (Rule("r", direction="down"), (FELL, HERE), (figure(), HERE), "the figure went up"),
    (Rule("r", direction="up"), (figure(), HERE), (FELL, HERE), "the figure went down"),
    (Rule("r", direction="up"), (figure(), HERE), (QUOTE, HERE), "a quote.text moves nowhere here"),
    (
        Rule("r", min_severity=Severity.HIGH),
        (NOTICE, HERE),
        (figure(), HERE),
        "severity normal < min_severity high",
    ),
    (Rule("r", tags=("floods",)), (QUOTE, HERE), (QUOTE, ELSEWHERE), "[votes] is in [floods]"),
    (Rule("r", languages=("en",)), (QUOTE, HERE), (QUOTE, ELSEWHERE), "language 'pt' is not in [en]"),
    (Rule("r", languages=("EN-gb",)), (QUOTE, HERE), (QUOTE, ELSEWHERE), "language 'pt' is not in [EN-gb]"),
    (
        Rule("r", watches=("https://www.gazette.example/world/*",)),
        (QUOTE, HERE),
        (QUOTE, ELSEWHERE),
        "address https://radio.example/a is not in",
    ),
    (Rule("r", watches=("*id=7",)), (QUOTE, HERE), (QUOTE, ELSEWHERE), "is not in [*id=7]"),
    (
        Rule("r", watches=("https://radio.example/a",)),
        (QUOTE, ELSEWHERE),
        (QUOTE, HERE),
        "is not in [https://radio.example/a]",
    ),
    (Rule("r", outlets=("gazette",)), (QUOTE, HERE), (QUOTE, ELSEWHERE), "outlet 'Orlo Radio' is not in [gazette]"),
    (Rule("r", outlets=("gazette.example",)), (QUOTE, HERE), (QUOTE, ELSEWHERE), "is not in [gazette.example]"),
    (Rule("r", counted=("death",)), (figure(), HERE), (QUOTE, HERE), "the change counts nothing, [death] wanted"),
    (Rule("r", units=("person",)), (figure(), HERE), (QUOTE, HERE), "the change has no unit, [person] wanted"),
    (
        Rule("r", units=("person",)),
        (figure(new=None), HERE),
        (figure(old=None, new=Mention("$5", unit="dollar")), HERE),
        "unit 'dollar' is not in [person]",
    ),
    (Rule("r", places=("orlo",)), (figure(), HERE), (QUOTE, HERE), "the change names no place, [orlo] wanted"),
    (Rule("r", sources=("Fire Brigade",)), (figure(), HERE), (QUOTE, HERE), "the change names no source"),
    (
        Rule("r", sources=("mayor",)),
        (figure(old=Mention("1", source="the mayor of Orlo")), HERE),
        (figure(), HERE),
        "source 'the fire brigade' is not in [mayor]",
    ),
    (Rule("r", min_delta=Decimal(3)), (FELL, HERE), (figure(delta=Decimal(2)), HERE), "delta 2 < min_delta 3"),
    (Rule("r", min_percent=Decimal(20)), (FELL, HERE), (figure(ratio=Decimal("0.1")), HERE), "percent 10 < min_perc"),
    (Rule("r", when=Condition("'stay' in new_text")), (QUOTE, HERE), (figure(), HERE), "does not hold"),
]


@pytest.mark.parametrize(("rule", "taken", "left", "reason"), TABLE)
def test_a_matcher_takes_what_it_names_and_says_what_it_saw_otherwise(
    rule: Rule, taken: tuple[Change, ArticleContext], left: tuple[Change, ArticleContext], reason: str
) -> None:
    (yes,), (no,) = decide([rule], *taken), decide([rule], *left)
    assert (yes.fires, yes.why) == (True, Why.FIRES), yes.reason
    assert not no.fires
    assert reason in no.reason
    assert no.why == (*rule.asked, Why.KINDS)[0]


def test_every_matcher_stands_in_the_table() -> None:
    assert {(*rule.asked, Why.KINDS)[0] for rule, *_ in TABLE} == set(Why) - {Why.FIRES, Why.LEVEL}, (
        "test_levels.py has level"
    )


def test_part_of_a_name_is_no_name() -> None:
    for rule in (Rule("r", places=("Or",)), Rule("r", sources=("fir",)), Rule("r", outlets=("Gaz", "azette.example"))):
        assert not decide([rule], figure(), HERE)[0].fires


def test_a_rule_that_sets_several_names_the_first_that_stood_in_the_way_in_the_documented_order() -> None:
    rule = Rule("r", counted=("vote",), tags=("votes",), announced=True)
    assert decide([rule], figure(), HERE)[0].why is Why.ANNOUNCED
    assert list(rule.asked) == [Why.ANNOUNCED, Why.TAGS, Why.COUNTED]


def test_the_documented_matchers_are_these_in_the_order_in_which_they_are_asked() -> None:
    table = DOCS[DOCS.index("| Setting |") :].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [str(why) for why in Why if why is not Why.FIRES]


@given(
    st.text(alphabet="ab*/", max_size=12).map(lambda text: f"h{text}"),
    st.text(alphabet="ab/", max_size=12).map(lambda text: f"h{text}"),
)
def test_a_star_stands_for_anything_and_nothing_else_does(pattern: str, url: str) -> None:
    plain = re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), url) is not None
    context = ArticleContext(url=url)
    assert decide([Rule("r", watches=(pattern,))], QUOTE, context)[0].fires is plain


@pytest.mark.parametrize("pattern", ["*a" * 200 + "!", "a*" * 200, "*" * 400 + "!"])
def test_many_stars_cost_no_more_than_a_look(pattern: str) -> None:
    rule = Rule("r", watches=(f"http://{pattern}",))
    context = ArticleContext(url="http://" + "a" * 4000)
    decide([rule], QUOTE, context)
    began = time.process_time()
    decide([rule], QUOTE, context)
    assert time.process_time() - began < 0.01
