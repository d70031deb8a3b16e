"""The list of commands, and what happens when one fails: one message on stderr and the exit code of the error's class.

Commands are imported when they are called. Knows nothing of what they do.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from monitor.errors import ConfigError, RowbackError

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "Write a commented rowback.toml."),
    "check-config": ("check_config", "Read the configuration and list every mistake."),
    "run": ("run", "Watch, compare and tell until stopped."),
    "reload": ("reload", "Let the running daemon take over a changed rowback.toml."),
    "demo": ("demo", "Watch a newsroom on this machine edit its articles."),
    "add": ("add", "Track articles by their addresses."),
    "import": ("import_", "Track the addresses in a file."),
    "export": ("export", "Print what is tracked, to be imported again."),
    "list": ("list_", "Show the articles that are tracked."),
    "watch": ("watch", "Show, change, pause and remove what is followed."),
    "check": ("check", "Look at articles now."),
    "history": ("history", "Show the versions of an article and what changed."),
    "diff": ("diff", "Show two versions of an article side by side."),
    "changes": ("changes", "Show what changed lately."),
    "story": ("story", "Lay the articles of a tag together: what moved, and who was first."),
    "search": ("search", "Find who said it, in any stored version."),
    "doubts": ("doubts", "Show readings that could not be compared, and decide on them."),
    "read": ("read", "Show how a page is read, and why."),
    "facts": ("facts", "Show the facts of a page, a text or a tracked article."),
    "compare": ("compare", "Compare two files and say which facts changed."),
    "rules": ("rules", "Try rules on what was stored, and ask why one fires."),
    "channels": ("channels", "Show how the channels fare, try one, switch one on."),
    "deliveries": ("deliveries", "Show alerts on their way; let go, call off, send again."),
    "review": ("review", "Confirm, dismiss, note and assign changes."),
    "user": ("user", "Say who may come in on the page, and what they may do."),
    "token": ("token", "Let programs use the API."),
    "audit": ("audit", "Show who did what, and how it stood before and after."),
    "silence": ("silence", "Keep certain changes quiet for a while."),
    "doctor": ("doctor", "Look over the store, the disk, the clock and the ways out."),
    "at": ("at", "Show what an article said at a moment."),
    "rejudge": ("rejudge", "Judge the history by today's rules, and say where they differ."),
    "evidence": ("evidence", "Write a file that proves what a page said, for anyone to check."),
    "verify": ("verify", "Read the whole store and check that all is as it was stored."),
    "backup": ("backup", "Make a checked copy of the store."),
    "restore": ("restore", "Look at a backup, and put it in the place of the store."),
    "repair": ("repair", "Save what can be saved of a damaged store."),
    "copy": ("copy", "Copy a whole store to or from a PostgreSQL server."),
    "worker": ("worker", "One more machine on a store that lies on a PostgreSQL server."),
    "completion": ("completion", "Print the completion script of a shell."),
}
"""Each command, its module in this folder (where it has the module's name) and its line in the help."""


class Commands(click.Group):
    """Imports a command when it is called, and turns errors into one message and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = COMMANDS[cmd_name][0]
        found: click.Command = getattr(importlib.import_module(f"monitor.commands.{module}"), module)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a command that does not exist."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from monitor.suggestions import suggestion

            raise click.UsageError(f"there is no command '{args[0]}'{suggestion(args[0], COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help of all commands, without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def main(self, args: Sequence[str] | None = None, *more: Any, **named: Any) -> Any:
        """As click's, for its test runner: `run`, then exit."""
        sys.exit(self.run(list(args) if args is not None else sys.argv[1:]))

    def run(self, words: Sequence[str]) -> int:
        """Run one command; every way it can end becomes an exit code and at most one message."""
        try:
            ended = super().main(args=list(words), prog_name="rowback", standalone_mode=False)
            sys.stdout.flush()
            return ended if isinstance(ended, int) else 0
        except click.exceptions.Exit as ended:
            return ended.exit_code
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except RowbackError as error:
            click.echo(_said(error), err=True)
            return error.exit_code
        except (KeyboardInterrupt, click.Abort):
            return 130
        except BrokenPipeError:
            # The reader of our output went away (`rowback list | head`); Python would complain once more at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1
        except Exception as error:
            if os.environ.get("ROWBACK_TRACEBACK"):
                raise
            click.echo(
                f"rowback: a fault in Rowback itself: {type(error).__name__}: {error}\n"
                "Please report it with what ROWBACK_TRACEBACK=1 prints before the same command.",
                err=True,
            )
            return 1


def _said(error: RowbackError) -> str:
    """The message; mistakes of a configuration start their lines, so that editors can jump to them."""
    if isinstance(error, ConfigError):
        number = len(error.problems)
        return f"rowback: {number} mistake{'s' if number > 1 else ''} in the configuration\n{error}"
    return f"rowback: {error}"


def _print_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted:
        from monitor.release import RELEASE

        click.echo(f"rowback {RELEASE}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--config", type=click.Path(path_type=Path), help="The configuration, rowback.toml if not given.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="The release."
)
def rowback(config: Path | None) -> None:
    """Rowback tells you when the reported facts change."""
