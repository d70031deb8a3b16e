"""Every screen in a real browser: light and dark, narrow and wide, with scripts and without, and no text that runs."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.screens.conftest import Served

pytestmark = [pytest.mark.xdist_group("chromium"), pytest.mark.timeout(600)]

SCREENS = {
    "home": "/",
    "changes": "/changes",
    "change": "/changes/1",
    "change_rtl": "/changes/7",
    "article": "/articles/1",
    "comparison": "/articles/1/1..2",
    "side": "/articles/1/1..2?view=side&account=shown",
    "deliveries": "/deliveries",
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
