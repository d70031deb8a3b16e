"""Changes in lines for a terminal or a pipe: kind, the fact in one line, and on request both sentences and the reason.

Says what the changes say, in the words that alerts use; judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import cast

import click

from alerts.alert import ChangeFields
from alerts.messages.lines import ARROW, NOT_REPORTED, about, line
from monitor.changes.change import Change, Mention
from monitor.changes.slot_history import Slot
from monitor.changes.words import diff_words
from monitor.commands.output import one_line

WAS, NOW = "red", "green"


def fact_line(change: Change) -> str:
    """The change in one line, as the first line of an alert has it."""
    return line(cast(ChangeFields, change.to_dict())).headline


def slot_line(slot: Slot) -> str:
    """One fact over versions: "Deaths, Gaza: 41 → 44 (version 2) → 41 (version 3, revert)"."""
    first_step = slot.steps[0].change
    subject = about(cast(ChangeFields, first_step.to_dict()))
    first, *_ = slot.states
    words = [first.text if first else NOT_REPORTED]
    for step in slot.steps:
        note = f"version {step.version}" + (f", {step.change.relation}" if step.change.relation else "")
        words.append(f"{step.change.new.text if step.change.new else NOT_REPORTED} ({note})")
    return f"{subject}: {f' {ARROW} '.join(words)}"


def print_changes(
    changes: Sequence[Change], *, explain: bool = False, ids: Mapping[int, int] = MappingProxyType({})
) -> None:
    """One line a change; with `explain` the two sentences and the rule that found it below.

    `ids` has the number of a stored change under its Python id.
    """
    for change in changes:
        # click.echo drops the colours where no terminal is, and NO_COLOR is asked in `coloured`.
        click.echo(
            f"{_named(change, ids)}{coloured(change.kind, 'cyan')}  {one_line(fact_line(change))}{_notes(change)}"
        )
        if explain:
            for label, words in explained(change):
                click.echo(f"    {label}: {words}")


def _named(change: Change, ids: Mapping[int, int]) -> str:
    number = ids.get(id(change))
    return "" if number is None else f"#{number}  "


def _notes(change: Change) -> str:
    """What is said beside the fact: that it may be colour, and that the outlet announced it."""
    notes = ["digest"] if change.level == "digest" else []
    notes += ["announced"] if change.announced and change.kind != "correction.notice" else []
    return f"  ({', '.join(notes)})" if notes else ""


def explained(change: Change) -> list[tuple[str, str]]:
    """What stands behind a change: where, was, now (differing words marked) and why."""
    was, now = _sentence(change.old), _sentence(change.new)
    lines = [("where", ", ".join((*change.places, *((change.relation,) if change.relation else ()))))]
    pieces = diff_words(was, now) if was and now else []
    if was:
        shown = "".join(coloured(p.text, WAS) if p.op == "-" else p.text for p in pieces if p.op != "+") or was
        lines.append(("was", shown))
    if now:
        shown = "".join(coloured(p.text, NOW) if p.op == "+" else p.text for p in pieces if p.op != "-") or now
        lines.append(("now", shown))
    return [*lines, ("why", one_line(change.explanation))]


def coloured(text: str, colour: str) -> str:
    """The text in a colour where a terminal may show one (https://no-color.org).

    Words that left are struck through as well and words that came underlined, for eyes that see neither red nor green.
    """
    import os

    if os.environ.get("NO_COLOR"):
        return text
    return click.style(text, fg=colour, strikethrough=colour == WAS or None, underline=colour == NOW or None)


def _sentence(mention: Mention | None) -> str:
    return "" if mention is None else one_line(mention.sentence or mention.text)
