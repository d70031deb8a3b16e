"""`rowback user add|list|role|remove|password`: who may come in. Passwords are asked for, or read from a file.

Never prints a password, and takes none as a word of the command: others on the machine can read those.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from monitor.commands.acting import acting
from monitor.commands.options import config_option, json_option, load_config, opened_store

# As in monitor.store.users, which takes long to import for a command that only prints its help.
ROLES = ("viewer", "reviewer", "admin")
PASSWORD_FILE = click.option(
    "--password-file",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Read it from this file, its first line; - is stdin. Asked for if not given.",
)


@click.group("user")
def user() -> None:
    """Say who may come in on the page, and what they may do there."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="reviewer", show_default=True, help="What they may do.")
@PASSWORD_FILE
@config_option
@json_option
def add(name: str, role: str, password_file: Path | None, config: Path | None, as_json: bool) -> None:
    """Let somebody in. From the first user on the page asks everybody to log in."""
    from monitor.store import users

    settings = load_config(config)
    hashed = _hashed(password_file)
    with opened_store(settings) as store:
        first = not store.read(users.any_there)
        store.write(users.add, acting(_now()), name, users.Role(role), hashed)
    _say({"user": name, "role": role}, f"{name} may come in as {role}", as_json)
    if first and not as_json:
        click.echo("From now on the page asks everybody to log in; programs need `rowback token add`.")


@user.command("list")
@config_option
@json_option
def list_users(config: Path | None, as_json: bool) -> None:
    """Show who may come in."""
    from monitor.commands.output import print_json, print_table
    from monitor.commands.times import local, stamp
    from monitor.store import users

    with opened_store(load_config(config)) as store:
        rows = store.read(users.listing)
    if as_json:
        fields = [{"name": one.name, "role": one.role, "added_at": stamp(one.added_at)} for one in rows]
        print_json({"users": [a | {"seen_at": stamp(b.seen_at)} for a, b in zip(fields, rows, strict=True)]})
        return
    cells = [(one.name, one.role, local(one.added_at), local(one.seen_at) or "never") for one in rows]
    print_table(("name", "role", "added", "last login"), cells, "Nobody has to log in: there is no user.")


@user.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@config_option
@json_option
def role(name: str, role: str, config: Path | None, as_json: bool) -> None:
    """Give somebody another role, from their next click on."""
    from monitor.store import users

    with opened_store(load_config(config)) as store:
        store.write(users.set_role, acting(_now()), name, users.Role(role))
    _say({"user": name, "role": role}, f"{name} is {role}", as_json)


@user.command("password")
@click.argument("name")
@PASSWORD_FILE
@config_option
@json_option
def password(name: str, password_file: Path | None, config: Path | None, as_json: bool) -> None:
    """Set another password; wherever they are logged in, they are out."""
    from monitor.store import users

    settings = load_config(config)
    hashed = _hashed(password_file)
    with opened_store(settings) as store:
        store.write(users.set_password, acting(_now()), name, hashed)
    _say({"user": name}, f"{name} has another password and has to log in again", as_json)


@user.command("remove")
@click.argument("name")
@config_option
@json_option
def remove(name: str, config: Path | None, as_json: bool) -> None:
    """Let somebody in no longer. What they did stays on record."""
    from monitor.store import users

    with opened_store(load_config(config)) as store:
        store.write(users.remove, acting(_now()), name)
        last = not store.read(users.any_there)
    _say({"user": name}, f"{name} may come in no longer", as_json)
    if last and not as_json:
        click.echo("There is no user left: on this machine's own address the page asks nobody to log in.")


def _hashed(file: Path | None) -> str:
    from monitor import passwords
    from monitor.errors import UnreadableInput

    if file is None:
        text = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        try:
            text = (sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")).partition("\n")[0]
        except (OSError, UnicodeDecodeError) as wrong:
            raise UnreadableInput(f"{file}: cannot be read as text; name a file with the password in it") from wrong
    return passwords.hashed(passwords.checked(text.rstrip("\r")))


def _now() -> int:
    from monitor.clock import SystemClock

    return SystemClock().now_ms()


def _say(fields: dict[str, Any], words: str, as_json: bool) -> None:
    from monitor.commands.output import one_line, print_json

    if as_json:
        print_json(fields)
    else:
        click.echo(one_line(words))
