"""The screens of deliveries: what was sent, waits, was given up or kept back, and the command that moves it."""

import html
import re
from pathlib import Path

import pytest

from alerts.alert import State
from monitor.store import by_hand, channels, outbox
from monitor.web.deliveries import A_PAGE, STATES
from tests.unit.web.test_web_screens import TOLL, seen
from tests.unit.web.web_desk import MINUTE, Browser, Shelf, browser, rise, story

ANSWER = "no <b>such</b> desk; token Bearer abcdefgh12345678 at /in?key=s3cr3tk3y \u202e"


def told(shelf: Shelf, *recipients: str) -> None:
    """One article, one change, and a delivery to each recipient: dl_0, dl_1, ..."""
    flood = shelf.follow("https://daily.example/flood")
    shelf.check(flood, story(TOLL.format(41100)))
    toll = rise(41100, 41200, TOLL)
    shelf.check(
        flood,
        story(TOLL.format(41200)),
        changes=[toll],
        alerts=[shelf.alert(flood, [toll], "delta 100 >= min_delta 10", recipients)],
    )


def attempt(shelf: Shelf, delivery: str, state: str, reason: str, answer: str = "", due_at: int | None = None) -> None:
    """End one attempt of a due delivery in this state."""
    due = {one.id: one for one in shelf.store.write(outbox.claim, shelf.clock.at_ms, 100)}[delivery]
    verdict = {"sent": "sent", "dead": "dead"}.get(state, "retry")
    done = outbox.Attempted(
        due.id, due.token, due.attempts, shelf.clock.at_ms, 70, verdict, reason, 503, answer, state, reason, due_at
    )
    shelf.store.write(outbox.end_attempt, done)


def place(shelf: Shelf, delivery: str, **values: object) -> None:
    """Put a delivery where a stage would have put it."""
    columns = ", ".join(f"{name} = {value!r}" for name, value in values.items())
    shelf.store.write(lambda c: c.exec_driver_sql(f"UPDATE delivery SET {columns} WHERE id = '{delivery}'"))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def rows(pages: Browser, path: str) -> list[tuple[str, str]]:
    return [(one["id"], one["state"]) for one in pages.get(path).json()["deliveries"]]


def test_a_held_delivery_says_why_until_when_by_whose_wish_and_how_to_release_it(shelf: Shelf) -> None:
    told(shelf, "desk@example.org")
    place(shelf, "dl_0", state="held", reason="quiet_hours", detail="night", due_at=shelf.clock.at_ms + 120 * MINUTE)
    pages = browser(shelf)
    for path in ("/deliveries", "/deliveries/dl_0"):
        words = seen(pages.get(path).text)
        assert "more than 41,100 → more than 41,200 (+100)" in words
        assert "held: quiet hours" in words
        assert "night" in words
        assert "in 2 h" in words
        assert "rowback deliveries release dl_0" in words
    assert "rowback deliveries cancel dl_0" in words


def test_what_waits_for_another_try_says_when_and_what_was_answered(shelf: Shelf) -> None:
    told(shelf, "desk@example.org")
    attempt(shelf, "dl_0", "retrying", "unavailable", "closed for lunch", shelf.clock.at_ms + 5 * MINUTE)
    pages = browser(shelf)
    assert "retrying: unavailable" in seen(pages.get("/deliveries").text)
    words = seen(pages.get("/deliveries/dl_0").text)
    assert "Next try" in words
    assert "in 5 min" in words
    assert "Attempt 1: unavailable (503)" in words
    assert "70 ms" in words
    assert "closed for lunch" in words


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_its_commands_or_moves_by_itself(shelf: Shelf, state: State) -> None:
    told(shelf, "desk@example.org")
    place(shelf, "dl_0", state=str(state), reason="x")
    (one,) = browser(shelf).get("/deliveries.json").json()["deliveries"]
    words = {command.split()[2] for command in one["commands"]}
    assert (
        words
        == {
            **dict.fromkeys(("held", "suppressed"), {"release", "cancel"}),
            **dict.fromkeys(("due", "retrying"), {"cancel"}),
            **dict.fromkeys(("sent", "bounced", "dead", "cancelled"), {"redeliver"}),
            "sending": set(),
        }[state]
    )


