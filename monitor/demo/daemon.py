"""The daemon of a demo: addresses go in, a rowback.toml is written and `rowback run` started on it as a user would.

Knows nothing of stories and edits. Starts one process and ends that one.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

CONFIG = "rowback.toml"
LOG = "daemon.log"
SECRET = "hook.secret"  # noqa: S105 - the name of the file, not what it holds
STOP = 10.0
"""Seconds that a daemon is given to end; DESIGN promises as much."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Everything on loopback that the daemon is told of. `secret` is the webhook's, in its text form."""

    web: str
    articles: tuple[str, ...]
    smtp_port: int
    hook: str
    secret: str


def free_port(chance: Random) -> int:
    """A port of 127.0.0.1 that nobody holds now.

    From below those that Linux gives to whoever asks for any (32768 and up), so that nobody is given it meanwhile.
    """
    while True:
        port = chance.randrange(20_000, 32_768)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def write_config(folder: Path, addresses: Addresses, every: str) -> Path:
    """Write rowback.toml and the secret beside it; `every` is a duration such as "2s". Returns the file's path."""
    secret = folder / SECRET
    secret.touch(mode=0o600)
    secret.write_text(addresses.secret + "\n", encoding="utf-8")
    path = folder / CONFIG
    path.write_text("\n".join(_lines(addresses, every)), encoding="utf-8")
    return path


def _lines(addresses: Addresses, every: str) -> Iterable[str]:
    yield "# Written by `rowback demo`. No [[rule]]: the default rules decide what is told."
    yield "[service]"
    yield 'data = "data"'
    yield f"listen = {json.dumps(addresses.web)}"
    yield f"public_url = {json.dumps('http://' + addresses.web)}"
    yield 'allow_networks = ["127.0.0.0/8"]'
    yield 'log = "text"'
    yield "\n[schedule]"
    yield f"default = {json.dumps(every)}"
    yield 'fastest = "1s"'
    yield 'host_pause = "0s"'
    yield 'confirm_removal = "3s"'
    for url in addresses.articles:
        yield f"\n[[watch]]\nurl = {json.dumps(url)}"
        yield 'tags = ["demo"]'
    yield "\n[channel.desk]"
    yield 'type = "email"'
    yield 'to = ["desk@newsroom.example"]'
    yield 'sender = "rowback@newsroom.example"'
    yield f'smtp = "smtp://127.0.0.1:{addresses.smtp_port}"'
    yield "\n[channel.hook]"
    yield 'type = "webhook"'
    yield f"url = {json.dumps(addresses.hook)}"
    yield f"secret_file = {json.dumps(SECRET)}"
    yield ""


class Daemon:
    """One running `rowback run`. Its output goes to daemon.log; `ended` is called once if it ends before `stop()`."""

    def __init__(self, folder: Path, config: Path, ended: Callable[[int], None]) -> None:
        self.log = folder / LOG
        self._stopping = threading.Event()
        self._ended = ended
        command = [sys.executable, "-m", "monitor.commands", "run", "--config", str(config)]
        # Overrides meant for the user's own daemon must not reach this one.
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith("ROWBACK_")}
        with self.log.open("wb") as log:
            # A session of its own: Ctrl-C reaches the demo alone, which then ends the daemon in order.
            self._running = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
                command, cwd=folder, env=surroundings, stdout=log, stderr=log, start_new_session=True
            )
        threading.Thread(target=self._watch, name="daemon watch", daemon=True).start()

    def stop(self) -> int:
        """End the daemon by SIGTERM, by SIGKILL where it takes longer than promised. Returns its exit code."""
        self._stopping.set()
        if self._running.poll() is None:
            self._running.send_signal(signal.SIGTERM)
        try:
            return self._running.wait(STOP)
        except subprocess.TimeoutExpired:
            self._running.kill()
            return self._running.wait()

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def _watch(self) -> None:
        code = self._running.wait()
        if not self._stopping.is_set():
            self._ended(code)
