"""The `when` of a rule: one typed expression over the fields of a change, checked when the configuration is loaded.

A text goes in; a yes or no for one change comes out. The library rule-engine reads and runs it; this module says which
fields there are, refuses what could never match or never end, and gives missing numbers their meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from monitor.rules.fields import FIELDS
from monitor.suggestions import suggestion

LONGEST, MOST_BRACKETS = 1000, 50
"""Characters and brackets of an expression: more is refused before a recursive parser meets it."""

_NUMBER = re.compile(r"(?<![\w.'\"])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_GROUPED = re.compile(r"\b\d{1,3}(?:,\d{3})+\b")
_FAR = Decimal("1e30")


class BadCondition(ValueError):
    """A `when` that can never be right; the text says why and suggests the next step."""


class Condition:
    """One expression. Cheap to make and to send to another interpreter: compiled at first use, or by `check`."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text.strip()

    def __repr__(self) -> str:
        return f"Condition({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def check(self) -> None:
        """Raise BadCondition for a malformed expression, an unknown field or a comparison that can never hold."""
        _compiled(self.text)

    def holds(self, value_of: Callable[[str], Any]) -> tuple[bool, str]:
        """Whether it holds; where it does not, what stood in the way: a missing number, an impossible sum, or "".

        A number that is missing (None) is unknown: the expression holds only if it does whatever the number were. So
        `delta >= 100` and `not (delta >= 100)` are both false for a changed quote, which has no delta.
        """
        rule, names = _compiled(self.text)
        values = {name: value_of(name) for name in names}
        missing = [name for name, found in values.items() if found is None]
        try:
            if not missing:
                return bool(rule.matches(values)), ""
            literals = {sign * Decimal(n) for n in _NUMBER.findall(self.text) for sign in (1, -1)}
            instead = (-_FAR, _FAR, *sorted(literals))
            holds = all(rule.matches({**values, **dict.fromkeys(missing, n)}) for n in instead)
        # The library's own errors and Decimal's (1 / 0): what cannot be computed does not match, and stops no check.
        except (_library_error(), ArithmeticError, LookupError, TypeError, ValueError) as error:
            return False, f"it cannot be computed ({getattr(error, 'message', '') or type(error).__name__})"
        return holds, "" if holds else f"{', '.join(missing)} is missing"


@lru_cache(maxsize=256)
def _compiled(text: str) -> tuple[Any, tuple[str, ...]]:
    """The rule-engine rule and the fields it names."""
    if len(text) > LONGEST:
        raise BadCondition(f"the expression has {len(text)} characters, {LONGEST} are allowed; make two rules of it")
    if text.count("(") + text.count("[") > MOST_BRACKETS:
        raise BadCondition(f"the expression has more than {MOST_BRACKETS} brackets; make two rules of it")
    import rule_engine  # 0.3 s, and most configurations have no `when`
    from rule_engine.errors import EngineError

    try:
        rule = rule_engine.Rule(text, context=rule_engine.Context(type_resolver=_types(), default_timezone="utc"))
    except (EngineError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise BadCondition(_explained(text, error)) from error
    _judge(rule.statement.expression)
    return rule, tuple(sorted(n.name for n in _nodes(rule.statement) if hasattr(n, "name") and n.name in FIELDS))


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


def _explained(text: str, error: Any) -> str:
    """The library's complaint in words of ours, with the place where it has one."""
    if (name := getattr(error, "symbol_name", None)) is not None:
        # Named like a function of ours, it lacks the library's dollar sign.
        if re.search(rf"(?<!\$)\b{re.escape(name)}\s*\(", text):
            return f"'{name}(' is not a field; functions are written with a dollar sign, as in $abs(delta)"
        return f"unknown field '{name}'{suggestion(name, FIELDS) or '; see docs/rules.md for the fields there are'}"
    token = getattr(error, "token", None)
    if hasattr(error, "token"):
        if grouped := _GROUPED.search(text):
            return f"'{grouped[0]}': write numbers without thousands separators"
        if token is None:
            return "the expression ends too early"
        return f"cannot be read at '{token.value}' (character {token.lexpos + 1} of the expression)"
    return str(getattr(error, "message", error)).replace(
        "data type mismatch", "the types do not fit: text, number or yes/no"
    )


def _nodes(node: Any) -> Iterator[Any]:
    """Each node of the library's syntax tree."""
    from rule_engine.ast.base import ASTNodeBase

    yield node
    slots = (name for cls in type(node).__mro__ for name in getattr(cls, "__slots__", ()))
    for name in dict.fromkeys([*slots, *getattr(node, "__dict__", {})]):
        child = getattr(node, name, None)
        for one in child if isinstance(child, list | tuple) else (child,):
            if isinstance(one, ASTNodeBase):
                yield from _nodes(one)


def _judge(expression: Any) -> None:
    """Refuse what the library lets pass: no yes/no, a clock, patterns, and comparisons that can never be true."""
    from rule_engine import DataType

    if expression.result_type not in (DataType.BOOLEAN, DataType.UNDEFINED):
        raise BadCondition("the expression is not a yes or no; compare with something, as in delta >= 100")
    fields = 0
    for node in _nodes(expression):
        name = type(node).__name__
        if name == "SymbolExpression":
            if node.scope and node.name in ("now", "today"):
                raise BadCondition(f"'${node.name}' is refused: the same change must get the same answer tomorrow")
            fields += node.name in FIELDS
        elif name == "FuzzyComparisonExpression":
            # Python's own engine takes a second for (a+)+$ on 24 letters: one rule could stop every check.
            raise BadCondition(
                "patterns (=~ and !~) are refused: one can stall every check; use == or 'word' in new_text"
            )
        elif name == "ComparisonExpression":
            _can_be(node.left, node.right)
            _can_be(node.right, node.left)
        elif name == "ContainsExpression":
            for one in getattr(node.container, "value", ()) if not hasattr(node.container, "name") else ():
                _can_be(node.member, one)
    if not fields:
        raise BadCondition("the expression names no field of the change, so its answer is always the same")


def _can_be(symbol: Any, literal: Any) -> None:
    field = FIELDS.get(getattr(symbol, "name", ""))
    if field is None or not hasattr(literal, "value") or not type(literal).__name__.endswith("Expression"):
        return
    given = literal.value
    typed = {"text": str, "number": Decimal, "yes/no": bool}.get(field.type)
    if typed is not None and not isinstance(given, typed):
        raise BadCondition(f"'{symbol.name}' is a {field.type}, so it never equals {given!r}".replace("Decimal", ""))
    if field.words and given not in field.words:
        hint = suggestion(given, field.words) or f"; it is one of {', '.join(word or repr('') for word in field.words)}"
        raise BadCondition(f"'{given}' is never a {symbol.name}{hint}")
