"""The e-mail channel: a Delivery goes in, one mail to one recipient goes out, an Outcome comes back in time.

One recipient a transaction, since a server may take one and refuse another. What a lost answer after the message means
is left to the receiver: the next try carries the same Message-ID. Never raises, never sends a password in the clear
over a network.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage

from alerts.alert import Delivery, End, Outcome, Verdict
from alerts.channels.deadline import Wire, attempt
from alerts.channels.mailserver import Server, mailbox, with_detail
from alerts.channels.secrecy import without
from alerts.channels.trace import Trace, untold
from alerts.channels.trust import trusting
from alerts.messages.mail import compose, compose_notice
from alerts.messages.marks import shown
from alerts.messages.templates import Templates
from alerts.notice import Notice

KEPT_CHARS = 2048

OpenSmtp = Callable[[Server, float], smtplib.SMTP]
"""A server and a socket timeout in seconds -> a client that is not connected yet."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the mail server is told about one mail. `mail_id` comes back in its notice of failure."""

    mail_id: str
    sender: str
    recipient: str

    @property
    def international(self) -> bool:
        """Whether an address has letters that only SMTPUTF8 can carry (RFC 6531)."""
        return not (self.sender.isascii() and self.recipient.isascii())

    def options(self, smtp: smtplib.SMTP) -> tuple[list[str], list[str]]:
        """The parameters of MAIL and RCPT, as far as the server offers them."""
        mail, rcpt = (["SMTPUTF8"] if self.international else []), []
        if smtp.has_extn("dsn"):
            # RFC 3461: a notice of failure with the headers only and our id, and none of success.
            mail += ["RET=HDRS", f"ENVID={self.mail_id}"]
            rcpt += ["NOTIFY=FAILURE"]
        return mail, rcpt


