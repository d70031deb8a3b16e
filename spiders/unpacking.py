"""Compressed bytes and their Content-Encoding go in, plain bytes come out, never more than the limit.

Strict where Scrapy's middleware is lenient: it hands on as much as it could inflate, and half a page must never stand
as a version. Reads no text and guesses no charset.
"""

from __future__ import annotations

import sys
import zlib
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

_ZSTD_WINDOW = 23  # RFC 9659: a window of 8 MiB is all that an HTTP client has to hold
_STEP = 256 * 1024


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
    parts: list[bytes] = []
    size = 0
    while body[:2] == b"\x1f\x8b":  # RFC 1952, 2.2: members may follow each other; other trailing bytes are padding
        part, body = _zlib(body, limit - size, 31)
        size += len(part)
        parts.append(part)
    if not parts:
        raise BadEncoding("no gzip stream")
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _deflate(body: bytes, limit: int) -> bytes:
    try:
        return _zlib(body, limit, 15)[0]
    except BadEncoding:
        return _zlib(body, limit, -15)[0]  # RFC 9110, 8.4.1.2: some servers send raw deflate without the zlib wrapper


def _zlib(body: bytes, limit: int, wbits: int) -> tuple[bytes, bytes]:
    unpacker = zlib.decompressobj(wbits)
    try:
        plain = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise BadEncoding(str(error)) from error
    if len(plain) > limit:
        raise _over(limit)
    if not unpacker.eof:
        raise BadEncoding("the compressed stream is cut short")
    return plain, unpacker.unused_data


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
    parts: list[bytes] = []
    size = 0
    options: dict[Any, int] = {zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW}
    try:
        while body:  # RFC 8878, 3: frames may follow each other
            unpacker = zstd.ZstdDecompressor(options=options)
            part = unpacker.decompress(body, max_length=limit - size + 1)
            size += len(part)
            if size > limit:
                raise _over(limit)
            if not unpacker.eof:
                raise BadEncoding("the compressed stream is cut short")
            parts.append(part)
            body = unpacker.unused_data
    except zstd.ZstdError as error:
        raise BadEncoding(str(error)) from error
    return b"".join(parts)


_UNPACKERS = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}
_REGISTERED = frozenset(["aes128gcm", "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip"])
"""The codings of IANA's registry that nobody may send us unasked."""
