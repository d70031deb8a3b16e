"""What deciding costs: 10,000 changes through 100 rules with every sort of matcher, and a replay of stored changes.

`python -m benchmarks.rules` prints CPU seconds. The changes are made up from a seed, so that runs can be compared.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.rules import ArticleContext, Condition, Rule, Severity, decide

CHANGES, RULES = 10_000, 100

COUNTED = ("death", "injury", "missing", "vote", "price", "houses")
PLACES = ("Orlo", "the Tarsis valley", "Abanca", "Andaway", "")
SOURCES = ("the mayor", "health officials", "the fire brigade", "Orlo Radio", "")
TAGS = ("floods", "votes", "courts", "sport", "economy")
OUTLETS = ("The Harbour Gazette", "Orlo Radio", "The Daily Lighthouse")
WHENS = (
    "not announced",
    "delta < 0 and counted == 'death'",
    "$abs(delta) >= 100 or $abs(percent) >= 5",
    "old_value < 1000 and new_value >= 1000",
    "'Orlo' in place or source == 'Orlo Radio'",
    "relation in ['contradiction', 'revert'] and where == 'headline'",
    "'floods' in tags and not announced and kind != 'figure.asof'",
)


def changes(chance: random.Random, count: int) -> Iterator[tuple[Change, ArticleContext]]:
    """Changes with their articles: three figures in four, the rest quotes, names and wording."""
    for n in range(count):
        article = ArticleContext(
            (chance.choice(TAGS), chance.choice(TAGS)), chance.choice(OUTLETS), f"https://news.example/{n % 500}", "en"
        )
        where = chance.choice(("headline", "lead", "body", "body", "body"))
        if n % 4 == 3:
            kind = chance.choice((Kind.QUOTE_TEXT, Kind.ENTITY_NAME, Kind.WORDING, Kind.EVENT_CHANGED))
            yield Change(kind, Mention(f"old words {n}"), Mention(f"new words {n}"), where=where), article
            continue
        old, new = (Decimal(chance.randint(1, 5000)) for _ in range(2))
        fields = {"bound": ">", "unit": "person", "counted": chance.choice(COUNTED)}
        fields |= {"place": chance.choice(PLACES), "source": chance.choice(SOURCES)}
        sides = [Mention(f"more than {lo}", f"More than {lo} were counted.", lo, **fields) for lo in (old, new)]
        ratio = round((new - old) / old, 4)
        yield Change(Kind.FIGURE_VALUE, *sides, new - old, ratio, where, relation="update"), article


def rules(chance: random.Random, count: int) -> list[Rule]:
    """Rules of every sort, each with one to four matchers."""
    made = []
    for n in range(count):
        sorts = (
            {
                "kinds": ("figure.*",),
                "counted": (chance.choice(COUNTED),),
                "min_delta": Decimal(chance.randint(1, 500)),
            },
            {"places": (chance.choice(PLACES[:4]),), "direction": chance.choice(("up", "down"))},
            {"sources": (chance.choice(SOURCES[:4]),), "announced": False, "where": ("headline", "lead")},
            {"tags": (chance.choice(TAGS),), "min_percent": Decimal(5), "min_severity": Severity.NORMAL},
            {"outlets": (chance.choice(OUTLETS),), "when": Condition(chance.choice(WHENS))},
            {"watches": ("https://news.example/4*",), "languages": ("en",), "when": Condition(chance.choice(WHENS))},
            {"when": Condition(chance.choice(WHENS))},
        )
        made.append(Rule(f"rule {n}", **sorts[n % len(sorts)]))
    return made


def measure() -> list[str]:
    """Lines of results."""
    chance = random.Random(3)
    all_rules, all_changes = rules(chance, RULES), list(changes(chance, CHANGES))
    worst = [Rule(f"when {n}", when=Condition(WHENS[n % len(WHENS)])) for n in range(RULES)]
    lines = []
    for name, some in (("rules of every sort", all_rules), ("rules with nothing but a `when`", worst)):
        decide(some, *all_changes[0])
        began = time.process_time()
        fired = sum(one.fires for change, article in all_changes for one in decide(some, change, article))
        took = time.process_time() - began
        each = took / CHANGES / RULES * 1e6
        lines.append(f"rules: {CHANGES} changes, {RULES} {name}: {took:.2f} s, {each:.1f} us each, {fired} fired")
    return [*lines, _replayed([change for change, _ in all_changes])]


def _replayed(found: list[Change]) -> str:
    """`rowback rules test` over a store that holds all these changes."""
    import json
    import sqlite3
    from contextlib import closing

    from click.testing import CliRunner

    from monitor.clock import SystemClock
    from monitor.commands.cli import rowback
    from monitor.store import Store, watches

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = folder / "rowback.toml"
        config.write_text('[[rule]]\nname = "tolls"\ncounted = ["death"]\nmin_delta = 100\nwhen = "not announced"\n')
        store = Store(folder / "data")
        for n in range(500):
            url = f"https://news.example/{n}"
            store.write(watches.add, watches.NewWatch(url, url, "news.example"), 0)
        store.close()
        now = SystemClock().now_ms()
        rows = [
            (n % 500 + 1, n // 500 + 2, str(one.kind), now - 1000, json.dumps(one.to_dict()))
            for n, one in sorted(enumerate(found), key=lambda pair: pair[0])
        ]
        with closing(sqlite3.connect(folder / "data" / "rowback.sqlite")) as connection, connection:
            connection.executemany(
                "INSERT INTO change (article_id, version, kind, seen_at, fields) VALUES (?, ?, ?, ?, ?)", rows
            )
        began = time.process_time()
        done = CliRunner().invoke(rowback, ["--config", str(config), "rules", "test", "tolls", "--since", "1d"])
        took = time.process_time() - began
        return f"rules: replay of {CHANGES} stored changes: {took:.2f} s; {done.stdout.splitlines()[-1]}"


if __name__ == "__main__":
    for line in measure():
        print(line)
    sys.exit(0)
