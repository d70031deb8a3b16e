"""The bench of noisy re-fetches: it needs no folder, gives as many re-fetches as asked for, and fails on an alert."""

import pytest

from benchmarks import refetches, shapes
from benchmarks.noise_runs import Seen


def test_a_hundred_noisy_refetches_of_invented_pages_alert_nobody(capsys: pytest.CaptureFixture[str]):
    assert refetches.main(["--count", "100"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("alerts 0 of 100 re-fetches")


def test_an_alert_is_printed_with_its_page_and_is_a_failure(capsys: pytest.CaptureFixture[str]):
    def alarmed(_page: object, kind: str, _seed: str, _edited: str, seen: Seen) -> None:
        seen.rereadings += 5
        seen.alerts.append(("page 1", f"figure.value by {kind}"))

    lines, alerts = refetches.measure(10, "x", run=alarmed)
    assert alerts == 2
    assert lines[-1].startswith("alerts 2 of 10 re-fetches")
    assert sum("page 1: figure.value" in line for line in lines) == 2


def test_the_same_seed_gives_the_same_pages_and_another_one_others():
    names = [[page.id for page in shapes.ours(seed)] for seed in ("a", "a", "b")]
    assert names[0] == names[1] != names[2]
    assert len(names[0]) >= 100
