"""What changed in the quotes of an article: words inside the marks, quotes that came or went.

Both versions' paragraphs go in, findings of the `quote.*` kinds come out. A quote that moved, was split by its
speaker's name or lost its marks gives none; spelling and punctuation inside do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA, Indel

from monitor.changes.change import Change, Mention
from monitor.changes.evidence.document import Document
from monitor.changes.evidence.spans import Span, span
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.quotes import Quote, find_quotes
from monitor.facts.sentence import Sentence, reported
from monitor.text.forms import expanded_all
from monitor.text.letters import Spelling, same_letters
from monitor.text.words import stem, words_of

NAME = "quotes"
_ALIKE = 0.55
"""Share of words in equal order from which two quotes are one quote that was edited."""
_SHORTEST = 3
"""Words. Shorter ones are names and scare quotes, which count only as an edit of each other."""
_CROWD = 100 * 100
"""Quotes of one version times those of the other: beyond, one is looked for only near its old place."""
_NEAR = 20
_MOST = 400
"""Quotes of one version that are compared; no article has as many."""
_SPELLING = 0.75
_HANDED_ON = 0.6
"""Share of a quote's telling words that one place of the other version holds: its words were kept, its marks moved."""
_LEFT_OUT = re.compile(r"\.\.\.|\u2026|\[[^\]]*\]|\(\.\.\.\)")
_TELLING = 4
"""Letters of a telling word, and how many of these words are needed to know a quote again."""


@dataclass(frozen=True, slots=True)
class _Placed:
    quote: Quote
    sentence: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]


def find(versions: Versions) -> list[Finding]:
    """Findings of quotes in the order of the new version."""
    documents = versions.documents
    old, new = (_quotes(d, side) for d, side in zip(documents, (versions.old, versions.new), strict=True))
    if not old and not new:
        return []
    old_text, new_text = (document.flat for document in documents)
    old_said, new_said = (_flat([placed.quote.text for placed in side]) for side in (old, new))
    old_only = [p for p in old if not _within(p, new_text, new_said)]
    new_only = [p for p in new if not _within(p, old_text, old_said)]
    changes: list[Finding] = []
    for a, b in _pairs(old_only, new_only):
        old_only.remove(a)
        new_only.remove(b)
        if _same_figures(a.quote, b.quote, documents[1].lang) or _garbled(a, b, versions.lang):
            continue
        if (
            not _spelled_otherwise(a.words, b.words, versions.lang)
            and same_letters(a.quote.text, b.quote.text, versions.lang) is Spelling.OTHER
        ):
            changes.append(_finding(Kind.QUOTE_TEXT, a, b, "words inside the quotation marks differ"))
    longer = _longer(old, new_only, documents[0])
    for a, b in [*longer, *((a, b) for b, a in _longer(new, old_only, documents[1]))]:
        (new_only if b in new_only else old_only).remove(b if b in new_only else a)
        changes.append(_finding(Kind.QUOTE_TEXT, a, b, "one version quotes more words than the other"))
    for a in old_only:
        if len(a.words) > _SHORTEST and not _in_part(a, new) and not _handed_on(a, documents[1]):
            changes.append(_finding(Kind.QUOTE_REMOVED, a, None, "the new version holds these words nowhere"))
    for b in new_only:
        if len(b.words) > _SHORTEST and not _in_part(b, old) and not _handed_on(b, documents[0]):
            changes.append(_finding(Kind.QUOTE_ADDED, None, b, "the old version holds these words nowhere"))
    return changes


def _quotes(document: Document, differing: Sequence[Sentence]) -> list[_Placed]:
    found: list[_Placed] = []
    for place in sorted({sentence.paragraph for sentence in differing}):
        paragraph = document.paragraphs[place]
        for quote in find_quotes(paragraph.text, document.lang):
            if len(found) == _MOST:
                return found
            spans = tuple(_spans(paragraph.sentences, quote))
            sentence = spans[0].sentence.text if spans else paragraph.text
            found.append(_Placed(quote, sentence, words_of(quote.text), spans))
    return found


def _spans(cut: Sequence[tuple[int, Sentence]], quote: Quote) -> Iterator[Span]:
    """The words of a quote in the sentences of its paragraph."""
    for begins, sentence in cut:
        start, end = quote.start - begins, quote.end - begins
        if end > 0 and start < len(sentence.text):
            found = span(sentence, max(0, start), min(len(sentence.text), end))
            if found.start < found.end:
                yield found


def _flat(texts: Sequence[str]) -> str:
    return " " + " ".join(" ".join(words_of(text)) for text in texts) + " "


def _within(placed: _Placed, text: str, said: str) -> bool:
    """Whether the other version holds these words in this order, in its text or across its quotes.

    What dots or brackets leave out is not said to be missing there.
    """
    wanted = [f" {' '.join(words)} " for piece in _LEFT_OUT.split(placed.quote.text) if (words := words_of(piece))]
    return all(piece in text or piece in said for piece in wanted)


