"""`rowback completion bash|zsh|fish`: prints the script that lets a shell complete commands and options.

Reads no configuration; the script asks `rowback` itself while a person types.
"""

from __future__ import annotations

import click

from monitor.commands.options import json_option

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@json_option
def completion(shell: str, as_json: bool) -> None:
    """Print the completion script of a shell, as in: eval "$(rowback completion bash)"."""
    from click.shell_completion import get_completion_class

    from monitor.commands.output import print_json

    found = get_completion_class(shell)
    assert found is not None
    root = click.get_current_context().find_root()
    script = found(root.command, {}, "rowback", "_ROWBACK_COMPLETE")
    # `source` of the class would start bash to ask its version; the script says so itself where bash is too old.
    written = script.source_template % script.source_vars()
    if as_json:
        print_json({"shell": shell, "script": written})
    else:
        click.echo(written)
