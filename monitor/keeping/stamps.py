"""Stamps of the chain's head by a time-stamping authority (RFC 3161): a request comes out, an answer is read.

What is stamped is the 32 bytes of a head; its SHA-256 is the message imprint, so `openssl ts -verify -data head.bin`
holds it too. Asks nobody itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from typing import Any

from cryptography import x509
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, VerifierBuilder, decode_timestamp_response

FAR_MS = 300_000
"""How far an authority's clock may be from ours when it answers; farther, one of the two is wrong."""
LARGEST = 100_000
"""Bytes of an answer."""


class Reading(StrEnum):
    """What an answer is worth."""

    SIGNED = "signed"
    """Whole, of this head, and signed by an authority that we trust."""
    UNTRUSTED = "untrusted"
    """Whole and of this head; nobody said whom to trust."""
    BAD_SIGNATURE = "bad_signature"
    OTHER_HEAD = "other_head"
    REFUSED = "refused"
    FAR_OFF = "far_off"
    GARBAGE = "garbage"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an answer says: when the authority saw the head (milliseconds since 1970), None where it says nothing."""

    reading: Reading
    at_ms: int | None = None
    detail: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is worth keeping."""
        return self.reading in (Reading.SIGNED, Reading.UNTRUSTED)


def request(head: bytes) -> bytes:
    """The request for a head, with a nonce, asking for the authority's certificate."""
    made: bytes = TimestampRequestBuilder(head, HashAlgorithm.SHA256).build().as_bytes()
    return made


def read(answer: bytes, head: bytes, roots: Sequence[bytes] = (), now_ms: int | None = None) -> Stamp:
    """What an answer is worth. `roots` are certificates of authorities that are trusted, PEM, each with what it holds.

    `now_ms` is our clock where the answer has just come.
    """
    try:
        told: Any = decode_timestamp_response(answer)
        if told.status not in (0, 1):
            return Stamp(Reading.REFUSED, detail=f"status {told.status}")
        info = told.tst_info
        at_ms = int(info.gen_time.replace(tzinfo=info.gen_time.tzinfo or UTC).timestamp() * 1000)
        imprint = bytes(info.message_imprint.message)
    except Exception as wrong:  # the library raises whatever its parser meets
        return Stamp(Reading.GARBAGE, detail=f"{type(wrong).__name__}: {wrong}"[:200])
    if imprint != hashlib.sha256(head).digest():
        return Stamp(Reading.OTHER_HEAD, at_ms)
    if now_ms is not None and abs(now_ms - at_ms) > FAR_MS:
        return Stamp(Reading.FAR_OFF, at_ms, f"{(at_ms - now_ms) // 1000} s from our clock")
    if not roots:
        return Stamp(Reading.UNTRUSTED, at_ms)
    wrong_words = ""
    for pem in roots:
        try:
            builder = VerifierBuilder()
            for one in x509.load_pem_x509_certificates(pem):
                builder = builder.add_root_certificate(one)
            if builder.build().verify(told, hashlib.sha256(head).digest()):
                return Stamp(Reading.SIGNED, at_ms)
        except Exception as wrong:  # VerificationError, and what a broken certificate raises
            wrong_words = str(wrong)[:200]
    return Stamp(Reading.BAD_SIGNATURE, at_ms, wrong_words)
