"""[[site]]: overrides are checked when the file is loaded, with the place of each mistake and what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.loading import Config, load
from monitor.errors import ConfigError
from spiders.override import Override


def loaded(folder: Path, text: str) -> Config:
    path = folder / "rowback.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, {})


def mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        loaded(folder, text)
    return [line.removeprefix(f"{folder}/") for line in caught.value.problems]


def test_override_is_what_the_file_says(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        """
[[site]]
host = "News.Example."
body = "div.story"
drop = [".promo", "aside"]
title = "h1"
published = "time[datetime]"
""",
    )
    assert config.overrides == (
        Override("news.example", "div.story", (".promo", "aside"), title="h1", published="time[datetime]"),
    )


def test_file_without_a_site_has_no_override(tmp_path: Path) -> None:
    assert loaded(tmp_path, "").overrides == ()


def test_every_bad_selector_is_named_with_its_place(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        """
[[site]]
host = "news.example"
body = "p.."
drop = ["aside", "div[data-x"]
title = ""
""",
    )
    assert [line.split(": ")[0] for line in found] == ["rowback.toml:4:1", "rowback.toml:5:18", "rowback.toml:6:1"]
    assert all("selector" in line for line in found)


@pytest.mark.parametrize(
    ("selector", "meant"),
    [
        ("//article/p", "CSS says"),
        ("p:contains('x')", ":lexbor-contains"),
        ("p::first-line", "did you mean 'p'"),
        ("div.story >", "did you mean 'div.story'"),
        ("div[data-x", "'[' and ']' do not match"),
        ("", "name an element"),
    ],
)
def test_bad_selector_comes_with_what_was_meant(tmp_path: Path, selector: str, meant: str) -> None:
    (found,) = mistakes(tmp_path, f'[[site]]\nhost = "news.example"\nbody = "{selector}"\n')
    assert meant in found


@pytest.mark.parametrize(
    ("host", "meant"),
    [
        ("https://news.example/world", "did you mean 'news.example'"),
        ("news.example:8080", "did you mean 'news.example'"),
        ("www.news.example", "did you mean 'news.example'"),
        ("*.news.example", "did you mean 'news.example'"),
        ("news example", "is no host name"),
        ("", "is no host name"),
    ],
)
def test_host_is_a_host_and_nothing_else(tmp_path: Path, host: str, meant: str) -> None:
    (found,) = mistakes(tmp_path, f'[[site]]\nhost = "{host}"\nbody = "p"\n')
    assert meant in found


def test_host_in_another_script_is_the_one_that_is_asked_for(tmp_path: Path) -> None:
    assert (
        loaded(tmp_path, '[[site]]\nhost = "bücher.example"\nbody = "p"\n').overrides[0].host == "xn--bcher-kva.example"
    )


def test_one_table_a_host(tmp_path: Path) -> None:
    (found,) = mistakes(
        tmp_path, '[[site]]\nhost = "a.example"\nbody = "p"\n[[site]]\nhost = "A.example"\nbody = "div"\n'
    )
    assert "already the site" in found


def test_mistyped_setting_is_named_with_the_one_meant(tmp_path: Path) -> None:
    found = mistakes(tmp_path, '[[site]]\nhost = "a.example"\nbdy = "p"\n')
    assert any("did you mean 'body'" in line for line in found)
