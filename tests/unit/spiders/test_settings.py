"""The settings: each one differs from Scrapy's default or says that it is kept by name, and each says why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scrapy.settings import Settings, default_settings
from scrapy.utils.misc import load_object

from spiders import settings

NAMES = sorted(name for name in vars(settings) if name.isupper())
SOURCE = Path(settings.__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_setting_that_equals_the_default_says_so(name: str) -> None:
    assert hasattr(default_settings, name), "Scrapy knows no such setting"
    if getattr(settings, name) == getattr(default_settings, name):
        [line] = re.findall(rf"^{name} = .*$", SOURCE, re.M)
        assert "the default" in line


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"BOT_NAME", "SPIDER_MODULES", "USER_AGENT", "STATS_DUMP"}))
def test_each_setting_says_why(name: str) -> None:
    found = re.search(rf"^{name} = .*?(?=^[A-Z#]|\Z)", SOURCE, re.M | re.S)
    assert found is not None
    assert "#" in found[0]


@pytest.mark.parametrize("group", ["DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS"])
def test_nothing_of_scrapy_runs_that_we_have_not_looked_at(group: str) -> None:
    """A new release of Scrapy may add to these; then somebody has to decide."""
    ours = getattr(settings, group)
    assert set(getattr(default_settings, f"{group}_BASE")) <= set(ours)


def test_every_class_named_in_the_settings_exists() -> None:
    paths = re.findall(r'"((?:spiders|scrapy)\.[a-z_.0-9]+\.[A-Z]\w+)"', SOURCE)
    assert len(paths) > 20
    for path in paths:
        load_object(path)


def test_what_would_be_unsafe_is_off() -> None:
    ours = Settings()
    ours.setmodule("spiders.settings")
    assert ours.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    for name in ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "HTTPPROXY_ENABLED", "METAREFRESH_ENABLED"):
        assert not ours.getbool(name), name
    handlers = {scheme for scheme, path in ours.getwithbase("DOWNLOAD_HANDLERS").items() if path}
    assert handlers == {"http", "https"}
