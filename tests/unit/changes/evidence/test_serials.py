"""A row of a table keeps its figures when the serial number in front of it shifts."""

from __future__ import annotations

import pytest

from monitor.changes import compare
from monitor.changes.evidence.serials import serial_end
from spiders.article import Article


@pytest.mark.parametrize("row", ["28 | Orlo | 227 | 19", "3. | Tarn Vale | 39", "No. 4 | Brix | 12"])
def test_a_number_before_a_name_and_a_figure_is_serial(row: str) -> None:
    assert serial_end(row) == row.index("|") + 1


@pytest.mark.parametrize(
    "row",
    ["45 to 69 | 47", "45 | 47 | 3", "2 | Orlo", "Orlo | 5 | 3", "In 2031 | the | 4", "28 people died."],
)
def test_other_rows_have_none(row: str) -> None:
    assert serial_end(row) == 0


def test_another_figure_of_a_shifted_row_is_told_alone() -> None:
    old = ["26 | Orlo | 227 | 11", "27 | Tarn Vale | 80 | 10"]
    new = ["26 | Brix | 12 | 3", "27 | Orlo | 227 | 11", "28 | Tarn Vale | 91 | 10"]
    steps = [
        (c.old.text, c.new.text)
        for c in compare(Article.from_text(old), Article.from_text(new))
        if str(c.kind) == "figure.value" and c.old and c.new
    ]
    assert steps == [("80", "91")]
