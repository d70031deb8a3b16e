"""Everything a user can mend, one class each under one root. The text says what happened, where, and what to do.

The docstring's first line is the meaning in docs/errors.md (held by a test); `exit_code` is what the command returns.
"""

from __future__ import annotations

from typing import ClassVar


class RowbackError(Exception):
    """Something went wrong that a person can mend."""

    exit_code: ClassVar[int] = 1


class UsageError(RowbackError):
    """The command was asked for something it does not offer."""

    exit_code = 2


class ConfigError(RowbackError):
    """The configuration has mistakes; each is listed as file:line:column with a suggestion."""

    exit_code = 3

    @property
    def problems(self) -> tuple[str, ...]:
        """Each mistake in one line, in the order of the file."""
        return tuple(str(one) for one in self.args)

    def __str__(self) -> str:
        return "\n".join(self.problems)


class SecretMissing(ConfigError):
    """A secret file named in the configuration is missing, empty or unreadable."""


class StoreError(RowbackError):
    """The store cannot be used as it stands."""


class StoreLocked(StoreError):
    """Another program holds the database for longer than the time we wait."""


class StoreGone(StoreLocked):
    """The database server does not answer, or has ended the connection."""


class StoreFull(StoreError):
    """The disk that holds the store is full; nothing was half written."""


class StoreNewer(StoreError):
    """The database was written by a newer Rowback; this one must not touch it."""


class StoreDamaged(StoreError):
    """A database file, or a text in it, is not what was stored."""


class AlreadyRunning(StoreError):
    """A second daemon was started on a data folder that one already uses."""


class NotRunning(RowbackError):
    """No daemon runs on the data folder, so there is none to ask."""


class UnknownArticle(RowbackError):
    """The URL is not tracked here."""


class UnknownWatch(RowbackError):
    """There is no watch of that number, or none that follows the article."""


class UnknownVersion(RowbackError):
    """The article has no version of that number."""


class UnknownDoubt(RowbackError):
    """There is no doubt of that number."""


class BadAddress(UsageError):
    """A URL cannot be tracked: it is malformed, or its scheme is not http or https."""


class UnreadableInput(RowbackError):
    """A file or page given to a command could not be read as text or as an article."""


class FetchFailed(RowbackError):
    """A page could not be fetched."""

    exit_code = 4


class ListenFailed(RowbackError):
    """The address to listen on is taken or not allowed."""

    exit_code = 4
