"""The image and the unit say what the program takes: settings, commands, exit codes, files."""

import re
import tomllib
from pathlib import Path

import yaml

from monitor.commands.cli import COMMANDS
from monitor.commands.run import NO_USE
from monitor.config.loading import load
from monitor.errors import ConfigError, UsageError

ROOT = Path(__file__).parents[3]
IMAGE = (ROOT / "packaging/Dockerfile").read_text(encoding="utf-8")
UNIT = (ROOT / "packaging/rowback.service").read_text(encoding="utf-8")


def test_the_settings_of_the_image_are_settings(tmp_path: Path) -> None:
    said = dict(re.findall(r"(ROWBACK_\w+__\w+)=(\S+)", IMAGE))
    assert len(said) == 3
    (tmp_path / "rowback.toml").write_text("", encoding="utf-8")
    service = load(tmp_path / "rowback.toml", said).service
    assert service.listen == "0.0.0.0:8765"
    assert service.public_url == "http://127.0.0.1:8765"


def test_everything_that_the_image_copies_is_there_and_let_through() -> None:
    copied = [word for line in re.findall(r"^COPY (?!--)(.*)$", IMAGE, re.MULTILINE) for word in line.split()[:-1]]
    let_through = re.findall(r"^!(.*)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(copied) == sorted(let_through)
    assert all((ROOT / name).exists() for name in copied)


def test_the_image_runs_as_an_ordinary_user() -> None:
    user = re.findall(r"^USER (.*)$", IMAGE, re.MULTILINE)
    assert user == ["10001:10001"]


def test_the_unit_starts_a_command_that_exists() -> None:
    started = re.search(r"^ExecStart=/opt/rowback/bin/rowback --config \S+ (\S+)$", UNIT, re.MULTILINE)
    assert started is not None
    assert started[1] in COMMANDS


def test_the_unit_does_not_try_again_what_trying_cannot_mend() -> None:
    assert f"RestartPreventExitStatus={UsageError.exit_code} {ConfigError.exit_code} {NO_USE}\n" in UNIT


def test_every_part_of_the_unit_is_explained() -> None:
    for block in re.split(r"\n(?=#)|\n\n", UNIT):
        settings = [line for line in block.splitlines() if re.match(r"[A-Z]\w+=", line)]
        assert not settings or block.startswith("#"), block


def test_the_locks_have_a_hash_for_each_package_at_the_version_of_the_constraints_and_name_no_index() -> None:
    lines = [line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line]
    pinned = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in lines}
    backend = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    assert len(backend) == 1
    for lock in ("runtime.lock", "cluster.lock", "test.lock"):
        text = (ROOT / "packaging" / lock).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        entry = r"^([a-z0-9-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)"
        held = re.findall(entry, text, re.MULTILINE)
        assert len(held) == len(re.findall(r"^\w", text, re.MULTILINE)) > 50
        versions = {name: version for name, version, _ in held}
        assert f"setuptools=={versions.pop('setuptools')}" == backend[0]
        assert versions.items() <= pinned.items()


def test_what_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for lock, wanted in (
        ("runtime.lock", project["dependencies"]),
        ("cluster.lock", [*project["dependencies"], *project["optional-dependencies"]["cluster"]]),
        ("test.lock", [*project["dependencies"], *project["optional-dependencies"]["test"]]),
    ):
        text = (ROOT / "packaging" / lock).read_text(encoding="utf-8")
        for one in wanted:
            assert f"\n{re.split(r'[<>=;[ ]', one)[0].lower()}==" in text, (lock, one)


def test_nothing_is_installed_without_its_hash() -> None:
    for name in ("Makefile", ".ci/run", "packaging/Dockerfile", "packaging/rowback.service"):
        text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
        for line in re.findall(r"^.*pip\"? install .*$", text, re.MULTILINE):
            by_hash = "--require-hashes --no-deps --only-binary :all:" in line
            assert by_hash or "--no-deps --no-build-isolation" in line, (name, line)


def test_the_image_names_its_base_by_release_and_takes_a_digest() -> None:
    assert re.search(r"^ARG PYTHON=python:3\.\d+\.\d+-slim-[a-z]+$", IMAGE, re.MULTILINE)
    assert re.findall(r"^FROM (\S+)", IMAGE, re.MULTILINE) == ["${PYTHON}", "${PYTHON}"]


def test_the_machines_of_a_cluster_start_commands_that_exist_with_one_configuration() -> None:
    told = yaml.safe_load((ROOT / "packaging/cluster.yaml").read_text(encoding="utf-8"))
    ours = {name: one for name, one in told["services"].items() if name != "database"}
    assert {one["command"][1] for one in ours.values()} == {"run", "worker"} <= set(COMMANDS)
    assert {one["environment"]["ROWBACK_SERVICE__DATABASE"] for one in ours.values()} == {
        "postgresql://rowback@database/rowback"
    }
    assert all(one["build"]["args"] == {"LOCK": "cluster.lock"} for one in ours.values())
    unit = (ROOT / "packaging/rowback-worker@.service").read_text(encoding="utf-8")
    started = re.search(r"^ExecStart=/opt/rowback/bin/rowback --config \S+ (\S+)$", unit, re.MULTILINE)
    assert started is not None
    assert started[1] == "worker"
    settings = [line for line in unit.splitlines() if re.match(r"[A-Z]\w+=", line)]
    of_one = set(UNIT.splitlines())
    assert {line.split("=")[0] for line in settings if line not in of_one} == {
        "Description", "ExecStart", "ExecReload", "StateDirectory", "Environment"
    }  # fmt: skip
