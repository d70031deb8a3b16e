"""The program that sends one chat message: a task as JSON on stdin, the answer as JSON on stdout, then it ends.

Started by the daemon for each message (alerts/channels/chat.py); never run by hand.
"""

from __future__ import annotations

import json
import os
import sys

from alerts.channels.chat import Post, in_a_program
from alerts.channels.chat_posting import post
from spiders.addresses import blocked, networks


def posting(allow_networks: tuple[str, ...]) -> Post:
    """A Post that runs this program; private networks are closed to it but for `allow_networks`."""
    # Without proxies and .netrc: a message goes where its URL says, with what its URL says, or nowhere.
    env = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    env |= {"NETRC": os.devnull, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    return in_a_program([sys.executable, "-m", "monitor.deliveries.chat_program", *allow_networks], env)


def main() -> None:
    """Answer one task."""
    allow = networks(tuple(sys.argv[1:]))
    answer = post(json.load(sys.stdin), lambda address: blocked(address, allow))
    # Apprise and its plugins may print; the answer is the last line.
    sys.stdout.write("\n" + json.dumps(answer))


if __name__ == "__main__":
    main()
