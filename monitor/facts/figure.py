"""Figure: one number that a text reports, with all that says what it means. A frozen value; finds nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Bound = Literal["=", "~", ">", ">=", "<", "<=", "vague"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text.

    `start:end` is the span of `surface` in the text given, in code points; `surface` holds the bound's words and the
    unit ("more than 41,100", "$1.2 million"). `lo` and `hi` are the interval the words allow: equal for an exact or
    an approximate value, one of them None where a bound is open (> and >= have hi None, < and <= have lo None), both
    set for a range ("30 to 40") and for a vague count ("dozens": 24..99). `unit` is a singular English name
    ("person", "dollar", "percent", "kilometre", "year", ...) or "" if none. `counted` is a concept of the lexicons
    ("death", "injury", "missing", ...) or the noun as written in lower case; "" when unknown. `place`, `as_of` and
    `source` are as written, "" when the text does not say. `noun` is the head noun of what is counted as written, in
    lower case ("captives"), `phrase` the noun with its modifiers ("Israeli captives"). `status` is confirmed, feared,
    presumed, believed, reported, alleged or ""; `direction` is rise, fall or "" where the number is a movement;
    `extent` is new ("another 12"), total ("bringing the toll to 45"), part of another figure ("including 12
    children") or "". `holder` is the party, candidate, team, company, person or place that has the figure, as
    written, "" where that is not clear ("Brandt won 52%": Brandt). A score ("2-1", unit "score") holds its first
    number in `lo` and its second in `hi`, in the order written.
    """

    surface: str
    start: int
    end: int
    lo: Decimal | None
    hi: Decimal | None
    bound: Bound
    unit: str = ""
    counted: str = ""
    place: str = ""
    as_of: str = ""
    source: str = ""
    status: str = ""
    noun: str = ""
    phrase: str = ""
    direction: str = ""
    extent: str = ""
    holder: str = ""

    def to_dict(self) -> dict[str, str | None]:
        """What the store, `--json` and the screens show of it; numbers as decimal strings, open ends null."""
        ends = {end: None if number is None else f"{number:f}" for end, number in (("lo", self.lo), ("hi", self.hi))}
        words = ("unit", "counted", "noun", "place", "as_of", "source", "holder")
        return {"text": self.surface, **ends, "bound": self.bound, **{name: getattr(self, name) for name in words}}

    @property
    def value(self) -> Decimal | None:
        """The number a reader would quote: the finite end of a bound, the low end of a range; None never occurs."""
        return self.lo if self.lo is not None else self.hi

    @property
    def share(self) -> Decimal | None:
        """The value as a part of one, equal for "three quarters", "75 %" and "three in four"; None if it is none."""
        value = self.value
        if value is None or self.bound == "vague":
            return None
        if self.unit == "percent":
            return value / 100
        counts = self.unit in ("", "person", "share")
        return value if self.unit == "share" or (counts and 0 < value < 1) else None
