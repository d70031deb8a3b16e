"""A short command loads what it needs and nothing that judges, fetches or serves."""

import json
import subprocess
import sys

import pytest

import monitor.changes
import monitor.facts
import monitor.rules
import monitor.store

LOADED = """
import json, sys
from monitor.commands import main
code = main(json.loads(sys.argv[1]))
print(json.dumps({"code": code, "loaded": sorted(sys.modules)}))
"""
HEAVY = {
    "monitor.facts.figures",
    "monitor.changes.comparison",
    "rule_engine",
    "scrapy",
    "twisted",
    "fastapi",
    "trafilatura",
    "requests",
}


@pytest.mark.parametrize(
    ("words", "besides"),
    [(["check-config"], {"sqlalchemy", "alembic"}), (["list"], {"alembic"}), (["history", "1"], {"alembic"})],
)
def test_a_short_command_loads_nothing_that_judges_fetches_or_serves(tmp_path, words, besides):
    config = tmp_path / "rowback.toml"
    config.write_text('[[rule]]\nname = "tolls"\nkinds = ["figure.*"]\n')
    run = [sys.executable, "-c", LOADED]
    # The first start makes the store, and for that the migrations are loaded.
    subprocess.run([*run, json.dumps(["--config", str(config), "list"])], check=True, capture_output=True)
    said = subprocess.run([*run, json.dumps(["--config", str(config), *words])], check=True, capture_output=True)
    found = json.loads(said.stdout.splitlines()[-1])
    assert found["code"] == (1 if words[0] == "history" else 0)
    assert set(found["loaded"]) & (HEAVY | besides) == set()


@pytest.mark.parametrize("package", [monitor.changes, monitor.facts, monitor.rules, monitor.store])
def test_every_name_of_a_package_is_there_when_it_is_asked_for(package):
    for name in package.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = package.nothing
