"""Debian's OpenSMTPD as a real mail server on loopback, and behind it a next hop that keeps or refuses what it relays.

Installed by `make faults` when run as root; everywhere else the tests that need it say why they are skipped. It is
started and ended by id, and listens on loopback only.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from random import Random
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.demo.daemon import free_port
from tests.outside import wait_for

PROGRAM = "/usr/sbin/smtpd"


@dataclass
class NextHop:
    """Where OpenSMTPD hands mail on: takes everything but what is for a name in `refused`."""

    refused: set[str] = field(default_factory=set)
    taken: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if address.partition("@")[0] in self.refused:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append(envelope)
        return "250 OK"

    def mails(self, to: str) -> list[EmailMessage]:
        """What arrived for one address, parsed."""
        found = [e for e in self.taken if to in e.rcpt_tos]
        return [message_from_bytes(e.content, policy=default) for e in found if isinstance(e.content, bytes)]


class MailServer:
    """A running OpenSMTPD on `port`, without TLS: 6.8's fails under OpenSSL 3 (logins are tested with aiosmtpd)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.next_hop = NextHop()
        chance = Random()
        self.port, relay = free_port(chance), free_port(chance)
        self._controller = Controller(self.next_hop, hostname="127.0.0.1", port=relay, ready_timeout=60)
        self._controller.start()
        (folder / "smtpd.conf").write_text(self._configuration(relay))
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def _configuration(self, relay: int) -> str:
        return f"""
table known {{ "desk@example.org", "gone@example.org", "night@example.org" }}
listen on 127.0.0.1 port {self.port}
bounce warn-interval 1d
action "on" relay host smtp://127.0.0.1:{relay}
match from any for domain "example.org" rcpt-to <known> action "on"
match from any for domain "rowback.example" action "on"
match from local for domain "rowback.example" action "on"
"""

    def start(self) -> None:
        """Start it, or start it again; returns when it answers."""
        with (self._folder / "smtpd.log").open("ab") as log:
            self._process = subprocess.Popen(
                [PROGRAM, "-d", "-f", str(self._folder / "smtpd.conf")],
                stdout=log,
                stderr=log,
            )
        assert wait_for(lambda: _answers(self.port)), (self._folder / "smtpd.log").read_text()

    def stop(self) -> None:
        """End it as a machine that goes down would end it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)
            self._process = None

    def close(self) -> None:
        """Stop everything."""
        self.stop()
        self._controller.stop()


def mail_server(folder: Path) -> MailServer:
    """A started server, or a skip that says what is missing."""
    if os.geteuid() != 0:
        pytest.skip("OpenSMTPD needs root to start; run `make faults` as root")
    if not Path(PROGRAM).exists():
        _install()
    if not Path(PROGRAM).exists():
        pytest.skip("OpenSMTPD is not here and could not be installed: apt-get install opensmtpd")
    return MailServer(folder)


def _install() -> None:
    if shutil.which("apt-get") is None:
        return
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(
        ["apt-get", "install", "-y", "--no-install-recommends", "opensmtpd"],
        env=os.environ | quiet,
        capture_output=True,
        timeout=300,
        check=False,
    )


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            return connection.recv(3) == b"220"
    except OSError:
        return False
