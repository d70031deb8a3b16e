"""One demo from beginning to end: newsroom, receivers and daemon started, the script played, the rows returned.

Options go in, rows come out. Waits for happenings with deadlines; everything it starts has ended when it returns.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from alerts.channels.signing import new_secret, parse_secret
from monitor.clock import Clock
from monitor.demo.daemon import Addresses, Daemon, free_port, write_config
from monitor.demo.journal import Edited, Ended, Journal, Look
from monitor.demo.newsroom import Newsroom
from monitor.demo.receivers import Hook, Mailbox
from monitor.demo.script import SCRIPT, Edit
from monitor.demo.table import Screen
from monitor.demo.verdicts import Row, Verdict, looked_at, rows
from monitor.errors import RowbackError, UsageError

STARTING = 120.0
"""Seconds within which the daemon must have taken the first version of every article; for a machine that is busy."""

SETTLING = 60.0
"""Seconds after the last edit within which all of it must be told."""

GRACE = 3.0
"""Seconds of silence after a look before silence is believed: judging and both channels take well below one."""

EARLIER = 30.0
"""Seconds that an edit waits for the earlier one of the same article to be told."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a user can choose. `seconds` is the script's length; `folder` None means a temporary one."""

    seconds: float = 60.0
    keep: bool = False
    folder: Path | None = None


class Demo:
    """A running demo; made by `opened`."""

    def __init__(self, journal: Journal, newsroom: Newsroom, daemon: Daemon, web: str, script: Sequence[Edit]) -> None:
        self.journal = journal
        self.newsroom = newsroom
        self.daemon = daemon
        self.web = web
        self._script = script
        self._slugs = {url: slug for slug, url in newsroom.urls().items()}

    def wait_for_first_versions(self) -> None:
        """Wait until each article was asked for twice: its second look begins after the first was remembered.

        Raises RowbackError with the daemon's last words where that does not happen in time.
        """
        self.journal.wait_for(lambda: self._ended() or self._all_known(), self.journal.now() + STARTING)
        if self._ended() or not self._all_known():
            raise RowbackError(f"the daemon did not take the articles' first versions.\n{self.daemon.last_words()}")

    def play(self, seconds: float) -> list[Row]:
        """Make each edit at its moment, wait until all is settled, and return the rows."""
        begin = self.journal.now()
        for number, edit in enumerate(self._script, start=1):
            self.journal.wait_for(self._ended, begin + edit.at * seconds)
            earlier = [n for n, other in enumerate(self._script, start=1) if n < number and other.slug == edit.slug]
            self._settle(earlier, EARLIER)
            if self._ended():
                break
            self.newsroom.make(number, edit)
        self._settle(range(1, len(self._script) + 1), SETTLING)
        # A second notice of the same edit would come right behind the first.
        self.journal.wait_for(self._ended, self.journal.now() + GRACE / 2)
        return self.rows()

    def rows(self) -> list[Row]:
        """What came of each edit until now."""
        return rows(self._script, self.journal.entries(), self._slugs)

    def wait_for_end(self) -> None:
        """Wait until the daemon ends; KeyboardInterrupt passes through."""
        while not self._ended():
            self.journal.wait_for(self._ended, self.journal.now() + 3600, every=1.0)

    def _ended(self) -> bool:
        return bool(self.journal.of(Ended))

    def _all_known(self) -> bool:
        looks = [look.slug for look in self.journal.of(Look)]
        return all(looks.count(slug) >= 2 for slug in self.newsroom.urls())

    def _settle(self, numbers: Sequence[int], seconds: float) -> None:
        self.journal.wait_for(
            lambda: self._ended() or all(self._settled(number) for number in numbers), self.journal.now() + seconds
        )

    def _settled(self, number: int) -> bool:
        edit = self._script[number - 1]
        if edit.expected:
            return self.rows()[number].verdict is Verdict.OK
        entries = self.journal.entries()
        made = [entry for entry in entries if isinstance(entry.what, Edited) and entry.what.number == number]
        seen = looked_at(edit, made[0], entries) if made else None
        return seen is not None and self.journal.now() - seen >= GRACE


@contextmanager
def opened(
    options: Options,
    screen: Screen,
    *,
    clock: Clock,
    chance: Random,
    random_bytes: bytes,
    script: Sequence[Edit] = SCRIPT,
) -> Iterator[Demo]:
    """Everything running, and stopped again afterwards. `random_bytes` (32) make the webhook's secret."""
    with ExitStack() as stack:
        slugs: dict[str, str] = {}
        journal = Journal(clock, lambda entry: screen.happening(entry, script, slugs))
        secret = new_secret(random_bytes)
        newsroom = Newsroom(journal, chance, clock)
        mailbox, hook = Mailbox(journal), Hook(journal, parse_secret(secret), clock)
        for part in (newsroom, mailbox, hook):
            stack.callback(part.close)
            part.open()
        slugs.update({url: slug for slug, url in newsroom.urls().items()})
        folder = stack.enter_context(_folder(options, screen))
        web = f"127.0.0.1:{free_port(chance)}"
        addresses = Addresses(web, tuple(newsroom.urls().values()), mailbox.port, hook.url, secret)
        # Short scripts need quicker looks, or a look and its confirmation would not fit between two edits.
        config = write_config(folder, addresses, "2s" if options.seconds >= 45 else "1s")
        daemon = Daemon(folder, config, lambda code: journal.note(Ended(code)))
        stack.callback(daemon.stop)
        yield Demo(journal, newsroom, daemon, f"http://{web}", script)


def run(
    options: Options,
    screen: Screen,
    show: Callable[[list[Row]], None],
    *,
    clock: Clock,
    chance: Random,
    random_bytes: bytes,
) -> list[Row]:
    """Run a demo, show it, and call `show` with the rows as soon as they are final.

    With `options.keep` it returns when the daemon ends; Ctrl-C then ends all and is no error. Raises RowbackError where
    the daemon does not start.
    """
    with opened(options, screen, clock=clock, chance=chance, random_bytes=random_bytes) as demo:
        screen.say(f"Newsroom: {', '.join(demo.newsroom.homes.values())}")
        screen.say(f"Rowback:  {demo.web} (log: {demo.daemon.log})")
        demo.wait_for_first_versions()
        found = demo.play(options.seconds)
        screen.table(found)
        show(found)
        if not succeeded(found):
            screen.say(f"The end of the daemon's log (--data DIR keeps all of it):\n{demo.daemon.last_words()}")
        if options.keep:
            screen.say(f"All is left running; look at {demo.web}. Ctrl-C ends it.", "bold")
            with suppress(KeyboardInterrupt):
                demo.wait_for_end()
        return found


def succeeded(found: Sequence[Row]) -> bool:
    """Every row is ok."""
    return all(row.verdict is Verdict.OK for row in found)


@contextmanager
def _folder(options: Options, screen: Screen) -> Iterator[Path]:
    """The folder of this demo: the user's own, which stays, or a temporary one, which goes."""
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        if any(options.folder.iterdir()):
            raise UsageError(f"{options.folder} is not empty; name a new folder for the demo")
        yield options.folder.resolve()
        return
    made = Path(tempfile.mkdtemp(prefix="rowback-demo-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
