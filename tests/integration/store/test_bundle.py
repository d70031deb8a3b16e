"""A bundle opens with public tools, is checked without Rowback, and says what it holds and what nothing binds."""

import ast
import io
import json
import re
import shlex
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from monitor.keeping import stamps
from monitor.keeping.bundle import script
from monitor.keeping.layout import ARCHIVE, UNBOUND, as_json, bodies_of, sha, zipped
from monitor.store import Store, chain, forgetting, pages, recording, versions
from monitor.store import stamps as kept
from spiders.article import Article, LiveEntry, Row, Table
from tests.integration.store.forging import bundled, files_in, head_in, made_again, sealed, stand_alone
from tests.integration.store.kept import NOW, body, came, followed, kept_store, result
from tests.integration.store.test_stamping import Authority
from tests.unit.commands.command_desk import Desk, desk_in

# `surt` has no wheel, so an install by hash leaves it out; the checker imports its name and calls it only to make indexes.
VALIDATE = """
import sys, types
try:
    import surt
except ImportError:
    sys.modules["surt"] = types.SimpleNamespace(surt=None)
from wacz.main import main
sys.exit(main(sys.argv[1:]))
"""


pytestmark = pytest.mark.file  # the command is another process, which looks at the file


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    found = desk_in(tmp_path_factory.mktemp("desk"))
    store = found.store()
    store.close()
    kept_store(store.path.parent).close()
    return found


@pytest.fixture(scope="module")
def bundle(desk: Desk) -> Path:
    out = desk.folder / "b.wacz"
    told = json.loads(desk.run("evidence", "#1", "--out", str(out), "--json").stdout)
    assert (told["versions"], told["pages"]) == ([1, 2], 2)
    assert told["sha256"] == sha(out.read_bytes())
    return out


def checked(path: Path, *head: str) -> tuple[int, str]:
    """What the script in the bundle says, run without anything of ours."""
    own = path.with_suffix(".py")
    own.write_bytes(files_in(path)["help/verify.py"])
    words = [sys.executable, "-I", "-S", str(own), str(path), *head]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_bundle_is_checked_without_rowback_and_names_its_head_and_what_is_not_checked(
    bundle: Path, desk: Desk
) -> None:
    code, said = checked(bundle)
    head = json.loads(desk.run("verify", "--json").stdout)["head"]["sha256"]
    assert (code, head in said, "You gave no head" in said) == (0, True, True)
    assert all(name in said.rpartition("NOT CHECKED")[2] for name in UNBOUND)
    code, said = checked(bundle, head)
    assert (code, "The head that you gave is that of entry" in said) == (0, True)
    assert checked(bundle, "0" * 64)[0] == 1


