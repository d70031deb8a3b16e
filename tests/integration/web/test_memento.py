"""The past of an article by date over raw HTTP (RFC 7089): nothing that its outlet took down is shown as standing."""

import asyncio
import json
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn

from monitor.changes import Change, Kind, Mention
from monitor.memento import http_date
from monitor.metrics import Metrics
from monitor.store import Store, recording, watches
from monitor.web.app import create_app
from monitor.web.gate import SANDBOX
from monitor.web.liveness import Liveness
from tests.integration.store.kept import NOW, body, result

URL = "https://paper.example/flood?part=2"
PUBLIC = "https://desk.example/rowback"
MINUTE = 60_000
VERSIONS = (0, 10, 20)
GONE, BACK = 30, 40
"""Minutes after NOW."""


@dataclass
class Answer:
    status: int
    headers: dict[str, list[str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        (value,) = self.headers[name]
        return value


@dataclass
class Served:
    store: Store
    port: int

    def ask(self, path: str, *lines: str, method: str = "GET") -> Answer:
        head = [f"{method} {path} HTTP/1.1", "Host: localhost", *lines, "Connection: close", "", ""]
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as link:
            link.sendall("\r\n".join(head).encode("latin-1"))
            got = b""
            while part := link.recv(65536):
                got += part
        top, _, rest = got.partition(b"\r\n\r\n")
        first, *fields = top.decode("latin-1").split("\r\n")
        headers: dict[str, list[str]] = {}
        for field in fields:
            name, _, value = field.partition(":")
            headers.setdefault(name.lower(), []).append(value.strip())
        if headers.get("transfer-encoding") == ["chunked"]:
            rest = unchunked(rest)
        return Answer(int(first.split()[1]), headers, rest)

    def at(self, minutes: float, url: str = URL) -> Answer:
        """What the TimeGate answers for a moment."""
        return self.ask(f"/memento/gate/{url}", f"Accept-Datetime: {http_date(NOW + int(minutes * MINUTE))}")

    def led(self, answer: Answer) -> Answer:
        """The memento that a TimeGate leads to."""
        assert answer.status == 302, answer
        assert answer["location"].startswith(PUBLIC)
        return self.ask(answer["location"].removeprefix(PUBLIC))


def unchunked(rest: bytes) -> bytes:
    found = b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        found, rest = found + rest[: int(size, 16)], rest[int(size, 16) + 2 :]
    return found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    store = Store(tmp_path)
    article, _ = store.write(watches.add, watches.NewWatch(URL, URL, "paper.example"), NOW)
    for n, minutes in enumerate(VERSIONS):
        assert store.write(recording.record, result(store, article, n, at_ms=NOW + minutes * MINUTE, status=200))
    gone = Change(Kind.ARTICLE_REMOVED, Mention("Flood"), where="article", explanation="gone")
    back = Change(Kind.ARTICLE_RESTORED, None, Mention("Flood"), where="article", explanation="back")
    plain = {"text": None, "facts": ()}
    removed = {"result": "removed", "state": "removed", "changes": [gone], "status": 410, "end": "gone", **plain}
    assert store.write(recording.record, result(store, article, 3, at_ms=NOW + GONE * MINUTE, **removed))
    restored = {"result": "restored", "changes": [back], "status": 200, **plain}
    assert store.write(recording.record, result(store, article, 2, at_ms=NOW + BACK * MINUTE, **restored))
    store.write(watches.add, watches.NewWatch("https://paper.example/new", "https://paper.example/new", "p"), NOW)
    bound = socket.create_server(("127.0.0.1", 0))
    app = create_app(store, Metrics("0.1.0"), public_url=PUBLIC, alive=lambda: Liveness(0.1))
    server = uvicorn.Server(uvicorn.Config(app, ws="none", log_config=None, access_log=False))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([bound])))
    thread.start()
    yield Served(store, bound.getsockname()[1])
    server.should_exit = True
    thread.join(60)
    store.close()
    assert not thread.is_alive()


@pytest.mark.parametrize(
    ("minutes", "stood"),
    [
        (-5, 0),  # before the first look: the first one (RFC 7089 leaves it to the server, and this is what others do)
        (0, 0),
        (9.9, 0),
        (10, 10),
        (29, 20),
        (30, 30),  # removed
        (35, 30),
        (40, 40),
        (99_999, 40),
    ],
)
def test_the_timegate_leads_to_what_stood_at_the_moment(served: Served, minutes: float, stood: int) -> None:
    answer = served.at(minutes)
    assert answer["vary"].lower() == "accept-datetime"
    assert "memento-datetime" not in answer.headers
    memento = served.led(answer)
    assert memento["memento-datetime"] == http_date(NOW + stood * MINUTE)
    assert (memento.status, b"killed 4" in memento.body) == ((410, False) if stood == GONE else (200, True))


