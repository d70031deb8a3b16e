"""A blocking call under a wall clock: its verdict in time, or a timeout; never its failure at being cut."""

from __future__ import annotations

import socket
import threading

import pytest

from alerts.alert import End, Outcome, Verdict
from alerts.channels.deadline import Wire, attempt

SENT = Outcome(Verdict.SENT, End.ACCEPTED, 200)
CUT = Outcome(Verdict.RETRY, End.CUT_SHORT)


def test_call_in_time_gives_its_own_outcome() -> None:
    assert attempt(lambda wire: SENT, 5) == SENT


def test_call_that_is_cut_counts_as_a_timeout_although_it_ends_with_a_failure_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cut = Wire.cut

    def cut_and_wait_for_the_failure(wire: Wire) -> None:
        cut(wire)
        assert wire.settled.wait(5)

    monkeypatch.setattr(Wire, "cut", cut_and_wait_for_the_failure)
    ours, theirs = socket.socketpair()

    def call(wire: Wire) -> Outcome:
        wire.hold(ours)
        wire.handed_over = True
        ours.recv(1)
        return CUT

    with ours, theirs:
        outcome = attempt(call, 0.1)
    assert (outcome.verdict, outcome.reason, outcome.ambiguous) == (Verdict.RETRY, End.TIMEOUT, True)


def test_verdict_stands_although_what_follows_it_never_ends() -> None:
    release = threading.Event()

    def call(wire: Wire) -> Outcome:
        wire.settle(SENT)
        release.wait(5)
        return CUT

    assert attempt(call, 0.2) == SENT
    release.set()


def test_verdict_stands_although_what_follows_it_raises() -> None:
    def call(wire: Wire) -> Outcome:
        wire.settle(SENT)
        raise OSError("the farewell failed")

    assert attempt(call, 5) == SENT


def test_fault_of_our_own_names_its_place_and_quotes_nothing() -> None:
    def call(wire: Wire) -> Outcome:
        raise LookupError("https://hooks.example/secret")

    outcome = attempt(call, 5)
    assert (outcome.verdict, outcome.reason) == (Verdict.RETRY, End.FAULT)
    assert outcome.detail.startswith("LookupError at call:")
    assert "secret" not in repr(outcome)


def test_socket_that_is_shown_after_the_cut_is_shut_at_once() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire = Wire()
        wire.cut()
        wire.hold(ours)
        assert ours.recv(1) == b""
        wire.cut()
