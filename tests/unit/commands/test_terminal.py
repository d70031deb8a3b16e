import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.unit.commands.test_looking_back import URL, filled

ROOT = Path(__file__).parents[3]


def on_terminal(folder: Path, columns: int, *words: str, **env: str) -> str:
    """What a person at a terminal of that width sees."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    clean = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    started = subprocess.Popen(
        [sys.executable, "-m", "monitor.commands", "--config", str(folder / "rowback.toml"), *words],
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env={**clean, "TERM": "xterm-256color", **env},
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not part:
            break
        seen += part
    os.close(ours)
    assert started.wait() == 0, seen.decode()
    return seen.decode().replace("\r\n", "\n")


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)


def test_a_wide_terminal_shows_both_versions_side_by_side(tmp_path: Path) -> None:
    filled(tmp_path)
    seen = on_terminal(tmp_path, 140, "diff", URL)
    (row,) = [line for line in plain(seen).splitlines() if "people died" in line]
    assert re.search(r"At least 40 people died, the ministry said\.\s+At least 52 people died", row)
    assert "\x1b[" in seen


def test_a_narrow_terminal_shows_words_in_place_and_in_colour(tmp_path: Path) -> None:
    filled(tmp_path)
    seen = on_terminal(tmp_path, 100, "diff", URL)
    assert re.search(r"At least \x1b\[31m\S*40\x1b\[0m\x1b\[32m\S*52\x1b\[0m people", seen)


def test_without_colours_no_escape_names_one_and_the_words_stay_marked(tmp_path: Path) -> None:
    filled(tmp_path)
    seen = on_terminal(tmp_path, 100, "diff", URL, NO_COLOR="1")
    assert "\x1b" not in seen
    assert "[-40-]{+52+}" in seen


@pytest.mark.parametrize("words", [["list"], ["changes"], ["deliveries", "list"], ["history", URL]])
def test_no_line_is_wider_than_the_terminal_for_tables(tmp_path: Path, words: list[str]) -> None:
    filled(tmp_path)
    if words[0] in ("list", "deliveries"):
        assert max(len(line) for line in plain(on_terminal(tmp_path, 80, *words)).splitlines()) <= 80
    else:
        assert URL in plain(on_terminal(tmp_path, 80, *words))


def test_an_import_shows_its_progress_to_a_person(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "urls.txt").write_text("\n".join(f"https://news.example/{n}" for n in range(30)))
    assert "Importing" in on_terminal(tmp_path, 80, "import", str(tmp_path / "urls.txt"))
