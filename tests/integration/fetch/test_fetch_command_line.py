"""For people who know Scrapy: `scrapy list` and `scrapy crawl articles` work from a checkout, guard included."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.integration.fetch.fetch_rig import Loop, Site, Visit

ROOT = Path(__file__).parents[3]
STORY = "The ministry said 41,200 people had been killed since the fighting began, most of them in the north. "


async def article(visit: Visit) -> None:
    body = "".join(f"<p>{STORY * 3} ({number})</p>" for number in range(6))
    await visit.send(
        body=f"<html><head><title>Toll</title></head><body><article>{body}</article></body></html>".encode()
    )


def scrapy(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=90, check=False
    )


def lines(*arguments: str) -> dict[str, dict[str, Any]]:
    ended = scrapy("crawl", "articles", *arguments)
    assert ended.returncode == 0, ended.stderr
    found = [json.loads(line) for line in ended.stdout.splitlines()]
    return {line["url"]: line for line in found}


def test_scrapy_lists_the_spider() -> None:
    assert scrapy("list").stdout.split() == ["articles"]


def test_scrapy_crawl_prints_one_reading_per_url(loop: Loop, site: Site) -> None:
    site.pages["/a"] = article
    found = lines("-a", f"urls={site.root}/a,{site.root}/gone", "-a", "allow=127.0.0.0/8")
    assert found[f"{site.root}/gone"]["end"] == "not_found"
    assert found[f"{site.root}/a"]["end"] == "ok"
    assert any("41,200" in text for text in found[f"{site.root}/a"]["reading"]["article"]["paragraphs"])


def test_scrapy_crawl_reaches_nothing_private_unless_told(loop: Loop, site: Site) -> None:
    site.pages["/a"] = article
    urls = f"{site.root}/a,http://localhost:{site.port}/a"
    assert {line["end"] for line in lines("-a", f"urls={urls}").values()} == {"blocked_address"}
    assert site.seen == []
