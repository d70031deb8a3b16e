"""Changes as screens list them: one entry a passage, with its facts under it and its sentences once.

Views of changes go in, newest version first or in any other order; entries come out. Reads no store.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, cast

from alerts.alert import ChangeFields
from alerts.passages import Passage, counted, passages
from monitor.store.rows import ChangeRow
from monitor.web.views import View, pieces


def entries(changes: Sequence[View]) -> list[View]:
    """The passages in the order of their first change. Changes of one version of one article must stand together.

    Each has `changes`, and `sentences`: the word diff of each pair of sentences that they stand in.
    """
    found = []
    for _, version in groupby(changes, key=lambda one: (one["article"]["id"], one["version"])):
        # As they were told: stored order is the order of the ids.
        ordered = sorted(version, key=lambda one: cast(int, one["id"]))
        found += [_entry(one) for one in passages(cast(list[ChangeFields], ordered))]
    return found


def counts(rows: Sequence[ChangeRow]) -> str:
    """ "2 passages, 5 facts" of one version; "" for none."""
    fields = [cast(ChangeFields, row.to_dict()) for row in rows]
    return counted(passages(fields)) if fields else ""


def _entry(one: Passage) -> View:
    changes = cast(list[dict[str, Any]], list(one.changes))
    pairs = [pieces(was, now) for was, now in one.sentences]
    # What has no sentence (a withdrawal, a move) shows its own words.
    return {"changes": changes, "sentences": pairs or [change["pieces"] for change in changes if change["pieces"]]}
