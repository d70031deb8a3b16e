"""Unpacking: whole or not at all, and never over the limit."""

from __future__ import annotations

import contextlib
import gzip
import time
import zlib

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from spiders.unpacking import MEMBERS, BadEncoding, TooLarge, unpack

PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}
LIMIT = 100_000


@given(st.binary(max_size=2000), st.lists(st.sampled_from(sorted(PACKERS)), max_size=3))
def test_what_was_packed_comes_back(body: bytes, codings: list[str]) -> None:
    packed = body
    for name in codings:
        packed = PACKERS[name](packed)
    assert unpack(packed, ", ".join(codings), LIMIT) == body


@given(st.binary(min_size=40, max_size=400), st.sampled_from(sorted(PACKERS)), st.integers(1, 8))
def test_a_stream_without_its_end_is_never_half_a_body(body: bytes, coding: str, missing: int) -> None:
    packed = PACKERS[coding](body)
    if coding == "br":  # a brotli stream has no checksum: its last byte may hold nothing but padding
        missing += 4
    with pytest.raises(BadEncoding):
        unpack(packed[:-missing], coding, LIMIT)


@given(st.binary(max_size=300), st.text(alphabet="gzipbrdeflatestd, ", max_size=30))
def test_rubbish_ends_typed(body: bytes, codings: str) -> None:
    with contextlib.suppress(BadEncoding, TooLarge):
        assert len(unpack(body, codings, LIMIT)) <= max(LIMIT, len(body))


@pytest.mark.parametrize("coding", sorted(PACKERS))
def test_the_limit_is_exact(coding: str) -> None:
    assert len(unpack(PACKERS[coding](b"a" * LIMIT), coding, LIMIT)) == LIMIT
    with pytest.raises(TooLarge):
        unpack(PACKERS[coding](b"a" * (LIMIT + 1)), coding, LIMIT)


def test_every_layer_keeps_to_the_limit() -> None:
    bomb = gzip.compress(gzip.compress(b"\0" * 50_000_000))
    with pytest.raises(TooLarge):
        unpack(bomb, "gzip, gzip", LIMIT)


def test_gzip_members_follow_each_other_and_padding_is_ignored() -> None:
    assert unpack(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0\0", "gzip", LIMIT) == b"one two"
    assert unpack(zstandard.compress(b"one ") + zstandard.compress(b"two"), "zstd", LIMIT) == b"one two"


def test_many_gzip_members_are_counted_together() -> None:
    with pytest.raises(TooLarge):
        unpack(gzip.compress(b"a" * 60_000) * 2, "gzip", LIMIT)


def test_a_zstd_window_larger_than_http_allows_is_refused() -> None:
    wide = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    packer = zstandard.ZstdCompressor(compression_params=wide).compressobj()  # streamed: the window is kept as stated
    packed = packer.compress(b"a" * 1000) + packer.flush()
    with pytest.raises(BadEncoding):
        unpack(packed, "zstd", LIMIT)


def test_an_empty_body_needs_no_unpacking() -> None:
    assert unpack(b"", "gzip", LIMIT) == b""
    assert unpack(b"plain", "", LIMIT) == unpack(b"plain", "identity", LIMIT) == b"plain"


EMPTY = {"gzip": gzip.compress(b""), "zstd": zstandard.compress(b"")}


@pytest.mark.parametrize("coding", sorted(EMPTY))
@pytest.mark.parametrize("filling", [b"", b"a"], ids=["empty", "a byte each"])
def test_a_body_of_many_members_is_refused_in_time(coding: str, filling: bytes) -> None:
    member = PACKERS[coding](filling)
    body = member * (4_000_000 // len(member))
    began = time.process_time()
    with pytest.raises(BadEncoding):
        unpack(body, coding, 8_000_000)
    assert time.process_time() - began < 0.5, "it was 42 s for a quarter of it"


@pytest.mark.parametrize("coding", sorted(EMPTY))
def test_as_many_members_as_an_honest_packer_makes_are_read(coding: str) -> None:
    block = bytes(range(256)) * 32
    assert unpack(PACKERS[coding](block) * MEMBERS, coding, 16_000_000) == block * MEMBERS


@pytest.mark.parametrize("coding", sorted(EMPTY))
@given(parts=st.lists(st.binary(max_size=40_000), min_size=1, max_size=4))
def test_members_of_any_size_are_put_together_wherever_a_piece_ends(coding: str, parts: list[bytes]) -> None:
    body = b"".join(PACKERS[coding](part, 0) for part in parts)
    assert unpack(body, coding, 200_000) == b"".join(parts)


def test_what_stands_behind_a_zstd_frame_and_is_none_is_damage() -> None:
    with pytest.raises(BadEncoding):
        unpack(zstandard.compress(b"one") + b"\0\0\0", "zstd", LIMIT)
