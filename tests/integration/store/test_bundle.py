"""A bundle opens with public tools, is checked without Rowback, and whatever is altered in it is found."""

import io
import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.integration.store.kept import body, kept_store
from tests.unit.commands.command_desk import Desk, desk_in

VERIFY = Path("monitor/keeping/verify.py.txt")


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
    return out


def checked(path: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFY), str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_a_bundle_is_checked_without_rowback_and_names_its_head(bundle: Path, desk: Desk) -> None:
    code, said = checked(bundle)
    assert (code, "stand in the chain" in said and "NOT CHECKED" in said) == (0, True)
    assert json.loads(desk.run("verify", "--json").stdout)["head"]["sha256"] in said


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
    with zipfile.ZipFile(bundle) as packed:
        archive = packed.read("archive/data.warc.gz")
        records = [(r.rec_type, r.content_stream().read()) for r in ArchiveIterator(io.BytesIO(archive))]
        index = [line.split(" ", 2) for line in packed.read("indexes/index.cdxj").decode().splitlines()]
        assert packed.read("evidence/verify.py") == VERIFY.read_bytes()
        assert b"does not prove" in packed.read("evidence/README.txt")
        assert "killed 41 people" in packed.read("evidence/diff.txt").decode()
    assert [raw for kind, raw in records if kind == "response"] == [body(0), body(1)]
    for _, _, raw in index:
        told = json.loads(raw)
        record = next(iter(ArchiveIterator(io.BytesIO(archive[int(told["offset"]) :]))))
        assert record.rec_headers.get_header("WARC-Target-URI") == told["url"]


def test_equal_input_gives_equal_bytes_and_no_secret_is_in_it(bundle: Path, desk: Desk) -> None:
    again = desk.folder / "again.wacz"
    desk.run("evidence", "#1", "--out", str(again))
    assert again.read_bytes() == bundle.read_bytes()
    with zipfile.ZipFile(bundle) as packed:
        assert b"Cookie:" not in packed.read("archive/data.warc.gz")


def test_a_bundle_can_be_of_an_article_and_of_any_versions(desk: Desk) -> None:
    out = desk.folder / "all.wacz"
    assert json.loads(desk.run("evidence", "1", "--out", str(out), "--json").stdout)["versions"] == [1, 2, 3, 4]
    assert checked(out)[0] == 0
    assert (
        json.loads(desk.run("evidence", "2", "--from", "2", "--to", "3", "--out", str(out), "--json").stdout)["pages"]
        == 2
    )
    assert checked(out)[0] == 0
    assert desk.run("evidence", "2", "--to", "9").exit_code == 2
    assert desk.run("evidence", "#999").exit_code == 2


def test_two_hundred_altered_bundles_are_all_found(bundle: Path, tmp_path: Path) -> None:
    chance = random.Random(3)
    with zipfile.ZipFile(bundle) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    altered = tmp_path / "x.wacz"
    source = VERIFY.read_text()
    names = {"__name__": "checked"}
    exec(compile(source, "verify.py", "exec"), names)
    problems = names["problems"]
    assert list(problems(str(bundle))) == []  # type: ignore[operator]
    for turn in range(200):
        name = chance.choice(sorted(files))
        raw = files[name]
        at = chance.randrange(len(raw))
        spoiled = raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :]
        with zipfile.ZipFile(altered, "w") as packed:
            for each, data in files.items():
                packed.writestr(each, spoiled if each == name else data)
        try:
            found = list(problems(str(altered)))  # type: ignore[operator]
        except Exception as wrong:  # as main() says it
            found = [str(wrong)]
        assert found, (turn, name, at)
