"""`rowback init`: writes a commented rowback.toml to start from. Never replaces a file unless told to."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click

from monitor.commands.options import config_option, config_path, json_option


@click.command("init")
@config_option
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@click.option("--starting", is_flag=True, hidden=True, help="The daemon is started next, as `make run` does.")
@json_option
def init(config: Path | None, force: bool, starting: bool, as_json: bool) -> None:
    """Write a commented rowback.toml to start from."""
    from monitor.commands.output import print_json
    from monitor.errors import UsageError

    path = config_path(config)
    text = (resources.files("monitor") / "rowback.sample.toml").read_text(encoding="utf-8")
    try:
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"{path} is already there; edit it, or replace it with --force") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    if as_json:
        print_json({"written": str(path)})
    elif starting:
        click.echo(f"Wrote {path}. Rowback starts now; track an article from another terminal with `rowback add URL`.")
    else:
        click.echo(f"Wrote {path}. Next: track an article with `rowback add URL`, then `rowback run`.")
