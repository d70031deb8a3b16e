"""Marks the digits of a sentence that are no figure: dates, times, telephone numbers, model names, sections, addresses.

Tokens and the vocabulary go in, the indexes of blocked tokens come out. Years are left to the caller: "2019" is one
or is none depending on what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.facts.loose import tens_at
from monitor.facts.rows import in_a_row_of_names
from monitor.facts.vocabulary import Vocabulary
from monitor.text.tokens import DIGITS, SIGN, WORD, Token

# Addresses, names of accounts, document identifiers (DOI): no token in them is a figure.
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|[@#]\w{1,80}|\b10\.\d{4,9}/[^\s<>\"]{1,200}"
)


# Scripts that part no words by spaces, or write endings on to digits: Thai to Burmese, Khmer, kana, Han, Hangul.
UNSPACED = re.compile("[\u0e00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")


def blocked(plain: str, row: Sequence[Token], digits: Sequence[int], words: Vocabulary) -> set[int]:
    """The indexes of tokens that report nothing. `digits` are those of the digits. Linear in the tokens."""
    out: set[int] = set()
    text = plain[row[0].start : row[-1].end] if row else ""
    if "@" in text or "#" in text or "/" in text or "www." in text:
        spans = [(m.start() + row[0].start, m.end() + row[0].start) for m in ADDRESS.finditer(text)]
        if spans:
            out |= {i for i, token in enumerate(row) if any(start <= token.start < end for start, end in spans)}
    for i in digits:
        if i in out or tens_at(row, i, words):
            continue
        if i - 2 in out and row[i - 1].low == "-" and _near(row, i - 2, i - 1) and _near(row, i - 1, i):
            out.add(i)  # "Boeing 737-800"
            continue
        if (
            _glued_before(plain, row, i, words)
            or _glued_after(plain, row, i, words)
            or _identifier(row, i, out, words)
            or _clock(row, i, words)
            or _item(row, i)
            or _labelled(plain, row, i, words)
            or _street(row, i, words)
        ):
            out.add(i)
        elif day := _date(plain, row, i, words):
            out |= day
    named = {row[i].low for i in out if i and row[i - 1].upper}
    if named:
        # "the iPhone 11 and 11 Pro Max": the number of a name stands for it again.
        out |= {i for i in digits if i not in out and row[i].low in named and i + 1 < len(row) and row[i + 1].upper}
    return out


def _near(row: Sequence[Token], i: int, j: int) -> bool:
    """Whether tokens i and j = i + 1 touch."""
    return i >= 0 and j < len(row) and row[i].end == row[j].start


def _glued_before(plain: str, row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """ "A41", "F-16", "Covid-19", "7/10", ":30" - but "$5", "RM5" and "-5"."""
    if not _near(row, i - 1, i):
        return False
    before = row[i - 1]
    if before.kind == WORD:
        if UNSPACED.match(plain, row[i].start - 1) or before.low in words.numbers.scales:
            return False
        if words.money_ascii.before(row, i):
            return len(row[i].low) == 1  # "PS5" is no five pounds
        if before.low in words.labels_always:
            return True  # "COP28" is no amount of Colombian pesos
        return before.low != words.numbers.attached and words.money.before(row, i) is None
    if before.low in "#_&=\\@":
        return words.money_ascii.before(row, i) is None
    if before.low == "/" and _near(row, i - 2, i - 1):
        return words.money.before(row, i - 1) is None and row[i - 2].kind != SIGN
    if before.low == ":" and _near(row, i - 2, i - 1) and row[i - 2].kind == DIGITS:
        return len(row[i].low) == 2  # "10:27"; "3:1" is a score
    if before.low == "-" and _near(row, i - 2, i - 1):
        two = row[i - 2]
        if (
            two.low in words.bounds_tied
            or two.low in words.numbers.minus
            or two.low in words.numbers.values
            or two.low in words.months
        ):
            return False
        if _near(row, i - 3, i - 2) and row[i - 3].kind == DIGITS or words.scales_before.get(two.low):
            return False  # "1.2bn-1.5bn", "magnitude-7.8"
        if two.low in words.range_to and _near(row, i - 3, i - 2) and row[i - 3].low == "-":
            return False  # "15-to-19-year-olds"
        return two.kind == WORD
    return before.low == "."  # "No.5" is a number only with a space


def _glued_after(plain: str, row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """ "3D", "737s", "2nd", "1990s" - but "10k", "54GB", "5m"."""
    if not _near(row, i, i + 1):
        return False
    after = row[i + 1]
    if after.kind == WORD:
        if UNSPACED.match(plain, after.start):
            return False
        if after.low == "e" and _near(row, i + 1, i + 2) and (row[i + 2].kind == DIGITS or row[i + 2].low in "+-"):
            return False  # "1.2e10"
        if after.low in words.ordinal_endings or (after.low == "s" and _decade(row, i, words)):
            return True
        if len(after.low) == 1 and after.upper and after.low not in "mkblwcft":
            return True  # "5G"
        known = (
            words.numbers.parts,
            words.units,
            words.money,
            words.numbers.short,
            words.numbers.short_money,
            words.numbers.scales,
        )
        if any(table.at(row, i + 1) for table in known) or words.ages_after.at(row, i + 1):
            return False
        return after.low != "e"
    if after.low == ":" and _near(row, i + 1, i + 2):
        return row[i + 2].kind == DIGITS and len(row[i + 2].low) == 2
    if after.low == "-" and _near(row, i + 1, i + 2) and row[i + 2].upper and row[i + 2].end - row[i + 2].start == 1:
        return True  # "el 11-S", "3-D"
    # "17. Minute", "(58.)": German writes ordinals with a dot.
    return after.low == "." and words.head == "capital" and i + 2 < len(row)


def _decade(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """ "the 1990s", "the '90s", "in her late 30s": a span of years, not seconds."""
    low = row[i].low
    if len(low) == 4:
        return True
    before = row[i - 1].low if i else ""
    opened = before in ("'", "-", "early", "late", "mid") or before in words.stop
    return opened and len(low) == 2 and low[1] == "0" and low >= "20"


def _identifier(row: Sequence[Token], i: int, out: set[int], words: Vocabulary) -> bool:
    """Telephone numbers, ISO and slashed dates, season years, serial numbers."""
    low = row[i].low
    plus = i > 0 and row[i - 1].low == "+" and row[i - 1].end == row[i].start
    if low.isdigit() and (len(low) > 1 and low[0] == "0" or plus):
        groups = _groups_after(row, i, plus)
        out.update(groups)
        return low[0] == "0" or bool(groups) or len(low) > 4
    if len(low) in (2, 3) and 0 < i < len(row) - 1 and row[i - 1].low == "(" and row[i + 1].low == ")":
        groups = _groups_after(row, i)
        if len(groups) == 2 and len(row[groups[0]].low) > 2 and len(row[groups[1]].low) == 4:
            out.update(groups)  # "(202) 555-0143", "(11) 91234-5678"
            return True
    if any(token.low in words.phone for token in row[max(0, i - 3) : i]):
        groups = _groups_after(row, i, True)
        if len(low) + sum(len(row[j].low) for j in groups) >= 7 and low.isdigit():
            out.update(groups)  # "llame al 912 345 678"
            return True
    chain = [i]
    while (
        _near(row, chain[-1], chain[-1] + 1)
        and _near(row, chain[-1] + 1, chain[-1] + 2)
        and row[chain[-1] + 1].low in "-/"
        and row[chain[-1] + 2].kind == DIGITS
        and len(chain) < 8
    ):
        chain.append(chain[-1] + 2)
    if len(chain) >= 3:
        out.update(chain)
        return True
    if len(chain) == 2:
        other = row[chain[1]].low
        years = len(low) == 4 and low[:2] in ("18", "19", "20") and low.isdigit()
        if years and other.isdigit() and len(other) in (2, 4) and (len(other) == 2 or other[:2] in ("18", "19", "20")):
            out.update(chain)
            return True
        if row[i + 1].low == "-" and len(low) == 3 and len(other) == 4 and other.isdigit():
            out.update(chain)  # "555-1234"
            return True
        if row[i + 1].low == "/" and low.isdigit() and other.isdigit() and int(low) > int(other) < 100:
            out.update(chain)  # "24/7"
            return True
        if row[i + 1].low == "/" and ((low, other) in (("9", "11"), ("7", "7")) or _calendar_year(row[chain[1]])):
            out.update(chain)  # "9/11", "la ley 12/2024"
            return True
    return False


def _groups_after(row: Sequence[Token], i: int, abroad: bool = False) -> list[int]:
    """The further groups of a telephone number: bare digits after single spaces, hyphens or brackets.

    `abroad`: it has a country's code, so that a group may be one digit ("+46 8 123 45 67").
    """
    out: list[int] = []
    j = i + 1
    while j < len(row) and row[j].start <= row[j - 1].end + 1:
        if row[j].kind == DIGITS and row[j].low.isdigit() and (len(row[j].low) > 1 or abroad):
            out.append(j)
        elif row[j].low not in "-()/":
            break
        j += 1
    return out


def _clock(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """ "10:27", "5am", "10.45pm", "1400 GMT", "20 Uhr", "10.30 horas"."""
    if i + 2 < len(row) and row[i + 1].low == ":" and _near(row, i, i + 1) and _near(row, i + 1, i + 2):
        return row[i + 2].kind == DIGITS and len(row[i + 2].low) == 2
    if i + 1 < len(row) and row[i + 1].low in words.clock_hours and _HOUR.fullmatch(row[i].low):
        return True
    if i and row[i - 1].low in words.clock_front and i + 1 < len(row) and row[i + 1].low in words.clock_hours:
        lasts = i + 2 < len(row) and row[i + 2].low in words.of_words  # "à 8 heures de route"
        if row[i].low.isdigit() and int(row[i].low[:3]) <= _LAST_HOUR and not lasts:
            return True
    after = words.clock_after.at(row, i + 1)
    return after is not None and len(row[i].low) <= 5


_HOUR = re.compile(r"[0-2]?\d\.[0-5]\d")
_LAST_HOUR = 24


def _item(row: Sequence[Token], i: int) -> bool:
    """The number of an item that opens a line: "1. ...", "2) ...", "(3) ..."."""
    if i > 1 or i + 1 >= len(row) or len(row[i].low) > 2 or not _near(row, i, i + 1):
        return False
    if i + 2 < len(row) and row[i + 2].kind == DIGITS:
        return False
    return row[i + 1].low in ".)" if i == 0 else row[0].low == "(" and row[i + 1].low == ")"


def _labelled(plain: str, row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """ "Flight 370", "section 4", "No. 10", "iPhone 11", "787 Dreamliner": the number completes a name."""
    low = row[i].low
    if not low.replace(".", "", 1).isdigit() or len(low) > 5:
        return False
    if i + 1 < len(row) and row[i + 1].low in words.labels_after and row[i + 1].upper:
        return True
    if i == 0:
        return False
    if words.labels_before.before(row, i):
        return True  # "n° 10", "§ 218"
    j = i - 2 if row[i - 1].low in ".-" and i > 1 else i - 1
    before = row[j]
    if before.kind != WORD:
        return False
    name = before.low.rpartition("'")[2]  # "l'article 5"
    if name in words.labels_always or (name in words.decades and len(low) == 2 and low[1] == "0"):
        return True
    capital = before.upper
    if capital and before.low not in words.labels and in_a_row_of_names(row, i, words):
        return False  # "Tarn 31, Orla 24"
    letter = len(before.low) == 1 and (before.low not in words.stop or j < i - 1) and low.isdigit() and len(low) < 4
    if capital and (letter or before.low in words.labels):
        return words.money_before.before(row, i) is None  # "Flight 370", "the A 41"
    if j != i - 1 or not capital or not low.isdigit() or len(low) > 4 or words.head == "capital":
        return False
    # A name and its number: "Apollo 11 landed". A noun, unit or sign after it makes it a count: "In Gaza 41 people".
    if j == 0 or row[j - 1].kind == SIGN and row[j - 1].low in "\"'(":
        return False
    if words.money_before.before(row, i) or before.low in words.money_scaled:
        return False  # "USD 200", "MUSD 40"
    if before.low in words.stop or words.bounds.before(row, i) or before.low in words.concepts:
        return False
    if words.directions.before(row, i) or before.low in words.months or before.low in words.numbers.values:
        return False
    if plain[j and row[j - 1].start].isupper() and j > 1 and _title_case(plain, row):
        return False
    after = row[i + 1] if i + 1 < len(row) else None
    if after is None or after.low in words.stop or (after.kind == SIGN and after.low in ",.;:)\"'+?!"):
        return True
    plural = after.low.endswith("s") or after.low in words.plurals
    return after.kind == WORD and after.upper and not plural and after.low not in words.concepts  # "iPhone 11 Pro"


def _street(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """ "575 Wilbraham Road", "16-18 Rue Haute": a house number, before capitalised words of which one is a road."""
    if words.roads_first and len(row[i].low) < 5 and _road_before(row, i, words):
        return True
    j = i + 1
    if j + 1 < len(row) and row[j].low == "-" and row[j + 1].kind == DIGITS:
        j += 2
    for k in range(j, min(j + 5, len(row))):
        named = k + 1 < len(row) and (row[k + 1].upper or row[k + 1].low in words.place_joiners)
        if row[k].low in words.roads and (k > j or words.head != "plural" or (named and not row[k].upper)):
            return words.units.at(row, k) is None  # "4 100 square kilometres"
        if not row[k].upper and row[k].low not in words.place_joiners and row[k].kind != DIGITS:
            return False
    return False


def _road_before(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """ "calle Mayor 10", "Rua Augusta, 10", "Hauptstraße 10": a house number, where nothing is counted after it."""
    if i + 1 < len(row) and row[i + 1].kind != SIGN and row[i + 1].low not in words.stop:
        return False
    last = i - 2 if i and row[i - 1].low == "," else i - 1
    for k in range(last, max(-1, last - 5), -1):
        low = row[k].low
        if low in words.roads_first or (
            words.head == "capital" and low.endswith(("straße", "strasse", "weg", "allee"))
        ):
            return k < last or words.head == "capital"
        if not row[k].upper and low not in words.place_joiners:
            return False
    return False


def _title_case(plain: str, row: Sequence[Token]) -> bool:
    """Whether most words have capitals, as in a headline: then a capital before a number says nothing."""
    long = [token for token in row if token.kind == WORD and token.end - token.start > 3]
    return len(long) > 2 and sum(plain[token.start].isupper() for token in long) > 0.7 * len(long)


def _date(plain: str, row: Sequence[Token], i: int, words: Vocabulary) -> set[int]:
    """ "7 October 2023", "October 7, 2023", "Oct. 7-9", "le 7 octobre": the tokens of day and year."""
    low = row[i].low
    if not low.isdigit() or len(low) > 2 or not 1 <= int(low) <= 31:
        return _year_of_month(plain, row, i, words)
    out = {i}
    month = _month_after(plain, row, i + 1, words)
    if month:
        # "7, 8 and 9 October": days that share the month.
        j = i - 2
        while j >= 0 and _day(row[j]) and row[j + 1].low in words.day_joiners:
            out.add(j)
            j -= 2
        return out | _year_at(row, month)
    j = i - 2 if i > 1 and row[i - 1].low == "." else i - 1
    if j >= 0 and _is_month(plain, row, j, words):
        k = i + 1
        while k + 1 < len(row) and row[k].low in words.day_joiners and _day(row[k + 1]):
            out.add(k + 1)
            k += 2
        return out | _year_at(row, k)
    return set()


def _day(token: Token) -> bool:
    return token.kind == DIGITS and len(token.low) <= 2


def _is_month(plain: str, row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    return row[i].low in words.months and (row[i].upper or row[i].low not in words.month_capital)


def _month_after(plain: str, row: Sequence[Token], i: int, words: Vocabulary) -> int | None:
    """The token after a month that begins at i, "of", "de", "." or an ordinal ending before it left out."""
    for _ in range(3):
        if i < len(row) and (row[i].low in words.of_words or row[i].low in words.ordinal_endings or row[i].low in ".-"):
            i += 1
    return i + 1 if i < len(row) and _is_month(plain, row, i, words) else None


def _year_at(row: Sequence[Token], i: int) -> set[int]:
    for j in (i, i + 1):
        if j < len(row) and _calendar_year(row[j]) and (j == i or row[i].low in (",", ".", "de", "of", "do")):
            return {j}
    return set()


def _year_of_month(plain: str, row: Sequence[Token], i: int, words: Vocabulary) -> set[int]:
    """ "October 2023", "Oct. 2023", "octobre de 2023"."""
    if not _calendar_year(row[i]):
        return set()
    j = i - 2 if i > 1 and (row[i - 1].low in (",", ".") or row[i - 1].low in words.of_words) else i - 1
    return {i} if j >= 0 and _is_month(plain, row, j, words) else set()


def _calendar_year(token: Token) -> bool:
    return token.kind == DIGITS and len(token.low) == 4 and token.low.isdigit() and token.low[:2] in ("18", "19", "20")
