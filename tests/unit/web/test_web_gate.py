"""What every answer carries, and under which names the page answers at all."""

from pathlib import Path

import pytest
from starlette.datastructures import Headers

from monitor.web.crossing import Crossing, crossing
from monitor.web.gate import Gate
from tests.unit.web.web_desk import Shelf, browser


async def nowhere(*_: object) -> None:
    raise AssertionError("not reached")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8765",
        "127.0.0.1",
        "localhost:9999",  # a forwarded port; localhost never leaves the machine
        "LOCALHOST.",
        "desk.localhost:8765",
        "[::1]:8765",
        "192.168.1.20:8765",  # an address literal cannot be rebound: nobody else owns it
        "rowback.newsroom.example",  # the name in public_url
        "Rowback.Newsroom.Example:443",
    ],
)
def test_the_page_answers_under_its_own_names(host: str) -> None:
    assert Gate(nowhere, "https://rowback.newsroom.example/desk").answers_to(host)


@pytest.mark.parametrize(
    "host",
    [
        "attacker.example",  # DNS rebinding: its owner points it at 127.0.0.1
        "attacker.example:8765",
        "rowback.newsroom.example.attacker.example",
        "127.0.0.1.attacker.example",
        "localhost.attacker.example",
        "notlocalhost",
        "user@127.0.0.1",
        "127.0.0.1/path",
        "[::1",
        "",
        ":8765",
    ],
)
def test_the_page_does_not_answer_under_a_foreign_name(host: str) -> None:
    assert not Gate(nowhere, "https://rowback.newsroom.example/desk").answers_to(host)


def test_a_foreign_name_is_told_what_to_set_and_nothing_else(tmp_path: Path) -> None:
    answer = browser(Shelf(tmp_path)).get("/", host="attacker.example:8765")
    assert answer.status_code == 421
    assert "public_url" in answer.text
    assert "attacker" not in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_may_come_under_any_name(tmp_path: Path, path: str) -> None:
    assert browser(Shelf(tmp_path)).get(path, host="rowback:8765").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/", "/changes", "/nowhere", "/index.json", "/healthz", "/metrics", "/static/rowback.css", "/static/nowhere"],
)
def test_every_answer_forbids_scripts_frames_and_guessing(tmp_path: Path, path: str) -> None:
    headers = browser(Shelf(tmp_path)).get(path).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "set-cookie" not in headers


def test_pages_are_asked_for_again_and_the_style_sheet_is_kept(tmp_path: Path) -> None:
    pages = browser(Shelf(tmp_path))
    assert pages.get("/").headers["cache-control"] == "private, no-cache"
    assert "immutable" in pages.get("/static/rowback.css").headers["cache-control"]
    assert "immutable" not in pages.get("/static/nowhere.css").headers["cache-control"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_looking_at_an_address_is_all_that_can_be_done_there(tmp_path: Path, method: str) -> None:
    pages = browser(Shelf(tmp_path))
    for path in ("/", "/changes", "/changes/1", "/articles/1", "/articles/1/1..2", "/metrics"):
        assert pages.get(path, method=method, headers={"sec-fetch-site": "same-origin"}).status_code == 405


@pytest.mark.parametrize(
    ("headers", "word"),
    [
        ({"sec-fetch-site": "same-origin"}, Crossing.OWN),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, Crossing.OWN),
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8765"}, Crossing.ELSEWHERE),
        # Another port of the same name is the same site, and another program.
        ({"sec-fetch-site": "same-site"}, Crossing.ELSEWHERE),
        ({"sec-fetch-site": "none"}, Crossing.ELSEWHERE),
        # Plain http on a network name: browsers send Origin alone.
        ({"origin": "http://desk.example:8765", "host": "desk.example:8765"}, Crossing.OWN),
        ({"origin": "http://desk.example:9999", "host": "desk.example:8765"}, Crossing.ELSEWHERE),
        # Behind a proxy that ends TLS.
        ({"origin": "https://rowback.example", "host": "127.0.0.1:8765"}, Crossing.OWN),
        ({"origin": "https://rowback.example.evil.example", "host": "127.0.0.1:8765"}, Crossing.ELSEWHERE),
        ({"origin": "null", "host": "127.0.0.1:8765"}, Crossing.ELSEWHERE),
        ({"origin": "http://[::1", "host": "127.0.0.1:8765"}, Crossing.ELSEWHERE),
        ({"host": "127.0.0.1:8765"}, Crossing.UNSAID),
    ],
)
def test_only_our_own_pages_change_anything(headers: dict[str, str], word: Crossing) -> None:
    assert crossing(Headers(headers), "https://rowback.example/desk") is word


@pytest.mark.parametrize("path", ["/review", "/looked", "/me"])
def test_a_form_of_another_page_is_refused_before_it_is_read(tmp_path: Path, path: str) -> None:
    answer = browser(Shelf(tmp_path)).get(path, method="POST", headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "nothing was changed" in answer.text