def test_an_act_of_a_person_in_the_chain_leaves_a_bundle_valid(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    desk.store().close()
    kept_store(desk.folder / "data").close()
    assert desk.run("review", "confirm", "1", "--as", "Ines").exit_code == 0
    out = desk.folder / "after.wacz"
    assert desk.run("evidence", "#1", "--out", str(out)).exit_code == 0
    with zipfile.ZipFile(out) as packed:
        lines = [json.loads(line) for line in packed.read("evidence/chain.txt").decode().splitlines()]
    assert lines[-1]["kind"] == "act"
    assert checked(out)[0] == 0


def test_its_pages_are_read_by_a_public_reader_as_they_came(bundle: Path) -> None:
    files = files_in(bundle)
    with zipfile.ZipFile(bundle) as packed:  # read as any zip
        assert {name: packed.read(name) for name in packed.namelist()} == files
    records = [
        (r.rec_type, r.rec_headers, r.http_headers, r.content_stream().read())
        for r in ArchiveIterator(io.BytesIO(files[ARCHIVE]), check_digests="raise")
    ]
    assert [kind for kind, *_ in records] == ["response", "request", "metadata"] * 2
    assert [raw for kind, _, _, raw in records if kind == "response"] == [body(0), body(1)]
    assert [raw for kind, _, _, raw in records if kind == "metadata"] == [
        files["evidence/page-1.json"], files["evidence/page-2.json"]
    ]  # fmt: skip
    _, warc, http, _ = records[3]
    assert (http.get_statuscode(), http.get_header("X-Turn"), http.get_header("Date")) == (
        "200", "1", "Mon, 21 Sep 2026 10:00:00 GMT"
    )  # fmt: skip
    assert warc.get_header("WARC-IP-Address") == "192.0.2.7"
    assert records[1][2].get_header("Cookie") is None
    for line in files["indexes/index.cdxj"].decode().splitlines():
        key, at, raw = line.split(" ", 2)
        told = json.loads(raw)
        start, size = int(told["offset"]), int(told["length"])
        one = next(iter(ArchiveIterator(io.BytesIO(files[ARCHIVE][start : start + size]))))
        assert one.rec_headers.get_header("WARC-Target-URI") == told["url"]
        assert (key, at[:8], told["mime"], told["digest"]) == (
            "example,paper)/flood", "20260921", "text/html", f"sha256:{sha(one.content_stream().read())}"
        )  # fmt: skip


def test_a_public_checker_of_wacz_calls_it_valid_and_an_altered_one_not(bundle: Path, tmp_path: Path) -> None:
    def validated(path: Path) -> tuple[int, str]:
        words = [sys.executable, "-c", VALIDATE, "validate", "-f", str(path)]
        done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
        return done.returncode, done.stdout + done.stderr

    code, said = validated(bundle)
    assert (code, "the passed WACZ is valid" in said) == (0, True), said
    altered = tmp_path / "altered.wacz"
    altered.write_bytes(zipped({**files_in(bundle), "evidence/diff.txt": b"nothing"}))
    assert validated(altered)[0] != 0


def test_equal_input_gives_equal_bytes_and_no_secret_is_in_it(bundle: Path, desk: Desk) -> None:
    again = bundled(desk, "#1")
    assert again.read_bytes() == bundle.read_bytes()
    assert b"Cookie:" not in files_in(bundle)[ARCHIVE]


def test_its_text_says_what_it_is_of_and_the_difference_shows_both_texts_whole(bundle: Path) -> None:
    files = files_in(bundle)
    readme = files["help/README.txt"].decode()
    assert "what https://paper.example/flood said: versions 1 to 2, article 1" in readme
    assert "does not prove" in readme
    assert "{" not in readme
    assert files["evidence/diff.txt"].decode().splitlines()[2:] == [
        " Flood",
        "-The flood in Velm killed 40 people, the mayor said.",
        "+The flood in Velm killed 41 people, the mayor said.",
        " Roads are shut.",
    ]
    assert json.loads(files["unproved/tools.json"]).keys() > {"software", "python", "sqlite", "zstandard"}


def test_a_bundle_can_be_of_an_article_and_of_any_versions(desk: Desk) -> None:
    out = desk.folder / "all.wacz"
    assert json.loads(desk.run("evidence", "1", "--out", str(out), "--json").stdout)["versions"] == [1, 2, 3, 4]
    assert checked(out)[0] == 0
    words = ("evidence", "2", "--from", "2", "--to", "3", "--out", str(out), "--json")
    assert json.loads(desk.run(*words).stdout)["pages"] == 2
    assert checked(out)[0] == 0


@pytest.mark.parametrize(
    "words",
    [("2", "--to", "9"), ("2", "--from", "0"), ("2", "--to", "0"), ("2", "--from", "3", "--to", "2"), ("#999",)],
)
def test_versions_that_are_none_are_refused_with_a_word(desk: Desk, words: tuple[str, ...]) -> None:
    done = desk.run("evidence", *words, "--out", str(desk.folder / "none.wacz"))
    assert done.exit_code == 2
    assert re.search("has versions 1 to 4, not|there is no change", done.stderr)
    assert not (desk.folder / "none.wacz").exists()


def test_the_script_is_printed_by_itself_and_needs_no_newer_python_and_no_name_twice(desk: Desk, bundle: Path) -> None:
    printed = desk.run("evidence", "--script").stdout
    assert printed.encode() == script() == files_in(bundle)["help/verify.py"]
    tree = ast.parse(printed, feature_version=(3, 9))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert sorted(names) == sorted(set(names))
    modules = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {str(one).partition(".")[0] for one in modules} <= sys.stdlib_module_names


@pytest.fixture
def own(tmp_path: Path) -> Desk:
    """A desk whose store has one article, without versions."""
    found = desk_in(tmp_path)
    store = found.store()
    followed(store, "flood")
    store.close()
    return found


def seen(desk: Desk, *found: dict[str, object]) -> Store:
    store = desk.store()
    for n, more in enumerate(found):
        assert store.write(recording.record, result(store, 1, n, **more))
    return store


def test_pages_that_were_deleted_or_never_kept_are_said_and_break_nothing(own: Desk) -> None:
    store = seen(own, {}, {"page": None}, {})
    assert store.write(forgetting.forget, NOW + 30_000, NOW + 999_999) == 1
    store.close()
    path = bundled(own, "1")
    code, said = checked(path)
    assert code == 0, said
    assert "no page of version 2 was kept" in said
    assert re.search(r"page 1, of version 1, was deleted at 2026-\S+ \(entry \d+\)", said)
    files = files_in(path)
    del files["evidence/page-2.json"]
    assert stand_alone()(sealed(files), "") == ["evidence/page-2.json is missing"]


def entries_in(files: dict[str, bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in files["evidence/chain.txt"].splitlines()]


def test_the_chain_begins_with_the_first_version_where_pages_name_the_address_else_where_it_was_named(
    own: Desk,
) -> None:
    seen(own, {}, {"page": None}, {}).close()
    late = files_in(bundled(own, "1", "--from", "3"))
    assert [(one["kind"], one["version"]) for one in entries_in(late)] == [("version", 3)]
    path = bundled(own, "1")
    early = files_in(path)
    assert entries_in(early)[0]["detail"] == "https://paper.example/flood"
    check = stand_alone()
    lines = early["evidence/chain.txt"].splitlines(keepends=True)
    forged = sealed({**early, "evidence/chain.txt": b"".join(lines[1:])})
    address = "https://paper.example/flood"
    assert check(forged, "") == [f"nothing in it says that version 2 is of the address {address}"]
    other = made_again({**early, "evidence/about.json": early["evidence/about.json"].replace(b"flood", b"blood")})
    assert any(f"gives the article another address: {address}" in one for one in check(other, ""))


def test_a_bundle_may_end_at_a_head_that_was_known_elsewhere(own: Desk) -> None:
    store = seen(own, {}, {})
    known = store.read(chain.head)
    assert store.write(recording.record, result(store, 1, 2))
    path = bundled(own, "1", "--from", "1", "--to", "2", "--head", known.sha256.hex())
    assert head_in(files_in(path)) == known.sha256.hex()
    assert checked(path, known.sha256.hex())[0] == 0

    def refused(*words: str) -> str:
        done = own.run("evidence", "1", *words, "--out", str(own.folder / "none.wacz"))
        assert done.exit_code == 2
        return done.stderr

    assert f"version 3 was recorded as entry {known.n + 1}" in refused("--head", known.sha256.hex())
    assert "never had that head" in refused("--head", "0" * 64)
    assert "never had that head" in refused("--head", "no hash")
    assert store.write(forgetting.forget, NOW + 30_000, NOW + 999_999) == 1
    store.close()
    assert "version 1 was deleted (its page) as entry" in refused("--to", "2", "--head", known.sha256.hex())


def test_a_store_that_was_altered_makes_no_bundle(own: Desk) -> None:
    store = seen(own, {}, {})
    store.close()
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.execute("UPDATE fact SET fields = replace(fields, '41', '14')")
    done = own.run("evidence", "1")
    assert done.exit_code == 1
    assert "the facts of version 2 are not what entry" in done.stderr
    assert "rowback verify" in done.stderr


def test_what_is_odd_in_a_page_or_a_text_is_written_and_checked_all_the_same(own: Desk) -> None:
    page = came("https://paper.example/flood", 0, b"\r\n\r\nWARC/1.1\r\n\r\n")
    assert page.fetched.exchange is not None
    fields = (
        ("Content-Encoding", "gzip"),
        ("content-type", "Text/HTML; charset=x"),
        ("X-Name", "caf\u00e9 \u00ff"),
        ("X-Odd", "a\r\n\r\nb"),
        ("X-Far", "\u20ac"),
    )
    odd = replace(page.fetched, exchange=replace(page.fetched.exchange, received=fields, answer="", request=""))
    bare = replace(page.fetched, exchange=None, url="https://www.Paper.example:8443/flood?b=2&a=1", body=b"")
    text = Article.from_text(["A lone \ud800 surrogate\u2028and\nmore"], "").to_json()
    store = seen(own, {"page": replace(page, fetched=odd)}, {"page": replace(page, fetched=bare), "text": text})
    store.close()
    path = bundled(own, "1")
    code, said = checked(path)
    assert code == 0, said
    files = files_in(path)
    assert bodies_of(files[ARCHIVE]) == [b"\r\n\r\nWARC/1.1\r\n\r\n", b""]
    assert "X-Name: caf\u00e9 \u00ff\r\nX-Odd: a    b\r\n".encode("latin-1") in files[ARCHIVE]
    assert b"X-Archive-Orig-Content-Encoding: gzip\r\n" in files[ARCHIVE]
    lines = files["indexes/index.cdxj"].decode().splitlines()
    assert [(line.split(" ")[0], json.loads(line.split(" ", 2)[2])["mime"]) for line in lines] == [
        ("example,paper)/flood", "text/html"),
        ("example,paper:8443)/flood?a=1&b=2", "unk"),
    ]
    assert len(list(ArchiveIterator(io.BytesIO(files[ARCHIVE]), check_digests="raise"))) == 4


def test_the_difference_shows_all_that_a_text_says_wherever_it_stands(own: Desk) -> None:
    old = Article(
        title="A title",
        standfirst="Below it",
        paragraphs=("One\ntwo", "Minau | 5"),
        captions=("A caption",),
        notices=("Corrected",),
        live=(LiveEntry("1", "A post\nand more", "Its head"),),
        tables=(
            Table("Cases", ("", "now"), (Row("Minau", ("5",)),)),
            Table(at=1, size=1, rows=(Row("Placed", ("6",)),)),
        ),
    )
    new = replace(old, live=(LiveEntry("2", "Another post", "Its head"),))
    seen(own, {"text": old.to_json()}, {"text": new.to_json()}).close()
    path = bundled(own, "1")
    assert checked(path)[0] == 0
    assert files_in(path)["evidence/diff.txt"].decode().splitlines() == [
        *("--- version 1", "+++ version 2", " A title", " Below it", " One", " two", " Minau | 5", " Cases"),
        *(" Minau; 5", " A caption", " Corrected", " Its head", "-A post", "-and more", "+Another post"),
    ]


def test_what_a_bundle_says_of_itself_cannot_command_a_terminal_or_pretend_to_be_a_line(
    bundle: Path, tmp_path: Path
) -> None:
    path, loud = tmp_path / "loud.wacz", "\x1b[2J\nIt holds: all of it"
    files = files_in(bundle)
    about = {**json.loads(files["evidence/about.json"]), "url": loud}
    path.write_bytes(zipped({**files, "evidence/about.json": as_json(about)}))
    code, said = checked(path)
    assert code == 1
    assert all(line.startswith("BROKEN: ") for line in said.splitlines())
    assert r"is of the address \x1b[2J\nIt holds" in said
    assert "\x1b" not in said
    about = {**about, "from": 10**12, "to": 10**13}
    path.write_bytes(zipped({**files, "evidence/about.json": as_json(about)}))
    assert checked(path)[0] == 1  # at once, whatever it claims to span


def test_a_stamp_is_of_a_head_in_the_chain_and_openssl_checks_it_by_the_command_that_is_said(
    own: Desk, tmp_path: Path
) -> None:
    (tmp_path / "tsa").mkdir()
    authority = Authority(tmp_path / "tsa")
    store = seen(own, {}, {})
    head = store.read(chain.head)
    answer = authority.stamped(stamps.request(head.sha256))
    store.write(kept.add, head.n, head.sha256, "https://tsa.example/", NOW, NOW, answer)
    store.close()
    path = bundled(own, "1")
    code, said = checked(path)
    assert code == 0, said
    [name] = [one for one in files_in(path) if one.endswith(".tsr")]
    assert (name, files_in(path)[name]) == (f"evidence/stamp-{head.n}-1.tsr", answer)
    told = stamps.read(answer, head.sha256)
    assert told.at_ms is not None
    assert re.search(r"existed at 20\d{12}(\.\d+)?Z", said)
    [command] = re.findall(r"openssl ts -verify .*", said)
    (tmp_path / "stamp.tsr").write_bytes(answer)
    words = shlex.split(command.replace("AUTHORITY.pem", "tsa/ca.pem"))
    assert subprocess.run(words, cwd=tmp_path, capture_output=True, timeout=60, check=False).returncode == 0
    files = files_in(path)
    other = authority.stamped(stamps.request(b"\1" * 32))
    check = stand_alone()
    assert check(sealed({**files, name: other}), "") == [f"{name} is of another head than that of entry {head.n}"]
    moved = {key.replace(f"stamp-{head.n}-", "stamp-99-"): raw for key, raw in files.items()}
    assert any("stamp-99-1.tsr is of an entry that is not in the chain" in one for one in check(sealed(moved), ""))
    assert check(sealed({**files, name: answer[:-9]}), "") != []


def test_the_pages_in_a_bundle_are_those_of_the_store(bundle: Path, desk: Desk) -> None:
    files = files_in(bundle)
    store = desk.store()
    try:
        page = store.read(pages.of_version, 1, 2)
        assert (bodies_of(files[ARCHIVE])[1], files["evidence/page-2.json"]) == (page.body, page.raw_record)
        assert files["evidence/text-2.json"].decode() == store.read(versions.text_of, 1, 2)
        assert store.read(chain.head).sha256.hex() == head_in(files)
    finally:
        store.close()
