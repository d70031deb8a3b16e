"""Checks an evidence bundle of Rowback with nothing but Python 3.9: `python3 verify.py BUNDLE.wacz [HEAD]`.

What the chain of hashes names is held against it, and all that follows from that is made again and compared byte by
byte; HEAD is one that you know from elsewhere. Ends with 0 only if all of it holds. Take this script from a source that
you trust, as whoever alters a bundle can alter the script in it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from monitor.keeping.layout import (
    ARCHIVE,
    FORM,
    STAMP,
    UNBOUND,
    Scope,
    bodies_of,
    chain_of,
    digest,
    laid_out,
    moment,
    names_of,
    scope_of,
    sha,
    shows,
    unzipped,
    zipped,
)

SHA_256 = bytes.fromhex("608648016503040201")


def problems(raw: bytes, head: str = "") -> Iterator[str]:
    """What does not hold, a sentence each."""
    members = unzipped(raw)
    files = dict(members)
    if len(files) != len(members):
        yield "a file stands in it twice"
    scope = scope_in(files)
    about = scope.about
    if about["form"] != FORM or any(type(about[name]) is not int for name in ("form", "article", "from", "to")):
        yield f"it is not of the form that this script knows ({FORM})"
        return
    yield from _address(scope, files)
    yield from _versions(scope, files)
    yield from _changes(scope, files)
    yield from _parts(scope, raw, files)
    if head:
        yield from _pinned(scope, head)


def _parts(scope: Scope, raw: bytes, files: dict[str, bytes]) -> Iterator[str]:
    """What does not hold in what must be there; nothing if some of it is not."""
    missing = [name for name in [ARCHIVE, *names_of(scope)] if name not in files]
    yield from (name + " is missing" for name in missing)
    if missing or {scope.about["from"], scope.about["to"]} - {one.says["version"] for one in scope.versions}:
        return
    try:
        bodies = bodies_of(files[ARCHIVE])
    except (KeyError, ValueError) as wrong:
        yield f"{ARCHIVE} is not a row of WARC records: {wrong}"
        return
    yield from _kept_pages(scope, files, bodies)
    yield from _diff(scope, files)
    yield from _stamps(scope, files)
    yield from _rest(scope, raw, files, bodies)


def scope_in(files: dict[str, bytes]) -> Scope:
    """What a bundle is about, from its own files."""
    return scope_of(json.loads(files["evidence/about.json"]), chain_of(files["evidence/chain.txt"]))


def _address(scope: Scope, files: dict[str, bytes]) -> Iterator[str]:
    """The chain names an article's address where it was added, and the record of each page names it again."""
    first, last = (scope.versions[end].n for end in (0, -1)) if scope.versions else (0, 0)
    before = [one for one in scope.named if one.n < first]
    for one in [*before[-1:], *(one for one in scope.named if first < one.n < last)]:
        if one.says["detail"] != scope.about["url"]:
            yield f"entry {one.n} of the chain gives the article another address: {one.says['detail']}"
    kept = {one.says["version"]: one.says["page_id"] for one in scope.pages if one.says["kind"] == "version"}
    for one in () if before else scope.versions:
        number = one.says["version"]
        record = json.loads(files.get(f"evidence/page-{kept.get(number)}.json", b"{}"))
        if record.get("article") != scope.about["url"]:
            yield f"nothing in it says that version {number} is of the address {scope.about['url']}"


def _versions(scope: Scope, files: dict[str, bytes]) -> Iterator[str]:
    first, last = scope.about["from"], scope.about["to"]
    numbers = [one.says["version"] for one in scope.versions]
    if numbers != [first + n for n in range(len(numbers))] or numbers[-1:] != [last]:
        yield f"the chain does not record each version from {first} to {last} once"
    for one in scope.versions:
        number = one.says["version"]
        text, facts = (files.get(f"evidence/{what}-{number}.json") for what in ("text", "facts"))
        if text is not None and sha(text) != one.says["text"]:
            yield f"the text of version {number} is not what entry {one.n} of the chain recorded"
        if facts is not None and digest(json.loads(facts)) != one.says["facts"]:
            yield f"the facts of version {number} are not what entry {one.n} of the chain recorded"


def _changes(scope: Scope, files: dict[str, bytes]) -> Iterator[str]:
    groups = json.loads(files.get("evidence/changes.json", b"[]"))
    if len(groups) != len(scope.changes):
        yield f"there are changes of {len(groups)} entries of the chain, not of {len(scope.changes)}"
        return
    for n, one in enumerate(scope.changes):
        if digest(groups[n]) != one.says["changes"]:
            yield f"the changes of entry {one.n} are not what the chain recorded"


def _kept_pages(scope: Scope, files: dict[str, bytes], bodies: list[bytes]) -> Iterator[str]:
    if len(bodies) != len(scope.pages):
        yield f"the archive has {len(bodies)} pages, not {len(scope.pages)}"
    for n, one in enumerate(scope.pages[: len(bodies)]):
        number = one.says["page_id"]
        raw = files[f"evidence/page-{number}.json"]
        if sha(raw) != one.says["page"]:
            yield f"the record of page {number} is not what entry {one.n} of the chain recorded"
            continue
        record = json.loads(raw)
        if record["body"] != [sha(bodies[n]), len(bodies[n])]:
            yield f"the body of page {number} is not the one that its record says"
        for name in record.get("certificates", ()):
            if sha(files.get(f"evidence/certificate-{name}.der", b"")) != name:
                yield f"a certificate of page {number} is not the one that its record says"


def _diff(scope: Scope, files: dict[str, bytes]) -> Iterator[str]:
    old, new = (files[f"evidence/text-{scope.about[end]}.json"] for end in ("from", "to"))
    if not shows(files["evidence/diff.txt"], scope, old, new):
        yield "evidence/diff.txt does not show the texts of the two versions"


