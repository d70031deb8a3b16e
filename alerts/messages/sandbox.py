"""The Jinja in which own forms are written: what they may not do is refused with its line when they are parsed.

A form comes from whoever runs Rowback and is filled with text from anywhere, so neither may cost more than a bound of
time and memory: nothing is called, no text grows out of sight, every round and every filter counts.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment

from alerts.messages.marks import one_line, shown

MOST_STEPS = 20_000
"""Rounds of loops in one message, and uses of filters: our own forms need a few hundred."""

LARGEST = 500_000
"""Characters of one message, and of one text on the way to it."""

CHARACTERS_A_STEP = 200
"""A filter over a long text counts as several steps."""

MOST_SIGNS, DEEPEST_BRACKETS, DEEPEST_BLOCKS = 200, 20, 10
"""Of one tag, and of tags inside each other: a recursive parser and Python's own meet no more."""

FILTERS = ("e", "escape", "default", "first", "join", "last", "length", "lower", "trim", "upper")
"""Filters of Jinja that an own form may use; the others can turn a short text into gigabytes. `shown` and `line` are
ours: both show control and direction marks, `line` makes one line of it."""

_BARRED = (
    ((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Macro, nodes.CallBlock),
     "a form stands alone: no include, import, extends, macro or call"),
    ((nodes.Concat,), "'~' is refused, since a text can double with each; write the parts one after another"),
    ((nodes.AssignBlock, nodes.FilterBlock), "a block that is kept as a text is refused; write it where it is shown"),
    ((nodes.Dict, nodes.Pair), "a dictionary is of no use here"),
)  # fmt: skip


class Steps:
    """Counts the steps of one message at a time in each thread."""

    def __init__(self) -> None:
        self._local = threading.local()

    def begin(self) -> None:
        """A new message."""
        self._local.left = MOST_STEPS

    def take(self, count: int) -> None:
        """So many more; ValueError where there were too many."""
        self._local.left -= count
        if self._local.left < 0:
            raise ValueError(f"more than {MOST_STEPS} rounds of loops and filters; a message needs a few")

    def __call__(self) -> str:
        """One more, from inside a form; writes nothing."""
        self.take(1)
        return ""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without calls and macros, with numbers only for operators, and with a step counted in every loop."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, steps: Steps) -> None:
        super().__init__(
            autoescape=select_autoescape(("html",), default=False),
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            finalize=_written,
        )
        self._steps = steps
        self.globals.clear()
        self.globals["_step"] = steps
        chosen = {name: self.filters[name] for name in FILTERS} | own_filters() | {"join": _join}
        self.filters = {name: self._counted(one) for name, one in chosen.items()}

    def _counted(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            self._steps.take(1 + sum(len(one) for one in args if isinstance(one, str)) // CHARACTERS_A_STEP)
            found = work(*args, **named)
            return _small(found) if isinstance(found, str) else found

        # Jinja marks a filter that wants its environment on the function.
        counted.__dict__.update(getattr(work, "__dict__", {}))
        return counted

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        self._refuse_depth(source, name, filename)
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            if loop.recursive:
                raise TemplateSyntaxError("a loop does not call itself", loop.lineno, name, filename)
            step = nodes.Call(nodes.Name("_step", "load", lineno=loop.lineno), [], [], None, None, lineno=loop.lineno)
            loop.body.insert(0, nodes.Output([step], lineno=loop.lineno))
        for kinds, message in _BARRED:
            for node in tree.find_all(kinds):
                raise TemplateSyntaxError(message, node.lineno, name, filename)
        rows: list[Any] = [*tree.find_all(nodes.List), *tree.find_all(nodes.Tuple)]
        for row in rows:
            # (a, a) may be two billion things after thirty lines, and == looks at each of them.
            if getattr(row, "ctx", "load") == "load" and not all(isinstance(one, nodes.Const) for one in row.items):
                message = "a list holds texts and numbers only, as in ('a', 'b')"
                raise TemplateSyntaxError(message, row.lineno, name, filename)
        return tree

    def _refuse_depth(self, source: str, name: str | None, filename: str | None) -> None:
        signs = brackets = blocks = 0
        previous = ""
        for line, kind, text in self.lex(source, name, filename):
            if kind in ("block_begin", "variable_begin"):
                signs = brackets = 0
            elif kind == "operator":
                brackets += (text in "([{") - (text in ")]}")
            elif previous == "block_begin" and kind == "name":
                blocks += (text in ("for", "if")) - (text in ("endfor", "endif"))
            if kind != "whitespace":
                signs, previous = signs + 1, kind
            if signs > MOST_SIGNS:
                raise TemplateSyntaxError(f"a tag of more than {MOST_SIGNS} signs", line, name, filename)
            if brackets > DEEPEST_BRACKETS:
                raise TemplateSyntaxError(
                    f"more than {DEEPEST_BRACKETS} brackets inside each other", line, name, filename
                )
            if blocks > DEEPEST_BLOCKS:
                raise TemplateSyntaxError(f"more than {DEEPEST_BLOCKS} blocks inside each other", line, name, filename)

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing but our own counter."""
        return obj is self._steps

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Small numbers only: a text times a billion is a gigabyte."""
        if not all(isinstance(side, int | float) and abs(side) < 1e6 for side in (left, right)) or operator == "**":
            raise ValueError(f"'{operator}' is for small numbers only")
        return super().call_binop(context, operator, left, right)


def _written(value: Any) -> Any:
    """What a tag writes: texts and numbers as they are, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, str | int | float | StrictUndefined):
        return value
    raise ValueError("a list or an object is not written as a whole; name its parts, or use join")


def _join(parts: Iterable[Any], between: str = "") -> str:
    """Jinja's `join` for texts and numbers alone, so that nothing nested is spelled out."""
    size, found = 0, []
    for part in parts:
        text = str(_written(part))
        size += len(text) + len(between)
        _small_size(size)
        found.append(text)
    return between.join(found)


def _small(text: str) -> str:
    _small_size(len(text))
    return text


def _small_size(size: int) -> None:
    if size > LARGEST:
        raise ValueError(f"a text grows beyond {LARGEST} characters")


def own_filters() -> dict[str, Callable[[str], str]]:
    """The filters that make scraped text safe to show."""
    return {"shown": shown, "line": lambda text: one_line(text, 500)}
