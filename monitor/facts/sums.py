"""A number added up from its words, left to right. Values go in one by one, refused where they begin another number."""

from __future__ import annotations

from decimal import Decimal


def whole(value: Decimal) -> Decimal:
    """The value without a fraction of zeros: "1.2 billion" is 1200000000, not 1200000000.0."""
    return rounded if (rounded := value.to_integral_value()) == value else value


# Places after the point that a fraction without end keeps: two thirds are 0.666666666667 in all forms.
_PLACES = Decimal("1E-12")
_ENDLESS = 20


def exact(value: Decimal) -> Decimal:
    """The value of a fraction, the same whichever way it was reckoned: "two thirds", "2/3" and "⅔" are equal."""
    number = value.as_tuple()
    endless = isinstance(number.exponent, int) and number.exponent < -12 and len(number.digits) > _ENDLESS
    return whole(value.quantize(_PLACES)) if endless else value


class Sum:
    """A number being added up from its words, left to right."""

    def __init__(self) -> None:
        self.done: list[tuple[Decimal, Decimal]] = []  # (value, its scale), scales falling
        self.now: Decimal | None = None  # what still waits for a scale
        self.tail: Decimal | None = None  # what was added since the last joiner
        self.scale = Decimal(1)
        self.of_scale = False  # "six million and two thirds": the share is one of the scale

    @property
    def value(self) -> Decimal:
        """What the words so far amount to."""
        return sum((value for value, _ in self.done), Decimal(0)) + (self.now or 0)

    def add(self, number: Decimal, join_tens: bool, joined: bool, apart: bool = False) -> bool:
        """Adds a number below the last one's lowest place; False where the two are two numbers.

        `apart`: the joiner before it may set off the fraction to come ("twenty and three fifths").
        """
        if self.now is None:
            if self.done and number >= self.done[-1][1]:
                return False
            self.now, self.tail = number, None
            self.of_scale = apart and bool(self.done)
            return True
        if not self._fits(number, join_tens, joined):
            return False
        self.now += number
        if apart:
            self.tail = number
        elif self.tail is not None:
            self.tail += number
        return True

    def _fits(self, number: Decimal, join_tens: bool, joined: bool) -> bool:
        now = self.now or Decimal(0)
        if now != now.to_integral_value() or now <= 0 or number <= 0:
            return False
        if now % 100 == 0:
            return number < 100
        units = now % 100
        if units % 10 == 0 and 20 <= units <= 90:
            return number < 10 or (units in (60, 80) and number < 20 and join_tens)
        return joined and join_tens and units < 10 and number % 10 == 0 and 20 <= number <= 90

    def hundred(self, number: Decimal) -> bool:
        """Multiplies what waits by a hundred; False where it is a hundred or more already."""
        if self.now is not None and not (0 < self.now < 100):
            return False
        self.now = (self.now or Decimal(1)) * number
        self.tail = None
        return True

    def times(self, scale: Decimal) -> bool:
        """Closes what waits with a scale word; False where that scale was used or is too small."""
        smaller = Decimal(0)
        if self.now is None and not self.done:
            self.now = Decimal(1)
        if self.now is None and self.done and self.done[-1][1] >= scale:
            return False
        if any(one == scale for _, one in self.done):
            return False
        while self.done and self.done[-1][1] < scale:
            smaller += self.done.pop()[0]
        self.done.append((whole((smaller + (self.now or 0)) * scale), scale))
        self.now, self.tail, self.scale = None, None, scale
        return True

    def part(self, share: Decimal, joined: bool) -> bool:
        """A fraction word: "two thirds", "three and a quarter", "two million and a half"."""
        if self.now is None:
            self.now = whole(share * self.scale) if self.done and joined else share
            return True
        if joined:
            self.now += share
            return True
        if self.tail is None or self.tail == self.now:
            self.now *= share * (self.scale if self.of_scale else 1)
        else:
            self.now += self.tail * share - self.tail
        return True
