"""`rowback story TAG`: what moved in a story, who says what now, who was first: what its page shows.

Reads the store only.
"""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

DAY_MS = 86_400_000
SHOWN = 20
"""Figures in the terminal; the JSON has all."""


@click.command("story")
@click.argument("tag")
@click.option("--since", default="1d", show_default=True, metavar="SPAN", help="How far back moves are listed.")
@config_option
@json_option
def story(tag: str, since: str, config: Path | None, as_json: bool) -> None:
    """Lay the articles of a tag together: what moved, who says what, since when, who was first."""
    from monitor.clock import SystemClock
    from monitor.commands.output import one_line, print_json, print_table
    from monitor.commands.times import span_ms
    from monitor.errors import UsageError
    from monitor.stories import copies_in, story_of
    from monitor.web.story_views import moves_of, slot_view

    now = SystemClock().now_ms()
    tag = tag.removeprefix("#")
    with opened_store(load_config(config)) as store:
        told = store.read(story_of, tag)
        slots = [slot for slot in told.slots if slot.id is not None]
        groups = [store.read(copies_in, told, slot) for slot in slots[:SHOWN]]
    if not told.articles:
        raise UsageError(f"no article has the tag {tag}; `rowback list` shows the tags there are")
    groups += [[] for _ in slots[SHOWN:]]
    views = [slot_view(slot, told.articles, its, now) for slot, its in zip(slots, groups, strict=True)]
    moves = moves_of(slots, now - span_ms(since, "--since"), now)
    if as_json:
        print_json({"tag": tag, "left_out": told.left_out, "moves": moves, "figures": views})
        return
    click.echo(f"Figures that moved in the last {since}: {len(moves) or 'none'}")
    for move in moves:
        how = "announced" if move["announced"] else "silent"
        first = move["after"] or ("first" if move["reported"] else "")
        words = f"{move['title']}: {move['was']} → {move['text']}"
        click.echo(one_line(f"{move['age']} ago  {words}  {move['outlet']}, {how}{', ' * bool(first)}{first}"))
    for view in views[:SHOWN]:
        click.echo(one_line(f"\n{view['title']}: {view['outlets']} outlets, {view['independent']} independent".strip()))
        rows = [
            (
                one["article"]["outlet"],
                one["now"]["text"],
                one["now"]["source"],
                f"{one['stood']}{' or longer' if one['since_first_look'] else ''}",
                {None: "", True: "announced", False: "silent"}[one["now"]["announced"]],
                f"{one['stand_words']}{', ' * bool(one['behind'])}{one['behind'] and one['behind'] + ' later'}",
            )
            for one in view["series"]
        ]
        print_table(("outlet", "says", "source", "stood", "how", "among the others"), rows, "")
