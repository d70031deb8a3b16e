"""[[tag]] and what [[site]] says beside selectors: schedules, weights, and secrets that are named and never shown."""

import pytest

from monitor.config.loading import load
from monitor.errors import ConfigError
from monitor.schedule.wishes import TagWish


def loaded(folder, text):
    path = folder / "rowback.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, {}, secrets=True)


def mistakes(folder, text):
    with pytest.raises(ConfigError) as caught:
        loaded(folder, text)
    return "\n".join(caught.value.problems)


def test_tags_and_sites_say_how_often(tmp_path):
    config = loaded(
        tmp_path,
        """
[[tag]]
name = "tolls"
every = "10m"
weight = 4
[[tag]]
name = "sport"
cron = "0 8 * * *"
[[site]]
host = "paper.example"
adaptive = true
""",
    )
    assert config.wishes.tags == (TagWish("tolls", "every 600", 4.0), TagWish("sport", "cron 0 8 * * *"))
    assert config.wishes.sites == (("paper.example", "adaptive"),)
    assert config.overrides == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[tag]]\nname = "a"\nevery = "5m"\ncron = "0 8 * * *"', "keep 'every' or 'cron', not both"),
        ('[[tag]]\nname = "a"\n[[tag]]\nname = "a"', "already the tag"),
        ('[[tag]]\nname = "a b"', "is not a tag"),
        ('[[tag]]\nname = "a"\nweight = 0', "weight"),
        ('[[tag]]\nname = "a"\nadaptive = false', "leave it out"),
        ('[[site]]\nhost = "a.example"\ntitle = "h1"', "'title' needs 'body'"),
        ('[[site]]\nhost = "a.example"\nuser_agent = "a\\nb"', "RFC 9110"),
        ('[[site]]\nhost = "a.example"\ncookie_file = "none"', "there is no secret file"),
    ],
)
def test_each_mistake_is_named(tmp_path, text, said):
    assert said in mistakes(tmp_path, text)


def test_secrets_of_a_site_are_read_from_their_files(tmp_path):
    (tmp_path / "c").write_text("Cookie: session=abc; theme=dark\n")
    (tmp_path / "h").write_text("Authorization: Bearer xyz\n\nX-Reader: 7\n")
    site = '[[site]]\nhost = "paper.example"\nuser_agent = "Mine/1"\ncookie_file = "c"\nheaders_file = "h"'
    sent = loaded(tmp_path, site).site[0].sent()
    assert sent.plain == {"User-Agent": "Mine/1"}
    assert sent.secret == {"Authorization": "Bearer xyz", "X-Reader": "7", "Cookie": "session=abc; theme=dark"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cookie_file", "s3cret"),  # no pair
        ("cookie_file", "a=s3cret\nb=1"),  # two lines would be two headers
        ("headers_file", "s3cret"),
        ("headers_file", "X-A: 1\nHost: s3cret"),
        ("headers_file", "X A: s3cret"),
        ("headers_file", "X-A: s3cr\u00e9t"),
    ],
)
def test_a_secret_that_is_none_is_named_and_not_shown(tmp_path, name, text):
    (tmp_path / "f").write_text(text, encoding="utf-8")
    found = mistakes(tmp_path, f'[[site]]\nhost = "paper.example"\n{name} = "f"')
    assert "is not usable" in found
    assert "s3cr" not in found
