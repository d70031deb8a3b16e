"""An article's past comes from pages that others kept: as versions of their own time, with changes, and told to nobody."""

import gzip
import json
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from monitor.sources.captures import Fault, form_of, opened
from tests.unit.commands.command_desk import Desk, desk_in

URL = "https://paper.example/flood"
TEXT = (
    "A flood that began in Velm on Monday has killed {} people, the mayor of the town said. Roads in the valley are "
    "shut and trains no longer run. Crews from five towns came to help, and a school took in those who fled. The river "
    "was still rising at noon, the water board said, and more rain was expected during the night."
)


def page(dead: object) -> bytes:
    text = TEXT.format(dead)
    head = f'<title>Flood in Velm</title><link rel="canonical" href="{URL}">'
    return f"<html lang=en><head>{head}</head><article><h1>Flood in Velm</h1><p>{text}</p></article></html>".encode()


def record(kind: str, url: str, at: str, block: bytes) -> bytes:
    """One record as ISO 28500 has it."""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {at}\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def warc(path: Path, pages: Sequence[tuple[str, str, str, bytes]], packed: bool = True) -> Path:
    """(address, time, status line, body) of each page."""
    records = [record("warcinfo", "", "2023-05-05T00:00:00Z", b"software: a crawler\r\n")]
    for url, at, status, body in pages:
        kind = "image/png" if url.endswith(".png") else "text/html; charset=utf-8"
        sent = gzip.compress(body)
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\n\r\n"
        records.append(record("response", url, at, head.encode() + sent))
    path.write_bytes(b"".join(gzip.compress(one) if packed else one for one in records))
    return path


PAGES = [
    (URL, "2023-05-03T14:00:00Z", "200 OK", page(47)),
    ("https://paper.example/flood.png", "2023-05-03T14:00:01Z", "200 OK", b"\x89PNG"),
    (URL + "?utm_source=mail", "2023-05-02T08:00:00Z", "200 OK", page(41)),
    (URL, "2023-05-04T09:00:00Z", "404 Not Found", b"<html><title>Not found</title><h1>Page not found</h1></html>"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(tmp_path)


def told(desk: Desk, *words: object, code: int = 0) -> dict[str, object]:
    ended = desk.run("import", *map(str, words), "--json")
    assert ended.exit_code == code, ended.output
    return json.loads(ended.stdout)


def history(desk: Desk) -> list[tuple[str, list[tuple[str, str, str]]]]:
    found = json.loads(desk.run("history", URL, "--json").stdout)
    return [
        (one["seen_at"], [(c["kind"], c["old"]["text"], c["new"]["text"]) for c in one["changes"]])
        for one in found["versions"]
    ]


@pytest.mark.parametrize("packed", [True, False])
def test_captures_become_versions_of_their_own_time_oldest_first_and_alert_nobody(
    desk: Desk, tmp_path: Path, packed: bool
) -> None:
    found = told(desk, warc(tmp_path / "crawl", PAGES, packed))
    assert [(one["outcome"], one.get("version")) for one in found["captures"]] == [
        ("version", 1),
        ("version", 2),
        ("noted", None),
    ]
    assert history(desk) == [
        ("2023-05-02T08:00:00Z", []),
        ("2023-05-03T14:00:00Z", [("figure.value", "41", "47")]),
    ]
    assert json.loads(desk.run("deliveries", "list", "--json").stdout)["deliveries"] == []


def test_a_second_import_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    file = warc(tmp_path / "crawl.warc.gz", PAGES)
    told(desk, file)
    before = history(desk)
    assert {one["outcome"] for one in told(desk, file)["captures"]} == {"older"}
    assert history(desk) == before


def test_a_wacz_is_read_as_the_warcs_in_it(desk: Desk, tmp_path: Path) -> None:
    inner = warc(tmp_path / "data.warc.gz", PAGES[:3])
    with zipfile.ZipFile(tmp_path / "page.wacz", "w", zipfile.ZIP_STORED) as out:
        out.writestr("datapackage.json", "{}")
        out.write(inner, "archive/data.warc.gz")
        out.writestr("../outside.warc", b"WARC/1.0\r\n")
    assert [one.get("version") for one in told(desk, tmp_path / "page.wacz")["captures"]] == [1, 2]
    assert not (tmp_path.parent / "outside.warc").exists()


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("lost", [30, 60, 200, 300])
def test_a_file_cut_in_the_middle_gives_the_whole_captures_and_says_what_is_cut(
    desk: Desk, tmp_path: Path, lost: int, packed: bool
) -> None:
    whole = warc(tmp_path / "crawl.warc.gz", [PAGES[2], PAGES[0]], packed)
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) - lost])
    found = told(desk, whole, code=1)["captures"]
    assert [one["outcome"] for one in found] in (["version", "refused"], ["broken", "version"])
    assert history(desk) == [("2023-05-02T08:00:00Z", [])]


