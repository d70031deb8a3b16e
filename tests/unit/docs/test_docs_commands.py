"""What the manual tells people to type exists, and its release is the one that is built."""

import re
import tomllib
from pathlib import Path

import pytest

from monitor.commands.cli import COMMANDS
from monitor.release import RELEASE

ROOT = Path(__file__).parents[3]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def typed(page: Path) -> list[str]:
    """What stands in the page as code: lines of blocks, and spans."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:sh|console)?\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", text)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_make_target_of_the_manual_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))
    asked = {words[1] for line in typed(page) if len(words := line.split()) > 1 and words[0] == "make"}
    assert asked <= targets


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_of_the_manual_exists(page: Path) -> None:
    said = (re.match(r"(?:\.venv/bin/)?rowback (?:--config \S+ )?([a-z][a-z-]*)", line) for line in typed(page))
    asked = {found[1] for found in said if found}
    assert asked <= set(COMMANDS)


def test_the_release_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+?),? ", changelog, re.MULTILINE)
    assert newest is not None
    assert project["version"] == RELEASE == newest[1]


def test_contributing_stays_short_enough_to_be_read() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) < 150
