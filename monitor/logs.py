"""Sets up the log: what our code and the libraries say goes in, one line an event comes out, JSON or key=value.

Secrets are redacted in the last step before a line is written, so that no caller can forget it. Decides nothing and
keeps nothing.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Mapping
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor

from monitor.clock import Clock, iso
from monitor.flooding import Flood

Style = Literal["auto", "json", "text"]

REDACTED = "<redacted>"

# Libraries whose INFO tells of every request or every tick; their warnings are kept.
QUIET = (
    "scrapy",
    "twisted",
    "apscheduler",
    "uvicorn",
    "urllib3",
    "asyncio",
    "trafilatura",
    "htmldate",
    "alembic",
    "mail",
)

# A key is compared by its last word, so `smtp_password` and `webhook.secret` are meant too. `token` is not among them:
# here it is the number that fences a lease. `*_file` is a path, which a person needs in order to mend it.
SECRET_KEYS = re.compile(
    r"(?:^|[_.\-])(password|passwd|passphrase|secrets?|authorization|cookies?|signature|api[_-]?key|private[_-]?key|credentials)$",
    re.IGNORECASE,
)

SECRET_TEXT = (
    # Standard Webhooks: a symmetric signing secret, https://www.standardwebhooks.com
    (re.compile(r"whsec_[A-Za-z0-9+/_=-]+"), f"whsec_{REDACTED}"),
    # RFC 3986 section 3.2.1: the password is what stands between the colon and the last @ of the authority; the user
    # name goes too, because some services put a key there.
    (re.compile(r"(?<=://)[^\s/?#\"'<>]+(?=@)"), REDACTED),
    # RFC 6750 and RFC 7617: what follows the scheme of an Authorization header.
    (re.compile(r"\b(Bearer|Basic)\s+[A-Za-z0-9+/._~=-]{8,}", re.IGNORECASE), rf"\1 {REDACTED}"),
    # A key handed over in a query string.
    (
        re.compile(
            r"([?&;](?:access_|auth_)?(?:token|key|api[_-]?key|secret|password|sig|signature)=)[^&#;\s\"']+",
            re.IGNORECASE,
        ),
        rf"\1{REDACTED}",
    ),
)

# C0 and C1 controls but tab and newline: a remote server's words must not steer the terminal of who reads the log.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def set_up_logs(style: Style, clock: Clock, stream: TextIO | None = None, least: str = "INFO") -> None:
    """Send everything that is logged or warned in this program to `stream` (default: stderr), from `least` upwards.

    "auto" means key=value lines where `stream` is a terminal and JSON lines elsewhere. May be called again; the last
    call holds.
    """
    stream = stream or sys.stderr
    terminal = stream.isatty()
    text = style == "text" or (style == "auto" and terminal)

    def stamp(_logger: Any, _method: str, event: EventDict) -> EventDict:
        event["at"] = iso(clock.now_ms())
        return event

    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        stamp,
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        structlog.processors.UnicodeDecoder(),
    ]
    ends = _text_line(terminal and "NO_COLOR" not in os.environ) if text else _json_line()
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.PositionalArgumentsFormatter(), *shared],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, *ends],
    )
    sink = logging.StreamHandler(stream)
    sink.setFormatter(formatter)
    # On the sink: the records of libraries pass no filter of a logger of ours.
    sink.addFilter(Flood(clock.monotonic))
    logging.basicConfig(handlers=[sink], level=least, force=True)
    logging.captureWarnings(True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def redact(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """The event without its secrets: values of keys that name one, and secrets that stand inside any text."""
    return {key: _redacted(key, value) for key, value in event.items()}


def redact_text(text: str) -> str:
    """`text` with signing secrets, URL credentials, bearer tokens and keys in query strings replaced."""
    for pattern, replacement in SECRET_TEXT:
        text = pattern.sub(replacement, text)
    return text


def _redacted(key: str, value: Any) -> Any:
    if SECRET_KEYS.search(key) and value not in (None, "", b""):
        return REDACTED
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, bytes):
        return redact_text(value.decode("utf-8", "backslashreplace"))
    if isinstance(value, Mapping):
        return {str(name): _redacted(str(name), item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_redacted("", item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return redact_text(str(value))


def _visible(_logger: Any, _method: str, event: EventDict) -> EventDict:
    return {
        key: CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", value) if isinstance(value, str) else value
        for key, value in event.items()
    }


def _text_line(colours: bool) -> list[Processor]:
    renderer = structlog.dev.ConsoleRenderer(
        colors=colours, pad_event_to=24, timestamp_key="at", exception_formatter=structlog.dev.plain_traceback
    )
    return [_visible, renderer]


def _json_line() -> list[Processor]:
    return [_in_order, structlog.processors.JSONRenderer()]


def _in_order(_logger: Any, _method: str, event: EventDict) -> EventDict:
    first = {key: event.pop(key) for key in ("at", "level", "logger", "event") if key in event}
    return {**first, **event}
