"""Ten thousand random `when` strings in one configuration after another: none stalls, none escapes without its place."""

import contextlib
import time
from pathlib import Path

import pytest

from monitor.config.loading import load
from monitor.errors import ConfigError
from monitor.rules import BadCondition, Condition
from tests.unit.rules.expressions import expressions

pytestmark = pytest.mark.faults


def test_ten_thousand_random_expressions_are_each_judged_within_10_ms() -> None:
    Condition("counted == 'zebras'").check()  # loads the library and the lexicons once
    late = []
    for text in expressions(17, 10_000):
        took = []
        while len(took) < 3 and min(took, default=1.0) > 0.01:
            began = time.process_time()
            with contextlib.suppress(BadCondition):
                Condition(text).check()
            took.append(time.process_time() - began)
        if min(took) > 0.01:
            late.append((text, min(took)))
    assert late == []
    print("F17: 10,000 random conditions: each judged within 10 ms")


def test_every_wrong_expression_has_its_line_and_column_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "rowback.toml"
    for text in expressions(18, 500):
        shown = "".join(char if char.isprintable() and char not in '"\\' else f"\\u{ord(char):04x}" for char in text)
        path.write_text(f'[[rule]]\nname = "a"\nwhen = "{shown}"\n', encoding="utf-8")
        try:
            load(path, {})
        except ConfigError as wrong:
            (problem,) = wrong.args
            line, column = problem.position
            assert line == 3
            assert 9 <= column <= 9 + len(shown)
            assert str(problem).startswith(f"{path}:3:{column}: rule.0.when: ")
