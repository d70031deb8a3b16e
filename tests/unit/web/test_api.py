"""The API: every address says what it may, writes lose nobody's change, a repeat is done once, and errors have one form."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from alerts.alert import State
from monitor.store import acts, reviews, tokens, users
from monitor.store.acts import By
from monitor.store.tokens import Scope
from monitor.store.users import Role
from tests.unit.web.web_desk import START, Browser, Shelf, browser, rise, story

BY = By("karen", "cli: karen", START)
V1 = "/api/v1"


class Program:
    """A client with a token."""

    def __init__(self, pages: Browser, secret: str) -> None:
        self.pages = pages
        self.secret = secret

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            sent["authorization"] = f"Bearer {self.secret}"
        if body is not None:
            sent["content-type"] = "application/json"
        raw = body if isinstance(body, str) else None if body is None else json.dumps(body)
        return self.pages.get(V1 + path, method=method, headers=sent, body=raw)

    def get(self, path: str) -> Any:
        answer = self("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    flood = shelf.follow("https://daily.example/flood", ["tolls"])
    vote = shelf.follow("https://evening.example/vote", ["votes"])
    for n in range(4):
        changes = [rise(n, n + 1)] if n else []
        told = [shelf.alert(flood, changes, "delta 1", ["ines@example.org"])] if n == 3 else []
        shelf.check(flood, story(f"a{n}"), changes=changes, alerts=told)
    shelf.check(vote, story("v", title="Vote"))
    return shelf


def program(shelf: Shelf, *scopes: Scope, pages: Browser | None = None) -> Program:
    secret = tokens.PREFIX + tokens.secret()
    name = f"wall {len(shelf.store.read(tokens.listing))}"
    shelf.store.write(tokens.add, BY, name, scopes, None, secret)
    return Program(pages or browser(shelf), secret)


ALL = (Scope.READ, Scope.REVIEW, Scope.WATCH, Scope.ADMIN)


@pytest.fixture
def wall(shelf: Shelf) -> Program:
    return program(shelf, *ALL)


def test_what_is_on_the_page_is_in_the_api(wall: Program) -> None:
    assert [one["tags"] for one in wall.get("/articles")["items"]] == [["tolls"], ["votes"]]
    assert [one["id"] for one in wall.get("/articles?tag=votes")["items"]] == [2]
    assert wall.get("/articles/1")["versions"] == 4
    assert [one["number"] for one in wall.get("/articles/1/versions")["items"]] == [1, 2, 3, 4]
    assert wall.get("/articles/1/versions/2")["paragraphs"] == ["a1"]
    assert wall.get("/articles/1/versions/2/facts") == {"items": [], "next": None}
    (slot,) = wall.get("/articles/1/slots")["items"]
    assert len(slot["values"]) == 3
    assert [one["id"] for one in wall.get("/changes?kind=figure.*&tag=tolls")["items"]] == [3, 2, 1]
    assert wall.get("/changes/1")["change"]["kind"] == "figure.value"
    assert wall.get("/stories")["items"] == [{"tag": "tolls", "articles": 1}, {"tag": "votes", "articles": 1}]
    assert [one["id"] for one in wall.get("/stories/tolls")["changes"]] == [3, 2, 1]
    assert wall.get("/deliveries")["items"][0]["recipient"] == "ines@example.org"
    assert wall.get("/status")["articles"] == {"read": 2}
    assert wall.get("/openapi.json")["info"]["title"] == "Rowback"


def test_a_list_is_walked_by_its_cursor_and_nothing_is_missed_or_twice(wall: Program) -> None:
    for path, key in (("/changes", "id"), ("/articles", "id"), ("/articles/1/versions", "number"), ("/watches", "id")):
        whole, found, cursor = wall.get(path)["items"], [], ""
        while cursor is not None:
            page = wall.get(f"{path}?limit=1{f'&cursor={cursor}' if cursor else ''}")
            found += page["items"]
            cursor = page["next"]
        assert [one[key] for one in found] == [one[key] for one in whole], path


def test_what_is_unchanged_is_not_sent_again(wall: Program, shelf: Shelf) -> None:
    first = wall("GET", "/changes/1")
    tag = first.headers["etag"]
    again = wall("GET", "/changes/1", if_none_match=f'"x", {tag}')
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    shelf.store.write(reviews.act, [1], reviews.Wish(reviews.Act.NOTE, "Ines", START, note="look"))
    assert wall("GET", "/changes/1", if_none_match=tag).status_code == 200


def test_two_reviewers_at_once_lose_nothing(wall: Program, shelf: Shelf) -> None:
    tag = wall("GET", "/changes/1").headers["etag"]
    first = wall("POST", "/changes/1/reviews", {"act": "confirm"}, if_match=tag)
    assert (first.status_code, first.json()["change"]["reviewed"]) == (201, "confirmed")
    # The same token, too: two programs may share one.
    late = wall("POST", "/changes/1/reviews", {"act": "dismiss", "reason": "misread"}, if_match=tag)
    assert (late.status_code, late.headers["content-type"]) == (412, "application/problem+json")
    assert wall("POST", "/changes/1/reviews", {"act": "reopen"}).status_code == 428
    assert wall.get("/changes/1")["change"]["reviewed"] == "confirmed"
    again = wall("POST", "/changes/1/reviews", {"act": "reopen"}, if_match=first.headers["etag"])
    assert again.status_code == 201


def test_of_many_reviewers_in_one_moment_one_is_first_and_the_others_are_told(wall: Program, shelf: Shelf) -> None:
    tag = wall("GET", "/changes/2").headers["etag"]
    others = [program(shelf, Scope.REVIEW, pages=wall.pages) for _ in range(4)]

    def decide(one: Program) -> int:
        words = {"act": "dismiss", "reason": "misread"} if one is others[0] else {"act": "confirm"}
        return one("POST", "/changes/2/reviews", words, if_match=tag).status_code

    with ThreadPoolExecutor(4) as at_once:
        statuses = sorted(at_once.map(decide, others))
    assert statuses == [201, 412, 412, 412]
    assert len(wall.get("/changes/2")["reviews"]) == 1


def test_a_bulk_that_comes_late_does_nothing_at_all(wall: Program) -> None:
    seen = wall.get("/changes")["seen"]
    done = wall("POST", "/reviews", {"act": "confirm", "changes": [2], "seen": seen})
    assert done.json() == {"results": {"2": "done"}}
    late = wall("POST", "/reviews", {"act": "dismiss", "reason": "wording", "changes": [1, 2, 3], "seen": seen})
    assert late.status_code == 409
    assert ": 2" in late.json()["detail"]
    stands = {one["id"]: one["reviewed"] for one in wall.get("/changes")["items"]}
    assert stands == {1: "open", 2: "confirmed", 3: "open"}
    missing = wall("POST", "/reviews", {"act": "confirm", "changes": [1, 99], "seen": 9})
    assert missing.status_code == 404
    assert wall.get("/changes/1")["change"]["reviewed"] == "open"


def test_a_repeat_with_the_same_key_is_done_once(wall: Program, shelf: Shelf) -> None:
    body = {"matchers": {"tags": ["tolls"]}, "ends_at": "2026-12-31T00:00:00Z", "comment": "lunch"}
    first = wall("POST", "/silences", body, idempotency_key="k1")
    assert (first.status_code, first.headers["location"]) == (201, "/api/v1/silences/1")
    again = wall("POST", "/silences", body, idempotency_key="k1")
    assert (again.status_code, again.json(), again.headers["location"]) == (201, first.json(), "/api/v1/silences/1")
    assert again.headers["idempotency-replayed"] == "true"
    assert len(wall.get("/silences")["items"]) == 1
    other = wall("POST", "/silences", {**body, "comment": "dinner"}, idempotency_key="k1")
    assert other.status_code == 422
    somebody = program(shelf, *ALL, pages=wall.pages)
    assert somebody("POST", "/silences", body, idempotency_key="k1").status_code == 201, "a key is its owner's"
    shelf.clock.at_ms += 86_400_001
    assert "idempotency-replayed" not in wall("POST", "/silences", body, idempotency_key="k1").headers
    failed = wall("POST", "/silences", {**body, "ends_at": "2020-01-01T00:00:00Z"}, idempotency_key="k2")
    assert failed.status_code == 422
    assert wall("POST", "/silences", body, idempotency_key="k2").status_code == 201, "what failed was not done"


def test_a_watch_is_followed_changed_paused_and_removed_and_each_act_names_the_token(
    wall: Program, shelf: Shelf
) -> None:
    made = wall("POST", "/watches", {"url": "https://courier.example/a", "tags": ["tolls"], "schedule": "15m"})
    assert (made.status_code, made.headers["location"]) == (201, "/api/v1/watches/3")
    assert (made.json()["schedule"], made.json()["tags"]) == ("15m", ["tolls"])
    assert wall("POST", "/watches", {"url": "https://courier.example/a"}).status_code == 200
    tag = made.headers["etag"]
    assert wall("GET", "/watches/3").headers["etag"] == tag
    change = wall("PATCH", "/watches/3", {"schedule": "0 8 * * 1", "tags": ["votes"]}, if_match=tag)
    assert (change.status_code, change.json()["tags"]) == (200, ["votes"])
    assert wall("PATCH", "/watches/3", {"tags": []}, if_match=tag).status_code == 412
    assert wall("PATCH", "/watches/3", {"tags": []}).status_code == 428
    rest = wall("PATCH", "/watches/3", {"paused": True, "resume_at": "2027-01-01T00:00:00Z"}, if_match="*")
    assert (rest.json()["state"], rest.json()["resume_at"]) == ("paused", "2027-01-01T00:00:00Z")
    assert wall("POST", "/watches/3/check").json() == {"due": 1}
    assert wall("DELETE", "/watches/3", if_match=rest.headers["etag"]).status_code == 204
    assert wall("GET", "/watches/3").status_code == 404
    rows = shelf.store.read(acts.listing, what="watch")
    assert [one.what for one in rows] == [
        *("watch.remove", "watch.check", "watch.edit", "watch.edit", "watch.add"),
    ]
    assert {(one.who, one.via) for one in rows} == {("wall 0", "api: token wall 0")}


def test_a_watch_of_the_file_stays_what_the_file_says(wall: Program, shelf: Shelf) -> None:
    from monitor.store import watches

    url = "https://file.example/a"
    wanted = [watches.NewWatch(url, url, "file.example", origin=watches.Origin.FILE)]
    shelf.store.write(watches.follow_config, wanted, shelf.clock.at_ms)
    assert wall("DELETE", "/watches/3", if_match="*").status_code == 409
    assert wall("PATCH", "/watches/3", {"tags": ["x"]}, if_match="*").status_code == 409
    assert wall("PATCH", "/watches/3", {"paused": True}, if_match="*").json()["state"] == "paused"


def test_deliveries_are_called_off_and_sent_again(wall: Program) -> None:
    assert wall("POST", "/deliveries/dl_0/cancel").json()["state"] == State.CANCELLED
    assert wall("POST", "/deliveries/dl_0/cancel").status_code == 409
    assert wall("POST", "/deliveries/dl_0/redeliver").json()["state"] == State.DUE
    assert wall("POST", "/deliveries/nobody/release").status_code == 404


def test_a_silence_is_ended_by_whoever_knew_it(wall: Program) -> None:
    body = {"matchers": {}, "ends_at": "2026-12-31T00:00:00Z", "comment": "lunch"}
    made = wall("POST", "/silences", body)
    assert wall("DELETE", "/silences/1", if_match='"other"').status_code == 412
    assert wall("DELETE", "/silences/1", if_match=made.headers["etag"]).status_code == 204
    assert wall("DELETE", "/silences/1", if_match="*").status_code == 409
    assert wall.get("/silences")["items"] == []
    assert wall.get("/silences?over=true")["items"][0]["active"] is False
    assert wall("POST", "/silences", {**body, "matchers": {"tag": 1}}).status_code == 422


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/articles/99", 404),
        ("/articles/x", 422),
        ("/articles/0", 422),
        ("/articles/1/versions/9", 404),
        ("/changes/99", 404),
        ("/changes?kind=1", 422),
        ("/changes?since=x", 400),
        ("/changes?nothing=1", 400),
        ("/stories/none", 404),
        ("/watches/99", 404),
        ("/deliveries/none", 404),
        ("/deliveries?cursor=none", 404),
        ("/silences/9", 404),
        ("/articles/99/feed", 404),
        ("/nowhere", 404),
    ],
)
def test_a_mistake_is_a_problem_with_a_sentence(wall: Program, path: str, status: int) -> None:
    answer = wall("GET", path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    view = answer.json()
    assert view["status"] == status
    assert view["title"]
    assert view["detail"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 422),
        ("[" * 100_000, 400),
        ('"x"', 422),
        ("{}", 422),
        ('{"url": "ftp://x"}', 422),
        ('{"url": "https://a.example/\\ud800"}', 422),
        ('{"url": "https://a.example/", "tags": ["a b"]}', 422),
        ('{"url": "https://a.example/", "schedule": "often"}', 422),
        ('{"url": "https://a.example/", "more": 1}', 422),
        (json.dumps({"url": "x" * 300_000}), 413),
    ],
)
def test_a_body_that_is_none_is_refused(wall: Program, body: str, status: int) -> None:
    answer = wall("POST", "/watches", body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def operations(wall: Program) -> list[tuple[str, str]]:
    document = wall.get("/openapi.json")
    return [(method.upper(), path) for path, its in document["paths"].items() for method in its]


def filled(path: str) -> str:
    names = {"article_id": "1", "number": "1", "change_id": "1", "watch_id": "1", "silence_id": "1"}
    for name, value in (names | {"tag": "tolls", "delivery_id": "dl_0"}).items():
        path = path.replace("{" + name + "}", value)
    assert "{" not in path
    return path


def test_without_a_token_or_with_a_foreign_one_every_address_is_401_and_says_nothing(
    wall: Program, shelf: Shelf
) -> None:
    shelf.store.write(users.add, BY, "Ines", Role.ADMIN, "hash")
    assert len(operations(wall)) >= 30
    for secret in ("", "rb_wrong"):
        stranger = Program(wall.pages, secret)
        for method, path in [*operations(wall), ("GET", "/openapi.json"), ("GET", "/nowhere"), ("DELETE", "/articles")]:
            answer = stranger(method, filled(path))
            assert answer.status_code == 401, (method, path)
            assert answer.headers["content-type"] == "application/problem+json"
            assert "Flood" not in answer.text
            assert "example" not in answer.text


def test_a_token_does_what_its_scope_says_and_nothing_else(wall: Program, shelf: Shelf) -> None:
    needed = {"/reviews": Scope.REVIEW, "/changes/{change_id}/reviews": Scope.REVIEW, "/acts": Scope.ADMIN}
    programs = {scope: program(shelf, scope, pages=wall.pages) for scope in Scope}
    for method, path in operations(wall):
        right = Scope.READ if method == "GET" else Scope.WATCH
        if path == "/acts" or method != "GET":
            right = needed.get(path, right)
        for scope, one in programs.items():
            answer = one(method, filled(path), {} if method in ("POST", "PATCH") else None)
            if scope in (right, Scope.ADMIN):
                assert answer.status_code not in (401, 403), (method, path, scope)
            else:
                assert answer.status_code == 403, (method, path, scope)
                assert "Flood" not in answer.text
    assert shelf.store.read(reviews.latest) == []


def test_a_page_elsewhere_cannot_use_the_api_of_whoever_visits_it(shelf: Shelf) -> None:
    """Where nobody has to log in, a browser of this machine would be let in without any token."""
    pages = browser(shelf)
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {}):
        sent = {"content-type": "application/json", **headers}
        answer = pages.get(V1 + "/articles/1/check", method="POST", headers=sent, body="{}")
        assert answer.status_code == 403
        assert answer.headers["content-type"] == "application/problem+json"
    assert pages.get(V1 + "/articles").status_code == 200
    assert pages.get(V1 + "/articles", host="evil.example").status_code == 421


def test_a_proxy_may_add_a_path(shelf: Shelf) -> None:
    wall = program(shelf, *ALL, pages=browser(shelf, public_url="https://127.0.0.1/desk"))
    assert wall.get("/openapi.json")["servers"] == [{"url": "/desk/api/v1"}]
    made = wall("POST", "/watches", {"url": "https://courier.example/a"})
    assert made.headers["location"] == "/desk/api/v1/watches/3"


def test_an_article_and_a_story_have_feeds_of_their_own(wall: Program) -> None:
    for path, entries in (("/articles/1/feed", 1), ("/articles/2/feed", 0), ("/stories/tolls/feed", 1)):
        answer = wall("GET", path)
        assert answer.headers["content-type"].startswith("application/atom+xml")
        feed = ElementTree.fromstring(answer.content)
        assert len(feed.findall("{*}entry")) == entries, path
        link = next(one.get("href") for one in feed.findall("{*}link") if one.get("rel") == "self")
        assert link == f"http://127.0.0.1:8765/api/v1{path}"
        assert wall("GET", path, if_none_match=answer.headers["etag"]).status_code == 304
    ids = {ElementTree.fromstring(wall("GET", f"/articles/{n}/feed").content).findtext("{*}id") for n in (1, 2)}
    assert len(ids) == 2
