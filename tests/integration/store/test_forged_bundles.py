"""Whoever forges a bundle and reckons every digest in it anew is found: relative to a head that was known elsewhere."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.keeping.layout import ARCHIVE, UNBOUND, as_json, bodies_of, digest, sha, zipped
from tests.integration.store.forging import (
    DIGESTS,
    Files,
    bundled,
    files_in,
    head_in,
    made_again,
    rechained,
    sealed,
    stand_alone,
    two_articles,
)
from tests.unit.commands.command_desk import desk_in

CHECK = stand_alone()


@dataclass(frozen=True)
class Made:
    """Two true bundles of one store, of an article each, and the head of its chain."""

    raw: bytes
    files: Files
    other: Files
    head: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    desk = desk_in(tmp_path_factory.mktemp("forged"))
    store = desk.store()
    store.close()
    two_articles(store.path.parent)
    path = bundled(desk, "1")
    files = files_in(path)
    return Made(path.read_bytes(), files, files_in(bundled(desk, "2")), head_in(files))


def edited(files: Files, name: str, old: bytes, new: bytes) -> Files:
    assert old in files[name]
    return {**files, name: files[name].replace(old, new, 1)}


def without(files: Files, *names: str) -> Files:
    assert set(names) <= set(files)
    return {name: raw for name, raw in files.items() if name not in names}


def about(files: Files, **more: object) -> Files:
    return {**files, "evidence/about.json": as_json({**json.loads(files["evidence/about.json"]), **more})}


def taken(files: Files, other: Files, *beginnings: str) -> Files:
    return {**files, **{name: raw for name, raw in other.items() if name.startswith(beginnings)}}


Forge = Callable[[Files, Files], Files]
ANOTHER = ("evidence/text", "evidence/facts")
FORGERIES: list[tuple[str, Forge, str]] = [
    ("texts of another article", lambda f, o: taken(f, o, *ANOTHER), "the text of version 1 is not what entry"),
    ("all of another article", lambda f, o: about(o, url="https://paper.example/flood"), "is of the address https://paper.example/flood"),
    ("another address", lambda f, o: about(f, url="https://paper.example/vote"), "is of the address https://paper.example/vote"),
    ("another article's number", lambda f, o: about(f, article=2), "is not what entry"),
    ("a text", lambda f, o: edited(f, "evidence/text-2.json", b"41", b"91"), "the text of version 2 is not"),
    ("facts", lambda f, o: edited(f, "evidence/facts-2.json", b"41", b"91"), "the facts of version 2 are not"),
    ("a change", lambda f, o: edited(f, "evidence/changes.json", b"41", b"91"), "the changes of entry 4 are not"),
    ("facts written otherwise", lambda f, o: edited(f, "evidence/facts-2.json", b"[[", b"[ ["), "facts-2.json is not what"),
    ("no changes", lambda f, o: {**f, "evidence/changes.json": b"[]"}, "changes of 0 entries of the chain"),
    ("a text left out", lambda f, o: without(f, "evidence/text-2.json"), "text-2.json is missing"),
    ("facts left out", lambda f, o: without(f, "evidence/facts-3.json"), "facts-3.json is missing"),
    ("a record left out", lambda f, o: without(f, "evidence/page-2.json"), "page-2.json is missing"),
    ("fewer versions", lambda f, o: about(f, **{"to": 2}), "does not show the texts"),
    ("more versions", lambda f, o: about(f, **{"to": 4}), "does not record each version from 1 to 4"),
    ("a number that is none", lambda f, o: about(f, **{"from": True}), "not of the form"),
    ("a record", lambda f, o: edited(f, "evidence/page-1.json", b"X-Turn", b"X-Torn"), "the record of page 1 is not"),
    ("the difference", lambda f, o: edited(f, "evidence/diff.txt", b"-The", b" The"), "diff.txt does not show"),
    ("no index", lambda f, o: without(f, "indexes/index.cdxj"), "index.cdxj is missing"),
    ("a head", lambda f, o: {**f, "evidence/head.json": o["evidence/about.json"]}, "head.json is not what follows"),
    ("one file more", lambda f, o: {**f, "evidence/more.json": b"[]"}, "more.json is no part of a bundle"),
    ("names in other case", lambda f, o: {**f, "evidence/TEXT-1.json": b"[]"}, "TEXT-1.json is no part of a bundle"),
    ("a stamp of another head", lambda f, o: {**f, "evidence/stamp-3-1.tsr": b"0\x03\x02\x01\x00"}, "cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(("forge", "says"), [row[1:] for row in FORGERIES], ids=[row[0] for row in FORGERIES])
@pytest.mark.parametrize("again", [sealed, made_again])
def test_a_forgery_with_every_digest_reckoned_anew_is_named(
    made: Made, forge: Forge, says: str, again: Callable[[Files], bytes]
) -> None:
    forged = again(forge(dict(made.files), made.other))
    if forged == made.raw:  # what follows from the rest was made again as it was
        assert again is made_again
        return
    assert any(says in one for one in CHECK(forged)), CHECK(forged)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"HTTP/1.1 200 OK", b"HTTP/1.1 404 No"),
        (b"Date: Mon, 21 Sep", b"Date: Tue, 22 Sep"),
        (b"X-Turn: 0\r\n", b""),
        (b"WARC-Date: 2026", b"WARC-Date: 2020"),
        (b"WARC-Target-URI: https://paper.example/flood", b"WARC-Target-URI: https://paper.example/flop!"),
        (b"WARC-IP-Address: 192.0.2.7", b"WARC-IP-Address: 192.0.2.8"),
        (b"GET /flood HTTP/1.1", b"GET /blood HTTP/1.1"),
        (b"WARC-Type: metadata", b"WARC-Type: resource"),
        (b"sha256:", b"sha257:"),
    ],
)
def test_a_forged_field_of_the_archive_is_named(made: Made, old: bytes, new: bytes) -> None:
    forged = CHECK(sealed(edited(made.files, ARCHIVE, old, new)))
    assert any(one.startswith(f"{ARCHIVE} is not") for one in forged)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("indexes/index.cdxj", b"text/html", b"image/png"),
        ("indexes/index.cdxj", b'"offset": "0"', b'"offset": "1"'),
        ("indexes/index.cdxj", b'"status": "200"', b'"status": "404"'),
        ("pages/pages.jsonl", b"(version 1)", b"(version 9)"),
        ("evidence/about.json", b'"form":2', b'"form":2 '),
        ("datapackage.json", b"Flood", b"Blood"),
        ("datapackage-digest.json", b"{", b"{ "),
    ],
)
def test_what_follows_from_the_rest_cannot_be_written_otherwise(made: Made, name: str, old: bytes, new: bytes) -> None:
    files = edited(made.files, name, old, new)
    forged = CHECK(sealed(files) if name not in DIGESTS else zipped(files))
    assert f"{name} is not what follows from the rest" in forged


def test_a_body_of_another_page_is_named(made: Made) -> None:
    first, *rest = bodies_of(made.files[ARCHIVE])
    assert CHECK(made_again(made.files, [first.replace(b"40", b"14"), *rest])) == [
        "the body of page 1 is not the one that its record says"
    ]


@pytest.mark.parametrize(
    ("cut", "says"),
    [
        ("page", "the archive has 3 pages, not 4"),
        ("page and record", "page-2.json is missing"),
        ("certificate", "a certificate of page 1 is not the one"),
    ],
)
def test_what_was_left_out_is_named(made: Made, cut: str, says: str) -> None:
    files = dict(made.files)
    if cut == "certificate":
        files = without(files, next(name for name in files if "certificate" in name))
    else:
        text = files[ARCHIVE]
        starts = [at for at in range(len(text)) if text.startswith(b"WARC/1.1\r\nWARC-Type: response", at)]
        files[ARCHIVE] = text[: starts[1]] + text[starts[2] :]
    if cut == "page and record":
        files = without(files, "evidence/page-2.json")
    assert any(says in one for one in CHECK(sealed(files)))


def test_a_chain_made_anew_holds_by_itself_and_does_not_have_the_head_that_was_known(made: Made) -> None:
    text = made.files["evidence/text-2.json"].replace(b"41", b"91")
    old = sha(made.files["evidence/text-2.json"])
    files = rechained(made.files, lambda one: {**one, "text": sha(text)} if one.get("text") == old else one)
    files = {**files, "evidence/text-2.json": text}
    files["evidence/diff.txt"] = files["evidence/diff.txt"].replace(b"41", b"91")
    forged = made_again(files)
    assert CHECK(forged) == []  # as the script says of a bundle without a head
    assert CHECK(forged, made.head) == ["the head that you gave is none of the chain in this bundle"]


def test_a_page_left_out_behind_a_deletion_that_was_put_behind_the_head_is_named(made: Made) -> None:
    entries = map(json.loads, made.files["evidence/chain.txt"].splitlines())
    gone = next(one for one in entries if one["kind"] == "doubt")
    said = {name: gone[name] for name in ("article", "at", "page", "page_id", "version")}
    lines = made.files["evidence/chain.txt"].splitlines()
    last = json.loads(lines[-1])["n"] + 1
    line = json.dumps({"after": made.head, "n": last, "kind": "deleted", **said}).encode()
    bodies = bodies_of(made.files[ARCHIVE])
    files = {**made.files, "evidence/chain.txt": made.files["evidence/chain.txt"] + line + b"\n"}
    forged = made_again(without(files, f"evidence/page-{gone['page_id']}.json"), bodies[:-1])
    assert CHECK(forged) == []
    assert CHECK(forged, made.head) == [
        f"entry {last} (deleted, version 3) is later than the head that you gave, of entry {last - 1}, "
        "which does not vouch for it"
    ]


def test_a_page_left_out_behind_an_invented_deletion_is_found_by_the_head(made: Made) -> None:
    entries = [json.loads(line) for line in made.files["evidence/chain.txt"].splitlines()]
    gone = next(one for one in entries if one.get("page_id") == 2)
    files = rechained(made.files, lambda one: one if one["n"] != entries[-1]["n"] else {
        **{name: gone[name] for name in ("article", "at", "page", "page_id", "version")}, "kind": "deleted"})  # fmt: skip
    bodies = bodies_of(made.files[ARCHIVE])
    forged = made_again(without(files, "evidence/page-2.json"), [bodies[0], *bodies[2:]])
    assert "the head that you gave is none of the chain in this bundle" in CHECK(forged, made.head)


def test_a_head_older_than_a_version_does_not_vouch_for_it(made: Made) -> None:
    lines = made.files["evidence/chain.txt"].splitlines()
    second, third = (next(line for line in lines if json.loads(line).get("version") == n) for n in (2, 3))
    older, n = json.loads(second)["n"], json.loads(third)["n"]
    head = f"the head that you gave, of entry {older}, which does not vouch for it"
    found = CHECK(made.raw, sha(second))
    assert found[0] == f"entry {n} (version, version 3) is later than {head}"
    assert [one.split(" is later")[0].split("(")[1] for one in found] == ["version, version 3)", "doubt, version 3)"]
    assert CHECK(made.raw, made.head) == []


def deflated(files: Files) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, raw in files.items():
            packed.writestr(zipfile.ZipInfo(name), raw, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def with_descriptor(raw: bytes) -> bytes:
    """The flag of a data descriptor set in the first local header."""
    return raw[:6] + struct.pack("<H", 8) + raw[8:]


def twice(files: Files) -> bytes:
    raw, one = zipped(files), zipped({"evidence/text-1.json": b"{}"})
    local = one[: one.index(b"PK\1\2")]
    at = raw.index(b"PK\1\2")
    return raw[:at] + local + raw[at:]


@pytest.mark.parametrize(
    "altered",
    [
        lambda m: m.raw + b"x",
        lambda m: b"x" + m.raw,
        lambda m: m.raw[:-1],
        lambda m: m.raw[:-2] + b"\2\0hi",
        lambda m: deflated(m.files),
        lambda m: with_descriptor(m.raw),
        lambda m: twice(m.files),
        lambda m: zipped(dict(reversed(m.files.items()))),
        lambda m: b"",
    ],
    ids=["behind", "before", "cut", "comment", "deflated", "descriptor", "twice", "another order", "nothing"],
)
def test_the_bytes_of_the_zip_are_held_too(made: Made, altered: Callable[[Made], bytes]) -> None:
    assert CHECK(altered(made)) != []


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0), bit=st.integers(0, 7))
def test_two_hundred_bundles_with_one_byte_altered_are_all_found(made: Made, place: int, bit: int) -> None:
    at = place % len(made.raw)
    assert CHECK(made.raw[:at] + bytes([made.raw[at] ^ (1 << bit)]) + made.raw[at + 1 :]) != []


def altered_bytes(raw: bytes, how: str, place: int, bit: int) -> bytes:
    at = place % max(1, len(raw))
    if how == "cut":
        return raw[:at] + raw[at + 1 :]
    if how == "put in":
        return raw[:at] + bytes([place % 256]) + raw[at:]
    return raw[:at] + bytes([raw[at] ^ (1 << bit)]) + raw[at + 1 :]


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_two_hundred_bundles_altered_with_every_digest_reckoned_anew_are_all_found(
    made: Made, data: st.DataObject
) -> None:
    names = [name for name in made.files if name not in (*UNBOUND, *DIGESTS)]
    name = data.draw(st.sampled_from(names))
    how = data.draw(st.sampled_from(["altered", "cut", "put in", "left out", "of another"]))
    files = dict(made.files)
    if how == "left out":
        del files[name]
    elif how == "of another":
        files[name] = made.other.get(name, b"")
    else:
        files[name] = altered_bytes(files[name], how, data.draw(st.integers(0, 10**9)), data.draw(st.integers(0, 7)))
    again = data.draw(st.sampled_from([sealed, made_again]))
    forged = again(files)
    if forged != made.raw:  # a part that follows from the rest may have been made again as it was
        assert CHECK(forged, made.head) != []
        assert again is made_again or CHECK(forged) != []


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_whoever_makes_the_chain_anew_too_is_found_by_the_head(made: Made, data: st.DataObject) -> None:
    entries = [json.loads(line) for line in made.files["evidence/chain.txt"].splitlines()]
    chosen = data.draw(st.sampled_from([one["n"] for one in entries]))
    field = data.draw(
        st.sampled_from(sorted(next(one for one in entries if one["n"] == chosen).keys() - {"after", "n"}))
    )

    def alter(one: dict[str, object]) -> dict[str, object] | None:
        if one["n"] != chosen:
            return one
        value = one[field]
        if field == "kind":
            return None
        return {**one, field: value + 1 if isinstance(value, int) else f"{value}0"}

    assert CHECK(made_again(rechained(made.files, alter)), made.head) != []


@pytest.mark.parametrize("name", UNBOUND)
def test_what_nothing_binds_is_named_as_not_checked_and_stands_in_folders_of_its_own(made: Made, name: str) -> None:
    assert name.startswith(("unproved/", "help/"))
    software = {"software": "Rowback 0.1.0"}
    assert CHECK(made_again({**made.files, name: as_json(software)})) == []
    assert name not in ("evidence/facts.json", digest([]))
