"""`python -m benchmarks.peers [--count 1000] [PROGRAM...]`: what a pass over many pages costs here and elsewhere.

Floor, Rowback, urlwatch, webchanges and changedetection.io look at the paper of benchmarks/peers_site.py, one program
after the other: first looks, only furniture changed, mixed edits, pages that stand and say so. Prints the CPU of the
process tree, the most memory (PSS), and what was told. Programs of others get an environment of their own.
"""

from __future__ import annotations

import argparse
import json
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from benchmarks.peers_programs import PROGRAMS, Program
from benchmarks.peers_site import FACTS, KINDS

PHASES = ("first look", "furniture", "mixed", "settling", "304")


def main(words: Sequence[str]) -> int:
    """Run the programs one after the other and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("programs", nargs="*", choices=[*PROGRAMS, []], default=[])
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--environments", type=Path, default=Path("build/peers"))
    given = parser.parse_args(words)
    print(f"{'program':20} {'phase':11} {'CPU s/1,000':>11} {'x floor':>8} {'PSS MB':>7}  told")
    floor: dict[str, float] = {}
    for name in given.programs or PROGRAMS:
        for phase, cpu, memory, told in measured(name, given.count, given.environments):
            each = cpu * 1000 / given.count
            if name == "floor":
                floor[phase] = each
            times = f"{each / floor[phase]:8.1f}" if phase in floor else f"{'-':>8}"
            print(f"{name:20} {phase:11} {each:11.2f} {times} {memory:7.0f}  {told}", flush=True)
    return 0


def measured(name: str, count: int, environments: Path) -> list[tuple[str, float, float, str]]:
    """For each phase the CPU seconds, the most memory in MB and what was told, of one program."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        site = subprocess.Popen([sys.executable, "-m", "benchmarks.peers_site", str(port), str(count)])
        program = PROGRAMS[name](Path(folder), f"http://127.0.0.1:{port}", count, environments)
        try:
            _wait_for(port)
            program.begin()
            return [(phase, *_passed(program, phase)) for phase in PHASES]
        finally:
            program.end()
            site.terminate()
            site.wait(10)


def _passed(program: Program, phase: str) -> tuple[float, float, str]:
    if phase == "mixed":
        asked(program.base, "edit")
    asked(program.base, {"settling": "validate", "304": "validate"}.get(phase, "reset"))
    sampling = Sampling(program)
    before = program.cpu()
    program.look()
    cpu, memory = program.cpu() - before, sampling.end()
    stats = asked(program.base, "stats")
    if not stats["requests"]:
        return cpu, memory, f"asked for nothing, so this is no figure: {program.out[-200:]!r}"
    told = Counter(KINDS[number % 10] or "nothing" for number in program.told(stats["hooks"]))
    missed = sum(program.count // 10 - told[kind] for kind in FACTS) if phase == "mixed" else 0
    false = sum(n for kind, n in told.items() if kind not in FACTS or phase != "mixed")
    more = "" if not told else " ".join(f"{kind} {n}," for kind, n in sorted(told.items()))
    return cpu, memory, f"{more} missed {missed}, false {false}; {stats['requests']} asked, {stats['unmodified']} 304"


class Sampling:
    """Watches the memory of a program until it ends."""

    def __init__(self, program: Program) -> None:
        self._program, self._most, self._over = program, 0.0, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._over.wait(0.5):
            self._most = max(self._most, sum(map(_pss, self._program.family())) / 1e6)

    def end(self) -> float:
        """The most megabytes, shared pages counted once."""
        self._over.set()
        self._thread.join()
        return self._most


def _pss(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


def asked(base: str, what: str) -> Any:
    """An order to the paper, or a question."""
    with urllib.request.urlopen(f"{base}/{what}", timeout=60) as answer:
        return json.loads(answer.read())


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the paper does not answer")


def floor(base: str, count: int, path: str) -> None:
    """The least that a look can be: a bare fetch, a parse, a hash and an update."""
    import hashlib
    import http.client

    from selectolax.lexbor import LexborHTMLParser

    store = sqlite3.connect(path)
    store.execute("CREATE TABLE IF NOT EXISTS page (id INTEGER PRIMARY KEY, sha256 BLOB, tag TEXT)")
    tags = dict(store.execute("SELECT id, tag FROM page"))
    line = http.client.HTTPConnection(base.split("//")[1])
    for number in range(count):
        line.request("GET", f"/a/{number}", headers={"If-None-Match": tags[number]} if tags.get(number) else {})
        answer = line.getresponse()
        body = answer.read()
        if answer.status == 200:
            text = LexborHTMLParser(body).text()
            sha = hashlib.sha256(text.encode("utf-8", "replace")).digest()
            store.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?)", (number, sha, answer.getheader("ETag")))
            store.commit()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--floor"]:
        floor(sys.argv[2], int(sys.argv[3]), sys.argv[4])
    else:
        sys.exit(main(sys.argv[1:]))
