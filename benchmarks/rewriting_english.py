"""Rewriting rules that hold for English: numbers and dates in other forms, equal words, sentences split and joined.

Paragraphs and a random generator go in, other paragraphs that mean the same come out. Where its pattern is not met a
rule changes nothing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from benchmarks.unquoted import Paragraphs, Rule, everywhere

_ENDS = re.compile(r"(?<=[a-z\"”)]{2}[.!?]) (?=[A-Z])")
_SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_TEENS = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety"}
_SHORT = {
    "January": "Jan.",
    "February": "Feb.",
    "March": "March",
    "April": "April",
    "May": "May",
    "June": "June",
    "July": "July",
    "August": "Aug.",
    "September": "Sept.",
    "October": "Oct.",
    "November": "Nov.",
    "December": "Dec.",
}
_DAYS = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_NUMBER_WORDS = frozenset([*_SMALL, *_TENS.values(), "hundred", "thousand", "million", "billion", "dozen", "thirteen"])
_NO_NAME = r"(?<![\w.,:/$€£#-])"

_EQUAL = [  # each row: ways to write one thing; all fit where one of them stands
    [" said that ", " stated that ", " told reporters that ", " noted that "],
    [" people were killed ", " people died ", " people lost their lives "],
    [" injured ", " wounded ", " hurt "],
    [" per cent", " percent"],
    [" according to officials", " officials said"],
    [" hospital ", " medical centre ", " medical center "],
    [" centre ", " center "],
    [" organisation ", " organization "],
    [" programme ", " program "],
    [" defence ", " defense "],
    [" labour ", " labor "],
    [" began ", " started "],
    [" large ", " big "],
    [" however, ", " though, "],
    [" while ", " whereas "],
    [" United States ", " U.S. ", " US "],
    [" United Nations ", " U.N. ", " UN "],
    [" toward ", " towards "],
    [" as well as ", " and also "],
    [" near ", " close to "],
    [" did not ", " didn't ", " didn’t "],
    [" was not ", " wasn't ", " wasn’t "],
    [" were not ", " weren't ", " weren’t "],
    [" will not ", " won't ", " won’t "],
    [" has not ", " hasn't ", " hasn’t "],
    [" had not ", " hadn't ", " hadn’t "],
    [" could not ", " couldn't ", " couldn’t "],
    [" cannot ", " can't ", " can’t ", " can not "],
    [" do not ", " don't ", " don’t "],
    [" does not ", " doesn't ", " doesn’t "],
    [" is not ", " isn't ", " isn’t "],
    [" would not ", " wouldn't ", " wouldn’t "],
    [" Mr ", " Mr. "],
    [" Mrs ", " Mrs. "],
    [" Dr ", " Dr. "],
    [" kilometres ", " kilometers ", " km "],
    [" metres ", " meters ", " m "],
    [" kilograms ", " kg "],
    [" tonnes ", " metric tons "],
]


def number_signs(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """41,100 as 41 100 (two widths of space), 41100 or, where nothing is lost, 41.1 thousand."""
    style = rng.choice(["space", "thin", "none", "thousand"])

    def written(match: re.Match[str]) -> str:
        digits = match.group().replace(",", "")
        if style == "none":
            return digits
        if (
            style == "thousand"
            and digits.endswith("00")
            and len(digits) <= 6
            and match.string[match.end() :][:1] == " "
        ):
            return f"{int(digits) / 1000:g} thousand"
        return match.group().replace(",", "\u202f" if style == "thin" else "\u00a0")

    pattern = re.compile(_NO_NAME + r"\d{1,3}(?:,\d{3})+(?![\d,]|\.\d| (?:hundred|thousand|million|billion)|[-–]\w)")
    return [pattern.sub(written, paragraph) for paragraph in paragraphs]


def number_words(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """Small counts before a plural noun as words, or words as digits."""
    to_words = rng.random() < 0.5
    if to_words:
        pattern = re.compile(r"(?<=[a-z] )(?<!y )(?<!er )(?<!ch )(?<!il )(?<!ne )(?<!st )(\d{1,2})(?= [a-z]{3,}s\b)")
        return everywhere(paragraphs, lambda text: pattern.sub(lambda m: _in_words(int(m.group())), text))
    words = {_in_words(n): str(n) for n in range(2, 100)}
    longest = "|".join(sorted(words, key=len, reverse=True))
    back = re.compile(rf"(?<=[a-z] )({longest})(?= (?:people|men|women|children|[a-z]{{3,}}s)\b)")
    return everywhere(paragraphs, lambda text: back.sub(lambda m: words[m.group()], text))


def _in_words(number: int) -> str:
    if number < 13:
        return _SMALL[number]
    if number < 20:
        return _TEENS[number - 13]
    tens, rest = divmod(number, 10)
    return _TENS[tens * 10] + (f"-{_SMALL[rest]}" if rest else "")


def percent_sign(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """12 per cent, 12 percent, 12%, 12 %."""
    sign = rng.choice(["%", " per cent", " percent", " %", "\u00a0%"])
    return [re.sub(r"(?<=\d)(?:\s?%| per ?cent)(?![\w-])", sign, paragraph) for paragraph in paragraphs]


def money_scale(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """$1.2 billion as $1.2bn, £5m as £5 million."""
    if rng.random() < 0.5:
        short = {" million": "m", " billion": "bn"}
        return [
            re.sub(r"(?<=[$€£])([\d.,]+)( million| billion)\b", lambda m: m.group(1) + short[m.group(2)], p)
            for p in paragraphs
        ]
    long = {"m": " million", "bn": " billion"}
    return [re.sub(r"(?<=[$€£])([\d.,]+)(m|bn)\b", lambda m: m.group(1) + long[m.group(2)], p) for p in paragraphs]


def dashes(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """Long, short, spaced or not."""
    mark = rng.choice([" - ", " – ", "—", " — ", ", "])
    return [re.sub(r"(?<=[a-z])(?: [-–—] |—)(?=[a-z])", mark, paragraph) for paragraph in paragraphs]


def split_sentence(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """A full stop instead of ", but", ", and the": the clause behind stands by itself."""
    pattern = re.compile(r"(?<=[a-z]), (?:(but) (?=[a-z])|and (?=(?:the|a|he|she|it|they|some|many) ))")

    def cut(match: re.Match[str]) -> str:
        return ". But " if match.group(1) else ". "

    def done(text: str) -> str:
        return re.sub(r"(?<=\. )[a-z]", lambda m: m.group().upper(), pattern.sub(cut, text, count=1))

    return everywhere(paragraphs, done)


def join_sentences(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """ ", and the" instead of a full stop."""
    pattern = re.compile(r"(?<=[a-z]{3})\. (The|A|He|She|It|They) (?=[a-z])")
    return everywhere(paragraphs, lambda text: pattern.sub(lambda m: f", and {m.group(1).lower()} ", text, count=1))


def source_moved(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """Who says it goes from the end to the front, or from the front to the end."""
    who = r"(?P<who>(?:the |[A-Z][a-z]+ )?[A-Za-z ]{3,40}?)"
    behind = re.compile(rf"^(?P<first>[A-Z])(?P<rest>[^\"“”.]{{20,300}}), {who} said\.$")
    front = re.compile(
        r"^(?P<who>(?:The [a-z ]{3,30}|Officials|Police|Authorities)) said (?P<rest>[a-z][^\"“”.]{20,300})\.$"
    )

    def done(sentence: str) -> str:
        if m := behind.match(sentence):
            first = m["first"].lower() if m["rest"][:1].islower() and _common(sentence) else m["first"]
            who_said = m["who"][0].upper() + m["who"][1:]
            return f"{who_said} said {first}{m['rest']}."
        if m := front.match(sentence):
            return f"{m['rest'][0].upper()}{m['rest'][1:]}, {m['who'][0].lower()}{m['who'][1:]} said."
        return sentence

    return [" ".join(done(sentence) for sentence in _ENDS.split(paragraph)) for paragraph in paragraphs]


def _common(sentence: str) -> bool:
    """Whether a sentence opens with a word that has a capital only because it opens it."""
    opening = {"the", "a", "an", "at", "in", "it", "more", "about", "some", "nearly"}
    return sentence.split()[0].lower() in opening | {_in_words(n) for n in range(100)}


def said_otherwise(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """Another verb for "said" without an object."""
    verb = rng.choice(["stated", "told reporters", "noted", "added"])
    return everywhere(paragraphs, lambda text: re.sub(r"(?<=[a-z]) said(?=\.$|\.\s)", f" {verb}", text))


def day_moved(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """ "On Tuesday, the ..." as "The ... on Tuesday", in sentences without a comma."""
    pattern = re.compile(rf"^On ({_DAYS}),? (the|a) ([^,.\"“”]{{20,160}})\.$")

    def done(sentence: str) -> str:
        return pattern.sub(lambda m: f"{m[2].capitalize()} {m[3]} on {m[1]}.", sentence)

    return [" ".join(done(sentence) for sentence in _ENDS.split(paragraph)) for paragraph in paragraphs]


def date_form(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """22 November, November 22, Nov. 22, 22nd of November."""
    form = rng.choice(["{d} {m}", "{m} {d}", "{s} {d}", "{d} {s}"])
    names = "|".join(_SHORT)
    short = "|".join(re.escape(s) for s in _SHORT.values() if s.endswith("."))
    behind = r"(?![\d:.]\d|,? \d{4}|\d|(?:st|nd|rd|th)\b)"
    long = {s: m for m, s in _SHORT.items()}
    pattern = re.compile(
        rf"\b(?:(?P<d1>\d{{1,2}}) (?P<m1>{names})|(?P<m2>{names}|(?:{short})) (?P<d2>\d{{1,2}})){behind}"
    )

    def written(match: re.Match[str]) -> str:
        month = match["m1"] or long.get(match["m2"], match["m2"])
        return form.format(d=match["d1"] or match["d2"], m=month, s=_SHORT.get(month, month))

    return [pattern.sub(written, paragraph) for paragraph in paragraphs]


def clock_form(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """5 p.m., 5pm, 17:00."""
    form = rng.choice(["{h} p.m.", "{h}pm", "{h24}:00"])

    def written(match: re.Match[str]) -> str:
        hour = int(match.group(1))
        return form.format(h=hour, h24=hour % 12 + 12)

    return [re.sub(r"\b([1-9]|1[0-2]) ?p\.?m\b\.?(?= [a-z])", written, paragraph) for paragraph in paragraphs]


def bounds(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """Other words of the same bound before a number."""
    for row in (["more than", "over"], ["at least", "no fewer than"], ["about", "around", "roughly", "approximately"]):
        into = rng.choice(row)
        pattern = re.compile(rf"(?<=[a-z] )(?<![nN]o )(?:{'|'.join(row)})(?= [$€£]?\d[\d,.]*(?: [a-z]|%))")
        paragraphs = everywhere(paragraphs, lambda text, p=pattern, word=into: p.sub(word, text))  # type: ignore[misc]
    return paragraphs


def synonyms(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """One to four rows of equal words, each at every place."""
    for row in rng.sample(_EQUAL, 12):
        into = rng.choice(row)
        pattern = re.compile("|".join(map(re.escape, row)))
        paragraphs = everywhere(paragraphs, lambda text, p=pattern, word=into: p.sub(word, text))  # type: ignore[misc]
    return paragraphs


def adverbs(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """ "also said" and "said"; an adverb of time before the verb."""
    if rng.random() < 0.5:
        return everywhere(paragraphs, lambda text: re.sub(r"(?<=[a-z]) also (?=[a-z])", " ", text))
    return everywhere(
        paragraphs, lambda text: re.sub(r"(?<=[a-z]) (had|has|have) been (?=[a-z])", r" \1 also been ", text)
    )


def typo(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """Two letters of a long lower-case word change places; compared the other way round it is a typo fixed."""

    def slipped(text: str) -> str:
        words = [m for m in re.finditer(r"(?<= )[a-z]{7,}(?= )", text) if m.group() not in _NUMBER_WORDS]
        if not words:
            return text
        word = rng.choice(words)
        at = word.start() + rng.randrange(2, len(word.group()) - 3)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]

    return everywhere(paragraphs, lambda text: slipped(text) if rng.random() < 0.3 else text)


def capitals(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """The first words of the lead in capitals, as some outlets set them."""
    first = paragraphs[0].split(" ")
    return [" ".join([*(word.upper() for word in first[:3]), *first[3:]]), *paragraphs[1:]]


def commas(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
    """Commas before "and" and "but" go; "a, b and c" gets another."""
    if rng.random() < 0.5:
        return [re.sub(r"(?<=[a-z]{3}),(?= (?:and|but) [a-z])", "", paragraph) for paragraph in paragraphs]
    return [re.sub(r"(?<=[a-z]{3}), ([a-z]+) and (?=[a-z])", r", \1, and ", paragraph) for paragraph in paragraphs]


ENGLISH: Sequence[Rule] = (
    number_signs,
    number_words,
    percent_sign,
    money_scale,
    dashes,
    split_sentence,
    join_sentences,
    source_moved,
    said_otherwise,
    day_moved,
    date_form,
    clock_form,
    bounds,
    synonyms,
    synonyms,
    adverbs,
    typo,
    capitals,
    commas,
)
