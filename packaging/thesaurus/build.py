"""WordNet's files in, the table `monitor/text/thesaurus/en.table.zst` out: words, senses, and where those point.

    apt-get install wordnet-base && python packaging/thesaurus/build.py [FOLDER OF WORDNET]

The same files give the same bytes. Prints the version and what was counted. Never runs as part of Rowback: the table
ships.
"""

from __future__ import annotations

import json
import re
import sys
from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

import zstandard

TABLE = Path(__file__).parents[2] / "monitor" / "text" / "thesaurus" / "en.table.zst"
PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
CODES = {"n": 0, "v": 1, "a": 2, "r": 3}
# Of the relations of meaning: what a thing is a kind of, of which kind it is a single case, and the adjective that an
# adjective is near to.
BROADER = {"@", "@i", "&"}
ANTONYM = "!"
# Of the relations of form: derived from, of (a noun), from (a verb).
DERIVED = {"+", "\\", "<"}
# Files of senses that news does not use: animals and plants, by their Latin names most of all. Left out unless tagged.
LEFT_OUT = {"05", "20"}
PERSON = "18"
NAMED = re.compile(r"[A-Z]")


@dataclass
class Synset:
    """One sense, with the words that have it and where it points."""

    part: str
    file: str
    words: list[str]
    pointers: list[tuple[str, str, int, int]]
    instance: bool = False


@dataclass
class Words:
    """What WordNet says, by its own keys."""

    synsets: dict[str, Synset] = field(default_factory=dict)
    senses: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    counts: dict[tuple[str, str, int], int] = field(default_factory=dict)
    irregular: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    version: str = ""


def read(folder: Path) -> Words:
    """Everything that is needed of WordNet's files."""
    words = Words()
    for part, name in PARTS.items():
        for line in (folder / f"data.{name}").read_text("latin1").splitlines():
            if line.startswith("  "):
                if found := re.search(r"WordNet (\d[\d.]*) Copyright", line):
                    words.version = found[1]
                continue
            read_synset(words, part, line)
        for line in (folder / f"index.{name}").read_text("latin1").splitlines():
            if not line.startswith(" "):
                cells = line.split()
                words.senses[cells[0], part] = [part + offset for offset in cells[-int(cells[2]) :]]
        for line in (folder / f"{name}.exc").read_text("latin1").splitlines():
            form, *lemmas = line.split()
            words.irregular[form].update(f"{lemma}/{part}" for lemma in lemmas)
    kinds = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
    for line in (folder / "cntlist.rev").read_text("latin1").splitlines():
        sense, rank, count = line.split()
        lemma, _, rest = sense.partition("%")
        words.counts[lemma, kinds[rest[0]], int(rank)] = int(count)
    return words


def read_synset(words: Words, part: str, line: str) -> None:
    """One line of a data file."""
    cells = line.split(" | ")[0].split()
    size = int(cells[3], 16)
    written = [re.sub(r"\(\w+\)$", "", cells[4 + 2 * i]) for i in range(size)]
    at = 4 + 2 * size
    pointers = []
    for i in range(int(cells[at])):
        sign, offset, to, ends = cells[at + 1 + 4 * i : at + 5 + 4 * i]
        pointers.append((sign, ("a" if to == "s" else to) + offset, int(ends[:2], 16), int(ends[2:], 16)))
    instance = any(pointer[0] == "@i" for pointer in pointers)
    words.synsets[part + cells[0]] = Synset(part, cells[1], written, pointers, instance)


def kept(words: Words) -> dict[str, int]:
    """The synsets that go into the table, with their number there."""
    used = {
        names[rank - 1]
        for (lemma, part, rank), count in words.counts.items()
        if count and len(names := words.senses.get((lemma, part), [])) >= rank
    }
    found = []
    for name, synset in words.synsets.items():
        single = [word for word in synset.words if "_" not in word and word.islower()]
        out = synset.file in LEFT_OUT and not single
        if name in used or not (out or (synset.file == PERSON and synset.instance)):
            found.append(name)
    return {name: at for at, name in enumerate(sorted(found))}


def shape(lemma: str) -> str:
    """How a word is looked up: lower case, spaces for underscores and hyphens."""
    return lemma.lower().replace("_", " ").replace("-", " ")


