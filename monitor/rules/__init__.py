"""A Change and the rules go in; for each rule a Decision comes out: whether it fires, how urgent it is, and why.

Pure: the same change and rules always give the same decisions. Sends nothing and stores nothing.
"""

from monitor.rules.condition import BadCondition, Condition
from monitor.rules.decide import decide
from monitor.rules.defaults import default_rules
from monitor.rules.kind_patterns import check_pattern, kinds_of
from monitor.rules.rule import WHERE, ArticleContext, Decision, Rule, Severity, severity_of

__all__ = [
    "WHERE",
    "ArticleContext",
    "BadCondition",
    "Condition",
    "Decision",
    "Rule",
    "Severity",
    "check_pattern",
    "decide",
    "default_rules",
    "kinds_of",
    "severity_of",
]
