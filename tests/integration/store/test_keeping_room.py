"""Pages also go by the room they take, are listed when they went, and their numbers are never given again."""

import json
from pathlib import Path

import pytest

from monitor.config.loading import load
from monitor.store import chain, forgetting, pages, recording
from tests.integration.store.kept import NOW, body, faults_of, kept_store, result
from tests.unit.commands.command_desk import desk_in


def test_pages_go_until_all_fit_the_room_they_may_take(tmp_path: Path) -> None:
    store = kept_store(tmp_path)
    room = store.read(forgetting.taken) // 2
    turns = 0
    while store.write(forgetting.forget, None, NOW, room):
        turns += 1
        assert turns < 50
    assert store.read(forgetting.taken) <= room
    assert {one.detail for _, one in store.read(chain.deletions)} == {"size"}
    assert [one.body for one in store.read(lambda c: list(pages.of_article(c, 2)))][-1] == body(60)  # the newest stays
    assert faults_of(store) == []
    store.close()


def test_the_number_of_a_page_that_went_is_never_given_again(tmp_path: Path) -> None:
    store = kept_store(tmp_path, versions=1)
    while store.write(forgetting.forget, NOW + 10**9, NOW):
        pass
    gone = {one.page_id for _, one in store.read(chain.deletions)}
    assert store.write(recording.record, result(store, 1, 3))
    assert store.read(pages.of_version, 1, 2).id not in gone
    assert faults_of(store) == []
    store.close()


@pytest.mark.file
def test_verify_lists_what_went(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    store = desk.store()
    store.close()
    path = store.path
    store = kept_store(path.parent, versions=2)
    sha = store.read(pages.of_version, 1, 1).sha256.hex()
    store.write(forgetting.forget, NOW + 1, NOW + 2)
    store.close()
    listed = json.loads(desk.run("verify", "--deleted", "--json").stdout)["deleted"]
    assert [(one["version"], one["why"]) for one in listed] == [(1, "age")] * 3
    assert listed[0]["sha256"] == sha
    assert desk.run("verify", "--deleted").stdout.count("age") == 3


def test_how_much_is_kept_is_a_setting(tmp_path: Path) -> None:
    file = tmp_path / "rowback.toml"
    file.write_text('[keep]\npages = "all"\nage = "730d"\nsize = "5MB"\n')
    keep = load(file, {}).keep
    assert (keep.pages, keep.age, keep.size) == ("all", 730 * 86_400, 5_000_000)
