"""[[watch]]: an article or a feed, and what only a feed may have."""

from pathlib import Path

import pytest

from monitor.config.loading import Config, load
from monitor.errors import ConfigError
from monitor.sources.filters import Filters


def loaded(folder: Path, text: str) -> Config:
    path = folder / "rowback.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, {})


FEED = '[[watch]]\nurl = "https://news.example/rss"\nkind = "feed"\n'


def test_a_feed_has_filters_and_their_defaults(tmp_path: Path) -> None:
    config = loaded(
        tmp_path, f'{FEED}paths = ["/world/*"]\nkeywords = ["flood"]\nwithin = "3d"\nkeep = "90m"\nmost = 5\n'
    )
    (one,) = config.watch
    assert one.kind == "feed"
    assert Filters.from_json(one.filters) == Filters(("/world/*",), ("flood",), (), 259_200.0, 5_400.0, 5)
    assert loaded(tmp_path, FEED).watch[0].filters == "{}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[watch]]\nurl = "https://news.example/a"\nkeywords = ["x"]\n',
            "3:1: watch.0.keywords: only a feed has filters",
        ),
        (f"{FEED}most = 0\n", "watch.0.most"),
        (f'{FEED}keep = "0s"\n', "watch.0.keep"),
        (f'{FEED}paths = [""]\n', "watch.0.paths"),
        ('[[watch]]\nurl = "https://news.example/a"\nkind = "sitemap"\n', "watch.0.kind"),
        ('[service]\ntime_zone = "Paris"\n', "did you mean 'Europe/Paris'"),
    ],
)
def test_what_does_not_fit_is_a_mistake_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        loaded(tmp_path, text)
    assert said in str(wrong.value)


def test_cron_lines_mean_the_zone_of_the_file_unless_they_name_one(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        '[service]\ntime_zone = "Asia/Tokyo"\n[schedule]\ndefault = "0 8 * * *"\n'
        '[[watch]]\nurl = "https://news.example/a"\ncron = "0 9 * * 1"\n'
        '[[watch]]\nurl = "https://news.example/b"\ncron = "0 9 * * 1 UTC"\n',
    )
    assert config.schedule.schedule == "cron 0 8 * * * Asia/Tokyo"
    assert [one.schedule for one in config.watch] == ["cron 0 9 * * 1 Asia/Tokyo", "cron 0 9 * * 1"]
