"""Programs that watch pages, each begun, made to look at all pages once, and asked what it told. Measures nothing.

Versions are pinned, so that two runs compare the same programs.
"""

from __future__ import annotations

import json
import re
import resource
import sqlite3
import subprocess
import sys
import time
import urllib.request
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import psutil

from benchmarks.daemon import SECRET

MOST_SECONDS = 1_500


class Program(ABC):
    """One program on `count` pages of `base`, with `folder` for what it keeps."""

    package = ""

    def __init__(self, folder: Path, base: str, count: int, environments: Path) -> None:
        self.folder, self.base, self.count = folder, base, count
        self.process: psutil.Process | None = None
        self._spent = 0.0
        self.bin = environments / type(self).__name__.lower() / "bin"
        self.out = ""

    def begin(self) -> None:
        """Install it where it is not; start it where it stays."""
        if self.package and not self.bin.exists():
            subprocess.run([sys.executable, "-m", "venv", str(self.bin.parent)], check=True)
            subprocess.run([str(self.bin / "pip"), "install", "-q", self.package], check=True, timeout=900)

    @abstractmethod
    def look(self) -> None:
        """Look at every page once."""

    def told(self, hooks: list[str]) -> list[int]:
        """The numbers of the articles that something was told of."""
        return sorted({int(number) for number in re.findall(r"CHANGED: art (\d+)", self.out)})

    def cpu(self) -> float:
        """CPU seconds so far."""
        living = 0.0
        for one in self.family():
            try:
                living += sum(one.cpu_times()[:4])
            except psutil.Error:
                continue
        return self._spent + living

    def family(self) -> list[psutil.Process]:
        """Its processes."""
        try:
            return [] if self.process is None else [self.process, *self.process.children(recursive=True)]
        except psutil.Error:
            return []

    def end(self) -> None:
        """Stop it."""
        for one in self.family():
            one.terminate()
        psutil.wait_procs(self.family(), timeout=15)

    def _run(self, *words: str) -> None:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with (self.folder / "out.txt").open("w") as out:
            running = subprocess.Popen(words, cwd=self.folder, stdout=out, stderr=subprocess.STDOUT)
            self.process = psutil.Process(running.pid)
            running.wait(MOST_SECONDS)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.process = None
        self._spent += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.out = (self.folder / "out.txt").read_text(errors="replace")


class Floor(Program):
    """A bare fetch, a parse, a hash and an update."""

    def look(self) -> None:
        """Look at every page once."""
        run = str(Path(__file__).with_name("peers.py"))
        root = str(Path(__file__).parents[1])
        code = f"import sys; sys.path.insert(0, {root!r}); sys.argv[0] = {run!r}; import benchmarks.peers as p; "
        code += f"p.floor({self.base!r}, {self.count}, {str(self.folder / 'floor.sqlite')!r})"
        self._run(sys.executable, "-c", code)


class Rowback(Program):
    """`rowback run` as shipped, but for what keeps a thousand pages of one host from being looked at in one pass."""

    def begin(self) -> None:
        """Start the daemon and follow every page."""
        (self.folder / "hook.secret").write_text(SECRET)
        (self.folder / "hook.secret").chmod(0o600)
        (self.folder / "rowback.toml").write_text(
            '[service]\nlisten = "127.0.0.1:0"\nallow_networks = ["127.0.0.0/8"]\n[fetch]\nper_host = 16\n'
            '[schedule]\ndefault = "1d"\nhost_pause = "0s"\n[channel.hook]\ntype = "webhook"\nrate = "unlimited"\n'
            f'url = "{self.base}/hook"\nsecret_file = "hook.secret"\n'
        )
        (self.folder / "urls.txt").write_text("".join(f"{self.base}/a/{n}\n" for n in range(self.count)))
        run = [sys.executable, "-m", "monitor.commands", "--config", str(self.folder / "rowback.toml")]
        subprocess.run([*run, "import", str(self.folder / "urls.txt")], check=True, capture_output=True)
        self._sql("UPDATE article SET due_at = due_at + 86400000")
        with (self.folder / "log.txt").open("w") as log:
            self.process = psutil.Process(subprocess.Popen([*run, "run"], stdout=log, stderr=log).pid)
        until = time.monotonic() + 60
        while '"started"' not in (log := (self.folder / "log.txt").read_text()) and " started" not in log:
            if time.monotonic() > until:
                raise TimeoutError(log[-1_000:])
            time.sleep(0.1)
        time.sleep(2)

    def look(self) -> None:
        """Let every page be due, and wait until all were looked at and all was sent."""
        self._sql(f"UPDATE article SET due_at = {int(time.time() * 1000)} WHERE leased = 0")
        until = time.monotonic() + MOST_SECONDS
        while time.monotonic() < until:
            time.sleep(0.25)
            due = f"SELECT count(*) FROM article WHERE leased = 1 OR due_at <= {int(time.time() * 1000)}"
            left = self._sql(due) or self._sql(
                "SELECT count(*) FROM delivery WHERE due_at IS NOT NULL AND state <> 'held'"
            )
            if not left:
                return

    def told(self, hooks: list[str]) -> list[int]:
        """The numbers of the articles that a webhook named."""
        return _named(hooks)

    def _sql(self, words: str) -> int:
        store = sqlite3.connect(self.folder / "data" / "rowback.sqlite", timeout=30)
        try:
            found = store.execute(words).fetchone()
            store.commit()
            return int(found[0]) if found else 0
        finally:
            store.close()


