"""One check is remembered whole or not at all, and once."""

import asyncio
import json
import threading

import pytest
from sqlalchemy import Engine, event, func, select

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.checks.rebasing import bring_back
from monitor.store import Store, claims, history, outbox, recording, standing, tables, versions, watches
from monitor.store.recording import NewAlert, NewDelivery, Result

NOW = 1_790_000_000_000


def tracked(store, *names):
    for name in names:
        url = f"https://{name}.example/story"
        store.write(watches.add, watches.NewWatch(url, url, f"{name}.example"), NOW)


def claimed(store, now=NOW, pause_ms=0, per_host=8, at_most=100):
    return store.write(claims.claim, now, at_most, pause_ms=pause_ms, per_host=per_host)


def found(claim, **more):
    fields = {
        "article_id": claim.article_id,
        "token": claim.token,
        "host": claim.host,
        "at_ms": NOW,
        "end": "ok",
        "result": "changed",
        "next_due_ms": NOW + 60_000,
        "state": "read",
        "version": claim.version,
    }
    return Result(**(fields | more))


def toll(delivery_ids):
    change = Change(Kind.FIGURE_VALUE, Mention("40"), Mention("50"))
    alert = NewAlert(
        "tolls", "high", "why", {"id": 0}, tuple(NewDelivery(i, "desk", "a@b.example") for i in delivery_ids)
    )
    return {"text": '{"title":"t"}', "changes": [change], "alerts": [alert]}


def test_a_check_is_stored_whole(tmp_path):
    store = Store(tmp_path)
    tracked(store, "one")
    (claim,) = claimed(store)
    assert store.write(recording.record, found(claim, **toll(["dl_1", "dl_2"])))
    row = store.read(history.article_by_id, claim.article_id)
    assert (row.version, row.checks, row.due_at, row.state) == (1, 1, NOW + 60_000, "read")
    assert store.read(versions.text_of, claim.article_id, 1) == '{"title":"t"}'
    assert [c.change.kind for c in store.read(history.changes)] == [Kind.FIGURE_VALUE]
    assert {d.id: d.state for d in store.read(outbox.deliveries)} == {"dl_1": "due", "dl_2": "due"}
    store.close()


def test_a_result_whose_lease_was_lost_changes_nothing(tmp_path):
    store = Store(tmp_path)
    tracked(store, "one")
    (late,) = claimed(store)
    (current,) = claimed(store, now=NOW + claims.LEASE_MS + 1)
    assert current.token == late.token + 1
    assert not store.write(recording.record, found(late, **toll(["dl_1"])))
    assert store.read(outbox.deliveries) == []
    assert store.read(history.article_by_id, late.article_id).version == 0
    assert store.write(recording.record, found(current, **toll(["dl_2"])))
    assert not store.write(recording.record, found(current, **toll(["dl_3"])))
    assert [d.id for d in store.read(outbox.deliveries)] == ["dl_2"]
    store.close()


def test_a_check_that_fails_half_way_leaves_no_trace(tmp_path):
    store = Store(tmp_path)
    tracked(store, "one", "two")
    first, second = claimed(store)
    assert store.write(recording.record, found(first, **toll(["dl_1"])))
    with pytest.raises(Exception, match="(?i)unique"):
        store.write(recording.record, found(second, **toll(["dl_1"])))
    assert store.read(history.article_by_id, second.article_id).version == 0
    assert store.read(lambda c: c.execute(select(func.count()).select_from(tables.version)).scalar()) == 1
    store.close()


def test_units_that_share_a_commit_fail_alone(tmp_path):
    store = Store(tmp_path)
    tracked(store, "one", "two", "three")
    first, second, third = claimed(store)
    waiting = [
        store.submit(recording.record, found(first, **toll(["dl_1"]))),
        store.submit(recording.record, found(second, **toll(["dl_1"]))),
        store.submit(recording.record, found(third, **toll(["dl_3"]))),
    ]
    assert waiting[0].result() is True
    assert waiting[1].exception() is not None
    assert waiting[2].result() is True
    assert {d.id for d in store.read(outbox.deliveries)} == {"dl_1", "dl_3"}
    store.close()


def test_a_claimed_article_is_not_claimed_again_until_its_lease_ends(tmp_path):
    store = Store(tmp_path)
    tracked(store, "one")
    assert len(claimed(store)) == 1
    assert claimed(store, now=NOW + claims.LEASE_MS - 1) == []
    assert len(claimed(store, now=NOW + claims.LEASE_MS)) == 1
    store.close()


