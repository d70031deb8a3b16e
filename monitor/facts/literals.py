"""Digits are read as a number: "41,100", "41 100", "1.234,5", "1,00,000", "3/4", "1.2e10".

A run of digits and separators (or tokens of them) goes in, its value comes out, or None where it is no number.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from monitor.facts.sums import exact
from monitor.text.tokens import DIGITS, WORD, Token

if TYPE_CHECKING:
    from monitor.facts.numberwords import NumberWords

# More digits than any reported figure has; beyond them a run of digits is an identifier.
LONGEST_LITERAL = 24


def literal(form: str, comma_decimal: bool, guess_groups: bool = False) -> Decimal | None:
    """The value of one run of digits and separators ("41,100", "1.234,5", "41'100", "1,00,000"), None if it is none.

    Where the language does not settle a single separator before three digits (`guess_groups`), it groups: counts are
    commoner in news than thousandths.
    """
    if form[0] in ".,":
        return Decimal("0." + form[1:]) if form[1:].isdigit() and len(form) < LONGEST_LITERAL else None
    if form.isdigit():
        return Decimal(form) if len(form) <= LONGEST_LITERAL else None
    if len(form) > LONGEST_LITERAL + 8:
        return None
    if "'" in form:
        return _swiss(form)
    point, group = (",", ".") if comma_decimal else (".", ",")
    whole, dot, rest = form.rpartition(point)
    if dot and rest.isdigit() and point not in whole:
        if guess_groups and len(rest) == 3 and whole.isdigit() and whole != "0":
            return Decimal(whole + rest)
        if whole.isdigit() or _groups(whole.split(group)):
            return Decimal(whole.replace(group, "") + "." + rest)
        return None
    if group in form and point not in form:
        chunks = form.split(group)
        if _groups(chunks):
            return Decimal("".join(chunks))
        # "1,3" in English or "4.8" in German: no group has one digit, so it is the other convention's decimal.
        if len(chunks) == 2 and all(map(str.isdigit, chunks)) and len(chunks[1]) != 3:
            return Decimal(".".join(chunks))
        return None
    chunks = form.split(point)
    return Decimal("".join(chunks)) if len(chunks) > 2 and _groups(chunks) else None


def _swiss(form: str) -> Decimal | None:
    """Digits grouped by apostrophes, with a decimal point or comma or none: "41'100", "41'100.50"."""
    at = max(form.rfind("."), form.rfind(","))
    whole, rest = (form[:at], form[at + 1 :]) if at >= 0 else (form, "")
    chunks = whole.split("'")
    if len(chunks) < 2 or not _groups(chunks) or (at >= 0 and not rest.isdigit()):
        return None
    return Decimal("".join(chunks) + (f".{rest}" if rest else ""))


def _groups(chunks: Sequence[str]) -> bool:
    """Whether chunks of digits are groups of three, or Indian ones: two and two and a last three."""
    if len(chunks) < 2:
        return False
    head, *middle, last = chunks
    if not (0 < len(head) <= 3 and len(last) == 3 and head.isdigit() and last.isdigit() and head != "0"):
        return False
    return all(len(c) == 3 and c.isdigit() for c in middle) or (
        len(head) <= 2 and bool(middle) and all(len(c) == 2 and c.isdigit() for c in middle)
    )


def spaced(row: Sequence[Token], i: int) -> tuple[str, int]:
    """Digits grouped by single spaces from token i on: their form with commas taken out, and the token after them."""
    form, after = row[i].low, i + 1
    while after < len(row) and row[after].kind == DIGITS and row[after].start == row[after - 1].end + 1:
        group = row[after].low
        if len(group) == 3 and group.isdigit():
            form, after = form + group, after + 1
            continue
        if len(group) > 4 and group[:3].isdigit() and group[3] in ".," and group[4:].isdigit():
            return form + group, after + 1
        if after > i + 1:
            break
        return row[i].low, i + 1
    return form, after


def parted(row: Sequence[Token], i: int, words: NumberWords) -> tuple[str, int] | None:
    """Digits with a space slipped in behind a comma ("14, 697 people", "$14, 697"): their form and the token after.

    Only where no list, date or age can be meant: before it a sign or a word that opens a number, after it a noun.
    """
    form, after = row[i].low, i + 1
    while after + 1 < len(row) and row[after].low == "," and _slipped(row, after):
        form, after = form + row[after + 1].low, after + 2
    if after == i + 1 or form[0] == "0" or len(form) > LONGEST_LITERAL or i == 0:
        return None
    before = row[i - 1]
    if before.low in _SIGNS:
        return form, after
    if before.kind != WORD or (before.upper and i > 1) or before.low in words.months or before.low in words.joiners:
        return None
    if after == len(row) or row[after].kind != WORD or row[after].low in words.stop or row[after].upper:
        return None
    return form, after


_SIGNS = frozenset("€$£")


def _slipped(row: Sequence[Token], comma: int) -> bool:
    group = row[comma + 1]
    touching = row[comma].start == row[comma - 1].end and group.start == row[comma].end + 1
    return touching and group.kind == DIGITS and len(group.low) == 3 and group.low.isdigit()


def slashed(row: Sequence[Token], i: int) -> Decimal | None:
    """A fraction written with a slash: "3/4". A date or "24/7" is none."""
    if i + 2 >= len(row) or row[i + 1].low != "/" or row[i + 2].kind != DIGITS or row[i + 2].start != row[i].end + 1:
        return None
    if i + 3 < len(row) and row[i + 3].low == "/" or i and row[i - 1].low == "/":
        return None
    top, bottom = row[i].low, row[i + 2].low
    if not (top.isdigit() and bottom.isdigit() and len(top) <= 2 and bottom in _BOTTOMS and int(top) < int(bottom)):
        return None
    return exact(Decimal(top) / Decimal(bottom))


_BOTTOMS = frozenset(["2", "3", "4", "5", "6", "8", "10", "12", "16", "20", "32", "64", "100", "128"])


def power(row: Sequence[Token], i: int, value: Decimal) -> tuple[Decimal, int] | None:
    """Powers and exponents: "1.2e10", "10^6". Returns the value and the token after it."""
    if i + 1 >= len(row) or row[i].low not in ("e", "^") or row[i].start != row[i - 1].end:
        return None
    after, sign = i + 1, 1
    while after < len(row) and row[after].low in "+-" and after < i + 3:
        sign = -1 if row[after].low == "-" else 1
        after += 1
    if after >= len(row) or row[after].kind != DIGITS or row[after].start != row[after - 1].end:
        return None
    exponent = row[after].low
    if not exponent.isdigit() or len(exponent) > 2:
        return None
    power = sign * int(exponent)
    if row[i].low == "e":
        return value.scaleb(power), after + 1
    return (value**power, after + 1) if value else None
