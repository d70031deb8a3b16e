"""Time zones of the IANA database by their names: text in, a zone out, or a ValueError with a suggestion."""

from __future__ import annotations

import zoneinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from monitor.suggestions import suggestion


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """A zone of the IANA database. Raises ValueError with a suggestion."""
    try:
        return ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        known = sorted(zoneinfo.available_timezones())
        # "Paris" and "europe/paris" are what people write.
        same = [one for one in known if one.split("/")[-1].casefold() == name.split("/")[-1].strip().casefold()]
        hint = f"; did you mean '{same[0]}'?" if same else suggestion(name, known) or ', as in "Europe/Paris"'
        raise ValueError(f"there is no zone '{name}'{hint}") from wrong
