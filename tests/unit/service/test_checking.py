"""What one look means: the state it leaves, the validators it keeps, the changes it adds and when the next one is."""

import asyncio
import hashlib
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.checks.bounds import Bounds
from monitor.checks.checking import Checking
from monitor.checks.comparable import Relearning
from monitor.checks.judging import Judged, Looked
from monitor.checks.overseeing import Oversight
from monitor.checks.work import ReaderEnd, ReaderFailed
from monitor.deliveries.telling import Telling
from monitor.schedule.due import Limits
from monitor.store import standing
from monitor.store.claims import Claim
from monitor.store.rows import ChangeRow, VersionRow
from spiders.fetched import DueCheck, End, Fetched
from spiders.override import Override, mark_of

NOW = 1_790_000_000_000
URL = "https://one.example/story"

CLAIM = Claim(
    article_id=7,
    token=3,
    url=URL,
    url_key=URL,
    host="one.example",
    due_at=NOW,
    etag='"a"',
    last_modified=None,
    validators_url=URL,
    since_full=4,
    body_sha=b"old",
    content_sha=b"old",
    page_memory=None,
    site_memory=None,
    version=2,
    state="read",
    reason="",
    fails=0,
    schedule="every 900",
    tags="[]",
    title="Flood",
    first_title="Flood",
    outlet="One",
    language="en",
    final_url="",
    added_at=NOW - 3_600_000,
    checked_at=NOW - 900_000,
    changed_at=None,
)


TOLD = Oversight()


class Clock:
    def now_ms(self):
        return NOW

    def monotonic(self):
        return 0.0


class Readers:
    """Answers look and judge with what a test says, in turn; what they were given goes into `given`."""

    def __init__(self, *answers, given=None):
        self.answers = list(answers)
        self.given = [] if given is None else given

    async def run(self, host, work, *args):
        self.given += args
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def run_asking(self, host, work, answer, page, has_version):
        looked = await self.run(host, work, page)
        if looked.text is None:
            return looked, None
        if has_version:
            answer()
        return looked, await self.run(host, work) if self.answers else None


class Store:
    def __init__(self, *changes):
        self.changes = changes

    def read(self, work, *_, **__):
        if work is standing.past:
            rows = [ChangeRow(n, 7, URL, "Flood", n, NOW, change) for n, change in self.changes]
            return standing.Past(VersionRow(7, 2, NOW - 900_000, "ab", 10), rows, [NOW - 7_200_000])
        return "{}"


def look(fetched, *answers, claim=CLAIM, changes=(), oversight=TOLD, given=None):
    bounds = Bounds("adaptive", Limits(fastest=120, slowest=604_800, confirm=600), oversight=oversight)
    telling = Telling((), {}, "http://127.0.0.1:8765", lambda n: b"x" * n)
    checking = Checking(Store(*changes), Readers(*answers, given=given), telling, Clock(), bounds)
    return asyncio.run(checking.result(claim, fetched))


def fetched(end=End.OK, body=b"page", etag='"a"', **more):
    check = DueCheck(7, 3, URL, "one.example", etag=etag)
    return Fetched(check, end, more.pop("url", URL), status=200, body=body, headers=more.pop("headers", {}), **more)


def test_a_304_counts_towards_the_next_full_fetch_and_stores_nothing():
    found = look(fetched(End.NOT_MODIFIED))
    assert (found.result, found.text, found.quiet) == ("unchanged", None, True)
    assert found.fields["since_full"] == 5
    assert "etag" not in found.fields


def test_validators_are_kept_as_sent_and_with_the_address_that_sent_them():
    page = fetched(headers={"etag": 'W/"b"', "last-modified": "Mon, 21 Sep 2026 10:00:00 GMT"}, url=URL + "?x")
    found = look(page, Looked(fingerprint=b"old"))
    kept = {name: found.fields[name] for name in ("etag", "last_modified", "validators_url", "since_full")}
    assert kept == {
        "etag": 'W/"b"',
        "last_modified": "Mon, 21 Sep 2026 10:00:00 GMT",
        "validators_url": URL + "?x",
        "since_full": 5,
    }


def test_a_fetch_in_full_starts_the_count_again():
    assert look(fetched(etag=None), Looked(fingerprint=b"old")).fields["since_full"] == 0


def test_a_wall_keeps_the_old_validators_and_asks_in_full_next_time():
    found = look(fetched(headers={"etag": '"wall"'}), Looked(reason="consent", cannot_tell=True))
    assert (found.state, found.reason, found.text) == ("cannot_tell", "consent", None)
    assert "etag" not in found.fields
    assert found.fields["since_full"] > 1000


def test_equal_bytes_are_not_read_again():
    import hashlib

    claim = replace(CLAIM, body_sha=hashlib.sha256(b"page").digest())
    assert look(fetched(), claim=claim).result == "unchanged"


