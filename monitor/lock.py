"""One daemon a data folder: a lock file that the kernel frees when its holder ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from monitor.errors import AlreadyRunning, StoreError

FILE = "rowback.lock"


class FolderLock:
    """Holds a data folder for this process. Raises AlreadyRunning, naming the other's process id."""

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as wrong:
            raise StoreError(
                f"{folder}: cannot be used as the data folder ({wrong.strerror}); check its owner"
            ) from wrong
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as wrong:
            holder = os.pread(self._file, 32, 0).decode(errors="replace").strip() or "unknown"
            os.close(self._file)
            raise AlreadyRunning(
                f"{folder}: already used by the Rowback with process id {holder}; stop that one first, "
                "or give this one another [service] data folder"
            ) from wrong
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let another process have the folder."""
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        self.release()


def held(folder: Path) -> bool:
    """Whether a Rowback uses this folder now."""
    try:
        FolderLock(folder).release()
    except AlreadyRunning:
        return True
    return False


def holder(folder: Path) -> int | None:
    """The process id of the Rowback that uses this folder now, None where there is none."""
    if not (folder / FILE).exists() or not held(folder):
        return None
    text = (folder / FILE).read_text(encoding="ascii", errors="replace").strip()
    return int(text) if text.isdecimal() else None