class EmailChannel:
    """Mails each delivery to the one address it is for."""

    kind = "email"
    at_once = 4

    def __init__(
        self,
        name: str,
        to: Sequence[str],
        smtp_url: str,
        sender: str,
        instance: str,
        *,
        username: str = "",
        password: str = "",
        open_smtp: OpenSmtp | None = None,
        timeout: float = 60.0,
        ca_file: str | None = None,
        bounces: str = "",
        unsubscribe: Callable[[str], str] | None = None,
        templates: Templates | None = None,
    ) -> None:
        """`instance` is the domain part of all our ids and must stay the same over restarts, or repeats look new.

        `bounces` is the address that mail comes back to, each with its delivery's id after a plus; without it mail
        comes back to `sender`. `unsubscribe` makes the link for a delivery's id under which its reader gets no more.
        `timeout` is the wall clock of a whole attempt in seconds. `ca_file` names a bundle of certificates to trust
        instead of the usual ones. Raises ValueError for a bad URL or address.
        """
        self.name = name
        self.deadline = timeout
        self._to = tuple(mailbox(address) for address in to)
        self._sender = mailbox(sender)
        self._instance = re.sub(r"[^A-Za-z0-9_.-]+", "-", instance).strip(".-") or "rowback"
        self._server = Server.parse(smtp_url, username, password)
        self._context = trusting(ca_file)
        self._open = open_smtp or self._client
        self._bounces = mailbox(bounces) if bounces else ""
        self._unsubscribe = unsubscribe
        self._templates = templates

    def recipients(self) -> tuple[str, ...]:
        """The addresses, in the order of the configuration."""
        return self._to

    def preview(self, delivery: Delivery, *, now_ms: int) -> dict[str, str]:
        """The headers, the text and the page."""
        mail = self._written(delivery, delivery.recipient, now_ms)
        parts = {part.get_content_subtype(): str(part.get_content()) for part in mail.iter_parts()}
        headers = "".join(f"{name}: {getattr(value, 'said', value)}\n" for name, value in mail.items())
        return {"headers": headers, "text": parts["plain"], "html": parts["html"]}

    def send(self, delivery: Delivery, *, now_ms: int, trace: Trace = untold) -> Outcome:
        """One transaction for one recipient. The outcome table is that of docs/delivery.md."""

        def written(recipient: str) -> EmailMessage:
            return self._written(delivery, recipient, now_ms)

        return self._deliver(delivery.id, delivery.recipient, written, trace)

    def _written(self, delivery: Delivery, recipient: str, now_ms: int) -> EmailMessage:
        return compose(
            replace(delivery, recipient=recipient),
            sender=self._sender,
            instance=self._instance,
            now_ms=now_ms,
            unsubscribe=self._unsubscribe(delivery.id) if self._unsubscribe else "",
            templates=self._templates,
        )

    def knock(self, trace: Trace = untold) -> Outcome:
        """Greeting, TLS and login, and no mail: whether the server would let us in."""

        def call(wire: Wire) -> Outcome:
            smtp = self._open(self._server, self.deadline)
            try:
                outcome = self._enter(wire, smtp) or Outcome(Verdict.SENT, End.ACCEPTED)
                with contextlib.suppress(OSError, smtplib.SMTPException):
                    smtp.quit()
                return outcome
            except (OSError, smtplib.SMTPException) as error:
                return _failed(error, wire)
            finally:
                smtp.close()

        outcome = attempt(call, self.deadline, trace)
        return replace(outcome, detail=without(outcome.detail, [self._server.password]))

    def tell(self, notice: Notice, recipient: str, *, now_ms: int, trace: Trace = untold) -> Outcome:
        """One plain mail to whoever runs this Rowback."""

        def written(address: str) -> EmailMessage:
            return compose_notice(notice, address, sender=self._sender, instance=self._instance, now_ms=now_ms)

        return self._deliver(notice.id, recipient, written, trace)

    def _deliver(self, mail_id: str, to: str, written: Callable[[str], EmailMessage], trace: Trace) -> Outcome:
        try:
            recipient = mailbox(to)
        except ValueError as error:
            return Outcome(Verdict.DEAD, End.BAD_ADDRESS, detail=str(error))
        sender = with_detail(self._bounces, mail_id) if self._bounces else self._sender

        def call(wire: Wire) -> Outcome:
            return self._transact(wire, Envelope(mail_id, sender, recipient), written(recipient))

        outcome = attempt(call, self.deadline, trace)
        # A server may quote the login in its answer, and the answer is kept, logged and shown.
        return replace(outcome, detail=without(outcome.detail, [self._server.password]))

    def _transact(self, wire: Wire, envelope: Envelope, mail: EmailMessage) -> Outcome:
        smtp = self._open(self._server, self.deadline)
        try:
            outcome = self._dialogue(wire, smtp, envelope, mail.as_bytes())
            wire.settle(outcome)
            with contextlib.suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            return outcome
        except (OSError, smtplib.SMTPException) as error:
            return _failed(error, wire)
        finally:
            smtp.close()

    def _dialogue(self, wire: Wire, smtp: smtplib.SMTP, envelope: Envelope, message: bytes) -> Outcome:
        """Greeting, TLS, login, MAIL, RCPT, DATA; ends at the first step that is refused."""
        if refused := self._enter(wire, smtp):
            return refused
        if envelope.international and not smtp.has_extn("smtputf8"):
            detail = "the address has letters outside ASCII and this server does not take such (no SMTPUTF8)"
            return Outcome(Verdict.DEAD, End.BAD_ADDRESS, detail=detail)
        mail_options, rcpt_options = envelope.options(smtp)
        steps: tuple[tuple[str, Callable[[], tuple[int, bytes]], Verdict, End], ...] = (
            ("sender", lambda: smtp.mail(envelope.sender, mail_options), Verdict.CHANNEL, End.SENDER_REFUSED),
            ("recipient", lambda: smtp.rcpt(envelope.recipient, rcpt_options), Verdict.DEAD, End.RECIPIENT_REFUSED),
            ("message", lambda: _data(wire, smtp, message), Verdict.DEAD, End.MESSAGE_REFUSED),
        )
        code, answer = 0, b""
        for name, step, verdict, reason in steps:
            code, answer = step()
            wire.trace(name, f"{code} {_text(answer)}")
            if not 200 <= code < 300:
                return _answered(code, answer, verdict, reason)
        return Outcome(Verdict.SENT, End.ACCEPTED, code, _text(answer))

    def _enter(self, wire: Wire, smtp: smtplib.SMTP) -> Outcome | None:
        """Connect, greet, and where it is called for start TLS and log in; an Outcome if any of it is refused."""
        server = self._server
        code, answer = _connect(wire, smtp, server)
        wire.trace("greeting", f"{code} {_text(answer)}")
        if code != 220:
            return _answered(code, answer, Verdict.CHANNEL, End.SERVER_REFUSED)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.scheme == "smtp+starttls" or (server.scheme == "smtp" and not server.here):
                if smtp.has_extn("starttls"):
                    smtp.starttls(context=self._context())
                    wire.trace("tls", f"STARTTLS, the certificate is good for {server.host}")
                    smtp.ehlo_or_helo_if_needed()
                elif server.scheme == "smtp+starttls" or server.username:
                    detail = "the server offers no STARTTLS; set smtps:// or remove the login"
                    return Outcome(Verdict.CHANNEL, End.TLS_MISSING, detail=detail)
            if server.username:
                smtp.login(server.username, server.password)
                wire.trace("login", f"as {server.username}")
        except smtplib.SMTPAuthenticationError as error:
            return _answered(error.smtp_code, _raw(error.smtp_error), Verdict.CHANNEL, End.AUTH_FAILED)
        except smtplib.SMTPNotSupportedError as error:
            return Outcome(Verdict.CHANNEL, End.AUTH_FAILED, detail=str(error))
        except smtplib.SMTPResponseException as error:
            return _answered(error.smtp_code, _raw(error.smtp_error), Verdict.CHANNEL, End.SERVER_REFUSED)
        return None

    def _client(self, server: Server, timeout: float) -> smtplib.SMTP:
        # The name for HELO is given: smtplib would else ask the resolver for this machine's own.
        if server.scheme == "smtps":
            return smtplib.SMTP_SSL(local_hostname=self._instance, timeout=timeout, context=self._context())
        return smtplib.SMTP(local_hostname=self._instance, timeout=timeout)


