"""Which rules fire for one change, and why or why not. Rules, a change and its article go in, decisions come out.

Never stops at the first rule: several may fire, and each that does not says what was missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache

from monitor.changes.change import Change
from monitor.rules.fields import value
from monitor.rules.kind_patterns import kinds_of
from monitor.rules.rule import ArticleContext, Decision, Rule, severity_of

Verdict = tuple[bool, str]
"""Whether a matcher holds, and what it saw."""


def decide(rules: Sequence[Rule], change: Change, context: ArticleContext) -> list[Decision]:
    """One decision a rule, in the order of the rules. A field that the change lacks does not match."""
    return [_decision(rule, change, context) for rule in rules]


def _decision(rule: Rule, change: Change, context: ArticleContext) -> Decision:
    severity = rule.severity or severity_of(change.kind)
    seen = []
    for setting, matcher in MATCHERS:
        # Most rules set two or three matchers; asking the others would double the cost of a thousand rules.
        if setting != "kinds" and not getattr(rule, setting):
            continue
        holds, words = matcher(rule, change, context)
        if not holds:
            return Decision(rule, False, words, severity)
        seen.append(words)
    return Decision(rule, True, "; ".join(seen), severity)


def _kind(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    if change.kind in kinds_of(rule.kinds):
        return True, f"kind {change.kind}"
    return False, f"kind {change.kind} is not in {_listed(rule.kinds or ('all but wording',))}"


def _where(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    holds = change.where in rule.where
    return holds, f"{change.where} is {'' if holds else 'not '}in {_listed(rule.where)}"


def _tags(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    for tag in context.tags:
        if _is_one_of(tag, rule.tags):
            return True, f"tag {tag} in {_listed(rule.tags)}"
    return False, f"none of the article's tags {_listed(context.tags)} is in {_listed(rule.tags)}"


def _counted(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    sides = [side.counted for side in (change.new, change.old) if side is not None and side.counted]
    for counted in sides:
        if _is_one_of(counted, rule.counted):
            return True, f"counted {counted} in {_listed(rule.counted)}"
    if not sides:
        return False, f"the change counts nothing, {_listed(rule.counted)} wanted"
    return False, f"counted '{sides[0]}' is not in {_listed(rule.counted)}"


def _places(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    sides = [side.place for side in (change.new, change.old) if side is not None and side.place]
    for place in sides:
        for wanted in rule.places:
            if _whole_words(wanted).search(place):
                return True, f"place '{place}' is {wanted}"
    if not sides:
        return False, f"the change names no place, {_listed(rule.places)} wanted"
    return False, f"place '{sides[0]}' is not in {_listed(rule.places)}"


def _delta(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    return _least("delta", change.delta, rule.min_delta, change)


def _percent(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    percent = None if change.ratio is None else change.ratio * 100
    return _least("percent", percent, rule.min_percent, change)


def _least(name: str, moved: Decimal | None, wanted: Decimal | None, change: Change) -> Verdict:
    least = wanted or Decimal(0)
    if moved is None:
        return False, f"a {change.kind} has no {name} here, min_{name} {least:f} needs one"
    holds = abs(moved) >= least
    return holds, f"{name} {_plain(moved)} {'>=' if holds else '<'} min_{name} {least:f}"


def _when(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    if rule.when is None:
        return True, ""
    holds, obstacle = rule.when.holds(lambda name: value(name, change, context))
    if holds:
        return True, f"when ({rule.when.text}) holds"
    return False, f"when ({rule.when.text}) does not hold{f': {obstacle}' if obstacle else ''}"


def _is_one_of(word: str, wanted: Sequence[str]) -> bool:
    folded = word.casefold()
    return any(one.casefold() == folded for one in wanted)


@lru_cache(maxsize=1024)
def _whole_words(place: str) -> re.Pattern[str]:
    """Whole words, because places are kept as written: "Gaza" means "the Gaza Strip", but "Oman" not "Romania"."""
    return re.compile(rf"(?<!\w){re.escape(place)}(?!\w)", re.IGNORECASE)


def _listed(words: Sequence[str]) -> str:
    return f"[{', '.join(words)}]"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


# Cheapest first; the expression last, because only it costs more than a look-up.
MATCHERS: tuple[tuple[str, Callable[[Rule, Change, ArticleContext], Verdict]], ...] = (
    ("kinds", _kind),
    ("where", _where),
    ("tags", _tags),
    ("counted", _counted),
    ("places", _places),
    ("min_delta", _delta),
    ("min_percent", _percent),
    ("when", _when),
)
"""A setting and what judges it where it is set. `kinds` is always judged: unset, it means all but wording."""
