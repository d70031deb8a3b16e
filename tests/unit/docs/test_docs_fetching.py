"""The page on fetching knows every end of a look, and no other."""

import re
from pathlib import Path

from spiders.fetched import End

PAGE = (Path(__file__).parents[3] / "docs/fetching.md").read_text(encoding="utf-8")


def test_every_end_is_documented() -> None:
    table = PAGE.split("## How a look can end")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [str(end) for end in End]
