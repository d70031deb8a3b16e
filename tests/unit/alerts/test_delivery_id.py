"""Ids of deliveries: the same everywhere they travel, and too many to meet twice."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.ids import delivery_id


@given(st.binary(min_size=10, max_size=32))
def test_id_is_safe_in_a_url_a_header_and_a_message_id(random_bytes: bytes) -> None:
    assert re.fullmatch(r"dl_[a-z2-7]{16,52}", delivery_id(random_bytes))


@given(one=st.binary(min_size=12, max_size=12), other=st.binary(min_size=12, max_size=12))
def test_different_bytes_give_different_ids(one: bytes, other: bytes) -> None:
    assert (delivery_id(one) == delivery_id(other)) is (one == other)


def test_too_few_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        delivery_id(b"too few")
