"""Files that others on this machine can read and should not: a configuration goes in, sentences come out.

Changes nothing. A store holds what was told to whom, and a secret file the right to speak in our name.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from monitor.config.loading import Config
from monitor.deliveries.links import FILE as LINKS
from monitor.store.file import FILE as STORE

SECRETS = ("password_file", "secret_file", "previous_secret_file", "url_file", "cookie_file", "headers_file")
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def open_to_others(config: Config) -> list[str]:
    """One sentence for each file whose mode lets more than its owner in."""
    return [
        f"{path} is open to other users of this machine ({mode:04o}); chmod 600 {path}"
        for path in _private(config)
        if (mode := _mode(path)) & OTHERS
    ]


def _private(config: Config) -> Iterator[Path]:
    yield config.data_folder / STORE
    yield config.data_folder / LINKS
    for channel in config.channel.values():
        yield from (path for name in SECRETS if (path := getattr(channel, name, None)) is not None)
        if getattr(channel, "type", "") == "chat" and getattr(channel, "url", ""):
            yield config.path.absolute()


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0
