"""A language's lexicon made ready for look-up: units, money, bounds, vague counts, dates, nouns, concepts.

A language tag goes in, a frozen Vocabulary comes out, built once a language. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from monitor.facts.figure import Bound
from monitor.facts.numberwords import MONTHS, NumberWords, number_words
from monitor.facts.sums import exact
from monitor.text.lexicon import Lexicon, as_decimal, as_words, lexicon
from monitor.text.spotting import openers
from monitor.text.tokens import Phrases, key

# Which kind of quantity a unit measures: concepts say what they may be counted in.
_KINDS = {
    "time": "second minute hour day week month year decade century",
    "length": "kilometre metre centimetre millimetre mile yard foot inch",
    "area": "acre hectare square_kilometre square_mile square_metre square_foot",
    "mass": "kilogram gram milligram metric_ton ton pound-mass ounce",
    "temperature": "celsius fahrenheit degree",
    "speed": "mile_per_hour kilometre_per_hour knot metre_per_second",
}
UNIT_KIND = {unit.replace("_", " "): kind for kind, units in _KINDS.items() for unit in units.split()}


@dataclass(frozen=True, slots=True)
class Concept:
    """What may be counted. `unit` is the unit of a bare count; `allowed` the units or kinds it may be given in."""

    name: str
    unit: str
    allowed: frozenset[str]
    weak: bool
    event: bool = False
    """An occasion on which things befall people; it gives way to what befell them: "arrested at the protest"."""


@dataclass(frozen=True, slots=True)
class SecondMeaning:
    """A unit that a word for money may name as well: words of a sentence that tell so, and words that exclude it."""

    unit: str
    near: frozenset[str]
    excluded: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One language, ready for look-up."""

    lang: str
    numbers: NumberWords
    money: Phrases[str]
    money_before: Phrases[str]
    money_ascii: Phrases[str]
    units: Phrases[str]
    second_meanings: Mapping[str, SecondMeaning]
    units_upper: Mapping[str, str]
    units_scaled: Mapping[str, tuple[str, Decimal]]
    money_scaled: Mapping[str, tuple[str, Decimal]]
    money_units: frozenset[str]
    ages_after: Phrases[str]
    ages_before: Phrases[str]
    below_zero: Phrases[str]
    ages_being: frozenset[str]
    ages_about: Phrases[str]
    ages_who: frozenset[str]
    scales_before: Phrases[str]
    bounds: Phrases[Bound]
    bounds_elided: Phrases[Bound]
    bounds_after: Phrases[Bound]
    bounds_tied: Mapping[str, Bound]
    fillers: frozenset[str]
    vague: Phrases[tuple[int, int]]
    vague_few: Phrases[tuple[int, int]]
    range_to: Phrases[str]
    range_and: Phrases[str]
    range_open: frozenset[str]
    level: Phrases[str]
    against: Phrases[str]
    scoring: frozenset[str]
    rate: Phrases[str]
    marks: frozenset[str]
    marked: frozenset[str]
    every: Phrases[Decimal]
    whole: Phrases[str]
    whole_near: frozenset[str]
    tens: frozenset[str]
    directions: Phrases[str]
    directions_after: Phrases[str]
    directions_by: frozenset[str]
    directions_measured: frozenset[str]
    per: Phrases[str]
    per_many: Phrases[str]
    per_a: frozenset[str]
    per_units: frozenset[str]
    per_not: frozenset[str]
    later: frozenset[str]
    of_words: frozenset[str]
    months: Mapping[str, str]
    day_joiners: frozenset[str]
    month_capital: frozenset[str]
    roads: frozenset[str]
    weekdays: frozenset[str]
    times: frozenset[str]
    year_before: frozenset[str]
    count_before: frozenset[str]
    year_targets: frozenset[str]
    year_after_noun: bool
    clock_after: Phrases[str]
    ordinal_endings: frozenset[str]
    labels: frozenset[str]
    labels_after: frozenset[str]
    files: frozenset[str]
    labels_before: Phrases[str]
    number_labels: Phrases[str]
    roads_first: frozenset[str]
    phone: frozenset[str]
    decades: frozenset[str]
    clock_hours: frozenset[str]
    clock_front: frozenset[str]
    labels_always: frozenset[str]
    head: str
    people: frozenset[str]
    people_endings: tuple[str, ...]
    plurals: frozenset[str]
    not_plural: frozenset[str]
    stop: frozenset[str]
    rank_before: frozenset[str]
    noun_joiners: frozenset[str]
    event_links: frozenset[str]
    one_not: frozenset[str]
    one_not_before: frozenset[str]
    concepts: Phrases[Concept]
    clause: frozenset[str]
    places: frozenset[str]
    place_joiners: frozenset[str]
    place_nouns: frozenset[str]
    place_noun_before: frozenset[str]
    place_compound: frozenset[str]
    place_wide: frozenset[str]
    place_parts: frozenset[str]
    holder_verbs: frozenset[str]
    holder_links: frozenset[str]
    holder_telling: frozenset[str]
    holder_names: frozenset[str]
    holder_endings: Mapping[str, tuple[str, ...]]
    """Endings by what they make of a word: "noun", "adverb", "verb", "plural"."""
    holder_between: frozenset[str]
    holder_to: Phrases[str]
    holder_who: frozenset[str]
    holder_beside: frozenset[str]
    respectively: Phrases[str]
    as_of: Phrases[str]
    as_of_times: frozenset[str]
    statuses: Mapping[str, str]
    extents: Phrases[str]
    extents_after: Phrases[str]
    triggers: frozenset[str]
    trigger_runs: frozenset[str]
    begins: frozenset[str]
    piece_begins: frozenset[str]


