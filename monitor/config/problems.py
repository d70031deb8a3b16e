"""Mistakes of a configuration in words a person can act on: file:line:column, the setting, what is wrong, a suggestion.

The validator's findings go in, sentences come out. Never quotes a value that may be a secret.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from monitor.config.toml_positions import Path as KeyPath
from monitor.config.toml_positions import Position, inside, nearest
from monitor.errors import ConfigError, SecretMissing
from monitor.suggestions import suggestion

Models = Mapping[str, Sequence[type[BaseModel]]]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `place` is "rowback.toml:11:1" or names a variable; `setting` is its dotted path."""

    place: str
    setting: str
    message: str
    position: tuple[int, int] = (0, 0)
    is_secret: bool = False

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place, self.setting, self.message) if part)


def error(problems: Sequence[Problem]) -> ConfigError:
    """The one error that carries them all, in the order of the file."""
    ordered = sorted(problems, key=lambda one: one.position)
    kind = SecretMissing if all(one.is_secret for one in ordered) else ConfigError
    return kind(*ordered)


def problem(
    found: Any,
    path: Path,
    places: Mapping[KeyPath, Position],
    overridden: Mapping[tuple[str, ...], str],
    models: Models,
    text: str = "",
) -> Problem:
    """The problem that one finding of pydantic means; `text` is the file, for a place inside of a string."""
    where = _without_type(found["loc"])
    if found["type"].startswith("union_tag") and (*where, "type") in places:
        where = (*where, "type")
    # What the file does not hold came from a variable: the one with this path, or one that made the table around it.
    named = [name for key, name in overridden.items() if key[: len(where)] == where]
    variable = named[0] if named and (where in overridden or where not in places) else ""
    position = _inside(found, where, text) or nearest(places, where)
    return Problem(
        place=f"environment {variable}" if variable else f"{path}:{position.line}:{position.column}",
        setting=".".join(str(part) for part in where),
        message=_message(found, where, models),
        position=(0, 0) if variable else position,
        is_secret=found["type"] == "secret_missing",
    )


def _inside(found: Any, where: KeyPath, text: str) -> Position | None:
    """The place inside of a string, where the finding knows one: an expression is wrong at one of its words."""
    wrong, value = found.get("ctx", {}).get("error"), found.get("input")
    if not isinstance(at := getattr(wrong, "at", None), int) or not isinstance(value, str):
        return None
    return inside(text, where, len(value) - len(value.lstrip()) + at)


def _without_type(loc: Sequence[str | int]) -> KeyPath:
    """The path in the file: pydantic puts the channel's type, and a mark for keys, between the parts."""
    where = tuple(part for part in loc if part != "[key]")
    if where[:1] == ("channel",) and len(where) > 2:
        return (*where[:2], *where[3:])
    return where


def _message(found: Any, where: KeyPath, models: Models) -> str:
    kind, context = found["type"], found.get("ctx", {})
    last = str(where[-1]) if where else ""
    if kind == "tuple_type" and len(where) == 1:
        return f"write each as a table of its own, with two brackets: [[{last}]]"
    if kind == "extra_forbidden":
        return f"unknown {'table' if len(where) == 1 else 'setting'} '{last}'{_known(where, models)}"
    if kind == "missing":
        return "this setting is missing"
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        tag = context.get("tag")
        start = f"there is no channel type '{tag}'" if tag else "the setting 'type' is missing"
        return f"{start}; it is one of {', '.join(_types(models))}{suggestion(str(tag), _types(models)) if tag else ''}"
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        expected = re.findall(r"'([^']*)'", context["expected"])
        return f"'{found['input']}' is none of {', '.join(expected)}{suggestion(str(found['input']), expected)}"
    if kind == "string_pattern_mismatch" and where[:1] == ("channel",):
        return "a channel's name is up to 40 letters, digits, - and _"
    return _WORDS[kind].format(**context) if kind in _WORDS else found["msg"][:1].lower() + str(found["msg"][1:])


def _types(models: Models) -> list[str]:
    return [model.model_fields["type"].annotation.__args__[0] for model in models["channel"]]  # type: ignore[union-attr]


def _known(where: KeyPath, models: Models) -> str:
    """A suggestion out of the settings of that table; failing that, the table that does have the setting."""
    section = str(where[0]) if len(where) > 1 else ""
    word = str(where[-1])
    if close := suggestion(word, [name for model in models.get(section, ()) for name in model.model_fields]):
        return close
    owners = [name for name, group in models.items() if name and any(word in model.model_fields for model in group)]
    return f"; it belongs in [{owners[0]}]" if owners else ""


_WORDS = {
    "string_type": 'expected text, as in "..."',
    "int_parsing": "expected a whole number",
    "int_type": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": 'expected a duration, as in "15m"',
    "float_parsing": 'expected a duration, as in "15m"',
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "decimal_type": "expected a number",
    "decimal_parsing": "expected a number without thousands separators",
    "tuple_type": 'expected a list, as in ["..."]',
    "too_short": "the list is empty; name at least one",
    "string_too_short": "the text is empty",
    "string_too_long": "longer than {max_length} characters",
    "path_type": "expected the name of a file",
    "model_type": "expected a table of settings",
    "model_attributes_type": "expected a table of settings",
    "dict_type": "expected a table of settings",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
    "secret_missing": "{message}",
}
"""What a type of finding means in the file, where the validator's own words are about Python."""
