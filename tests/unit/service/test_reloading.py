"""A changed configuration is taken as a whole or not at all, and what stands is said."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from monitor.clock import SystemClock
from monitor.config.loading import Config, load
from monitor.errors import StoreLocked
from monitor.metrics import Metrics
from monitor.reloading import Reloaded, Reloading, Standing

FIRST = '[[watch]]\nurl = "https://news.example/a"\n[[rule]]\nname = "one"\n'


class Taking:
    """A service that only remembers the configurations it was given."""

    def __init__(self, wrong: Exception | None = None) -> None:
        self.taken: list[Config] = []
        self.wrong = wrong

    async def use(self, config: Config) -> None:
        if self.wrong is not None:
            raise self.wrong
        self.taken.append(config)


def reloading(folder: Path, service: Taking) -> tuple[Reloading, Metrics, Path]:
    path = folder / "rowback.toml"
    path.write_text(FIRST, encoding="utf-8")
    metrics = Metrics("0")
    wanted: Any = service
    return Reloading(wanted, load(path, {}), SystemClock(), metrics, lambda now: load(now.path, {})), metrics, path


def test_a_good_configuration_is_handed_on_and_counted(tmp_path: Path) -> None:
    service = Taking()
    one, metrics, path = reloading(tmp_path, service)
    path.write_text(FIRST + '[[rule]]\nname = "two"\n', encoding="utf-8")
    standing = asyncio.run(one.reload())
    assert (standing.result, standing.banner()) == (Reloaded.TAKEN, "")
    assert [rule.name for rule in service.taken[0].rules] == ["one", "two"]
    assert b'rowback_config_reloads_total{result="taken"} 1.0' in metrics.text()
    assert b"rowback_config_ok 1.0" in metrics.text()


def test_a_mistake_is_listed_with_its_place_and_the_old_configuration_stands(tmp_path: Path) -> None:
    service = Taking()
    one, metrics, path = reloading(tmp_path, service)
    path.write_text(FIRST + 'kinds = ["figur.*"]\nwhen = "dleta > 1"\n', encoding="utf-8")
    standing = asyncio.run(one.reload())
    assert service.taken == []
    assert standing.result is Reloaded.REFUSED
    assert [problem.split(": ")[0] for problem in standing.problems] == [f"{path}:5:10", f"{path}:6:9"]
    assert "2 mistakes" in standing.banner()
    assert b"rowback_config_ok 0.0" in metrics.text()
    path.write_text(FIRST, encoding="utf-8")
    assert asyncio.run(one.reload()).banner() == ""
    assert b"rowback_config_ok 1.0" in metrics.text()


@pytest.mark.parametrize(
    ("wrong", "result"), [(StoreLocked("held"), Reloaded.REFUSED), (RuntimeError("odd"), Reloaded.FAILED)]
)
def test_whatever_breaks_a_reload_the_old_configuration_stands(
    tmp_path: Path, wrong: Exception, result: Reloaded
) -> None:
    one, metrics, _ = reloading(tmp_path, Taking(wrong))
    standing = asyncio.run(one.reload())
    assert standing.result is result
    assert str(wrong) in standing.problems[0]
    assert b"rowback_config_ok 0.0" in metrics.text()


def test_what_hangs_on_sockets_and_folders_waits_for_a_restart_and_is_named(tmp_path: Path) -> None:
    service = Taking()
    one, _, path = reloading(tmp_path, service)
    path.write_text(
        f'[service]\nlisten = "127.0.0.1:9"\ndata = "x"\n[fetch]\ntimeout = "9s"\n{FIRST}', encoding="utf-8"
    )
    standing = asyncio.run(one.reload())
    assert standing.result is Reloaded.TAKEN
    assert standing.waiting == ("service.data", "service.listen", "fetch.timeout")
    assert "service.listen" in standing.banner()
    assert service.taken[0].service.listen == "127.0.0.1:8765"
    assert service.taken[0].data_folder == tmp_path / "data"


def test_a_page_never_shows_the_mistakes_themselves() -> None:
    told = Standing(Reloaded.REFUSED, "2026-01-01T00:00:00Z", ("/home/desk/rowback.toml:3:1: secret",)).banner()
    assert "/home" not in told
    assert "a mistake" in told
