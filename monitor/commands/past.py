"""`rowback import` of pages that others kept: each address becomes an article with the past that the captures show.

Writes only while no daemon looks at articles; sends nothing. Every capture is answered; what is broken stops no other.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.commands.options import opened_store
from monitor.commands.output import progress
from monitor.sources.captures import Capture, Fault, Form, form_of, opened

if TYPE_CHECKING:
    from monitor.addresses import Address
    from monitor.checks.replaying import Replayed, Replaying
    from monitor.config.loading import Config
    from monitor.store import Store

SAID = {
    Form.WARC: "a WARC file",
    Form.WACZ: "a WACZ file",
    Form.HTML: "a saved page",
    Form.CDX: "an index of captures",
}
"""What a file is, in words."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one capture, or of a piece of the file that is none."""

    where: str
    url: str
    outcome: str
    reason: str = ""
    at_ms: int = 0
    version: int = 0

    def to_dict(self) -> dict[str, object]:
        """JSON-able form, without what does not apply."""
        from monitor.commands.times import stamp

        told = {name: getattr(self, name) for name in ("where", "url", "outcome", "reason", "version")}
        if self.at_ms:
            told["at"] = stamp(self.at_ms)
        return {name: value for name, value in told.items() if value not in ("", 0)}


def captures_form(name: str) -> Form | None:
    """Which file of captures this is, None where it is none of them. Raises UnreadableInput."""
    from monitor.errors import UnreadableInput

    if name == "-":
        return None
    try:
        return form_of(Path(name))
    except OSError as error:
        raise UnreadableInput(f"{name}: cannot be read: {error.strerror}") from error


def import_past(file: str, form: Form, settings: Config, url: str, at: str, as_json: bool) -> None:
    """Replay the captures of a file and say what became of each."""
    from monitor.commands.output import one_line, print_json
    from monitor.commands.times import local

    answers = []
    for answer in asyncio.run(_all(file, form, settings, url, at)):
        answers.append(answer)
        if as_json or answer.outcome == "unchanged":
            continue
        when = f"{local(answer.at_ms)}  " if answer.at_ms else ""
        number = f"version {answer.version}" if answer.version else answer.outcome
        why = f" ({one_line(answer.reason, 200)})" if answer.reason and not answer.version else ""
        click.echo(f"{one_line(answer.where, 80)}: {when}{number}: {one_line(answer.url, 100)}{why}")
    counts = Counter(answer.outcome for answer in answers)
    if as_json:
        print_json({"form": str(form), **counts, "captures": [answer.to_dict() for answer in answers]})
    else:
        told = ", ".join(f"{n} {name}{'s' * (name == 'version' and n > 1)}" for name, n in sorted(counts.items()))
        click.echo(f"{SAID[form]}, {len(answers)} captures: {told}" if answers else "There is no page in it.")
    if counts["refused"] or counts["broken"]:
        click.get_current_context().exit(1)


async def _all(file: str, form: Form, settings: Config, url: str, at: str) -> list[Answer]:
    from monitor.checks.judging import warm
    from monitor.checks.readers import Readers
    from monitor.checks.replaying import Replaying
    from monitor.checks.work import Patience
    from monitor.lock import FolderLock
    from monitor.metrics import Metrics
    from monitor.parts import parts_of
    from monitor.release import RELEASE

    answers, articles = _listed(opened(Path(file), form, url, at))
    with FolderLock(settings.data_folder), opened_store(settings, with_watches=True) as store:
        patience = Patience(page=settings.service.reader_timeout)
        readers = Readers(1, settings.concepts, patience=patience, warm=warm)
        try:
            replaying = Replaying(store, readers, parts_of(settings, Metrics(RELEASE)).bounds, Path(file).name)
            with progress(sum(map(len, articles.values()))) as advance:
                for address, captures in articles.items():
                    async with aclosing(_article(store, replaying, address, captures)) as replayed:
                        async for one in replayed:
                            answers.append(one)
                            advance()
        finally:
            readers.close()
    return answers


def _listed(found: Iterator[Capture | Fault]) -> tuple[list[Answer], dict[Address, list[Capture]]]:
    """The captures of each article, oldest first, and answers to what is none. All is read before any is stored."""
    from monitor.addresses import normalise
    from monitor.errors import BadAddress

    answers: list[Answer] = []
    by_key: dict[str, tuple[Address, list[Capture]]] = {}
    for one in found:
        if isinstance(one, Fault):
            answers.append(Answer(one.where, "", "broken", one.reason))
            continue
        try:
            address = normalise(one.url)
        except (BadAddress, ValueError) as wrong:
            answers.append(Answer(one.where, one.url, "refused", str(wrong), one.at_ms))
            continue
        by_key.setdefault(address.key, (address, []))[1].append(one)
    articles = {address: sorted(captures, key=lambda one: one.at_ms) for address, captures in by_key.values()}
    return answers, articles


async def _article(
    store: Store, replaying: Replaying, address: Address, captures: list[Capture]
) -> AsyncGenerator[Answer, None]:
    from monitor.clock import SystemClock
    from monitor.errors import UnknownArticle
    from monitor.store import history, watches

    try:
        known = store.read(history.article_by_key, address.key).id
    except UnknownArticle:
        if why := await replaying.readable(address.host, captures):
            for one in captures:
                yield Answer(one.where, one.url, "refused", why, one.at_ms)
            return
        wanted = watches.NewWatch(address.url, address.key, address.host)
        known = store.write(watches.enter, wanted, SystemClock().now_ms()).article
    async with aclosing(replaying.article(known, captures)) as replayed:
        async for each in replayed:
            yield _answer(each)


def _answer(one: Replayed) -> Answer:
    reason = "; ".join(filter(None, (one.reason, one.capture.note)))
    return Answer(one.capture.where, one.capture.url, str(one.outcome), reason, one.capture.at_ms, one.version)
