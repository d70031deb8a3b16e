"""`rowback watch list|show|edit|pause|resume|remove|check`: what is followed, who asked for it, and a hand on it.

A watch of the file stays what the file says: what a command adds stands beside it. Fetches nothing but for `check`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.acting import acting
from monitor.commands.options import config_option, json_option, load_config, opened_store
from monitor.commands.schedules import checked_tags, schedule_options, stored_schedule
from monitor.commands.watch_choice import Choice, choice_options, choose

if TYPE_CHECKING:
    from monitor.store import Store
    from monitor.store.rows import WatchRow
    from monitor.store.settling import Settled

SHOWN = 20
"""Articles of one watch that `show` lists."""


@click.group("watch")
def watch() -> None:
    """Show, change, pause and remove what is followed. WATCH is w3, or the id, address or a part of the title."""


@watch.command("list")
@choice_options
@config_option
@json_option
def list_watches(choice: Choice, config: Path | None, as_json: bool) -> None:
    """Show watches: where they come from, their tags and schedule, whether they rest."""
    from monitor.clock import SystemClock
    from monitor.commands.output import print_json, print_table
    from monitor.sources.tracking import shown_schedule

    now = SystemClock().now_ms()
    with opened_store(load_config(config), with_watches=True) as store:
        rows = choose(store, choice, everything=True)
        polls = _polls(store)
    if as_json:
        print_json({"watches": [_fields(row, now, _poll_of(row, polls)) for row in rows]})
        return
    cells = [
        (
            row.name,
            row.kind,
            row.origin,
            " ".join(row.tags),
            shown_schedule(row.schedule),
            row.articles,
            _rest(row, now) or _poll_words(_poll_of(row, polls)) or "followed",
            row.url,
        )
        for row in rows
    ]
    headers = ("id", "kind", "from", "tags", "schedule", "articles", "state", "address")
    print_table(headers, cells, "No watch fits." if choice.given else "Nothing is followed yet; see `rowback add`.")


@watch.command("show")
@click.argument("words", metavar="WATCH")
@config_option
@json_option
def show(words: str, config: Path | None, as_json: bool) -> None:
    """Show what follows an article, or one watch, and what comes of it."""
    from monitor.clock import SystemClock
    from monitor.commands.output import one_line, print_json
    from monitor.commands.times import ago, local
    from monitor.finding import find_watches
    from monitor.store import history

    now = SystemClock().now_ms()
    with opened_store(load_config(config), with_watches=True) as store:
        rows = find_watches(store, words)
        polls = _polls(store)
        articles = store.read(history.articles, watch_ids=[row.id for row in rows], limit=SHOWN)
    if as_json:
        shown = [
            {"id": a.id, "url": a.url, "title": a.title, "followed": a.followed, "due_because": a.why} for a in articles
        ]
        found = [_fields(row, now, _poll_of(row, polls)) for row in rows]
        print_json({"watches": found, "articles": shown})
        return
    for row in rows:
        for name, value in _fields(row, now, _poll_of(row, polls)).items():
            if value not in (None, "", [], {}):
                told = " ".join(value) if isinstance(value, list) else value
                if name == "poll":
                    told = _poll_line(value)
                elif name == "filters":
                    told = json.dumps(value, ensure_ascii=False).strip("{}")
                click.echo(f"{name:<10} {one_line(str(told))}")
        click.echo()
    for one in articles:
        then = ago(one.due_at, now) + (f" ({one.why})" if one.why else "")
        then = then if one.followed == "followed" else one.followed
        tags = f", tags {' '.join(one.tags)}" if one.tags else ""
        click.echo(f"article {one.id}: {one.state}, next look {then}{tags}, {one.version} versions")
        click.echo(f"    {one_line(one.title or one.url, 100)}  checked {local(one.checked_at) or 'never'}")
    total = sum(row.articles for row in rows)
    if total > len(articles) == SHOWN:
        click.echo(f"... and {total - SHOWN} more")


@watch.command("edit")
@choice_options
@schedule_options
@click.option("--default", "back", is_flag=True, help="Follow [schedule] default again.")
@click.option("--add-tag", "tags", multiple=True, metavar="T", help="One more tag; may be given several times.")
@click.option("--drop-tag", "without", multiple=True, metavar="T", help="Without this tag; may be given several times.")
@config_option
@json_option
def edit(
    choice: Choice,
    every: str | None,
    cron: str | None,
    adaptive: bool,
    back: bool,
    tags: tuple[str, ...],
    without: tuple[str, ...],
    config: Path | None,
    as_json: bool,
) -> None:
    """Give watches another schedule, more tags or fewer."""
    from monitor.clock import SystemClock
    from monitor.errors import UsageError
    from monitor.store import acts, doing, watches

    settings = load_config(config)
    plan = stored_schedule(every, cron, adaptive, settings.service.time_zone)
    if plan and back:
        raise click.UsageError("an article has one schedule: --default, or another one")
    schedule = "" if back else plan or None
    checked_tags(tags, "--add-tag")
    if schedule is None and not tags and not without:
        raise click.UsageError("say what to change: --every, --cron, --adaptive, --default, --add-tag or --drop-tag")
    now = SystemClock().now_ms()
    with opened_store(settings, with_watches=True) as store:
        rows = choose(store, choice)
        if mine := [row for row in rows if row.origin == "file"]:
            _refuse_for_file(mine, back or any(tag in row.tags for row in mine for tag in without), settings.path)
        own = [row.id for row in rows if row.origin == "command"]
        by, stand = acting(now), doing.watches_at([row.key for row in rows])
        count = store.write(
            acts.done, by, "watch.edit", stand, watches.edit, own, now, schedule=schedule, tags=tags, without=without
        )
        covered = {row.article_id for row in rows if row.origin == "command"}
        beside = [row for row in mine if row.article_id is not None and row.article_id not in covered]
        if beside and (schedule or tags):
            ids = [row.id for row in beside]
            count += store.write(
                acts.done, by, "watch.edit", stand, watches.stand_beside, ids, now, schedule or "", tags
            )
        elif mine and not own:
            raise UsageError(f"these watches are written in {settings.path.name}; change them there")
        after = [
            row for number in dict.fromkeys(r.article_id for r in rows) if number for row in _of_article(store, number)
        ]
    _report("changed", after or rows, as_json, f"{count} of {len(rows)} changed", now)


@watch.command("pause")
@choice_options
@click.option("--until", metavar="TIME", help="Until when, as in 2026-12-24T18:00; resumed by hand if not given.")
@click.option("--for", "span", metavar="SPAN", help="For how long, as in 3d.")
@config_option
@json_option
def pause(choice: Choice, until: str | None, span: str | None, config: Path | None, as_json: bool) -> None:
    """Let watches rest. An article that another watch follows goes on."""
    from monitor.clock import SystemClock
    from monitor.commands.times import moment_ms, span_ms
    from monitor.store import acts, doing, watches

    if until and span:
        raise click.UsageError("say --until a time, or --for how long")
    settings = load_config(config)
    now = SystemClock().now_ms()
    end = moment_ms(until, "--until", settings.service.time_zone) if until else None
    end = now + span_ms(span, "--for") if span else end
    if end is not None and end <= now:
        raise click.BadParameter("this moment is over", param_hint="--until")
    with opened_store(settings, with_watches=True) as store:
        rows = choose(store, choice)
        ids = [row.id for row in rows]
        rest = store.write(acts.done, acting(now), "watch.pause", doing.watches(ids), watches.pause, ids, now, end)
        rows = choose(store, choice)
    _report("paused", rows, as_json, _told("paused", len(rows), rest, "at rest"), now)


@watch.command("resume")
@choice_options
@config_option
@json_option
def resume(choice: Choice, config: Path | None, as_json: bool) -> None:
    """Go on with watches that rest; their articles are checked at once."""
    from monitor.clock import SystemClock
    from monitor.store import acts, doing, watches

    now = SystemClock().now_ms()
    with opened_store(load_config(config), with_watches=True) as store:
        rows = choose(store, choice)
        ids = [row.id for row in rows]
        woken = store.write(acts.done, acting(now), "watch.resume", doing.watches(ids), watches.resume, ids, now)
        rows = choose(store, choice)
    _report("resumed", rows, as_json, _told("resumed", len(rows), woken, "due now"), now)


@watch.command("remove")
@choice_options
@click.option("--yes", is_flag=True, help="Without being asked, where many are chosen.")
@config_option
@json_option
def remove(choice: Choice, yes: bool, config: Path | None, as_json: bool) -> None:
    """Follow no longer. Articles that no other watch follows keep their history and rest."""
    from monitor.clock import SystemClock
    from monitor.errors import UsageError
    from monitor.store import acts, doing, watches

    settings = load_config(config)
    now = SystemClock().now_ms()
    with opened_store(settings, with_watches=True) as store:
        rows = choose(store, choice)
        own = [row for row in rows if row.origin == "command"]
        mine = [row for row in rows if row.origin == "file"]
        if mine and not own:
            raise UsageError(
                f"{mine[0].url} is written in {settings.path.name}; take it out there, or let it rest with "
                f"`rowback watch pause {mine[0].name}`"
            )
        if choice.by_filter and not yes:
            click.confirm(f"Remove {len(own)} watches?", abort=True, err=True)
        ids = [row.id for row in own]
        left = store.write(acts.done, acting(now), "watch.remove", doing.watches(ids), watches.remove, ids, now)
    for row in mine:
        click.echo(f"Note: {row.url} stays followed, as {settings.path.name} says.", err=True)
    _report("removed", own, as_json, _told("removed", len(own), left, "at rest, with their history"), now)


@watch.command("check")
@choice_options
@click.option("--wait", default=300.0, type=click.FloatRange(1), show_default=True, help="Seconds for the whole round.")
@click.option("--exit-code", is_flag=True, help="Exit with 5 if a reported fact changed.")
@config_option
@json_option
def check(choice: Choice, wait: float, exit_code: bool, config: Path | None, as_json: bool) -> None:
    """Look at the articles of watches now, also at those that rest, and say what changed."""
    from monitor.clock import SystemClock
    from monitor.commands.check import look_and_tell
    from monitor.store import history, sources

    settings = load_config(config, secrets=True)
    with opened_store(settings, with_watches=True) as store:
        rows = choose(store, choice)
        ids = [row.id for row in rows]
        if store.write(sources.make_due, SystemClock().now_ms(), ids):
            click.echo("Note: the running daemon polls the feeds among them now.", err=True)
        articles = store.read(history.articles, watch_ids=ids, limit=10_000_000)
    look_and_tell(settings, [row.id for row in articles], wait, exit_code=exit_code, as_json=as_json)


def _of_article(store: Any, number: int) -> list[WatchRow]:
    from monitor.store import watch_list

    found: list[WatchRow] = store.read(watch_list.listing, article_id=number, kind="article")
    return found


def _refuse_for_file(rows: list[WatchRow], takes_away: bool, path: Path) -> None:
    from monitor.errors import UsageError

    if takes_away:
        raise UsageError(f"{rows[0].url} is written in {path.name}; what it says there is changed there")


def _told(word: str, count: int, moved: list[Settled], what: str) -> str:
    watches = f"{count} watch{'' if count == 1 else 'es'} {word}"
    return f"{watches}; {len(moved)} article{'' if len(moved) == 1 else 's'} {what}" if moved else watches


def _report(word: str, rows: list[WatchRow], as_json: bool, summary: str, now_ms: int) -> None:
    from monitor.commands.output import one_line, print_json
    from monitor.sources.tracking import shown_schedule

    if as_json:
        print_json({"result": word, "summary": summary, "watches": [_fields(row, now_ms) for row in rows]})
        return
    for row in rows:
        said = [shown_schedule(row.schedule), *(f"#{tag}" for tag in row.tags), _rest(row, now_ms)]
        click.echo(f"{row.name}  {one_line(row.url)}  ({row.origin}; {', '.join(filter(None, said))})")
    click.echo(f"{summary}.")


def _rest(row: WatchRow, now_ms: int) -> str:
    from monitor.commands.times import local

    if row.paused_at is None or (row.resume_at is not None and row.resume_at <= now_ms):
        return ""
    return "paused" if row.resume_at is None else f"paused until {local(row.resume_at)}"


def _poll_of(row: WatchRow, polls: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    return polls.get(row.key) if row.kind == "feed" else None


def _poll_words(poll: dict[str, Any] | None) -> str:
    """How a feed stands in few words: "read, 31 listed", "failing (timeout)"."""
    if poll is None:
        return ""
    reason = f" ({poll['reason']})" if poll["reason"] else ""
    return str(poll["state"]) + reason + (f", {poll['entries']} listed" if poll["state"] == "read" else "")


def _polls(store: Store) -> dict[str, dict[str, Any]]:
    """How each feed stands, with the share of its site's edits that it announced, of those that were seen."""
    from monitor.schedule.habits import Habits
    from monitor.store import pacing, sources

    kept = store.read(pacing.load)
    polls = store.read(sources.standing)
    for poll in polls.values():
        habits = Habits.from_stored(kept.get(poll.pop("host"), ("", ""))[0])
        seen = round(habits.hinted + habits.unhinted)
        poll["edits_seen"], poll["announced"] = seen, round(habits.hinted / seen, 2) if seen else None
    return polls


