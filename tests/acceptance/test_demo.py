"""The promise of the demo, from outside: the real command, the real daemon, and every row of its table ok."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

EDITS = 13


@pytest.mark.acceptance
@pytest.mark.xdist_group("demo")
@pytest.mark.timeout(600)
def test_every_edit_of_the_demo_is_told_or_kept_silent_as_it_should(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "monitor.commands", "demo", "--seconds", "30", "--json"]
    command += ["--data", str(tmp_path / "demo")]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as playing:
        try:
            printed, shown = playing.communicate(timeout=500)
        finally:
            # By SIGTERM, at which the demo ends its daemon; a killed demo could not.
            playing.terminate()
    assert printed, shown
    rows = json.loads(printed)["rows"]
    assert len(rows) == EDITS + 1
    wrong = [row for row in rows if row["verdict"] != "ok"]
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False) + "\n" + shown
    assert playing.returncode == 0
