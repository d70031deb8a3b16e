"""A real mail server (aiosmtpd) on loopback that takes everything except what is given another answer."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Answers:
    """A mail server that takes everything except what is given another answer; `taken` holds the messages it took."""

    mail: str = "250 OK"
    rcpt: str = "250 OK"
    data: str = "250 OK"
    taken: list[Envelope] = field(default_factory=list)

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        envelope.mail_from = address
        return self.mail

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.data.startswith("250"):
            self.taken.append(envelope)
        return self.data


class OnItsOwnPort(Controller):  # type: ignore[misc]
    """aiosmtpd's controller on a port that nobody can take between its choice and its use."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        self._bound = socket.create_server(("127.0.0.1", 0))
        super().__init__(*args, port=self._bound.getsockname()[1], **settings)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._bound, ssl=self.ssl_context)


@contextlib.contextmanager
def mail_server(answers: Answers, **settings: Any) -> Iterator[int]:
    controller = OnItsOwnPort(answers, hostname="127.0.0.1", ready_timeout=60, **settings)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
