"""Every number that a text reports, with its bound, unit, what it counts, where and as of when.

A text and its language go in, Figures in the order of the text come out; they never overlap. The same text gives the
same figures. Touches nothing outside, never raises, and reads at most READ characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from monitor.facts.figure import Figure
from monitor.facts.frames import Place, as_of, nearest, places, status
from monitor.facts.nofigures import blocked
from monitor.facts.normal import Composed, compose, fold
from monitor.facts.nouns import NOTHING, Noun, concept_of, noun_after, sightings
from monitor.facts.numerals import Numeral, read_numeral
from monitor.facts.quantities import (
    Quantity,
    is_year,
    touches,
    with_bound,
    with_money_before,
    with_sign,
    with_unit,
)
from monitor.facts.sentences import sentences
from monitor.facts.tokens import DIGITS, SIGN, WORD, Token, tokens
from monitor.facts.vocabulary import Vocabulary, vocabulary

# No article is longer; what lies beyond is not read, so that a hostile page costs at most about a second.
READ = 400_000
# A sentence longer than this is read in pieces: no rule looks farther.
SENTENCE = 1000
# A piece of a sentence with more number words than this is a table or noise: nothing in it is reported in words.
TABLE = 80


def find_figures(text: str, lang: str = "en") -> list[Figure]:
    """The figures of a text. `lang` is a BCP 47 tag; an unknown one still gets digits, percentages and money.

    Spans are code points of the text given. Linear time, about 0.2 ms a sentence that holds a number.
    """
    words = vocabulary(lang)
    composed = compose(text[:READ])
    plain = fold(composed.text)
    out: list[Figure] = []
    paragraph: list[Figure] = []
    named: set[str] = set()
    end = 0
    for sentence in sentences(composed.text, words.lang):
        if "\n" in plain[end : sentence.start]:
            out += _at_home(paragraph, named)
            paragraph, named = [], set()
        end = sentence.end
        for start in range(sentence.start, sentence.end, SENTENCE):
            row = tokens(plain, start, min(start + SENTENCE, sentence.end))
            found, here = _sentence(plain, row, words)
            paragraph += found
            named.update(place.name for place in here)
    out += _at_home(paragraph, named)
    if plain is not text:
        out = [_placed(figure, text, composed) for figure in out]
    return out


def _at_home(figures: list[Figure], named: set[str]) -> list[Figure]:
    """Gives the figures of a paragraph that names exactly one place that place; with two nobody could tell which."""
    if len(named) != 1:
        return figures
    (place,) = named
    return [figure if figure.place else replace(figure, place=place) for figure in figures]


def _placed(figure: Figure, text: str, composed: Composed) -> Figure:
    """The figure with its span and surface in the text as given."""
    start, end = composed.before(figure.start), composed.before(figure.end)
    return replace(figure, start=start, end=end, surface=text[start:end])


def _sentence(plain: str, row: list[Token], words: Vocabulary) -> tuple[list[Figure], list[Place]]:
    """The figures of one sentence and the places it names."""
    named = places(plain, row, words) if words.places else []
    numbers = words.numbers
    if numbers.attached:
        row = _detached(row, words)
    many = sum(t.kind == DIGITS or t.low in words.triggers or _compound(t, words) for t in row)
    if not 0 < many <= TABLE:
        return [], named
    quantities = _quantities(plain, row, words)
    if not quantities:
        return [], named
    seen = sightings(row, words)
    starts = frozenset(quantity.number_end - 1 for quantity in quantities)
    when = as_of(plain, row, words)
    out: list[Figure] = []
    for quantity in quantities:
        noun = _noun(plain, row, quantity, words)
        if not _kept(row, quantity, noun, words):
            continue
        unit = quantity.unit or words.units.get(noun.head) or ("person" if noun.people else "")
        concept = None
        if not quantity.age:
            concept = concept_of(row, quantity.first, quantity.after, unit, noun, seen, starts, words)
        start, end = row[quantity.first].start, row[quantity.after - 1].end
        counted = quantity.counted or ("age" if quantity.age else concept.name if concept else noun.head)
        out.append(
            Figure(
                surface=plain[start:end],
                start=start,
                end=end,
                lo=None if quantity.bound in ("<", "<=") and quantity.lo == quantity.hi else quantity.lo,
                hi=None if quantity.bound in (">", ">=") and quantity.lo == quantity.hi else quantity.hi,
                bound=quantity.bound,
                unit=unit or (concept.unit if concept else ""),
                counted=counted,
                place=nearest(named, start, end),
                as_of=when,
                status=status(row, quantity.first, quantity.after, words),
                noun=noun.head,
                phrase=noun.phrase,
                direction=quantity.direction,
            )
        )
    return out, named


def _noun(plain: str, row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> Noun:
    at = quantity.after
    if at < len(row) and row[at].low == "-" and touches(row, at - 1, at):
        if at + 1 < len(row) and row[at + 1].kind == WORD and not quantity.unit:
            # "a 150-page report", "a six-cylinder engine": the word tied on is what is counted.
            word = row[at + 1]
            return Noun(word.low, plain[word.start : word.end], at + 2, word.low in words.people)
        at += 1
    if quantity.unit and not quantity.age:
        # "60 percent of voters" counts voters; "5 miles from" counts nothing but miles.
        if at < len(row) and row[at].low in words.of_words:
            return noun_after(plain, row, at, words, False)
        return NOTHING
    return noun_after(plain, row, at, words, quantity.lo == quantity.hi == 1)


def _kept(row: Sequence[Token], quantity: Quantity, noun: Noun, words: Vocabulary) -> bool:
    """Whether a number is a figure at all: not a year, not "one" as a pronoun, not a vague word about nothing."""
    before = row[quantity.first - 1] if quantity.first else None
    if quantity.one:
        if before is not None and before.low in words.one_not_before:
            return False
        if words.numbers.ones_are_articles:
            return noun.head in words.people or noun.head in words.concepts
        after = row[quantity.after] if quantity.after < len(row) else None
        return (
            after is not None
            and after.kind == WORD
            and after.low not in words.one_not
            and bool(noun.head or quantity.unit)
        )
    if quantity.year_like and quantity.bound == "=":
        if before is not None and (before.low in words.year_before or before.low in words.months):
            return False
        return noun.people or (bool(noun.head) and not (before and before.low in words.stop) and quantity.lo < 1900)
    if quantity.vague and quantity.counted == "few":
        return noun.head in words.people or noun.head in words.concepts
    if (
        quantity.lo != quantity.hi
        and not quantity.unit
        and not noun.people
        and quantity.lo >= 1500
        and quantity.hi < 2200
    ):
        return quantity.bound != "=" or quantity.lo % 1 != 0  # "between 2014 and 2017"
    return True


def _quantities(plain: str, row: list[Token], words: Vocabulary) -> list[Quantity]:
    """Every number of a sentence with its own words, in order, none overlapping."""
    out: list[Quantity] = []
    hidden = blocked(plain, row, words)
    i, free = 0, 0
    begins = words.begins
    while i < len(row):
        token = row[i]
        may = token.kind == DIGITS or token.low in begins or _compound(token, words)
        quantity = _quantity(plain, row, i, words, hidden) if may and i not in hidden else None
        if quantity is None:
            i += 1
            continue
        if quantity.first < free:
            quantity = replace(quantity, first=free)
        out.append(quantity)
        i = free = quantity.after
    return out


def _compound(token: Token, words: Vocabulary) -> bool:
    """Whether a word is a number written in one word ("dreihundert")."""
    pattern = words.numbers.compound
    return pattern is not None and token.low[:2] in words.piece_begins and pattern.fullmatch(token.low) is not None


def _detached(row: list[Token], words: Vocabulary) -> list[Token]:
    """The tokens with "and" cut off from number words, for scripts that write it on to them (Arabic "wa")."""
    mark, begins = words.numbers.attached, words.begins
    out: list[Token] = []
    for token in row:
        rest = token.low[len(mark) :]
        if token.kind == WORD and rest and token.low.startswith(mark) and token.low not in begins and rest in begins:
            middle = token.start + len(mark)
            out += [Token(WORD, mark, token.start, middle), Token(WORD, rest, middle, token.end)]
        else:
            out.append(token)
    return out


def _quantity(plain: str, row: list[Token], i: int, words: Vocabulary, hidden: set[int]) -> Quantity | None:
    """The number that begins at token i with unit and bound, joined with a second one where the two are a range."""
    token = row[i]
    if token.kind == WORD:
        if vague := (words.vague.at(row, i) or words.vague_few.at(row, i)):
            few = words.vague.at(row, i) is None
            low, high = vague[1]
            quantity = Quantity(
                i, vague[0], Decimal(low), Decimal(high), bound="vague", vague=True, number_end=vague[0]
            )
            quantity = replace(quantity, counted="few" if few else "")
            return _finished(plain, row, quantity, words)
    elif token.kind == SIGN and token.low.isascii():
        return None
    numeral = _numeral(row, i, words)
    if numeral is None:
        return None
    first = _plain_quantity(plain, row, numeral, words)
    joined = _joined(plain, row, numeral, first, words, hidden)
    if joined is None:
        return _finished(plain, row, first, words)
    return joined


def _numeral(row: list[Token], i: int, words: Vocabulary) -> Numeral | None:
    money = i > 0 and words.money_before.before(row, i) is not None
    return read_numeral(row, i, words.numbers, money)


def _plain_quantity(plain: str, row: list[Token], numeral: Numeral, words: Vocabulary) -> Quantity:
    year = numeral.literal and not numeral.grouped and is_year(row, numeral.first, numeral.after)
    quantity = Quantity(
        numeral.first,
        numeral.after,
        numeral.value,
        numeral.value,
        one=numeral.one,
        year_like=year,
        number_end=numeral.after,
    )
    quantity = with_sign(row, with_money_before(row, quantity, words), words)
    quantity = with_unit(plain, row, quantity, words)
    return _age_in_commas(row, quantity, words)


def _age_in_commas(row: list[Token], quantity: Quantity, words: Vocabulary) -> Quantity:
    """ "Ana Ruiz, 34, a teacher": a number between commas after a name is an age."""
    i, after = quantity.first, quantity.after
    if quantity.unit or after != i + 1 or row[i].kind != DIGITS or i < 2 or not (0 < quantity.lo < 111):
        return quantity
    sign = row[i - 1].low
    named = row[i - 2].kind == WORD and (row[i - 2].upper or row[i - 2].low in words.people)
    if sign not in ",(" or not named:
        return quantity
    closing = row[after].low if after < len(row) else "."
    if closing in ((")",) if sign == "(" else (",", ".", ";")):
        return replace(quantity, unit="year", age=True)
    return quantity


def _finished(plain: str, row: list[Token], quantity: Quantity, words: Vocabulary) -> Quantity:
    if quantity.vague:
        quantity = with_unit(plain, row, with_money_before(row, quantity, words), words)
        of = quantity.after
        unit = words.money.at(row, of + 1) or words.units.at(row, of + 1)
        if unit and not quantity.unit and row[of].low in words.of_words:
            quantity = replace(quantity, after=unit[0], unit=unit[1])
    return with_bound(row, quantity, words)


def _joined(
    plain: str, row: list[Token], numeral: Numeral, first: Quantity, words: Vocabulary, hidden: set[int]
) -> Quantity | None:
    """Two numbers that are one figure: "30 to 40", "between $5 and $6", "5-10", "2-1", "one in five"."""
    i = first.after
    if i >= len(row):
        return None
    if rate := words.rate.at(row, i):
        return _rate(row, first, rate[0], words, hidden)
    opening = first.first > 0 and row[first.first - 1].low in words.range_open
    dash = row[i].low == "-" and not (
        row[i].start > row[i - 1].end and not touches(row, i - 1, i) and not _spaced_dash(row, i)
    )
    to = words.range_to.at(row, i)
    both = words.range_and.at(row, i) if opening else None
    after = i + 1 if dash else both[0] if both else to[0] if to else None
    if after is None or after >= len(row):
        return None
    at = after
    if sign := words.money_before.at(row, at):
        at = sign[0]
    if at >= len(row) or (at in hidden and not (dash and row[at].kind == DIGITS and _both_short(row, first, at))):
        return None
    second = _numeral(row, at, words)
    if second is None:
        return None
    end = _plain_quantity(plain, row, second, words)
    per = end.unit.startswith(f"{first.unit} per ")
    if first.unit and end.unit and first.unit != end.unit and not per or first.age != end.age and first.age:
        return None
    low, high = first.lo, end.hi
    if low < 0 or end.lo < 0 and not dash:
        return None
    high = abs(high)
    if numeral.last_scale == 1 and second.last_scale >= 1000 and low < 1000 and numeral.literal:
        low = low * second.last_scale if low * second.last_scale < high else low
    if to and not both and not dash and not _range_to(row, first, to, low, high, words):
        return None
    unit = end.unit or first.unit
    if dash and (low >= high or not unit and _score_words(row, first)):
        if unit or not (numeral.literal and second.literal) or low > 1000 or high > 1000:
            return None
        unit = "score"
    elif low > high:
        return None
    start = first.first - 1 if opening else first.first
    if to and start > 0 and row[start - 1].low in _FROM:
        start -= 1
    whole = Quantity(
        start, end.after, low, high, unit=unit, age=first.age or end.age, number_end=end.number_end, direction=""
    )
    return with_bound(row, whole, words)


_FROM = frozenset(["from", "de", "von", "entre", "desde", "من"])


def _spaced_dash(row: list[Token], i: int) -> bool:
    return i + 1 < len(row) and row[i + 1].kind == DIGITS and row[i - 1].kind == DIGITS


def _both_short(row: list[Token], first: Quantity, at: int) -> bool:
    return len(row[at].low) < 4 and row[first.number_end - 1].kind == DIGITS


def _score_words(row: list[Token], first: Quantity) -> bool:
    """Whether the word before makes "3-5" a score or a vote: a verb of winning, losing or voting."""
    return first.first > 0 and row[first.first - 1].low in _SCORING


_SCORING = frozenset("won lost beat win voted vote drew draw defeated lead led victory defeat score passed".split())  # noqa: SIM905


def _range_to(
    row: list[Token], first: Quantity, to: tuple[int, str], low: Decimal, high: Decimal, words: Vocabulary
) -> bool:
    """Whether "5 to 6" is a range: not after a verb of movement ("rose 5 to 60"), which makes it a new level."""
    if low >= high:
        return False
    i = first.first
    if i > 0 and row[i - 1].low in _FROM:
        return words.directions.before(row, i - 1) is None
    if words.directions.before(row, i):
        # "fell by 1 to 1.5 degrees" is a range, "rose by 10 to 60" a new level.
        return not first.unit and high <= 2 * low
    if to[1] == "or":
        return high - low <= 10 and first.number_end == first.after
    return True


def _rate(row: list[Token], first: Quantity, at: int, words: Vocabulary, hidden: set[int]) -> Quantity | None:
    """ "one in five", "3 out of 4": a share, where the second number is round or small and no span of time."""
    if at >= len(row) or at in hidden or first.unit or not (0 < first.lo <= 99):
        return None
    second = _numeral(row, at, words)
    if second is None or second.value <= first.lo or second.value != second.value.to_integral_value():
        return None
    if row[at - 1].low == "in":
        common = second.value in _RATES and first.lo <= 10
        if not common or words.units.at(row, second.after) or words.months.get(row[second.after - 1].low):
            return None
    share = first.lo / second.value
    whole = Quantity(first.first, second.after, share, share, number_end=second.after)
    whole = with_unit("", row, whole, words)
    return with_bound(row, replace(whole, unit=whole.unit or "share"), words)


_RATES = frozenset(
    map(Decimal, (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 50, 100, 500, 1000, 10_000, 100_000, 1_000_000))
)
