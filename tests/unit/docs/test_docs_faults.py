"""Each fault that the manual promises to survive, or gives a figure for, has a test of the name it gives."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/faults.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not re.match(r"\| what breaks|\|-", line)
]
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^ *(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_fault_has_its_test(row: list[str]) -> None:
    fault, promise, held = row
    assert fault
    assert promise
    named = set(re.findall(r"`(test_\w+)`", held))
    assert named, "a promise without a test is a hope"
    assert named <= TESTS, named - TESTS


RELIABILITY = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/reliability.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| F\d", line)
]


def test_each_row_of_alerting_has_a_figure() -> None:
    assert {row[0] for row in RELIABILITY} == {
        f"F{row}" for row in (1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 21, 22, 23, 24, 26, 27, 29)
    }


@pytest.mark.parametrize("row", RELIABILITY, ids=lambda row: row[1])
def test_each_figure_has_its_bar_and_a_test_in_the_file_it_names(row: list[str]) -> None:
    _, _, bar, measured, held, where = row
    assert bar
    assert re.search(r"\d|sent -> bounced", measured)
    named = set(re.findall(r"`(test_\w+)`", held))
    assert named
    assert named <= TESTS, named - TESTS
    for path in re.findall(r"`(tests/[\w/]+\.py)`", where):
        text = (ROOT / path).read_text(encoding="utf-8")
        assert all(f"def {name}(" in text for name in named)
