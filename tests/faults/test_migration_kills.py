"""The daemon's upgrade of a store is killed at random moments: the store is the old one or the new one, never between."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from monitor.store import Store, database
from monitor.store.soundness import faults
from tests.integration.store.damaged import OLD, made, older

KILLS = int(os.environ.get("KILLS", "40"))
pytestmark = [pytest.mark.faults, pytest.mark.timeout(120 + 4 * KILLS)]

UPGRADE = """
import sys
from pathlib import Path
import alembic.command, alembic.config
from monitor.store.database import prepare
print("here", flush=True)
prepare(Path(sys.argv[1]))
print("done", flush=True)
"""


def test_a_kill_at_any_moment_of_an_upgrade_leaves_the_old_store_or_the_new_one(tmp_path):
    whole = older(made(tmp_path / "whole"), tmp_path / "older.sqlite")
    chance, ends = random.Random(2), {OLD: 0, database.SCHEMA: 0}
    longest = 0.05
    for at in range(KILLS):
        path = tmp_path / str(at) / "rowback.sqlite"
        path.parent.mkdir()
        shutil.copy(whole, path)
        upgrade = subprocess.Popen([sys.executable, "-c", UPGRADE, str(path)], stdout=subprocess.PIPE, text=True)
        assert upgrade.stdout is not None
        with upgrade.stdout as said:
            assert said.readline() == "here\n"
            began = time.monotonic()
            if at == 0:
                assert said.readline() == "done\n"
                longest = time.monotonic() - began
            time.sleep(chance.random() * longest)
            upgrade.send_signal(signal.SIGKILL)
            upgrade.wait()
        with closing(sqlite3.connect(path)) as connection:
            (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            known = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'lost'").fetchone()[0]
        ends[schema] += 1
        assert known == (schema == database.SCHEMA)
        assert faults(path, thorough=True) == []
        Store(path.parent).close()  # goes on by itself
        assert faults(path, thorough=True) == []
        shutil.rmtree(path.parent)
    print(
        f"F2: {KILLS} kills of an upgrade: {ends[OLD]} left the old store, {ends[database.SCHEMA]} the new one, 0 another"
    )
