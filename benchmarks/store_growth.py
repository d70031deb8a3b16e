"""`python -m benchmarks.store_growth [--sizes 1000 10000 100000] [--svg FILE]`: what a store of many articles costs.

Stores of these sizes are made (benchmarks/filling.py), and the real code runs on each: claims, screens, metrics,
commands, a daemon's start. Prints a line a size and figure; draws them as SVG where a file is named.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from benchmarks.drawing import Line, chart
from benchmarks.filling import fill, hosts_of, url_of
from monitor.store import Store, claims, picking, watches
from monitor.web import articles, health

NOW = 1_790_000_000_000
LATER = NOW + 2 * 86_400_000
"""By then every article of the store is due."""
ROUNDS = 5
CHECKED = 200
"""Addresses of one host that `check --all` is tried on; their page refuses every connection."""
SIZES = (1_000, 10_000, 100_000)

FIGURES = {
    "file": "bytes of the file, an article",
    "tick_idle": "ms, a claim when nothing is due",
    "tick_paused": "ms, a claim when all is due and all hosts pause",
    "tick_free": "ms, a claim when all is due and no host pauses",
    "locked": "ms of it inside the write lock",
    "home": "ms, the first screen",
    "home_last": "ms, the last page of the first screen",
    "metrics": "ms, the levels of /metrics",
    "bring_forward": "CPU s, all due times moved",
    "wal": "MB of write-ahead log after it",
    "list": "CPU s, rowback list",
    "list_memory": "MB, rowback list",
    "import": "CPU s, rowback import of as many addresses",
    "ready": "CPU s until a daemon is ready",
    "ready_wall": "s until a daemon is ready",
    "idle_memory": "MB, the daemon without work",
}


def measure(count: int, told: Callable[[str, float], None], *, whole: bool = True) -> None:
    """Tell each figure for a store of `count` articles; without `whole` only those taken inside this program."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = fill(folder / "data", count, NOW)
        told("file", path.stat().st_size / count)
        store = Store(folder / "data")
        try:
            _inside(store, count, told)
        finally:
            store.close()
        if whole:
            _outside(folder, count, told)