def _turned(table: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(form, name) for name, forms in table.items() for form in as_words(forms)]  # type: ignore[arg-type]


def _same(words: Lexicon, *path: str) -> Phrases[str]:
    *tables, last = path
    return Phrases([(form, form) for form in as_words(words.table(*tables).get(last, ()))])


def _intervals(table: Mapping[str, list[int]]) -> Phrases[tuple[int, int]]:
    return Phrases([(form, (low, high)) for form, (low, high) in table.items()])


def _bounds(table: Mapping[str, object]) -> Phrases[Bound]:
    return Phrases([(form, sign) for form, sign in _turned(table)])  # type: ignore[misc]


def _elided(words: Lexicon) -> Phrases[Bound]:
    """The bounds that end with "of", without it: French writes it on to the article, "plus d'un million"."""
    of = words.words("nouns", "of")
    forms = _turned({k: v for k, v in words.table("bounds").items() if k != "bound_fillers"})
    cut = [(form.rpartition(" "), sign) for form, sign in forms]
    return Phrases([(front, sign) for (front, _, last), sign in cut if front and last in of])  # type: ignore[misc]


def _endings(words: Lexicon, sort: str) -> tuple[str, ...]:
    return tuple(sorted(words.words("holders", f"{sort}_endings")))


def _concepts(words: Lexicon) -> Phrases[Concept]:
    entries: list[tuple[str, Concept]] = []
    for name, table in words.table("concepts").items():
        unit = table.get("unit", "")
        allowed = frozenset(as_words(table.get("for", ""))) | ({"person", "percent"} if unit == "person" else set())
        concept = Concept(name, unit, allowed, bool(table.get("weak")), bool(table.get("event")))
        entries += [(form, concept) for form in (*as_words(table.get("words", "")), *table.get("phrases", ()))]
    known = {form for form, _ in entries}
    mark = str(words.table("nouns").get("article", ""))
    entries += [(mark + form, concept) for form, concept in entries if mark and mark + form not in known]
    return Phrases(entries)


def _shares(words: Lexicon) -> list[tuple[str, str]]:
    return _turned(words.table("every"))


def _second_meanings(words: Lexicon) -> dict[str, SecondMeaning]:
    out: dict[str, SecondMeaning] = {}
    for unit, table in words.table("second_meanings").items():
        near, excluded = (frozenset(as_words(table[name])) for name in ("near", "not"))
        out |= {form: SecondMeaning(unit, near, excluded) for form in as_words(table["words"])}
    return out


