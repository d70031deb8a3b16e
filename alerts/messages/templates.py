"""Own forms of our messages: a folder of templates goes in, a text comes out, or None where there is no own form.

Written by whoever runs Rowback, filled with text from anywhere: they are parsed when the configuration is loaded, can
call nothing, and end after a bounded number of steps. A form that fails on one alert gives way to ours, since no alert
may be lost for its looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    PackageLoader,
    StrictUndefined,
    TemplateError,
    select_autoescape,
)

from alerts.messages.sandbox import LARGEST, Sandbox, Steps, own_filters

NAMES = ("alert.txt", "alert.html", "chat.txt")
"""The messages that may have an own form; the first two are ours to copy from."""


class BadTemplate(ValueError):
    """A template that cannot be used: `path` is its file, `line` where it goes wrong, counted from 1."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message = path, line, message


class Templates:
    """The own forms in one folder."""

    def __init__(self, folder: Path) -> None:
        """Raises BadTemplate for a form that does not parse, OSError for a folder that cannot be read."""
        self._steps = Steps()
        self._environment = Sandbox(self._steps)
        self._forms = {}
        for name in NAMES:
            path = folder / name
            if path.exists():
                self._forms[name] = self._parsed(path)
        unknown = sorted(one.name for one in folder.iterdir() if one.is_file() and one.name not in NAMES)
        if unknown:
            raise BadTemplate(folder / unknown[0], 1, f"no message has this name; there are {', '.join(NAMES)}")
        self._folder = folder

    def has(self, name: str) -> bool:
        """Whether this message has an own form."""
        return name in self._forms

    def render(self, name: str, fields: Mapping[str, Any]) -> str | None:
        """The message in its own form; None where there is none or it fails on these fields."""
        if name not in self._forms:
            return None
        try:
            return self._rendered(name, fields)
        except Exception:  # whatever a form does wrong, the alert goes out in ours
            return None

    def check(self, fields: Mapping[str, Any]) -> None:
        """Try every form on a sample. Raises BadTemplate with the line that fails."""
        for name in self._forms:
            try:
                self._rendered(name, fields)
            except Exception as error:
                raise BadTemplate(self._folder / name, _line(error), str(error) or type(error).__name__) from error

    def _parsed(self, path: Path) -> Any:
        try:
            source = path.read_text(encoding="utf-8")
            if len(source) > LARGEST:
                raise BadTemplate(path, 1, f"a form of more than {LARGEST} characters")
            code = self._environment.compile(source, path.name, str(path))
            return self._environment.template_class.from_code(
                self._environment, code, self._environment.make_globals(None)
            )
        except BadTemplate:
            raise
        except UnicodeDecodeError as error:
            raise BadTemplate(path, 1, "the file is not UTF-8") from error
        except TemplateError as error:
            raise BadTemplate(path, getattr(error, "lineno", None) or 1, str(error)) from error
        except (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError) as error:
            # What passes Jinja and not Python, which it is turned into: numbers of 5,000 digits, say.
            raise BadTemplate(path, 1, f"cannot be compiled ({type(error).__name__}); make it simpler") from error

    def _rendered(self, name: str, fields: Mapping[str, Any]) -> str:
        self._steps.begin()
        found: list[str] = []
        size = 0
        for part in self._forms[name].generate(fields):
            size += len(part)
            if size > LARGEST:
                raise ValueError(f"the message grows beyond {LARGEST} characters")
            found.append(part)
        return "".join(found)


@cache
def ours() -> Environment:
    """The forms that come with Rowback."""
    environment = Environment(
        loader=PackageLoader("alerts.messages", ""),
        autoescape=select_autoescape(("html",), default=False),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters.update(own_filters())
    return environment


def _line(error: BaseException) -> int:
    """The line of the form in which an error arose: the last frame that runs a template."""
    found, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(NAMES):
            found = trace.tb_lineno
        trace = trace.tb_next
    return found
