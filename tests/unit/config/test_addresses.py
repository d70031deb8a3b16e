import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.addresses import normalise
from monitor.errors import BadAddress


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("HTTPS://News.Example/Story", "https://news.example/Story"),  # the path may care about case, the host does not
        ("https://news.example", "https://news.example/"),
        ("https://news.example:443/a", "https://news.example/a"),
        ("http://news.example:80/a", "http://news.example/a"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("https://news.example/a#comments", "https://news.example/a"),
        ("https://news.example/a?utm_source=x&id=7&fbclid=y", "https://news.example/a?id=7"),
        ("https://news.example/a?utm_source=x", "https://news.example/a"),
        ("https://news.example/a?b=2&a=1", "https://news.example/a?b=2&a=1"),  # fetched in the order it was given
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://news.example/a%20b", "https://news.example/a%20b"),  # an escape is not escaped again
        ("https://news.example/100%", "https://news.example/100%25"),
        ("https://news.example./a", "https://news.example/a"),
        ("  https://news.example/a\n", "https://news.example/a"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
        ("https://news.example/a/../b", "https://news.example/a/../b"),  # the server decides what a path means
        ("https://news.example/?q=a+b&x", "https://news.example/?q=a+b&x"),
    ],
)
def test_an_address_is_tracked_in_one_form(text: str, url: str) -> None:
    assert normalise(text).url == url


def test_the_order_of_parameters_does_not_make_another_article() -> None:
    one, other = normalise("https://news.example/a?b=2&a=1"), normalise("https://news.example/a?a=1&b=2&gclid=z")
    assert one.key == other.key
    assert one.url != other.url


def test_the_host_is_without_its_port() -> None:
    assert normalise("http://news.example:8080/a").host == "news.example"
    assert normalise("http://[::1]:8080/a").host == "::1"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "empty"),
        ("news.example/story", "did you mean 'https://news.example/story'"),
        ("ftp://news.example/a", "reads http and https, not 'ftp:' pages"),
        ("javascript:alert(1)", "not 'javascript:' pages"),
        ("file:///etc/passwd", "not 'file:' pages"),
        ("https:///story", "names no host"),
        ("https://news.example/a b", "space"),
        ("https://news.example\\@evil.example/", "backslash"),  # browsers and libraries disagree on the host
        ("https://me:secret@news.example/", "user name"),
        ("https://news.example:99999/", "Port"),
        ("https://[::1/", "Invalid IPv6"),
        ("https://-bad-.example/", "impossible host"),
        ("https://a..b/", "impossible host"),
        ("https://" + "a" * 64 + ".example/", "impossible host"),
        ("just words", "space"),
    ],
)
def test_what_cannot_be_tracked_is_refused_with_a_way_out(text: str, hint: str) -> None:
    with pytest.raises(BadAddress, match=hint.replace("(", r"\(")):
        normalise(text)


def test_a_refused_address_never_shows_its_password() -> None:
    with pytest.raises(BadAddress) as refused:
        normalise("https://me:hunter2@news.example/")
    assert "hunter2" not in str(refused.value)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    with contextlib.suppress(BadAddress):
        assert normalise(text).url.startswith("http")


@given(
    st.text("abcXYZ%ü/?&=+;,._-~ 0123456789", max_size=30).map(lambda t: t.replace(" ", "")),
    st.sampled_from(["http", "HTTPS"]),
)
def test_normalising_twice_changes_nothing(rest: str, scheme: str) -> None:
    once = normalise(f"{scheme}://News.example/{rest}")
    assert normalise(once.url) == once
    assert normalise(once.key).key == once.key
