"""Whatever is packed comes back byte for byte, through few patches, or is said to be damaged."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.keeping.packing import ROW, Unpackable, base_place, next_place, pack, unpack


@given(st.binary(max_size=2000), st.none() | st.binary(max_size=2000))
def test_any_bytes_come_back(raw: bytes, base: bytes | None) -> None:
    assert unpack(pack(raw, base), base, len(raw)) == raw


def test_a_large_page_that_changed_in_one_place_is_a_small_patch() -> None:
    chance = random.Random(1)
    old = chance.randbytes(1_500_000)
    new = old[:900_000] + b"a new sentence" + old[900_000:]
    packed = pack(new, old)
    assert len(packed) < 20_000
    assert unpack(packed, old, len(new)) == new


def test_every_page_of_a_row_is_reached_through_six_patches_at_most() -> None:
    for place in range(ROW):
        steps, at = 0, place
        while (base := base_place(at)) is not None:
            assert base < at
            steps, at = steps + 1, base
        assert (at, steps <= 6) == (0, True)


def test_what_the_next_page_is_patched_from_is_always_the_last_one_or_what_that_was_patched_from() -> None:
    place: int | None = None
    known: set[int] = set()
    for _ in range(3 * ROW):
        following = next_place(place)
        base = base_place(following)
        assert base is None or base in known
        lineage, at = {following}, base
        while at is not None:
            lineage.add(at)
            at = base_place(at)
        known, place = lineage, following


@pytest.mark.parametrize("damage", ["cut", "other base", "no base", "other size", "nothing", "no frame"])
def test_what_is_damaged_is_said_to_be(damage: str) -> None:
    chance = random.Random(2)
    base = chance.randbytes(5000)
    raw = base[:2000] + b"changed" + base[2000:]
    packed = pack(raw, base)
    given: dict[str, tuple[bytes, bytes | None, int]] = {
        "cut": (packed[:-3], base, len(raw)),
        "other base": (packed, chance.randbytes(5000), len(raw)),
        "no base": (packed, None, len(raw)),
        "other size": (packed, base, len(raw) + 1),
        "nothing": (b"", base, len(raw)),
        "no frame": (b"not packed at all", base, len(raw)),
    }
    try:
        assert unpack(*given[damage]) != raw
    except Unpackable:
        pass
    else:
        assert damage == "other base"  # zstd itself holds no hash; what reads a page compares its own
