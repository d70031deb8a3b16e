"""The e-mail channel: a Delivery goes in, one mail to one recipient goes out, an Outcome comes back in time.

One recipient a transaction, since a server may take one and refuse another. What a lost answer after the message means
is left to the receiver: the next try carries the same Message-ID. Never raises, never sends a password in the clear
over a network.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from alerts.alert import Delivery, End, Outcome, Verdict
from alerts.channels.deadline import Wire, attempt
from alerts.channels.trust import trusting
from alerts.messages.mail import compose
from alerts.messages.marks import one_line, shown

SCHEMES = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
"""smtp: STARTTLS where it is offered; smtp+starttls: refused without it; smtps: TLS from the first byte. With ports."""

KEPT_CHARS = 2048

# The dot-atom of RFC 5322 3.2.3; quoted local parts are legal too, but nobody has one and they hide injections.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
# Underscores are no part of a mail domain, but of many machines' names.
_DOMAIN = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in. `scheme` is a key of SCHEMES; an empty `username` means no login."""

    scheme: str
    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str, username: str = "", password: str = "") -> Server:
        """From smtp://user:password@host:port; what is given apart wins over what the URL says. Raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in SCHEMES or not parts.hostname or parts.path.strip("/"):
            raise ValueError("a mail server is named as smtp://host:25, smtps://host:465 or smtp+starttls://host:587")
        return cls(
            parts.scheme,
            parts.hostname,
            parts.port or SCHEMES[parts.scheme],
            username or unquote(parts.username or ""),
            password or unquote(parts.password or ""),
        )

    @property
    def here(self) -> bool:
        """Whether it runs on this machine, where nobody listens in between."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


OpenSmtp = Callable[[Server, float], smtplib.SMTP]
"""A server and a socket timeout in seconds -> a client that is not connected yet."""


class EmailChannel:
    """Mails each delivery to the one address it is for."""

    kind = "email"

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
    ) -> None:
        """`instance` is the domain part of all our ids and must stay the same over restarts, or repeats look new.

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

    def recipients(self) -> tuple[str, ...]:
        """The addresses, in the order of the configuration."""
        return self._to

    def send(self, delivery: Delivery, *, now_ms: int) -> Outcome:
        """One transaction for one recipient. The outcome table is that of docs/delivery.md."""
        try:
            recipient = mailbox(delivery.recipient)
        except ValueError as error:
            return Outcome(Verdict.DEAD, End.BAD_ADDRESS, detail=str(error))

        def call(wire: Wire) -> Outcome:
            mail = compose(delivery, sender=self._sender, instance=self._instance, now_ms=now_ms)
            return self._transact(wire, recipient, mail)

        return attempt(call, self.deadline)

    def _transact(self, wire: Wire, recipient: str, mail: EmailMessage) -> Outcome:
        smtp = self._open(self._server, self.deadline)
        try:
            outcome = self._dialogue(wire, smtp, recipient, mail.as_bytes())
            wire.settle(outcome)
            with contextlib.suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            return outcome
        except (OSError, smtplib.SMTPException) as error:
            return _failed(error, wire)
        finally:
            smtp.close()

    def _dialogue(self, wire: Wire, smtp: smtplib.SMTP, recipient: str, message: bytes) -> Outcome:
        """Greeting, TLS, login, MAIL, RCPT, DATA; ends at the first step that is refused."""
        if refused := self._enter(wire, smtp):
            return refused
        steps: tuple[tuple[Callable[[], tuple[int, bytes]], Verdict, End], ...] = (
            (lambda: smtp.mail(self._sender), Verdict.CHANNEL, End.SENDER_REFUSED),
            (lambda: smtp.rcpt(recipient), Verdict.DEAD, End.RECIPIENT_REFUSED),
            (lambda: _data(wire, smtp, message), Verdict.DEAD, End.MESSAGE_REFUSED),
        )
        code, answer = 0, b""
        for step, verdict, reason in steps:
            code, answer = step()
            if not 200 <= code < 300:
                return _answered(code, answer, verdict, reason)
        return Outcome(Verdict.SENT, End.ACCEPTED, code, _text(answer))

    def _enter(self, wire: Wire, smtp: smtplib.SMTP) -> Outcome | None:
        """Connect, greet, and where it is called for start TLS and log in; an Outcome if any of it is refused."""
        server = self._server
        code, answer = _connect(wire, smtp, server)
        if code != 220:
            return _answered(code, answer, Verdict.CHANNEL, End.SERVER_REFUSED)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.scheme == "smtp+starttls" or (server.scheme == "smtp" and not server.here):
                if smtp.has_extn("starttls"):
                    smtp.starttls(context=self._context())
                    smtp.ehlo_or_helo_if_needed()
                elif server.scheme == "smtp+starttls" or server.username:
                    detail = "the server offers no STARTTLS; set smtps:// or remove the login"
                    return Outcome(Verdict.CHANNEL, End.TLS_MISSING, detail=detail)
            if server.username:
                smtp.login(server.username, server.password)
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


def mailbox(address: str) -> str:
    """A bare address as SMTP carries it, its domain in ASCII (IDNA). Raises ValueError that says what is wrong with it.

    A local part outside ASCII is refused: it would need SMTPUTF8 on every server along the way (RFC 6531).
    """
    local, _, domain = address.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise ValueError(f"not a mail address that can be sent to: {one_line(address)!r}")
    return f"{local}@{domain}"


def _connect(wire: Wire, smtp: smtplib.SMTP, server: Server) -> tuple[int, bytes]:
    """Connect in such a way that the wire holds the socket before the greeting is awaited, which may drip for ever."""
    dial = smtp._get_socket  # type: ignore[attr-defined]  # smtplib's own seam; its sub-class SMTP_SSL uses it

    def held(host: str, port: int, timeout: float) -> socket.socket:
        connected: socket.socket = dial(host, port, timeout)
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
