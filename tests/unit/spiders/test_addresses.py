"""The address classifier: what is private stays closed under every spelling, what is public stays open."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.addresses import IPV4, IPV6, IPV6_GLOBAL, BlockReason, blocked, networks

PUBLIC = ["93.184.215.14", "1.1.1.1", "9.9.9.9", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2a00:1450:4001:830::200e"]

PRIVATE = [
    ("0.0.0.0", BlockReason.UNSPECIFIED),
    ("10.255.255.255", BlockReason.PRIVATE),
    ("100.64.0.1", BlockReason.SHARED),
    ("100.100.100.200", BlockReason.SHARED),  # a cloud's metadata service
    ("127.0.0.1", BlockReason.LOOPBACK),
    ("127.255.255.254", BlockReason.LOOPBACK),
    ("168.63.129.16", BlockReason.METADATA),
    ("169.254.169.254", BlockReason.LINK_LOCAL),
    ("172.16.0.1", BlockReason.PRIVATE),
    ("172.31.255.255", BlockReason.PRIVATE),
    ("192.0.0.8", BlockReason.PROTOCOL),
    ("192.0.2.1", BlockReason.DOCUMENTATION),
    ("192.88.99.1", BlockReason.TUNNEL),
    ("192.168.1.1", BlockReason.PRIVATE),
    ("198.19.255.255", BlockReason.BENCHMARK),
    ("198.51.100.7", BlockReason.DOCUMENTATION),
    ("203.0.113.7", BlockReason.DOCUMENTATION),
    ("224.0.0.1", BlockReason.MULTICAST),
    ("240.0.0.1", BlockReason.RESERVED),
    ("255.255.255.255", BlockReason.BROADCAST),
    ("::", BlockReason.UNSPECIFIED),
    ("::1", BlockReason.LOOPBACK),
    ("::127.0.0.1", BlockReason.LOOPBACK),
    ("::ffff:10.0.0.1", BlockReason.PRIVATE),
    ("::ffff:0:7f00:1", BlockReason.RESERVED),  # RFC 2765, translated: no global unicast
    ("64:ff9b::7f00:1", BlockReason.LOOPBACK),
    ("64:ff9b:1::1", BlockReason.TUNNEL),
    ("100::1", BlockReason.RESERVED),
    ("2001::1", BlockReason.UNSPECIFIED),  # Teredo with the server 0.0.0.0
    ("2001:db8::1", BlockReason.DOCUMENTATION),
    ("2001:10::1", BlockReason.PROTOCOL),
    ("2002:7f00:1::", BlockReason.LOOPBACK),
    ("2002:5db8:d70e::1", BlockReason.TUNNEL),  # 6to4 of a public address: withdrawn all the same
    ("3fff::1", BlockReason.DOCUMENTATION),
    ("5f00::1", BlockReason.RESERVED),
    ("4000::1", BlockReason.RESERVED),
    ("fc00::1", BlockReason.PRIVATE),
    ("fd00:ec2::254", BlockReason.PRIVATE),  # a cloud's metadata service
    ("fe80::1%eth0", BlockReason.LINK_LOCAL),
    ("fec0::1", BlockReason.PRIVATE),
    ("ff02::1", BlockReason.MULTICAST),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_asked(address: str) -> None:
    assert blocked(address) is None


@pytest.mark.parametrize(("address", "reason"), PRIVATE)
def test_what_is_not_the_public_internet_is_refused_with_its_reason(address: str, reason: BlockReason) -> None:
    assert blocked(address) is reason


@pytest.mark.parametrize(
    "text", ["", "paper.example", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "1.2.3.4.5", "[::1]"]
)
def test_what_is_no_address_is_never_taken_for_a_harmless_one(text: str) -> None:
    assert blocked(text) is BlockReason.NOT_AN_ADDRESS


def inside(
    table: tuple[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, BlockReason], ...],
) -> st.SearchStrategy[str]:
    rows = st.sampled_from([network for network, _ in table])
    return rows.flatmap(
        lambda n: st.integers(int(n.network_address), int(n.broadcast_address)).map(
            lambda number: str(ipaddress.IPv4Address(number) if n.version == 4 else ipaddress.IPv6Address(number))
        )
    )


IN_IPV6 = ["::ffff:{}", "::{}", "64:ff9b::{}"]


@given(inside(IPV4), st.sampled_from(IN_IPV6))
def test_a_refused_ipv4_address_is_refused_inside_an_ipv6_one(address: str, form: str) -> None:
    assert blocked(address) is not None
    assert blocked(form.format(address)) is not None


@given(inside(IPV6))
def test_no_address_of_a_listed_ipv6_range_is_open(address: str) -> None:
    assert blocked(address) is not None


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_outside_the_global_space_is_open_but_by_translation(ip: ipaddress.IPv6Address) -> None:
    if ip not in IPV6_GLOBAL and ip not in ipaddress.ip_network("64:ff9b::/96") and ip.ipv4_mapped is None:
        assert blocked(str(ip)) is not None


@given(st.ip_addresses(v=4))
def test_whatever_python_calls_private_is_refused_here_too(ip: ipaddress.IPv4Address) -> None:
    if not ip.is_global or ip.is_multicast:
        assert blocked(str(ip)) is not None


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_judged_like_the_plain_one(ip: ipaddress.IPv4Address) -> None:
    assert blocked(f"::ffff:{ip}") == blocked(f"64:ff9b::{ip}") == blocked(str(ip))


@given(inside(IPV4))
def test_an_allowed_network_opens_itself_and_nothing_else(address: str) -> None:
    around = networks([f"{address}/32"])
    assert blocked(address, around) is None
    assert blocked(f"::ffff:{address}", around) is None
    neighbour = "10.99.99.99" if address != "10.99.99.99" else "10.99.99.98"
    assert blocked(neighbour, around) is BlockReason.PRIVATE


def test_an_allowed_outer_range_does_not_open_what_it_wraps() -> None:
    assert blocked("64:ff9b::7f00:1", networks(["64:ff9b::/96"])) is BlockReason.LOOPBACK
    assert blocked("2002:a00:1::", networks(["2002::/16"])) is BlockReason.PRIVATE


def test_a_range_is_opened_in_ipv6_as_well() -> None:
    assert blocked("fd12::1", networks(["fd12::/16"])) is None
    assert blocked("::1", networks(["::1"])) is None


@pytest.mark.parametrize("text", ["ten", "10.0.0.0/40", "", "10.0.0.0/8/8"])
def test_what_is_no_network_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match="does not appear|Only one|unexpected|Address"):
        networks([text])
