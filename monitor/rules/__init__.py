"""A Change and the rules go in; for each rule a Decision comes out: whether it fires, how urgent it is, and why.

Pure: the same change and rules always give the same decisions. Sends nothing and stores nothing.
"""

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