def test_without_a_date_the_newest_is_meant(served: Served) -> None:
    memento = served.led(served.ask(f"/memento/gate/{URL}"))
    assert memento["memento-datetime"] == http_date(NOW + BACK * MINUTE)
    assert b"back with the text" in memento.body


def test_an_article_that_was_taken_down_is_said_to_be_and_its_text_is_not_shown(served: Served) -> None:
    memento = served.led(served.at(35))
    assert b"no longer showed the article" in memento.body
    assert b"Roads are shut" not in memento.body
    assert b"removed</a>" in served.led(served.at(25)).body  # what stood before says until when


@pytest.mark.parametrize(
    "date",
    [
        "yesterday",
        "",
        "2026-05-03T14:00:00Z",
        "Thu, 31 May 2007 20:35:00 +0000",
        "Thu, 31 May 2007 20:35:00",
        "Fri, 31 May 2007 20:35:00 GMT",  # it was a Thursday
        "Wed, 30 Feb 2000 20:35:00 GMT",
        "Thu, 31 May 2007 24:00:00 GMT",
        "Thu, 31 May 0000 20:35:00 GMT",
        "thu, 31 may 2007 20:35:00 gmt",
        "Thu, 31 May 2007 20:35:00 GMT; P1D",
        "Thu, 31-May-07 20:35:00 GMT",
        "Thu, \u0663\u0661 May 2007 20:35:00 GMT".encode().decode("latin-1"),
        "x" * 5000,
    ],
)
def test_a_malformed_date_is_a_400(served: Served, date: str) -> None:
    answer = served.ask(f"/memento/gate/{URL}", f"Accept-Datetime: {date}")
    assert (answer.status, answer["vary"].lower()) == (400, "accept-datetime")


def test_two_dates_are_a_400(served: Served) -> None:
    twice = [f"Accept-Datetime: {http_date(NOW)}"] * 2
    assert served.ask(f"/memento/gate/{URL}", *twice).status == 400


@pytest.mark.parametrize(
    "address",
    [
        URL,
        URL.replace("https", "http"),  # one original under both schemes
        URL.replace("https://", "https:/"),  # what a proxy makes of two slashes
        URL.replace("https://", "HTTPS://").replace("paper", "PAPER"),
        "https%3A%2F%2Fpaper.example%2Fflood%3Fpart%3D2",
        URL + "&utm_source=mail",
    ],
)
def test_one_address_has_one_past_however_it_is_written(served: Served, address: str) -> None:
    assert served.at(0, address).status == 302


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("https://paper.example/flood", b"not tracked"),  # its query is another page's
        ("https://other.example/", b"not tracked"),
        ("https://paper.example/new", b"Nothing was read"),
        ("javascript:alert(1)", b"javascript"),
        ("", b"empty"),
        ("https://user:pw@paper.example/flood", b"user name"),
        ("file:///etc/passwd", b"file"),
    ],
)
def test_an_address_without_a_past_is_a_404_in_plain_words(served: Served, address: str, word: bytes) -> None:
    answer = served.ask(f"/memento/gate/{address}")
    assert (answer.status, word in answer.body, answer["content-type"][:10]) == (404, True, "text/plain")
    assert "location" not in answer.headers


def links(text: str) -> dict[str, tuple[str, str]]:
    """rel -> (address, date) of a Link header or a TimeMap."""
    found = {}
    for address, attributes in re.findall(r"<([^>]*)>((?:;\s*\w+=\"[^\"]*\")*)", text):
        told = dict(re.findall(r'(\w+)="([^"]*)"', attributes))
        for rel in told["rel"].split():
            found[rel] = (address, told.get("datetime", ""))
    return found


def test_the_links_of_a_memento_lead_through_all_of_them(served: Served) -> None:
    first = served.ask(f"/memento/gate/{URL}", f"Accept-Datetime: {http_date(NOW)}")
    assert {"original", "timemap", "first", "last", "next"} <= set(links(first["link"]))
    seen, path = [], first["location"]
    while True:
        answer = served.ask(path.removeprefix(PUBLIC))
        told = links(answer["link"])
        assert told["original"][0] == URL
        assert told["timegate"][0] == f"{PUBLIC}/memento/gate/{URL}"
        assert told["first"][1] == http_date(NOW)
        assert told["last"][1] == http_date(NOW + BACK * MINUTE)
        seen.append(answer["memento-datetime"])
        if "next" not in told:
            break
        path = told["next"][0]
    assert seen == [http_date(NOW + minutes * MINUTE) for minutes in (*VERSIONS, GONE, BACK)]
    assert told["prev"][1] == http_date(NOW + GONE * MINUTE)