class Urlwatch(Program):
    """urlwatch as it comes."""

    package = "urlwatch==2.29"
    words: tuple[str, ...] = tuple(
        ["urlwatch", "--urls", "jobs.yaml", "--config", "c.yaml", "--hooks", "h.py", "--cache", "k"]
    )

    def begin(self) -> None:
        """Install it and write its jobs."""
        super().begin()
        # A bare number would be no name to either program.
        jobs = [f"name: art {n}\nurl: {self.base}/a/{n}\n" for n in range(self.count)]
        (self.folder / "jobs.yaml").write_text("---\n".join(jobs))
        (self.folder / "h.py").write_text("")
        (self.folder / "h.py").chmod(0o600)
        (self.folder / "c.yaml").write_text(
            "display:\n  new: false\n  error: true\nreport:\n  stdout:\n    enabled: true\n    color: false\n"
        )

    def look(self) -> None:
        """Look at every page once."""
        self._run(str((self.bin / self.words[0]).absolute()), *self.words[1:])


class Webchanges(Urlwatch):
    """webchanges as it comes."""

    package = "webchanges==3.37.0"
    words = ("webchanges", "--jobs", "jobs.yaml", "--config", "c.yaml", "--hooks", "h.py", "--database", "k")


class Changedetection(Program):
    """changedetection.io as it comes, told by webhook."""

    package = "changedetection.io==0.60.10"
    port = 8955

    def begin(self) -> None:
        """Install and start it."""
        super().begin()
        run = [str(self.bin / "changedetection.io"), "-d", str(self.folder), "-C", "-h", "127.0.0.1", "-p"]
        run.append(str(self.port))
        env = {"ALLOW_IANA_RESTRICTED_ADDRESSES": "true", "DISABLE_VERSION_CHECK": "true", "PATH": "/usr/bin:/bin"}
        with (self.folder / "log.txt").open("w") as log:
            self.process = psutil.Process(subprocess.Popen(run, stdout=log, stderr=log, env=env).pid)
        names = ("changedetection.json", "url-watches.json")
        until = time.monotonic() + 120
        while not (kept := [self.folder / name for name in names if (self.folder / name).exists()]):
            if time.monotonic() > until:
                raise TimeoutError((self.folder / "log.txt").read_text()[-1_000:])
            time.sleep(0.5)
        time.sleep(3)
        self.key = json.loads(kept[0].read_text())["settings"]["application"]["api_access_token"]
        for number in self._ask("watch"):
            self._ask(f"watch/{number}", method="DELETE")
        hook = self.base.replace("http://", "json://") + "/hook"
        self._ask("notifications", json.dumps({"notification_urls": [hook]}).encode())
        self._added = False

    def look(self) -> None:
        """Look at every page once: until the queue is empty and nothing is asked for any more."""
        if self._added:
            self._ask("watch?recheck_all=1")
        else:
            urls = "\n".join(f"{self.base}/a/{n}" for n in range(self.count))
            self._ask("import", urls.encode(), kind="text/plain")
            self._added = True
        last, calm, until = -1, 0, time.monotonic() + MOST_SECONDS
        while calm < 6 and time.monotonic() < until:
            time.sleep(1)
            with urllib.request.urlopen(f"{self.base}/stats", timeout=60) as answer:
                stats = json.loads(answer.read())
            now = stats["requests"] + len(stats["hooks"])
            still = now == last and stats["requests"] >= self.count and not self._ask("systeminfo")["queue_size"]
            last, calm = now, calm + 1 if still else 0

    def told(self, hooks: list[str]) -> list[int]:
        """The numbers of the articles that a webhook named."""
        return _named(hooks)

    def _ask(self, what: str, body: bytes | None = None, method: str | None = None, kind: str = "") -> Any:
        fields = {"x-api-key": self.key, "content-type": kind or "application/json"}
        url = f"http://127.0.0.1:{self.port}/api/v1/{what}"
        with urllib.request.urlopen(urllib.request.Request(url, body, fields, method=method), timeout=300) as answer:
            text = answer.read()
        return json.loads(text) if text.strip() else {}


def _named(hooks: list[str]) -> list[int]:
    found = (re.search(r"127\.0\.0\.1:\d+/a/(\d+)", body) for body in hooks)
    return sorted({int(one[1]) for one in found if one})


PROGRAMS: dict[str, type[Program]] = {
    "floor": Floor,
    "rowback": Rowback,
    "urlwatch": Urlwatch,
    "webchanges": Webchanges,
    "changedetection.io": Changedetection,
}