def _poll_line(poll: dict[str, Any]) -> str:
    words = [_poll_words(poll), f"a {poll['kind']}" if poll["kind"] else ""]
    words += [f"{poll['left_out']} kept out" if poll["left_out"] else "", f"next {poll['due_at']}"]
    if poll["announced"] is not None:
        words.append(f"{poll['announced']:.0%} of {poll['edits_seen']} edits announced")
    return ", ".join(filter(None, words))


def _fields(row: WatchRow, now_ms: int, poll: dict[str, Any] | None = None) -> dict[str, Any]:
    from monitor import forms
    from monitor.commands.times import stamp

    if poll is not None:
        times = ("checked_at", "due_at", "brought_at")
        poll = {**poll, **{name: stamp(poll[name]) for name in times}}
    return {
        **({"filters": json.loads(row.filters), "poll": poll} if row.kind == "feed" else {}),
        "id": row.name,
        "url": row.url,
        "kind": row.kind,
        "origin": row.origin,
        "tags": list(row.tags),
        "schedule": forms.unstored(row.schedule) or "default",
        "state": "paused" if _rest(row, now_ms) else "followed",
        "resume_at": stamp(row.resume_at),
        "added_at": stamp(row.added_at),
        "articles": row.articles,
        "article": row.article_id,
    }