def test_equal_bytes_after_a_wall_are_read_again():
    import hashlib

    claim = replace(CLAIM, state="cannot_tell", body_sha=hashlib.sha256(b"page").digest())
    assert look(fetched(), Looked(fingerprint=b"old"), claim=claim).state == "read"


@pytest.mark.parametrize(
    "end",
    [e for e in End if e not in (End.OK, End.NOT_MODIFIED, End.NOT_FOUND, End.GONE, End.LEGAL_BLOCK, End.FORBIDDEN)],
)
def test_every_failed_fetch_keeps_the_version_and_says_its_end(end):
    found = look(fetched(end, body=b""))
    assert (found.result, found.state, found.reason, found.fails) == ("failed", "failing", str(end), 1)
    assert (found.text, found.changes, found.alerts) == (None, (), ())
    assert found.next_due_ms > NOW


def test_a_first_404_is_confirmed_before_anything_is_said():
    found = look(fetched(End.NOT_FOUND), Looked(reason="removed"))
    assert (found.state, found.changes) == ("cannot_tell", ())
    assert found.next_due_ms == NOW + 600_000


def test_a_second_404_is_a_removal_told_once():
    claim = replace(CLAIM, state="cannot_tell", reason="removed")
    found = look(fetched(End.NOT_FOUND), Looked(reason="removed", removed=True), claim=claim)
    assert found.state == "removed"
    assert [change.kind for change in found.changes] == [Kind.ARTICLE_REMOVED]
    gone = replace(CLAIM, state="removed", reason="removed")
    again = look(fetched(End.NOT_FOUND), Looked(reason="removed", removed=True), claim=gone)
    assert (again.changes, again.quiet, again.fails) == ((), True, 1)


def test_what_was_asked_in_vain_goes_along_to_the_reading():
    given = []
    look(fetched(End.NOT_FOUND, asked=(URL + ".html",)), Looked(reason="removed"), given=given)
    assert given[0].asked == (URL + ".html",)


def test_a_page_that_was_never_an_article_is_refused_and_never_removed():
    new = replace(CLAIM, version=0, state="waiting", content_sha=None, body_sha=None)
    found = look(fetched(End.NOT_FOUND), Looked(reason="removed", removed=True), claim=new)
    assert (found.state, found.changes) == ("refused", ())


def test_an_article_that_comes_back_is_restored_even_if_it_reads_as_before():
    claim = replace(CLAIM, state="removed")
    found = look(fetched(), Looked(fingerprint=b"old"), claim=claim)
    assert [change.kind for change in found.changes] == [Kind.ARTICLE_RESTORED]
    assert (found.state, found.text, found.result) == ("read", None, "restored")


def test_a_permanent_redirect_is_a_move_told_once():
    page = fetched(url=URL + "-2", permanent=True)
    found = look(page, Looked(fingerprint=b"old"))
    assert [change.kind for change in found.changes] == [Kind.ARTICLE_MOVED]
    claim = replace(CLAIM, final_url=URL + "-2")
    assert look(page, Looked(fingerprint=b"old"), claim=claim).changes == ()


def test_a_new_text_becomes_a_version_with_its_facts():
    facts = ({"kind": "figure", "fields": {"text": "40"}},)
    found = look(fetched(), Looked(fingerprint=b"new", text="{}", title="Flood"), Judged((), facts))
    assert (found.result, found.text, found.facts, found.version) == ("changed", "{}", facts, 2)
    assert found.fields["content_sha"] == b"new"
    assert "first_title" not in found.fields


def test_a_toll_that_goes_back_to_the_first_version_is_marked_as_a_revert():
    def step(old, new):
        sides = [
            Mention(str(n), f"{n} people died.", Decimal(n), Decimal(n), "=", "person", "death") for n in (old, new)
        ]
        return Change(Kind.FIGURE_VALUE, *sides, delta=Decimal(new - old), relation="update", explanation="value.")

    judged = Judged((step(44, 41),), ())
    found = look(fetched(), Looked(fingerprint=b"new", text="{}"), judged, changes=[(2, step(41, 44))])
    (change,) = found.changes
    assert (change.relation, change.explanation) == ("revert", "value. Version 1 said so too.")


@pytest.mark.parametrize("end", ReaderEnd)
@pytest.mark.parametrize("before", [(), (Looked(fingerprint=b"new", text="{}"),)], ids=["reading", "judging"])
def test_a_page_that_no_worker_ends_fails_the_look_by_its_word_keeps_the_version_and_backs_off(end, before):
    claim = replace(CLAIM, fails=3)
    found = look(fetched(), *before, ReaderFailed(end, "x"), claim=claim)
    assert (found.result, found.reason, found.detail, found.text) == ("failed", str(end), "x", None)
    assert found.fails == 4
    assert found.next_due_ms - NOW >= 8 * 900_000