@pytest.mark.parametrize("state", STATES)
def test_the_commands_that_are_shown_are_taken(shelf: Shelf, state: State) -> None:
    told(shelf, "desk@example.org")
    place(shelf, "dl_0", state=str(state), reason="x")
    choice = by_hand.Choice(("dl_0",))
    for command in browser(shelf).get("/deliveries.json").json()["deliveries"][0]["commands"]:
        place(shelf, "dl_0", state=str(state), reason="x")
        word = command.split()[2]
        if word == "cancel":
            was = shelf.store.write(by_hand.cancel, choice, shelf.clock.at_ms)
        else:
            was = shelf.store.write(getattr(by_hand, word), choice, shelf.clock.at_ms, lambda channel: 0.0)
        assert was == {"dl_0": str(state)}


def test_what_a_disabled_channel_holds_is_moved_by_enabling_the_channel(shelf: Shelf) -> None:
    told(shelf, "desk@example.org")
    place(shelf, "dl_0", state="held", reason=channels.DISABLED)
    assert "rowback channels enable desk" in seen(browser(shelf).get("/deliveries").text)


def test_answers_are_text_and_secrets_in_them_are_redacted(shelf: Shelf) -> None:
    told(shelf, "desk@example.org")
    attempt(shelf, "dl_0", "dead", "gone", ANSWER)
    pages = browser(shelf)
    page = pages.get("/deliveries/dl_0").text
    assert "no &lt;b&gt;such&lt;/b&gt; desk" in page
    assert "[RLO]" in page
    for text in (page, pages.get("/deliveries/dl_0.json").text):
        assert "abcdefgh12345678" not in text
        assert "s3cr3tk3y" not in text
        assert "redacted" in text
    for path in ("/deliveries", "/deliveries.json", "/changes/1", "/changes/1.json"):
        assert "such" not in pages.get(path).text, "an answer is shown on the page of its delivery alone"


def test_a_digest_lists_what_it_tells_of_and_each_of_these_names_the_digest(shelf: Shelf) -> None:
    told(shelf, "one@example.org", "two@example.org", "three@example.org")
    place(shelf, "dl_0", cause="digest")
    for one in ("dl_1", "dl_2"):
        place(shelf, one, state="held", reason="digest", carried_by="dl_0")
    pages = browser(shelf)
    page = pages.get("/deliveries/dl_0").text
    assert re.findall(r'<li><a href="/deliveries/(dl_\d)"', page) == ["dl_1", "dl_2"]
    words = seen(pages.get("/deliveries/dl_1").text)
    assert "dl_0, and ends as that one ends" in words
    assert "To move it" not in words, "the digest is under way, so nothing moves its parts"


def test_a_mail_that_came_back_shows_its_notice(shelf: Shelf) -> None:
    told(shelf, "desk@example.org")
    attempt(shelf, "dl_0", "sent", "accepted")
    shelf.store.write(channels.bounced, channels.BounceRow("dl_0", shelf.clock.at_ms, "5.1.1", "no such mailbox <x>"))
    words = seen(browser(shelf).get("/deliveries/dl_0").text)
    assert "bounced: 5.1.1" in words
    assert "It came back" in words
    assert "no such mailbox <x>" in words


