"""The `when` of a rule: one typed expression over the fields of a change, checked when the configuration is loaded.

A text goes in; a yes or no for one change comes out. The library rule-engine reads it; this package says which fields
there are, refuses what could never match or never end, and gives missing numbers their meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from monitor.rules.answering import Answer, answer
from monitor.rules.fields import FIELDS
from monitor.rules.refusing import (
    BadCondition,
    complaint,
    judge,
    nodes,
    refuse_counted,
    refuse_escapes,
    refuse_far_numbers,
)

LONGEST, MOST_BRACKETS = 500, 50
"""Characters and brackets of an expression: more is refused before a recursive parser meets it, which needs 6 ms."""

_NUMBER = re.compile(r"(?<![\w.'\"])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_FAR = Decimal("1e30")


class Condition:
    """One expression. Cheap to make and to send to another interpreter: compiled at first use, or by `check`."""

    __slots__ = ("_compiled", "text")

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self._compiled: _Compiled | None = None

    def __repr__(self) -> str:
        return f"Condition({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __reduce__(self) -> tuple[type[Condition], tuple[str]]:
        return Condition, (self.text,)

    def check(self, own: Mapping[str, Sequence[str]] | None = None) -> None:
        """Raise BadCondition for a malformed expression, an unknown field or a comparison that can never hold.

        `own` are further concepts that figures are kept under: their names with the forms that mean them.
        """
        refuse_counted(_compiled(self.text).expression, self.text, own or {})

    def holds(self, value_of: Callable[[str], Any]) -> tuple[bool, str]:
        """Whether it holds; where it does not, what stood in the way: a missing number, an impossible sum, or "".

        A number that is missing (None) is unknown: the expression holds only if it does whatever the number were. So
        `delta >= 100` and `not (delta >= 100)` are both false for a changed quote, which has no delta.
        """
        if self._compiled is None:
            self._compiled = _compiled(self.text)
        answers, _, names, instead = self._compiled
        values = {name: value_of(name) for name in names}
        missing = [name for name, found in values.items() if found is None]
        try:
            if not missing:
                return bool(answers(values)), ""
            holds = all(answers({**values, **dict.fromkeys(missing, n)}) for n in instead)
        # The library's own errors and Decimal's (1 / 0): what cannot be computed does not match, and stops no check.
        except (_library_error(), ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
            return False, f"it cannot be computed ({getattr(error, 'message', '') or type(error).__name__})"
        return holds, "" if holds else f"{', '.join(missing)} is missing"


class _Compiled(NamedTuple):
    """What answers, the library's tree, the fields it asks for, and the numbers to try in place of a missing one."""

    answer: Answer
    expression: Any
    names: tuple[str, ...]
    instead: tuple[Decimal, ...]


@lru_cache(maxsize=1024)
def _compiled(text: str) -> _Compiled:
    if len(text) > LONGEST:
        raise BadCondition(
            f"the expression has {len(text)} characters, {LONGEST} are allowed; make two rules of it", LONGEST
        )
    if text.count("(") + text.count("[") > MOST_BRACKETS:
        raise BadCondition(f"the expression has more than {MOST_BRACKETS} brackets; make two rules of it")
    refuse_escapes(text)
    refuse_far_numbers(text)
    try:
        rule = _read(text)
        judge(rule.statement.expression, text)
        names = {n.name for n in nodes(rule.statement) if hasattr(n, "name") and n.name in FIELDS}
        answers = answer(rule.statement.expression)
    except RecursionError as error:
        raise BadCondition("the expression is nested too deeply; make two rules of it") from error
    except BadCondition:
        raise
    except (_library_error(), ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise complaint(text, error, _read) from error
    literals = {sign * Decimal(n) for n in _NUMBER.findall(text) for sign in (1, -1)}
    return _Compiled(answers, rule.statement.expression, tuple(sorted(names)), (-_FAR, _FAR, *sorted(literals)))


def _read(text: str) -> Any:
    """The library's rule for a text. Raises what the library raises."""
    import rule_engine  # 0.3 s, and most configurations have no `when`

    return rule_engine.Rule(text, context=rule_engine.Context(type_resolver=_types(), default_timezone="utc"))


def _library_error() -> type[Exception]:
    import rule_engine.errors

    found: type[Exception] = rule_engine.errors.EngineError
    return found


def _types() -> Mapping[str, Any]:
    from rule_engine import DataType

    types = {
        "text": DataType.STRING,
        "number": DataType.FLOAT,
        "yes/no": DataType.BOOLEAN,
        "texts": DataType.ARRAY(DataType.STRING),
    }
    return {name: types[field.type] for name, field in FIELDS.items()}
