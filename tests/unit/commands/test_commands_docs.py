import re
from pathlib import Path

import click

from monitor.commands.cli import COMMANDS, rowback

TEXT = (Path(__file__).parents[3] / "docs" / "commands.md").read_text(encoding="utf-8")
EVERYWHERE = {"--config", "--json", "--help"}


def sections() -> dict[str, str]:
    """The text under each command's heading."""
    parts = re.split(r"^### `rowback ([^`]+)`\n", TEXT, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def commands() -> dict[str, click.Command]:
    found = {}
    for name in COMMANDS:
        command = rowback.get_command(click.Context(rowback), name)
        assert command is not None
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        found.update({f"{name} {sub}".strip(): one for sub, one in inner.items()})
    return found


def test_every_command_is_documented_and_no_other() -> None:
    named = {re.match(r"[a-z-]+(?: [a-z]+)?", heading)[0] for heading in sections()}  # type: ignore[index]
    assert named == set(commands())


def test_every_option_is_documented_where_its_command_is() -> None:
    for name, command in commands().items():
        (text,) = [heading + body for heading, body in sections().items() if re.match(rf"{name}(?![a-z-])", heading)]
        options = {
            option
            for parameter in command.params
            for option in parameter.opts
            if isinstance(parameter, click.Option) and option.startswith("--")
        }
        missing = {option for option in options - EVERYWHERE if f"{option}" not in text}
        assert not missing, (name, missing)
