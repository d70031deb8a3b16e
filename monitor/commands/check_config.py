"""`rowback check-config`: reads the configuration as the daemon would, secret files too, and lists every mistake.

Changes nothing and starts nothing.
"""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, config_path, json_option, load_config


@click.command("check-config")
@config_option
@json_option
def check_config(config: Path | None, as_json: bool) -> None:
    """Read the configuration and list every mistake with its line and column."""
    from monitor.commands.output import print_json
    from monitor.errors import ConfigError

    path = config_path(config)
    try:
        found = load_config(config, secrets=True)
    except ConfigError as error:
        if not as_json:
            raise
        print_json({"ok": False, "file": str(path), "problems": [_fields(one) for one in error.args]})
        click.get_current_context().exit(error.exit_code)
    from monitor.config.notes import notes
    from monitor.permissions import open_to_others

    counts = {"watches": len(found.watch), "channels": len(found.channel), "rules": len(found.rule)}
    told = [*notes(found), *open_to_others(found)]
    if as_json:
        print_json({"ok": True, "file": str(path), **counts, "notes": told})
        return
    click.echo(f"{path}: no mistakes; {', '.join(f'{number} {what}' for what, number in counts.items())}")
    for note in told:
        click.echo(f"note: {note}")


def _fields(problem: object) -> dict[str, object]:
    """A problem for programs; one that has no place, such as a missing file, has only a message."""
    from monitor.config.problems import Problem

    if not isinstance(problem, Problem):
        return {"message": str(problem)}
    line, column = problem.position
    return {
        "place": problem.place,
        "line": line or None,
        "column": column or None,
        "setting": problem.setting,
        "message": problem.message,
    }
