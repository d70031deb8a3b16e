"""Tags of other programs in our form: their words may hold blanks and commas, ours may not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor import forms

_FOREIGN = re.compile(r"[\s,\"'\x00-\x1f]+")


def tags_from(words: Iterable[object]) -> tuple[str, ...]:
    """One tag for each word that leaves one: "World News" is World-News."""
    found = []
    for word in words:
        tag = _FOREIGN.sub("-", str(word).strip()).strip("-")[:60]
        try:
            found.append(forms.tag(tag))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))
