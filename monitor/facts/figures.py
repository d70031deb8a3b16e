"""Every number that a text reports, with its bound, unit, what it counts, where and as of when.

A text and its language go in, Figures in the order of the text come out; they never overlap. The same text gives the
same figures. Touches nothing outside, never raises, and reads at most READ characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from monitor.facts.figure import Figure
from monitor.facts.frames import Place, as_of, extent, nearest, places, status
from monitor.facts.neighbours import settled
from monitor.facts.nofigures import blocked
from monitor.facts.nouns import CLAUSE, FARTHEST, NOTHING, Noun, concept_of, noun_after, noun_before, sightings
from monitor.facts.quantities import Quantity, touches, with_bound, with_money_before, with_unit
from monitor.facts.ranges import joined, mark_at, number_at, with_own_words
from monitor.facts.sources import Source, find_sources
from monitor.facts.vocabulary import Concept, Vocabulary, vocabulary
from monitor.text.cues import ordinals
from monitor.text.normal import READ, Composed, compose, fold
from monitor.text.sentences import Span, sentences
from monitor.text.spotting import runs
from monitor.text.tokens import DIGITS, SIGN, WORD, Token, digits_in, forms_of, tokens, where

# A sentence longer than this is read in pieces: no rule looks farther.
SENTENCE = 1000
# A piece of a sentence with more number words than this is a table or noise: nothing in it is reported in words.
TABLE = 80


_DIGIT = re.compile(r"\d")


def find_figures(text: str, lang: str = "en") -> list[Figure]:
    """The figures of a text. `lang` is a BCP 47 tag; an unknown one still gets digits, percentages and money.

    Spans are code points of the text given. Linear time, about 0.1 ms a sentence that holds a number.
    """
    words = vocabulary(lang)
    composed = compose(text[:READ])
    plain = fold(composed.text)
    if not _may_hold(plain, words):
        return []
    out: list[Figure] = []
    paragraph = _Paragraph()
    for sentence in sentences(composed.text, words.lang):
        if "\n" in plain[paragraph.end : sentence.start]:
            out += paragraph.figures_at_home(plain, words)
            paragraph = _Paragraph()
        paragraph.end = sentence.end
        for start in range(sentence.start, sentence.end, SENTENCE):
            end = min(start + SENTENCE, sentence.end)
            if end - start < len(plain) and not _may_hold(plain[start:end], words):
                paragraph.unread.append((start, end))
                continue
            found, here = _sentence(plain, sentence, tokens(plain, start, end), words)
            if not here:
                paragraph.homeless += range(len(paragraph.figures), len(paragraph.figures) + len(found))
            paragraph.figures += found
            paragraph.named.update(place.name for place in here)
    out += paragraph.figures_at_home(plain, words)
    if plain is not text:
        out = [_placed(figure, text, composed) for figure in out]
    return out


def _may_hold(plain: str, words: Vocabulary) -> bool:
    """Whether a text may hold a number: a digit, or a word that begins one. Most sentences end here."""
    if _DIGIT.search(plain):
        return True
    found = runs(plain)
    if not words.trigger_runs.isdisjoint(found):
        return True
    mark, compound, begins = words.numbers.attached, words.numbers.compound, words.piece_begins
    if mark and any(word.startswith(mark) and word[len(mark) :] in words.begins for word in found):
        return True
    return compound is not None and any(word[:2] in begins and compound.fullmatch(word) for word in found)


@dataclass(slots=True)
class _Paragraph:
    """What one paragraph held so far: its figures, the places it names, and the spans not read for figures."""

    figures: list[Figure] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    unread: list[tuple[int, int]] = field(default_factory=list)
    homeless: list[int] = field(default_factory=list)  # figures of sentences that name no place
    end: int = 0

    def figures_at_home(self, plain: str, words: Vocabulary) -> list[Figure]:
        """The figures, each with the place the paragraph names if that is one: with two nobody could tell which."""
        if not words.places or len(self.named) > 1 or not self.homeless:
            return self.figures
        for start, end in self.unread:
            row = tokens(plain, start, end)
            self.named.update(place.name for place in places(plain, row, forms_of(row), words))
        if len(self.named) == 1:
            (home,) = self.named
            for i in self.homeless:
                self.figures[i] = replace(self.figures[i], place=home)
        return self.figures


def _source(sources: Sequence[Source], at: int) -> str:
    """Who says a figure at a place of its sentence: the nearest source that is named, else a pronoun."""
    if not sources:
        return ""
    return min(sources, key=lambda source: (source.bare, abs(source.start - at))).text


def _placed(figure: Figure, text: str, composed: Composed) -> Figure:
    """The figure with its span and surface in the text as given."""
    start, end = composed.before(figure.start), composed.before(figure.end)
    return replace(figure, start=start, end=end, surface=text[start:end])


def _sentence(plain: str, span: Span, row: list[Token], words: Vocabulary) -> tuple[list[Figure], list[Place]]:
    """The figures of one sentence, or of a piece of a long one, and the places it names."""
    forms = forms_of(row)
    named = places(plain, row, forms, words) if words.places else []
    if words.numbers.attached:
        forms = forms_of(row := _detached(row, words))
    quantities = _quantities(plain, row, forms, words)
    if not quantities:
        return [], named
    seen = sightings(row, forms, words)
    starts = frozenset([quantity.number_end - 1 for quantity in quantities])
    when = as_of(plain, row, forms, words)
    unsure = not words.statuses.keys().isdisjoint(forms)
    sources = find_sources(span.text, words.lang)
    last: Concept | None = None
    out: list[Figure] = []
    for quantity in quantities:
        noun = _noun(plain, row, quantity, words)
        if not _kept(plain, row, quantity, noun, words):
            continue
        unit = quantity.unit or words.units.get(noun.head) or ("person" if noun.people else "")
        whole, concept, reach = extent(row, quantity.first, quantity.after, words), None, FARTHEST
        if whole == "part" and last is not None and unit == "person":
            reach = CLAUSE  # "45 people were killed, including 12 children": killed, whatever follows
        if not quantity.age:
            concept = concept_of(row, quantity.first, quantity.after, unit, noun, seen, starts, words, reach)
            concept = concept or (last if reach < FARTHEST else None)
            last = concept
        start, end = row[quantity.first].start, row[quantity.after - 1].end
        out.append(
            Figure(
                surface=plain[start:end],
                start=start,
                end=end,
                lo=None if quantity.bound in ("<", "<=") and quantity.lo == quantity.hi else quantity.lo,
                hi=None if quantity.bound in (">", ">=") and quantity.lo == quantity.hi else quantity.hi,
                bound=quantity.bound,
                unit=unit or (concept.unit if concept else ""),
                counted="age" if quantity.age else concept.name if concept else noun.head,
                place=nearest(named, row, (start, end), words) if named else "",
                as_of=when,
                source=_source(sources, start - span.start),
                status=status(row, quantity.first, quantity.after, words) if unsure else "",
                noun=noun.head,
                phrase=noun.phrase,
                direction=quantity.direction,
                extent=whole,
            )
        )
    return out, named


def _number_words(row: Sequence[Token], forms: Sequence[str], words: Vocabulary) -> int:
    """How many words may be numbers or parts of one."""
    many = len(where(forms, words.triggers))
    return many + (sum(_compound(token, words) for token in row) if words.numbers.compound else 0)


def _noun(plain: str, row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> Noun:
    at = quantity.after
    if quantity.dual:
        token = row[quantity.number_end - 1]
        return Noun(token.low, plain[token.start : token.end], at, token.low in words.people)
    if at < len(row) and row[at].low == "-" and touches(row, at - 1, at):
        if touches(row, at, at + 1) and row[at + 1].kind == WORD and not quantity.unit:
            # "a 150-page report", "a six-cylinder engine": the word tied on is what is counted.
            word = row[at + 1]
            return Noun(word.low, plain[word.start : word.end], at + 2, word.low in words.people)
        if not quantity.unit and (tied := _tied_on_later(row, at, words)):
            word = row[tied]
            return Noun(word.low, plain[word.start : word.end], tied + 1, word.low in words.people)
        at += 1
    if quantity.unit and not quantity.age and not quantity.unit.startswith("per "):
        # "60 percent of voters" counts voters; "5 miles from" counts nothing but miles.
        if at < len(row) and row[at].low in words.of_words:
            return noun_after(plain, row, at, words, False)
        return NOTHING
    found = noun_after(plain, row, at, words, quantity.lo == quantity.hi == 1)
    return found if found.head else noun_before(plain, row, quantity.first, words)


def _tied_on_later(row: Sequence[Token], i: int, words: Vocabulary) -> int | None:
    """The word that a hyphen left open at token i goes on to: "four-, five- and six-cylinder engines"."""
    for j in range(i + 1, min(i + 8, len(row) - 1)):
        if row[j].low == "-" and row[j + 1].kind == WORD and touches(row, j - 1, j) and touches(row, j, j + 1):
            return j + 1
        low = row[j].low
        goes_on = low in "-," or low in words.begins or low in words.numbers.joiners or low in words.range_to
        if not (goes_on or row[j].kind == DIGITS):
            return None
    return None


def _kept(plain: str, row: Sequence[Token], quantity: Quantity, noun: Noun, words: Vocabulary) -> bool:
    """Whether a number is a figure at all: not a year, not "one" as a pronoun, not a vague word about nothing."""
    before = row[quantity.first - 1] if quantity.first else None
    if before is not None and before.kind == WORD and not quantity.unit and row[quantity.number_end - 1].kind == WORD:
        if not noun.head and before.low in words.rank_before:
            return False  # "the top two"
        if row[quantity.first].upper and before.upper and not noun.people and not _titled(row):
            return False  # a name: "The Evening Seven"
    if quantity.one:
        if _of_so_many(row, quantity.after, words):
            return True  # "one of the six hostages"
        if before is not None and before.low in words.one_not_before:
            return False
        if words.numbers.ones_are_articles:
            concept = words.concepts.get(noun.head)
            return noun.head in words.people or (concept is not None and concept.unit == "person")
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
        if noun.head and before is not None and before.low in words.count_before:
            return True  # "has 2134 confirmed cases"
        return noun.people or (bool(noun.head) and not (before and before.low in words.stop) and quantity.lo < 1900)
    if quantity.few:
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


def _of_so_many(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """Whether "of" and a number follow, an article between them left out."""
    if i + 1 >= len(row) or row[i].low not in words.of_words:
        return False
    i += 1 if row[i + 1].kind == DIGITS or row[i + 1].low in words.numbers.values else 2
    return i < len(row) and (row[i].kind == DIGITS or row[i].low in words.numbers.values)


def _titled(row: Sequence[Token]) -> bool:
    """Whether most words have capitals, as in a headline."""
    long = [token for token in row if token.kind == WORD and token.end - token.start > 3]
    return sum(token.upper for token in long) > 0.7 * len(long)


def _quantities(plain: str, row: list[Token], forms: Sequence[str], words: Vocabulary) -> list[Quantity]:
    """Every number of a sentence with its own words, in order, none overlapping; nothing of a table."""
    out: list[Quantity] = []
    digits = digits_in(row)
    if not 0 < len(digits) + _number_words(row, forms, words) <= TABLE:
        return []
    hidden = blocked(plain, row, digits, words)
    free = 0
    triggers, articles = words.triggers, words.numbers.articles
    may = {*digits, *where(forms, words.begins)}
    if words.numbers.compound:
        may.update([i for i, token in enumerate(row) if _compound(token, words)])
    for i in sorted(may):
        if i < free or i in hidden:
            continue
        low = forms[i]
        if out and out[-1].unit.startswith("per ") and words.per_many.before(row, i):
            base = number_at(row, i, words)
            free = base.after if base else free
            continue  # "12 per 100,000" is one figure
        if low in articles and low not in triggers and (i + 1 == len(row) or forms[i + 1] not in triggers):
            continue  # most articles begin no number
        quantity = _quantity(plain, row, i, words, hidden)
        if quantity is None:
            continue
        if quantity.first < free:
            quantity = quantity._replace(first=free)
        if out:
            out[-1], quantity = settled(row, out[-1], quantity, words)
        out.append(quantity)
        free = quantity.after
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
            return _finished(plain, row, _vague(row, i, vague, words), words)
        if token.low in words.numbers.duals:
            return _dual(row, i, words)
        if every := words.every.at(row, i):
            after, share = every
            return with_bound(row, Quantity(i, after, share, share, unit="share", number_end=after), words)
    elif token.kind == SIGN and token.low.isascii():
        return None
    if mark := mark_at(row, i, words):
        return _finished(plain, row, mark, words)
    numeral = number_at(row, i, words)
    if numeral is None or _ordinal(row, numeral.after, words):
        return None
    first = with_own_words(plain, row, numeral, words)
    pair = joined(plain, row, numeral, first, words, hidden)
    if pair is None:
        return _finished(plain, row, first, words)
    return pair


def _dual(row: Sequence[Token], i: int, words: Vocabulary) -> Quantity:
    """A noun whose ending says "two of them" (Arabic), with or without the word for two after it."""
    two = words.numbers.values.at(row, i + 1)
    after = two[0] if two and two[1] == 2 else i + 1
    unit = words.units.get(row[i].low) or ""
    quantity = Quantity(i, after, Decimal(2), Decimal(2), unit=unit, number_end=i + 1, dual=not unit)
    return with_bound(row, quantity, words)


def _ordinal(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """Whether a number word goes on as an ordinal: "twenty-first" counts nothing."""
    tied = 0 < i < len(row) - 1 and row[i].low == "-" and row[i - 1].kind == WORD
    return tied and touches(row, i - 1, i) and touches(row, i, i + 1) and row[i + 1].low in ordinals(words.lang)


def _vague(row: list[Token], i: int, found: tuple[int, tuple[int, int]], words: Vocabulary) -> Quantity:
    """A count without a number; "several" may have a scale: "several hundred" is 300 to 999."""
    after, (low, high) = found
    few = words.vague.at(row, i) is None
    scale = words.numbers.hundreds.at(row, after) or words.numbers.scales.at(row, after)
    if few and scale:
        after, times = scale
        return Quantity(i, after, low * times, (high + 1) * times - 1, bound="vague", vague=True, number_end=after)
    return Quantity(i, after, Decimal(low), Decimal(high), bound="vague", vague=True, few=few, number_end=after)


def _finished(plain: str, row: list[Token], quantity: Quantity, words: Vocabulary) -> Quantity:
    if quantity.vague:
        quantity = with_unit(plain, row, with_money_before(row, quantity, words), words)
        of = quantity.after
        unit = words.money.at(row, of + 1) or words.units.at(row, of + 1)
        if unit and not quantity.unit and row[of].low in words.of_words:
            quantity = quantity._replace(after=unit[0], unit=unit[1])
    return with_bound(row, quantity, words)