def _inside(store: Store, count: int, told: Callable[[str, float], None]) -> None:
    told("home", _best(lambda: store.read(articles.look, 1)))
    told("home_last", _best(lambda: store.read(articles.look, -(-count // articles.A_PAGE))))
    told("metrics", _best(lambda: store.read(health.levels, NOW, 0, 0)))
    told("tick_idle", _best(lambda: _claimed(store, NOW)[0]))
    told("tick_free", _best(lambda: _claimed(store, LATER)[0]))
    told("locked", _claimed(store, LATER)[1])
    store.write(lambda connection: connection.exec_driver_sql(f"UPDATE host SET next_ok_at = {LATER + 9_999_999}"))
    told("tick_paused", _best(lambda: _claimed(store, LATER)[0]))
    before = time.process_time()
    most = _watching_log(store.path, lambda: _bring_forward(store, NOW - 5))
    told("bring_forward", time.process_time() - before)
    told("wal", most / 1e6)


def _claimed(store: Store, now_ms: int) -> tuple[float, float]:
    """CPU ms of one claim, and how many of them the writer was held for."""
    began = time.process_time()
    due = store.read(picking.due, now_ms, 64, pause_ms=1_000, per_host=8)
    looked = time.process_time()
    store.write(claims.lease, due, now_ms, pause_ms=1_000)
    ended = time.process_time()
    return (ended - began) * 1000, (ended - looked) * 1000


def _bring_forward(store: Store, latest_ms: int) -> None:
    store.write_in_steps(watches.bring_forward, latest_ms)


def _watching_log(path: Path, work: Callable[[], None]) -> int:
    """The most bytes that the write-ahead log of the store took while this was done."""
    log, most, over = path.with_name(path.name + "-wal"), [0], threading.Event()

    def look() -> None:
        while not over.wait(0.02):
            most[0] = max(most[0], log.stat().st_size if log.exists() else 0)

    watching = threading.Thread(target=look)
    watching.start()
    try:
        work()
    finally:
        over.set()
        watching.join()
    return max(most[0], log.stat().st_size)


def _best(once: Callable[[], object]) -> float:
    """The least of some rounds in ms of CPU, or of what `once` measured itself: the machine may do much else."""
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        measured = once()
        found.append(measured if isinstance(measured, float) else (time.process_time() - began) * 1000)
    return min(found)


def _outside(folder: Path, count: int, told: Callable[[str, float], None]) -> None:
    config = folder / "rowback.toml"
    config.write_text('[service]\nlisten = "127.0.0.1:0"\nallow_networks = ["127.0.0.0/8"]\n')
    cpu, memory = _command(config, "list")
    told("list", cpu)
    told("list_memory", memory / 1e6)
    # Due times of the made store lie in another year; a daemon would be busy with all of it.
    store = Store(folder / "data")
    until = int(time.time() * 1000) + 7 * 86_400_000
    store.write(lambda connection: connection.exec_driver_sql(f"UPDATE article SET due_at = {until}"))
    store.close()
    _daemon(config, folder, told)
    other = folder / "other"
    other.mkdir()
    (other / "rowback.toml").write_text("")
    hosts = hosts_of(count)
    (other / "addresses.txt").write_text("".join(url_of(number, hosts) + "\n" for number in range(count)))
    told("import", _command(other / "rowback.toml", "import", str(other / "addresses.txt"))[0])


def _command(config: Path, *words: str) -> tuple[float, float]:
    """CPU seconds and bytes of memory at most of one command, its output thrown away."""
    run = [sys.executable, "-m", "monitor.commands", "--config", str(config), *words]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most, family = 0, psutil.Process(process.pid)
    while process.poll() is None:
        try:
            most = max(most, family.memory_info().rss)
        except psutil.Error:
            break
        time.sleep(0.05)
    process.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, most


def _daemon(config: Path, folder: Path, told: Callable[[str, float], None]) -> None:
    log = folder / "daemon.log"
    began = time.monotonic()
    with log.open("w") as out:
        run = [sys.executable, "-m", "monitor.commands", "--config", str(config), "run"]
        process = subprocess.Popen(run, stdout=out, stderr=out)
    family = psutil.Process(process.pid)
    try:
        while not _ready(log):
            if process.poll() is not None or time.monotonic() - began > 120:
                print(log.read_text()[-2_000:], file=sys.stderr)
                return
            time.sleep(0.02)
        told("ready_wall", time.monotonic() - began)
        times = family.cpu_times()
        told("ready", times.user + times.system)
        time.sleep(3)
        told("idle_memory", sum(one.memory_full_info().pss for one in [family, *family.children()]) / 1e6)
    finally:
        process.terminate()
        process.wait(20)


def _ready(log: Path) -> bool:
    for line in log.read_text().splitlines():
        if '"started"' in line or " started" in line:
            start = line.find("http://")
            url = line[start:].split('"')[0].split()[0]
            try:
                return bool(urllib.request.urlopen(f"{url}/readyz", timeout=2).status == 200)
            except OSError:
                return False
    return False


def main(words: Sequence[str]) -> int:
    """Print the figures; draw them where a file is named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.store_growth", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--svg", type=Path, help="A file to draw into.")
    parser.add_argument("--json", type=Path, help="A file for the figures, to be drawn again.")
    parser.add_argument("--inside", action="store_true", help="Without commands and daemons.")
    given = parser.parse_args(words)
    found: dict[str, dict[int, float]] = {}
    for count in given.sizes:

        def told(name: str, value: float, count: int = count) -> None:
            found.setdefault(name, {})[count] = value
            print(f"{count:>9,}  {value:>12,.2f}  {FIGURES[name]}", flush=True)

        measure(count, told, whole=not given.inside)
    if given.json:
        given.json.write_text(json.dumps(found))
    if given.svg:
        given.svg.write_text(drawn(found))
    return 0


def drawn(found: dict[str, dict[int, float]]) -> str:
    """The figures that have a bar of milliseconds, as one chart."""
    names = ("tick_paused", "tick_free", "home", "metrics")
    return chart(
        "What a tick and a screen cost as the store grows",
        "articles",
        "ms of CPU",
        [Line(FIGURES[name].removeprefix("ms, "), found[name]) for name in names if name in found],
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
