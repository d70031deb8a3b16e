"""One worker process that reads and judges, and the thread that speaks with it: calls go in, what it said comes out.

The process can be killed at any moment without harm to the others. Knows no queue, no deadline and no host.
"""

from __future__ import annotations

import os
import pickle
import queue
import resource
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from monitor.checks.work import Ask

MEMORY = 1024 * 1024 * 1024
"""Bytes that a worker may hold. Above, the page fails by itself, instead of the machine choosing whom to end."""

MOST_ANSWERED = 64 * 1024 * 1024
"""Bytes of one answer; the text of a page of the largest size, with its facts and changes, is far below."""

Concepts = Mapping[str, Mapping[str, Any]]
_Call = tuple[Callable[..., Any], tuple[Any, ...], Ask[Any] | None]


class Said(StrEnum):
    """What a worker says, in this order; GONE may come at any time and ends it. BEGUN and ASKS stay in its thread."""

    READY = "ready"
    BEGUN = "begun"
    ASKS = "asks"
    DONE = "done"
    FAILED = "failed"
    UNANSWERED = "unanswered"
    NO_MEMORY = "no_memory"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Word:
    """One thing said. `value` is the result of DONE, the error as (sentence, traceback) of FAILED, of
    UNANSWERED the error of who was asked."""

    said: Said
    value: Any = None


class Unanswered(Exception):
    """Who was asked for a value could not give it; the work ends."""


class Reader:
    """One worker process. `heard` is called in the thread that speaks with it, GONE always last and once.

    `began` is when its last call began (time.monotonic), None before: kept here, since a word for it would wake the
    loop once for each page.
    """

    def __init__(
        self,
        context: SpawnContext,
        concepts: Concepts,
        warm: Callable[[], object] | None,
        heard: Callable[[Reader, Word], None],
    ) -> None:
        self._context = context
        self._begin = (dict(concepts), warm)
        self._heard = heard
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self.began: float | None = None
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._killed = False
        # A daemon thread: should the kernel not let a worker go, the service ends all the same.
        threading.Thread(target=self._speak, name="reader", daemon=True).start()

    def call(self, work: Callable[..., Any], args: tuple[Any, ...], answer: Ask[Any] | None = None) -> None:
        """Let it do one thing; the one before must have ended. With `answer` the work may ask for one more value."""
        self.began = None
        self._calls.put((work, args, answer))

    def retire(self) -> None:
        """Let it end by itself; it must be idle."""
        self._calls.put(None)

    def kill(self) -> None:
        """End it now, whatever it does; also where it is stopped or deep in C."""
        self._calls.put(None)
        with self._lock:
            self._killed = True
            if self._process is not None:
                with suppress(ValueError):  # its end was taken notice of already
                    self._process.kill()

    def _speak(self) -> None:
        connection: Connection[Any, Any] | None = None
        try:
            connection, theirs = self._context.Pipe()
            process = self._context.Process(target=_serve, args=(theirs, *self._begin), daemon=True)
            with self._lock:
                if self._killed:
                    return
                process.start()
                self._process = process
            theirs.close()  # else its end would not be seen here
            self._converse(connection)
        except Exception as wrong:
            # EOFError and OSError: it died or was killed; anything else (no descriptor, no memory for it) is no better.
            reason = f"{type(wrong).__name__}: {wrong}"
        else:
            reason = ""
        finally:
            self.kill()
            if self._process is not None:
                self._process.join(5)
            if connection is not None:
                connection.close()
        self._heard(self, Word(Said.GONE, reason))

    def _converse(self, connection: Connection[Any, Any]) -> None:
        self._heard(self, _listen(connection))
        while (call := self._calls.get()) is not None:
            work, args, answer = call
            try:
                packed = pickle.dumps((work, args, answer is not None), pickle.HIGHEST_PROTOCOL)
            except Exception as wrong:
                self._heard(self, Word(Said.FAILED, _told(wrong)))
                continue
            connection.send_bytes(packed)
            self._heard(self, self._end_of(connection, answer))

    def _end_of(self, connection: Connection[Any, Any], answer: Ask[Any] | None) -> Word:
        """How a call ended; what it asks for on its way is answered here."""
        wrong: Exception | None = None
        while True:
            word = _listen(connection)
            if word.said is Said.BEGUN:
                self.began = time.monotonic()
            elif word.said is Said.ASKS and answer is not None:
                try:
                    said = (True, answer())
                except Exception as error:
                    wrong, said = error, (False, None)
                connection.send_bytes(pickle.dumps(said, pickle.HIGHEST_PROTOCOL))
            else:
                return word if wrong is None else Word(Said.UNANSWERED, wrong)


def _listen(connection: Connection[Any, Any]) -> Word:
    word: Word = pickle.loads(connection.recv_bytes(MOST_ANSWERED))  # noqa: S301, from a worker of ours
    return word


def _told(wrong: Exception) -> tuple[str, str]:
    return f"{type(wrong).__name__}: {wrong}"[:500], "".join(traceback.format_exception(wrong))[-8_000:]


def _serve(connection: Connection[Any, Any], concepts: Concepts, warm: Callable[[], object] | None) -> None:
    """The worker's whole life: calls come in one by one, each is acknowledged and then answered."""
    _settle(concepts)
    if warm is not None:
        warm()
    # A table that the first page would make, or a page itself, may be far more than a worker needs to begin.
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    _say(connection, Word(Said.READY))

    def ask() -> Any:
        _say(connection, Word(Said.ASKS))
        known, value = pickle.loads(connection.recv_bytes())  # noqa: S301, from the daemon
        if not known:
            raise Unanswered
        return value

    while True:
        try:
            work, args, asks = pickle.loads(connection.recv_bytes())  # noqa: S301, from the daemon
        except EOFError:
            return
        _say(connection, Word(Said.BEGUN))
        try:
            word = Word(Said.DONE, work(*args, ask) if asks else work(*args))
            answer = pickle.dumps(word, pickle.HIGHEST_PROTOCOL)
        except MemoryError:
            answer = pickle.dumps(Word(Said.NO_MEMORY))
        except Exception as wrong:
            answer = pickle.dumps(Word(Said.FAILED, _told(wrong)))
        connection.send_bytes(answer)


def _say(connection: Connection[Any, Any], word: Word) -> None:
    connection.send_bytes(pickle.dumps(word))


def _settle(concepts: Concepts) -> None:
    if concepts:
        from monitor.text.lexicon import add_concepts

        add_concepts(concepts)
    # Ctrl-C reaches the whole foreground group; only the daemon decides when its workers stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Where the machine runs out of memory, a worker is to go and not the daemon.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")
    # A daemon that is killed cannot end its workers, and one deep in a page does not look whether it is still there.
    threading.Thread(target=_end_with_the_daemon, name="end-with-daemon", daemon=True).start()


def _end_with_the_daemon() -> None:
    daemon = parent_process()
    if daemon is not None:
        daemon.join()
        os._exit(0)
