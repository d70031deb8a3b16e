"""A complete alert about an invented article, for `channels test` and for looking at a message before the first change.

Times and addresses go in, an Alert comes out. It is about nothing that was ever fetched, and says so.
"""

from __future__ import annotations

from alerts.alert import Alert, ArticleRef, ChangeFields, Side, VersionRef


def sample_alert(public_url: str, raised_at: str) -> Alert:
    """The alert that `rowback channels test` sends. `raised_at` is ISO 8601 in UTC, `public_url` the service's."""
    return Alert(
        id=0,
        article=ArticleRef(
            id=0,
            url=f"{public_url.rstrip('/')}/",
            title="This is a test: ferry sinks off Port Example",
            outlet="The Sample Courier",
            tags=("test",),
            sequence=2,
        ),
        before=VersionRef(1, raised_at, "0" * 64),
        after=VersionRef(2, raised_at, "1" * 64),
        changes=(
            ChangeFields(
                kind="figure.value",
                where="body",
                announced=False,
                relation="update",
                old=_toll("at least 1,180", "1180"),
                new=_toll("at least 1,200", "1200"),
                delta="20",
                ratio="0.0169",
                explanation="a sample, made by the test of a channel",
                level="alert",
                also=[],
                passage=1,
            ),
        ),
        rule="test",
        severity="low",
        reason="test: sent by hand, no article has changed",
        raised_at=raised_at,
        permalink=f"{public_url.rstrip('/')}/",
    )


def _toll(words: str, lowest: str) -> Side:
    return Side(
        text=words,
        sentence=f"The port authority said {words} people had died.",
        lo=lowest,
        hi=None,
        bound=">=",
        unit="person",
        counted="death",
        place="Port Example",
        source="the port authority",
    )
