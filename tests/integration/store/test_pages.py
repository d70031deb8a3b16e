"""A version, its page and its entry of the chain come together, read back byte for byte, or not at all."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from monitor.errors import StoreFull, UnknownVersion
from monitor.keeping.chain import START, EntryKind, head_of
from monitor.keeping.record import Came
from monitor.store import Store, chain, claims, doubts, pages, recording, watches
from monitor.store.page_tables import blob, page
from monitor.store.recording import Result
from spiders.exchange import Exchange
from spiders.fetched import DueCheck, End, Fetched
from tests.integration.store.kept import faults_of

NOW = 1_790_000_000_000
URL = "https://paper.example/story"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    one = Store(tmp_path)
    one.write(watches.add, watches.NewWatch(URL, URL, "paper.example"), NOW)
    yield one
    one.close()


def came(body: bytes, *, every_look: bool = False, status: int = 200) -> Came:
    check = DueCheck(1, 1, URL, "paper.example")
    seen = Exchange(
        request="GET /story HTTP/1.1",
        sent=(("User-Agent", "Rowback"), ("Cookie", None)),
        answer=f"HTTP/1.1 {status} OK",
        received=(("Date", "Mon, 21 Sep 2026 14:13:20 GMT"), ("Set-Cookie", None), ("X-Odd", "caf\xe9")),
        hops=(("https://paper.example/s", 301),),
        peer="203.0.113.7 port 443",
        addresses=("203.0.113.7",),
        tls="TLSv1.3 TLS_AES_256_GCM_SHA384",
        certificates=(b"leaf", b"root"),
        came_at=NOW / 1000,
        coded_size=3,
        coded_sha256="ab" * 32,
    )
    headers = {"date": "Mon, 21 Sep 2026 14:13:20 GMT"}
    return Came(URL, Fetched(check, End.OK, URL, status, headers, body, exchange=seen), every_look)


def look(store: Store, text: str | None, body: bytes, *, ahead: bool = True, at: int = NOW, **more: Any) -> None:
    """One check of the article, recorded."""
    (claim,) = store.write(claims.claim, at, 1, pause_ms=0, per_host=1)
    every_look = more.pop("every_look", False)
    fields = {"result": "changed", "state": "read", "page": came(body, every_look=every_look), **more}
    found = Result(
        1, claim.token, "paper.example", at, "ok", next_due_ms=at, text=text, version=claim.version, **fields
    )
    if ahead:
        found = store.read(recording.pack_ahead, found)
    assert store.write(recording.record, found)


def body(n: int) -> bytes:
    chance = random.Random(1)
    fixed = "".join(f"<div class='{chance.random()}'>{chance.random()}</div>" for _ in range(1500)).encode()
    return fixed[:20_000] + b"<i data-look=%d></i>" % n + fixed[20_000:]


def count(store: Store, table: Any) -> int:
    return len(store.read(lambda connection: connection.execute(select(table)).all()))


@pytest.mark.parametrize("ahead", [True, False])
def test_the_page_of_every_version_reads_back_as_it_came(store: Store, ahead: bool) -> None:
    for n in range(1, 141):
        look(store, f'{{"n": {n}}}', body(n), ahead=ahead, at=NOW + n)
    for n in (1, 2, 63, 64, 65, 66, 128, 140):
        found = store.read(pages.of_version, 1, n)
        assert found.body == body(n)
        assert (found.cause, found.at, found.record.status) == ("version", NOW + n, 200)
    packed = store.read(lambda c: [len(row.packed) for row in c.execute(select(blob.c.packed, blob.c.size))])
    assert sum(packed) < 140 * 400 + 3 * 40_000


def test_a_page_says_how_it_came(store: Store) -> None:
    look(store, '{"n": 1}', b"<p>one</p>")
    found = store.read(pages.of_version, 1, 1)
    said = found.record
    assert (said.request, said.answer, said.status) == ("GET /story HTTP/1.1", "HTTP/1.1 200 OK", 200)
    assert said.received == (
        ("Date", "Mon, 21 Sep 2026 14:13:20 GMT"), ("Set-Cookie", None), ("X-Odd", "caf\xe9"),
    )  # fmt: skip
    assert (said.came, said.server_date) == ("2026-09-21T14:13:20.000Z", "Mon, 21 Sep 2026 14:13:20 GMT")
    assert (said.hops, said.peer, said.addresses) == (
        (("https://paper.example/s", 301),), "203.0.113.7 port 443", ("203.0.113.7",),
    )  # fmt: skip
    assert found.certificates == (b"leaf", b"root")
    assert json.loads(found.raw_record)["form"] == 1


def test_equal_bodies_are_kept_once(store: Store) -> None:
    for n, text in enumerate((b"<p>a</p>", b"<p>b</p>", b"<p>a</p>"), 1):
        look(store, f'{{"n": {n}}}', text, at=NOW + n)
    assert store.read(pages.of_version, 1, 3).body == b"<p>a</p>"
    assert store.read(pages.of_version, 1, 1).body == b"<p>a</p>"
    bodies = store.read(lambda c: {row.body for row in c.execute(select(page.c.body))})
    assert len(bodies) == 2


def test_a_look_that_brought_nothing_new_keeps_no_page_unless_all_are_wanted(store: Store) -> None:
    look(store, '{"n": 1}', b"<p>a</p>")
    before = store.read(chain.head)
    look(store, None, b"<p>a</p>", result="unchanged", at=NOW + 1)
    assert (count(store, page), store.read(chain.head)) == (1, before)
    look(store, None, b"<p>a</p>", result="unchanged", every_look=True, at=NOW + 2)
    assert [one.cause for one in store.read(lambda c: list(pages.of_article(c, 1)))] == ["version", "look"]


def test_a_doubt_keeps_its_page_once_and_the_version_it_is_accepted_as_has_it(store: Store) -> None:
    look(store, '{"n": 1}', b"<p>a</p>")
    held = doubts.NewDoubt(b"d" * 32, "truncated", "half of it", '{"title": "half"}', True)
    for n in (1, 2):
        look(store, None, b"<p>half %d</p>" % n, doubt=held, state="cannot_tell", result="cannot_tell", at=NOW + n)
    assert [one.cause for one in store.read(lambda c: list(pages.of_article(c, 1)))] == ["version", "doubt"]
    look(store, '{"title": "half"}', b"", page=None, result="accepted", at=NOW + 3)
    assert store.read(pages.of_version, 1, 2).body == b"<p>half 1</p>"


def test_without_pages_a_version_has_its_entry_all_the_same(store: Store) -> None:
    look(store, '{"n": 1}', b"", page=None)
    with pytest.raises(UnknownVersion, match="no page is kept"):
        store.read(pages.of_version, 1, 1)
    kinds = [entry.kind for _, entry in store.read(chain.entries, 1)]
    assert kinds == [EntryKind.ARTICLE, EntryKind.VERSION]


def test_every_entry_stands_on_the_one_before(store: Store) -> None:
    look(store, '{"n": 1}', b"<p>a</p>")
    look(store, '{"n": 2}', b"<p>b</p>", at=NOW + 1)
    before, rows = START, store.read(lambda c: c.execute(select(chain.chain).order_by(chain.chain.c.n)).all())
    for n, row in enumerate(rows, 1):
        assert row.n == n
        before = head_of(n, before, chain._entry(row))
        assert row.head == before
    assert store.read(chain.head) == chain.Head(len(rows), before)


def test_a_check_that_fails_in_the_middle_leaves_neither_page_nor_entry(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(store, '{"n": 1}', b"<p>a</p>")
    before = (store.read(chain.head), count(store, page), count(store, blob))
    for where, step in ((recording, "digest"), (chain, "named"), (chain, "append")):
        with monkeypatch.context() as patched:
            patched.setattr(where, step, lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                look(store, '{"n": 2}', b"<p>b</p>", at=NOW + 400_000)
        store.write(claims.release_all, NOW)
        assert (store.read(chain.head), count(store, page), count(store, blob)) == before
    look(store, '{"n": 2}', b"<p>b</p>", at=NOW + 400_001)
    assert store.read(pages.of_version, 1, 2).body == b"<p>b</p>"


def test_what_was_packed_from_a_page_that_went_meanwhile_is_packed_anew(store: Store) -> None:
    look(store, '{"n": 1}', body(1))
    (claim,) = store.write(claims.claim, NOW, 1, pause_ms=0, per_host=1)
    found = Result(
        1, claim.token, "paper.example", NOW, "ok", "changed", NOW, "read", text='{"n": 2}', version=1, page=came(body(2))
    )  # fmt: skip
    found = store.read(recording.pack_ahead, found)
    store.write(lambda c: c.execute(page.delete()))
    store.write(lambda c: c.execute(blob.delete()))
    assert store.write(recording.record, found)
    assert store.read(pages.of_version, 1, 2).body == body(2)


@pytest.mark.file
def test_a_disk_that_fills_up_under_a_page_leaves_nothing_of_it_and_the_next_look_goes_on(store: Store) -> None:
    look(store, '{"n": 1}', b"<p>a</p>")
    before = (store.read(chain.head), count(store, page), count(store, blob))
    whole = random.Random(3).randbytes(2_000_000)

    def room(pages_more: int) -> None:
        def work(connection: Any) -> None:
            used = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {used + pages_more}").close()

        store.write(work)

    room(20)
    with pytest.raises(StoreFull):
        look(store, '{"n": 2}', whole, at=NOW + 1)
    assert (store.read(chain.head), count(store, page), count(store, blob)) == before
    assert faults_of(store) == []
    room(100_000)
    store.write(claims.release_all, NOW + 2)
    look(store, '{"n": 2}', whole, at=NOW + 2)
    assert store.read(pages.of_version, 1, 2).body == whole
    assert faults_of(store) == []
