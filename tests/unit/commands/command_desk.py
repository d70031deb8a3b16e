"""A folder with a configuration and a store, filled as the daemon would, for tests of commands."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from alerts.alert import Alert, ArticleRef, VersionRef
from monitor.addresses import normalise
from monitor.changes.change import Change
from monitor.commands.cli import rowback
from monitor.store import Store, recording, watches
from spiders.article import Article

START = 1_790_000_000_000  # 2026-09-21, in milliseconds


@dataclass
class Desk:
    folder: Path

    def run(self, *words: str, stdin: str | bytes | None = None, env: dict[str, str] | None = None) -> Result:
        config = ["--config", str(self.folder / "rowback.toml")]
        return CliRunner().invoke(rowback, [*config, *words], input=stdin, env=env or {})

    def json(self, *words: str, code: int = 0, stdin: str | bytes | None = None) -> Any:
        result = self.run(*words, "--json", stdin=stdin)
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)

    def store(self) -> Store:
        return Store(self.folder / "data")

    def remember(
        self,
        url: str,
        text: Article,
        changes: Sequence[Change] = (),
        at_ms: int = START,
        deliveries: Sequence[recording.NewDelivery] = (),
        facts: Sequence[dict[str, Any]] = (),
    ) -> int:
        """One more version of the article, as one check would store it."""
        store = self.store()
        address = normalise(url)
        try:
            article, _ = store.write(watches.add, watches.NewWatch(address.url, address.key, address.host), START)
            number = store.read(
                lambda c: c.exec_driver_sql(f"SELECT version FROM article WHERE id={article}").scalar_one()
            )
            token = store.read(
                lambda c: c.exec_driver_sql(f"SELECT token FROM article WHERE id={article}").scalar_one()
            )
            found = recording.Result(
                article_id=article,
                token=token,
                host=address.host,
                at_ms=at_ms,
                end="ok",
                result="changed" if number else "new",
                next_due_ms=at_ms + 900_000,
                state="read",
                version=number,
                text=text.to_json(),
                facts=facts,
                changes=changes,
                alerts=[self._alert(article, url, number, changes, deliveries)] if deliveries else (),
                fields={"title": text.title, "language": text.language},
            )
            assert store.write(recording.record, found)
        finally:
            store.close()
        return article

    def _alert(
        self,
        article: int,
        url: str,
        number: int,
        changes: Sequence[Change],
        deliveries: Sequence[recording.NewDelivery],
    ) -> recording.NewAlert:
        version = VersionRef(number + 1, "2026-09-21T14:13:20Z", "00")
        fields: Any = tuple(change.to_dict() for change in changes)
        ref = ArticleRef(article, url, "A title", "", (), number + 1)
        alert = Alert(0, ref, None, version, fields, "facts", "normal", "kind figure.value", version.fetched_at, url)
        return recording.NewAlert("facts", "normal", "kind figure.value", alert.to_dict(), tuple(deliveries))


def desk_in(folder: Path, config: str = "") -> Desk:
    (folder / "rowback.toml").write_text(config, encoding="utf-8")
    return Desk(folder)
