"""Every way a look can end, seen from a server that really answers that way."""

from __future__ import annotations

import gzip
import socket
import zlib
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard

from spiders.fetched import End
from tests.integration.fetch.fetch_rig import Looks, Site, Visit, due

PAGE = "<html><body><p>The quake killed 41 people – so far.</p></body></html>".encode()


def page(body: bytes = PAGE, status: str = "200 OK", **headers: str) -> Any:
    async def answer(visit: Visit) -> None:
        await visit.send(status, body, **headers)

    return answer


def test_a_page_arrives_with_its_body_headers_and_final_address(site: Site, looks: Looks) -> None:
    site.pages["/a"] = page(ETag='"v1"', Last_Modified="Sat, 21 Nov 2026 10:00:00 GMT")
    [fetched] = looks.at(f"{site.root}/a")
    assert fetched.end is End.OK
    assert fetched.body == PAGE
    assert fetched.status == 200
    assert fetched.url == f"{site.root}/a"
    assert fetched.headers["etag"] == '"v1"'
    assert fetched.headers["last-modified"] == "Sat, 21 Nov 2026 10:00:00 GMT"
    assert 0 < fetched.took < 60


def test_we_say_who_we_are_and_leave_no_trail(site: Site, looks: Looks) -> None:
    site.pages["/a"] = page(Set_Cookie="visitor=7; Path=/")
    looks.at(f"{site.root}/a", due(f"{site.root}/a?again", 2))
    for path, headers in site.seen:
        assert headers["user-agent"].startswith("Rowback/0.1"), path
        assert "cookie" not in headers
        assert "referer" not in headers
        assert headers["accept-encoding"] == "gzip, deflate, br, zstd"


def zipped(body):
    """gzip without the time in its header: every worker must name the same tests."""
    return gzip.compress(body, mtime=0)


@pytest.mark.parametrize(
    ("status", "end"),
    [
        ("401 Unauthorized", End.FORBIDDEN),
        ("402 Payment Required", End.CLIENT_ERROR),
        ("403 Forbidden", End.FORBIDDEN),
        ("404 Not Found", End.NOT_FOUND),
        ("408 Request Timeout", End.TIMEOUT),
        ("410 Gone", End.GONE),
        ("418 I'm a teapot", End.CLIENT_ERROR),
        ("429 Too Many Requests", End.RATE_LIMITED),
        ("451 Unavailable For Legal Reasons", End.LEGAL_BLOCK),
        ("500 Oops", End.SERVER_ERROR),
        ("503 Service Unavailable", End.SERVER_ERROR),
        ("206 Partial Content", End.CUT_SHORT),
        ("304 Not Modified", End.BAD_RESPONSE),  # we had asked without validators
        ("999 Denied", End.BAD_RESPONSE),
        ("202 Accepted", End.OK),
    ],
)
def test_each_status_has_its_end(site: Site, looks: Looks, status: str, end: End) -> None:
    site.pages["/a"] = page(b"" if status.startswith("304") else PAGE, status)
    [fetched] = looks.at(f"{site.root}/a")
    assert fetched.end is end
    assert fetched.status == int(status[:3])


def test_an_error_page_keeps_its_text_for_the_reader(site: Site, looks: Looks) -> None:
    site.pages["/a"] = page(gzip.compress(b"<p>This story was withdrawn.</p>"), "410 Gone", Content_Encoding="gzip")
    [fetched] = looks.at(f"{site.root}/a")
    assert (fetched.end, fetched.body) == (End.GONE, b"<p>This story was withdrawn.</p>")


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable", "200 OK"])
def test_retry_after_is_handed_on_whatever_the_status(site: Site, looks: Looks, status: str) -> None:
    site.pages["/a"] = page(PAGE, status, Retry_After="120")
    [fetched] = looks.at(f"{site.root}/a")
    assert fetched.retry_after == 120


def test_retry_after_as_a_date_is_read_against_the_servers_own_clock(site: Site, looks: Looks) -> None:
    # The server's clock is years behind ours: only the difference of its two dates means anything.
    times = {"Date": "Mon, 01 Jan 2001 00:00:00 GMT", "Retry_After": "Mon, 01 Jan 2001 00:05:00 GMT"}
    site.pages["/a"] = page(PAGE, "503 Busy", **times)
    [fetched] = looks.at(f"{site.root}/a")
    assert fetched.retry_after == 300


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", zipped(PAGE)),
        ("x-gzip", zipped(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),  # raw, as some servers send it
        ("br", brotli.compress(PAGE)),
        ("zstd", zstandard.compress(PAGE)),
        ("gzip, br", brotli.compress(zipped(PAGE))),
        ("identity", PAGE),
    ],
)
def test_every_coding_we_ask_for_is_unpacked(site: Site, looks: Looks, coding: str, packed: bytes) -> None:
    site.pages["/a"] = page(packed, Content_Encoding=coding)
    [fetched] = looks.at(f"{site.root}/a")
    assert (fetched.end, fetched.body) == (End.OK, PAGE)


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", zipped(PAGE)[:-20]),
        ("gzip", zipped(PAGE)[:-6] + b"\0\0\0\0\0\0"),
        ("gzip", PAGE),
        ("br", brotli.compress(PAGE * 50)[:-9]),
        ("zstd", zstandard.compress(PAGE)[:-9]),
        ("compress", PAGE),
        ("gzip, gzip, gzip, gzip", zipped(zipped(zipped(zipped(PAGE))))),
    ],
)
def test_a_cut_or_damaged_coding_is_no_version(site: Site, looks: Looks, coding: str, packed: bytes) -> None:
    site.pages["/a"] = page(packed, Content_Encoding=coding)
    [fetched] = looks.at(f"{site.root}/a")
    assert (fetched.end, fetched.body) == (End.BAD_ENCODING, b"")


