import json
import os
import resource
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from monitor.commands import main
from monitor.commands.cli import COMMANDS, rowback
from monitor.errors import RowbackError
from monitor.release import RELEASE
from tests.unit.commands.command_desk import desk_in

ROOT = Path(__file__).parents[3]


def every_command() -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for name in COMMANDS:
        command = rowback.get_command(click.Context(rowback), name)
        assert command is not None
        if isinstance(command, click.Group):
            found += [(f"{name} {inner}", one) for inner, one in command.commands.items()]
        else:
            found.append((name, command))
    return found


def test_the_release_is_the_one_of_the_package() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == RELEASE


def test_the_version_is_told_in_under_100_ms_of_cpu() -> None:
    costs = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, "-m", "monitor.commands", "--version"],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert done.stdout == f"rowback {RELEASE}\n"
    assert min(costs) < 0.1  # the least of five: the others measure the machine


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["init", "--help"], ["changes", "--help"]])
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    code = (
        "import sys\nfrom monitor.commands import main\nmain(sys.argv[1:])\n"
        "heavy = {'pydantic', 'sqlalchemy', 'scrapy', 'rich', 'rule_engine', 'babel', 'fastapi'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_every_command_can_speak_json_and_explains_itself() -> None:
    for name, command in every_command():
        options = {option for parameter in command.params for option in parameter.opts}
        # `run` and `worker` answer nobody: what they say is their log, which [service] log makes JSON.
        assert "--json" in options or name in ("run", "worker"), name
        assert command.help, name


def test_the_list_of_commands_says_what_each_help_says() -> None:
    for name in COMMANDS:
        command = rowback.get_command(click.Context(rowback), name)
        assert command is not None
        assert command.name == name


def test_a_mistyped_command_gets_a_suggestion() -> None:
    result = CliRunner().invoke(rowback, ["chnages"])
    assert result.exit_code == 2
    assert "did you mean 'changes'?" in result.stderr


@pytest.mark.parametrize("words", [["changes", "--sinse", "7d"], ["diff"], ["list", "--state", "odd"], ["add"]])
def test_wrong_usage_is_exit_code_2(words: list[str]) -> None:
    result = CliRunner().invoke(rowback, words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


@pytest.mark.parametrize("error", RowbackError.__subclasses__(), ids=lambda e: e.__name__)
def test_an_error_is_one_message_and_the_code_of_its_class(
    error: type[RowbackError], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error("what happened, where, and what to do")

    # The command first: imported while its options are patched, it would keep `fail` for every test to come.
    monkeypatch.setattr("monitor.commands.list_.load_config", fail)
    result = CliRunner().invoke(rowback, ["list"])
    assert result.exit_code == error.exit_code
    assert "what happened, where, and what to do" in result.stderr
    assert result.stdout == ""


def test_a_fault_of_ours_is_no_traceback_either(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by chance")

    monkeypatch.setattr("monitor.commands.list_.load_config", fail)
    result = CliRunner().invoke(rowback, ["list"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "a fault in Rowback itself: ZeroDivisionError: by chance" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    desk_in(tmp_path)
    lines = "".join(f"https://news.example/{'long' * 50}/{n}\n" for n in range(400))  # more than a pipe holds
    (tmp_path / "urls.txt").write_text(lines)
    config = str(tmp_path / "rowback.toml")
    assert main(["--config", config, "import", str(tmp_path / "urls.txt")]) == 0
    command = f"{sys.executable} -m monitor.commands --config {config} list | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_a_configuration_may_be_named_before_or_after_the_command_or_by_the_environment(tmp_path: Path) -> None:
    path = str(tmp_path / "other.toml")
    for words, env in (
        (["--config", path, "check-config"], {}),
        (["check-config", "--config", path], {}),
        (["check-config"], {"ROWBACK_CONFIG": path}),
    ):
        result = CliRunner().invoke(rowback, words, env=env)
        assert result.exit_code == 3
        assert f"{path}: there is no configuration here" in result.stderr


class TestInit:
    def test_it_writes_a_file_that_is_free_of_mistakes(self, tmp_path: Path) -> None:
        path = tmp_path / "rowback.toml"
        assert main(["init", "--config", str(path)]) == 0
        assert main(["check-config", "--config", str(path)]) == 0

    def test_the_settings_it_shows_as_comments_are_right_too(self, tmp_path: Path) -> None:
        path = tmp_path / "rowback.toml"
        assert main(["init", "--config", str(path)]) == 0
        lines = path.read_text().splitlines()
        shown = [
            line.removeprefix("# ") if line.startswith(("# [", "# ")) and _is_toml(line[2:]) else line for line in lines
        ]
        path.write_text("\n".join(shown))
        for name in ("hook.secret", "smtp.password"):
            (tmp_path / name).write_text("whsec_" + "QUFB" * 10)
        result = CliRunner().invoke(rowback, ["check-config", "--json", "--config", str(path)])
        counts = json.loads(result.stdout)
        assert counts["ok"], counts
        assert (counts["watches"], counts["channels"], counts["rules"]) == (2, 2, 1)

    def test_it_never_replaces_a_file_unasked(self, tmp_path: Path) -> None:
        path = tmp_path / "rowback.toml"
        path.write_text("# mine\n")
        assert main(["init", "--config", str(path)]) == 2
        assert path.read_text() == "# mine\n"
        assert main(["init", "--force", "--config", str(path)]) == 0
        assert "[service]" in path.read_text()


def _is_toml(text: str) -> bool:
    try:
        return bool(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return False


class TestCheckConfig:
    def test_programs_get_each_mistake_in_its_parts(self, tmp_path: Path) -> None:
        found = desk_in(tmp_path, "[service]\nreaders = 0\n").json("check-config", code=3)
        (problem,) = found["problems"]
        assert (problem["line"], problem["column"], problem["setting"]) == (2, 1, "service.readers")
        assert problem["message"] == "must be at least 1"

    def test_people_get_them_as_lines_that_an_editor_can_jump_to(self, tmp_path: Path) -> None:
        result = desk_in(tmp_path, "[service]\nreaders = 0\nlog = 'x'\n").run("check-config")
        assert result.exit_code == 3
        first, *mistakes = result.stderr.splitlines()
        assert first == "rowback: 2 mistakes in the configuration"
        assert all(line.startswith(f"{tmp_path}/rowback.toml:") for line in mistakes)

    def test_a_tag_that_no_watch_has_gets_a_note(self, tmp_path: Path) -> None:
        text = '[[watch]]\nurl = "https://news.example/a"\ntags = ["floods"]\n[[rule]]\nname = "a"\ntags = ["flood"]\n'
        notes = desk_in(tmp_path, text).json("check-config")["notes"]
        assert "rule 'a': no watch of this file has the tag 'flood'; did you mean 'floods'?" in notes

    def test_nobody_is_told_without_a_channel_and_it_says_so(self, tmp_path: Path) -> None:
        assert "there is no channel" in desk_in(tmp_path).run("check-config").stdout


def test_wrong_bytes_in_the_environment_do_no_harm(tmp_path: Path) -> None:
    env = {**os.environ, "ROWBACK_SERVICE__LISTEN": "\udcff"}
    desk_in(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "monitor.commands", "--config", str(tmp_path / "rowback.toml"), "check-config"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=env,
    )
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
