"""What the log promises: one line an event, no secret in any of them, and the libraries' warnings among them."""

import io
import json
import logging
import warnings
from collections.abc import Iterator

import pytest
import structlog

from monitor.flooding import MOST, SORTS, SPAN, Flood
from monitor.logs import Style, redact_text, set_up_logs


class StoppedClock:
    def now_ms(self) -> int:
        return 1_795_000_000_000

    def monotonic(self) -> float:
        return 0.0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def logged(style: Style, **fields: object) -> str:
    stream = io.StringIO()
    set_up_logs(style, StoppedClock(), stream)
    structlog.get_logger("rowback.fetch").info("fetched", **fields)
    return stream.getvalue()


def test_a_line_that_is_not_read_on_a_terminal_is_one_json_object() -> None:
    line = logged("auto", end="ok", article=42)
    assert line.count("\n") == 1
    assert json.loads(line) == {
        "at": "2026-11-18T11:06:40Z",
        "level": "info",
        "logger": "rowback.fetch",
        "event": "fetched",
        "end": "ok",
        "article": 42,
    }


def test_a_line_on_a_terminal_is_key_and_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    set_up_logs("auto", StoppedClock(), stream)
    structlog.get_logger("rowback.fetch").info("fetched", end="ok", took=0.5)
    assert "end=ok took=0.5" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_json_can_be_asked_for_on_a_terminal() -> None:
    stream = Terminal()
    set_up_logs("json", StoppedClock(), stream)
    structlog.get_logger("rowback").info("started")
    assert json.loads(stream.getvalue())["event"] == "started"


def test_a_later_set_up_replaces_the_earlier_one() -> None:
    first, second = io.StringIO(), io.StringIO()
    set_up_logs("json", StoppedClock(), first)
    set_up_logs("json", StoppedClock(), second)
    structlog.get_logger("rowback").info("started")
    assert first.getvalue() == ""
    assert second.getvalue().count("\n") == 1


SECRET = "hunter2-Zm9vYmFy"
PLACES = [
    # By the name of the key, at any depth and however it is spelt.
    {"password": SECRET},
    {"smtp_password": SECRET},
    {"api-key": SECRET},
    {"webhook.secret": SECRET.encode()},
    {"headers": {"Authorization": SECRET, "Set-Cookie": SECRET}},
    {"channels": [{"name": "hook", "secret": SECRET}]},
    # By its shape, under any key.
    {"url": f"smtps://desk:{SECRET}@mail.example.org:465"},
    {"url": f"https://{SECRET}@hooks.example.org/rowback"},
    {"url": f"https://desk:odd@{SECRET}@hooks.example.org/"},
    {"url": f"https://hooks.example.org/in?desk=1&access_token={SECRET}#top"},
    {"detail": f"key whsec_{SECRET} was refused"},
    {"detail": f"sent Authorization: Bearer {SECRET}"},
    {"tried": (f"http://a:{SECRET}@b.example/", "plain")},
    {"cause": ValueError(f"cannot reach https://desk:{SECRET}@b.example/")},
    {"body": f"https://a:{SECRET}@b.example/".encode()},
]


@pytest.mark.parametrize("style", ["json", "text"])
@pytest.mark.parametrize("fields", PLACES, ids=lambda fields: next(iter(fields)))
def test_no_secret_reaches_the_log(style: Style, fields: dict[str, object]) -> None:
    line = logged(style, **fields)
    assert SECRET not in line
    assert "<redacted>" in line


def test_no_secret_reaches_the_log_through_a_traceback_or_a_library() -> None:
    stream = io.StringIO()
    set_up_logs("json", StoppedClock(), stream)
    try:
        raise ConnectionError(f"https://desk:{SECRET}@b.example/ answered nothing")
    except ConnectionError:
        structlog.get_logger("rowback.pump").exception("attempt failed")
    logging.getLogger("urllib3.connectionpool").warning("retrying %s", f"https://desk:{SECRET}@b.example/")
    assert SECRET not in stream.getvalue()
    assert "answered nothing" in stream.getvalue()
    assert "retrying https://<redacted>@b.example/" in stream.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "https://news.example/@desk/toll?page=2",  # an @ in a path is not a credential
        "write to desk@example.org",  # a mail address is needed to find the delivery
        "lease token 12 is older than 13",  # the fencing token is a number people must see
    ],
)
def test_what_is_no_secret_stays_readable(text: str) -> None:
    assert redact_text(text) == text
    assert text in logged("json", detail=text, token=12, secret_file="hook.secret")


def test_a_remote_text_cannot_steer_the_terminal() -> None:
    line = logged("text", detail="\x1b[2J\x9bgone\rnew")
    assert "\\x1b[2J\\x9bgone\\x0dnew" in line
    assert not {"\x1b", "\x9b", "\r"} & set(line)


def test_warnings_of_libraries_are_kept_and_their_chatter_is_not() -> None:
    stream = io.StringIO()
    set_up_logs("json", StoppedClock(), stream)
    logging.getLogger("scrapy.core.engine").info("Spider opened")
    logging.getLogger("scrapy.core.engine").warning("odd response")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn("soon gone", DeprecationWarning, stacklevel=1)
    events = [json.loads(line)["event"] for line in stream.getvalue().splitlines()]
    assert events[0] == "odd response"
    assert "soon gone" in events[1]
    assert len(events) == 2


class MovingClock(StoppedClock):
    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.mark.parametrize("style", ["json", "text"])
def test_a_fault_that_repeats_is_counted_and_does_not_fill_the_disk(style: Style) -> None:
    stream, clock = io.StringIO(), MovingClock()
    set_up_logs(style, clock, stream)
    ours, theirs = structlog.get_logger("rowback"), logging.getLogger("asyncio")
    for n in range(10_000):
        clock.now = n / 1_000
        ours.error("check_not_recorded", url=f"https://daily.example/{n}")
        theirs.error("socket.accept() out of system resource on %s", n)
        ours.info("check", url=f"https://daily.example/{n}")
    lines = stream.getvalue().splitlines()
    assert sum("check_not_recorded" in line for line in lines) == MOST
    assert sum("socket.accept" in line for line in lines) == MOST
    assert sum("/9999" in line for line in lines) == 1, "what is no warning is all written"
    clock.now += SPAN
    ours.error("check_not_recorded", url="https://daily.example/")
    theirs.error("socket.accept() out of system resource on %s", "b%d")
    again = stream.getvalue().splitlines()[len(lines) :]
    assert "9970" in again[0]
    assert "9970" in again[1]


def test_sorts_of_faults_without_end_take_a_bounded_memory() -> None:
    flood = Flood(lambda: 0.0)
    for n in range(5_000):
        flood.filter(logging.LogRecord("a", logging.ERROR, "", 0, f"sort {n}", (), None))
    assert len(flood._seen) <= SORTS + 1
