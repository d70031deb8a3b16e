"""What is told of a look: the article, its versions before and after, and how long the old side stood. Values only.

Asks the store at most once, and raises no alert itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from alerts.alert import ArticleRef, VersionRef
from monitor.changes.change import Change
from monitor.checks.judging import Looked
from monitor.clock import iso
from monitor.deliveries.telling import Subject
from monitor.store import Store, standing
from monitor.store.claims import Claim
from monitor.store.codec import sha256
from monitor.store.standing import Past


def past_of(store: Store, claim: Claim, changes: Sequence[Change]) -> Past:
    """What went before these changes; nothing for a first version."""
    if not claim.version or not changes:
        return Past(None, (), ())
    return store.read(standing.past, claim.article_id, claim.version, changes)


def subject_of(claim: Claim, looked: Looked, at_ms: int, past: Past, passages: Sequence[int]) -> Subject | None:
    """What alerts are about; None where there is no version that they could name."""
    row = past.version
    after = before = None if row is None else VersionRef(row.number, iso(row.seen_at), row.sha256)
    if looked.text is not None:
        after = VersionRef(claim.version + 1, iso(at_ms), sha256(looked.text).hex())
    if after is None:
        return None
    return Subject(
        article=ArticleRef(
            id=claim.article_id,
            url=claim.url,
            title=looked.title or claim.title,
            outlet=looked.outlet or claim.outlet or claim.host,
            tags=tuple(json.loads(claim.tags)),
            sequence=after.version,
            first_title=claim.first_title,
        ),
        before=before,
        after=after,
        language=looked.language or claim.language,
        at=iso(at_ms),
        stood=[None if at is None else iso(at) for at in past.stood],
        passages=passages,
    )
