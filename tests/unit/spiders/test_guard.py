"""The guard's rule for URLs and answers, without a network."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.addresses import networks
from spiders.guard import BlockReason, Guard, system_resolver
from spiders.policy import FetchPolicy

GUARD = Guard()
HOME = Guard(networks(["127.0.0.0/8"]))


@pytest.mark.parametrize(
    "url",
    [
        "http://paper.example/a",
        "https://paper.example/a?b#c",
        "http://paper.example:8080/",
        "https://paper.example:8443/",
        "https://xn--bcher-kva.example/",
        "http://93.184.215.14/",
        "http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
        "http://a_b.example/",
    ],
)
def test_an_ordinary_address_passes(url: str) -> None:
    assert GUARD.url(url) is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://paper.example/", BlockReason.SCHEME),
        ("file:///etc/passwd", BlockReason.SCHEME),
        ("data:text/html,x", BlockReason.SCHEME),
        ("paper.example", BlockReason.SCHEME),
        ("http://me@paper.example/", BlockReason.USERINFO),
        ("http://me:secret@paper.example/", BlockReason.USERINFO),
        ("http://@paper.example/", BlockReason.USERINFO),
        ("http://paper.example:22/", BlockReason.PORT),
        ("http://93.184.215.14:6379/", BlockReason.PORT),
        ("http:///a", BlockReason.HOST_FORM),
        ("http://", BlockReason.HOST_FORM),
        ("http://paper example/", BlockReason.HOST_FORM),
        ("http://paper.example%00.evil.example/", BlockReason.HOST_FORM),
        ("http://paper.example\\.evil.example/", BlockReason.HOST_FORM),
        ("http://[::1", BlockReason.HOST_FORM),
        ("http://paper.example:99999/", BlockReason.HOST_FORM),
        ("http://paper.example:http/", BlockReason.HOST_FORM),
        ("http://2130706433/", BlockReason.HOST_FORM),
        ("http://0x7f000001/", BlockReason.HOST_FORM),
        ("http://0x7f.0.0.1/", BlockReason.HOST_FORM),
        ("http://0177.0.0.1/", BlockReason.HOST_FORM),
        ("http://127.1/", BlockReason.HOST_FORM),
        ("http://1.2.3.4./", BlockReason.HOST_FORM),
        ("http://paper.0x1f/", BlockReason.HOST_FORM),
        ("http://127.0.0.1/", BlockReason.LOOPBACK),
        ("http://[::ffff:10.0.0.1]/", BlockReason.PRIVATE),
        ("http://169.254.169.254/latest/meta-data/", BlockReason.LINK_LOCAL),
    ],
)
def test_a_url_is_refused_early_with_its_reason(url: str, reason: BlockReason) -> None:
    block = GUARD.url(url)
    assert block is not None
    assert block.reason is reason
    assert block.detail


@given(st.text())
def test_no_text_makes_the_guard_raise(text: str) -> None:
    GUARD.url(text)
    GUARD.url(f"http://{text}/")
    HOME.url(f"http://{text}")


def test_an_answer_with_one_private_address_refuses_the_name() -> None:
    block = GUARD.addresses("paper.example", ["93.184.215.14", "10.0.0.1"], 80)
    assert block is not None
    assert (block.reason, block.detail) == (BlockReason.PRIVATE, "paper.example is 10.0.0.1")


def test_an_odd_port_is_open_only_where_every_address_is_allowed() -> None:
    assert HOME.addresses("desk.example", ["127.0.0.1"], 4711) is None
    assert HOME.addresses("desk.example", ["::ffff:127.0.0.1"], 4711) is None
    mixed = HOME.addresses("desk.example", ["127.0.0.1", "93.184.215.14"], 4711)
    assert mixed is not None
    assert mixed.reason is BlockReason.PORT


def test_other_ports_can_be_allowed_by_the_policy() -> None:
    guard = Guard.of(FetchPolicy("Rowback/1", allowed_ports=frozenset({80, 8000})))
    assert guard.url("http://paper.example:8000/") is None
    assert guard.url("https://paper.example/") is not None


def test_the_product_token_is_what_robots_txt_calls_us() -> None:
    assert FetchPolicy("Rowback/0.1 (+https://rowback.example)").product == "rowback"
    assert FetchPolicy("Rowback").product == "rowback"
    assert FetchPolicy(" ").product == "*"


def test_the_machines_resolver_gives_a_literal_back_and_nothing_for_nonsense() -> None:
    assert system_resolver("127.0.0.1") == ["127.0.0.1"]
    assert system_resolver("a" * 300) == []
