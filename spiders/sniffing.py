"""Tells text from everything else by Content-Type and first bytes, as browsers do. Decodes nothing."""

from __future__ import annotations

TEXT = ("text/", "application/xhtml", "application/xml", "application/json", "application/ld+json")
BINARY = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/gzip")

# WHATWG MIME Sniffing, 6: what begins like this is no page, whatever the server calls it.
SIGNATURES = (
    b"%PDF-",
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"Rar!\x1a\x07",
    b"OggS\x00",
    b"\x1aE\xdf\xa3",
    b"wOFF",
    b"wOF2",
    b"ID3",
    b"\x00\x00\x01\x00",
    b"7z\xbc\xaf\x27\x1c",
)

_SNIFFED = 1445
# WHATWG MIME Sniffing, 3: "binary data bytes"; what is declared neither text nor binary is text without them.
_BINARY_BYTES = bytes([*range(0x00, 0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def is_binary(content_type: str, body: bytes) -> bool:
    """Whether a body is no text, so nothing that an article could be read from."""
    kind = content_type.split(";", 1)[0].strip().lower()
    if kind.startswith(BINARY) and not kind.endswith("+xml"):
        return True
    if body.startswith(SIGNATURES) or (body[:4] == b"RIFF" and body[8:12] in (b"WEBP", b"WAVE", b"AVI ")):
        return True
    if body[4:8] == b"ftyp":  # MP4 and its kin
        return True
    if kind.startswith(TEXT) or kind.endswith(("+xml", "+json")) or body.startswith(_MARKS):
        return False
    head = body[:_SNIFFED]
    return len(head) != len(head.translate(None, _BINARY_BYTES))
