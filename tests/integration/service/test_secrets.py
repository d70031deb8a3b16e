"""F24: a secret that stands in the configuration shows up nowhere else, whatever the other side makes of it."""

from __future__ import annotations

import asyncio
import io
import logging
from pathlib import Path

from alerts.alert import State
from monitor.config.loading import load
from monitor.deliveries.outward import channels_of
from monitor.deliveries.pump import Pump
from monitor.logs import set_up_logs
from monitor.metrics import Metrics
from monitor.store import outbox
from monitor.web.liveness import Liveness
from tests.integration.alerts.hostile_servers import Seen, read_request, serving
from tests.integration.service.test_pump import Counts, Hands, settled, stored
from tests.unit.commands.command_desk import Desk
from tests.unit.web.web_desk import PUBLIC_URL, Browser, create_app

CANARIES = ("CANARY-path-1", "CANARY-query-2", "CANARY-token-3", "CANARY-pass-4", "Q0FOQVJZ")
KEY = "whsec_Q0FOQVJZ" + "QUJD" * 10


def echoing(connection: object, seen: Seen) -> None:
    """Answer 500 with the whole request in the body, as careless servers do."""
    request = read_request(connection, seen)  # type: ignore[arg-type]
    body = request[:3000] + KEY.encode()
    head = b"HTTP/1.1 500 Oops\r\nContent-Length: %d\r\n\r\n" % len(body)
    connection.sendall(head + body)  # type: ignore[attr-defined]


def test_no_secret_of_a_channel_is_in_log_store_metric_page_or_command(tmp_path: Path) -> None:
    log, clock = io.StringIO(), Hands()
    with serving(echoing) as (port, seen):
        (tmp_path / "hook.secret").write_text(KEY)
        (tmp_path / "mail.password").write_text("CANARY-pass-4")
        (tmp_path / "room.url").write_text(
            f"json://user:CANARY-pass-4@127.0.0.1:{port}/CANARY-token-3?key=CANARY-query-2"
        )
        (tmp_path / "rowback.toml").write_text(f"""
[service]
allow_networks = ["127.0.0.0/8"]
[channel.hook]
type = "webhook"
url = "http://127.0.0.1:{port}/CANARY-path-1?token=CANARY-query-2"
secret_file = "hook.secret"
[channel.room]
type = "chat"
url_file = "room.url"
[channel.desk]
type = "email"
to = ["desk@example.org"]
smtp = "smtp://127.0.0.1:{port}"
username = "desk"
password_file = "mail.password"
""")
        config = load(tmp_path / "rowback.toml", {})
        with stored(tmp_path / "data", {"dl_a": "hook", "dl_b": "room", "dl_c": "desk"}) as store:
            root = logging.getLogger()
            kept = (root.handlers[:], root.level)
            set_up_logs("json", clock, log, least="DEBUG")
            metrics = Metrics("0")
            try:

                async def work() -> None:
                    one = Pump(store, channels_of(config), clock, lambda: 0.5, Counts())
                    await settled(one)
                    await one.finish(60)

                asyncio.run(work())
            finally:
                root.handlers[:], level = kept
                root.setLevel(level)
                logging.captureWarnings(False)
            ended = {row.id: row.state for row in store.read(outbox.deliveries)}
            assert (ended["dl_a"], ended["dl_b"]) == (State.RETRYING, State.RETRYING)
            app = create_app(store, metrics, public_url=PUBLIC_URL, alive=lambda: Liveness(0.5), clock=clock)
            paths = [
                "/",
                "/changes",
                "/articles/1",
                "/feed.xml",
                "/metrics",
                "/nowhere",
                "/deliveries",
                "/deliveries.json",
            ]
            paths += [f"/deliveries/{one}{form}" for one in ended for form in ("", ".json")]
            pages = [Browser(app).get(path).text for path in paths]
    assert len(seen.requests) >= 2
    desk = Desk(tmp_path)
    said = [
        desk.run(*words).output for words in (("channels", "list"), ("deliveries", "show", "dl_a"), ("check-config",))
    ]
    said += [desk.run("deliveries", "show", one, "--json").output for one in ("dl_a", "dl_b", "dl_c")]
    assert "<redacted>" in said[3]
    files = [path.read_bytes().decode("latin-1") for path in (tmp_path / "data").iterdir()]
    places = (log.getvalue(), repr(config), *pages, *said, *files)
    for canary in CANARIES:
        for text in places:
            assert canary not in text, (canary, text[max(0, text.find(canary) - 200) :][:400])
    print(
        f"F24: {len(CANARIES)} secrets looked for in log, settings, {len(pages)} pages, {len(said)} outputs of commands "
        f"and {len(files)} files of the store, after {len(seen.requests)} receivers sent ours back: 0 hits"
    )
