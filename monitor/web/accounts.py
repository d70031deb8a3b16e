"""The account of two stored versions for a screen, made when somebody asks for it: within a bound, one at a time.

A store and two versions go in; a view comes out, or the sentence that says why there is no account.
"""

from __future__ import annotations

import threading

from sqlalchemy import Connection

from monitor.checks.accounts import answered, counts, too_large
from monitor.store import Store, versions
from monitor.web.views import View
from spiders.article import Article

LARGEST = 60_000
"""Characters of both versions together; about a second. `rowback diff --explain` takes more."""
MOST_PASSAGES = 300

# The daemon shares its interpreter with this: one account at a time leaves it the other half.
_one_at_a_time = threading.Lock()


def accounted(store: Store, article_id: int, old: int, new: int) -> View:
    """`account` is a list of passages; `answered` is False where there is none, and `account_refused` says why."""
    before, after = store.read(_texts, article_id, old, new)
    if too_large(before, after, LARGEST):
        many = f"Both versions together have more than {LARGEST:,} characters"
        return _refused(f"{many}; `rowback diff --explain` gives the account of these.")
    if not _one_at_a_time.acquire(blocking=False):
        return _refused("Another account is being made just now; load this page again.")
    try:
        return _account(before, after)
    finally:
        _one_at_a_time.release()


def _account(before: Article, after: Article) -> View:
    from monitor.changes import explained

    found = answered(explained(before, after), before, after)
    shown = [
        {
            "where": one.where,
            "old_sentence": one.old_sentence,
            "new_sentence": one.new_sentence,
            "answers": [answer.to_dict() for answer in one.answers],
        }
        for one in found[:MOST_PASSAGES]
    ]
    return {
        "answered": True,
        "account": shown,
        "account_counts": counts(found),
        "account_omitted": len(found) - len(shown),
        "account_refused": "",
    }


def _refused(why: str) -> View:
    return {"answered": False, "account": None, "account_counts": "", "account_omitted": 0, "account_refused": why}


def _texts(connection: Connection, article_id: int, old: int, new: int) -> tuple[Article, Article]:
    before, after = (versions.article_of(connection, article_id, number) for number in (old, new))
    return before, after