def _money_scaled(common: Lexicon) -> dict[str, tuple[str, Decimal]]:
    """Codes with the letters of a scale written on to them: "musd" is a million dollars."""
    table = common.table("money_scaled")
    currencies = dict(_turned(common.table("money")))
    out: dict[str, tuple[str, Decimal]] = {}
    for code in as_words(table["codes"]):
        for side in ("front", "back"):
            for times, letters in table[side].items():
                for letter in as_words(letters):
                    out[letter + code if side == "front" else code + letter] = (currencies[code], Decimal(times))
    return out


def _with_article(words: Lexicon, forms: frozenset[str]) -> frozenset[str]:
    """The forms, and the same with the article that a language writes on to them (Arabic "al")."""
    mark = str(words.table("nouns").get("article", ""))
    return forms | {mark + form for form in forms} if mark else forms


def _merged(common: Lexicon, own: Lexicon, name: str) -> Phrases[str]:
    """Signs and codes hold in every language; a language's own forms are added to them."""
    return Phrases([*_turned(common.table(name)), *_turned(own.table(name))])


# One field a line: to split it would hide that it is a list.
@lru_cache(maxsize=16)
def vocabulary(lang: str) -> Vocabulary:
    """The vocabulary for a language tag; an unknown one gets what is common to all."""
    words, common = lexicon(lang), lexicon("common")
    numbers = number_words(words.lang)
    dates = words.table("dates")
    months = {form: name for name, forms in dates.items() if name in MONTHS for form in as_words(forms)}
    vague = words.table("vague")
    money = _merged(common, words, "money")
    ascii_signs = _turned(common.table("money_ascii"))
    extents = _turned(words.table("extents"))
    turns = _turned(words.table("directions"))
    triggers, begins = _triggers(
        numbers,
        [
            *vague,
            *words.table("vague_few"),
            *(form for form, _ in _shares(words)),
            *as_words(words.table("whole").get("words", ())),
        ],
    )
    return Vocabulary(
        lang=words.lang,
        numbers=numbers,
        money=money,
        money_before=Phrases([*_turned(common.table("money")), *ascii_signs, *_turned(words.table("money_before"))]),
        money_ascii=Phrases(ascii_signs),
        units=_merged(common, words, "units"),
        second_meanings=_second_meanings(words),
        units_upper=dict(_turned(common.table("units_upper"))),
        units_scaled={form: (unit, Decimal(times)) for form, (unit, times) in common.table("units_scaled").items()},
        money_scaled=_money_scaled(common),
        money_units=frozenset(money.meanings()),
        ages_after=_same(words, "ages", "after"),
        ages_before=_same(words, "ages", "before"),
        below_zero=_same(words, "ages", "below_zero"),
        ages_about=_same(words, "ages", "about"),
        ages_being=words.words("ages", "being"),
        ages_who=words.words("ages", "who"),
        scales_before=Phrases(_turned(words.table("scales_before"))),
        bounds=_bounds({k: v for k, v in words.table("bounds").items() if k != "bound_fillers"}),
        bounds_elided=_elided(words),
        bounds_after=_bounds(words.table("bounds_after")),
        bounds_tied={form: sign for form, sign in _turned(common.table("bounds_tied"))},  # type: ignore[misc]
        fillers=frozenset(as_words(words.table("bounds").get("bound_fillers", ()))),
        vague=_intervals(vague),
        vague_few=_intervals(words.table("vague_few")),
        range_to=_same(words, "ranges", "to"),
        range_and=_same(words, "ranges", "and"),
        range_open=words.words("ranges", "open_and"),
        level=_same(words, "ranges", "level"),
        against=_same(words, "ranges", "against"),
        scoring=words.words("ranges", "scoring"),
        rate=_same(words, "ranges", "rate"),
        marks=words.words("ranges", "marks"),
        marked=words.words("ranges", "marked"),
        every=Phrases([(form, exact(as_decimal(share))) for form, share in _shares(words)]),
        whole=_same(words, "whole", "words"),
        whole_near=words.words("whole", "near"),
        tens=words.words("numerals", "tens"),
        directions=Phrases([(f, n.removeprefix("none")) for f, n in turns if not n.endswith("_after")]),
        directions_after=Phrases([(f, n[:-6]) for f, n in turns if n.endswith("_after")]),
        directions_by=words.words("directions_by", "words"),
        directions_measured=words.words("directions_measured", "words"),
        per=_same(words, "per", "words"),
        per_many=_same(words, "per", "many"),
        per_a=words.words("per", "a"),
        per_units=words.words("per", "a_units"),
        per_not=words.words("per", "a_not"),
        later=words.words("per", "later"),
        of_words=words.words("nouns", "of"),
        months=months,
        day_joiners=words.words("dates", "day_joiners"),
        month_capital=words.words("dates", "month_capital"),
        roads=words.words("labels", "roads"),
        times=words.words("dates", "times"),
        weekdays=words.words("dates", "weekdays"),
        year_before=words.words("dates", "year_before"),
        count_before=words.words("dates", "count_before"),
        year_targets=words.words("dates", "year_targets"),
        year_after_noun=bool(dates.get("year_after_noun")),
        clock_after=_same(words, "dates", "clock_after"),
        ordinal_endings=words.words("dates", "ordinal_endings"),
        labels=words.words("labels", "words"),
        labels_before=Phrases(
            [(f, f) for lex in (common, words) for f in as_words(lex.table("labels").get("before", ()))]
        ),
        number_labels=_same(words, "labels", "number"),
        roads_first=words.words("labels", "roads_first"),
        phone=words.words("labels", "phone"),
        decades=words.words("dates", "decades"),
        clock_hours=words.words("dates", "clock_hours"),
        clock_front=words.words("dates", "clock_front"),
        files=common.words("labels", "files"),
        labels_after=words.words("labels", "after"),
        labels_always=words.words("labels", "always"),
        head=str(words.table("nouns").get("head", "none")),
        people=_with_article(words, words.words("nouns", "people")),
        people_endings=tuple(as_words(words.table("nouns").get("people_endings", ()))),
        plurals=words.words("nouns", "plurals"),
        not_plural=words.words("nouns", "not_plural"),
        stop=words.words("nouns", "stop"),
        event_links=words.words("nouns", "event_links"),
        noun_joiners=words.words("nouns", "joiners"),
        rank_before=words.words("nouns", "rank_before"),
        one_not=words.words("nouns", "one_not"),
        one_not_before=words.words("nouns", "one_not_before"),
        concepts=_concepts(words),
        clause=words.words("nouns", "clause"),
        places=words.words("places", "before"),
        place_joiners=words.words("places", "joiners"),
        place_nouns=words.words("places", "nouns"),
        place_noun_before=words.words("places", "noun_before"),
        place_compound=words.words("places", "compound"),
        place_wide=words.words("places", "wide"),
        place_parts=words.words("places", "parts"),
        holder_verbs=words.words("holders", "verbs"),
        holder_telling=words.words("holders", "telling"),
        holder_between=words.words("holders", "between"),
        holder_names=words.words("holders", "names"),
        holder_endings={sort: _endings(words, sort) for sort in ("noun", "adverb", "verb", "plural")},
        holder_links=words.words("holders", "links"),
        holder_to=_same(words, "holders", "to"),
        holder_who=words.words("holders", "who"),
        holder_beside=words.words("holders", "beside"),
        respectively=_same(words, "holders", "respectively"),
        as_of=_same(words, "as_of", "before"),
        as_of_times=words.words("as_of", "times"),
        statuses={form: name for form, name in _turned(words.table("statuses"))},
        extents=Phrases([(form, name) for form, name in extents if not name.endswith("_after")]),
        extents_after=Phrases([(form, name[:-6]) for form, name in extents if name.endswith("_after")]),
        triggers=triggers,
        trigger_runs=openers(triggers),
        begins=begins | triggers | numbers.articles,
        piece_begins=frozenset(piece[:2] for piece in numbers.piece_values),
    )


def _triggers(numbers: NumberWords, phrases: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Words of which at least one stands in every sentence that holds a number without digits, and first words.

    For "a handful of" the former is "handful": a word that stands in every sentence tells nothing.
    """
    found = {word for table in (numbers.values, numbers.parts, numbers.singles) for word in table.firsts()}
    found |= {word for table in (numbers.scales, numbers.hundreds) for word in table.firsts()}
    found |= numbers.bare | numbers.duals
    keys = [key(phrase) for phrase in phrases]
    found |= {max(one, key=len) for one in keys}
    return frozenset(found), frozenset(one[0] for one in keys)