def test_leases_of_a_dead_daemon_are_due_at_once(tmp_path):
    store = Store(tmp_path)
    tracked(store, "one")
    (old,) = claimed(store)
    assert store.write(claims.release_all, NOW + 5) == 1
    (new,) = claimed(store, now=NOW + 5)
    assert new.token > old.token
    store.close()


def test_a_host_on_pause_waits_and_the_others_do_not(tmp_path):
    store = Store(tmp_path)
    for path in ("a", "b"):
        store.write(watches.add, watches.NewWatch(f"https://one.example/{path}", path, "one.example"), NOW)
    tracked(store, "two")
    assert sorted(c.host for c in claimed(store, pause_ms=2000)) == ["one.example", "two.example"]
    assert claimed(store, now=NOW + 1999, pause_ms=2000) == []
    assert [c.host for c in claimed(store, now=NOW + 2000, pause_ms=2000)] == ["one.example"]
    store.close()


def test_retry_after_holds_the_whole_host_over_a_restart(tmp_path):
    store = Store(tmp_path)
    tracked(store, "one")
    (claim,) = claimed(store)
    store.write(recording.record, found(claim, next_due_ms=NOW + 1, host_hold_ms=30_000))
    store.close()
    again = Store(tmp_path)
    assert claimed(again, now=NOW + 29_999) == []
    assert len(claimed(again, now=NOW + 30_000)) == 1
    again.close()


def test_an_article_added_twice_is_tracked_once(tmp_path):
    store = Store(tmp_path)
    wanted = watches.NewWatch("https://one.example/a", "key", "one.example", tags=("x",))
    first = store.write(watches.add, wanted, NOW)
    assert first[1] == "added"
    assert store.write(watches.add, wanted, NOW) == (first[0], "already")
    assert len(store.read(history.articles)) == 1
    assert [a.url for a in store.read(history.articles, tag="x")] == ["https://one.example/a"]
    assert store.read(history.articles, tag="y") == []
    store.close()


def test_a_watch_that_leaves_the_configuration_keeps_its_history_and_is_not_due(tmp_path):
    store = Store(tmp_path)
    wanted = watches.NewWatch("https://one.example/a", "key", "one.example", origin="file")
    store.write(watches.follow_config, [wanted], NOW)
    store.write(watches.follow_config, [], NOW)
    assert claimed(store) == []
    assert len(store.read(history.articles)) == 1
    store.write(watches.follow_config, [wanted], NOW)
    assert len(claimed(store)) == 1
    store.close()


def test_a_delivery_sent_by_a_daemon_that_died_is_sent_again_under_its_id(tmp_path):
    store = Store(tmp_path)
    tracked(store, "one")
    (claim,) = claimed(store)
    store.write(recording.record, found(claim, **toll(["dl_1"])))
    (first,) = store.write(outbox.claim, NOW, 10)
    assert store.write(outbox.claim, NOW, 10) == []
    store.write(outbox.release_all, NOW)
    (second,) = store.write(outbox.claim, NOW, 10)
    assert (second.id, second.attempts) == (first.id, 2)
    done = outbox.Attempted("dl_1", first.token, 1, NOW, 5, "sent", "accepted", 200, "", "sent", "accepted", None)
    assert not store.write(outbox.end_attempt, done)
    assert store.read(outbox.one, "dl_1").state == "sending"
    store.close()


def test_facts_come_back_in_the_order_of_the_text(tmp_path):
    store = Store(tmp_path)
    tracked(store, "one")
    (claim,) = claimed(store)
    facts = [{"kind": "figure", "fields": {"text": str(n)}} for n in range(12)]
    store.write(recording.record, found(claim, text="{}", facts=facts))
    assert [f.fields["text"] for f in store.read(history.facts, claim.article_id, 1)] == [str(n) for n in range(12)]
    assert json.dumps(store.read(history.facts, claim.article_id, 1)[0].fields) == '{"text": "0"}'
    store.close()


def test_a_write_that_nobody_waits_for_any_more_does_not_stop_the_store(tmp_path):
    store = Store(tmp_path)
    hold, held = threading.Event(), threading.Event()
    first = store.submit(lambda connection: (held.set(), hold.wait(120)))
    assert held.wait(120)
    second = store.submit(watches.add, watches.NewWatch("https://a.example/", "a", "a.example"), NOW)
    assert second.cancel()
    hold.set()
    first.result(120)
    tracked(store, "one")
    assert [row.host for row in store.read(history.articles)] == ["one.example"]
    store.close()


