"""Random `when` expressions: good ones, near misses, and noise. The same seed gives the same ones."""

from __future__ import annotations

import random
from collections.abc import Iterator

from monitor.rules.fields import FIELDS

SIGNS = [*"()[]{},+-*/<>?:.&|^%=!~#$@;\\\"'", "==", "!=", ">=", "<=", "=~", "!~", "**", "//", "<<", ">>", "??", "&."]
WORDS = ["and", "or", "not", "in", "for", "if", "else", "null", "true", "false", "inf", "nan", "zzz", "abs(", "\x00"]
VALUES = ["0", "1.5", "1e999", "41,100", "'a'", '"b"', "b'x'", "d'2020-01-01'", "t'P1D'", "'death'", "'figure.value'"]
CALLS = ["$abs(", "$min(", "$range(", "$now", "$random", "$foo", "$map(", "$any([", "$split("]
REPEATED = ["-", "not ", "(", "[", "delta+", "delta >", "'", '"', "\\", "a.", "$", "announced or ", "1,", "{'a':"]
PARTS = ["announced", "delta", "delta > 5", "kind == 'quote.text'", "'a' in new_text", "counted == 'death'", "tags"]
PARTS += ["5", "'x'", "$abs(delta)", "percent", "not announced", "null", "[1, 2]", "$split(new_text)[0]", "-delta"]
PARTS += ["where in ['body', 'lead']", "'gaza' in tags", "new_value / old_value > 1.5", "relation != ''", "unit"]
BETWEEN = ["and", "or", "==", "!=", ">", "<=", "+", "-", "*", "/", "in", "??", "**", "%"]


def expressions(seed: int, count: int) -> Iterator[str]:
    """`count` texts: a third well formed, a third made of tokens, the rest of any characters or one part repeated."""
    chance = random.Random(seed)
    tokens = [*FIELDS, *SIGNS, *WORDS, *VALUES, *CALLS]
    for n in range(count):
        if n % 3 == 0:
            yield formed(chance, chance.randint(1, 5))
        elif n % 3 == 1:
            yield " ".join(chance.choice(tokens) for _ in range(chance.randint(0, 60)))
        elif n % 2:
            yield "".join(chr(chance.randint(1, 0x2FFF)) for _ in range(chance.randint(0, 600)))
        else:
            yield chance.choice(REPEATED) * chance.randint(1, 300)


def formed(chance: random.Random, depth: int) -> str:
    """An expression with balanced brackets; its types may not fit."""
    kind = chance.random()
    if depth <= 0 or kind < 0.25:
        return chance.choice(PARTS)
    one, other = formed(chance, depth - 1), formed(chance, depth - 1)
    if kind < 0.7:
        return f"({one} {chance.choice(BETWEEN)} {other})"
    if kind < 0.8:
        return f"not {one}"
    if kind < 0.9:
        return f"{one} {chance.choice(['and', 'or'])} {other}"
    return f"{one} ? {other} : {formed(chance, depth - 1)}"
