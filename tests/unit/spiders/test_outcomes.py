"""Naming an end: Retry-After, headers, kinds of body, and errors that nobody foresaw."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response

from spiders.asking import CHECK, HOPS, first_hop, hop
from spiders.fetched import DueCheck, End
from spiders.guard import Guard, GuardedResolver
from spiders.outcomes import LONGEST_PAUSE, end_of, from_response, headers_of, retry_after
from spiders.policy import FetchPolicy
from spiders.sniffing import is_binary

NOW = 1_795_000_000.0
CHECK_ONE = DueCheck(article_id=1, token=1, url="http://paper.example/a", host="paper.example")
POLICY = FetchPolicy("Rowback/0.1")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        (" 7 ", 7.0),
        ("99999999999999999999", LONGEST_PAUSE),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("Wed, 18 Nov 2026 22:36:40 GMT", 3000.0),
        ("Wed, 18 Nov 2020 22:36:40 GMT", 0.0),  # a moment gone by: come when you like
        ("Wed, 18 Nov 2099 22:36:40 GMT", LONGEST_PAUSE),
        ("Wed, 99 Nov 2026 22:36:40 GMT", None),
        ("²", None),  # a digit to Unicode, not to RFC 9110
    ],
)
def test_retry_after_is_seconds_or_a_date_and_never_more_than_a_day(value: str, seconds: float | None) -> None:
    date = "Wed, 18 Nov 2026 21:46:40 GMT"
    assert retry_after({"retry-after": value, "date": date}, NOW) == seconds


def test_retry_after_without_a_date_of_the_host_is_read_against_our_clock() -> None:
    assert retry_after({"retry-after": "Wed, 18 Nov 2026 10:00:00 GMT"}, 1_794_995_990.0) == 10.0


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_retry_after_makes_it_raise(value: str, date: str) -> None:
    found = retry_after({"retry-after": value, "date": date}, NOW)
    assert found is None or 0 <= found <= LONGEST_PAUSE


def test_headers_of_one_name_are_joined_and_names_are_lower_case() -> None:
    response = Response("http://paper.example/", headers={"Vary": ["a", "b"], "X-Odd": "caf\xe9".encode("latin-1")})
    assert headers_of(response) == {"vary": "a, b", "x-odd": "café"}


@pytest.mark.parametrize(
    ("kind", "body", "binary"),
    [
        ("text/html", b"<html>", False),
        ("", b"<html>", False),
        ("application/octet-stream", "prose with accents: é".encode(), False),
        ("application/octet-stream", b"\x00\x10", True),
        ("", b"\x00\x10", True),
        ("image/svg+xml", b"<svg/>", False),
        ("image/png", b"<html>", True),
        ("text/html; charset=utf-16le", "né".encode("utf-16-le"), False),
        ("", b"\xff\xfe" + "né".encode("utf-16-le"), False),
        ("text/html", b"\x89PNG\r\n\x1a\n", True),
        ("text/html", b"\x1f\x8b\x08\x00", True),
        ("application/pdf", b"anything", True),
        ("", b"RIFF\x00\x00\x00\x00WEBP", True),
    ],
)
def test_text_is_told_from_everything_else(kind: str, body: bytes, binary: bool) -> None:
    assert is_binary(kind, body) is binary


def answer(status: int, body: bytes = b"", **meta: object) -> object:
    request = Request("http://paper.example/a", meta={CHECK: CHECK_ONE, HOPS: (), **meta})
    return from_response(Response(request.url, status=status, body=body), request, 1000, NOW, 0.5)


@given(st.integers(100, 999), st.binary(max_size=50))
def test_every_status_and_body_has_an_end(status: int, body: bytes) -> None:
    fetched = answer(status, body)
    assert fetched.end in End  # type: ignore[attr-defined]
    assert (fetched.end is End.OK) <= bool(fetched.body.strip())  # type: ignore[attr-defined]


class Clockless:
    nameResolver = None


RESOLVER = GuardedResolver(Clockless(), Guard(), lambda: 0.0)


def test_an_error_nobody_foresaw_ends_typed_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        end, detail = end_of(ZeroDivisionError("our own fault"), "http://paper.example/", RESOLVER)
    assert (end, detail) == (End.BAD_RESPONSE, "ZeroDivisionError: our own fault")
    assert "http://paper.example/" in caplog.text


def test_validators_are_sent_only_to_the_address_that_gave_them() -> None:
    check = DueCheck(1, 1, "http://paper.example/a#top", "paper.example", etag='"1"')
    first = first_hop(check, 1, POLICY)
    assert first.url == "http://paper.example/a"
    assert first.headers["If-None-Match"] == b'"1"'
    assert "If-None-Match" not in hop("http://paper.example/b", first.meta, POLICY).headers


def test_a_url_that_scrapy_respells_is_still_the_same_address() -> None:
    check = DueCheck(1, 1, "http://paper.example/tödlich", "paper.example", etag='"1"')
    first = first_hop(check, 1, POLICY)
    assert first.url == "http://paper.example/t%C3%B6dlich"
    assert "If-None-Match" in first.headers
    again = DueCheck(1, 1, check.url, "paper.example", etag='"1"', validators_url=first.url)
    assert "If-None-Match" in first_hop(again, 2, POLICY).headers


NAMES = ["retry-after", "date", "age", "cache-control", "content-type", "content-encoding", "etag", "last-modified"]
VALUES = st.one_of(
    st.binary(max_size=60),
    st.integers().map(lambda n: str(n).encode()),
    st.floats().map(lambda n: str(n).encode()),
    st.sampled_from(
        [b"9" * 400, b"1e308", b"nan", b"-1", b"Mon, 99 Foo 99999 99:99:99 +9999", b"gzip, br, zstd, gzip"]
    ),
    st.datetimes().map(lambda at: at.strftime("%a, %d %b %Y %H:%M:%S -9959").encode()),
)


@given(st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=8), st.binary(max_size=40))
def test_no_header_of_a_host_keeps_a_look_from_its_end(headers: list[tuple[str, bytes]], body: bytes) -> None:
    response = Response(CHECK_ONE.url, status=200, headers=dict(headers), body=body)
    fetched = from_response(response, first_hop(CHECK_ONE, 1, POLICY), 1000, NOW, 0.1)
    assert fetched.end in End
    assert fetched.retry_after is None or 0 <= fetched.retry_after <= LONGEST_PAUSE
