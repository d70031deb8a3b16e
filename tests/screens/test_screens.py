"""Every screen in a real browser: light and dark, narrow and wide, with scripts and without, and no text that runs."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from monitor.store import reviews
from monitor.store.reviews import Act, Wish
from tests.screens.conftest import Served
from tests.screens.newsroom import HOSTILE

pytestmark = [pytest.mark.xdist_group("chromium"), pytest.mark.timeout(600)]

SCREENS = {
    "home": "/",
    "inbox": "/inbox",
    "inbox_chosen": "/inbox?tag=flood&reviewed=any&concept=death",
    "changes": "/changes",
    "change": "/changes/1",
    "change_rtl": "/changes/7",
    "proof": "/changes/1/proof",
    "proof_rtl": "/changes/7/proof",
    "proof_hostile": "/changes/8/proof",
    "article": "/articles/1",
    "comparison": "/articles/1/1..2",
    "side": "/articles/1/1..2?view=side&account=shown",
    "moment": "/articles/1/at?moment=2027-01-01",
    "moment_rtl": "/articles/5/at?moment=2027-01-01",
    "moment_hostile": "/articles/6/at?moment=2027-01-01",
    "moment_unread": "/articles/1/at?moment=2001-01-01",
    "stories": "/stories",
    "story": "/stories/flood",
    "story_rtl": "/stories/wadi",
    "story_hostile": "/stories/%3Cb%3Etag",
    "figure": "/figures/1",
    "outlets": "/outlets",
    "story_embed": "/stories/flood/embed",
    "search": "/search",
    "search_found": "/search?q=killed&outlet=Daily+Example",
    "search_rtl": "/search?q=%D8%A7%D9%84%D9%82%D8%AA%D9%84%D9%89",
    "search_hostile": "/search?q=document+title",
    "deliveries": "/deliveries",
    "status": "/status",
    "login": "/login?to=/inbox",
    "delivery": "/deliveries/dl_0",
    "nowhere": "/nowhere",
}
"""Each screen under the name of its picture."""

SIZES = {"narrow": (360, 740), "wide": (1280, 900)}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def looked_at(browser: Browser, size: str, scheme: str, *, scripts: bool = True) -> Page:
    """An empty page that keeps what the browser complains of in `complaints`."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=scripts,
        bypass_csp=False,
    )
    return context.new_page()


