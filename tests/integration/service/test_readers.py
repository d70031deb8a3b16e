"""Worker processes: one that dies takes only its own page with it, and none outlives the daemon."""

import asyncio
import os
import signal
import subprocess
import sys

import psutil
import pytest

from monitor.checks.readers import ReaderDied, Readers
from tests.outside import wait_for


def test_a_worker_that_is_killed_costs_one_page_and_the_next_is_read():
    async def run():
        readers = Readers(1)
        assert await readers.run(os.getpid) != os.getpid()
        with pytest.raises(ReaderDied):
            await readers.run(os._exit, 9)
        assert await readers.run(abs, -4) == 4
        readers.close()

    asyncio.run(run())


def ended(number):
    """Also where nobody takes notice of its end: a container's first process may not."""
    try:
        return psutil.Process(number).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_workers_end_with_a_daemon_that_is_killed():
    script = (
        "import asyncio, os\n"
        "from monitor.checks.readers import Readers\n"
        "async def run():\n"
        "    readers = Readers(1)\n"
        "    print(await readers.run(os.getpid), flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(run())\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as daemon:
        worker = int(daemon.stdout.readline())
        assert psutil.pid_exists(worker)
        daemon.send_signal(signal.SIGKILL)
    assert wait_for(lambda: ended(worker))
