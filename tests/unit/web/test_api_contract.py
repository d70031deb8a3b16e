"""The API as its own document describes it: whatever schemathesis thinks of, no 5xx, no undocumented status or form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from alerts.silencing import Silence
from monitor.store import silences, tokens
from monitor.store.acts import By
from monitor.store.tokens import Scope
from tests.unit.web.web_desk import START, Shelf, browser, rise, story

SECRET = tokens.PREFIX + "a" * 43
OURS = {"authorization": f"Bearer {SECRET}", "host": "127.0.0.1:8765"}
EXAMPLES = 15
PHASES = (Phase.explicit, Phase.generate)
FEW = {"maximum": 4}
THERE = {
    **{f"{name}_id": FEW for name in ("article", "change", "watch", "silence")},
    "number": FEW,
    "delivery_id": {"enum": ["dl_0", "dl_9"]},
    "tag": {"enum": ["tolls", "none", ""]},
    "If-Match": {"enum": ["*", '"another"']},
    "limit": FEW,
}
HELD = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.unsupported_method,
]


@pytest.fixture
def document(tmp_path: Path) -> Any:
    shelf = Shelf(tmp_path)
    flood = shelf.follow("https://daily.example/flood", ["tolls"])
    figure = {"kind": "figure", "fields": {"surface": "41", "lo": "41", "counted": "death", "where": "body"}}
    for n in range(4):
        changes = [rise(n, n + 1)] if n else []
        told = [shelf.alert(flood, changes, "delta 1", ["ines@example.org"])] if n == 3 else []
        shelf.check(flood, story(f"a{n}"), changes=changes, alerts=told, facts=[figure])
    shelf.store.write(silences.add, Silence(0, {}, START, START * 2, "Ines", "lunch"), START)
    shelf.store.write(tokens.add, By("karen", "cli: karen", START), "fuzz", list(Scope), None, SECRET)
    pages = browser(shelf)
    told = pages.get("/api/v1/openapi.json", headers=OURS).json()
    for operation in [one for path in told["paths"].values() for one in path.values()]:
        for parameter in operation.get("parameters", ()):
            # So that most requests are about something that is there.
            parameter["schema"] |= THERE.get(parameter["name"], {})
    found = schemathesis.openapi.from_dict(told)
    found.app = pages.app
    return found


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
def test_no_request_brings_a_5xx_or_an_answer_that_is_not_documented(document: Any, mode: GenerationMode) -> None:
    wrong, tried = {}, 0
    for found in document.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not operation.body and not list(operation.iter_parameters()):
            continue

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
        def hold(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=OURS, checks=HELD)

        try:
            hold()
        except Unsatisfiable:
            continue
        except Exception as error:  # each operation is told, not the first that fails
            wrong[operation.label] = str(error)
        tried += 1
    assert wrong == {}, "\n\n".join(wrong.values())
    assert tried >= (30 if mode is GenerationMode.POSITIVE else 20)
