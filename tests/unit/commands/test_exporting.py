"""What goes out comes in again, changes are written whole, and no spreadsheet computes what a page said."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes import compare
from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.checks.judging import facts_of
from monitor.commands import exporting
from monitor.commands.exporting import safe_cell
from monitor.config.loading import load
from monitor.facts.parsed import parse
from monitor.store import records
from spiders.article import Article
from tests.unit.commands.command_desk import Desk, desk_in

A, B = "https://news.example/a?x=1&y=<2>", "https://news.example/b"
FEED = "https://news.example/rss"


def filled(folder: Path) -> Desk:
    desk = desk_in(folder, f'[[watch]]\nurl = "{B}"\ntags = ["f"]\nevery = "15m"\n')
    desk.run("add", A, "--cron", "0 8 * * 1 Europe/Paris", "--tag", "x", "--tag", "é=1")
    desk.run("add", B, "--tag", "mine")
    desk.run("add", "https://news.example/c", "--adaptive")
    desk.run("add", FEED, "--feed", "--path", "/w*", "--within", "3d", "--keep", "90m", "--most", "7", "--tag", "x")
    return desk


def watched(desk: Desk) -> dict[str, tuple[object, ...]]:
    found: dict[str, tuple[object, ...]] = {}
    for one in desk.json("watch", "list")["watches"]:
        tags = set(one["tags"]) | set(found.get(one["url"], (0, set()))[1])  # type: ignore[call-overload]
        plans = {one["schedule"], *found.get(one["url"], (0, 0, set()))[2]} - {"default"}  # type: ignore[misc]
        found[one["url"]] = (one["kind"], tags, plans, json.dumps(one.get("filters")))
    return found


def test_toml_is_a_configuration_that_follows_the_same(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    (tmp_path / "two").mkdir()
    other = desk_in(tmp_path / "two", desk.run("export", "watches", "--format", "toml").stdout)
    load(tmp_path / "two" / "rowback.toml", {})
    assert watched(other) == watched(desk)
    assert {w["origin"] for w in other.json("watch", "list")["watches"]} == {"file"}


@pytest.mark.parametrize("form", ["csv", "opml"])
def test_csv_and_opml_are_imported_again(tmp_path: Path, form: str) -> None:
    desk = filled(tmp_path)
    (tmp_path / "two").mkdir()
    other = desk_in(tmp_path / "two")
    assert other.run("import", "-", stdin=desk.run("export", "--format", form).stdout).exit_code == 0
    kept = {url: (kind, tags) for url, (kind, tags, *_) in watched(desk).items()}
    assert {url: (kind, tags) for url, (kind, tags, *_) in watched(other).items()} == kept
    if form == "csv":
        assert {u: w[2] for u, w in watched(other).items()} == {u: w[2] for u, w in watched(desk).items()}


def test_a_form_that_does_not_fit_and_a_choice_of_the_other_sort_are_wrong_usage(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    assert "watches are written as csv or toml or opml" in desk.run("export", "--format", "jsonl").stderr
    assert desk.run("export", "--since", "7d").exit_code == 2
    assert desk.run("export", "changes", "--kind", "figur.*").exit_code == 2


def changed(folder: Path) -> Desk:
    desk = desk_in(folder)
    desk.run("add", B, "--tag", "tolls")
    desk.remember(B, Article.from_text(["40 died."], '=HYPERLINK("https://x.example")'))
    for n in range(3):
        old = Mention("40", sentence="@SUM(1)") if n else Mention("-40", sentence="40 died.")
        change = Change(Kind.FIGURE_VALUE if n else Kind.HEADLINE_CHANGED, old, Mention("+50 dead"), delta=Decimal(-10))
        desk.remember(B, Article.from_text([f"{n} died."], '=HYPERLINK("https://x.example")'), [change])
    return desk


def test_changes_go_out_one_a_line_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    desk = changed(tmp_path)
    lines = [json.loads(line) for line in desk.run("export", "changes").stdout.splitlines()]
    assert [one["id"] for one in lines] == [3, 2, 1]
    assert lines[0]["article"] == {"id": 1, "url": B, "title": '=HYPERLINK("https://x.example")', "tags": ["tolls"]}
    kinds = desk.run("export", "changes", "--kind", "figure.*").stdout
    assert [json.loads(line)["kind"] for line in kinds.splitlines()] == ["figure.value"] * 2
    assert desk.run("export", "changes", "--tag", "none").stdout == ""
    assert len(desk.json("export", "changes")["changes"]) == 3


def test_no_cell_of_csv_is_a_formula(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(changed(tmp_path).run("export", "changes", "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == ["3", "2", "1"]
    first, last = rows[0], rows[2]
    assert first["title"].startswith("'=HYPERLINK")
    assert first["old_sentence"] == "'@SUM(1)"
    assert (last["old"], last["delta"], first["new"]) == ("-40", "-10", "'+50 dead")


@given(st.text(max_size=40))
def test_whatever_a_cell_holds_it_is_read_back_and_begins_like_no_formula(text: str) -> None:
    cell = safe_cell(text)
    assert cell[:1] not in ("=", "@", "\t", "\r") or text == ""
    assert not cell.startswith(("+", "-")) or cell.lstrip("+-").replace(".", "", 1).isdigit()


TOLL = "Floods in Velm: {} people were killed, the mayor said."


def rolling(folder: Path) -> Desk:
    """A toll over four versions, and a second article of another story."""
    desk = desk_in(folder)
    desk.run("add", B, "--tag", "tolls")
    desk.run("add", A, "--tag", "other")
    told = ["at least 41", "47", "between 50 and 60", "about 52"]
    texts = [Article.from_text([TOLL.format(number)], "Floods") for number in told]
    for old, new in zip([None, *texts], texts, strict=False):
        desk.remember(B, new, compare(old, new) if old else (), facts=facts_of(parse(new)))
    desk.remember(A, Article.from_text(["A new bridge cost $3 million."]))
    return desk


def test_a_fact_that_moved_goes_out_with_low_best_and_high_at_each_version(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in rolling(tmp_path).run("export", "slots").stdout.splitlines()]
    values = [(one["version"], one["low"], one["best"], one["high"]) for one in lines]
    assert values == [(1, "41", "41", None), (2, "47", "47", "47"), (3, "50", None, "60"), (4, None, "52", None)]
    assert {(one["counted"], one["source"], one["slot"]) for one in lines} == {("death", "the mayor", 1)}
    assert all(len(one["sha256"]) == 64 and one["seen_at"].endswith("Z") for one in lines)


def test_the_facts_and_the_texts_of_every_version_go_out(tmp_path: Path) -> None:
    desk = rolling(tmp_path)
    facts = list(csv.DictReader(io.StringIO(desk.run("export", "facts", "--format", "csv").stdout)))
    assert [(one["version"], one["low"], one["high"], one["where"]) for one in facts][:2] == [
        ("1", "41", "", "lead"),
        ("2", "47", "47", "lead"),
    ]
    texts = desk.json("export", "versions", "--tag", "tolls")["versions"]
    assert [one["text"] for one in texts][-1] == TOLL.format("about 52")
    assert {one["url"] for one in texts} == {B}
    assert desk.run("export", "versions", "--tag", "none").stdout == ""


def test_versions_are_read_piece_by_piece_whatever_their_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = rolling(tmp_path)
    whole = desk.run("export", "versions").stdout
    monkeypatch.setattr(records, "AT_ONCE", 1)
    assert desk.run("export", "versions").stdout == whole
    assert len(whole.splitlines()) == 5


def test_parquet_says_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting.importlib.util, "find_spec", lambda name: None)
    ended = desk_in(tmp_path).run("export", "facts", "--format", "parquet")
    assert (ended.exit_code, "pip install pyarrow" in ended.stderr) == (2, True)
