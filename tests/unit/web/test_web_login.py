"""Logging in: nobody unknown gets further than the form, and nobody can be shut out by others who try."""

from __future__ import annotations

import base64
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx
import pytest

from alerts.silencing import Silence
from monitor import passwords
from monitor.store import acts, reviews, sessions, silences, tokens, users
from monitor.store.acts import By
from monitor.store.tokens import Scope
from monitor.store.users import Role
from monitor.web.rights import RIGHTS, Right
from monitor.web.throttle import ACCOUNT, ADDRESS, Throttle, Word, address_of, network
from tests.unit.web.web_desk import START, Browser, Shelf, browser, rise, story

PASSWORD = "a long enough password"
BY = By("karen", "cli: karen", START)
HASHED = passwords.hashed(PASSWORD)
TEXT = "Flood in the Lower Valley"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/flood", ["tolls"])
    for n in range(3):
        shelf.check(number, story(f"a{n}"), changes=[rise(n, n + 1)] if n else [])
    return shelf


def user(shelf: Shelf, name: str = "Ines", role: Role = Role.REVIEWER) -> None:
    shelf.store.write(users.add, BY, name, role, HASHED)


def token(shelf: Shelf, *scopes: Scope, until: int | None = None) -> str:
    secret = "rb_" + tokens.secret()
    shelf.store.write(tokens.add, BY, f"t{secret[:9]}", scopes, until, secret)
    return secret


def log_in(pages: Browser, name: str = "Ines", password: str = PASSWORD, **more: Any) -> httpx.Response:
    cookies = more.pop("cookies", "")
    headers = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded", **more}
    body = httpx.QueryParams({"name": name, "password": password, "to": "/inbox"})
    return pages.get("/login", method="POST", headers=headers | {"cookie": cookies}, body=str(body))


def cookies_of(answer: httpx.Response) -> str:
    jar: SimpleCookie = SimpleCookie()
    for line in answer.headers.get_list("set-cookie"):
        jar.load(line)
    return "; ".join(f"{name}={one.value}" for name, one in jar.items() if one.value)


def test_without_a_user_nobody_has_to_log_in_and_with_one_everybody_has_to(shelf: Shelf) -> None:
    pages = browser(shelf)
    assert pages.get("/inbox").status_code == 200
    user(shelf)
    answer = pages.get("/inbox?tag=tolls")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?to=/inbox%3Ftag%3Dtolls")
    for path in ("/inbox.json", "/feed.xml", "/changes.csv", "/metrics", "/articles/1.json"):
        answer = pages.get(path)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert TEXT not in answer.text
    for path in ("/healthz", "/readyz", "/login", "/static/rowback.css"):
        assert pages.get(path).status_code == 200


def test_a_page_that_others_reach_lets_nobody_in_before_there_is_a_user(shelf: Shelf) -> None:
    pages = browser(shelf, login=True)
    assert pages.get("/").status_code == 303
    assert pages.get("/index.json").status_code == 401


def test_who_logs_in_comes_in_by_that_name_and_goes_out_again(shelf: Shelf) -> None:
    user(shelf)
    pages = browser(shelf)
    answer = log_in(pages)
    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox")
    for line in answer.headers.get_list("set-cookie"):
        assert "httponly" in line.lower()
        assert "samesite=lax" in line.lower()
        assert "secure" not in line.lower()
    mine = cookies_of(answer)
    page = pages.get("/inbox", headers={"cookie": mine})
    assert page.status_code == 200
    assert "Log out" in page.text
    post = {"sec-fetch-site": "same-origin", "cookie": f"{mine}; rowback_name=Tom"}
    form = "act=confirm&changes=1&seen=0"
    assert pages.get("/review", method="POST", headers=post, body=form).status_code == 303
    assert shelf.store.read(reviews.latest)[0].actor == "Ines", "no other name is believed"
    assert pages.get("/logout", method="POST", headers=post).status_code == 303
    assert pages.get("/inbox.json", headers={"cookie": mine}).status_code == 401
    assert [one.what for one in shelf.store.read(acts.listing)] == ["logout", "review.confirm", "login", "user.add"]


def test_cookies_of_an_https_page_never_go_out_in_the_clear(shelf: Shelf) -> None:
    user(shelf)
    pages = browser(shelf, public_url="https://127.0.0.1/desk")
    answer = log_in(pages)
    lines = answer.headers.get_list("set-cookie")
    assert len(lines) == 2
    assert all("secure" in line.lower() and "path=/desk" in line.lower() for line in lines)
    assert answer.headers["location"] == "/desk/inbox"


