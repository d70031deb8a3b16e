"""The command `rowback`: words of a command line go in, an exit code comes out. Each command has its own file.

Imports nothing before it is needed, so that `rowback --version` answers at once.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

ALLOCATIONS = 50_000
"""Between two collections of garbage; Python's own number is 700. The daemon goes back to that once it runs."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 ok, 1 failed, 2 usage, 3 configuration, 4 network, 5 changes."""
    words = list(sys.argv[1:] if words is None else words)
    if words == ["--version"]:
        # Before click is imported: importing it would double the time of the most frequent question of scripts.
        from monitor.release import RELEASE

        print(f"rowback {RELEASE}")
        return 0
    # What is imported stays: looking through it again and again for garbage takes a fifth of a short command.
    gc.set_threshold(ALLOCATIONS)
    from monitor.commands.cli import rowback

    return rowback.run(words)
