"""A real authority on loopback stamps the head; one that is down, odd or years off is in nobody's way and asked again."""

import asyncio
import hashlib
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from monitor.clock import SystemClock
from monitor.config.loading import load
from monitor.errors import ConfigError
from monitor.keeping import stamps
from monitor.keeping.stamps import Reading
from monitor.stamp_posting import posting
from monitor.stamping import Stamping
from monitor.store import Store, chain, recording
from monitor.store import stamps as kept
from tests.integration.store.kept import kept_store, result

CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""
EXTENSIONS = "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\nbasicConstraints=CA:FALSE\n"


def openssl(*words: object, cwd: Path) -> bytes:
    done = subprocess.run(["openssl", *map(str, words)], cwd=cwd, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


class Authority:
    """`openssl ts` behind HTTP. `answer` may be replaced by bytes that are sent instead."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answer: bytes | None = None
        self.asked = 0
        new = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 30)
        openssl(*new, "-subj", "/CN=Root", "-keyout", "ca.key", "-out", "ca.pem", cwd=folder)
        openssl(
            "req",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=TSA",
            "-keyout",
            "tsa.key",
            "-out",
            "tsa.csr",
            cwd=folder,
        )
        (folder / "ext").write_text(EXTENSIONS)
        sign = ("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", 20)
        openssl(*sign, "-extfile", "ext", "-out", "tsa.pem", cwd=folder)
        (folder / "ts.cnf").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01")

    def stamped(self, request: bytes) -> bytes:
        (self.folder / "q.tsq").write_bytes(request)
        openssl("ts", "-reply", "-config", "ts.cnf", "-queryfile", "q.tsq", "-out", "a.tsr", cwd=self.folder)
        return (self.folder / "a.tsr").read_bytes()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture
def authority(made: Authority) -> Iterator[tuple[Authority, str]]:
    made.answer, made.asked = None, 0

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            made.asked += 1
            request = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            body = made.stamped(request) if made.answer is None else made.answer
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made, f"http://127.0.0.1:{server.server_port}/tsr"
    server.shutdown()
    server.server_close()
    thread.join()


class Clock(SystemClock):
    """The machine's own, put forward by hand."""

    ahead = 0.0

    def now_ms(self) -> int:
        return super().now_ms() + int(self.ahead * 1000)

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead


def stamping(store: Store, url: str, roots: tuple[bytes, ...] = (), every: float = 60.0) -> tuple[Stamping, Clock]:
    clock = Clock()
    return Stamping(store, clock, posting(lambda address: False, "Rowback"), [url], every, roots), clock


def test_a_real_authority_stamps_the_head_and_openssl_agrees(authority: tuple[Authority, str], tmp_path: Path) -> None:
    tsa, url = authority
    store = kept_store(tmp_path)
    one, _ = stamping(store, url, ((tsa.folder / "ca.pem").read_bytes(),))
    asyncio.run(one.turn())
    [row] = store.read(kept.listing)
    head = store.read(chain.head)
    assert (row.n, row.head, row.authority) == (head.n, head.sha256, url)
    assert stamps.read(row.answer, head.sha256, [(tsa.folder / "ca.pem").read_bytes()]).reading is Reading.SIGNED
    (tmp_path / "head.bin").write_bytes(row.head)
    (tmp_path / "a.tsr").write_bytes(row.answer)
    said = openssl("ts", "-verify", "-data", "head.bin", "-in", "a.tsr", "-CAfile", tsa.folder / "ca.pem", cwd=tmp_path)
    assert b"OK" in said
    store.close()


def test_one_is_asked_again_only_when_something_was_recorded_and_the_interval_is_over(
    authority: tuple[Authority, str], tmp_path: Path
) -> None:
    tsa, url = authority
    store = kept_store(tmp_path)
    one, clock = stamping(store, url)
    for _ in range(3):
        asyncio.run(one.turn())
    assert tsa.asked == 1
    clock.ahead = 61
    asyncio.run(one.turn())
    assert tsa.asked == 1  # nothing new
    store.write(recording.record, result(store, 1, 70))
    asyncio.run(one.turn())
    assert (tsa.asked, len(store.read(kept.listing))) == (2, 2)
    store.close()


@pytest.mark.parametrize("answer", [b"", b"<html>busy</html>", b"\x30\x05\x30\x03\x02\x01\x02", b"\0" * 200_000])
def test_an_answer_that_is_none_is_not_kept_and_asked_for_again_later(
    authority: tuple[Authority, str], tmp_path: Path, answer: bytes
) -> None:
    tsa, url = authority
    tsa.answer = answer
    store = kept_store(tmp_path)
    one, clock = stamping(store, url)
    asyncio.run(one.turn())
    asyncio.run(one.turn())
    assert (tsa.asked, store.read(kept.listing)) == (1, [])
    tsa.answer, clock.ahead = None, 70
    asyncio.run(one.turn())
    assert (tsa.asked, len(store.read(kept.listing))) == (2, 1)
    store.close()


def test_an_authority_that_is_down_or_years_off_leaves_no_stamp(
    authority: tuple[Authority, str], tmp_path: Path
) -> None:
    _, url = authority
    store = kept_store(tmp_path)
    asyncio.run(stamping(store, "http://127.0.0.1:9/tsr")[0].turn())
    late, clock = stamping(store, url)
    clock.ahead = 3 * 365 * 86_400
    asyncio.run(late.turn())
    refused = Stamping(store, Clock(), posting(lambda address: True, "Rowback"), [url], 60.0, ())
    asyncio.run(refused.turn())
    assert store.read(kept.listing) == []
    store.close()


def test_a_stamp_of_another_head_or_by_somebody_else_is_said_to_be_one(made: Authority, tmp_path: Path) -> None:
    head = hashlib.sha256(b"a head").digest()
    answer = made.stamped(stamps.request(head))
    assert stamps.read(answer, head).reading is Reading.UNTRUSTED
    assert stamps.read(answer, b"\1" * 32).reading is Reading.OTHER_HEAD
    other = Authority(tmp_path)
    assert stamps.read(answer, head, [(other.folder / "ca.pem").read_bytes()]).reading is Reading.BAD_SIGNATURE
    for at in range(0, len(answer), 37):
        spoiled = answer[:at] + bytes([answer[at] ^ 1]) + answer[at + 1 :]
        told = stamps.read(spoiled, head, [(made.folder / "ca.pem").read_bytes()])
        # A bit that no signature covers (the wrapping, unused certificates) may be otherwise; then the stamp still holds.
        assert told.reading is not Reading.SIGNED or told.at_ms == stamps.read(answer, head).at_ms


def test_settings_name_authorities_by_their_address(tmp_path: Path) -> None:
    file = tmp_path / "rowback.toml"
    file.write_text('[keep]\nstamps = ["https://tsa.example/tsr"]\nstamp_every = "6h"\nstamp_roots = ["ca.pem"]\n')
    keep = load(file, {}).keep
    assert (keep.stamps, keep.stamp_every, keep.stamp_roots) == (
        ("https://tsa.example/tsr",),
        21_600,
        (tmp_path / "ca.pem",),
    )
    file.write_text('[keep]\nstamps = ["tsa.example"]\n')
    with pytest.raises(ConfigError, match="no address of an authority"):
        load(file, {})
