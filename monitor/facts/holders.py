"""Who has a figure: the party, candidate, team, company, person or place to which a sentence gives it.

The tokens of a sentence and the spans of its figures go in, a name or "" for each figure comes out. Rules over tokens
and word lists; where two names could have it, or none surely, the answer is "". Never resolves a pronoun.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from monitor.facts.vocabulary import Vocabulary
from monitor.text.tokens import DIGITS, SIGN, WORD, Token


class Held(NamedTuple):
    """A figure as far as its holder is asked for: tokens `first` up to `after`, its unit and what it counts."""

    first: int
    after: int
    unit: str
    counted: str
    moved: bool = False
    """Its words tell a movement, so that the subject of a verb such as "rose" has it."""
    age: bool = False


class _Name(NamedTuple):
    first: int
    after: int
    sure: bool = True
    """False for a German noun that may be a name: it is one only in a row of holders."""
    cut: int = 0
    """Characters of its first token that do not belong to it: the Arabic "and"."""


# Tokens between a verb of having and its number, and between a name and its verb.
_REACH = 6
# "Labour" and "Texas" end as plurals do; longer words are plurals more often than names.
_SHORT = 5
_ASIDE = 14


def holders(plain: str, row: Sequence[Token], figures: Sequence[Held], words: Vocabulary) -> list[str]:
    """The holder of each figure, in order. Linear in the tokens."""
    names = _names(plain, row, figures, words)
    if not names or not words.holder_verbs:
        return [""] * len(figures)
    ends = {name.after: name for name in names}
    begins = {name.first: name for name in names}
    found = _in_order(row, figures, names, words) or [
        _by_verb(row, figure, _last_before(figures, k), ends, words)
        or _owner(row, figure, ends, words)
        or _aged(row, figure, ends, words)
        for k, figure in enumerate(figures)
    ]
    _hand_on(row, figures, found, ends, begins, words)
    return [_written(plain, row, name) if name else "" for name in found]


def _last_before(figures: Sequence[Held], k: int) -> int:
    """The token after the figure before, an age in commas left out: no subject is looked for behind it."""
    return next((one.after for one in reversed(figures[:k]) if not one.age), 0)


def _written(plain: str, row: Sequence[Token], name: _Name) -> str:
    """A name as it stands, without an elided article before it or the genitive's "'s" behind it."""
    text = plain[_start(plain, row[name.first]) + name.cut : row[name.after - 1].end]
    return text.removesuffix("'s").removesuffix("'")


def _start(plain: str, token: Token) -> int:
    """Where a word begins behind an elided article: French "d'Acme"."""
    at = plain.find("'", token.start, min(token.start + 3, token.end))
    return at + 1 if at > 0 and at + 1 < token.end else token.start


def _names(plain: str, row: Sequence[Token], figures: Sequence[Held], words: Vocabulary) -> list[_Name]:
    """Runs of words that are names: capitalised ones, or, where a script has no capitals, what stands after a verb."""
    taken = {i for figure in figures for i in range(figure.first, figure.after)}
    if words.numbers.attached:
        return _names_after_verbs(row, taken, words)
    out: list[_Name] = []
    i = 0
    while i < len(row):
        if i in taken or not _capital(plain, row[i], words):
            i += 1
            continue
        last = i
        while last < len(row) and last not in taken:
            token = row[last]
            if _capital(plain, token, words):
                last += 1
            elif _tied(plain, row, last, taken, words):
                last += 2
            else:
                break
        name = _Name(i, last)
        if _is_name(plain, row, name, words):
            out.append(name._replace(sure=not _may_be_noun(plain, row, name, words)))
        i = last
    return out


def _capital(plain: str, token: Token, words: Vocabulary) -> bool:
    low = token.low.removesuffix("'s")
    if token.kind != WORD or not plain[_start(plain, token)].isupper():
        return False
    return not (low in words.stop or low in words.months or low in words.weekdays or low in words.begins)


def _tied(plain: str, row: Sequence[Token], i: int, taken: set[int], words: Vocabulary) -> bool:
    """Whether a small word or sign at token i ties two parts of a name: "Bank of Orla", "Marie-Ann", "Tarn & Co"."""
    if i + 1 >= len(row) or i + 1 in taken or not _capital(plain, row[i + 1], words):
        return False
    token = row[i]
    if token.low == "-":
        return token.start == row[i - 1].end and row[i + 1].start == token.end
    return token.low == "&" or (token.low in words.place_joiners and token.low not in words.numbers.joiners)


