"""Which rules fire for one change, and why or why not. Rules, a change and its article go in, decisions come out.

Never stops at the first rule: several may fire, and each that does not says what was missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlsplit

from monitor.changes.change import Change
from monitor.rules.fields import value
from monitor.rules.rule import ArticleContext, Decision, Rule, Severity, Why, deserved

Verdict = tuple[bool, str]
"""Whether a matcher holds, and what it saw."""


def decide(rules: Sequence[Rule], change: Change, context: ArticleContext) -> list[Decision]:
    """One decision a rule, in the order of the rules. A field that the change lacks does not match."""
    urgency = deserved(change)
    return [_decision(rule, change, context, rule.severity or urgency) for rule in rules]


def _decision(rule: Rule, change: Change, context: ArticleContext, severity: Severity) -> Decision:
    kind = change.kind
    if kind not in rule.wanted:
        words = f"kind {kind} is not in {_listed(rule.kinds or ('all but wording',))}"
        return Decision(rule, Why.KINDS, words, severity)
    seen = [f"kind {kind}"]
    if change.level not in rule.heard:
        return Decision(rule, Why.LEVEL, _unheard(rule, change), severity)
    if rule.level:
        seen.append(f"level {change.level}")
    for why in rule.asked:
        holds, words = MATCHERS[why](rule, change, context)
        if not holds:
            return Decision(rule, why, words, severity)
        seen.append(words)
    return Decision(rule, Why.FIRES, "; ".join(seen), severity)


def _unheard(rule: Rule, change: Change) -> str:
    if rule.level:
        return f"level {change.level} is not in {_listed(rule.level)}"
    return f"level {change.level} is told to rules that name it or its kind"


def _where(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    for place in change.places:
        if place in rule.where:
            return True, f"{place} is in {_listed(rule.where)}"
    return False, f"{', '.join(change.places)} is not in {_listed(rule.where)}"


def _announced(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    words = "a correction notice covers it" if change.announced else "no correction notice covers it"
    return change.announced is rule.announced, words


def _relations(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    holds = change.relation in rule.relations
    if not holds and not change.relation:
        return False, f"a {change.kind} has no relation here, {_listed(rule.relations)} wanted"
    return holds, f"relation {change.relation} is {'' if holds else 'not '}in {_listed(rule.relations)}"


def _direction(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    if not change.delta:
        return False, f"a {change.kind} moves nowhere here, direction {rule.direction} needs a move"
    went = "up" if change.delta > 0 else "down"
    return went == rule.direction, f"the figure went {went}"


def _min_severity(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    urgency = deserved(change)
    holds = rule.min_severity is None or urgency.rank >= rule.min_severity.rank
    return holds, f"severity {urgency} {'>=' if holds else '<'} min_severity {rule.min_severity}"


def _tags(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    for tag in context.tags:
        if _is_one_of(tag, rule.tags):
            return True, f"tag {tag} in {_listed(rule.tags)}"
    return False, f"none of the article's tags {_listed(context.tags)} is in {_listed(rule.tags)}"


def _languages(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    tag = context.language.casefold().replace("_", "-")
    for wanted in rule.languages:
        if tag == wanted.casefold() or tag.startswith(f"{wanted.casefold()}-"):
            return True, f"language {context.language} is {wanted}"
    return False, f"language '{context.language}' is not in {_listed(rule.languages)}"


def _watches(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    for wanted in rule.watches:
        if _fits(wanted, context.url):
            return True, f"address is {wanted}"
    return False, f"address {context.url} is not in {_listed(rule.watches)}"


def _outlets(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    host = _host(context.url)
    for wanted in rule.outlets:
        if _whole_words(wanted).search(context.outlet) or host == wanted.casefold() or _is_below(host, wanted):
            return True, f"outlet '{context.outlet or host}' is {wanted}"
    return False, f"outlet '{context.outlet or host}' is not in {_listed(rule.outlets)}"


def _counted(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    return _named(change, "counted", rule.counted, "the change counts nothing")


def _units(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    return _named(change, "unit", rule.units, "the change has no unit")


def _named(change: Change, name: str, wanted: Sequence[str], without: str) -> Verdict:
    """A field whose words are a closed list: either side may hold one of those wanted."""
    sides = [found for side in (change.new, change.old) if side is not None and (found := str(getattr(side, name)))]
    for found in sides:
        if _is_one_of(found, wanted):
            return True, f"{name} {found} in {_listed(wanted)}"
    if not sides:
        return False, f"{without}, {_listed(wanted)} wanted"
    return False, f"{name} '{sides[0]}' is not in {_listed(wanted)}"


def _places(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    return _written(change, "place", rule.places)


def _sources(rule: Rule, change: Change, context: ArticleContext) -> Verdict:
    return _written(change, "source", rule.sources)


def _written(change: Change, name: str, wanted: Sequence[str]) -> Verdict:
    """A field kept as written: either side may hold the words wanted."""
    sides = [found for side in (change.new, change.old) if side is not None and (found := str(getattr(side, name)))]
    for found in sides:
        for words in wanted:
            if _whole_words(words).search(found):
                return True, f"{name} '{found}' is {words}"
    if not sides:
        return False, f"the change names no {name}, {_listed(wanted)} wanted"
    return False, f"{name} '{sides[0]}' is not in {_listed(wanted)}"


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
    return any(folded == one.casefold() for one in wanted)


@lru_cache(maxsize=1024)
def _whole_words(wanted: str) -> re.Pattern[str]:
    """Whole words, because names are kept as written: "Gaza" means "the Gaza Strip", but "Oman" not "Romania"."""
    return re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)", re.IGNORECASE)


def _fits(pattern: str, address: str) -> bool:
    """Whether an address is what a pattern with stars means, in time linear in both: many stars must not stall."""
    first, *others = pattern.split("*")
    if not others:
        return address == first
    last = others.pop()
    at, end = len(first), len(address) - len(last)
    if at > end or not (address.startswith(first) and address.endswith(last)):
        return False
    for part in others:
        found = address.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


@lru_cache(maxsize=1024)
def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_below(host: str, wanted: str) -> bool:
    """Whether the host is a subdomain of the name wanted, as www.news.example is of news.example."""
    return "." in wanted and host.endswith(f".{wanted.casefold()}")


def _listed(words: Sequence[str]) -> str:
    return f"[{', '.join(words)}]"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


MATCHERS: Mapping[Why, Callable[[Rule, Change, ArticleContext], Verdict]] = {
    Why.WHERE: _where,
    Why.ANNOUNCED: _announced,
    Why.RELATIONS: _relations,
    Why.DIRECTION: _direction,
    Why.MIN_SEVERITY: _min_severity,
    Why.TAGS: _tags,
    Why.LANGUAGES: _languages,
    Why.WATCHES: _watches,
    Why.OUTLETS: _outlets,
    Why.COUNTED: _counted,
    Why.UNITS: _units,
    Why.PLACES: _places,
    Why.SOURCES: _sources,
    Why.MIN_DELTA: _delta,
    Why.MIN_PERCENT: _percent,
    Why.WHEN: _when,
}
"""What judges each setting, in the order of `Why`: cheapest first, the expression last. Kinds and level come before."""
