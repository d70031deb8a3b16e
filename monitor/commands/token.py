"""`rowback token add|list|remove`: programs that may use the API. A token is shown once, when it is made.

Only its hash is stored, so nobody can read it again.
"""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.acting import acting
from monitor.commands.options import config_option, json_option, load_config, opened_store

# As in monitor.store.tokens, which takes long to import for a command that only prints its help.
SCOPES = ("read", "review", "watch", "admin")


@click.group("token")
def token() -> None:
    """Let programs use the API, each with a token of its own."""


@token.command("add")
@click.argument("name")
@click.option("--scope", "scopes", required=True, metavar="S[,S]", help=f"What it may do: {', '.join(SCOPES)}.")
@click.option("--until", metavar="TIME", help="Until when, as in 2027-01-01; for good if not given.")
@config_option
@json_option
def add(name: str, scopes: str, until: str | None, config: Path | None, as_json: bool) -> None:
    """Make a token and show it, this once."""
    from monitor.clock import SystemClock
    from monitor.commands.output import print_json
    from monitor.commands.times import moment_ms, stamp
    from monitor.store import tokens

    words = [word.strip() for word in scopes.split(",") if word.strip()]
    if unknown := [word for word in words if word not in SCOPES]:
        raise click.BadParameter(
            f"there is no scope '{unknown[0]}'; there are {', '.join(SCOPES)}", param_hint="--scope"
        )
    settings = load_config(config)
    now = SystemClock().now_ms()
    end = moment_ms(until, "--until", settings.service.time_zone) if until else None
    if end is not None and end <= now:
        raise click.BadParameter("this moment is over", param_hint="--until")
    secret = tokens.PREFIX + tokens.secret()
    with opened_store(settings) as store:
        store.write(tokens.add, acting(now), name, [tokens.Scope(word) for word in words], end, secret)
    if as_json:
        print_json({"name": name, "scopes": words, "until": stamp(end), "token": secret})
        return
    click.echo("This is shown once; send it as `Authorization: Bearer ...`:", err=True)
    click.echo(secret)


@token.command("list")
@config_option
@json_option
def list_tokens(config: Path | None, as_json: bool) -> None:
    """Show tokens: what each may do, until when, and when it was last used."""
    from monitor.commands.output import print_json, print_table
    from monitor.commands.times import local, stamp
    from monitor.store import tokens

    with opened_store(load_config(config)) as store:
        rows = store.read(tokens.listing)
    if as_json:
        fields = [
            {
                "name": one.name,
                "scopes": list(one.scopes),
                "made_at": stamp(one.made_at),
                "until": stamp(one.until),
                "used_at": stamp(one.used_at),
            }
            for one in rows
        ]
        print_json({"tokens": fields})
        return
    cells = [
        (one.name, " ".join(one.scopes), local(one.made_at), local(one.until), local(one.used_at) or "never")
        for one in rows
    ]
    print_table(("name", "may", "made", "until", "last used"), cells, "No token.")


@token.command("remove")
@click.argument("name")
@config_option
@json_option
def remove(name: str, config: Path | None, as_json: bool) -> None:
    """End a token, from the next request on."""
    from monitor.clock import SystemClock
    from monitor.commands.output import one_line, print_json
    from monitor.store import tokens

    with opened_store(load_config(config)) as store:
        store.write(tokens.remove, acting(SystemClock().now_ms()), name)
    if as_json:
        print_json({"name": name})
    else:
        click.echo(one_line(f"token {name} is of no use any more"))