@pytest.mark.parametrize("to", ["//evil.example/", "/\\evil.example/", "https://evil.example/", "", "/%0d", "\n/x"])
def test_a_login_never_leads_to_another_host(shelf: Shelf, to: str) -> None:
    user(shelf)
    answer = browser(shelf).post("/login", {"name": "Ines", "password": PASSWORD, "to": to})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/")
    assert "evil" not in answer.headers["location"]


def test_a_session_ends_when_it_rests_and_after_a_week_at_most(shelf: Shelf) -> None:
    user(shelf)
    pages = browser(shelf)
    mine = {"cookie": cookies_of(log_in(pages))}
    end = shelf.clock.at_ms + sessions.LONGEST_MS
    while shelf.clock.at_ms + sessions.IDLE_MS - 1 <= end:
        shelf.clock.at_ms += sessions.IDLE_MS - 1
        shelf.store.write(lambda connection: None)  # what a request leaves behind is written after its answer
        assert pages.get("/inbox.json", headers=mine).status_code == 200
    shelf.clock.at_ms = end + 1
    assert pages.get("/inbox.json", headers=mine).status_code == 401
    mine = {"cookie": cookies_of(log_in(pages))}
    shelf.clock.at_ms += sessions.IDLE_MS + 1
    assert pages.get("/inbox.json", headers=mine).status_code == 401


def test_another_password_and_removal_throw_out_whoever_is_in(shelf: Shelf) -> None:
    user(shelf)
    user(shelf, "Tom")
    pages = browser(shelf)
    ines, tom = ({"cookie": cookies_of(log_in(pages, name))} for name in ("Ines", "Tom"))
    shelf.store.write(users.set_password, BY, "Ines", passwords.hashed("another long password"))
    shelf.store.write(users.remove, BY, "Tom")
    for headers in (ines, tom):
        assert pages.get("/inbox.json", headers=headers).status_code == 401
    assert log_in(pages).status_code == 401
    assert log_in(pages, password="another long password").status_code == 303


def test_a_wrong_name_and_a_wrong_password_look_the_same(shelf: Shelf) -> None:
    user(shelf)
    pages = browser(shelf)
    wrong, nobody = log_in(pages, password="x" * 12), log_in(pages, "Nobody")
    assert wrong.status_code == nobody.status_code == 401
    assert wrong.text.replace("Ines", "") == nobody.text.replace("Nobody", "")
    assert not wrong.headers.get_list("set-cookie")


def test_a_foreign_page_can_neither_log_anybody_in_nor_out(shelf: Shelf) -> None:
    user(shelf)
    pages = browser(shelf)
    assert log_in(pages, **{"sec-fetch-site": "cross-site"}).status_code == 403
    mine = cookies_of(log_in(pages))
    answer = pages.get("/logout", method="POST", headers={"cookie": mine, "origin": "https://evil.example"})
    assert answer.status_code == 403
    assert pages.get("/inbox.json", headers={"cookie": mine}).status_code == 200


def test_who_guesses_is_slowed_and_the_user_comes_in_all_the_same(shelf: Shelf) -> None:
    user(shelf)
    pages = browser(shelf)
    known = cookies_of(log_in(pages))
    statuses = [log_in(pages, password="x" * 12).status_code for _ in range(ADDRESS.burst + 1)]
    assert statuses == [401] * ADDRESS.burst + [429]
    answer = log_in(pages)
    assert answer.status_code == 429, "not even the right password, from an address that guesses"
    assert int(answer.headers["retry-after"]) > 0
    assert log_in(pages, cookies=known).status_code == 303, "a browser that logged in before need not wait"
    assert log_in(pages, "Tom", cookies=known).status_code == 429, "but for its own account alone"
    shelf.clock.at_ms += int(ADDRESS.seconds * 1000)
    assert log_in(pages).status_code == 303


