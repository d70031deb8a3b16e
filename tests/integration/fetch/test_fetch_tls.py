"""TLS is verified: an unknown authority, another name's certificate and a server without TLS all end as tls_failed."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from spiders.fetched import End
from tests.integration.fetch.fetch_rig import Looks, Loop, Site, Visit, everywhere


def certificate(folder: Path, name: str) -> Path:
    """A self-signed certificate for a name, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def secure(loop: Loop, tmp_path: Path) -> Iterator[tuple[Site, Path]]:
    file = certificate(tmp_path, "paper.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    one = Site()
    one.pages["/a"] = article
    loop.run(one.start(tls=context))
    yield one, file
    loop.run(one.stop())


async def article(visit: Visit) -> None:
    await visit.send(body=b"<p>the story</p>")


def look(looks: Looks, url: str) -> Any:
    return looks.at(url, resolver=everywhere, obey_robots=False)[0]


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: tuple[Site, Path], looks: Looks) -> None:
    site, _ = secure
    fetched = look(looks, f"https://paper.example:{site.port}/a")
    assert (fetched.end, fetched.body) == (End.TLS_FAILED, b"")
    assert "certificate" in fetched.detail
    assert site.seen == []


def test_a_certificate_we_trust_is_accepted_for_its_own_name_only(
    secure: tuple[Site, Path], looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, file = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(file))  # OpenSSL's own way to name who is trusted
    assert look(looks, f"https://paper.example:{site.port}/a").end is End.OK
    other = look(looks, f"https://other.example:{site.port}/a")
    assert (other.end, other.detail) == (End.TLS_FAILED, "the certificate is for another name")
    assert site.paths() == ["/a"]


def test_a_server_that_speaks_no_tls_is_tls_failed(loop: Loop, looks: Looks) -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        await reader.read()
        writer.close()

    server = loop.run(asyncio.start_server(plain, "127.0.0.1", 0))
    try:
        port = server.sockets[0].getsockname()[1]
        assert look(looks, f"https://paper.example:{port}/a").end is End.TLS_FAILED
    finally:
        server.close()


def test_robots_txt_over_broken_tls_ends_the_look_as_tls_failed(secure: tuple[Site, Path], looks: Looks) -> None:
    site, _ = secure
    [fetched] = looks.at(f"https://paper.example:{site.port}/a", resolver=everywhere)
    assert fetched.end is End.TLS_FAILED