def test_a_chunked_page_arrives_whole(site: Site, looks: Looks) -> None:
    async def chunked(visit: Visit) -> None:
        await visit.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
        for part in (b"<p>one", b" two", b" three</p>"):
            await visit.raw(b"%x\r\n%b\r\n" % (len(part), part))
        await visit.raw(b"0\r\n\r\n")

    site.pages["/a"] = chunked
    [fetched] = looks.at(f"{site.root}/a")
    assert (fetched.end, fetched.body) == (End.OK, b"<p>one two three</p>")


@pytest.mark.parametrize(
    "start",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<p>The minister said",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n<p>The min",
        b"HTTP/1.1 200 OK\r\nContent-Le",
    ],
)
def test_an_answer_that_breaks_off_is_cut_short(site: Site, looks: Looks, start: bytes) -> None:
    async def cut(visit: Visit) -> None:
        await visit.raw(start)
        visit.close()

    site.pages["/a"] = cut
    [fetched] = looks.at(f"{site.root}/a")
    assert (fetched.end, fetched.body) == (End.CUT_SHORT, b"")


def test_a_server_that_hangs_up_without_a_word_is_unreachable(site: Site, looks: Looks) -> None:
    async def hang_up(visit: Visit) -> None:
        visit.close()

    site.pages["/a"] = hang_up
    [fetched] = looks.at(f"{site.root}/a", obey_robots=False)
    assert fetched.end is End.UNREACHABLE


def test_what_is_no_http_is_a_bad_response(site: Site, looks: Looks) -> None:
    async def ssh(visit: Visit) -> None:
        await visit.raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")

    site.pages["/a"] = ssh
    [fetched] = looks.at(f"{site.root}/a", obey_robots=False)
    assert fetched.end is End.BAD_RESPONSE


@pytest.mark.parametrize("body", [b"", b"  \r\n \t "])
def test_a_page_without_a_word_is_empty(site: Site, looks: Looks, body: bytes) -> None:
    site.pages["/a"] = page(body)
    site.pages["/b"] = page(b"", "204 No Content")
    assert [fetched.end for fetched in looks.at(f"{site.root}/a", f"{site.root}/b")] == [End.EMPTY, End.EMPTY]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("image/jpeg", b"\xff\xd8\xff\xe0 a picture"),
        ("application/pdf", b"%PDF-1.7 a paper"),
        ("text/html", b"%PDF-1.7 a paper under a false name"),
        ("application/octet-stream", b"\x00\x01\x02\x03"),
        ("video/mp4", b"\x00\x00\x00\x18ftypmp42"),
    ],
)
def test_what_is_no_text_is_binary(site: Site, looks: Looks, kind: str, body: bytes) -> None:
    site.pages["/a"] = page(body, Content_Type=kind)
    [fetched] = looks.at(f"{site.root}/a")
    assert (fetched.end, fetched.body) == (End.BINARY, b"")


def test_a_refused_port_is_unreachable(looks: Looks) -> None:
    with socket.socket() as taken:  # bound but not listening: nobody else gets the port meanwhile
        taken.bind(("127.0.0.1", 0))
        [fetched] = looks.at(f"http://127.0.0.1:{taken.getsockname()[1]}/", obey_robots=False)
    assert fetched.end is End.UNREACHABLE


def test_a_name_without_an_address_is_an_unknown_host(looks: Looks) -> None:
    [fetched] = looks.at("http://no-such-paper.example/a")
    assert (fetched.end, fetched.status) == (End.UNKNOWN_HOST, None)
    assert "no-such-paper.example" in fetched.detail


def test_a_resolver_that_breaks_is_an_unknown_host_too(looks: Looks) -> None:
    def broken(host: str) -> list[str]:
        raise OSError("the resolver is on fire")

    [fetched] = looks.at("http://paper.example/a", resolver=broken)
    assert fetched.end is End.UNKNOWN_HOST


def test_validators_go_out_as_they_came_and_a_304_is_not_modified(site: Site, looks: Looks) -> None:
    site.pages["/a"] = page(b"", "304 Not Modified", ETag='W/"v2"')
    date = "Sat, 21 Nov 2026 10:00:00 GMT"
    [fetched] = looks.at(due(f"{site.root}/a", etag='W/"v2"', last_modified=date))
    assert (fetched.end, fetched.body, fetched.headers["etag"]) == (End.NOT_MODIFIED, b"", 'W/"v2"')
    [headers] = [headers for path, headers in site.seen if path == "/a"]
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('W/"v2"', date)


def test_a_look_without_validators_asks_unconditionally(site: Site, looks: Looks) -> None:
    site.pages["/a"] = page()
    looks.at(f"{site.root}/a")
    assert not {"if-none-match", "if-modified-since"} & {name for _, headers in site.seen for name in headers}


def test_a_validator_with_a_line_break_never_reaches_the_wire(site: Site, looks: Looks) -> None:
    site.pages["/a"] = page()
    [fetched] = looks.at(due(f"{site.root}/a", etag='"v"\r\nX-Smuggled: yes'))
    assert fetched.end is End.OK
    assert all("x-smuggled" not in headers and "if-none-match" not in headers for _, headers in site.seen)
