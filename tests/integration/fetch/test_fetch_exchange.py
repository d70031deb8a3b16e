"""What is handed on of an answer besides its body: lines, header fields both ways, hops, peer, certificates, no secret."""

from __future__ import annotations

import gzip
import hashlib
import ssl
from pathlib import Path

import pytest
from cryptography import x509

from spiders.exchange import without_login
from spiders.fetched import End
from tests.integration.fetch.fetch_rig import Looks, Loop, Site, Visit, everywhere
from tests.integration.fetch.test_fetch_tls import certificate

STORY = b"<p>the story</p>"


async def story(visit: Visit) -> None:
    await visit.send(body=STORY, Date="Mon, 21 Sep 2026 10:00:00 GMT", Set_Cookie="session=4711; Secure", X_Odd="a")


def test_an_answer_comes_with_both_heads_and_who_gave_it(site: Site, looks: Looks) -> None:
    site.pages["/a?x=1"] = story
    [fetched] = looks.at(f"http://paper.example:{site.port}/a?x=1", resolver=everywhere, clock=lambda: 1_790_000_000.5)
    seen = fetched.exchange
    assert fetched.end is End.OK
    assert seen is not None
    assert (seen.request, seen.answer) == ("GET /a?x=1 HTTP/1.1", "HTTP/1.1 200 OK")
    sent = dict(seen.sent)
    assert sent["Host"] == f"paper.example:{site.port}"
    assert sent["User-Agent"] == "Rowback/0.1 (+https://rowback.example)"
    received = {name.lower(): value for name, value in seen.received}
    assert received["date"] == "Mon, 21 Sep 2026 10:00:00 GMT"
    assert received["x-odd"] == "a"
    assert (seen.peer, seen.addresses, seen.hops) == (f"127.0.0.1 port {site.port}", ("127.0.0.1",), ())
    assert (seen.tls, seen.certificates, seen.came_at) == ("", (), 1_790_000_000.5)
    assert (seen.coded_size, seen.coded_sha256) == (len(STORY), hashlib.sha256(STORY).hexdigest())


def test_of_a_cookie_the_name_alone_is_kept(site: Site, looks: Looks) -> None:
    site.pages["/a"] = story
    [fetched] = looks.at(f"{site.root}/a")
    assert fetched.exchange is not None
    assert ("Set-Cookie", None) in fetched.exchange.received
    assert "4711" not in repr(fetched.exchange)


def test_the_redirects_that_led_to_an_answer_are_named_with_their_status(site: Site, looks: Looks) -> None:
    async def away(visit: Visit) -> None:
        await visit.send("302 Found", Location="/b")

    site.pages |= {"/a": away, "/b": story}
    [fetched] = looks.at(f"{site.root}/a")
    assert fetched.exchange is not None
    assert fetched.exchange.hops == ((f"{site.root}/a", 302),)
    assert fetched.exchange.request == "GET /b HTTP/1.1"


def test_a_packed_body_is_known_by_its_packed_bytes_too(site: Site, looks: Looks) -> None:
    packed = gzip.compress(STORY)

    async def squeezed(visit: Visit) -> None:
        await visit.send(body=packed, Content_Encoding="gzip")

    site.pages["/a"] = squeezed
    [fetched] = looks.at(f"{site.root}/a")
    assert fetched.body == STORY
    assert fetched.exchange is not None
    assert fetched.exchange.coded_sha256 == hashlib.sha256(packed).hexdigest()


def test_an_answer_without_a_body_has_its_exchange(site: Site, looks: Looks) -> None:
    async def gone(visit: Visit) -> None:
        await visit.send("410 Gone")

    site.pages["/a"] = gone
    [fetched] = looks.at(f"{site.root}/a")
    assert fetched.exchange is not None
    assert fetched.exchange.answer == "HTTP/1.1 410 Gone"


def test_over_tls_the_chain_comes_along_on_every_look_of_a_connection(
    loop: Loop, looks: Looks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, "paper.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    site = Site()
    site.pages |= {"/a": story, "/b": story}
    loop.run(site.start(tls=context))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    try:
        root = f"https://paper.example:{site.port}"
        found = looks.at(f"{root}/a", f"{root}/b", resolver=everywhere, obey_robots=False)
    finally:
        loop.run(site.stop())
    for fetched in found:
        assert fetched.exchange is not None
        (der,) = fetched.exchange.certificates
        assert x509.load_der_x509_certificate(der).subject.rfc4514_string() == "CN=paper.example"
        assert fetched.exchange.tls.startswith("TLSv1.")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://desk:pw@paper.example/a?x=1", "https://paper.example/a?x=1"),
        ("https://token@paper.example:8443/", "https://paper.example:8443/"),
        ("https://paper.example/@desk", "https://paper.example/@desk"),
        ("https://[/", "https://[/"),
    ],
)
def test_a_login_in_an_address_is_left_out(url: str, kept: str) -> None:
    assert without_login(url) == kept
