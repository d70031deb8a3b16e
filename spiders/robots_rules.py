"""The text of a robots.txt goes in, the rules for one product token come out, with the pause they ask for.

A file may hold more groups and rules than anybody means, and the library joins every group with every rule. So only the
lines of our group reach it, as one group, and no more than the bounds below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from protego import Protego

LIMIT = 500 * 1024
"""Bytes of a file that are read: RFC 9309, 2.5, at least 500 KiB."""
MOST_RULES = 10_000
"""Rules of our group that are kept, in the order of the file. The longest honest files have some thousands."""
MOST_STARS = 20_000
"""Asterisks of all kept rules together: each is one search in each address that is asked about."""
LONGEST_LINE = 8_192
"""Characters: what is longer fits no address that a server would answer."""
LONGEST_PAUSE = 24 * 3600.0
"""Seconds between two looks that a host may ask for, as with Retry-After."""

# Where the library splits: str.splitlines, without a list of half a million empty lines.
_LINE = re.compile("[^\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
_AGENT = re.compile(r"(?:user-agent|useragent|user\s+agent)(?:\s*:|\s+|\Z)(.*)", re.I | re.S)
_WHOLE_SITE = re.compile(r"(?:sitemaps?|site-map|host)(?:\s*:|\s|\Z)", re.I)
_RULE = re.compile(
    r"(?:allow|disallow|dissallow|dissalow|disalow|diasllow|disallaw|crawl[- ]delay|request[- ]rate)(?:\s*:|\s)", re.I
)
_INSIDE = re.compile(r"[\w-]")


class Rules:
    """What a host's robots.txt says to one product token. Made in any thread; asking it costs some milliseconds."""

    __slots__ = ("_rules", "pause")

    def __init__(self, body: bytes, agent: str) -> None:
        text = body[:LIMIT].decode("utf-8-sig", "replace")
        self._rules = Protego.parse("\n".join(["User-agent: *", *our_group(text, agent)]))
        self.pause = _pause(self._rules)

    def allow(self, url: str) -> bool:
        """Whether this address may be asked."""
        return bool(self._rules.can_fetch(url, "*"))


def our_group(text: str, agent: str) -> list[str]:
    """The lines of the group that speaks to `agent`: of all groups that name it best, else of those for everybody."""
    groups: dict[str, _Kept] = {}
    ours: list[_Kept] = []
    in_agents = False
    for line in _lines(text):
        if (named := _AGENT.match(line)) is not None:
            if not in_agents:
                ours, in_agents = [], True
            # As the library does: an asterisk inside a name is taken away.
            value = named[1].strip().lower()
            name = value if value == "*" else value.replace("*", "")
            if _score(name, agent) and (group := groups.setdefault(name, _Kept())) not in ours:
                ours.append(group)
        elif not _WHOLE_SITE.match(line):
            is_rule = _RULE.match(line) is not None
            in_agents = in_agents and not (is_rule or ":" in line)
            if is_rule:
                for group in ours:
                    group.add(line)
    if not groups:
        return []
    return groups[max(groups, key=lambda name: _score(name, agent))].lines


class _Kept:
    """The rules of one name, until there are enough."""

    __slots__ = ("lines", "stars")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.stars = 0

    def add(self, line: str) -> None:
        stars = line.count("*")
        if len(self.lines) < MOST_RULES and self.stars + stars <= MOST_STARS:
            self.lines.append(line)
            self.stars += stars


def _lines(text: str) -> Iterator[str]:
    for found in _LINE.finditer(text):
        if found.end() - found.start() <= LONGEST_LINE:
            line = found[0].partition("#")[0].strip()
            if line:
                yield line


def _score(name: str, agent: str) -> int:
    """How well a group's name fits: its length where it begins a word of ours, 1 for everybody, 0 for others."""
    if name == "*":
        return 1
    at = agent.find(name) if name else -1
    while at > 0 and _INSIDE.match(agent[at - 1]):
        at = agent.find(name, at + 1)
    return len(name) if at >= 0 else 0


def _pause(rules: Protego) -> float | None:
    """The longer of Crawl-delay and Request-rate, in seconds: neither is in the RFC, both are a host's wish.

    Both are numbers of any size; a wish for more than a day counts as a day.
    """
    delay, rate = rules.crawl_delay("*"), rules.request_rate("*")
    wishes = [] if delay is None else [min(max(delay, 0.0), LONGEST_PAUSE)]
    if rate is not None and rate.requests > 0:
        # Compared as whole numbers first: a quotient of two long ones may be no float.
        longer = rate.seconds >= rate.requests * int(LONGEST_PAUSE)
        wishes.append(LONGEST_PAUSE if longer else rate.seconds / rate.requests)
    return max(wishes) if wishes else None
