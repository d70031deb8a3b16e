"""A Change and the rules go in; for each rule a Decision comes out: whether it fires, how urgent it is, and why.

Pure: the same change and rules always give the same decisions. Sends nothing and stores nothing.
"""

from typing import TYPE_CHECKING

from monitor.lazily import found_in

if TYPE_CHECKING:
    from monitor.rules.condition import Condition
    from monitor.rules.decide import decide
    from monitor.rules.defaults import DIGEST, DIGEST_AT, default_rules
    from monitor.rules.kind_patterns import check_pattern, kinds_of
    from monitor.rules.refusing import BadCondition
    from monitor.rules.rule import (
        DIRECTIONS,
        LEVELS,
        RELATIONS,
        WHERE,
        ArticleContext,
        Decision,
        Rule,
        Severity,
        Why,
        deserved,
        severity_of,
    )
    from monitor.rules.words import check_counted, check_unit

__all__ = [
    "DIGEST",
    "DIGEST_AT",
    "DIRECTIONS",
    "LEVELS",
    "RELATIONS",
    "WHERE",
    "ArticleContext",
    "BadCondition",
    "Condition",
    "Decision",
    "Rule",
    "Severity",
    "Why",
    "check_counted",
    "check_pattern",
    "check_unit",
    "decide",
    "deserved",
    "default_rules",
    "kinds_of",
    "severity_of",
]

_MODULES = {
    "ArticleContext": "rule",
    "BadCondition": "refusing",
    "Condition": "condition",
    "DIGEST": "defaults",
    "DIGEST_AT": "defaults",
    "DIRECTIONS": "rule",
    "Decision": "rule",
    "LEVELS": "rule",
    "RELATIONS": "rule",
    "Rule": "rule",
    "Severity": "rule",
    "WHERE": "rule",
    "Why": "rule",
    "check_counted": "words",
    "check_pattern": "kind_patterns",
    "check_unit": "words",
    "decide": "decide",
    "default_rules": "defaults",
    "deserved": "rule",
    "kinds_of": "kind_patterns",
    "severity_of": "rule",
}

if not TYPE_CHECKING:
    __getattr__ = found_in(__name__, _MODULES)