def test_a_saved_page_is_of_the_address_and_time_that_it_says(desk: Desk, tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    mark = (
        f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Tue May 02 2023 10:00:00 GMT+0200 (CEST)\n-->"
    )
    saved.write_bytes(b"<!DOCTYPE html>" + mark.encode() + page(41))
    assert told(desk, saved)["captures"][0]["at"] == "2023-05-02T08:00:00Z"
    saved.write_bytes(b"<!DOCTYPE html>" + page(47))  # its address is its canonical link
    assert told(desk, saved, "--at", "2023-05-03T14:00:00Z")["captures"][0]["version"] == 2
    saved.write_bytes(b"<!DOCTYPE html><title>A page</title><p>Nothing says where it is from.")
    assert "--url" in told(desk, saved, code=1)["captures"][0]["reason"]
    assert "is no time" in told(desk, saved, "--url", URL, "--at", "yesterday", code=1)["captures"][0]["reason"]


@pytest.mark.parametrize("form", ["plain", "legend", "json", "warc"])
def test_an_index_and_the_captures_beside_it_are_the_past_of_an_article(desk: Desk, tmp_path: Path, form: str) -> None:
    key = "example,paper)/flood"
    rows = [("20230503140000", 47), ("20230502080000", 41)]
    beside = tmp_path / "past"
    offsets = {}
    for stamp, dead in rows:
        file = beside / "paper.example" / stamp / "flood"
        file.parent.mkdir(parents=True)
        toolbar = b"<!-- BEGIN WAYBACK TOOLBAR INSERT --><p>9,999 captures</p><!-- END WAYBACK TOOLBAR INSERT -->"
        file.write_bytes(page(dead).replace(b"<article>", toolbar + b"<article>"))
    if form == "warc":
        archive = warc(beside / "w.warc.gz", [PAGES[0], PAGES[2]])
        offsets = {one.at_ms: one.where.rpartition(" ")[2] for one in opened(archive, form_of(archive))}  # type: ignore[arg-type,union-attr]
        offsets = {stamp: offset for (stamp, _), offset in zip(rows, offsets.values(), strict=True)}
    lines = [" CDX N b a m s k S"] if form == "legend" else []
    for stamp, _ in rows:
        if form == "json":
            lines.append(f"{key} {stamp} " + json.dumps({"url": URL, "mime": "text/html", "status": "200"}))
        elif form == "warc":
            lines.append(f"{key} {stamp} {URL} text/html 200 ABC - - 1 {offsets[stamp]} ../../w.warc.gz")
        else:
            lines.append(f"{key} {stamp} {URL} text/html 200 ABC 1234")
    lines += [
        f"{key} 20230509000000 {URL} text/html 200 ABC 1",
        f"{key} 20230510000000 {URL}.css text/css 200 A 1",
        "? ! x",
    ]
    index = beside / "flood.cdx"
    index.write_text("\n".join(lines))
    found = told(desk, index, code=1)["captures"]
    assert sorted(one["outcome"] for one in found) == ["broken", "broken", "version", "version"]
    assert [changes for _, changes in history(desk)] == [[], [("figure.value", "41", "47")]]


def test_what_the_store_saw_later_is_never_put_before_it(desk: Desk, tmp_path: Path) -> None:
    told(desk, warc(tmp_path / "new.warc", [PAGES[0]]))
    found = told(desk, warc(tmp_path / "old.warc", [PAGES[2]]))
    assert [(one["outcome"], one["reason"]) for one in found["captures"]] == [
        ("older", "the store has seen the article at that time or later")
    ]
    assert len(history(desk)) == 1


def test_pages_that_are_no_articles_are_answered_and_not_followed(desk: Desk, tmp_path: Path) -> None:
    wall = b"<html><title>Log in</title><form><input type=password></form></html>"
    found = told(desk, warc(tmp_path / "w.warc", [(URL, "2023-05-03T14:00:00Z", "200 OK", wall)]), code=1)
    assert [one["outcome"] for one in found["captures"]] == ["refused"]
    assert json.loads(desk.run("list", "--json").stdout)["articles"] == []


@pytest.mark.parametrize(
    "data",
    [
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        b"WARC/1.0\r\n" + b"A: b\r\n" * 100_000,
        b"WARC/1.0\r\nContent-Length: -5\r\n\r\n" * 1000,
        gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 50000000\r\n\r\n" + b"\0" * 50_000_000),
        gzip.compress(b"WARC/1.1\r\n") + b"\x1f\x8b\x08broken",
    ],
)
def test_hostile_files_are_answered_in_seconds(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x"
    file.write_bytes(data)
    form = form_of(file)
    assert form is not None
    began = time.process_time()
    found = list(opened(file, form))
    assert time.process_time() - began < 5
    assert all(isinstance(one, Fault) for one in found)