def _connect(wire: Wire, smtp: smtplib.SMTP, server: Server) -> tuple[int, bytes]:
    """Connect in such a way that the wire holds the socket before the greeting is awaited, which may drip for ever."""
    dial = smtp._get_socket  # type: ignore[attr-defined]  # smtplib's own seam; its sub-class SMTP_SSL uses it

    def held(host: str, port: int, timeout: float) -> socket.socket:
        connected: socket.socket = dial(host, port, timeout)
        wire.trace("connect", f"{connected.getpeername()[0]} port {port}")
        wire.hold(connected)
        return connected

    smtp._get_socket = held  # type: ignore[attr-defined]
    # starttls() and SMTP_SSL check the certificate against this name, which smtplib keeps only from its constructor.
    smtp._host = server.host  # type: ignore[attr-defined]
    return smtp.connect(server.host, server.port)


def _data(wire: Wire, smtp: smtplib.SMTP, message: bytes) -> tuple[int, bytes]:
    """DATA and the message. From its last byte on, a lost answer leaves open whether the server took it."""
    code, answer = smtp.docmd("data")
    if code != 354:
        # A 2xx here would be nonsense; it must not pass for the message being taken.
        return (code if code >= 400 else 451), answer
    wire.handed_over = True
    # RFC 5321 4.5.2: a line of the message that begins with a dot gets a second one.
    smtp.send(re.sub(rb"(?m)^\.", b"..", message) + b".\r\n")
    return smtp.getreply()


def _answered(code: int, answer: bytes, verdict: Verdict, reason: End) -> Outcome:
    """The outcome of a refused step: 5xx is `verdict` with its `reason`, all else passes (RFC 5321 4.2.1)."""
    if 500 <= code < 600:
        return Outcome(verdict, reason, code, _text(answer))
    return Outcome(Verdict.RETRY, End.DEFERRED if 400 <= code < 500 else End.BAD_ANSWER, code, _text(answer))


def _failed(error: Exception, wire: Wire) -> Outcome:
    """The outcome of a dialogue that broke off."""
    # smtplib hides a timeout inside SMTPServerDisconnected.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        reason = End.TIMEOUT
    elif isinstance(error, ssl.SSLError):
        reason = End.TLS_FAILED
    elif isinstance(error, socket.gaierror):
        reason = End.UNKNOWN_HOST
    elif isinstance(error, smtplib.SMTPServerDisconnected | ConnectionResetError | BrokenPipeError):
        reason = End.CUT_SHORT
    elif isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        reason = End.UNREACHABLE
    else:
        reason = End.BAD_ANSWER
    return Outcome(Verdict.RETRY, reason, detail=shown(str(error))[:KEPT_CHARS], ambiguous=wire.handed_over)


def _raw(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode()


def _text(answer: bytes) -> str:
    return shown(answer.decode("utf-8", "replace"))[:KEPT_CHARS]