def _stamps(scope: Scope, files: dict[str, bytes]) -> Iterator[str]:
    heads = {one.n: one.head for one in scope.chain}
    for name in files:
        found = STAMP.fullmatch(name)
        if found and int(found[1]) not in heads:
            yield name + " is of an entry that is not in the chain given"
        elif found:
            _, imprint = stamped(files[name])
            if imprint != sha(bytes.fromhex(heads[int(found[1])])):
                yield f"{name} is of another head than that of entry {found[1]}"


def stamped(answer: bytes) -> tuple[str, str]:
    """The time that an answer of an authority says, and the hash it is of (RFC 3161). Checks no signature."""
    (whole,) = _elements(answer)
    token = _elements(_elements(whole)[1])
    signed = _elements(_elements(token[1])[0])
    content = _elements(_elements(signed[2])[1])[0]
    info = _elements(_elements(content)[0])
    algorithm, imprint = _elements(info[2])
    if _elements(algorithm)[0] != SHA_256:
        raise ValueError("a stamp is of another sort of hash than SHA-256")
    return info[4].decode("ascii"), imprint.hex()


def _elements(raw: bytes) -> list[bytes]:
    """What each element of a DER value holds."""
    found, at = [], 0
    while at < len(raw):
        size, start = raw[at + 1], at + 2
        if size & 0x80:
            start += size & 0x7F
            size = int.from_bytes(raw[at + 2 : start], "big")
        if start + size > len(raw):
            raise ValueError("a stamp is cut")
        found.append(raw[start : start + size])
        at = start + size
    return found


def _rest(scope: Scope, raw: bytes, files: dict[str, bytes], bodies: list[bytes]) -> Iterator[str]:
    try:
        again = laid_out(scope, files, bodies)
    except (KeyError, IndexError) as wrong:
        yield f"something is missing: {wrong}"
        return
    yield from (name + " is no part of a bundle" for name in files if name not in again)
    yield from (name + " is missing" for name in again if name not in files)
    for name in again:
        if name in files and files[name] != again[name]:
            yield name + " is not what follows from the rest"
    if raw != zipped(again):
        yield "the zip file is not the one that these files make"


def _pinned(scope: Scope, head: str) -> Iterator[str]:
    known = [one.n for one in scope.chain if one.head == head.strip().lower()]
    if not known:
        yield "the head that you gave is none of the chain in this bundle"
    told = {one.n: one for one in (*scope.versions, *scope.changes, *scope.pages, *scope.deleted.values())}
    for n in sorted(told) if known else ():
        if n > known[0]:
            what = f"entry {n} ({told[n].says['kind']}, version {told[n].says['version']})"
            yield f"{what} is later than the head that you gave, of entry {known[0]}, which does not vouch for it"


def summary(files: dict[str, bytes], head: str) -> Iterator[str]:
    """What a bundle that holds is of, what it shows and what not, line by line."""
    scope = scope_in(files)
    about, last = scope.about, scope.chain[-1]
    yield f"It holds: versions {about['from']} to {about['to']} of article {about['article']}, {about['url']}"
    for one in scope.versions:
        yield f"  version {one.says['version']} was recorded at {moment(one.says['at'])} (entry {one.n})"
        if "page_id" not in one.says:
            yield f"  no page of version {one.says['version']} was kept"
    for (page, _), entry in scope.deleted.items():
        number, at = entry.says["version"], moment(entry.says["at"])
        yield f"  page {page}, of version {number}, was deleted at {at} (entry {entry.n})"
    yield "Its texts, facts, changes and pages are those that the chain records, and none is left out. The chain ends"
    yield f"at entry {last.n} with the head {last.head}"
    if head:
        known = next(one.n for one in scope.chain if one.head == head.strip().lower())
        yield f"The head that you gave is that of entry {known}."
    else:
        yield "You gave no head: this shows only that the bundle agrees with itself. Compare the head with one that was"
        yield "written down elsewhere, or give that one behind the name of the file, or use a stamp."
    yield from _stamp_lines(scope, files)
    yield f"NOT CHECKED, words of whoever made the bundle: {', '.join(UNBOUND)}"


def _stamp_lines(scope: Scope, files: dict[str, bytes]) -> Iterator[str]:
    heads = {one.n: one.head for one in scope.chain}
    for name in files:
        found = STAMP.fullmatch(name)
        if found:
            time, imprint = stamped(files[name])
            yield f"{name} says that the head of entry {found[1]} ({heads[int(found[1])]})"
            yield f"  existed at {time}. NOT CHECKED: its signature. With the certificate of its authority:"
            yield f"  unzip -p BUNDLE {name} > stamp.tsr"
            yield f"  openssl ts -verify -digest {imprint} -in stamp.tsr -CAfile AUTHORITY.pem"


def main(words: list[str]) -> int:
    """Print what holds and what not; 0 only if all does."""
    if len(words) not in (1, 2):
        print("python3 verify.py BUNDLE.wacz [HEAD]")
        return 2
    path, head = words[0], words[1] if len(words) == 2 else ""
    try:
        with open(path, "rb") as file:
            raw = file.read()
        found = list(problems(raw, head))
        told = list(summary(dict(unzipped(raw)), head)) if not found else []
    except Exception as wrong:  # whatever an altered bundle brings
        found, told = [f"the bundle cannot be read: {type(wrong).__name__}: {wrong}"], []
    for line in [*("BROKEN: " + one for one in found), *told]:
        # An address may hold what a terminal obeys, or a line that looks like one of ours.
        print("".join(char if " " <= char <= "~" else ascii(char)[1:-1] for char in line))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
