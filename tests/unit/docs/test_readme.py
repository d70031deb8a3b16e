"""The README's samples are what the program does: its alert is sent, its configuration loads."""

import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alerts.alert import Delivery
from alerts.messages.mail import compose
from alerts.messages.sample import sample_alert
from monitor.changes import compare
from monitor.commands import main
from monitor.config.loading import load
from spiders.article import Article

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The first code block in that language."""
    found = re.search(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def test_the_alert_of_the_readme_is_the_one_that_is_sent() -> None:
    shown = block("text")
    sides = [re.search(rf"^  {word}: (.*)$", shown, re.MULTILINE) for word in ("was", "now")]
    old, new = (Article.from_text([side[1]]) for side in sides if side)
    (change,) = compare(old, new)
    fields: Any = change.to_dict()
    alert = replace(sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z"), changes=(fields,))
    mail = compose(
        Delivery("dl_one", alert, "desk", "desk@example.org"),
        sender="rowback@example.org",
        instance="rowback.example.org",
        now_ms=1_795_334_400_000,
    )
    text = mail.get_body(("plain",))
    assert text is not None
    assert text.get_content().startswith(shown)


def test_the_configuration_of_the_readme_loads(tmp_path: Path) -> None:
    path = tmp_path / "rowback.toml"
    path.write_text(block("toml"), encoding="utf-8")
    config = load(path, {})
    assert [rule.name for rule in config.rules] == ["tolls"]
    assert [watch.address.url for watch in config.watch] == ["https://news.example/world/flood"]


def test_the_commands_of_the_readme_run_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 0
    commands = re.findall(r"^\.venv/bin/rowback (.*)$", README, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        assert main(shlex.split(command)) == 0, command
    assert "https://news.example/world/flood" in capsys.readouterr().out
