"""`rowback watch`: what is followed is shown, changed, paused and removed; the file stays what the file says."""

from pathlib import Path

import pytest

from monitor.schedule.habits import Habits
from monitor.store import pacing
from spiders.article import Article
from tests.unit.commands.command_desk import Desk, desk_in

A, B, C = (f"https://news.example/{name}" for name in "abc")
FILE = f'[[watch]]\nurl = "{A}"\ntags = ["f"]\nevery = "15m"\n'


def listed(desk: Desk, *words: str) -> list[tuple[object, ...]]:
    found = desk.json("watch", "list", *words)["watches"]
    return [(w["id"], w["origin"], w["url"][-1], w["tags"], w["schedule"], w["state"]) for w in found]


def articles(desk: Desk, *words: str) -> dict[str, tuple[object, ...]]:
    return {
        a["url"][-1]: (a["tags"], a["schedule"], a["followed"], a["watches"])
        for a in desk.json("list", *words)["articles"]
    }


def test_both_origins_are_shown_and_neither_eats_the_tags_of_the_other(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, FILE)
    told = desk.run("add", A, "--every", "5m", "--tag", "mine")
    assert told.stdout == f"changed: {A} (every 5m, was every 15m; tagged mine)\n"
    assert listed(desk) == [
        ("w1", "file", "a", ["f"], "15m", "followed"),
        ("w2", "command", "a", ["mine"], "5m", "followed"),
    ]
    assert articles(desk) == {"a": (["mine", "f"], "5m", "followed", ["file", "command"])}
    desk.run("watch", "remove", "w2")
    assert articles(desk) == {"a": (["f"], "15m", "followed", ["file"])}


def test_what_left_the_file_is_said_once_and_no_longer_listed_as_if_it_were_checked(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, FILE)
    desk.run("list")
    desk.remember(A, Article.from_text(["Forty people died."], "A flood"))
    (tmp_path / "rowback.toml").write_text("")
    first = desk.run("list")
    assert f"Note: {A} left rowback.toml; its history is kept, it is checked no longer." in first.stderr
    assert "1 more article has no watch" in first.stderr
    assert first.stdout == ""
    assert "left rowback.toml" not in desk.run("list").stderr
    assert articles(desk, "--unwatched") == {"a": (["f"], "15m", "unwatched", [])}
    assert "A flood" in desk.run("history", "1").stdout


@pytest.mark.parametrize("name", ["1", "w1", A, "FLOOD in vel", "news.example/a"])
def test_a_watch_is_named_by_id_address_or_a_part_of_the_title(tmp_path: Path, name: str) -> None:
    desk = desk_in(tmp_path)
    desk.remember(A, Article.from_text(["Forty people died."], "A flood in Velm"))
    desk.remember(B, Article.from_text(["Forty people died."], "A fire in Velm"))
    assert [w["url"] for w in desk.json("watch", "show", name)["watches"]] == [A]
    assert desk.run("watch", "pause", name).exit_code == 0
    assert [row[-1] for row in listed(desk)] == ["paused", "followed"]


