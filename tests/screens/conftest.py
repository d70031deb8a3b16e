"""The page behind a real server, looked at with a real browser: Debian's Chromium through playwright.

`make test` installs Chromium when it may; elsewhere these tests say in one line that there is none. With SCREENSHOTS set
to a folder, what they look at is kept there.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from monitor.rules import Rule
from monitor.web.app import create_app
from tests.screens.newsroom import HOSTILE, Newsroom, filled
from tests.unit.web.web_desk import OPEN

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a file: while playwright is open, this thread cannot run a loop of its own."""
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: `apt-get install chromium`")
        pytest.skip("no Chromium here; `make test` as root installs Debian's")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Served:
    """The page over a store with a few invented stories; `url` is where it answers."""

    def __init__(self, folder: Path) -> None:
        self.newsroom: Newsroom = filled(folder)
        bound = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        app = create_app(
            self.newsroom.store,
            self.newsroom.metrics,
            public_url=self.url,
            alive=self.newsroom.alive,
            clock=self.newsroom.shelf.clock,
            in_force=lambda: (Rule("tolls", counted=("death",)), Rule(HOSTILE[0], tags=(HOSTILE[1],))),
        )
        settings = uvicorn.Config(app, ws="none", log_config=None, access_log=False, timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(settings)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server.serve([bound])))
        self._thread.start()

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(30)
        while OPEN:
            OPEN.pop().close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    one = Served(tmp_path)
    yield one
    one.close()
