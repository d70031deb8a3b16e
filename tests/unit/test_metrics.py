"""What /metrics promises: every count under its own name, labels from closed lists only, nothing undocumented."""

import re
from pathlib import Path

import pytest

from monitor.changes.kinds import Kind
from monitor.metrics import Levels, Metrics
from spiders.fetched import End

DOCS = Path(__file__).parents[2] / "docs"


def scraped(metrics: Metrics) -> dict[str, float]:
    lines = metrics.text().decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


def test_each_event_is_counted_under_its_own_word() -> None:
    metrics = Metrics("0.1.0")
    metrics.fetched(End.OK)
    metrics.fetched(End.OK)
    metrics.fetched(End.TIMEOUT)
    metrics.checked("new_version", late_seconds=3.0)
    metrics.versioned()
    metrics.changed(Kind.FIGURE_VALUE)
    metrics.delivery("dead", "gone")
    metrics.ticked(0.02)
    found = scraped(metrics)
    assert found['rowback_fetches_total{end="ok"}'] == 2
    assert found['rowback_fetches_total{end="timeout"}'] == 1
    assert found['rowback_checks_total{result="new_version"}'] == 1
    assert found['rowback_check_lateness_seconds_bucket{le="5.0"}'] == 1
    assert found["rowback_versions_total"] == 1
    assert found['rowback_changes_total{kind="figure.value"}'] == 1
    assert found['rowback_deliveries_total{reason="gone",state="dead"}'] == 1
    assert found["rowback_tick_seconds_count"] == 1
    assert found['rowback_build_info{version="0.1.0"}'] == 1


def test_levels_show_the_present_and_forget_the_past() -> None:
    metrics = Metrics("0.1.0")
    held = {"quiet_hours": 2}
    metrics.level(
        Levels({"waiting": 5}, queue=4, deliveries_waiting=3, oldest_due_seconds=61.5, store_bytes=4096, held=held)
    )
    assert scraped(metrics)['rowback_deliveries_held{reason="quiet_hours"}'] == 2
    metrics.level(Levels({"read": 5}, queue=0, deliveries_waiting=0, oldest_due_seconds=0.0, store_bytes=8192))
    found = scraped(metrics)
    assert found['rowback_articles{state="read"}'] == 5
    assert 'rowback_articles{state="waiting"}' not in found
    assert found["rowback_queue_depth"] == 0
    assert found["rowback_deliveries_waiting"] == 0
    assert 'rowback_deliveries_held{reason="quiet_hours"}' not in found
    assert found["rowback_oldest_due_delivery_seconds"] == 0
    assert found["rowback_store_bytes"] == 8192


@pytest.mark.parametrize("text", ["https://news.example/a", "news.example/a?b=1", "Ünfit", "two words", "x" * 41])
def test_an_address_never_becomes_a_label(text: str) -> None:
    metrics = Metrics("0.1.0")
    metrics.fetched(text)
    metrics.checked(text)
    metrics.changed(text)
    metrics.delivery(text, text)
    metrics.level(Levels({text: 1}, 0, 0, 0.0, 0))
    assert text not in metrics.text().decode()
    assert scraped(metrics)['rowback_fetches_total{end="other"}'] == 1


def test_two_services_do_not_share_their_counts() -> None:
    one, other = Metrics("0.1.0"), Metrics("0.1.0")
    one.versioned()
    assert scraped(other)["rowback_versions_total"] == 0


def test_every_metric_is_documented_and_every_documented_metric_exists() -> None:
    documented = set(
        re.findall(r"^\| `(rowback_\w+)`", (DOCS / "metrics.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert documented == set(Metrics("0.1.0").names())
