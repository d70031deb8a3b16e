"""Headers of a site go to that site alone, and its secrets by https alone."""

import pytest

from spiders.asking import CHECK, HOPS, LOOK, ROBOTS, hop
from spiders.fetched import DueCheck
from spiders.policy import FetchPolicy, SiteHeaders

PAPER = SiteHeaders("paper.example", {"User-Agent": "Mine/1"}, {"Cookie": "session=s3cret", "X-Key": "k"})
BLOG = SiteHeaders("blog.paper.example", {}, {"Cookie": "other=1"})
POLICY = FetchPolicy("Rowback/1", sites=(PAPER, BLOG))


def sent(url, **meta):
    check = DueCheck(1, 1, "https://paper.example/a", "paper.example")
    request = hop(url, {CHECK: check, LOOK: 1, HOPS: (), **meta}, POLICY)
    return {name.decode(): values[0].decode() for name, values in request.headers.items()}


@pytest.mark.parametrize("url", ["https://paper.example/a", "https://www.paper.example/a", "https://PAPER.example./a"])
def test_its_own_pages_get_what_is_its(url):
    headers = sent(url)
    assert (headers["User-Agent"], headers["Cookie"], headers["X-Key"]) == ("Mine/1", "session=s3cret", "k")


@pytest.mark.parametrize(
    "url",
    [
        "https://notpaper.example/a",  # ends like it
        "https://paper.example.evil.example/a",  # begins like it
        "https://paper.example@evil.example/a",  # names it as a user
        "https://evil.example/?https://paper.example/",
    ],
)
def test_a_redirect_takes_nothing_of_it_elsewhere(url):
    headers = sent(url)
    assert headers["User-Agent"] == "Rowback/1"
    assert "Cookie" not in headers
    assert "X-Key" not in headers


def test_without_https_a_secret_stays_at_home():
    headers = sent("http://paper.example/a")
    assert headers["User-Agent"] == "Mine/1"
    assert "Cookie" not in headers


def test_the_nearest_host_named_wins():
    headers = sent("https://blog.paper.example/a")
    assert (headers["Cookie"], headers["User-Agent"]) == ("other=1", "Rowback/1")


def test_robots_txt_is_asked_without_them():
    assert "Cookie" not in sent("https://paper.example/robots.txt", **{ROBOTS: []})


def test_no_secret_stands_in_a_repr():
    assert "s3cret" not in repr(POLICY)
