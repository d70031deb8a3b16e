"""The scorer of pairs: what was found, missed and told falsely is counted as its page says."""

import json
from pathlib import Path

import pytest

from benchmarks import accuracy

FOUND = {
    "id": "a",
    "lang": "en",
    "old": ["The flood killed 12 people in Orla."],
    "new": ["The flood killed 15 people in Orla."],
    "gold": [{"type": "figure.value", "old": "12", "new": "15", "old_value": 12, "new_value": 15}],
}
WRONG = FOUND | {
    "id": "b",
    "gold": [{"type": "figure.value", "old": "12", "new": "16", "old_value": 12, "new_value": 16}],
}
FALSE = FOUND | {"id": "c", "gold": []}
EXCUSED = FOUND | {"id": "d", "gold": [], "optional": FOUND["gold"]}
SILENT = FOUND | {"id": "e", "new": FOUND["old"], "gold": []}


def row(pairs: list[dict[str, object]], group: str) -> list[str]:
    return next(line.split() for line in accuracy.table(pairs) if line.split()[0] == group)


@pytest.mark.parametrize(
    ("pairs", "counts"),
    [
        ([FOUND], ["1", "1", "1"]),
        ([WRONG], ["1", "1", "0"]),  # another value is a miss and a false one
        ([FALSE], ["0", "1", "0"]),
        ([EXCUSED], ["0", "0", "0"]),  # right, but need not be found
        ([FOUND, SILENT], ["1", "1", "1"]),
    ],
)
def test_there_told_and_right_are_counted_for_each_kind(pairs: list[dict[str, object]], counts: list[str]) -> None:
    for group in ("all", "figures"):
        assert row(pairs, group)[1:4] == counts


def test_every_file_of_pairs_gets_a_table_and_other_files_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pairs.jsonl").write_text(json.dumps(FOUND) + "\n", "utf-8")
    (tmp_path / "other.jsonl").write_text('{"old": "one"}\n', "utf-8")
    assert accuracy.main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "pairs.jsonl" in printed
    assert "other.jsonl" not in printed


def test_a_folder_that_is_not_there_is_said_and_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert accuracy.main([str(tmp_path / "none")]) == 0
    assert "not here" in capsys.readouterr().out
