"""The commands that keep the store whole: what they print, what they return, and that a bad file changes nothing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor import doctor as looking
from monitor.clock import SystemClock
from monitor.doctor import State
from monitor.lock import FolderLock
from spiders.article import Article
from tests.unit.commands.command_desk import START, Desk

URL = "https://news.example/flood"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    (tmp_path / "rowback.toml").write_text('[backup]\nkeep = 1\nfolder = "kept"\n')
    desk.remember(URL, Article.from_text(["The flood has killed 12 people."], title="Flood"), at_ms=START)
    return desk


def damage(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.folder / "data" / "rowback.sqlite")) as connection, connection:
        connection.execute("UPDATE version SET sha256 = randomblob(32)")


class TestVerify:
    def test_a_sound_store_is_said_so_with_how_much_is_in_it(self, desk: Desk) -> None:
        assert desk.run("verify").output.startswith("sound: 1 versions of 1 articles have their hashes\n")
        said = desk.json("verify")
        head = said.pop("head")
        counts = {"articles": 1, "versions": 1, "deliveries": 0, "entries": 3, "pages": 0}
        assert said == {"sound": True, "faults": [], **counts}
        assert desk.run("verify").output.endswith(f"head 3: {head['sha256']}\n")

    def test_a_head_that_was_written_down_is_looked_for_in_the_chain(self, desk: Desk) -> None:
        head = desk.json("verify")["head"]["sha256"]
        assert desk.run("verify", "--head", head).exit_code == 0
        result = desk.run("verify", "--head", "ab" * 32)
        assert result.exit_code == 1
        assert "is none of this chain" in result.stdout

    def test_each_version_without_its_hash_is_named_and_the_code_is_1(self, desk: Desk) -> None:
        damage(desk)
        result = desk.run("verify")
        assert result.exit_code == 1
        assert result.stdout == f"version 1 of {URL} does not have its hash\n"
        assert "docs/backup.md" in result.stderr
        assert desk.json("verify", code=1) == {"sound": False, "faults": [f"version 1 of {URL} does not have its hash"]}

    def test_where_there_is_no_store_none_is_made(self, tmp_path: Path) -> None:
        (tmp_path / "rowback.toml").write_text("")
        result = Desk(tmp_path).run("verify")
        assert (result.exit_code, os.listdir(tmp_path)) == (1, ["rowback.toml"])
        assert "there is no store yet" in result.stderr


class TestBackup:
    def test_it_goes_into_the_folder_of_the_configuration_or_the_one_that_is_named(self, desk: Desk) -> None:
        made = desk.json("backup")
        assert Path(made["path"]).parent == desk.folder / "kept"
        assert (made["articles"], made["versions"], made["removed"]) == (1, 1, [])
        desk.run("backup", "--to", str(desk.folder / "other"))
        assert len(list((desk.folder / "other").glob("*.sqlite"))) == 1

    def test_a_damaged_store_gives_none(self, desk: Desk) -> None:
        damage(desk)
        result = desk.run("backup")
        assert result.exit_code == 1
        assert "the store is damaged" in result.stderr
        assert list((desk.folder / "kept").iterdir()) == []


class TestRestore:
    def test_a_look_changes_nothing_and_a_restore_keeps_what_was_there(self, desk: Desk) -> None:
        copy = desk.json("backup")["path"]
        damage(desk)
        assert desk.json("restore", "--check", copy)["restored"] is False
        assert desk.run("verify").exit_code == 1
        done = desk.json("restore", copy)
        assert done["restored"] is True
        assert Path(done["moved"]).exists()
        assert desk.run("verify").exit_code == 0
        assert desk.json("history", URL)["versions"][0]["version"] == 1

    def test_it_is_refused_while_a_daemon_uses_the_folder(self, desk: Desk) -> None:
        copy = desk.json("backup")["path"]
        with FolderLock(desk.folder / "data"):
            result = desk.run("restore", copy)
        assert result.exit_code == 1
        assert "already used by the Rowback" in result.stderr

    def test_a_file_that_is_no_backup_is_refused(self, desk: Desk) -> None:
        (desk.folder / "x.sqlite").write_text("no database")
        result = desk.run("restore", str(desk.folder / "x.sqlite"))
        assert result.exit_code == 1
        assert "cannot be read as a database" in result.stderr


class TestDoctor:
    def things(self, desk: Desk, code: int = 0) -> dict[str, dict[str, str]]:
        return {one["thing"]: one for one in desk.json("doctor", code=code)}

    def test_each_thing_is_said_to_be_fine_or_not(self, desk: Desk) -> None:
        things = self.things(desk)
        assert {"store", "clock", "certificates", "permissions", "disk of the store", "disk of the backups"} == set(
            things
        )
        assert things["store"]["state"] == things["clock"]["state"] == things["permissions"]["state"] == "fine"

    def test_a_damaged_store_is_wrong_and_the_code_is_1(self, desk: Desk) -> None:
        damage(desk)
        assert self.things(desk, code=1)["store"]["state"] == "wrong"

    def test_a_store_from_the_time_of_world_readable_files_is_a_warning(self, desk: Desk) -> None:
        os.chmod(desk.folder / "data" / "rowback.sqlite", 0o640)
        found = self.things(desk)["permissions"]
        assert (found["state"], "(0640)" in found["said"]) == ("warning", True)
        assert "(0640)" in desk.run("check-config").output

    def test_a_mail_server_that_is_not_there_is_wrong_and_nothing_is_sent(self, desk: Desk) -> None:
        more = '[channel.desk]\ntype = "email"\nto = ["a@example.org"]\nsmtp = "smtp://127.0.0.1:9"\n'
        (desk.folder / "rowback.toml").write_text(more)
        found = self.things(desk, code=1)["channel desk"]
        assert found["state"] == "wrong"
        assert found["said"].startswith("unreachable")

    def test_a_clock_behind_what_was_stored_is_wrong(self, desk: Desk) -> None:
        class Behind(SystemClock):
            def now_ms(self) -> int:
                return START - 3_600_000

        found = looking.time(desk.folder / "data" / "rowback.sqlite", Behind())
        assert found.state is State.WRONG

    def test_too_little_room_is_wrong_and_little_a_warning(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        store = desk.folder / "data" / "rowback.sqlite"
        for free, state in ((1_000_000, State.WRONG), (1_000_000_000, State.WARNING), (10**12, State.FINE)):
            usage = type("Usage", (), {"free": free})
            monkeypatch.setattr(looking.shutil, "disk_usage", lambda path, usage=usage: usage)
            (found,) = looking.disk("disk", desk.folder / "not" / "there", store)
            assert found.state is state


ANEW = "the chain of hashes begins anew; the damaged store keeps the old one"


class TestRepair:
    def test_a_sound_store_is_left_alone(self, desk: Desk) -> None:
        store = desk.folder / "data" / "rowback.sqlite"
        before = store.read_bytes()
        assert desk.run("repair").output == "the store is sound; nothing was changed\n"
        assert store.read_bytes() == before
        assert desk.json("repair")["repaired"] is False

    def test_what_is_lost_is_listed_the_old_store_is_kept_and_the_code_is_1(self, desk: Desk) -> None:
        store = desk.folder / "data" / "rowback.sqlite"
        damage(desk)
        before = store.read_bytes()
        looked = desk.run("repair", "--check")
        assert looked.exit_code == 1
        assert looked.stdout.splitlines() == [
            f"version 1 of {URL} does not have its hash",
            ANEW,
            f"version 1 of {URL} is lost",
            "0 versions of 1 articles, 0 deliveries could be saved",
        ]
        assert (store.read_bytes(), os.listdir(store.parent).count(".rowback.sqlite.repair")) == (before, 0)
        done = desk.json("repair", code=1)
        assert done["lost"] == [ANEW, f"version 1 of {URL} is lost"]
        assert Path(done["moved"]).read_bytes() == before
        assert store.stat().st_mode & 0o777 == 0o600
        assert desk.run("verify").exit_code == 0
        assert desk.run("repair").exit_code == 0

    def test_nothing_is_done_beside_a_daemon(self, desk: Desk) -> None:
        damage(desk)
        with FolderLock(desk.folder / "data"):
            result = desk.run("repair")
        assert (result.exit_code, "already used by" in result.stderr) == (1, True)