def test_a_fault_of_ours_fails_the_look_and_keeps_the_version():
    bounds = Bounds("adaptive", Limits(fastest=120, slowest=604_800, confirm=600))
    checking = Checking(Store(), Readers(), Telling((), {}, "", bytes), Clock(), bounds)
    found = checking.broken(CLAIM, fetched(), ZeroDivisionError("x"))
    assert (found.result, found.reason, found.detail, found.text) == ("failed", "fault", "ZeroDivisionError: x", None)


ANY_NUMBER = st.one_of(st.floats(), st.sampled_from([1e20, 1e308, -1.0, 10**400]))


@given(ANY_NUMBER, ANY_NUMBER, st.sampled_from(End), st.sampled_from(["every 900", "adaptive", "cron 0 8 * * *"]))
def test_no_number_of_a_host_keeps_a_look_from_being_recorded(retry_after, crawl_delay, end, schedule):
    page = fetched(end, retry_after=retry_after, crawl_delay=crawl_delay)
    found = look(page, Looked(fingerprint=b"old"), claim=replace(CLAIM, schedule=schedule))
    assert 0 <= found.host_hold_ms <= 86_400_000
    assert 0 <= found.host_pause_ms <= 86_400_000
    assert NOW <= found.next_due_ms <= NOW + 8 * 86_400_000


@pytest.mark.parametrize("schedule", ["every soon", "every nan", "cron x", "", "every 1e400"])
def test_an_unforeseen_fault_is_recorded_whatever_else_is_wrong(schedule):
    bounds = Bounds("never", Limits(fastest=120, slowest=604_800, confirm=600))
    checking = Checking(Store(), Readers(), Telling((), {}, "", bytes), Clock(), bounds)
    page = fetched(retry_after=float("nan"), crawl_delay=float("inf"))
    found = checking.broken(replace(CLAIM, schedule=schedule, state="waiting"), page, ValueError("half a pair \ud800"))
    assert (found.result, found.state, found.reason, found.fails) == ("failed", "failing", "fault", 1)
    assert found.detail == "ValueError: half a pair ?"
    assert NOW < found.next_due_ms <= NOW + 7 * 86_400_000


def test_what_a_host_asks_for_is_handed_on_to_all_its_articles():
    found = look(fetched(End.RATE_LIMITED, retry_after=120.0, crawl_delay=10.0))
    assert (found.host_hold_ms, found.host_pause_ms) == (120_000, 10_000)


def held(sha=b"h" * 32, **more):
    return Looked(
        **(
            {
                "reason": "most_gone",
                "evidence": "1 of 8",
                "cannot_tell": True,
                "held": "{}",
                "held_sha": sha,
                "readable": True,
            }
            | more
        )
    )


def test_a_doubtful_reading_is_kept_and_looked_at_again_soon():
    found = look(fetched(), held())
    assert (found.state, found.reason, found.text) == ("cannot_tell", "most_gone", None)
    assert (found.doubt.sha256, found.doubt.readable, found.doubt.evidence) == (b"h" * 32, True, "1 of 8")
    assert found.next_due_ms - NOW <= 600_000, "the plan says 15 minutes"
    again = look(
        fetched(), held(), claim=replace(CLAIM, state="cannot_tell", reason="most_gone", schedule="every 86400")
    )
    assert again.next_due_ms - NOW > 3_600_000, "a page that stays doubtful is not asked every ten minutes"


def test_a_page_that_never_had_a_version_is_in_no_doubt():
    assert look(fetched(), held(readable=False), claim=replace(CLAIM, version=0, state="waiting")).doubt is None


@pytest.mark.parametrize("looked", [held(), Looked(fingerprint=b"h" * 32, text="{}", page_memory=b"learned")])
def test_dismissed_content_is_neither_a_version_nor_a_doubt_and_teaches_nothing(looked):
    found = look(fetched(), looked, claim=replace(CLAIM, dismissed=b"x" * 16 + b"h" * 16))
    assert (found.state, found.reason, found.text, found.doubt) == ("cannot_tell", "dismissed", None, None)
    assert "page_memory" not in found.fields
    assert "content_sha" not in found.fields


def test_a_new_baseline_is_a_version_with_its_word():
    looked = Looked(fingerprint=b"new", text="{}", relearned=Relearning("layout"))
    found = look(fetched(), looked, Judged((), ()))
    assert (found.result, found.relearned, found.state, found.alerts) == ("relearned", "layout", "read", [])


