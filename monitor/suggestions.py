"""What a mistyped word was probably meant to be. A word and the known words go in, a question to append comes out.

Never changes what the user wrote: a guess is offered, not taken.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def suggestion(word: str, known: Iterable[str]) -> str:
    """ "; did you mean 'name'?" for the closest known word, or "" if none is close."""
    by_lower = {one.lower(): one for one in known}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f"; did you mean '{by_lower[close[0]]}'?" if close else ""
