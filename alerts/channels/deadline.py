"""One attempt under a wall-clock deadline: a blocking call goes in, its Outcome or a timeout comes out, in time.

A socket timeout bounds each single read only, so a server that drips a byte a second holds a caller for ever; here the
call runs in a thread of its own and its socket is shut when time is up. Never raises, whatever the call does.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable

from alerts.alert import End, Outcome, Verdict
from alerts.channels.trace import Trace, untold

GRACE = 0.1
"""Share of the deadline kept for what follows a known verdict: the rest of an answer, a polite farewell."""
LONGEST_GRACE = 2.0


class Wire:
    """What an attempt tells its deadline: the socket to shut, how far it came, and the outcome once that is known."""

    def __init__(self, trace: Trace = untold) -> None:
        self.trace = trace
        self.outcome: Outcome | None = None
        self.handed_over = False
        """True once the receiver may have the whole message: from then on a lost answer is ambiguous."""
        self.settled = threading.Event()
        self._lock = threading.Lock()
        self._held: socket.socket | None = None
        self._cut = False

    def hold(self, connected: socket.socket) -> None:
        """Remember a connected socket. A duplicate is kept, since TLS wrapping empties the original object."""
        with self._lock:
            self._drop()
            self._held = socket.socket(fileno=os.dup(connected.fileno()))
            if self._cut:
                self._shut()

    def settle(self, outcome: Outcome) -> None:
        """State the outcome, or refine the one stated before."""
        self.outcome = outcome
        self.settled.set()

    def cut(self) -> None:
        """Shut the socket under the call: any read or write that blocks on it ends at once."""
        with self._lock:
            self._cut = True
            self._shut()
            self._drop()

    def _shut(self) -> None:
        if self._held is not None:
            with contextlib.suppress(OSError):
                self._held.shutdown(socket.SHUT_RDWR)

    def _drop(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None


def attempt(call: Callable[[Wire], Outcome], seconds: float, trace: Trace = untold) -> Outcome:
    """Run `call` and return its outcome, or a timeout after `seconds`; the verdict itself must be in a little earlier.

    A fault in the call is our own mistake: it becomes a retry that names the place, without the message, which might
    quote a secret. `trace` hears of each step, from another thread.
    """
    wire = Wire(trace)

    def run() -> None:
        try:
            wire.settle(call(wire))
        except Exception as error:  # the one place where a channel's promise never to raise is kept
            if wire.outcome is None:
                wire.settle(Outcome(Verdict.RETRY, End.FAULT, detail=_place(error), ambiguous=wire.handed_over))

    # A thread that is stuck in the system's resolver cannot be ended; as a daemon it holds up nobody's exit.
    thread = threading.Thread(target=run, name="attempt", daemon=True)
    try:
        thread.start()
    except RuntimeError as error:  # the system gives no more threads
        return Outcome(Verdict.RETRY, End.FAULT, detail=_place(error))
    grace = min(seconds * GRACE, LONGEST_GRACE)
    in_time = wire.settled.wait(seconds - grace)
    if in_time:
        thread.join(grace)
    wire.cut()
    # Read only what was settled in time: the cut itself makes the call fail, and that failure is not the reason.
    if in_time and wire.outcome is not None:
        return wire.outcome
    detail = f"no verdict within {seconds - grace:g} s"
    return Outcome(Verdict.RETRY, End.TIMEOUT, detail=detail, ambiguous=wire.handed_over)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" at {trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__}{where}"