@pytest.mark.file
def test_patient_writes_share_a_commit_and_one_in_a_hurry_takes_them_along(tmp_path, monkeypatch):
    monkeypatch.setattr("monitor.store.writer.GATHER_SECONDS", 120)
    store = Store(tmp_path)
    before = store.read(lambda c: c.exec_driver_sql("PRAGMA data_version").scalar())
    wanted = [watches.NewWatch(f"https://{n}.example/", f"{n}", f"{n}.example") for n in range(20)]
    waiting = [store.submit_patient(watches.add, one, NOW) for one in wanted]
    store.write(claims.release_all, NOW)
    assert all(future.done() for future in waiting)
    # data_version goes up once for each commit that another connection made.
    after = store.read(lambda c: c.exec_driver_sql("PRAGMA data_version").scalar())
    assert after - before == 1
    store.close()


def test_a_host_with_enough_under_way_is_passed_over_and_the_others_are_not(tmp_path):
    store = Store(tmp_path)
    tracked(store, "slow", "quick")
    found = store.write(claims.claim, NOW, 100, pause_ms=0, per_host=8, busy=frozenset({"slow.example"}))
    assert [one.host for one in found] == ["quick.example"]


def test_a_pause_that_an_older_release_stored_holds_a_host_for_a_day_at_most(tmp_path):
    store = Store(tmp_path)
    tracked(store, "one")
    store.write(claims.hold_host, "one.example", 0, 10**12)
    assert len(claimed(store)) == 1
    store.write(claims.release_all, NOW)
    assert claimed(store, now=NOW + claims.LONGEST_PAUSE_MS - 1) == []
    assert len(claimed(store, now=NOW + claims.LONGEST_PAUSE_MS)) == 1


@pytest.mark.parametrize("step", [3_600_000, -3_600_000, 30 * 86_400_000])
def test_after_a_step_leases_pauses_and_due_times_are_as_far_away_as_before(tmp_path, step):
    store = Store(tmp_path)
    tracked(store, "leased", "waiting")
    store.write(claims.claim, NOW, 1, pause_ms=2_000, per_host=1)
    store.write(claims.hold_host, "waiting.example", NOW + 60_000)
    later = NOW + step
    store.write(claims.rebase, later, step)
    assert asyncio.run(bring_back(store, lambda row: row.due_at + step)) == 1
    assert claimed(store, now=later + 59_000) == []
    assert [one.host for one in claimed(store, now=later + 60_000)] == ["waiting.example"]
    assert len(claimed(store, now=later + claims.LEASE_MS)) == 1, "the lease ends when it would have ended"


def test_what_a_wrong_clock_left_far_ahead_is_within_reach_after_a_start(tmp_path):
    store = Store(tmp_path)
    tracked(store, "one", "two")
    ahead = NOW + 400 * 86_400_000
    claimed(store, now=ahead)
    store.write(claims.hold_host, "two.example", ahead)
    store.write(claims.rebase, NOW, 0)
    assert len(claimed(store, now=NOW + claims.LEASE_MS)) == 1
    assert len(claimed(store, now=NOW + claims.LONGEST_PAUSE_MS)) == 2


def test_a_check_of_a_known_shape_builds_no_statement(tmp_path):
    """Building one takes longer than running it, and a changed check runs some twenty."""
    store = Store(tmp_path)
    tracked(store, "one")
    url = "https://one.example/story"
    built = []

    def count(connection, statement, *_):
        built.append(str(statement))

    for number in range(3):
        claim = store.read(claims.peek, 1)
        facts = [{"kind": "figure", "fields": {"lo": str(number)}}]
        result = found(claim, **toll([f"dl_{number}"]) | {"text": f'{{"url":"{url}","n":{number}}}', "facts": facts})
        if number == 2:
            event.listen(Engine, "before_execute", count)
        try:
            assert store.write(recording.record, result)
            assert store.read(standing.past, 1, number + 1, result.changes).version.number == number + 1
            assert store.read(versions.last_text_of, 1, number + 1) == result.text
        finally:
            if number == 2:
                event.remove(Engine, "before_execute", count)
    asked = ("alert", "delivery", "pg_current_xact")  # the last is how the server says whether anything was written
    assert [one for one in built if not any(word in one for word in asked)] == []
    store.close()