def test_both_timemaps_list_every_memento(served: Served) -> None:
    listed = served.ask(f"/memento/map/link/{URL}")
    assert listed["content-type"].split(";")[0] == "application/link-format"
    text = listed.body.decode()
    dates = re.findall(r'rel="[^"]*memento"; datetime="([^"]*)"', text)
    assert dates == [http_date(NOW + minutes * MINUTE) for minutes in (*VERSIONS, GONE, BACK)]
    assert links(text)["self"][0] == f"{PUBLIC}/memento/map/link/{URL}"
    told = json.loads(served.ask(f"/memento/map/json/{URL}").body)
    assert [one["uri"] for one in told["mementos"]["list"]] == re.findall(r"<([^>]*)>; rel=\"[^\"]*memento\"", text)
    assert told["original_uri"] == URL
    assert served.ask("/memento/map/json/https://paper.example/new").status == 200
    assert served.ask("/memento/map/link/https://other.example/").status == 404


def test_a_kept_page_is_only_ever_a_download_in_a_sandbox(served: Served) -> None:
    path = served.at(10)["location"].removeprefix(PUBLIC)
    answer = served.ask(f"{path}/page")
    assert (answer.status, answer.body) == (200, body(1))
    assert answer["content-type"] == "application/octet-stream"
    assert answer["content-disposition"].startswith("attachment;")
    assert answer["content-security-policy"] == SANDBOX
    assert "script" not in answer["content-security-policy"]
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["memento-datetime"] == http_date(NOW + 10 * MINUTE)
    assert b"sandbox" not in served.ask(path)["content-security-policy"].encode()  # our own page is under our policy
    assert served.ask(served.at(40)["location"].removeprefix(PUBLIC) + "/page").status == 404  # not kept


def test_the_page_that_said_that_the_article_is_gone_is_a_download_too(served: Served) -> None:
    path = served.at(30)["location"].removeprefix(PUBLIC)
    assert served.ask(f"{path}/page").body == body(3)


def test_looking_changes_nothing_and_nothing_else_is_allowed(served: Served) -> None:
    path = served.at(10)["location"].removeprefix(PUBLIC)
    for one in (path, f"{path}.json", f"{path}/page", f"/memento/gate/{URL}", f"/memento/map/link/{URL}"):
        head = served.ask(one, method="HEAD")
        assert (head.status in (200, 302), head.body) == (True, b""), one
        assert served.ask(one, "Origin: http://localhost", "Content-Length: 0", method="POST").status == 405, one


def test_the_json_of_a_memento_says_the_same_with_the_same_headers(served: Served) -> None:
    path = served.at(30)["location"].removeprefix(PUBLIC)
    answer = served.ask(f"{path}.json")
    told = json.loads(answer.body)
    assert (answer.status, told["turned"], told["status"], told["parts"]) == (410, "removed", 410, [])
    assert answer["memento-datetime"] == http_date(NOW + GONE * MINUTE)


@pytest.mark.parametrize("stamp", ["20260921", "99999999999999999", "00000000000000000", "x" * 17, "2" * 400])
def test_a_memento_that_there_is_not_is_a_404(served: Served, stamp: str) -> None:
    for path in (f"/memento/1/{stamp}", f"/memento/1/{stamp}.json", f"/memento/1/{stamp}/page", f"/memento/99/{stamp}"):
        assert served.ask(path).status == 404, path


def test_a_person_asks_for_a_moment_and_hears_what_is_not_known(served: Served) -> None:
    answer = served.ask("/articles/1/at?moment=2100-01-01")
    assert answer.status == 200
    assert b"after that is not known" in answer.body
    assert "memento-datetime" not in answer.headers  # it is an answer about a moment, no memento
    gone = served.ask("/articles/1/at.json?moment=2026-09-21T14:45")
    told = json.loads(gone.body)
    assert (told["turned"], told["parts"]) == ("removed", [])
    assert served.ask("/articles/1/at?moment=2001-01-01").status == 404
    assert served.ask("/articles/1/at?moment=soon").status == 400
    assert served.ask("/articles/1/at?moment=0001-01-01T00:00%2B14:00").status == 400


def test_versions_of_one_second_stay_apart_and_the_last_of_them_answers_for_it(served: Served) -> None:
    store = served.store
    for n, ms in ((5, 100), (6, 900)):
        assert store.write(recording.record, result(store, 1, n, at_ms=NOW + 50 * MINUTE + ms))
    told = json.loads(served.ask(f"/memento/map/json/{URL}").body)["mementos"]["list"]
    assert len({one["uri"] for one in told}) == len(told) == 7
    assert b"killed 46" in served.led(served.at(50)).body
