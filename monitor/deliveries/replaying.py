"""Stored changes and rules go in; the alerts that these rules would have raised come out, in the order of the changes.

For trying a rule before it is switched on. What waits, is silenced or becomes a digest is decided after an alert is
raised, and is no part of this. Stores and sends nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from alerts.alert import ChangeFields
from alerts.grouping import Match, group
from monitor.rules import ArticleContext, Rule, decide
from monitor.store.rows import ChangeRow


@dataclass(frozen=True, slots=True)
class Hit:
    """One change in an alert, and why the rule wanted it."""

    row: ChangeRow
    reason: str


@dataclass(frozen=True, slots=True)
class Raised:
    """One alert that would have been raised: its rule, how urgent, the channels told, and at least one change."""

    rule: str
    severity: str
    notify: tuple[str, ...]
    hits: tuple[Hit, ...]


def replay(rules: Sequence[Rule], rows: Sequence[ChangeRow], contexts: Mapping[int, ArticleContext]) -> list[Raised]:
    """The alerts for `rows`, oldest first; the rows of one version must stand together, as they are stored.

    `contexts` has what rules may ask of each article, by its id.
    """
    raised: list[Raised] = []
    for (article, _), version in groupby(rows, key=lambda row: (row.article_id, row.version)):
        hits: dict[int, Hit] = {}
        matches = []
        for row in version:
            fields: ChangeFields | None = None
            for one in decide(rules, row.change, contexts[article]):
                if one.fires:
                    # A change that no rule wants, as most are, is never put into words.
                    fields = cast(ChangeFields, row.change.to_dict()) if fields is None else fields
                    match = Match(one.rule.name, str(one.severity), one.reason, fields, one.rule.notify)
                    hits[id(match)] = Hit(row, one.reason)
                    matches.append(match)
        if matches:
            raised += _raised(matches, hits)
    return raised


def _raised(matches: Sequence[Match], hits: Mapping[int, Hit]) -> list[Raised]:
    """One alert a group, as the daemon makes them."""
    found = []
    for one in group(matches)[0]:
        order = {id(fields): n for n, fields in enumerate(one.changes)}
        its = [match for match in matches if match.rule == one.rule and id(match.change) in order]
        its.sort(key=lambda match: order[id(match.change)])
        found.append(Raised(one.rule, one.severity, one.notify, tuple(hits[id(match)] for match in its)))
    return found
