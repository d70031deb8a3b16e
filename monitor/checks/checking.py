"""One check, from a fetched page to a result that can be stored: read, judge, tell, and when to look again.

A Claim and what was Fetched come in, a Result goes out, whatever happened on the way. Never fetches and never writes.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import structlog

from monitor.changes import article_moved, article_removed, article_restored
from monitor.changes.change import Change
from monitor.changes.slot_history import with_reverts
from monitor.checks.bounds import Bounds
from monitor.checks.judging import Judged, Looked, Page, judge, look_and_judge
from monitor.checks.keeping import came
from monitor.checks.offering import listing_instead, with_offer
from monitor.checks.overseeing import oversee
from monitor.checks.pacing import Budgets, Pacing
from monitor.checks.planning import planned
from monitor.checks.told import past_of, subject_of
from monitor.checks.validators import FULL_NEXT, signed, validators
from monitor.checks.work import ReaderFailed, Running, WorkFailed
from monitor.clock import Clock
from monitor.deliveries.telling import Telling
from monitor.schedule import due, saying
from monitor.store import Store, doubts, versions
from monitor.store.claims import Claim
from monitor.store.recording import NewAlert, Result
from monitor.store.standing import Past
from spiders.article import Article
from spiders.feeds import kind_of
from spiders.fetched import DueCheck, End, Fetched
from spiders.override import mark_of, override_for

log = structlog.get_logger(__name__)

READ_ALL_THE_SAME = frozenset({End.OK, End.NOT_FOUND, End.GONE, End.LEGAL_BLOCK, End.FORBIDDEN})
"""Ends whose page says something about the article; every other end is a failed look."""

FAULT = "fault"
DISMISSED = "dismissed"
"""The reason of a check that met a content which a person dismissed."""
SHA_BYTES = 32
PUBLISHED = "published"  # among the fields of a look: the page's own date, of which planning.py makes a column


class Checking:
    """Turns what was fetched into results."""

    def __init__(self, store: Store, readers: Running, telling: Telling, clock: Clock, bounds: Bounds) -> None:
        self.pacing = Pacing(Budgets())  # of a site that nobody knows; a running service puts its own here
        self._store = store
        self._readers = readers
        self._telling = telling
        self._clock = clock
        self._bounds = bounds

    def use(self, telling: Telling, bounds: Bounds) -> None:
        """Go on with other rules, channels and schedule; for a configuration that was changed."""
        self._telling = telling
        self._bounds = bounds

    def in_full(self, claim: Claim) -> bool:
        """Whether the whole page is needed: what is known of it was not read well, or by another override."""
        if claim.state != "read":
            return True
        url = claim.validators_url or claim.final_url or claim.url
        return claim.body_sha is not None and claim.body_sha[SHA_BYTES:] != self._mark(url)

    def _mark(self, url: str) -> bytes:
        return mark_of(override_for(self._bounds.overrides, url)).encode()

    async def result(self, claim: Claim, fetched: Fetched) -> Result:
        """The result of one look. Raises only what the store raises."""
        return self._overseen(claim, await self._looked(claim, fetched))

    def _overseen(self, claim: Claim, found: Result) -> Result:
        """The result with what the look says of the watching itself."""
        now_ms, changed = found.at_ms, found.text is not None
        seen = oversee(claim, found.state, found.reason, now_ms, self._bounds.oversight, changed=changed)
        found = replace(found, fields=found.fields | dict(seen.fields))
        if seen.change is None:
            return found
        alerts = [*found.alerts, *self._alerts(claim, Looked(text=found.text), now_ms, [seen.change])]
        return replace(found, changes=[*found.changes, seen.change], alerts=alerts, quiet=False)

    async def _looked(self, claim: Claim, fetched: Fetched) -> Result:
        if fetched.end is End.NOT_MODIFIED:
            return self._unchanged(claim, fetched, {"since_full": claim.since_full + 1})
        if fetched.end not in READ_ALL_THE_SAME:
            return self._failed(claim, fetched, str(fetched.end), fetched.detail)
        if not claim.version and fetched.end is End.OK and (kind := kind_of(fetched.body)):
            found = self._result(claim, fetched, "refused", "refused", {}, reason="listing", doubtful=True)
            return replace(found, detail=listing_instead(kind, claim.url))
        # What was read by other selectors is to be read again, though no byte of it changed.
        body_sha = hashlib.sha256(fetched.body).digest() + self._mark(fetched.url)
        if fetched.end is End.OK and claim.state == "read" and body_sha == claim.body_sha:
            return self._unchanged(claim, fetched, validators(fetched, claim.since_full))
        asked: list[str | None] = []

        def before() -> str | None:
            asked.append(self._store.read(versions.last_text_of, claim.article_id, claim.version))
            return asked[0]

        page = self._page(claim, fetched)
        try:
            looked, judged = await self._readers.run_asking(
                claim.host, look_and_judge, before, page, bool(claim.version)
            )
        except ReaderFailed as wrong:
            return self._failed(claim, fetched, str(wrong.end), str(wrong))
        learned: dict[str, Any] = {}
        if doubts.is_dismissed(looked.fingerprint or looked.held_sha, claim.dismissed):
            # What it would teach about the page is dismissed with it, also that it was seen twice.
            return self._unread(claim, fetched, replace(looked, reason=DISMISSED, removed=False, held=""), learned)
        if looked.page_memory is not None:
            learned["page_memory"] = looked.page_memory
        if looked.fingerprint is None:
            found = self._unread(claim, fetched, looked, learned)
        else:
            learned |= validators(fetched, claim.since_full) | {"body_sha": body_sha, PUBLISHED: looked.published}
            found = await self._read(claim, fetched, looked, judged, learned, asked[0] if asked else None)
        return replace(found, site_memory=looked.site_memory)

    async def accepted(self, claim: Claim, looked: Looked) -> Result:
        """The result of a reading that was in doubt and that a person accepts. Nothing was fetched for it."""
        check = DueCheck(claim.article_id, claim.token, claim.url, claim.host)
        fetched = Fetched(check, End.OK, claim.final_url or claim.url)
        learned = {} if looked.page_memory is None else {"page_memory": looked.page_memory}
        old = judged = None
        if looked.text is not None:
            old = await asyncio.to_thread(self._store.read, versions.last_text_of, claim.article_id, claim.version)
            try:
                judged = await self._readers.run(claim.host, judge, old, looked.text, looked.relearned)
            except ReaderFailed as wrong:
                return self._failed(claim, fetched, str(wrong.end), str(wrong))
        found = await self._read(claim, fetched, looked, judged, learned, old)
        return replace(found, result="accepted", settles=False, signed=None, next_due_ms=claim.due_at)

    def broken(self, claim: Claim, fetched: Fetched, wrong: Exception) -> Result:
        """The result of a look that a fault of ours ended; never raises.

        The version stands, and the wait grows as for any failure.
        """
        found = self._unforeseen(claim, fetched, wrong)
        try:
            return self._overseen(claim, found)
        except Exception:
            log.exception("watching_not_overseen", url=claim.url)
            return found

    def _unforeseen(self, claim: Claim, fetched: Fetched, wrong: Exception) -> Result:
        told = str(wrong) if isinstance(wrong, WorkFailed) else f"{type(wrong).__name__}: {wrong}"
        # It may be a wish of the host, an odd text or a schedule that nobody can read that broke it.
        told = told.encode("utf-8", "replace").decode()[:500]
        plain = Fetched(fetched.check, fetched.end, claim.url, fetched.status)
        for one in (claim, replace(claim, schedule="")):
            try:
                return self._failed(one, plain, FAULT, told)
            except Exception:
                log.exception("failure_not_reckoned", url=claim.url)
        now_ms = self._clock.now_ms()
        later = now_ms + int(due.LONGEST_BACKOFF * 1000)
        return Result(
            claim.article_id, claim.token, claim.host, now_ms, str(fetched.end), "failed", later, "failing", FAULT,
            detail=told, fails=claim.fails + 1, version=claim.version,
        )  # fmt: skip

    async def _read(
        self,
        claim: Claim,
        fetched: Fetched,
        looked: Looked,
        judged: Judged | None,
        learned: dict[str, Any],
        old: str | None,
    ) -> Result:
        """A page that reads as an article: unchanged, new or changed. `old` is the text that it was judged against."""
        changes: list[Change] = []
        if claim.state == "removed":
            changes.append(article_restored(Article(title=looked.title or claim.title)))
        if fetched.permanent and fetched.url not in (claim.url, claim.final_url):
            changes.append(article_moved(claim.final_url or claim.url, fetched.url))
            learned["final_url"] = fetched.url
        if looked.text is None and not changes:
            return self._unchanged(claim, fetched, learned)
        if looked.text is not None:
            learned |= {
                "content_sha": looked.fingerprint,
                "story_sha": looked.story,
                "title": looked.title,
                "outlet": looked.outlet,
                "language": looked.language,
                "changed_at": self._clock.now_ms(),
            }
            if not claim.version:
                learned["first_title"] = looked.title
        # In a thread: both grow with what the page says, and with what its earlier versions said.
        told = judged or Judged((), ())
        return await asyncio.to_thread(self._reckoned, claim, fetched, looked, learned, changes, told, old)

    def _reckoned(
        self,
        claim: Claim,
        fetched: Fetched,
        looked: Looked,
        learned: dict[str, Any],
        changes: list[Change],
        judged: Judged,
        old: str | None,
    ) -> Result:
        """The result of a page whose text or address differs, with its alerts."""
        passages = (*(0 for _ in changes), *judged.passages)
        past = past_of(self._store, claim, [*changes, *judged.changes])
        changes += with_reverts(judged.changes, [(row.version, row.change) for row in past.changes])
        word = "new" if not claim.version else "changed" if looked.text is not None else "restored"
        relearned = looked.relearned.word if looked.relearned is not None and looked.text is not None else ""
        if relearned:
            word = "relearned"
        found = self._with_alerts(claim, fetched, looked, learned, changes, passages, judged.facts, word, past)
        return replace(found, signed=signed(claim, fetched, old, looked.text), relearned=relearned, detail=relearned)

    def _with_alerts(
        self,
        claim: Claim,
        fetched: Fetched,
        looked: Looked,
        learned: dict[str, Any],
        changes: Sequence[Change],
        passages: Sequence[int],
        facts: Sequence[dict[str, Any]],
        word: str,
        past: Past,
    ) -> Result:
        found = self._result(claim, fetched, word, "read", learned, changed=looked.text is not None)
        alerts = self._alerts(claim, looked, found.at_ms, changes, passages, past)
        due_ms = found.next_due_ms
        if due_ms is not None and any(one.confirm > 1 for one in alerts):
            # The second look comes as soon as the schedule allows; the host's pause is kept by whoever claims it.
            due_ms = min(due_ms, found.at_ms + max(int(self._bounds.limits.fastest * 1000), found.host_hold_ms))
            found = replace(found, fields=found.fields | {"why": saying.CONFIRMED, "first": 1})
        told: dict[str, Any] = {"changes": changes, "passages": passages, "alerts": alerts}
        return replace(found, text=looked.text, facts=facts, quiet=False, next_due_ms=due_ms, **told)

    def _alerts(
        self,
        claim: Claim,
        looked: Looked,
        at_ms: int,
        changes: Sequence[Change],
        passages: Sequence[int] = (),
        past: Past | None = None,
    ) -> list[NewAlert]:
        if not changes:
            return []
        past = past or past_of(self._store, claim, changes)
        subject = subject_of(claim, looked, at_ms, past, passages)
        return [] if subject is None else self._telling.alerts(subject, changes)

    def _unread(self, claim: Claim, fetched: Fetched, looked: Looked, learned: dict[str, Any]) -> Result:
        """A page that is no comparable article: the last good version stands."""
        learned |= {"since_full": FULL_NEXT}
        if looked.removed and claim.version and claim.state != "removed":
            gone = article_removed(Article(title=claim.title, url=claim.url), looked.evidence or looked.reason)
            found = self._result(claim, fetched, "removed", "removed", learned, reason=looked.reason)
            return replace(
                found, changes=[gone], alerts=self._alerts(claim, looked, found.at_ms, [gone]), detail=looked.evidence
            )
        if claim.state == "removed":
            found = self._result(claim, fetched, "removed", "removed", learned, reason=looked.reason, doubtful=False)
            return replace(found, quiet=looked.reason == claim.reason, fails=claim.fails + 1)
        state = "cannot_tell" if claim.version else "refused"
        # Only a removal is spaced: what is gone for one look may be back at the next.
        confirm = looked.reason == "removed" and not claim.fails
        again = (claim.state, claim.reason) == (state, looked.reason)
        found = self._result(
            claim,
            fetched,
            state,
            state,
            learned,
            reason=looked.reason,
            doubtful=True,
            confirm=confirm,
            fresh=looked.readable and not again,
        )
        held = None
        if claim.version and looked.held:
            held = doubts.NewDoubt(looked.held_sha, looked.reason, looked.evidence, looked.held, looked.readable)
        said = looked.evidence if claim.version else with_offer(looked.evidence, fetched)
        return replace(found, detail=said, quiet=again, doubt=held)

    def _failed(self, claim: Claim, fetched: Fetched, reason: str, detail: str) -> Result:
        """The page was not seen at all. What is known of it stands; the wait doubles with each failure in a row."""
        state = "removed" if claim.state == "removed" else "failing"
        found = self._result(claim, fetched, "failed", state, {}, reason=reason, fails=claim.fails + 1)
        return replace(found, detail=detail, quiet=(claim.state, claim.reason) == (state, reason))

    def _unchanged(self, claim: Claim, fetched: Fetched, fields: dict[str, Any]) -> Result:
        quiet = claim.state == "read"
        return replace(self._result(claim, fetched, "unchanged", "read", fields, changed=False), quiet=quiet)

    # Over 50 lines, of which half hand named values on: a result has many.
    def _result(
        self,
        claim: Claim,
        fetched: Fetched,
        word: str,
        state: str,
        fields: dict[str, Any],
        *,
        changed: bool | None = None,
        reason: str = "",
        fails: int = 0,
        doubtful: bool = False,
        confirm: bool = False,
        fresh: bool = False,
    ) -> Result:
        now_ms = self._clock.now_ms()
        wished = due.bounded_pause(fetched.retry_after or 0.0)
        said = {"fails": fails, "doubtful": doubtful, "confirm": confirm, "fresh": fresh, "retry_after": wished}
        then, paced = planned(
            claim,
            self.pacing,
            self._bounds.default,
            self._bounds.limits,
            self._bounds.wishes,
            now_ms,
            published=fields.pop(PUBLISHED, None),
            changed=changed,
            said=said,
        )
        fields = fields | paced
        delay = None if fetched.crawl_delay is None else int(due.bounded_pause(fetched.crawl_delay) * 1000)
        return Result(
            article_id=claim.article_id,
            token=claim.token,
            host=claim.host,
            at_ms=now_ms,
            end=str(fetched.end),
            result=word,
            next_due_ms=then.at_ms,
            state=state,
            reason=reason,
            quiet=False,
            status=fetched.status,
            fails=fails,
            version=claim.version,
            fields=fields,
            settles=state in ("read", "removed") and claim.state != "read",
            host_hold_ms=int(wished * 1000),
            host_pause_ms=delay,
            awaiting=bool(claim.awaiting),
            page=came(self._bounds.keep, claim.url, fetched) if fetched.end in READ_ALL_THE_SAME else None,
        )

    def _page(self, claim: Claim, fetched: Fetched) -> Page:
        override = override_for(self._bounds.overrides, fetched.url)
        return Page(
            body=fetched.body,
            url=fetched.url,
            status=fetched.status or 0,
            headers=dict(fetched.headers),
            site_memory=claim.site_memory,
            page_memory=claim.page_memory,
            known=claim.content_sha if claim.version else None,
            overrides=() if override is None else (override,),
            asked=fetched.asked,
        )