def _in_part(placed: _Placed, others: Sequence[_Placed]) -> bool:
    """Whether the other version quotes some of the words: "a distraction", and the rest in its own."""
    row = f" {' '.join(placed.words)} "
    parts = (o.words for o in others if 1 < len(o.words) < len(placed.words))
    return any(f" {' '.join(words)} " in row and any(len(word) > _TELLING for word in words) for words in parts)


def _handed_on(placed: _Placed, document: Document) -> bool:
    """Whether a sentence of the other version, or it and the next one, hands the quote on in its own words.

    Editors shorten a quote to its best words, or turn it into reported speech: what was said is still reported.
    """
    wanted = {stem(word) for word in placed.words if len(word) >= _TELLING}
    if len(wanted) < _TELLING:
        return False
    row = document.changed
    for n, sentence in enumerate(row):
        behind = row[n + 1].key if n + 1 < len(row) and row[n + 1].paragraph == sentence.paragraph else ()
        held = wanted & {stem(word) for word in (*sentence.key, *behind)}
        if len(held) >= _HANDED_ON * len(wanted):
            return True
    return False


def _pairs(old: Sequence[_Placed], new: Sequence[_Placed]) -> list[tuple[_Placed, _Placed]]:
    scored = []
    crowd = len(old) * len(new) > _CROWD
    for i, a in enumerate(old):
        for j, b in enumerate(new) if not crowd else enumerate(new[max(0, i - _NEAR) : i + _NEAR], max(0, i - _NEAR)):
            alike = Indel.normalized_similarity(a.words, b.words, score_cutoff=_ALIKE)
            if alike >= _ALIKE and min(len(a.words), len(b.words)) >= 2:
                scored.append((-alike, abs(i - j), i, j))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = []
    for _, _, i, j in sorted(scored):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append((old[i], new[j]))
    return pairs


def _longer(short: Sequence[_Placed], long: Sequence[_Placed], other: Document) -> list[tuple[_Placed, _Placed]]:
    """Quotes of one version that go on where the whole quote of the other ends, with words the other nowhere holds."""
    held = {stem(word) for word in other.words}
    pairs = []
    for b in long:
        for a in short:
            longer = len(b.words) >= len(a.words) + _SHORTEST and len(a.words) > _SHORTEST
            if longer and a.words == b.words[: len(a.words)] and _unheard(b.words[len(a.words) :], held):
                pairs.append((a, b))
                break
    return pairs


def _unheard(words: Sequence[str], held: set[str]) -> bool:
    """Whether most telling words are said in one version only; quoted in part, the rest is still told."""
    telling = {stem(word) for word in words if len(word) >= _TELLING}
    return bool(telling) and len(telling & held) < (1 - _HANDED_ON) * len(telling) + 1


def _same_figures(one: Quote, other: Quote, lang: str) -> bool:
    """Whether the quotes differ only in how a number is written: "two million", "2 million"."""
    first, second = reported(one.text, lang), reported(other.text, lang)
    if first.words.masked != second.words.masked or len(first.figures) != len(second.figures):
        return False
    return all((a.lo, a.hi, a.unit) == (b.lo, b.hi, b.unit) for a, b in zip(first.figures, second.figures, strict=True))


def _garbled(a: _Placed, b: _Placed, lang: str) -> bool:
    """Whether a wrong encoding is all that parts their sentences. It leaves quotation marks too, which cut a quote."""
    found = {same_letters(s.sentence.text, t.sentence.text, lang) for s, t in zip(a.spans, b.spans, strict=False)}
    return Spelling.MOJIBAKE in found and found <= {Spelling.MOJIBAKE, Spelling.SAME}


def _spelled_otherwise(one: tuple[str, ...], other: tuple[str, ...], lang: str) -> bool:
    """Whether the words differ in spelling only ("colour", "color"; "did not", "didn't")."""
    one, other = tuple(expanded_all(one, lang)), tuple(expanded_all(other, lang))
    if len(one) != len(other):
        return "".join(one) == "".join(other)
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return all(
        not (a + b).isdigit()
        and len(a) > 4
        and len(b) > 4
        and OSA.distance(a, b) <= 2
        and a[0] == b[0]
        and OSA.normalized_similarity(a, b) >= _SPELLING
        for a, b in differing
    )


def _finding(kind: Kind, a: _Placed | None, b: _Placed | None, why: str) -> Finding:
    change = Change(
        kind,
        Mention(a.quote.text, a.sentence) if a else None,
        Mention(b.quote.text, b.sentence) if b else None,
        explanation=f"quote: {why}.",
    )
    return Finding(NAME, change, a.spans if a else (), b.spans if b else ())
