"""Passwords: one goes in, its Argon2id hash comes out; or both go in, and a word says whether they belong together.

Neither is ever logged or stored here.
"""

from __future__ import annotations

from enum import StrEnum
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from monitor.errors import UsageError

SHORTEST, LONGEST = 12, 200
"""Characters. NIST SP 800-63B asks for length and for no rules about signs."""

# OWASP, Password Storage, 2026: Argon2id with 19 MiB, two rounds, one lane. The daemon stays under 250 MB.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$cm93YmFja3Jvd2JhY2s$4pSqUBWRY4K0rSGkxzxDjrOBqWC0cvjPd1lu4nHZ1E0"
_one_at_a_time = Lock()
"""Each look takes 19 MB and a core: many at once would take all of both."""


class Answer(StrEnum):
    """Whether a password is the right one."""

    RIGHT = "right"
    WRONG = "wrong"
    REHASH = "rehash"
    """Right, and its hash was made with weaker settings than those of today."""


def checked(password: str) -> str:
    """The password, long enough. Raises UsageError."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"a password has {SHORTEST} to {LONGEST} characters")
    return password


def hashed(password: str) -> str:
    """As it is stored."""
    with _one_at_a_time:
        return _HASHER.hash(password)


def verified(stored: str | None, password: str) -> Answer:
    """Whether it is the password of that hash; None takes as long and is never right."""
    if len(password) > LONGEST:
        return Answer.WRONG
    with _one_at_a_time:
        try:
            _HASHER.verify(stored or _NOBODYS, password)
        except (VerificationError, InvalidHashError):
            return Answer.WRONG
    if stored is None:
        return Answer.WRONG
    return Answer.REHASH if _HASHER.check_needs_rehash(stored) else Answer.RIGHT
