"""`rowback silence add|list|expire`: which changes are not told for a while, who said so and why.

A silence takes hold of what is stored from then on, and of what still waits. Sends nothing.
"""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.acting import acting, login
from monitor.commands.options import config_option, json_option, load_config, opened_store


@click.group("silence")
def silence() -> None:
    """Keep certain changes quiet for a while; what is kept quiet can be released."""


@silence.command("add")
@click.argument("matchers", nargs=-1, metavar="[MATCHER]...")
@click.option("--for", "span", metavar="SPAN", help="How long, as in 2h.")
@click.option("--until", metavar="TIME", help="Until when, as in 2026-12-01T07:00Z.")
@click.option("--from", "start", metavar="TIME", help="From when; now if not given.")
@click.option("--all", "everything", is_flag=True, help="Every change; needed where no matcher is given.")
@click.option("--author", help="Who asks for it; your login name if not given.")
@click.option("--comment", required=True, help="Why, for whoever wonders where the alerts are.")
@config_option
@json_option
def add(
    matchers: tuple[str, ...],
    span: str | None,
    until: str | None,
    start: str | None,
    everything: bool,
    author: str | None,
    comment: str,
    config: Path | None,
    as_json: bool,
) -> None:
    """Silence the changes that all of these matchers hold for, written as in a rule: 'tags = ["gaza"]'."""
    from alerts.silencing import LONGEST_MS, Silence
    from monitor.clock import SystemClock, iso
    from monitor.commands.output import print_json
    from monitor.commands.times import local, moment_ms, span_ms
    from monitor.deliveries import silences
    from monitor.store import acts, doing
    from monitor.store import silences as stored

    now = SystemClock().now_ms()
    if bool(span) == bool(until):
        raise click.UsageError("say how long: --for 2h, or --until a time")
    if bool(matchers) == everything:
        raise click.UsageError("name matchers, as in 'tags = [\"gaza\"]', or --all for every change")
    settings = load_config(config)
    zone = settings.service.time_zone
    starts = moment_ms(start, "--from", zone) if start else now
    ends = starts + span_ms(span, "--for") if span else moment_ms(until or "", "--until", zone)
    if ends <= max(starts, now):
        raise click.UsageError("the silence would be over before it begins")
    if ends - starts > LONGEST_MS:
        raise click.UsageError("a silence lasts a year at most; what should never be told belongs in the rules")
    wanted = Silence(0, silences.parse(matchers), starts, ends, author or login(), comment.strip())
    known = {one.name for one in settings.rules}
    for name in wanted.matchers.get(silences.RULES, ()):
        if name not in known:
            click.echo(f"Note: no rule is called '{name}' now.", err=True)
    with opened_store(settings) as store:
        number = store.write(acts.done, acting(now, author), "silence.add", doing.silences, stored.add, wanted, now)
    if as_json:
        print_json({"id": number, "starts_at": iso(starts), "ends_at": iso(ends)})
    else:
        click.echo(f"Silence {number} holds until {local(ends)}. `rowback silence expire {number}` ends it.")


@silence.command("list")
@click.option("--all", "everything", is_flag=True, help="Those that are over, too.")
@config_option
@json_option
def list_silences(everything: bool, config: Path | None, as_json: bool) -> None:
    """Show silences, newest first."""
    from monitor.clock import SystemClock, iso
    from monitor.commands.output import print_json, print_table
    from monitor.commands.times import local
    from monitor.store import silences as stored

    now = SystemClock().now_ms()
    with opened_store(load_config(config)) as store:
        known = store.read(stored.known, ending_after=None if everything else now)
    rows = [
        {
            "id": one.id,
            "state": "active" if one.active(now) else "over" if one.ends_ms <= now else "ahead",
            "starts_at": iso(one.starts_ms),
            "ends_at": iso(one.ends_ms),
            "author": one.author,
            "comment": one.comment,
            "matchers": dict(one.matchers),
        }
        for one in known
    ]
    if as_json:
        print_json({"silences": rows})
        return
    cells = [
        (
            one.id,
            r["state"],
            local(one.starts_ms),
            local(one.ends_ms),
            one.author,
            _matchers(r["matchers"]),
            one.comment,
        )
        for one, r in zip(known, rows, strict=True)
    ]
    print_table(("id", "state", "from", "until", "author", "matchers", "comment"), cells, "No silence.")


@silence.command("expire")
@click.argument("number", type=int, metavar="ID")
@config_option
@json_option
def expire(number: int, config: Path | None, as_json: bool) -> None:
    """End a silence now; what it suppressed stays so until it is released."""
    from monitor.clock import SystemClock
    from monitor.commands.output import print_json
    from monitor.store import acts, doing
    from monitor.store import silences as stored

    now = SystemClock().now_ms()
    with opened_store(load_config(config)) as store:
        store.write(acts.done, acting(now), "silence.expire", doing.silences, stored.expire, number, now)
    if as_json:
        print_json({"id": number, "state": "over"})
    else:
        click.echo(f"Silence {number} is over. `rowback deliveries release --reason silence` sends what it kept quiet.")


def _matchers(matchers: object) -> str:
    if not isinstance(matchers, dict) or not matchers:
        return "every change"
    return "; ".join(f"{name} = {value!r}".replace("'", '"') for name, value in matchers.items())
