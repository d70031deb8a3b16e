"""What docs/ says about delivery is what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path

from jsonschema import Draft202012Validator

from alerts.alert import End
from alerts.messages.lines import line
from alerts.messages.payload import payload, schema
from alerts.messages.sample import sample_alert
from alerts.retrying import SCHEDULES, Why

DOCS = Path(__file__).parents[3] / "docs"
UNITS = {"s": 1, "min": 60, "h": 3600}


def test_every_json_sample_follows_the_schema() -> None:
    samples = re.findall(r"```json\n(.*?)```", (DOCS / "webhook.md").read_text(), re.DOTALL)
    assert samples
    for sample in samples:
        Draft202012Validator(schema()).validate(json.loads(sample))


def test_sample_in_the_docs_has_the_fields_of_a_real_body() -> None:
    sample = json.loads(re.findall(r"```json\n(.*?)```", (DOCS / "webhook.md").read_text(), re.DOTALL)[0])
    real = payload(sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z"))
    assert sample["data"].keys() == real["data"].keys()
    assert sample["data"]["changes"][0].keys() == real["data"]["changes"][0].keys()


def test_every_end_of_an_attempt_is_explained() -> None:
    text = (DOCS / "delivery.md").read_text()
    assert [end.value for end in End if f"`{end}`" not in text] == []
    assert f"`{Why.EXHAUSTED}`" in text


def test_retry_table_in_the_docs_is_the_one_in_force() -> None:
    for kind, row in (("webhook", "webhook"), ("email", "mail")):
        cells = re.search(rf"^\| {row} \| (\d.*) \|$", (DOCS / "delivery.md").read_text(), re.MULTILINE)
        assert cells
        *waits, total = [float(n) * UNITS[unit] for n, unit in re.findall(r"([\d.]+) (s|min|h)", cells[1])]
        assert tuple(waits) == SCHEDULES[kind][1:]
        assert abs(total - sum(waits)) < 0.05 * 3600


def test_first_line_in_the_docs_is_the_one_that_is_sent() -> None:
    sample = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z")
    assert line(sample.changes[0]).headline in (DOCS / "email.md").read_text()
