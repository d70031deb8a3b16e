"""Compressed bytes and their Content-Encoding go in, plain bytes come out, never more than the limit.

Strict where Scrapy's middleware is lenient: it hands on as much as it could inflate, and half a page must never stand
as a version. Reads no text and guesses no charset.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from typing import Any

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPTED = "gzip, deflate, br, zstd"
"""What we say in Accept-Encoding; `unpack` knows exactly these."""

LAYERS = 3
"""Codings taken off one body. Nobody needs more than one; a page packed in itself many times is an attack."""

MEMBERS = 1_000
"""Gzip members or zstd frames of one body. Who packs by blocks makes one for some tens of kilobytes; a member without
content costs twenty bytes, and as much work as a whole one."""

_GZIP_MAGIC = b"\x1f\x8b"
_ZSTD_WINDOW = 23  # RFC 9659: a window of 8 MiB is all that an HTTP client has to hold
_STEP = 256 * 1024
_PIECE = 16 * 1024
"""Bytes handed over at a time where members follow each other: what is left of them is copied once for each member."""


class BadEncoding(Exception):
    """The body is not what its Content-Encoding says: cut, damaged, or in a coding that we did not ask for."""


class TooLarge(Exception):
    """The body grows over the limit when unpacked."""


def unpack(body: bytes, content_encoding: str, limit: int) -> bytes:
    """The body without its codings, the last one off first (RFC 9110, 8.4). Raises BadEncoding or TooLarge.

    `limit` is in bytes and holds for every layer, so a bomb inside a bomb does not inflate either.
    """
    codings = [name.strip().lower() for name in content_encoding.split(",")]
    codings = [name for name in codings if name and name != "identity"]
    if len(codings) > LAYERS:
        raise BadEncoding(f"packed {len(codings)} times")
    for name in reversed(codings):
        unpacker = _UNPACKERS.get(name)
        if unpacker is None and name in _REGISTERED:
            raise BadEncoding(f"a content coding we did not ask for, {name!r}")
        if unpacker is None:  # "none", "utf-8", "aws-chunked": browsers pass over names of no coding
            continue
        if not body:  # some servers name a coding and send nothing
            return body
        body = unpacker(body, limit)
    return body


def _over(limit: int) -> TooLarge:
    return TooLarge(f"unpacks to more than {limit} bytes")


def _gzip(body: bytes, limit: int) -> bytes:
    if body[:2] != _GZIP_MAGIC:
        raise BadEncoding("no gzip stream")
    try:
        # RFC 1952, 2.2: members may follow each other; other trailing bytes are padding.
        return _members(body, limit, lambda: zlib.decompressobj(31), _GZIP_MAGIC)
    except zlib.error as error:
        raise BadEncoding(str(error)) from error


def _members(body: bytes, limit: int, unpacker_of: Callable[[], Any], magic: bytes) -> bytes:
    """What follows each other in `body`, each of its own unpacker; the end is where nothing begins with `magic`.

    Work and memory grow with the bytes, however many members they hold: the rest is never copied as a whole.
    """
    parts: list[bytes] = []
    size, at = 0, 0
    for _ in range(MEMBERS):
        unpacker = unpacker_of()
        while not unpacker.eof:
            piece = body[at : at + _PIECE]
            at += len(piece)
            # Bytes that zlib keeps for later, because the limit was reached, are never asked for: that is an end.
            part = unpacker.decompress(piece, limit - size + 1)
            size += len(part)
            if size > limit:
                raise _over(limit)
            parts.append(part)
            if not piece and not unpacker.eof:
                raise BadEncoding("the compressed stream is cut short")
        at -= len(unpacker.unused_data)
        if at >= len(body) or not body.startswith(magic, at):
            return b"".join(parts)
    raise BadEncoding(f"more than {MEMBERS} parts, each packed by itself")


def _deflate(body: bytes, limit: int) -> bytes:
    try:
        return _zlib(body, limit, 15)
    except BadEncoding:
        return _zlib(body, limit, -15)  # RFC 9110, 8.4.1.2: some servers send raw deflate without the zlib wrapper


def _zlib(body: bytes, limit: int, wbits: int) -> bytes:
    unpacker = zlib.decompressobj(wbits)
    try:
        plain = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise BadEncoding(str(error)) from error
    if len(plain) > limit:
        raise _over(limit)
    if not unpacker.eof:
        raise BadEncoding("the compressed stream is cut short")
    return plain


def _brotli(body: bytes, limit: int) -> bytes:
    unpacker = brotli.Decompressor()
    try:
        parts = [unpacker.process(body, output_buffer_limit=_STEP)]
        size = len(parts[0])
        while not unpacker.is_finished():
            part = unpacker.process(b"", output_buffer_limit=_STEP)
            if not part:
                raise BadEncoding("the compressed stream is cut short")
            parts.append(part)
            size += len(part)
            if size > limit:
                raise _over(limit)
    except brotli.error as error:
        raise BadEncoding(str(error)) from error
    if size > limit:
        raise _over(limit)
    return b"".join(parts)


def _zstd(body: bytes, limit: int) -> bytes:
    options: dict[Any, int] = {zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW}
    try:
        # RFC 8878, 3: frames may follow each other; anything else behind one is damage.
        return _members(body, limit, lambda: zstd.ZstdDecompressor(options=options), b"")
    except zstd.ZstdError as error:
        raise BadEncoding(str(error)) from error


_UNPACKERS = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}
_REGISTERED = frozenset(["aes128gcm", "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip"])
"""The codings of IANA's registry that nobody may send us unasked."""
