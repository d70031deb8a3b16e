"""What the running service counts, for Prometheus. Words and numbers go in, the text of /metrics comes out.

A label is always one word of a closed list (an end, a result, a kind, a state) or the name of a channel; an address
never becomes a label. Measures nothing by itself: it holds no clock and reads no database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

# Every label is a word of one of our lists; whatever is not shaped like one is counted under this.
OTHER = "other"
NONE = "none"
WORD = re.compile(r"[a-z][a-z0-9_.]{0,39}")

# A tick asks one index and hands out at most a few hundred checks: it should end within tens of milliseconds.
TICK_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
# How far behind its due time a check starts: seconds when all is well, hours after a long stop.
LATE_SECONDS = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 14400.0, 86400.0)


@dataclass(frozen=True, slots=True)
class Levels:
    """How full things are at this moment, as the store and the queue say. Ages in seconds, sizes in bytes."""

    articles: dict[str, int]
    """Tracked articles by state."""
    queue: int
    """Checks handed out and not yet recorded."""
    deliveries_waiting: int
    """Deliveries that are due, being sent, or waiting for their next try."""
    oldest_due_seconds: float
    """How long the oldest delivery has been due; 0 when none is."""
    store_bytes: int
    channels: dict[str, str] = field(default_factory=dict)
    """The condition of each channel, by its name."""
    held: dict[str, int] = field(default_factory=dict)
    """Deliveries that are held, by the reason why."""


class Metrics:
    """The service's own registry. Thread safe; one a daemon, so that two in one test do not share counts."""

    def __init__(self, version: str) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        home = self.registry
        Info("rowback_build", "The release that is running.", registry=home).info({"version": version})
        self._fetches = Counter("rowback_fetches", "Fetches, by how they ended.", ["end"], registry=home)
        self._checks = Counter("rowback_checks", "Checks, by what they found.", ["result"], registry=home)
        self._versions = Counter("rowback_versions", "Versions stored.", registry=home)
        self._changes = Counter("rowback_changes", "Changes found, by kind.", ["kind"], registry=home)
        self._deliveries = Counter(
            "rowback_deliveries",
            "Deliveries that entered a state, with the reason.",
            ["state", "reason"],
            registry=home,
        )
        self._tick = Histogram("rowback_tick_seconds", "Time one tick took.", buckets=TICK_SECONDS, registry=home)
        self._late = Histogram(
            "rowback_check_lateness_seconds",
            "How long after its due time a check started.",
            buckets=LATE_SECONDS,
            registry=home,
        )
        self._articles = Gauge("rowback_articles", "Tracked articles, by state.", ["state"], registry=home)
        self._queue = Gauge("rowback_queue_depth", "Checks handed out and not yet recorded.", registry=home)
        self._waiting = Gauge("rowback_deliveries_waiting", "Deliveries not yet ended.", registry=home)
        self._held = Gauge("rowback_deliveries_held", "Deliveries that are held, by reason.", ["reason"], registry=home)
        self._oldest = Gauge(
            "rowback_oldest_due_delivery_seconds", "How long the oldest delivery has been due.", registry=home
        )
        self._bytes = Gauge("rowback_store_bytes", "Size of the database with its write-ahead log.", registry=home)
        self._sound = Gauge("rowback_store_sound", "0 once the store was found to be damaged.", registry=home)
        self._channels = Gauge(
            "rowback_channel_state", "1 for the state that a channel is in.", ["channel", "state"], registry=home
        )
        self._reloads = Counter(
            "rowback_config_reloads", "Reloads of the configuration, by how they ended.", ["result"], registry=home
        )
        self._configured = Gauge(
            "rowback_config_ok", "1 while the configuration as written is in force.", registry=home
        )
        ProcessCollector(registry=home)

    def fetched(self, end: str) -> None:
        """Count one fetch that ended this way (spiders.fetched.End)."""
        self._fetches.labels(_word(end)).inc()

    def checked(self, result: str, *, late_seconds: float | None = None) -> None:
        """Count one recorded check by its result; `late_seconds` is how long after its due time it started."""
        self._checks.labels(_word(result)).inc()
        if late_seconds is not None:
            self._late.observe(max(0.0, late_seconds))

    def versioned(self) -> None:
        """Count one stored version."""
        self._versions.inc()

    def changed(self, kind: str) -> None:
        """Count one change of this kind (monitor.changes.kinds.Kind)."""
        self._changes.labels(_word(kind)).inc()

    def delivery(self, state: str, reason: str) -> None:
        """Count one delivery that entered `state` (alerts.alert.State) because of `reason`."""
        self._deliveries.labels(_word(state), _word(reason)).inc()

    def ticked(self, seconds: float) -> None:
        """Count one tick of the schedule and the time it took."""
        self._tick.observe(seconds)

    def reloaded(self, result: str) -> None:
        """Count one reload of the configuration (monitor.reloading.Reloaded)."""
        self._reloads.labels(_word(result)).inc()

    def configured(self, as_written: bool) -> None:
        """Whether the configuration in force is the one that is written; false after a reload that was refused."""
        self._configured.set(as_written)

    def sound(self, yes: bool) -> None:
        """Whether the store was sound as far as it was looked at."""
        self._sound.set(yes)

    def level(self, now: Levels) -> None:
        """Set the gauges to what holds now; a state that no article is in any more goes back to 0."""
        self._articles.clear()
        for state, count in now.articles.items():
            self._articles.labels(_word(state)).set(count)
        self._channels.clear()
        for name, condition in now.channels.items():
            # The name comes from the configuration, whose loading has bounded its letters and its length.
            self._channels.labels(name, _word(condition)).set(1)
        self._held.clear()
        for reason, count in now.held.items():
            self._held.labels(_word(reason)).set(count)
        self._queue.set(now.queue)
        self._waiting.set(now.deliveries_waiting)
        self._oldest.set(now.oldest_due_seconds)
        self._bytes.set(now.store_bytes)

    def text(self) -> bytes:
        """The exposition that Prometheus reads, in the format of CONTENT_TYPE."""
        return generate_latest(self.registry)

    def names(self) -> list[str]:
        """Every metric of ours as it is scraped, counters with their `_total`; for the test that holds docs to code."""
        suffix = {"counter": "_total", "info": "_info"}
        ours = (family for family in self.registry.collect() if family.name.startswith("rowback_"))
        return sorted(family.name + suffix.get(family.type, "") for family in ours)


def _word(text: str) -> str:
    return text if WORD.fullmatch(text) else OTHER if text else NONE