def complaints_of(page: Page) -> list[str]:
    """Errors of the console, which is where a breach of the policy is told, and of scripts, from now on."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def keep(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
def test_no_screen_has_a_fault_of_accessibility_a_breach_of_policy_or_a_text_that_runs(
    chromium: Browser, served: Served, size: str, scheme: str
) -> None:
    page = looked_at(chromium, size, scheme)
    complaints = complaints_of(page)
    faults = {}
    for name, path in SCREENS.items():
        page.goto(served.url + path)
        keep(page, f"{name}-{size}-{scheme}")
        # An address without a page is an error of the console too.
        own = [one for one in complaints if not re.search("status of 40[04]", one)]
        assert own == [], (name, own)
        assert page.title() != "owned", name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (name, "scrolls sideways")
        # axe is handed to the browser by its debugger: the policy of the page forbids scripts from elsewhere.
        found = Axe().run(page, options=RULES)
        assert len(found.response["passes"]) > 10, "axe looked at nothing"
        if found.violations_count:
            faults[name] = [
                (one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found.response["violations"]
            ]
    page.context.close()
    assert faults == {}


def test_the_page_for_paper_has_every_hash_whole_and_none_of_the_doors_of_the_screen(
    chromium: Browser, served: Served
) -> None:
    page = looked_at(chromium, "wide", "dark")
    page.emulate_media(media="print", color_scheme="light")
    page.goto(served.url + "/changes/1/proof")
    keep(page, "proof-paper")
    if folder := os.environ.get("SCREENSHOTS"):
        page.pdf(path=Path(folder) / "proof.pdf", format="A4")
    assert not page.get_by_role("navigation").is_visible()
    hashes = page.locator(".proof code").all_inner_texts()
    assert len([one for one in hashes if re.fullmatch("[0-9a-f]{64}", one)]) >= 12
    page.context.close()


def focused(page: Page) -> str:
    """What the keyboard stands on: the words of a button or link, the name of a field."""
    found: str = page.evaluate("document.activeElement.innerText || document.activeElement.name || ''")
    return found


def tab_to(page: Page, words: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if focused(page).strip() == words:
            return
    pytest.fail(f"the keyboard never comes to '{words}'")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_new_change_is_confirmed_by_tab_and_enter_alone(chromium: Browser, served: Served, scripts: bool) -> None:
    page = looked_at(chromium, "wide", "light", scripts=scripts)
    page.goto(served.url + "/inbox?tag=votes")
    tab_to(page, "What happened: boycott \u2192 attend")
    tab_to(page, "Confirm")
    page.keyboard.press("Enter")
    page.wait_for_url("**said=confirmed-1")
    assert page.locator(".said[role=status]").inner_text() == "1 change confirmed."
    assert page.locator(".entry").count() == 0
    page.context.close()
    assert [one.act for one in served.newsroom.store.read(reviews.latest)] == ["confirm"]


def test_the_keys_walk_confirm_set_aside_and_open(chromium: Browser, served: Served) -> None:
    page = looked_at(chromium, "wide", "light")
    complaints = complaints_of(page)
    page.goto(served.url + "/inbox?tag=flood")
    entries = page.locator(".entry").count()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("e")
    page.wait_for_url("**said=confirmed-*")
    assert page.locator(".entry").count() == entries - 1
    # Back on the entry that took its place: s opens the reasons, and typing there is typing.
    page.keyboard.press("s")
    assert focused(page).startswith("choose")
    page.keyboard.press("e")
    page.locator(".entry select:focus").select_option("misread")
    page.locator(".entry details[open] [data-key=dismiss]").click()
    page.wait_for_url("**said=dismissed-*")
    page.keyboard.press("?")
    assert page.get_by_text("next entry, one before").is_visible()
    page.get_by_role("button", name="Turn keys off").click()
    page.get_by_role("heading", name="Inbox").click()
    page.keyboard.press("o")
    assert "/inbox" in page.url
    page.get_by_role("button", name="Turn keys on").click()
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/changes/*")
    page.context.close()
    assert complaints == []
    acts = [one.act for one in served.newsroom.store.read(reviews.latest)]
    assert sorted(set(acts)) == ["confirm", "dismiss"]


def test_what_a_person_types_is_text_too(chromium: Browser, served: Served) -> None:
    page = looked_at(chromium, "wide", "light")
    complaints = complaints_of(page)
    for text in HOSTILE:
        page.goto(served.url + "/inbox")
        page.locator("input[name=name]").fill(text[:80])
        page.get_by_role("button", name="Keep name").click()
        wish = Wish(Act.NOTE, text[:80], 1, note=text)
        served.newsroom.store.write(reviews.act, [1], wish)
        served.newsroom.store.write(reviews.act, [1], replace(wish, act=Act.ASSIGN, assignee=text[:80]))
        for path in ("/inbox", "/inbox?assignee=" + quote(text), "/changes", "/changes/1", "/changes/1/proof"):
            page.goto(served.url + path)
            assert page.title() != "owned"
    page.context.close()
    assert complaints == []


def test_another_page_cannot_confirm_anything(chromium: Browser, served: Served, tmp_path: Path) -> None:
    page = looked_at(chromium, "wide", "light")
    form = f'<form method=post action="{served.url}/review"><input name=changes value=1><input name=act value=confirm><input name=seen value=0><button>x</button></form>'
    (tmp_path / "evil.html").write_text(form)
    page.goto(f"file://{tmp_path}/evil.html")
    page.get_by_role("button").click()
    assert "nothing was changed" in page.inner_text("body")
    page.context.close()
    assert served.newsroom.store.read(reviews.latest) == []