def _is_name(plain: str, row: Sequence[Token], name: _Name, words: Vocabulary) -> bool:
    """Whether a run of capitals is sure to be a name: one word that opens a sentence may be any noun."""
    first = row[name.first]
    alone = name.after == name.first + 1
    low = first.low.removesuffix("'s")
    if alone and (low in words.people or low in words.concepts or low in words.directions or low in words.labels):
        return False
    if alone and words.bounds.before(row, name.after):
        return False
    if words.head == "capital":
        # German writes every noun with a capital: sure are acronyms, names of two words, and what no article opens.
        acronym = plain[first.start : first.end].isupper() and first.end - first.start > 1
        before = row[name.first - 1] if name.first else None
        opened = before is not None and before.low in words.of_words and before.low not in words.fillers
        known = low in words.holder_names
        return acronym or known or not alone or before is None or opened or before.low in (",", *words.holder_beside)
    if name.first == 0 and alone:
        return _opens_as_name(row, name, low, words)
    return True


def _opens_as_name(row: Sequence[Token], name: _Name, low: str, words: Vocabulary) -> bool:
    """Whether one word that opens a sentence is a name: what stands after it must be what stands after names.

    "Meanwhile, Brandt won" and "New cases rose" open with no name.
    """
    if _plural(low, words) or (words.people_endings and low.endswith(words.people_endings)):
        return False
    if row[0].low.endswith("'s") or len(row) == 1:
        return True
    after, then = row[1], row[2] if len(row) > 2 else None
    if after.low == ",":
        told = words.holder_who | words.numbers.articles | words.fillers
        return then is not None and (then.kind == DIGITS or then.low in told)
    verbs = after.low in words.holder_verbs or after.low in words.directions or after.low in words.holder_between
    joined = after.low in words.numbers.joiners or after.low in words.holder_links
    return (
        verbs
        or joined
        or after.kind != WORD
        or after.low in words.holder_who
        or after.low.endswith(words.holder_endings["adverb"])
    )


def _may_be_noun(plain: str, row: Sequence[Token], name: _Name, words: Vocabulary) -> bool:
    """Whether one German word with a capital ends as nouns do."""
    first = row[name.first]
    one = words.head == "capital" and name.after == name.first + 1 and not plain[first.start : first.end].isupper()
    return one and first.low.endswith(words.holder_endings["noun"]) and first.low not in words.holder_names


def _plural(low: str, words: Vocabulary) -> bool:
    return low in words.plurals or (len(low) > _SHORT and low.endswith(words.holder_endings["plural"]))


def _names_after_verbs(row: Sequence[Token], taken: set[int], words: Vocabulary) -> list[_Name]:
    """In Arabic the verb comes first: what stands between it, or "and", and the word that leads to a number."""
    out: list[_Name] = []
    for i, token in enumerate(row):
        mark = words.numbers.attached
        tied = bool(out) and token.low.startswith(mark) and len(token.low) > len(mark) + 2 and i not in taken
        opens = token.low in words.holder_verbs or (token.low in words.holder_beside and bool(out))
        if not (opens or tied):
            continue
        if tied and not opens and i + 1 < len(row) and row[i + 1].low in words.holder_links:
            out.append(_Name(i, i + 1, cut=len(mark)))  # "wa" is written on to the name
            continue
        last = i + 1
        while last < len(row) and last - i <= 4 and row[last].kind == WORD and last not in taken:
            if row[last].low in words.holder_links or row[last].low in words.stop:
                break
            last += 1
        if last > i + 1 and last < len(row) and (row[last].low in words.holder_links or last in taken):
            out.append(_Name(i + 1, last))
    return out


