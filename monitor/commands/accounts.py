"""The account of two versions for a terminal or a pipe: each difference in one line, passage by passage.

Two articles go in, lines or JSON come out. Colours only where a terminal shows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from alerts.messages.lines import ARROW
from monitor.commands.output import one_line
from monitor.commands.sayings import coloured

if TYPE_CHECKING:
    from monitor.checks.accounts import Answer, Answered
    from spiders.article import Article

LONGEST_SENTENCE, LONGEST_WORDS = 110, 60
NOTHING = "nothing"
_COLOURS = {"told": "yellow", "shadowed": "blue", "licensed": "bright_black"}
_WIDEST = max(map(len, _COLOURS))


def account_fields(old: Article, new: Article) -> dict[str, Any]:
    """The account whole, for JSON: every entry, with both sentences and the words that differ; None where too large."""
    from monitor.changes import explained
    from monitor.checks.accounts import too_large

    return {"account": None if too_large(old, new) else explained(old, new).to_dict()["entries"]}


def print_account(old: Article, new: Article) -> None:
    """The account of two stored versions, or why there is none."""
    from monitor.changes import explained
    from monitor.checks.accounts import LARGEST, answered, too_large

    if too_large(old, new):
        click.echo(f"No account: both versions together have more than {LARGEST:,} characters.")
        return
    print_answers(answered(explained(old, new), old, new))


def print_answers(found: Sequence[Answered]) -> None:
    """How each difference ended, by whom, and what that one saw."""
    from monitor.checks.accounts import counts

    click.echo(f"The account: {counts(found)}.")
    for one in found:
        sentence = one_line(one.new_sentence or one.old_sentence, LONGEST_SENTENCE)
        gone = " (gone)" if not one.new_sentence else ""
        click.echo(f"  {one.where}{gone}: {sentence}")
        for answer in one.answers:
            click.echo(f"    {_line(answer)}")


def _line(answer: Answer) -> str:
    was, now = (one_line(words, LONGEST_WORDS) or NOTHING for words in (answer.old, answer.new))
    ending = coloured(answer.ending.ljust(_WIDEST), _COLOURS[answer.ending])
    who = f"{answer.kind}, {answer.by}" if answer.kind else answer.by
    return f"{ending}  {was} {ARROW} {now}  [{who}] {one_line(answer.saw)}".rstrip()
