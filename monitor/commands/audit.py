"""`rowback audit`: who did what, when, by which way, and how it stood before and after. Changes nothing.

Whether these rows are as they were stored says `rowback verify`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store


@click.command("audit")
@click.option("--by", "who", default="", metavar="NAME", help="Only acts of this person.")
@click.option("--what", default="", metavar="WORD", help='Only acts that begin so, as in "watch" or "review.confirm".')
@click.option("--before", type=click.IntRange(1), metavar="ID", help="Go on before the act of this number.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="At most so many.")
@config_option
@json_option
def audit(who: str, what: str, before: int | None, limit: int, config: Path | None, as_json: bool) -> None:
    """Show who did what, newest first, with before and after."""
    from monitor.commands.output import print_json, print_table
    from monitor.commands.times import local, stamp
    from monitor.store import acts

    with opened_store(load_config(config)) as store:
        rows = store.read(acts.listing, limit, before=before, who=who, what=what)
    if as_json:
        known = ("id", "who", "via", "what", "subject")
        fields = [{name: getattr(row, name) for name in known} | {"at": stamp(row.at)} for row in rows]
        sides = [{"before": row.was, "after": row.became} for row in rows]
        print_json({"acts": [one | side for one, side in zip(fields, sides, strict=True)]})
        return
    cells = [(row.id, local(row.at), row.who, row.via, row.what, row.subject, _moved(row)) for row in rows]
    print_table(("act", "when", "who", "via", "what", "to what", "before and after"), cells, "Nobody has acted yet.")


def _moved(row: Any) -> str:
    """What is otherwise, each as "state open -> confirmed"."""
    names = dict.fromkeys([*row.was, *row.became])
    moved = [name for name in names if row.was.get(name) != row.became.get(name)]
    return "; ".join(f"{name} {_word(row.was, name)} -> {_word(row.became, name)}" for name in moved)


def _word(side: Mapping[str, Any], name: str) -> str:
    value = side.get(name)
    if value in (None, ""):
        return "-"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