def test_a_part_of_two_titles_is_refused_with_both(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    desk.remember(A, Article.from_text(["Forty people died."], "A flood in Velm"))
    desk.remember(B, Article.from_text(["Forty people died."], "A fire in Velm"))
    told = desk.run("history", "velm")
    assert told.exit_code == 2
    assert "1  A flood in Velm\n  2  A fire in Velm" in told.stderr
    assert desk.run("history", "flood").stdout.startswith("A flood in Velm\n")
    assert "in its title or address" in desk.run("history", "nothing").stderr


def test_a_schedule_and_tags_are_edited_one_by_one_and_in_bulk(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    desk.run("add", A, B, "--tag", "x", "--every", "15m")
    desk.run("add", C, "--tag", "y")
    told = desk.run("watch", "edit", "--tag", "x", "--every", "1h", "--add-tag", "z", "--drop-tag", "x")
    assert told.exit_code == 0, told.output
    assert told.stdout.endswith("2 of 2 changed.\n")
    assert articles(desk) == {
        "a": (["z"], "1h", "followed", ["command"]),
        "b": (["z"], "1h", "followed", ["command"]),
        "c": (["y"], "default", "followed", ["command"]),
    }
    assert desk.run("watch", "edit", A, "--default").exit_code == 0
    assert articles(desk)["a"][1] == "default"
    assert desk.run("watch", "edit", A).exit_code == 2
    assert desk.run("watch", "edit", "--every", "1h").exit_code == 2


def test_what_a_command_says_stands_beside_the_file_and_takes_nothing_from_it(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, FILE)
    told = desk.run("watch", "edit", A, "--add-tag", "mine")
    assert told.exit_code == 0, told.output
    assert articles(desk)["a"] == (["mine", "f"], "15m", "followed", ["file", "command"])
    refused = desk.run("watch", "edit", A, "--drop-tag", "f")
    assert refused.exit_code == 2
    assert "is written in rowback.toml" in refused.stderr
    alone = desk.run("watch", "remove", "w1")
    assert alone.exit_code == 2
    assert "take it out there, or let it rest with `rowback watch pause w1`" in alone.stderr


def test_a_pause_ends_on_its_day_and_is_shown_in_the_zone_of_the_file(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, '[service]\ntime_zone = "Europe/Paris"\n')
    desk.run("add", A, B)
    told = desk.run("watch", "pause", "1", "--until", "2090-12-24T18:00")
    assert "paused until 2090-12-24T18:00:00+01:00" in told.stdout
    assert told.stdout.endswith("1 watch paused; 1 article at rest.\n")
    assert articles(desk)["a"][2] == "paused"
    assert "paused, in " in desk.run("list").stdout
    assert desk.run("watch", "pause", "1", "--until", "2001-12-24T18:00").exit_code == 2
    assert desk.run("watch", "resume", "--all").exit_code == 0
    assert articles(desk)["a"][2] == "followed"


def test_many_are_removed_only_when_it_is_confirmed(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, FILE)
    desk.run("add", B, C, "--tag", "x")
    asked = desk.run("watch", "remove", "--all", stdin="n\n")
    assert (asked.exit_code, len(listed(desk))) == (130, 3)
    told = desk.run("watch", "remove", "--all", "--yes")
    assert f"Note: {A} stays followed, as rowback.toml says." in told.stderr
    assert told.stdout.endswith("2 watches removed; 2 articles at rest, with their history.\n")
    assert [row[1] for row in listed(desk)] == ["file"]


def test_a_tag_that_no_article_has_is_said_so(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    assert "nothing is tracked" in desk.run("list").stderr.lower()
    desk.run("add", A, "--tag", "tolls")
    told = desk.run("list", "--tag", "nope").stderr
    assert "No article has the tag 'nope'; the tags are: tolls." in told
    assert "No article fits" in desk.run("list", "--state", "failing").stderr


def test_a_watch_that_is_not_there_is_named(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    desk.run("add", A)
    assert "there is no watch w9" in desk.run("watch", "show", "w9").stderr
    desk.run("watch", "remove", "1")
    told = desk.run("watch", "show", "1")
    assert (told.exit_code, f"`rowback add {A}` follows it again" in told.stderr) == (1, True)
    assert desk.run("add", A).stdout == f"added: {A} (it was known already)\n"


def test_a_feed_is_followed_shown_and_asked_for_again_with_other_filters(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    feed = "https://news.example/rss"
    told = desk.run("add", feed, "--feed", "--keyword", "flood", "--tag", "x", "--keep", "3d")
    assert told.stdout == f"added: {feed} (a feed; its articles come with its first poll)\n"
    assert desk.run("add", feed).stdout == f"already: {feed} (is tracked already)\n"
    assert desk.run("add", feed, "--feed", "--keyword", "fire").stdout == f"changed: {feed} (with other filters)\n"
    (shown,) = desk.json("watch", "list", "--kind", "feed")["watches"]
    assert (shown["kind"], shown["filters"], shown["poll"]["state"]) == ("feed", {"keywords": ["fire"]}, "waiting")
    assert (shown["poll"]["announced"], shown["poll"]["edits_seen"]) == (None, 0)
    habits = Habits()
    for n in range(20):
        habits.note_hint(n % 4 < 3)
    store = desk.store()
    store.write(pacing.keep, {"news.example": (habits.stored(), "")})
    store.close()
    assert "75% of 20 edits announced" in desk.run("watch", "show", feed).stdout
    assert "waiting" in desk.run("watch", "show", "w1").stdout
    assert desk.json("list")["articles"] == []
    assert "only a feed has filters (--keyword); say --feed" in desk.run("add", A, "--keyword", "x").stderr
    assert (
        desk.run("watch", "remove", feed).stdout
        == "w1  https://news.example/rss  (command; the default schedule, #x)\n1 watch removed.\n"
    )


def test_what_was_added_as_an_article_becomes_the_feed_that_it_is(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    desk.run("add", A)
    assert desk.run("add", A, "--feed").stdout.startswith("added")
    assert [(w["kind"], w["url"]) for w in desk.json("watch", "list")["watches"]] == [("feed", A)]
    assert articles(desk, "--unwatched")["a"][2] == "unwatched"
