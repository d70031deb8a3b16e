"""A person who has never seen the desk: what moved today in the flood, who says what, since when, who was first, was it
announced; found by clicking what is there, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.outside import Site
from tests.screens.conftest import Served
from tests.screens.test_screens import complaints_of, looked_at

pytestmark = [pytest.mark.xdist_group("chromium"), pytest.mark.timeout(600)]


@pytest.mark.parametrize("scripts", [True, False])
def test_who_has_never_seen_it_finds_what_moved_who_was_first_and_marks_it(
    chromium: Browser, served: Served, scripts: bool
) -> None:
    page = looked_at(chromium, "wide", "light", scripts=scripts)
    complaints = complaints_of(page)
    page.goto(served.url + "/")
    page.get_by_role("link", name="Story #flood").click()
    moved = page.get_by_role("list").filter(has_text="first to say so")
    assert "more than 44 \u2192 more than 60" in moved.inner_text()
    assert "silent" in moved.inner_text()
    summed = page.locator(".summed").inner_text()
    for words in ("more than 60", "health officials", "First in Daily Example on 18 Nov 2026, 11:36", "no correction"):
        assert words in summed, summed
    row = page.get_by_role("row").filter(has_text="Courier Example").first
    assert "still says the old value" in row.inner_text()
    page.get_by_role("link", name="This figure alone").click()
    assert "stood 115 min" in page.locator(".summed").first.inner_text()
    page.get_by_role("link", name="#flood").click()
    page.get_by_role("link", name="Review its changes").click()
    page.get_by_role("button", name="Confirm", exact=True).first.click()
    page.wait_for_url("**said=confirmed-*")
    page.context.close()
    assert complaints == []


def test_the_page_to_embed_shows_in_a_frame_of_another_site_and_the_desk_does_not(
    chromium: Browser, served: Served
) -> None:
    def framing(path: str) -> tuple[int, dict[str, str], bytes]:
        html = f'<!doctype html><iframe name="one" src="{served.url}{path}"></iframe>'
        return 200, {"Content-Type": "text/html"}, html.encode()

    # A real server: what the browser is handed by its debugger counts as a page of the open net, which may not ask us.
    elsewhere = Site(framing)
    page = looked_at(chromium, "wide", "light")
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    try:
        page.goto(f"{elsewhere.url}/stories/flood/embed")
        one = page.frame("one")
        assert one is not None
        one.wait_for_selector("svg.chart")
        assert refused == []
        page.goto(f"{elsewhere.url}/stories/flood")
        assert any("frame-ancestors" in text for text in refused), refused
    finally:
        page.context.close()
        elsewhere.close()
