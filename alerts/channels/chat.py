"""The chat channel: a Delivery goes in, one message through Apprise goes out, and an Outcome comes back in time.

Apprise runs in a program of its own for each message: its imports, its pauses and its connections stay out of the
daemon, and what hangs is ended. It says yes or no and no more, so a failure has no known cause. Follows no redirect.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence

from alerts.alert import Delivery, End, Outcome, Verdict
from alerts.channels.secrecy import without
from alerts.channels.trace import Trace, untold
from alerts.messages.chat import message, noted
from alerts.messages.marks import shown
from alerts.messages.templates import Templates
from alerts.notice import Notice

KEPT_CHARS = 2048

Post = Callable[[bytes, float], bytes]
"""The task as JSON and the seconds it may take -> the answer as JSON. Raises TimeoutError or OSError."""


class ChatChannel:
    """Posts each delivery to one Apprise URL."""

    kind = "chat"
    at_once = 1
    """Each message costs a program of 50 MB for about half a second, so a channel sends one after the other."""

    def __init__(
        self, name: str, url: str, post: Post, *, templates: Templates | None = None, timeout: float = 30.0
    ) -> None:
        """`url` is a secret as a whole. `post` runs one task (see chat_posting.py) in a program of its own.

        `timeout` is the wall clock of an attempt in seconds. Raises ValueError for what is no URL.
        """
        scheme, found, rest = url.strip().partition("://")
        if not found or not rest or not scheme.isascii() or not scheme[:1].isalpha():
            raise ValueError("a chat channel has a URL as Apprise writes them, such as slack://..., ntfy://...")
        self.name = name
        self.deadline = timeout
        self._url = url.strip()
        self._service = scheme.lower()
        self._post = post
        self._templates = templates

    def recipients(self) -> tuple[str, ...]:
        """The service alone: tokens stand anywhere in the rest of an Apprise URL."""
        return (self._service,)

    def preview(self, delivery: Delivery, *, now_ms: int) -> dict[str, str]:
        """The text. Apprise may mark it up for its service, and cuts what is too long for it."""
        return {"text": message(delivery, self._templates) + "\n"}

    def send(self, delivery: Delivery, *, now_ms: int, trace: Trace = untold) -> Outcome:
        """One message. `sent` means that the service took it, as far as Apprise can tell."""
        return self._deliver(message(delivery, self._templates), trace)

    def tell(self, notice: Notice, recipient: str, *, now_ms: int, trace: Trace = untold) -> Outcome:
        """One message to whoever runs this Rowback."""
        return self._deliver(noted(notice), trace)

    def _deliver(self, body: str, trace: Trace) -> Outcome:
        trace("start", f"Apprise for {self._service}://, in a program of its own")
        task = json.dumps({"url": self._url, "body": body.encode(errors="replace").decode()}).encode()
        try:
            answer = json.loads(self._post(task, self.deadline))
        except TimeoutError:
            detail = f"no verdict within {self.deadline:g} s"
            return Outcome(Verdict.RETRY, End.TIMEOUT, detail=detail, ambiguous=True)
        except (OSError, ValueError) as error:
            return Outcome(Verdict.RETRY, End.FAULT, detail=type(error).__name__, ambiguous=True)
        said = without(shown(str(answer.get("said", ""))), [self._url])[:KEPT_CHARS]
        if answer.get("blocked"):
            return Outcome(Verdict.DEAD, End.BLOCKED_ADDRESS, detail=str(answer["blocked"])[:KEPT_CHARS])
        if answer.get("unusable"):
            return Outcome(Verdict.CHANNEL, End.BAD_ADDRESS, detail="Apprise cannot use this URL")
        if answer.get("ok") is True:
            return Outcome(Verdict.SENT, End.ACCEPTED, detail=said)
        return Outcome(Verdict.RETRY, End.UNKNOWN_CAUSE, detail=said)


def in_a_program(command: Sequence[str], env: Mapping[str, str]) -> Post:
    """A Post that starts `command` for each task; the task goes in on stdin, where no list of programs shows it."""

    def post(task: bytes, seconds: float) -> bytes:
        with subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, env=dict(env), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as running:
            try:
                answer, _ = running.communicate(task, timeout=seconds)
            except subprocess.TimeoutExpired as late:
                running.kill()
                raise TimeoutError from late
            return answer

    return post
