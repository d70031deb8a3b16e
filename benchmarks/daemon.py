"""The real daemon for a benchmark: a folder with a configuration is made and `rowback run` started on it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import psutil

SECRET = "whsec_" + "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"


class Daemon:
    """`rowback run` as a subprocess; `cpu` and `memory` cover it and its reader processes."""

    def __init__(self, folder: Path, urls: list[str], hook: str = "", every: str = "1s") -> None:
        (folder / "hook.secret").write_text(SECRET)
        lines = ["[service]", 'listen = "127.0.0.1:0"', 'allow_networks = ["127.0.0.0/8"]']
        lines += [
            "[fetch]",
            "per_host = 8",
            "[schedule]",
            f'default = "{every}"',
            'fastest = "1s"',
            'host_pause = "0s"',
        ]
        if hook:
            lines += ["[channel.hook]", 'type = "webhook"', f'url = "{hook}"', 'secret_file = "hook.secret"']
        for url in urls:
            lines += ["[[watch]]", f"url = {json.dumps(url)}"]
        config = folder / "rowback.toml"
        config.write_text("\n".join(lines) + "\n")
        self.log = folder / "daemon.log"
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "monitor.commands", "--config", str(config), "run"], stdout=log, stderr=log
            )
        self._tree = psutil.Process(self._process.pid)
        self.peak = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def wait(self, done: Callable[[], bool], seconds: float) -> bool:
        """Poll until `done`, watching memory; False when the time is over or the daemon ended."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self._process.poll() is None:
            self.peak = max(self.peak, self.memory())
            if done():
                return True
            time.sleep(0.25)
        return done()

    def memory(self) -> int:
        """Bytes of memory of daemon and workers, shared pages counted once (PSS)."""
        total = 0
        for process in self._family():
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue
        return total

    def cpu(self) -> tuple[float, float]:
        """CPU seconds, user and system, of the daemon itself and of its living workers."""
        spent = []
        for process in self._family():
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue
            spent.append(times.user + times.system)
        return spent[0], sum(spent[1:])

    def _family(self) -> list[psutil.Process]:
        try:
            return [self._tree, *self._tree.children(recursive=True)]
        except psutil.Error:
            return []
