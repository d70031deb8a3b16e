"""A person who has never seen the desk: what moved today in the flood, who says what, since when, who was first, was it
announced; found by clicking what is there, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

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
    page = looked_at(chromium, "wide", "light")
    framed = f'<iframe name="one" src="{served.url}/stories/flood/embed"></iframe>'
    page.route("http://127.0.0.1:9/", lambda route: route.fulfill(body=framed, content_type="text/html"))
    page.goto("http://127.0.0.1:9/")
    one = page.frame("one")
    assert one is not None
    one.wait_for_selector("svg.chart")
    page.unroute("http://127.0.0.1:9/")
    desk = framed.replace("/embed", "")
    page.route("http://127.0.0.1:9/", lambda route: route.fulfill(body=desk, content_type="text/html"))
    page.goto("http://127.0.0.1:9/")
    other = page.frame("one")
    assert other is None or other.locator("svg.chart").count() == 0
    page.context.close()
