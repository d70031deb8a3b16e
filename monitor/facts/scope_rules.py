"""The rules by which a cue opens a scope and where this scope ends, one small function for each sort of cue.

A folded sentence and a language go in, Scopes come out as they are found. Which words do what is data (`[scopes]` of a
language's cues); no rule here knows a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.facts.clauses import Clauses, Cue, is_year
from monitor.facts.scope import Phase, Scope, ScopeKind
from monitor.facts.scope_words import DENYING, Role, scope_words
from monitor.text.cues import cues
from monitor.text.tokens import DIGITS, SIGN, WORD

_NOUN = 3
"""Words that "alleged" makes doubtful at most."""
_SUBJECT = 3
"""Words of a clause before a quantifier that still belongs to its subject."""
_ASIDE = 8
"""Words of an aside behind a cue: "did not, at any point, arrest him"."""
_PAIR = 6
"""Words between the two parts of a French denial."""
_TAIL = 1
"""Words that may follow a German denial at the end of its clause: the other half of the verb."""
_PAST = 6
"""Words that "after the" makes background at most."""
_INFINITIVE = 3
"""Words behind "va" among which the infinitive stands."""
_FUTURE = 5
"""Letters of a word that can be a form of the future."""


def spans_of(plain: str, code: str) -> Iterator[Scope]:
    """The scopes of a folded sentence but for quotations."""
    words = scope_words(code)
    clauses = Clauses(plain, words)
    if clauses.cues or words.future:
        yield from _Reading(clauses, code).all()


class _Reading:
    """One sentence while its cues are read from left to right."""

    def __init__(self, clauses: Clauses, code: str) -> None:
        self.clauses = clauses
        self.forms = clauses.forms
        self.words = clauses.words
        self.nobody = cues(code).words("negation", "nobody")
        self.open_until = 0
        """The word at which the last denial ends."""
        self.pair_at = -1
        """The first part of a French denial that has no second yet."""
        self.denied_clauses: set[int] = set()

    def all(self) -> Iterator[Scope]:
        """All scopes in the order of their cues."""
        pairs = [n for n, low in enumerate(self.forms) if self.words.has("pair", low)]
        at = 0
        for cue in self.clauses.cues:
            while at < len(pairs) and pairs[at] < cue.first:
                yield from self._pair(pairs[at])
                at += 1
            yield from self._cue(cue)
        for first in pairs[at:]:
            yield from self._pair(first)
        yield from self._futures()

    def _scope(self, kind: ScopeKind, start: int, end: int, cue: Cue, phase: Phase = Phase.PLAIN) -> Iterator[Scope]:
        """A scope over words `start` to `end`, without signs at its edges; nothing where no word is left."""
        row = self.clauses.row
        while end > start and row[end - 1].kind == SIGN and row[end - 1].low != "%":
            end -= 1
        while start < end and row[start].kind == SIGN and row[start].low not in "$€£":
            start += 1
        if start < end:
            first, last = row[cue.first], row[cue.after - 1]
            yield Scope(kind, row[start].start, row[end - 1].end, first.start, last.end, phase)

    def _cue(self, cue: Cue) -> Iterator[Scope]:
        roles, clauses = cue.roles, self.clauses
        if Role.IDLE in roles or (cue.after - cue.first == 1 and self._names(cue.first)):
            return
        if roles & DENYING:
            yield from self._denied(cue)
        if roles & {Role.HEDGE, Role.IF, Role.HEDGE_PRESENT}:
            yield from self._hedged(cue)
        if roles & {Role.HEDGE_NOUN, Role.HEDGE_BEHIND}:
            yield from self._hedged_noun(cue)
        if Role.HEDGE_OR_PLAN in roles:
            said = self.words.has("perfect", self._last(cue.after))
            yield from self._ahead_or(ScopeKind.HEDGED if said else ScopeKind.AHEAD, cue)
        if roles & {Role.AHEAD, Role.ASKED} and not self._behind_article(cue):
            yield from self._ahead_or(ScopeKind.AHEAD, cue)
        if Role.AHEAD_INFINITIVE in roles and self._infinitive(cue):
            yield from self._ahead_or(ScopeKind.AHEAD, cue)
        if Role.FEAR in roles:
            yield from self._ahead_or(ScopeKind.FEARED, cue)
        for role, kind in ((Role.FEARED, ScopeKind.FEARED), (Role.AHEAD_CLAUSE, ScopeKind.AHEAD)):
            if role in roles and not self._behind_article(cue):
                yield from self._scope(kind, clauses.begin(cue.first), self._own_end(cue.after), cue)
        yield from self._background(cue)

    def _names(self, at: int) -> bool:
        """Whether a word is part of a name: "Mr Will", "Will Arden was arrested"."""
        row, clauses = self.clauses.row, self.clauses
        opens = at == clauses.begins[at] and row[at].upper and not clauses.titled
        first = opens and at + 1 < len(row) and row[at + 1].upper
        return clauses.named(at) or (first and clauses.finite(at) and self.forms[-1] != "?")

    def _ahead_or(self, kind: ScopeKind, cue: Cue) -> Iterator[Scope]:
        start = self._past_aside(cue.after)
        yield from self._scope(kind, start, self.clauses.end(start), cue)

    def _own_end(self, at: int) -> int:
        """Where a word's clause ends: before a further verb, unless "that" follows and the verb is of its clause."""
        governs = any(self.words.has("that", low) for low in self.forms[at : at + 2])
        return self.clauses.end(at) if governs else self.clauses.before_verb(at)

    def _behind_article(self, cue: Cue) -> bool:
        return cue.first > 0 and self.words.has("articles", self.forms[cue.first - 1])

    def _past_aside(self, at: int) -> int:
        """Behind an aside between commas that follows a cue at once: "did not, however, resign"."""
        if self.forms[at : at + 1] != [","]:
            return at
        for n in range(at + 1, min(at + 1 + _ASIDE, len(self.forms))):
            if self.forms[n] == ",":
                return n + 1
        return at

    def _last(self, at: int) -> str:
        """The last word of the clause that goes on at a word."""
        end = self.clauses.end(at)
        while end > at and self.clauses.row[end - 1].kind == SIGN:
            end -= 1
        return self.forms[end - 1] if end > at else ""

    # Denial.

    def _denied(self, cue: Cue) -> Iterator[Scope]:
        clauses, forms, roles = self.clauses, self.forms, cue.roles
        if self._rank(cue) or self._answer(cue) or self._merged(cue) or self._unpaired(cue):
            return
        start = self._past_aside(cue.after)
        quantifier = Role.DENY_ALL in roles
        subject = quantifier and cue.first - clauses.begin(cue.first) < _SUBJECT
        behind_link = cue.first > 0 and forms[cue.first - 1] in self.words.links
        end = clauses.end(start, through_relative=subject and not behind_link)
        if Role.DENY_NOUN in roles or (quantifier and behind_link):
            end = clauses.before_verb(start)
        if clauses.relative(cue.first):
            end = min(end, clauses.verb(start + 1))  # "the man who did not pay was arrested"
        start = self._backwards(cue, start, end)
        if not roles & {Role.DENY_NOUN}:
            self.denied_clauses.add(clauses.begin(cue.first))
        self.open_until = end
        yield from self._scope(ScopeKind.DENIED, start, end, cue, self._phase(cue, end))

    def _rank(self, cue: Cue) -> bool:
        """ "No. 1", "n° 3": digits behind a single word, with or without a sign between."""
        if cue.after - cue.first > 1 or not cue.roles & {Role.DENY_ALL, Role.DENY}:
            return False
        behind = self.clauses.row[cue.after : cue.after + 2]
        if behind and behind[0].low in (".", "°", "º") and len(behind) > 1:
            behind = behind[1:]
        return bool(behind) and behind[0].kind == DIGITS and self.words.has("not_denied", self.forms[cue.first])

    def _answer(self, cue: Cue) -> bool:
        """ "No, he said": a word that answers denies nothing of its sentence."""
        opens = cue.first == self.clauses.begin(cue.first) and self.forms[cue.after : cue.after + 1] == [","]
        return opens and self.words.has("not_denied", self.forms[cue.first])

    def _merged(self, cue: Cue) -> bool:
        """A second word for the denial that is open already: "no ... nadie", "neither ... nor"."""
        return cue.first < self.open_until and self.words.has("merged", " ".join(self.forms[cue.first : cue.after]))

    def _unpaired(self, cue: Cue) -> bool:
        """Whether a word that denies only beside its first part stands alone: "plus", "une personne"."""
        word = " ".join(self.forms[cue.first : cue.after])
        if not self.words.has("pair_needed", word):
            return False
        reach = _PAIR if cue.roles & {Role.DENY, Role.DENY_ALL} else _PAIR // 2  # "n'a pas connu d'été plus chaud"
        before = self.pair_at >= self.clauses.begin(cue.first) and cue.first - self.pair_at <= reach
        article = cue.first > 0 and self.words.has("articles", self.forms[cue.first - 1])
        following = self.forms[cue.after : cue.after + 1]
        return article or not (before or (following and self.words.has("pair", following[0])))

    def _pair(self, at: int) -> Iterator[Scope]:
        """The first part of a denial in two words; alone it denies only before a few verbs."""
        self.pair_at = at
        following = self.forms[at + 1 : at + 2]
        if following and self.words.has("pair_alone", following[0]) and at >= self.open_until:
            near = [self.clauses.cue_in(n) for n in range(at + 1, min(at + 1 + _PAIR, len(self.forms)))]
            only = any(self.words.has("pair_only", low) for low in self.forms[at + 1 : at + 1 + _PAIR])
            if not only and not any(cue and cue.roles & (DENYING | {Role.IDLE}) for cue in near):
                yield from self._scope(ScopeKind.DENIED, at + 1, self.clauses.end(at + 1), Cue(frozenset(), at, at + 1))

    def _backwards(self, cue: Cue, start: int, end: int) -> int:
        """Where a denial begins that stands behind what it denies; `start` where it does not."""
        clauses, forms = self.clauses, self.forms
        begin = clauses.begin(cue.first)
        if begin <= self.pair_at < cue.first <= self.pair_at + _PAIR:
            return self.pair_at + 1
        word = " ".join(forms[cue.first : cue.after])
        left = sum(clauses.row[n].kind == WORD for n in range(start, end))
        if self.words.has("deny_last", forms[cue.after - 1]) and left <= _TAIL:
            none = word in self.nobody or Role.DENY_ALL in cue.roles or self.words.has("there_is", forms[begin + 1])
            return begin if none else self._first_verb(begin, cue.first)
        bare = word in self.nobody and cue.first > begin and (not left or forms[cue.after] in self.words.links)
        if bare and not clauses.finite(cue.first - 1) and forms[cue.first - 1] not in self.words.links:
            return cue.first - 1  # "killed nobody"
        return start

    def _first_verb(self, begin: int, before: int) -> int:
        """The first word of a German clause behind its subject: the first in lower case behind a noun."""
        for n in range(begin + 1, before):
            row = self.clauses.row
            if (
                not row[n].upper
                and (row[n - 1].upper or n == begin + 1)
                and not self.words.has("articles", row[n - 1].low)
            ):
                return n
        return before

    def _phase(self, cue: Cue, end: int) -> Phase:
        if Role.NO_LONGER in cue.roles:
            return Phase.NO_LONGER
        ahead = Role.NOT_YET in cue.roles or any(
            self.words.has("until", low) for low in self.forms[cue.after : end + 1]
        )
        return Phase.NOT_YET if ahead else Phase.PLAIN

    # What is not certain.

    def _hedged(self, cue: Cue) -> Iterator[Scope]:
        row, at = self.clauses.row, cue.first
        beside = [self.clauses.cue_in(n) for n in (at - 1, cue.after)]
        if self.words.has("able", self.forms[at]) and any(other and other.roles & DENYING for other in beside):
            return  # "could not be reached" is certain
        dated = row[cue.after : cue.after + 1] + row[max(0, at - 1) : at]
        if row[at].upper and any(token.kind == DIGITS for token in dated):
            return  # "May 3"
        if Role.HEDGE_PRESENT in cue.roles:
            following = self.forms[cue.after : cue.after + 1]
            present = following and following[0].startswith(self.words.present)
            if not present or self.words.has("present_not", following[0]):
                return
        yield from self._ahead_or(ScopeKind.HEDGED, cue)

    def _hedged_noun(self, cue: Cue) -> Iterator[Scope]:
        """The noun that an adjective makes doubtful: before it, or behind it up to a small word or a verb."""
        before = cue.first - 1
        taken = before < 0 or self.forms[before] in self.words.stop or self.clauses.row[before].kind != WORD
        if Role.HEDGE_BEHIND in cue.roles and not taken:
            yield from self._scope(ScopeKind.HEDGED, before, cue.after, cue)
        elif Role.HEDGE_NOUN in cue.roles:
            end = cue.after
            while end < min(self.clauses.before_verb(cue.after), cue.after + _NOUN):
                if self.forms[end] in self.words.stop or self.clauses.row[end].kind == SIGN:
                    break
                end += 1
            yield from self._scope(ScopeKind.HEDGED, cue.after, end, cue)

    # Time.

    def _infinitive(self, cue: Cue) -> bool:
        endings = self.words.infinitives
        if self.words.capital_nouns:
            return self._last(cue.after).endswith(endings)
        return any(low.endswith(endings) for low in self.forms[cue.after : cue.after + _INFINITIVE])

    def _futures(self) -> Iterator[Scope]:
        """Words in a form of the future; the word itself is the cue."""
        endings = self.words.future
        if not endings:
            return
        front = len(self.words.article_prefixes) > 0
        for at, low in enumerate(self.forms):
            formed = low.startswith(endings) if front else low.endswith(endings)
            if not formed or len(low) < _FUTURE - 1 or self.clauses.row[at].kind != WORD or self.clauses.named(at):
                continue
            if low in self.words.future_not or (at and self.words.has("articles", self.forms[at - 1])):
                continue
            yield from self._scope(ScopeKind.AHEAD, at, self.clauses.end(at + 1), Cue(frozenset(), at, at + 1))

    def _background(self, cue: Cue) -> Iterator[Scope]:
        clauses, roles = self.clauses, cue.roles
        if Role.PAST_CLAUSE in roles:
            yield from self._past(cue)
        row = clauses.row[cue.after : cue.after + 1]
        if row and is_year(row[0]) and roles & {Role.PAST_YEAR, Role.PAST_SINCE}:
            if Role.PAST_YEAR in roles or clauses.begin(max(0, cue.first - 1)) in self.denied_clauses:
                yield from self._past(cue._replace(after=cue.after + 1))
        elif Role.PAST_NOUN in roles and not (row and row[0].kind == DIGITS):
            end = min(clauses.before_verb(cue.after), cue.after + _PAST)
            more = range(min(cue.after + 1, end), end)
            end = next((n for n in more if self.words.has("articles", self.forms[n])), end)
            yield from self._scope(ScopeKind.BACKGROUND, cue.after, end, cue)

    def _past(self, cue: Cue) -> Iterator[Scope]:
        """The clause of a time that is past: all behind it where it opens the clause, else up to a further verb."""
        clauses = self.clauses
        begin = clauses.begin(cue.first)
        if begin == cue.first and begin > 0 and self.forms[begin] in self.words.ends:
            begin = clauses.begin(begin - 1)
        joining = self.forms[begin] in self.words.ends or any(
            self.words.has(name, self.forms[begin]) for name in ("and", "relative", "that")
        )
        if cue.first - begin <= joining:
            aside = begin > 0 and self.forms[begin - 1] == ","
            start = cue.after if aside else self._past_comma(cue.after)
            yield from self._scope(ScopeKind.BACKGROUND, begin, clauses.end(start), cue)
            return
        end = min(clauses.end(cue.after), clauses.verb(cue.after))
        end = next((n for n in range(cue.after, end) if self.words.has("that", self.forms[n])), end)
        yield from self._scope(ScopeKind.BACKGROUND, begin, end, cue)

    def _past_comma(self, at: int) -> int:
        """Behind the comma after an opening time: "In 2004, the road was closed"."""
        return at + 1 if self.forms[at : at + 1] == [","] else at
