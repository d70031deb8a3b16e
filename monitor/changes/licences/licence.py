"""Licence: why a difference is only wording, and what the reason saw. A frozen value; decides nothing."""

from __future__ import annotations

from typing import NamedTuple


class Licence(NamedTuple):
    """The name of the licence, and what it saw in one line."""

    name: str
    saw: str
