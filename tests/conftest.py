"""What holds for every run: properties try the same examples each time, and the figures of fault tests stand at its end.

`pytest --hypothesis-profile=search` tries new ones. No example has a deadline: the first may read a lexicon. A figure is a line that begins with a row, as in `F7: ...`.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import settings

# A push is refused for what it did, never for an example that chance had not drawn before.
settings.register_profile("rowback", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("rowback")

FIGURE = re.compile(r"^\.?(F\d+: .+)$", re.MULTILINE)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What docs/reliability.md quotes."""
    figures = [line for one in terminalreporter.getreports("passed") for line in FIGURE.findall(one.capstdout)]
    if figures:
        terminalreporter.section("measured")
        for line in sorted(figures, key=lambda line: int(line[1 : line.index(":")])):
            terminalreporter.write_line(line)
