"""Mail through a real server: Debian's OpenSMTPD, with what it refuses and when it is down."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from alerts.alert import Delivery, End, Verdict
from alerts.channels.email import EmailChannel
from alerts.messages.sample import sample_alert
from tests.faults.opensmtpd import MailServer, mail_server
from tests.outside import Daemon, Site, page, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
NOW_MS = 1_795_000_000_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    running = mail_server(tmp_path_factory.mktemp("opensmtpd"))
    yield running
    running.close()


def delivery(id_: str, to: str = "desk@example.org") -> Delivery:
    return Delivery(id_, sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z"), "desk", to)


def channel(url: str, **more: Any) -> EmailChannel:
    return EmailChannel(
        "desk", ["desk@example.org"], url, "alerts@rowback.example", "rowback.example", timeout=20, **more
    )


def test_a_mail_arrives_whole_and_under_its_own_id(server: MailServer) -> None:
    outcome = channel(f"smtp://127.0.0.1:{server.port}").send(delivery("dl_whole"), now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason, outcome.code) == (Verdict.SENT, End.ACCEPTED, 250)

    def arrived() -> list[EmailMessage]:
        return [m for m in server.next_hop.mails("desk@example.org") if m["Message-ID"].startswith("<dl_whole@")]

    assert wait_for(arrived)
    (mail,) = arrived()
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    body = mail.get_body(("plain",))
    assert body is not None
    assert "→" in body.get_content().splitlines()[0]


def test_an_unknown_user_is_dead_for_that_recipient_only(server: MailServer) -> None:
    sender = channel(f"smtp://127.0.0.1:{server.port}")
    refused = sender.send(delivery("dl_unknown", "nobody@example.org"), now_ms=NOW_MS)
    assert (refused.verdict, refused.reason, refused.code) == (Verdict.DEAD, End.RECIPIENT_REFUSED, 550)
    assert sender.send(delivery("dl_known"), now_ms=NOW_MS).verdict is Verdict.SENT


def test_alerts_raised_while_the_server_is_down_arrive_once_it_is_up(server: MailServer, tmp_path: Path) -> None:
    """The daemon from outside: 12 tolls move, the mail server is down for all of them, then comes up again."""
    tolls = {"now": 40}
    site = Site(lambda path: _story(path, tolls["now"]))
    desk = f"""
[channel.desk]
type = "email"
to = ["night@example.org"]
sender = "alerts@rowback.example"
smtp = "smtp://127.0.0.1:{server.port}"
"""
    daemon = Daemon(tmp_path, [f"{site.url}/{n}" for n in range(12)], more=desk)
    try:
        assert wait_for(lambda: len(set(site.seen)) == 12 and len(site.seen) >= 24), daemon.log.read_text()[-2000:]
        server.stop()
        tolls["now"] = 52
        assert wait_for(lambda: _retrying(daemon) == 12), daemon.log.read_text()[-2000:]
        server.start()
        arrived = server.next_hop

        def all_here() -> bool:
            # A try made before the server was up has put the next one off for ten minutes.
            opened = sqlite3.connect(tmp_path / "data" / "rowback.sqlite", timeout=60)
            with closing(opened) as connection, connection:
                connection.execute("UPDATE delivery SET due_at = 1 WHERE state = 'retrying' AND attempts > 1")
            return len(arrived.mails("night@example.org")) >= 12

        assert wait_for(all_here, 300)
        ids = [mail["Message-ID"] for mail in arrived.mails("night@example.org")]
        assert len(ids) == len(set(ids)) == 12
    finally:
        daemon.stop()
        site.close()


def _retrying(daemon: Daemon) -> int:
    return len(
        {line["id"] for line in daemon.lines() if line.get("event") == "delivery" and line.get("state") == "retrying"}
    )


def _story(path: str, toll: int) -> Any:
    return page(
        f"Storm on the coast {path.strip('/')}",
        "The storm came ashore on Sunday night and cut the road between the two halves of the town.",
        f"The storm has killed {toll} people since it began, the civil protection agency said on Monday.",
        "Schools in the lower districts stay closed until the end of the week, the mayor told reporters at the bridge.",
    )
