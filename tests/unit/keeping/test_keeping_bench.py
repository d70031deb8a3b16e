"""The benchmark of kept pages runs, keeps within its bytes, and says when a page does not come back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.keeping import LEAST, MOST, Churning, measure
from monitor.store import pages


def test_a_version_of_a_churning_page_takes_less_than_one_and_a_half_kilobytes(tmp_path: Path) -> None:
    lines = list(measure(4, 30, "small", tmp_path))
    found = re.search(r"(\d+) bytes a version", lines[1])
    assert found
    assert int(found[1]) < 1_500
    assert lines[3] == "read back byte for byte: 120 of 120"
    assert lines[-1].startswith("verified")


def test_its_pages_are_as_large_as_they_are_said_to_be_and_churn() -> None:
    one = Churning("seed")
    first, second = one.turn(), one.turn()
    assert LEAST * 0.9 < len(first) < MOST * 1.1
    assert first != second


def test_a_page_that_comes_back_otherwise_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pages.bytes_of
    monkeypatch.setattr(pages, "_page", lambda c, row: type("Other", (), {"body": whole(c, row.body) + b" "}))
    assert list(measure(1, 2, "small", tmp_path))[-1].startswith("NOT sound")
