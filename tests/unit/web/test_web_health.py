"""What the probes say, in which order they look, and that the scrape never fails with the store."""

from pathlib import Path

import pytest

from monitor.errors import StoreLocked
from monitor.soundness import BANNER
from monitor.web.liveness import Liveness, Readiness, readiness
from tests.unit.web.web_desk import Shelf, browser, story


@pytest.mark.parametrize(
    ("alive", "store_answers", "word"),
    [
        (Liveness(0.5), True, Readiness.READY),
        (Liveness(60.0), True, Readiness.READY),
        (Liveness(60.1), True, Readiness.TICK_LATE),  # the schedule stands still
        (Liveness(0.5, starved=40.0), True, Readiness.READY),
        (Liveness(0.5, starved=40.1), True, Readiness.READERS_STUCK),  # what is fetched is not read
        (Liveness(None), True, Readiness.STARTING),  # no tick so far
        (Liveness(0.5), False, Readiness.STORE_SILENT),
        (Liveness(None), False, Readiness.STORE_SILENT),  # why it does not start
        (Liveness(0.5, stopping=True), False, Readiness.STOPPING),  # a closing store is no news then
    ],
)
def test_readiness_names_the_first_thing_in_the_way(alive: Liveness, store_answers: bool, word: Readiness) -> None:
    assert readiness(alive, store_answers) is word


def test_a_service_that_is_not_ready_answers_503_and_is_still_alive(tmp_path: Path) -> None:
    pages = browser(Shelf(tmp_path), alive=Liveness(tick_age=300.0))
    answer = pages.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"state": "tick_late"})
    assert (pages.get("/healthz").status_code, pages.get("/healthz").json()) == (200, {"state": "alive"})


def test_a_damaged_store_is_said_by_the_probe_the_metrics_and_every_page(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    pages = browser(shelf)
    assert "rowback_store_sound 1.0" in pages.get("/metrics").text
    assert BANNER not in pages.get("/").text
    shelf.store.found_damaged("pages: somewhere in /srv/rowback")
    answer = pages.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"state": "store_damaged"})
    assert pages.get("/healthz").status_code == 200
    assert "rowback_store_sound 0.0" in pages.get("/metrics").text
    for path in ("/", "/changes", "/deliveries"):
        assert BANNER in pages.get(path).text
        assert "/srv/rowback" not in pages.get(path).text


def test_damage_is_named_before_silence_and_after_the_stop() -> None:
    assert readiness(Liveness(0.5), False, True) is Readiness.STORE_DAMAGED
    assert readiness(Liveness(0.5, stopping=True), False, True) is Readiness.STOPPING


def test_a_ready_service_says_so(tmp_path: Path) -> None:
    answer = browser(Shelf(tmp_path)).get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"state": "ready"})


def test_the_scrape_shows_how_full_the_store_is(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/1")
    shelf.check(number, story("A."))
    shelf.check(number, story("B."), alerts=[shelf.alert(number, [], "always", ["desk@example.org"])])
    shelf.clock.at_ms += 90_000
    text = browser(shelf).get("/metrics").text
    assert 'rowback_articles{state="read"} 1.0' in text
    assert "rowback_deliveries_waiting 1.0" in text
    assert "rowback_oldest_due_delivery_seconds 90.0" in text
    assert "rowback_queue_depth 2.0" in text
    assert "rowback_store_bytes 0.0" not in text


def test_the_scrape_goes_on_while_the_store_is_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(tmp_path)
    pages = browser(shelf)

    def locked(*_: object, **__: object) -> None:
        raise StoreLocked("held")

    monkeypatch.setattr(shelf.store, "read", locked)
    answer = pages.get("/metrics")
    assert answer.status_code == 200
    assert "rowback_build_info" in answer.text
