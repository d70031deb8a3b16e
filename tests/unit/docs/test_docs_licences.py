"""Every licence that may excuse a difference stands in the documentation, in the order in which it is asked."""

import re
from pathlib import Path

from monitor.changes.licences.table import LEFT, SPANS, WORDS

SET_ASIDE = ["furniture", "spelling", "cut short"]


def test_every_licence_is_stated_in_the_order_in_which_it_is_asked() -> None:
    page = Path("docs/changes.md").read_text(encoding="utf-8")
    table = page[page.index("### Licences") : page.index("## How two versions are compared")]
    stated = re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)
    asked = [licence.NAME for licence in (*SPANS, *WORDS, *LEFT)]
    assert stated == list(dict.fromkeys([*SET_ASIDE, *asked]))


def test_no_other_name_is_given_to_what_is_set_aside_before_anything_is_compared() -> None:
    source = Path("monitor/changes/evidence/aside.py").read_text(encoding="utf-8")
    named = re.findall(r"(?:Aside\(link\.old, link\.new, |_one\((?:\w+), (?:1 - )?side, )\"([^\"]+)\"", source)
    assert len(named) >= 5
    assert set(named) == set(SET_ASIDE)
