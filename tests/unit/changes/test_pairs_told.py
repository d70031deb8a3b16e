"""The bench of our unseen pairs: pairs, items and changes are counted by level and by kind as its page says."""

import json
from pathlib import Path

import pytest

from benchmarks import pairs_told
from benchmarks.accuracy import OWN
from monitor.changes import Change, Kind, Mention

FACT = {
    "id": "fact",
    "old": ["Ten boats left."],
    "new": ["Twelve boats left. The pier was closed."],
    "gold": [
        {"type": "figure.value", "old": "Ten boats", "new": "Twelve boats", "old_value": 10, "new_value": 12},
        {"type": "claim.added", "old": None, "new": "The pier was closed"},
    ],
}
QUIET = {"id": "quiet", "old": ["Ten boats left."], "new": ["Ten boats sailed."], "gold": []}
CLAIM = Change(Kind.CLAIM_ADDED, None, Mention("The pier was closed."))
EVENT = Change(Kind.EVENT_CHANGED, None, Mention("The pier was closed."))
WORDS = Change(Kind.CLAIM_CHANGED, Mention("Ten boats"), Mention("Twelve boats"))
STRAY = Change(Kind.POLARITY_CHANGED, Mention("no ferry"), Mention("a ferry"))


def score(*told: tuple[dict[str, object], list[Change]]) -> pairs_told.Score:
    found = {str(pair["id"]): changes for pair, changes in told}
    return pairs_told.scored([pair for pair, _ in told], lambda pair: found[pair["id"]])


def test_a_digest_change_is_told_but_no_alert():
    counted = score((FACT, [CLAIM]), (QUIET, []))
    assert (counted.told.pairs_right, counted.told.pairs_false) == (1, 0)
    assert (counted.alert.pairs_right, counted.alert.pairs_false) == (0, 0)
    assert (counted.told.found, counted.alert.found, counted.items) == (1, 0, 2)


def test_an_item_told_in_another_kind_is_found_but_not_in_its_kind():
    counted = score((FACT, [EVENT, WORDS]))
    assert (counted.told.found, counted.told.in_kind) == (2, 0)
    assert (counted.told.changes, counted.told.right) == (2, 2)
    assert (counted.alert.found, counted.alert.changes) == (1, 1)


def test_a_change_of_a_quiet_pair_is_false_and_so_is_one_that_answers_no_item():
    counted = score((FACT, [CLAIM, STRAY]), (QUIET, [STRAY]))
    assert (counted.told.pairs_right, counted.told.pairs_false) == (1, 1)
    assert (counted.told.changes, counted.told.right) == (3, 1)
    assert (counted.alert.pairs_right, counted.alert.pairs_false) == (1, 1)


def test_a_pair_that_is_told_for_something_else_is_told_but_not_for_what_moved():
    counted = score((FACT, [STRAY]))
    assert (counted.told.pairs_right, counted.told.pairs_for_it) == (1, 0)
    assert score((FACT, [STRAY, CLAIM])).told.pairs_for_it == 1


def test_what_is_right_but_need_not_be_found_is_neither_right_nor_false():
    counted = score(
        (QUIET | {"optional": [{"type": "claim.added", "old": None, "new": "The pier was closed"}]}, [CLAIM])
    )
    assert (counted.told.pairs_false, counted.told.changes) == (0, 0)


def test_a_level_on_the_change_itself_outweighs_the_one_of_its_kind():
    class Leveled:
        kind, level = Kind.CLAIM_ADDED, "alert"

    assert pairs_told.level(Leveled()) == "alert"  # type: ignore[arg-type]
    assert [pairs_told.level(change) for change in (CLAIM, STRAY)] == ["digest", "alert"]


def test_sets_add_up_and_plain_differs_are_counted_beside():
    one, two = score((FACT, [CLAIM])), score((QUIET, [STRAY]))
    one.add(two)
    assert (one.pairs, one.facts, one.items, one.told.changes) == (2, 1, 2, 2)
    assert (one.plain["any text"].pairs_right, one.plain["any text"].pairs_false) == (1, 1)
    assert (one.plain["a digit"].pairs_right, one.plain["a digit"].pairs_false) == (0, 0)
    assert one.types == {"claim.added": [1, 1, 1], "figure.value": [1, 0, 0]}


def test_misses_other_kinds_and_false_ones_are_printed_when_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    same = {"old": ["Ten boats left."], "new": ["Ten boats left."]}
    (tmp_path / "own.jsonl").write_text(json.dumps(FACT | same) + "\n", "utf-8")
    assert pairs_told.main([str(tmp_path), "--verbose"]) == 0
    printed = capsys.readouterr().out
    assert "own.jsonl" in printed
    assert "missed  fact  claim.added: - -> The pier was closed" in printed


def test_our_unseen_pairs_are_as_many_and_as_varied_as_promised():
    def pairs(name: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in (OWN / name).read_text("utf-8").splitlines()]

    additions, revisions = pairs("additions.jsonl"), pairs("revisions.jsonl")
    assert len(additions) >= 64
    assert sum(not pair["gold"] for pair in additions) * 2 == len(additions)
    assert {pair["lang"] for pair in additions} == {"en", "de", "fr", "es", "pt", "ar"}
    assert len(revisions) >= 80
    assert sum(pair["lang"] != "en" for pair in revisions) >= 25
    assert sum(not pair["gold"] for pair in revisions) * 3 >= len(revisions)
    rewordings = pairs("rewordings.jsonl")
    assert len(rewordings) >= 60
    assert sum(not pair["gold"] for pair in rewordings) * 2 == len(rewordings)
    assert {pair["lang"] for pair in rewordings} == {"en", "de", "fr", "es", "pt", "ar"}


@pytest.mark.parametrize("name", ["additions.jsonl", "revisions.jsonl", "rewordings.jsonl"])
def test_what_an_item_says_stands_in_the_version_it_is_said_of(name: str):
    for line in (OWN / name).read_text("utf-8").splitlines():
        pair = json.loads(line)
        for side in ("old", "new"):
            text = "\n".join([pair[f"title_{side}"] or "", *pair[side]])
            for item in [*pair["gold"], *pair["optional"]]:
                assert item[side] is None or item[side] in text, (pair["id"], item)
                came_or_went = item[side] is None and item["type"].endswith((".added", ".removed"))
                assert not came_or_went or (item["old"] or item["new"]).rstrip(".,;،") not in text, (pair["id"], item)
