"""References and addresses as browsers read and send them; pages that only send their readers on."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.fetched import DueCheck, End, Fetched
from spiders.missing import to_ask
from spiders.reading import read_page
from spiders.references import as_sent, resolved
from spiders.refreshing import sends_on
from spiders.unpacking import BadEncoding, unpack

BASE = "https://ledger.example/town/story?p=1"


@pytest.mark.parametrize(
    ("reference", "target"),
    [
        (b"/new", "https://ledger.example/new"),
        (b"new", "https://ledger.example/town/new"),
        (b"///other.example/x", "https://other.example/x"),
        (b"////other.example/x", "https://other.example/x"),
        (b"\\new", "https://ledger.example/new"),
        (b"\\\\other.example\\x", "https://other.example/x"),
        (b"/dir\\new", "https://ledger.example/dir/new"),
        (b"https:\\\\other.example\\x", "https://other.example/x"),
        (b"https:/new", "https://ledger.example/new"),
        (b"https:new", "https://ledger.example/town/new"),
        (b"http:/other.example/x", "http://other.example/x"),  # another scheme: what follows is a host
        (b" \t/n\new\r ", "https://ledger.example/new"),
        (b"/caf\xe9", "https://ledger.example/caf%E9"),
        (b"/x?q=\xe9t\xe9", "https://ledger.example/x?q=%E9t%E9"),
        ("/café".encode(), "https://ledger.example/caf%C3%A9"),
        (b"/b?id=1&p[]=5|6", "https://ledger.example/b?id=1&p[]=5|6"),
        (b"/a[1]|b", "https://ledger.example/a[1]|b"),
        (b"/a b?c d", "https://ledger.example/a%20b?c%20d"),
        (b"/a%5B1%5D", "https://ledger.example/a%5B1%5D"),  # escaped stays escaped
        (b"?p[]=2", "https://ledger.example/town/story?p[]=2"),
        (b"/x?a\\b", "https://ledger.example/x?a\\b"),  # no slash behind the question mark
        (b"https://ledger.example/a/../b", "https://ledger.example/b"),  # dots in a whole address as in a part of one
        (b"http://other.example/a/./b/../../../c", "http://other.example/c"),
        (b"/a/%2e%2E/b/.%2e", "https://ledger.example/"),  # URL Standard: "%2e" is a dot
        (b"../x/.", "https://ledger.example/x/"),
        (b"..", "https://ledger.example/"),
        (b"a//b///c", "https://ledger.example/town/a//b///c"),  # empty parts are parts
        (b"/login?", "https://ledger.example/login?"),  # an empty query is one
        (b"?", "https://ledger.example/town/story?"),
        (b"", "https://ledger.example/town/story?p=1"),
        (b"#top", "https://ledger.example/town/story?p=1"),
        ("//fa\u00df.example/".encode(), "https://xn--fa-hia.example/"),  # another name than fass.example (UTS 46)
        ("//B\u00fccher.example:444/".encode(), "https://xn--bcher-kva.example:444/"),
        (b"//HOST.example:443/A", "https://host.example/A"),
    ],
)
def test_location_leads_where_browsers_go(reference: bytes, target: str) -> None:
    assert as_sent(resolved(BASE, reference)) == target


@pytest.mark.parametrize("reference", ["//", "///", "http://", "http:\\\\", "//?q"])
def test_address_without_a_host_leads_nowhere(reference: str) -> None:
    with pytest.raises(ValueError, match="host"):
        resolved(BASE, reference)


@given(st.binary(max_size=60))
def test_any_bytes_are_an_address_or_none(reference: bytes) -> None:
    try:
        sent = as_sent(resolved(BASE, reference))
    except ValueError:
        return
    if sent.startswith(("http://", "https://")):
        assert sent.isascii()
        assert not any(char.isspace() for char in sent)


@pytest.mark.parametrize(
    ("head", "target"),
    [
        ('<meta http-equiv="refresh" content="0;url=/new">', "https://ledger.example/new"),
        ("<META HTTP-EQUIV=Refresh CONTENT='5; URL=https://other.example/x'>", "https://other.example/x"),
        ('<meta content="0; /new" http-equiv="refresh">', "https://ledger.example/new"),
        ("""<meta http-equiv="refresh" content="0; url='/a&amp;b'">""", "https://ledger.example/a&b"),
        ('<meta http-equiv="refresh" content="300">', None),  # loads itself anew
        ('<meta http-equiv="refresh" content="0;url=/town/story?p=1#top">', None),
        ('<meta http-equiv="refresh" content="600;url=/">', None),  # after it was read
        ('<noscript><meta http-equiv="refresh" content="0;url=/plain"></noscript>', None),
        ('<!-- <meta http-equiv="refresh" content="0;url=/new"> -->', None),
        ('<meta http-equiv="refresh" content="0;url=javascript:alert(1)">', None),
        ('<meta http-equiv="refresh" content=";;;">', None),
        ('<meta http-equiv="content-type" content="0;url=/new">', None),
    ],
)
def test_refresh_sends_on_where_a_browser_would_go_at_once(head: str, target: str | None) -> None:
    assert sends_on(f"<html><head>{head}<title>Old</title></head><body><p>Go on.</p></body></html>", BASE) == target


TEXT = "<p>" + "The quay was closed after the storm, the port said. " * 20 + "</p>"


@pytest.mark.parametrize(
    ("script", "shown", "target"),
    [
        ("window.location.replace('/new')", "", "https://ledger.example/new"),
        ('location.replace("https:\\/\\/other.example\\/x")', "", "https://other.example/x"),
        ("setTimeout(function () { top.location = '/new'; }, 0)", "<p>One moment.</p>", "https://ledger.example/new"),
        ("location.href = '/new';", TEXT, None),  # a page with a text may have its reasons to leave it
        ("if (screen.width < 700) location.href = '/m';", "", None),
        ("function back() { location.href = '/town'; }", "<p>Page not found</p>", None),  # waits to be called
        ("location.href = '/go?to=' + place;", "", None),  # put together: not known without running it
        ("var location_name = '/new';", "", None),
        ("location.href = '/town/story?p=1';", "", None),  # loads itself anew, as bot checks do
    ],
)
def test_script_of_an_empty_page_sends_on_where_its_address_is_written_out(
    script: str, shown: str, target: str | None
) -> None:
    page = f"<html><head><title>x</title><script>{script}</script></head><body>{shown}</body></html>"
    assert sends_on(page, BASE) == target


def test_header_sends_on_as_the_element_does_and_an_error_page_never_to_the_front_page() -> None:
    assert sends_on("<p>Go on.</p>", BASE, headers={"refresh": "0; url=/new"}) == "https://ledger.example/new"
    home = '<meta http-equiv="refresh" content="3;url=/en/">'
    assert sends_on(home, BASE) == "https://ledger.example/en/"
    assert sends_on(home, BASE, status=404) is None
    assert sends_on(home.replace("/en/", "/new"), BASE, status=404) == "https://ledger.example/new"


def test_hostile_head_costs_little() -> None:
    for part in (
        "<script>location",
        "<title>",
        "<!--",
        "location.href='",
        "<meta http-equiv=refresh content='0;",
        "? '",
    ):
        began = time.process_time()
        sends_on(part * (20_000 // len(part)), BASE)
        assert time.process_time() - began < 1.0, part


@pytest.mark.parametrize(
    "text", ["This page has moved.", "The article can now be found at a new address.", "You are being redirected."]
)
@pytest.mark.parametrize("refresh", ['<meta http-equiv="refresh" content="0;url=/new">', ""])
def test_page_that_points_elsewhere_is_never_withdrawn(text: str, refresh: str) -> None:
    html = f"<html><head>{refresh}<title>Not found</title></head><body><h1>Page not found</h1><p>{text} <a href='/new'>Go on</a></p></body></html>"
    reading = read_page(html, BASE)
    for _ in range(3):
        reading = read_page(html, BASE, memory=reading.memory)
        assert reading.cannot_tell
        assert not reading.removed


@pytest.mark.parametrize("name", ["none", "UTF-8", "aws-chunked", "binary", "x-whatever"])
def test_name_of_no_coding_is_passed_over(name: str) -> None:
    assert unpack(b"<p>the story</p>", name, 1000) == b"<p>the story</p>"


@pytest.mark.parametrize("name", ["compress", "dcz"])
def test_coding_nobody_asked_for_is_no_page(name: str) -> None:
    with pytest.raises(BadEncoding):
        unpack(b"\x1f\x9d\x90rubbish", name, 1000)


@pytest.mark.parametrize(
    "part", ["<h1>", "<title>", "<link rel=canonical ", "<!--", " href='", "<script>", "<link " + " " * 400]
)
def test_missing_page_of_any_markup_is_searched_in_time(part: str) -> None:
    url = "https://ledger.example/town/harbour-wall-raised"
    head = f"<link rel=canonical href='{url}.html'>"
    began = time.process_time()
    for status, end in ((200, End.OK), (404, End.NOT_FOUND)):
        body = (head + part * (400_000 // len(part))).encode()
        to_ask(Fetched(DueCheck(1, 1, url, "ledger.example"), end, url, status, {}, body))
    assert time.process_time() - began < 2  # 0.3 s on an idle core
