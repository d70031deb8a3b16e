"""The options --every, --cron and --adaptive of commands that follow something: words in, a stored schedule out.

A wrong word is wrong usage, said before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def schedule_options(command: F) -> F:
    """Add --every, --cron and --adaptive."""
    for option in (
        click.option("--adaptive", is_flag=True, help="Check often while it changes, seldom when it rests."),
        click.option("--cron", help='Check at these times: a cron line, as in "0 8 * * 1 Europe/Paris".'),
        click.option("--every", help="Check this often, as in 15m."),
    ):
        command = option(command)
    return command


def stored_schedule(every: str | None, cron: str | None, adaptive: bool, zone: str) -> str:
    """The stored form of what was asked for, "" for nothing. `zone` is that of cron lines that name none."""
    from monitor import durations, forms

    if sum((every is not None, cron is not None, adaptive)) > 1:
        raise click.UsageError("an article has one schedule: --every, --cron or --adaptive")
    if every is not None:
        return checked("--every", every, lambda text: forms.every(durations.seconds(text)))
    if cron is not None:
        return checked("--cron", cron, lambda text: f"cron {forms.cron(text, zone)}")
    return "adaptive" if adaptive else ""


def checked_tags(tags: tuple[str, ...], option: str = "--tag") -> tuple[str, ...]:
    """The tags, each well written."""
    from monitor import forms

    return tuple(checked(option, tag, forms.tag) for tag in tags)


def checked(option: str, text: str, read: Callable[[str], str]) -> str:
    """What `read` makes of the text; its ValueError as wrong usage of the option."""
    try:
        return read(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from error
