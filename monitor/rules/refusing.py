"""What is wrong with a `when`, and where in it. An expression and the library's complaint or tree go in; a BadCondition
comes out, or nothing where it may stay.

Refuses what the library lets pass: no yes/no, loops, patterns, chance, a clock, and comparisons that can never hold.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from monitor.rules.fields import FIELDS
from monitor.rules.words import check_counted, check_unit
from monitor.suggestions import suggestion


class BadCondition(ValueError):
    """A `when` that can never be right; the text says why and suggests the next step.

    `at` is where in the expression, in characters from its start.
    """

    def __init__(self, text: str, at: int = 0) -> None:
        super().__init__(text)
        self.at = at


class Token(NamedTuple):
    """One sign or word of an expression and where it starts."""

    text: str
    at: int


_TOKEN = re.compile(
    r"""[rsbdt]?(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|\$?[A-Za-z_]\w*|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|=~~?|!~~?|[^\s\w]"""
)
READ_AGAIN = 250
"""Characters that are read a second time to find a mistake: reading 500 takes 6 ms, and 10 must do for both."""

FARTHEST = 30
"""The largest power of ten in an expression; a missing number is tried as one of that size."""

_GROUPED = re.compile(r"\b\d{1,3}(?:,\d{3})+\b")
_NO_ESCAPE = re.compile(r"""(?:[^\\]|\\[\\'"abfnrtv0-7xuUN])*?(\\[^\\'"abfnrtv0-7xuUN])""")
_FUNCTIONS = ("abs", "min", "max", "sum", "any", "all", "split")
_MAY_STAND = frozenset(
    {
        *("Statement", "Comment", "SymbolExpression", "StringExpression", "FloatExpression", "BooleanExpression"),
        *("ArrayExpression", "SetExpression", "ComparisonExpression", "ArithmeticComparisonExpression"),
        *("LogicExpression", "UnaryExpression", "ContainsExpression", "AddExpression", "SubtractExpression"),
        *("ArithmeticExpression", "FunctionCallExpression", "TernaryExpression", "GetAttributeExpression"),
        *("GetItemExpression", "GetSliceExpression"),
    }
)
"""The nodes an expression may be made of. Others loop, shift bits, or name what no change has: dates, nothing."""
_REFUSED = {
    "FuzzyComparisonExpression": (
        # Python's own engine takes a second for (a+)+$ on 24 letters, and the library knows no other engine and no
        # limit of time: one rule could stop every check. Nested quantifiers are not the only such patterns, so none.
        "patterns (=~ and !~) are refused: one can stall every check; use == or 'word' in new_text",
        ("=~", "=~~", "!~", "!~~"),
    ),
    "ComprehensionExpression": ("loops are refused: one can stall every check; use 'word' in tags", ("for",)),
    "NullExpression": ("there is no null: a missing text is '' and a missing number never matches", ("null",)),
    "CoalesceExpression": ("there is no null, so ?? is of no use", ("?",)),
}


def tokens(text: str) -> list[Token]:
    """The signs and words of an expression; what can be no token is left out."""
    return [Token(found[0], found.start()) for found in _TOKEN.finditer(text)]


def refuse_escapes(text: str) -> None:
    """Raise BadCondition for a backslash that escapes nothing: the library would warn and guess what it means."""
    for token in tokens(text):
        if token.text[-1] in "'\"" and token.text[0] != "r" and (found := _NO_ESCAPE.match(token.text)):
            raise BadCondition(
                f"'{found[1]}' is no escape; write a backslash in a text as two", token.at + found.start(1)
            )


def refuse_far_numbers(text: str) -> None:
    """Raise BadCondition for a number beyond any figure: an exponent of nine digits is computed with, and overflows."""
    for token in tokens(text):
        _, sign, exponent = token.text.lower().partition("e")
        if token.text[0].isdigit() and sign and abs(int(exponent[:5])) > FARTHEST:
            raise BadCondition(f"'{token.text}' is beyond any figure; exponents go to {FARTHEST}", token.at)


def complaint(text: str, error: Any, reads: Callable[[str], object]) -> BadCondition:
    """The library's complaint in words of ours. `reads` reads an expression and raises what the library raises."""
    if (name := getattr(error, "symbol_name", None)) is not None:
        at = next((token.at for token in tokens(text) if token.text in (name, f"${name}")), 0)
        if getattr(error, "symbol_scope", None):
            return BadCondition(f"'${name}' is no function of a rule; there are {_listed_functions()}", at)
        # Named like a function of ours, it lacks the library's dollar sign.
        if re.match(rf"{re.escape(name)}\s*\(", text[at:]):
            return BadCondition(
                f"'{name}(' is not a field; functions are written with a dollar sign, as in $abs(delta)", at
            )
        hint = suggestion(name, FIELDS) or "; see docs/rules.md for the fields there are"
        return BadCondition(f"unknown field '{name}'{hint}", at)
    if hasattr(error, "token"):
        return _syntax(text, error.token)
    words = str(getattr(error, "message", "") or error)
    start, end = _wrong_clause(text, reads)
    if "data type mismatch" in words:
        words = f"the types do not fit in: {text[start:end]}; compare numbers with numbers and texts with 'texts'"
    elif isinstance(error, ArithmeticError) or "arithmetic" in words:
        words = f"this can never be computed: {text[start:end]}"
    return BadCondition(words, start)


def _syntax(text: str, token: Any) -> BadCondition:
    if grouped := _GROUPED.search(text):
        return BadCondition(f"'{grouped[0]}': write numbers without thousands separators", grouped.start())
    if token is None:
        word = next((one for one in tokens(text) if one.text in ("elif", "else", "while")), None)
        if word:
            return BadCondition(f"'{word.text}' has no meaning here", word.at)
        return BadCondition("the expression ends too early", len(text))
    at = int(token.lexpos)
    seen = next((one.text for one in tokens(text) if one.at <= at < one.at + len(one.text)), text[at : at + 1])
    return BadCondition(f"cannot be read at '{seen}' (character {at + 1} of the expression)", at)


def _wrong_clause(text: str, reads: Callable[[str], object]) -> tuple[int, int]:
    """Start and end of the comparison that the library complains of: it does not say, so each is read alone."""
    clause: list[Token] = []
    for token in [*tokens(text[:READ_AGAIN]), Token("and", len(text))]:
        if token.text not in ("and", "or"):
            clause.append(token)
            continue
        clause = _balanced(clause)
        if clause:
            start, end = clause[0].at, clause[-1].at + len(clause[-1].text)
            try:
                reads(text[start:end])
            except Exception as error:
                # A clause cut out of a bracket may be no expression; the one looked for is, and is wrong.
                if not hasattr(error, "token"):
                    return start, end
        clause = []
    return 0, len(text)


def _balanced(clause: list[Token]) -> list[Token]:
    """The clause without `not` and brackets that the clauses around it close or opened."""
    clause = list(clause)
    while clause and (clause[0].text == "not" or (clause[0].text == "(" and _depth(clause) > 0)):
        clause.pop(0)
    while clause and clause[-1].text == ")" and _depth(clause) < 0:
        clause.pop()
    while len(clause) > 2 and clause[0].text == "(" and clause[-1].text == ")" and _opens_whole(clause):
        clause = clause[1:-1]
    return clause


def _opens_whole(clause: list[Token]) -> bool:
    """Whether the first bracket is closed by the last one."""
    depth = 0
    for token in clause[:-1]:
        depth += (token.text == "(") - (token.text == ")")
        if depth <= 0:
            return False
    return True


def _depth(clause: list[Token]) -> int:
    return sum((token.text == "(") - (token.text == ")") for token in clause)


def nodes(node: Any) -> Iterator[Any]:
    """Each node of the library's syntax tree."""
    from rule_engine.ast.base import ASTNodeBase

    yield node
    slots = (name for cls in type(node).__mro__ for name in getattr(cls, "__slots__", ()))
    for name in dict.fromkeys([*slots, *getattr(node, "__dict__", {})]):
        child = getattr(node, name, None)
        for one in child if isinstance(child, list | tuple | set | frozenset) else (child,):
            if isinstance(one, ASTNodeBase):
                yield from nodes(one)


def judge(expression: Any, text: str) -> None:
    """Raise BadCondition for an expression that may not stay."""
    from rule_engine import DataType

    if expression.result_type not in (DataType.BOOLEAN, DataType.UNDEFINED):
        raise BadCondition("the expression is not a yes or no; compare with something, as in delta >= 100")
    found = [(type(node).__name__, node) for node in nodes(expression)]
    for name, node in found:
        if name == "SymbolExpression":
            _symbol(node, text)
        elif name not in _MAY_STAND:
            words, signs = _REFUSED.get(name, ("fields are texts, numbers and yes/no; this is none of them", ()))
            raise BadCondition(words, _where(text, *signs))
    fields = 0
    for name, node in found:
        if name == "SymbolExpression":
            fields += node.name in FIELDS
        elif name == "FloatExpression" and not node.value.is_finite():
            raise BadCondition("inf and nan are refused: no figure is either", _where(text, "inf", "nan"))
    for symbol, literal in _compared(found):
        _can_be(symbol, literal, text)
    if not fields:
        raise BadCondition("the expression names no field of the change, so its answer is always the same")


def refuse_counted(expression: Any, text: str, own: Mapping[str, Sequence[str]]) -> None:
    """Raise BadCondition where `counted` is held against a word that no figure is kept under.

    `own` are the user's concepts, with the forms that mean them. Apart from `judge`, which knows no configuration.
    """
    for symbol, literal in _compared([(type(node).__name__, node) for node in nodes(expression)]):
        given = getattr(literal, "value", "")
        if getattr(symbol, "name", "") == "counted" and given:
            try:
                check_counted(given, own)
            except ValueError as error:
                raise BadCondition(str(error), _where_written(text, given)) from error


def _compared(found: list[tuple[str, Any]]) -> Iterator[tuple[Any, Any]]:
    """What stands on the two sides of each comparison, either way round, and of each `in` with a list written out."""
    for name, node in found:
        if name == "ComparisonExpression":
            yield node.left, node.right
            yield node.right, node.left
        elif name == "ContainsExpression" and not hasattr(node.container, "name"):
            yield from ((node.member, one) for one in getattr(node.container, "value", ()))


def _symbol(node: Any, text: str) -> None:
    if not node.scope or node.name in _FUNCTIONS:
        return
    at = _where(text, f"${node.name}")
    if node.name in ("now", "today", "random"):
        raise BadCondition(f"'${node.name}' is refused: the same change must get the same answer tomorrow", at)
    raise BadCondition(f"'${node.name}' is no function of a rule; there are {_listed_functions()}", at)


def _can_be(symbol: Any, literal: Any, text: str) -> None:
    field = FIELDS.get(getattr(symbol, "name", ""))
    if field is None or not hasattr(literal, "value") or not type(literal).__name__.endswith("Expression"):
        return
    given = literal.value
    typed = {"text": str, "number": Decimal, "yes/no": bool}.get(field.type)
    if typed is not None and not isinstance(given, typed):
        raise BadCondition(
            f"'{symbol.name}' is a {field.type}, so it never equals {given!r}".replace("Decimal", ""),
            _where(text, symbol.name),
        )
    if field.words and given not in field.words:
        hint = suggestion(given, field.words) or f"; it is one of {', '.join(word or repr('') for word in field.words)}"
        raise BadCondition(f"'{given}' is never a {symbol.name}{hint}", _where_written(text, given))
    if symbol.name == "unit" and given:
        try:
            check_unit(given)
        except ValueError as error:
            raise BadCondition(str(error), _where_written(text, given)) from error


def _where(text: str, *words: str) -> int:
    return next((token.at for token in tokens(text) if token.text in words), 0)


def _where_written(text: str, value: str) -> int:
    """Where a text stands that is written in quotes."""
    for token in tokens(text):
        if token.text[-1] in "'\"":
            try:
                if ast.literal_eval(token.text.lstrip("s")) == value:
                    return token.at
            except (ValueError, SyntaxError, InvalidOperation):
                continue
    return 0


def _listed_functions() -> str:
    return ", ".join(f"${name}" for name in _FUNCTIONS)