def test_a_page_read_by_other_selectors_is_asked_for_in_full_and_read_though_no_byte_changed():
    override = Override("one.example", "article")
    same = hashlib.sha256(b"page").digest()
    bounds = Bounds("adaptive", Limits(fastest=120, slowest=604_800, confirm=600), (override,))
    telling = Telling((), {}, "http://127.0.0.1:8765", lambda n: b"x" * n)
    checking = Checking(Store(), Readers(Looked(fingerprint=b"old")), telling, Clock(), bounds)
    claim = replace(CLAIM, body_sha=same)
    assert checking.in_full(claim)
    found = asyncio.run(checking.result(claim, fetched()))
    assert found.fields["body_sha"] == same + mark_of(override).encode()
    assert not checking.in_full(replace(claim, body_sha=found.fields["body_sha"]))
    assert not checking.in_full(replace(claim, body_sha=None))


def test_a_doubt_is_settled_by_a_good_look_and_only_then():
    assert look(fetched(), Looked(fingerprint=b"old"), claim=replace(CLAIM, state="cannot_tell")).settles
    assert not look(fetched(), Looked(fingerprint=b"old")).settles
    assert not look(fetched(), held()).settles


HOUR = 3_600_000


def after(claim, state_end, hours):
    """The kinds told by looks in a row that each end so, at these hours before now, as the store would hand them on."""
    told = []
    for at in hours:
        since = None if claim.unread_at is None else claim.unread_at
        found = look(fetched(state_end), claim=claim)
        told.append([str(change.kind) for change in found.changes])
        kept = {n: found.fields[n] for n in ("unread", "unread_at", "ailing") if n in found.fields}
        kept["unread_at"] = NOW - at * HOUR if since is None and kept.get("unread_at") else kept.get("unread_at")
        claim = replace(claim, state=found.state, reason=found.reason, fails=found.fails, **kept)
    return told, claim


def test_an_article_that_cannot_be_fetched_for_hours_is_told_once_and_once_more_when_it_is_back():
    told, claim = after(CLAIM, End.TIMEOUT, [7] * 6)
    assert told == [[], [], ["watch.failing"], [], [], []]
    found = look(fetched(End.NOT_MODIFIED), claim=claim)
    assert [(str(c.kind), c.old.text, c.new.text) for c in found.changes] == [("watch.back", "timeout", "Flood")]
    assert (found.fields["unread"], found.fields["unread_at"], found.fields["ailing"]) == (0, None, 0)
    assert not found.quiet
    assert look(fetched(End.NOT_MODIFIED), claim=replace(CLAIM, unread=0, ailing=0)).changes == ()


def test_many_failures_within_minutes_and_two_within_days_are_not_told():
    told, claim = after(CLAIM, End.TIMEOUT, [0] * 9)
    told += after(claim, End.NOT_MODIFIED, [0])[0]
    told += after(CLAIM, End.TIMEOUT, [90, 90])[0]
    assert told == [[]] * 12


def test_an_article_never_read_is_not_told_of():
    told, _ = after(replace(CLAIM, version=0, state="waiting"), End.TIMEOUT, [90] * 7)
    assert told == [[]] * 7


def test_a_wall_counts_as_a_look_without_a_reading():
    wall = Looked(reason="paywall", evidence="subscribe")
    claim = replace(CLAIM, unread=4, unread_at=NOW - 7 * HOUR, state="cannot_tell", reason="paywall")
    found = look(fetched(body=b"wall"), wall, claim=claim)
    assert [str(change.kind) for change in found.changes] == ["watch.failing"]
    assert "paywall" in found.changes[0].explanation
    never = look(fetched(body=b"wall"), wall, claim=claim, oversight=Oversight(0.0))
    assert never.changes == ()


def test_an_article_that_rests_is_told_on_the_look_that_crosses_the_bound_and_on_no_other():
    day = 86_400_000
    for checked, wanted in ((NOW - 2 * day, ["watch.quiet"]), (NOW - day // 2, [])):
        claim = replace(CLAIM, changed_at=NOW - 31 * day, checked_at=checked)
        found = look(fetched(End.NOT_MODIFIED), claim=claim, oversight=Oversight(quiet_days=30.0))
        assert [str(change.kind) for change in found.changes] == wanted
    assert look(fetched(End.NOT_MODIFIED), claim=replace(CLAIM, changed_at=1)).changes == ()


def test_looks_that_a_fault_of_ours_ended_count_and_a_store_that_fails_then_hides_no_fault():
    bounds = Bounds("adaptive", Limits(fastest=120, slowest=604_800, confirm=600), oversight=TOLD)
    claim = replace(CLAIM, unread=4, unread_at=NOW - 7 * HOUR, state="failing", reason="fault")

    class Silent(Store):
        def read(self, work, *rest, **more):
            raise OSError("no answer")

    for store, kinds in ((Store(), ["watch.failing"]), (Silent(), [])):
        checking = Checking(store, Readers(), Telling((), {}, "", bytes), Clock(), bounds)
        found = checking.broken(claim, fetched(), ValueError("x"))
        assert (found.result, found.reason, [str(one.kind) for one in found.changes]) == ("failed", "fault", kinds)