def test_deliveries_are_narrowed_to_a_state_and_a_channel_and_counted(shelf: Shelf) -> None:
    told(shelf, "one@example.org", "two@example.org", "three@example.org")
    attempt(shelf, "dl_0", "dead", "gone")
    place(shelf, "dl_2", channel="other", state="held", reason="digest")
    pages = browser(shelf)
    assert rows(pages, "/deliveries.json?state=dead") == [("dl_0", "dead")]
    assert rows(pages, "/deliveries.json?channel=other") == [("dl_2", "held")]
    assert rows(pages, "/deliveries.json?state=dead&channel=other") == []
    page = pages.get("/deliveries?state=dead&channel=desk").text
    assert 'aria-current="page">Dead 1' in page
    assert "state=held&amp;channel=desk" in page
    assert "Suppressed" not in page, "a state that nothing is in needs no link"
    counts = {one["state"]: one["count"] for one in pages.get("/deliveries.json").json()["states"]}
    assert (counts["dead"], counts["held"], sum(counts.values())) == (1, 1, 3)


def test_older_deliveries_follow_without_a_gap_or_a_repeat(shelf: Shelf) -> None:
    told(shelf, *(f"{n}@example.org" for n in range(2 * A_PAGE + 3)))
    for n in range(0, 2 * A_PAGE, 3):
        place(shelf, f"dl_{n}", created_at=shelf.clock.at_ms - n * MINUTE)
    pages, found, before = browser(shelf), [], ""
    for _ in range(3):
        view = pages.get(f"/deliveries.json{before}").json()
        found += view["deliveries"]
        before = f"?before={view['older']}"
    assert view["older"] is None
    assert len({one["id"] for one in found}) == len(found) == 2 * A_PAGE + 3
    raised = [one["created_at"] for one in found]
    assert raised == sorted(raised, reverse=True)
    links = re.findall(r'<a rel="(\w+)" href="([^"]+)"', pages.get("/deliveries").text)
    assert [rel for rel, _ in links] == ["next"]
    older = pages.get(html.unescape(links[0][1])).text
    assert 'rel="prev"' in older
    assert 'rel="next"' in older


def test_no_delivery_yet_is_said_and_a_state_without_one_too(shelf: Shelf) -> None:
    pages = browser(shelf)
    assert "There is none yet: no rule has answered a change so far." in seen(pages.get("/deliveries").text)
    told(shelf, "desk@example.org")
    assert "There is none." in seen(pages.get("/deliveries?state=held").text)


@pytest.mark.parametrize(
    "path", ["/deliveries/dl_9", "/deliveries?before=dl_9", "/deliveries?state=lost", "/deliveries/" + "d" * 200]
)
def test_a_delivery_that_is_not_there_is_a_plain_404(shelf: Shelf, path: str) -> None:
    told(shelf, "desk@example.org")
    answer = browser(shelf).get(path)
    assert answer.status_code == 404
    assert "Not here" in answer.text


def test_every_screen_leads_to_the_deliveries_and_a_change_to_its_own(shelf: Shelf) -> None:
    told(shelf, "desk@example.org")
    pages = browser(shelf, public_url="http://127.0.0.1:8765/rowback/")
    for path in ("/", "/changes", "/articles/1", "/changes/1", "/deliveries", "/deliveries/dl_0"):
        page = pages.get(path).text
        assert 'href="/rowback/deliveries"' in page
        assert re.findall(r'href="/(?!rowback/)', page) == []
    assert 'href="/rowback/deliveries/dl_0"' in pages.get("/changes/1").text


def test_the_list_walks_along_its_index_however_many_deliveries_there_are(shelf: Shelf) -> None:
    told(shelf, "desk@example.org")
    first = shelf.store.read(outbox.one, "dl_0")
    said: list[str] = []

    def explained(connection: object) -> None:
        executed = connection.execute  # type: ignore[attr-defined]

        class Explaining:
            def execute(self, wanted: object) -> object:
                text = str(wanted.compile(connection.engine, compile_kwargs={"literal_binds": True}))  # type: ignore[attr-defined]
                said.extend(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}"))  # type: ignore[attr-defined]
                return executed(wanted)

        outbox.deliveries(Explaining(), older_than=first, limit=26)  # type: ignore[arg-type]

    shelf.store.read(explained)
    assert any("delivery_created" in line for line in said), said
