"""A mail that a real server took and could not hand on comes back, and its delivery says so."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.opensmtpd import MailServer, mail_server
from tests.outside import Daemon, Site, page, rowback, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    running = mail_server(tmp_path_factory.mktemp("opensmtpd"))
    yield running
    running.close()


def test_a_mail_refused_behind_the_mail_server_comes_back_and_is_shown_as_bounced(
    server: MailServer, tmp_path: Path
) -> None:
    """F5. OpenSMTPD takes the mail, its next hop refuses it, and the notice comes to the address of that delivery."""
    server.next_hop.refused.add("gone")
    toll = {"now": 40}

    def story(path: str) -> Any:
        return page(
            "Storm on the coast",
            "The storm came ashore on Sunday night and cut the road between the two halves of the town.",
            f"The storm has killed {toll['now']} people since it began, the civil protection agency said on Monday.",
            "Schools in the lower districts stay closed until the end of the week, the mayor told reporters.",
        )

    site = Site(story)
    desk = f"""
[channel.desk]
type = "email"
to = ["desk@example.org", "gone@example.org"]
sender = "alerts@rowback.example"
bounces = "bounces@rowback.example"
smtp = "smtp://127.0.0.1:{server.port}"
"""
    daemon = Daemon(tmp_path, [f"{site.url}/storm"], more=desk)
    came_back = server.next_hop.taken

    def notices() -> list[Any]:
        return [one for one in came_back if one.rcpt_tos and one.rcpt_tos[0].startswith("bounces+")]

    try:
        assert wait_for(lambda: len(site.seen) > 2), daemon.log.read_text()[-2000:]
        toll["now"] = 52
        assert wait_for(notices), daemon.log.read_text()[-2000:]
    finally:
        daemon.stop()
        site.close()
    (notice,) = notices()
    assert notice.mail_from in ("", "<>")  # aiosmtpd hands on the null sender as it stands
    handed_in = subprocess.run(
        [sys.executable, "-m", "monitor.commands", "deliveries", "bounced", "-", "--json"],
        cwd=tmp_path,
        input=notice.content,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert handed_in.returncode == 0, handed_in.stderr
    said = json.loads(handed_in.stdout)
    assert (said["was"], said["state"]) == ("sent", "bounced")
    assert re.fullmatch(r"5\.\d\.\d", said["status"]) or said["status"].startswith("550")
    listed = json.loads(rowback("deliveries", "list", "--json", folder=tmp_path).stdout)["deliveries"]
    states = {one["recipient"]: (one["id"], one["state"]) for one in listed}
    assert states["gone@example.org"] == (said["delivery"], "bounced")
    assert states["desk@example.org"][1] == "sent"
    shown = json.loads(rowback("deliveries", "show", said["delivery"], "--json", folder=tmp_path).stdout)
    assert shown["delivery"]["state"] == "bounced"
    print(f"F5: notice of OpenSMTPD to {notice.rcpt_tos[0]}: delivery sent -> bounced, {said['status']}")