def test_many_addresses_are_slowed_by_the_account_and_few_cannot_empty_it() -> None:
    now = [0.0]
    throttle = Throttle(lambda: now[0])
    for at in range(9):
        while throttle.ask(f"192.0.2.{at}", "Ines", None)[0] is Word.TRY:
            pass
    assert throttle.ask("198.51.100.1", "Ines", None)[0] is Word.TRY, "nine who guess do not shut her out"
    tries = 0
    for at in range(200):
        while (word := throttle.ask(f"203.0.113.{at}", "Ines", None)[0]) is Word.TRY:
            tries += 1
    assert word is Word.ACCOUNT
    assert tries <= ACCOUNT.burst
    assert throttle.ask("203.0.113.9", "Ines", b"known")[0] is Word.TRY
    now[0] += ACCOUNT.seconds
    assert throttle.ask("203.0.113.250", "Ines", None)[0] is Word.TRY


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),  # whoever connects from elsewhere may say anything
        ("127.0.0.1", "10.0.0.1, 198.51.100.7", "198.51.100.7"),  # a proxy here adds the last one
        ("127.0.0.1", "", "127.0.0.1"),
        ("2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "", "192.0.2.1"),
        ("nonsense", "", "nonsense"),
    ],
)
def test_tries_are_counted_by_the_line_of_whoever_asks(peer: str, forwarded: str, address: str) -> None:
    assert network(address_of(peer, forwarded)) == address


def test_a_viewer_looks_and_changes_nothing(shelf: Shelf) -> None:
    user(shelf, role=Role.VIEWER)
    pages = browser(shelf)
    mine = cookies_of(log_in(pages))
    assert pages.get("/inbox", headers={"cookie": mine}).status_code == 200
    headers = {"sec-fetch-site": "same-origin", "cookie": mine}
    answer = pages.get("/review", method="POST", headers=headers, body="act=confirm&changes=1&seen=0")
    assert answer.status_code == 403
    assert "review" in answer.text
    assert shelf.store.read(reviews.latest) == []
    shelf.store.write(users.set_role, BY, "Ines", Role.REVIEWER)
    assert pages.get("/review", method="POST", headers=headers, body="act=confirm&changes=1&seen=0").status_code == 303


def test_each_role_may_do_what_the_one_below_may() -> None:
    assert RIGHTS[Role.VIEWER] < RIGHTS[Role.REVIEWER] < RIGHTS[Role.ADMIN] == frozenset(Right)


def test_a_feed_reader_comes_in_by_a_token_and_looks_only(shelf: Shelf) -> None:
    user(shelf)
    pages = browser(shelf)
    secret = token(shelf, Scope.READ, Scope.REVIEW)
    basic = base64.b64encode(f"any:{secret}".encode()).decode()
    for header in (f"Bearer {secret}", f"Basic {basic}", f"bearer  {secret}"):
        assert pages.get("/feed.xml", headers={"authorization": header}).status_code == 200
    post = {"authorization": f"Bearer {secret}", "sec-fetch-site": "same-origin"}
    assert pages.get("/review", method="POST", headers=post, body="act=confirm&changes=1&seen=0").status_code == 401
    for header in ("Bearer x", "Basic !", "Basic eA==", "Digest x", "Bearer", f"Bearer {secret}x"):
        assert pages.get("/feed.xml", headers={"authorization": header}).status_code == 401, header


def test_a_browser_that_remembers_a_token_as_a_password_cannot_be_made_to_write(shelf: Shelf) -> None:
    user(shelf)
    pages = browser(shelf)
    basic = base64.b64encode(f"any:{token(shelf, Scope.ADMIN)}".encode()).decode()
    headers = {"authorization": f"Basic {basic}", "origin": "https://evil.example"}
    answer = pages.get("/api/v1/articles/1/check", method="POST", headers=headers)
    assert answer.status_code == 403
    assert pages.get("/api/v1/articles", headers=headers).status_code == 200


def test_strangers_are_not_told_how_channels_fare_or_what_is_silenced(shelf: Shelf) -> None:
    user(shelf)
    shelf.store.write(silences.add, Silence(0, {}, START, START * 2, "Ines", "lunch"), START)
    pages = browser(shelf)
    assert "silence" not in pages.get("/login").text
    assert "A silence holds" in pages.get("/status", headers={"cookie": cookies_of(log_in(pages))}).text


def test_every_route_asks_who_it_is(shelf: Shelf) -> None:
    """Also those that come with later screens: what is not exempt by its path answers 303 or 401."""
    user(shelf)
    pages = browser(shelf)
    free = {"/healthz", "/readyz", "/login"}
    asked = 0
    included = [getattr(one, "original_router", one) for one in pages.app.routes]
    for route in [route for one in included for route in getattr(one, "routes", [one])]:
        for method in getattr(route, "methods", None) or ():
            path = route.path.replace("{article_id}", "1").replace("{old}..{new}", "1..2")
            if path in free or path.startswith(("/unsubscribe", "/static")):
                continue
            answer = pages.get(path, method=method, headers={"sec-fetch-site": "same-origin"})
            assert answer.status_code in (303, 401), (method, path)
            assert TEXT not in answer.text
            asked += 1
    assert asked > 20