def _by_verb(row: Sequence[Token], figure: Held, low: int, ends: dict[int, _Name], words: Vocabulary) -> _Name | None:
    """The subject of a verb of having, or of movement, that stands just before a number: "Brandt won 52%"."""
    i = figure.first
    if words.numbers.attached:
        near = ends.get(i - 1) if i and row[i - 1].low in words.holder_links else ends.get(i)
        return near
    inside = next((k for k in range(figure.after - 1, i - 1, -1) if row[k].low in words.holder_verbs), None)
    verb = inside
    for k in range(i - 1, max(low, i - 1 - _REACH) - 1, -1):
        token = row[k]
        if verb is not None or token.kind != WORD or token.upper:
            break
        if token.low in words.holder_verbs or (_moves(row, k, figure, words)):
            verb = k
        elif not _passed_over(row, k, words):
            break
    if verb is not None and figure.unit == "person" and row[verb].low in words.holder_telling:
        return None
    if verb is None and figure.moved and figure.first in ends:
        return ends[figure.first]
    return _subject(row, verb, low, ends, words) if verb is not None else None


def _moves(row: Sequence[Token], k: int, figure: Held, words: Vocabulary) -> bool:
    """Whether token k is a verb of movement whose subject has the number: "rose 3%", "rose to 52%"."""
    if row[k].low not in words.directions:
        return False
    return figure.moved or words.level.before(row, k + 2) is not None


def _passed_over(row: Sequence[Token], k: int, words: Vocabulary) -> bool:
    """Whether a word may stand between a verb of having and its number: "reported a profit of about"."""
    low = row[k].low
    small = low in words.holder_links or low in words.stop or low in words.begins or low in words.fillers
    return small or low in words.concepts or words.bounds.before(row, k + 1) is not None


def _subject(row: Sequence[Token], verb: int, low: int, ends: dict[int, _Name], words: Vocabulary) -> _Name | None:
    """The name that ends before a verb, over auxiliaries, ", who" and what commas set off."""
    k = verb
    while k > low and verb - k < 4 and row[k - 1].kind == WORD and not row[k - 1].upper and k not in ends:
        before = row[k - 1].low
        if not (
            before in words.holder_between
            or before in words.holder_who
            or before.endswith(words.holder_endings["adverb"])
        ):
            return None
        k -= 1
    if k not in ends and k > low and row[k - 1].low == ",":
        if k in ends or k - 1 in ends and k < verb and row[k].low in words.holder_who:
            return ends[k - 1]  # "Brandt, who won 52%"
        opening = next((n for n in range(k - 2, max(low, k - _ASIDE) - 1, -1) if row[n].low == "," and n in ends), None)
        if opening is None:  # "Acme, which employs 4,000 people, will cut 300 jobs"
            aside = range(k - 2, max(0, k - _ASIDE) - 1, -1)
            opening = next(
                (n for n in aside if n in ends and row[n].low == "," and row[n + 1].low in words.holder_who), None
            )
        if opening is None:
            return None
        k = opening  # "Brandt, 52, of Velm, won 48%"
    name = ends.get(_before_brackets(row, k))
    if name is None or not name.sure or _shared(row, name, ends, words) or _led(row, name, words):
        return None
    return name


def _before_brackets(row: Sequence[Token], k: int) -> int:
    """The token before what stands in brackets behind a name: "Ida Voss (Labour) won"."""
    if k and row[k - 1].low == ")":
        return next((n for n in range(k - 2, max(0, k - _REACH) - 1, -1) if row[n].low == "("), k)
    return k


def _shared(row: Sequence[Token], name: _Name, ends: dict[int, _Name], words: Vocabulary) -> bool:
    """Whether another name is joined to it: "Brandt and Arden won 52%" says of neither what it has."""
    i = name.first - 1
    return i > 0 and row[i].low in words.numbers.joiners and i in ends


def _led(row: Sequence[Token], name: _Name, words: Vocabulary, against: bool = False) -> bool:
    """Whether a preposition makes it a place or an attribute: "in Velm", "voters of Orla".

    `against`: "to" and "against" only set it against another holder ("52% to Arden's 48%").
    """
    i = name.first - 1
    while i >= 0 and row[i].low in words.numbers.articles | words.fillers:
        i -= 1
    if i < 0 or row[i].kind != WORD:
        return False
    low = row[i].low
    goes_on = low in words.clause or low in words.numbers.joiners or (against and low in words.holder_beside)
    return low in words.places or low in words.of_words or (low in words.stop and not goes_on)


