"""Bytes packed small: the first of a row whole, the others as a zstd patch from an earlier one, and back.

Which earlier one: number `p` is patched from `p` without its lowest set bit, so that of `ROW` pages any is read
through at most six patches, and half of them lie next to the one they are patched from. Reads no table.
"""

from __future__ import annotations

import zstandard

ROW = 64
"""Pages from one whole copy to the next: a whole copy takes 8 to 28 kB where a patch takes about 0.7."""

LEVEL = 9
HIGHEST_WINDOW = 27
"""Log2 of the widest window, 128 MB: what a decoder takes without being asked."""


class Unpackable(Exception):
    """The packed bytes are not what `pack` gave, or the base is another one."""


def next_place(place: int | None) -> int:
    """The place in its row of what follows the one at `place`; 0 is a whole copy."""
    return 0 if place is None else (place + 1) % ROW


def base_place(place: int) -> int | None:
    """The place of what the one at `place` is patched from; None for a whole copy."""
    return place & (place - 1) if place else None


def pack(raw: bytes, base: bytes | None) -> bytes:
    """`raw` compressed, as a patch from `base` unless that is None."""
    if not base:
        return zstandard.ZstdCompressor(level=LEVEL).compress(raw)
    room = len(raw) + len(base)
    # The window must reach back over the whole base, which zstd reckons as part of the stream.
    window = min(max(room.bit_length(), 10), HIGHEST_WINDOW)
    parameters = zstandard.ZstdCompressionParameters.from_level(
        LEVEL, source_size=len(raw), dict_size=len(base), window_log=window
    )
    compressor = zstandard.ZstdCompressor(compression_params=parameters, dict_data=_prefix(base))
    return compressor.compress(raw)


def unpack(packed: bytes, base: bytes | None, size: int) -> bytes:
    """The bytes that `pack` was given, which were `size` many. Raises Unpackable; asks for no more memory than that."""
    try:
        if zstandard.get_frame_parameters(packed).content_size != size:
            raise Unpackable("its size is another")
        decompressor = zstandard.ZstdDecompressor(
            dict_data=_prefix(base) if base else None, max_window_size=2**HIGHEST_WINDOW
        )
        raw = decompressor.decompress(packed)
    except (zstandard.ZstdError, MemoryError) as wrong:
        raise Unpackable(str(wrong)) from wrong
    if len(raw) != size:
        raise Unpackable("its size is another")
    return raw


def _prefix(base: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
