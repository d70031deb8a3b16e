"""One sentence as a row of words, with the cues that stand in it and the edges of its clauses.

A folded text and the words of a language go in, a Clauses comes out. Says where a scope may not go on; decides nothing
about what holds inside. Linear time: every look ahead is bounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from monitor.facts.scope_words import DENYING, NEGATORS, Role, ScopeWords
from monitor.text.tokens import DIGITS, SIGN, WORD, Token, tokens

LONGEST = 60
"""Words that a scope covers at most; no clause of a report has more, and a list without end costs no more."""
MOST_CUES = 10_000
"""Cues of one text that are read: what has more is no sentence."""
_LIST = 4
"""Words of one member of a list: "no deaths, serious injuries or damage"."""
_VERB = 6
"""Words behind "and" within which the verb of a new clause stands."""
_BARE = 10
"""Words before "and" among which the denial stands."""
_GOVERNING = 3
"""Words before "that" among which the verb stands that governs it."""
_STOPS = frozenset(";?!…؛؟")
_SPACED = frozenset(":-")
HARD, RELATIVE = 2, 1
_VERBS = frozenset([Role.DENY_VERB, Role.NOT_YET, Role.AHEAD, Role.AHEAD_INFINITIVE, Role.ASKED, Role.HEDGE_OR_PLAN])


class Cue(NamedTuple):
    """Words `first` to `after` of the row, and what they do."""

    roles: frozenset[Role]
    first: int
    after: int


class Clauses:
    """The words of a sentence, its cues, and for each word where its clause begins and ends."""

    def __init__(self, plain: str, words: ScopeWords) -> None:
        self.words = words
        self.plain = plain
        self.row = words_of(plain, words)
        self.forms = [token.low for token in self.row]
        self.cues = self._cues()
        if not self.cues and not words.future:
            return  # most sentences of a language without forms of the future end here
        self.titled = _titled(self.row)
        size = len(self.row)
        self._cue_at: dict[int, Cue] = {n: cue for cue in self.cues for n in range(cue.first, cue.after)}
        self.begins = [0] * (size + 1)
        self._hard = [size] * (size + 1)
        self._soft = [size] * (size + 1)
        self._finite = [size] * (size + 1)
        self._verb_seen = False
        edges = self._edges()
        for n in range(size - 1, -1, -1):
            self._hard[n] = n if edges[n] == HARD else self._hard[n + 1]
            self._soft[n] = n if edges[n] else self._soft[n + 1]
            self._finite[n] = n if self.finite(n) else self._finite[n + 1]

    def end(self, at: int, through_relative: bool = False) -> int:
        """The word before which a scope that goes on at `at` ends."""
        return min((self._hard if through_relative else self._soft)[at], at + LONGEST)

    def before_verb(self, at: int) -> int:
        """The same for a scope that ends before the next verb of the clause."""
        end = min(self.end(at), self._finite[at])
        for n in range(at + 1, end if self.words.capital_nouns else 0):
            low = self.forms[n]
            if self.row[n - 1].upper and not self.row[n].upper and self.row[n].kind == WORD and not self._small(low):
                return n  # where nouns have capitals, what follows one in lower case is the verb
        return end

    def verb(self, at: int) -> int:
        """The next word from `at` on that is a verb of a clause, or the number of words."""
        return self._finite[at]

    def begin(self, at: int) -> int:
        """The first word of the clause that a word stands in."""
        return max(self.begins[at], at - LONGEST)

    def relative(self, at: int) -> bool:
        """Whether the clause of a word was opened by a relative pronoun that no comma stands before."""
        begin = self.begins[at]
        return begin > 0 and self._relates(self.forms[begin]) and self.forms[begin - 1] != ","

    def _small(self, low: str) -> bool:
        return low in self.words.stop or low in self.words.links or self.words.has("or", low)

    def finite(self, at: int) -> bool:
        """Whether a word is a verb that a clause has one of."""
        low, endings = self.forms[at], self.words.finite_endings
        return self.words.has("finite", low) or (bool(endings) and low.endswith(endings) and len(low) > _LIST)

    def named(self, at: int) -> bool:
        """Whether a word is written as a name: with a capital that neither its place nor a headline explains."""
        if not self.row[at].upper or self.titled:
            return False
        return at > 0 and (self.row[at - 1].kind != SIGN or self.forms[at - 1] == ",")

    def cue_in(self, at: int) -> Cue | None:
        """The cue that a word belongs to."""
        return self._cue_at.get(at)

    def _cues(self) -> list[Cue]:
        found, forms, phrases = [], self.forms, self.words.phrases
        free = 0
        for at, low in enumerate(forms):
            if at < free or low not in phrases:
                continue
            for phrase, roles in phrases[low]:
                after = at + len(phrase)
                if len(phrase) == 1 or tuple(forms[at:after]) == phrase:
                    found.append(Cue(roles, at, after))
                    free = after
                    break
            if len(found) == MOST_CUES:
                break
        return found

    def _edges(self) -> bytearray:
        """For each word whether a clause ends before it; fills `begins` on the way."""
        edges = bytearray(len(self.row) + 1)
        begin, bracket, listing = 0, -1, False
        for at, token in enumerate(self.row):
            self.begins[at] = begin
            self._verb_seen = self._verb_seen and at > begin
            if token.low == ",":
                listing = self._lists(at, listing)
            edge = self._sign(at, bracket, listing) if token.kind == SIGN else self._word(at, begin)
            if token.low in "()":
                bracket = at if token.low == "(" else -1
            if edge and at > begin:
                edges[at] = edge
                begin = self.begins[at] = at
                self._verb_seen = False
            if edge and token.kind == SIGN:
                begin = at + 1
            self._verb_seen = self._verb_seen or self._verb(at)
        self.begins[len(self.row)] = begin
        return edges

    def _sign(self, at: int, bracket: int, listing: bool) -> int:
        low = self.forms[at]
        if low in _STOPS:
            return HARD
        if low in _SPACED:
            start, end = self.row[at].start, self.row[at].end
            inside = self.plain[start - 1 : start].strip() and self.plain[end : end + 1].strip()
            return 0 if inside or (low == "-" and self.plain[end : end + 1].strip()) else HARD
        if low == ")":
            return HARD if at - bracket > _LIST else 0
        return HARD if low in (",", "،") and not listing else 0

    def _lists(self, at: int, listing: bool) -> bool:
        """Whether a comma goes on with its clause: before "that" or "or", and between the members of a list."""
        words, following = self.words, self.forms[at + 1 : at + 2]
        if not following:
            return False
        if words.has("that", following[0]) or words.has("or", following[0]):
            return True
        if listing and words.has("and", following[0]):
            return True
        for n in range(at + 1, min(at + 2 + _LIST, len(self.row))):
            low = self.forms[n]
            if words.has("or", low) or (low == "," and n > at + 1) or (words.has("and", low) and n > at + 1):
                return self._member(n)
            if self._stops_list(n):
                return False
        return False

    def _stops_list(self, at: int) -> bool:
        cue = self._cue_at.get(at)
        opens = cue is not None and bool(cue.roles & NEGATORS)
        low = self.forms[at]
        return opens or self.row[at].kind == SIGN or self.finite(at) or low in self.words.ends or self._relates(low)

    def _member(self, at: int) -> bool:
        """Whether a last member of a list follows: few words, none of them a verb."""
        for n in range(at + 1, min(at + 2 + _LIST, len(self.row))):
            if self._stops_list(n):
                return self.row[n].kind == SIGN and n > at + 1
        return True

    def _relates(self, low: str) -> bool:
        return self.words.has("relative", low) or self.words.has("that", low)

    def _word(self, at: int, begin: int) -> int:
        low, words = self.forms[at], self.words
        cue = self._cue_at.get(at)
        if (
            cue is not None
            and cue.roles & (DENYING | {Role.IDLE, Role.AHEAD, Role.HEDGE})
            and cue.after - cue.first > 1
        ):
            return 0
        if low in words.ends and any(tuple(self.forms[at : at + len(end)]) == end for end in words.ends[low]):
            return HARD
        if words.has("relative", low):
            return RELATIVE
        if words.has("that", low):
            return self._that(at, begin)
        if words.has("and", low) and self._new_clause(at):
            return HARD
        return 0

    def _that(self, at: int, begin: int) -> int:
        """What a verb of knowing governs is so; behind a noun with its article "that" begins a relative clause."""
        before = self.forms[max(begin, at - _GOVERNING) : at]
        if any(self.words.has("knowing", low) for low in before):
            return HARD
        noun = len(before) > 1 and self.words.has("articles", before[-2]) and not self.words.has("articles", before[-1])
        return RELATIVE if noun else 0

    def _new_clause(self, at: int) -> bool:
        """Whether "and" opens a clause: another denial, a pronoun, or a verb of its own follows."""
        words = self.words
        if at + 1 < len(self.row) and words.spelling.ands:
            # Where the verb comes first, only a noun with its article goes on with what was said.
            return not self.forms[at + 1].startswith(words.article_prefixes or ("\0",))
        if self.forms[at + 1 : at + 2] and self.forms[at + 1] in words.pronouns:
            return True
        if self._past(at + 1) and self._bare(at):
            return True
        if self.forms[at + 1 : at + 2] and words.has("that", self.forms[at + 1]):
            return self._leaves(at)
        for n in range(at + 1, min(at + 1 + _VERB, len(self.row))):
            cue = self._cue_at.get(n)
            if cue is not None and cue.first == n and cue.roles & NEGATORS:
                return True
            if self.finite(n):
                # "No boys and girls were hurt": without a verb before it, "and" joins two nouns.
                return self._verb_seen or n == at + 1
            if self.row[n].kind == SIGN or self.forms[n] in words.ends or self._relates(self.forms[n]):
                return False
        return False

    def _verb(self, at: int) -> bool:
        """Whether a word is, as far as the lists tell, the verb of its clause."""
        cue = self._cue_at.get(at)
        return self.finite(at) or self._past(at) or (cue is not None and bool(cue.roles & _VERBS))

    def _leaves(self, at: int) -> bool:
        """Whether "and that" leaves a denial: it does if the denial stands in the clause that "that" opened before."""
        for n in range(at - 1, max(-1, at - 1 - LONGEST // 2), -1):
            cue = self._cue_at.get(n)
            if cue is not None and cue.roles & NEGATORS:
                return True
            if self.words.has("that", self.forms[n]):
                return False
        return True

    def _past(self, at: int) -> bool:
        endings = self.words.past_endings
        if at >= len(self.row) or not endings or self.row[at].upper:
            return False
        return self.forms[at].endswith(endings) and len(self.forms[at]) > _LIST

    def _bare(self, at: int) -> bool:
        """Whether a past form behind "and" cannot be denied by what stands before: "did not stop and crashed"."""
        if not self.words.lists["bare"]:
            return True
        for n in range(at - 1, max(-1, at - 1 - _BARE), -1):
            cue = self._cue_at.get(n)
            if cue is not None and cue.roles & DENYING:
                front = self.forms[cue.first - 1] if cue.first else ""
                noun = Role.DENY_NOUN in cue.roles
                return noun or self.words.has("bare", front) or self.words.has("bare", self.forms[cue.after - 1])
        return False


def words_of(plain: str, words: ScopeWords, more: frozenset[str] = frozenset()) -> list[Token]:
    """The tokens of a folded text, those that are two words written as one apart.

    `more` are first words of phrases that are looked for, beside those of cues.
    """
    out: list[Token] = []
    row = tokens(plain)
    spelling, openers = words.spelling, words.openers | more
    apart = not (spelling.endings or spelling.elided or spelling.joined)
    for token in row:
        if apart or token.kind != WORD:
            out.append(token)
            continue
        parts = spelling.parts(token.low, openers)
        if len(parts) == 1:
            out.append(token)
            continue
        start = token.start
        for n, (low, length) in enumerate(parts):
            out.append(Token(WORD, low, start, start + length, token.upper and not n))
            start += length
    return out


def _titled(row: Sequence[Token]) -> bool:
    """Whether most words have a capital, as in a headline: then none is a name by it."""
    long = [token.upper for token in row[:40] if token.kind == WORD and len(token.low) > _LIST - 1]
    return len(long) > 2 and sum(long) > 0.7 * len(long)


def is_year(token: Token) -> bool:
    """Whether a token can be a year: four digits without a separator."""
    return token.kind == DIGITS and len(token.low) == 4 and token.low.isdecimal() and "1500" <= token.low <= "2100"
