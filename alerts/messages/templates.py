"""Own forms of our messages: a folder of templates goes in, a text comes out, or None where there is no own form.

Written by whoever runs Rowback, filled with text from anywhere: they are parsed when the configuration is loaded, can
call nothing, and end after a bounded number of steps. A form that fails on one alert gives way to ours, since no alert
may be lost for its looks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    PackageLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    nodes,
    select_autoescape,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from alerts.messages.marks import one_line, shown
from alerts.messages.prose import isolated, set_apart

NAMES = ("alert.txt", "alert.html", "chat.txt")
"""The messages that may have an own form; the first two are ours to copy from."""

MOST_STEPS = 20_000
"""Rounds of loops in one message: our own forms need a few hundred."""

LARGEST = 500_000
"""Characters of one message."""

FILTERS = ("e", "escape", "default", "first", "join", "last", "length", "lower", "trim", "upper")
"""Filters of Jinja that an own form may use; the others can turn a short text into gigabytes. `shown` and `line` are
ours: both show control and direction marks, `line` makes one line of it. So are `apart` and `bdi`: a text from right to
left keeps its side, in a text and in HTML."""


class BadTemplate(ValueError):
    """A template that cannot be used: `path` is its file, `line` where it goes wrong, counted from 1."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message = path, line, message


class Templates:
    """The own forms in one folder."""

    def __init__(self, folder: Path) -> None:
        """Raises BadTemplate for a form that does not parse, OSError for a folder that cannot be read."""
        self._steps = _Steps()
        self._environment = _Sandbox(self._steps)
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
        except UnicodeDecodeError as error:
            raise BadTemplate(path, 1, "the file is not UTF-8") from error
        except TemplateError as error:
            raise BadTemplate(path, getattr(error, "lineno", None) or 1, str(error)) from error

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


class _Steps:
    """Counts the steps of one message at a time in each thread."""

    def __init__(self) -> None:
        self._local = threading.local()

    def begin(self) -> None:
        self._local.left = MOST_STEPS

    def __call__(self) -> str:
        self._local.left -= 1
        if self._local.left < 0:
            raise ValueError(f"more than {MOST_STEPS} rounds of loops; a message needs a few")
        return ""


_BARRED = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Macro, nodes.CallBlock)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without calls and macros, with numbers only for operators, and with a step counted in every loop."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, steps: _Steps) -> None:
        super().__init__(
            autoescape=select_autoescape(("html",), default=False),
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            finalize=lambda value: "" if value is None else value,
        )
        self._steps = steps
        self.globals.clear()
        self.globals["_step"] = steps
        self.filters = {name: self.filters[name] for name in FILTERS} | own_filters()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            step = nodes.Call(nodes.Name("_step", "load", lineno=loop.lineno), [], [], None, None, lineno=loop.lineno)
            loop.body.insert(0, nodes.Output([step], lineno=loop.lineno))
        for node in tree.find_all(_BARRED):
            message = "a form stands alone: no include, import, extends, macro or call"
            raise TemplateSyntaxError(message, node.lineno, name, filename)
        return tree

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing but our own counter."""
        return obj is self._steps

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Small numbers only: a text times a billion is a gigabyte."""
        if not all(isinstance(side, int | float) and abs(side) < 1e6 for side in (left, right)) or operator == "**":
            raise ValueError(f"'{operator}' is for small numbers only")
        return super().call_binop(context, operator, left, right)


def own_filters() -> dict[str, Callable[[str], str]]:
    """The filters that make scraped text safe to show.

    `apart` is `shown` with isolates around what runs from right to left, `bdi` makes HTML of a line that has isolates.
    """
    return {
        "shown": shown,
        "line": lambda text: one_line(text, 500),
        "apart": lambda text: isolated(shown(text)),
        "bdi": set_apart,
    }


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
