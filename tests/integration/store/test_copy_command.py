"""`rowback copy`, and the other commands on a store that lies on a server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.lock import FolderLock
from tests.integration.store.kept import kept_store
from tests.postgres import Server
from tests.unit.commands.command_desk import Desk, desk_in

ASKED = (("list",), ("changes", "--since", "9999d"), ("history", "#1"))
pytestmark = pytest.mark.server


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    made = server.database()
    yield made
    server.drop(made)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    found = desk_in(tmp_path)
    store = found.store()
    store.close()
    kept_store(store.path.parent, versions=2).close()
    return found


def data_of(desk: Desk) -> Path:
    store = desk.store()
    store.close()
    return store.path.parent


def test_a_store_moves_to_a_server_and_every_command_finds_it_there(desk: Desk, url: str, tmp_path: Path) -> None:
    told = desk.run("copy", str(data_of(desk)), url)
    assert "the same on both sides" in told.stdout
    before = [desk.run(*words, "--json").stdout for words in ASKED]
    on_server = {"ROWBACK_SERVICE__DATABASE": url}
    after = [desk.run(*words, "--json", env=on_server).stdout for words in ASKED]
    assert before == after
    assert len(json.loads(after[0])["articles"]) == 3
    added = desk.run("add", "https://new.example/story", "--json", env=on_server)
    assert json.loads(added.stdout)
    assert "new.example" in desk.run("list", env=on_server).stdout
    back = desk.run("copy", url, str(tmp_path / "back"), "--json")
    assert json.loads(back.stdout)["entries"] > 3


def test_commands_for_the_file_say_that_there_is_none(desk: Desk, url: str) -> None:
    on_server = {"ROWBACK_SERVICE__DATABASE": url}
    for words in (("backup",), ("verify",), ("repair",)):
        told = desk.run(*words, env=on_server)
        assert told.exit_code == 1
        assert "pg_dump" in told.stderr


def test_a_store_that_a_daemon_holds_is_not_copied(desk: Desk, url: str) -> None:
    with FolderLock(data_of(desk)):
        told = desk.run("copy", str(data_of(desk)), url)
    assert told.exit_code == 1
    assert "already used" in told.stderr
    assert "there is no store" in desk.run("copy", "nowhere", url).stderr