def build(words: Words) -> tuple[dict[str, object], bytes]:
    """The head of the table and its body."""
    numbers = kept(words)
    senses: dict[str, list[int]] = defaultdict(list)
    for (lemma, part), names in sorted(words.senses.items()):
        weights = [words.counts.get((lemma, part, rank), 0) + 1 / rank for rank in range(1, len(names) + 1)]
        for rank, name in enumerate(names, 1):
            if name in numbers:
                capital = all(NAMED.match(w) for w in words.synsets[name].words if w.lower() == lemma)
                share = min(15, round(15 * weights[rank - 1] / sum(weights)))
                code = numbers[name] | CODES[part] << 17 | min(rank, 7) << 19 | share << 22 | capital << 26
                senses[shape(lemma)].append(code)
    derived = derivations(words, numbers)
    irregular: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for form, lemmas in words.irregular.items():
        for lemma in lemmas:
            base, part = lemma.rsplit("/", 1)
            if shape(base) in senses:
                irregular[shape(form)].add((shape(base), CODES[part]))
    keys = sorted({*senses, *irregular}, key=lambda key: key.encode())
    place = {key: at for at, key in enumerate(keys)}
    rows = [
        ("senses", [senses.get(key, []) for key in keys]),
        ("derived", [sorted({place[to] for to in derived.get(key, ()) if to in place}) for key in keys]),
        ("lemmas", [sorted(place[to] << 2 | code for to, code in irregular.get(key, ())) for key in keys]),
        ("broader", pointing(words, numbers, BROADER)),
        ("antonyms", pointing(words, numbers, {ANTONYM})),
    ]
    spelled = [key.encode() for key in keys]
    body = [b"".join(spelled)]
    ends = array("I", accumulate(map(len, spelled), initial=0))
    if sys.byteorder == "big":
        ends.byteswap()
    body.append(ends.tobytes())
    sections: dict[str, list[int]] = {"keys": [len(body[0]), len(ends)]}
    for name, lists in rows:
        starts, flat = array("I", [0]), array("I")
        for row in lists:
            flat.extend(row)
            starts.append(len(flat))
        if sys.byteorder == "big":
            starts.byteswap()
            flat.byteswap()
        sections[name] = [len(starts), len(flat)]
        body += [starts.tobytes(), flat.tobytes()]
    head = {
        "source": f"WordNet {words.version}",
        "words": len(senses),
        "irregular": len(irregular),
        "synsets": len(numbers),
        "sections": sections,
    }
    return head, b"".join(body)


def derivations(words: Words, numbers: dict[str, int]) -> dict[str, set[str]]:
    """Word to the words it is derived from or that are derived from it, both ways."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in numbers:
        synset = words.synsets[name]
        for sign, to, own, other in synset.pointers:
            if sign in DERIVED and to in numbers and own and other:
                one, two = shape(synset.words[own - 1]), shape(words.synsets[to].words[other - 1])
                if one != two:
                    found[one].add(two)
                    found[two].add(one)
    return found


def pointing(words: Words, numbers: dict[str, int], signs: set[str]) -> list[list[int]]:
    """For each synset in the table, those it points to with one of these signs."""
    return [
        sorted({numbers[to] for sign, to, _, _ in words.synsets[name].pointers if sign in signs and to in numbers})
        for name in numbers
    ]


def main(folder: Path) -> None:
    """Writes the table and WordNet's licence beside it, and says what was counted."""
    head, body = build(read(folder))
    line = json.dumps(head, sort_keys=True).encode()
    TABLE.write_bytes(zstandard.ZstdCompressor(level=19, threads=0).compress(line + b"\n" + body))
    print(
        f"{head['source']}: {head['words']:,} words, {head['irregular']:,} irregular forms, {head['synsets']:,} senses"
    )
    print(f"{TABLE.name}: {TABLE.stat().st_size:,} bytes")
    top = [row for row in (folder / "data.noun").read_text("latin1").splitlines()[:40] if row.startswith("  ")]
    notice = [re.sub(r"^\s*\d+ ?", "", row).rstrip() for row in top]
    (TABLE.parent / "LICENSE-WordNet.txt").write_text("\n".join(notice).strip() + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/wordnet"))
