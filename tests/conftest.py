"""Prints the figures of the fault tests together at the end of a run: the lines that begin with a row, as in `F7: ...`."""

from __future__ import annotations

import re

import pytest

FIGURE = re.compile(r"^\.?(F\d+: .+)$", re.MULTILINE)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What docs/reliability.md quotes."""
    figures = [line for one in terminalreporter.getreports("passed") for line in FIGURE.findall(one.capstdout)]
    if figures:
        terminalreporter.section("measured")
        for line in sorted(figures, key=lambda line: int(line[1 : line.index(":")])):
            terminalreporter.write_line(line)
