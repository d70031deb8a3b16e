"""Which watches a command means: names, or filters for many at once. Options in, rows out; changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from monitor.store import Store
    from monitor.store.rows import WatchRow

F = TypeVar("F", bound=Callable[..., Any])
KINDS = ("article", "feed")


@dataclass(frozen=True, slots=True)
class Choice:
    """Watches by name, or all that fit what is given."""

    words: tuple[str, ...] = ()
    tag: str | None = None
    host: str | None = None
    origin: str | None = None
    kind: str | None = None
    everything: bool = False

    @property
    def by_filter(self) -> bool:
        """Whether watches are meant that nobody named one by one."""
        return self.everything or any((self.tag, self.host, self.origin, self.kind))

    @property
    def given(self) -> bool:
        """Whether anything was said at all."""
        return bool(self.words) or self.by_filter


def choice_options(command: F) -> F:
    """Add WATCH..., --tag, --host, --from, --kind and --all as the one parameter `choice`."""

    @wraps(command)
    def chosen(
        words: tuple[str, ...],
        tag: str | None,
        host: str | None,
        origin: str | None,
        kind: str | None,
        everything: bool,
        **more: Any,
    ) -> Any:
        return command(choice=Choice(words, tag, host, origin, kind, everything), **more)

    wrapped: Any = chosen
    for option in (
        click.option("--all", "everything", is_flag=True, help="Every watch."),
        click.option("--kind", type=click.Choice(KINDS), help="All of this kind."),
        click.option("--from", "origin", type=click.Choice(("file", "command")), help="All that come from there."),
        click.option("--host", help="All of this host and its subdomains."),
        click.option("--tag", help="All with this tag."),
        click.argument("words", nargs=-1, metavar="[WATCH]..."),
    ):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[no-any-return]


def choose(store: Store, choice: Choice, *, everything: bool = False) -> list[WatchRow]:
    """The watches that are meant, each once. Raises UsageError where none is said and `everything` is not meant."""
    from monitor.errors import UnknownWatch
    from monitor.finding import find_watches
    from monitor.store import watch_list

    if choice.words and choice.by_filter:
        raise click.UsageError("name watches, or choose them by --tag, --host, --from, --kind or --all; not both")
    if not choice.given and not everything:
        raise click.UsageError("name watches, or choose them by --tag, --host, --from, --kind or --all")
    if choice.words:
        named = [row for word in choice.words for row in find_watches(store, word)]
        return list({row.id: row for row in named}.values())
    found: Sequence[WatchRow] = store.read(
        watch_list.listing, tag=choice.tag, host=choice.host, origin=choice.origin, kind=choice.kind
    )
    if not found and not everything:
        raise UnknownWatch("no watch fits; `rowback watch list` shows them")
    return list(found)
