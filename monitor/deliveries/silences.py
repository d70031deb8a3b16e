"""Silences in the language of rules: the settings of a rule go in, whether a change is one they mean comes out.

What a silence does to a delivery is decided in alerts/silencing.py. Stores nothing.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from alerts.alert import Alert, ChangeFields
from alerts.silencing import Silence
from monitor.changes.change import Change
from monitor.config.rules import RuleSettings
from monitor.errors import UsageError
from monitor.rules import LEVELS, ArticleContext, Rule, decide
from monitor.suggestions import suggestion

RULES = "rules"
"""The one matcher that no rule has: the names of the rules whose alerts are meant."""

NO_MATCHERS = frozenset(
    {
        *("name", "severity", "notify", "confirm", "flap_window"),
        *("group_by", "group_wait", "group_interval", "digest", "quiet"),
    }
)
"""Settings of a rule that say what is done, not which changes are meant."""


def matches(silence: Silence, change: ChangeFields, alert: Alert, language: str) -> bool:
    """Whether the silence is about this change of this alert."""
    wanted = dict(silence.matchers)
    rules = wanted.pop(RULES, None)
    if rules is not None and alert.rule not in rules:
        return False
    about = alert.article
    context = ArticleContext(about.tags, about.outlet, about.url, language)
    rule = _rule(json.dumps(wanted, sort_keys=True))
    return decide([rule], Change.from_dict(dict(change)), context)[0].fires


def parse(lines: Sequence[str]) -> dict[str, Any]:
    """Matchers from lines such as 'tags = ["gaza"]', JSON-able. Raises UsageError that says what is wrong in which."""
    found: dict[str, Any] = {}
    for line in lines:
        try:
            table = tomllib.loads(line, parse_float=Decimal)
        except tomllib.TOMLDecodeError as wrong:
            raise UsageError(f"{line}: write a matcher as in a rule, 'tags = [\"gaza\"]' ({wrong})") from wrong
        for name, value in table.items():
            if name in found:
                raise UsageError(f"{line}: {name} is named twice; put the words into one list")
            found[name] = value
    return checked(found)


def checked(found: Mapping[str, Any]) -> dict[str, Any]:
    """Matchers, JSON-able, each one that a rule has. Raises UsageError."""
    names = [one for one in RuleSettings.model_fields if one not in NO_MATCHERS]
    for name in found:
        if name not in (*names, RULES):
            raise UsageError(f"there is no matcher '{name}'{suggestion(name, [*names, RULES]) or ''}")
    rules = found.get(RULES)
    if rules is not None and not (isinstance(rules, list) and rules and all(isinstance(one, str) for one in rules)):
        raise UsageError('rules is a list of names, as in rules = ["tolls"]')
    jsonable: dict[str, Any] = json.loads(json.dumps(found, default=str))
    try:
        _rule(json.dumps({name: value for name, value in jsonable.items() if name != RULES}, sort_keys=True))
    except ValidationError as wrong:
        raise UsageError("; ".join(_said(one) for one in wrong.errors())) from wrong
    return jsonable


@lru_cache(maxsize=256)
def _rule(matchers: str) -> Rule:
    wanted = {"level": LEVELS, **json.loads(matchers)}
    return RuleSettings.model_validate({"name": "silence", **wanted}).rule(())


def _said(found: Any) -> str:
    where = ".".join(str(part) for part in found["loc"])
    wrong = found.get("ctx", {}).get("error")
    return f"{where}: {wrong or found['msg']}"
