"""Each fault that the manual promises to survive has a test of the name it gives."""

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