def _owner(row: Sequence[Token], figure: Held, ends: dict[int, _Name], words: Vocabulary) -> _Name | None:
    """Whose profit, share or seats they are: "Acme's profit rose to 3.2 million", "le bénéfice d'Acme"."""
    if not figure.counted or figure.unit == "person":
        return None
    noun = None
    for k in range(figure.first - 1, max(-1, figure.first - 1 - _ASIDE), -1):
        if row[k].low in ",;:" or row[k].low in words.clause:
            return None
        concept = words.concepts.get(row[k].low)
        if concept is not None and concept.name == figure.counted:
            noun = k
            break
    if noun is None:
        return None
    before = ends.get(noun)
    if before is not None and _shared(row, before, ends, words):
        return None
    verb = row[noun].low.endswith(words.holder_endings["verb"])  # "the judge fined Acme $3 million"
    if before is not None and not verb and (row[noun - 1].low.endswith("'s") or not _led(row, before, words)):
        return before
    for k in range(noun - 1, max(0, noun - 5), -1):  # "Brandt's share of the vote"
        if k in ends and row[k - 1].low.endswith("'s"):
            return ends[k]
    after = noun + 1
    if row[after].low in words.of_words:
        after += 1
        after += row[after].low in words.stop
    elif "'" not in row[after].low:
        return None
    return next(
        (name for name in ends.values() if name.first == after and name.after <= figure.first and name.sure), None
    )


def _aged(row: Sequence[Token], figure: Held, ends: dict[int, _Name], words: Vocabulary) -> _Name | None:
    """Whose age it is: "Ana Ruiz, 34, a teacher", "Ana Ruiz (34)"."""
    i = figure.first
    return ends.get(i - 1) if figure.age and i and row[i - 1].low in (",", "(") else None


def _in_order(
    row: Sequence[Token], figures: Sequence[Held], names: Sequence[_Name], words: Vocabulary
) -> list[_Name | None] | None:
    """ "Brandt and Arden won 52% and 48% respectively": as many names as numbers, in their order."""
    if len(figures) < 2 or not any(words.respectively.at(row, figure) for figure in range(figures[-1].after, len(row))):
        return None
    before = [name for name in names if name.after <= figures[0].first]
    return list(before[-len(figures) :]) if len(before) == len(figures) else None


def _hand_on(
    row: Sequence[Token],
    figures: Sequence[Held],
    found: list[_Name | None],
    ends: dict[int, _Name],
    begins: dict[int, _Name],
    words: Vocabulary,
) -> None:
    """Numbers beside a name in a row of such pairs: "and Arden 48%", "Tarn 31, Orla 24", "against 24 for Orla"."""
    beside = [_beside(row, figure, ends, begins, words) for figure in figures]
    for k, figure in enumerate(figures):
        if found[k] or beside[k] is None:
            continue
        pairs = [
            other
            for other in range(len(figures))
            if other != k and _alike(figures[other], figure) and (found[other] or beside[other])
        ]
        if any((found[other] or beside[other]) != beside[k] for other in pairs):
            found[k] = beside[k]


def _alike(one: Held, other: Held) -> bool:
    return one.unit == other.unit or not one.unit or not other.unit


def _beside(
    row: Sequence[Token], figure: Held, ends: dict[int, _Name], begins: dict[int, _Name], words: Vocabulary
) -> _Name | None:
    """The name just before a number, or the one after it to which "for" hands it."""
    k = figure.first
    if k and (row[k - 1].low in words.holder_links or row[k - 1].low in (":", "(", "-")) and k - 1 in ends:
        k -= 1
    name = ends.get(_before_brackets(row, k))
    if name is not None and not _led(row, name, words, against=True) and not _shared(row, name, ends, words):
        return name
    against = words.against.before(row, figure.first)
    if against and len(against[1]) > 1 and figure.after < len(row) and row[figure.after].low in words.of_words:
        return begins.get(figure.after + 1)  # "frente a 24 de Arden"
    for at in range(figure.after, min(figure.after + 5, len(row))):
        if to := words.holder_to.at(row, at):
            after = to[0]
            after += after < len(row) and row[after].low in words.stop and after not in begins
            return begins.get(after)
        if row[at].kind == SIGN or row[at].low in words.begins:
            break
    return None
