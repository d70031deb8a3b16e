"""Two Articles in, typed Changes out, each with its explanation. Never looks at a clock, a network or a database.

One comparison is one walk: `evidence/` lays the versions side by side, `detectors/` propose findings, `arbitration.py`
settles them, and `account.py` ends every difference as told, shadowed or licensed (`licences/`).
"""

from typing import TYPE_CHECKING

from monitor.lazily import found_in

if TYPE_CHECKING:
    from monitor.changes.account import Account
    from monitor.changes.change import Change, Level, Mention
    from monitor.changes.comparison import (
        account_of,
        article_moved,
        article_removed,
        article_restored,
        compare,
        explained,
    )
    from monitor.changes.kinds import Kind

__all__ = [
    "Account",
    "Change",
    "Kind",
    "Level",
    "Mention",
    "account_of",
    "article_moved",
    "article_removed",
    "article_restored",
    "compare",
    "explained",
]

_MODULES = {
    "Account": "account",
    "Change": "change",
    "Kind": "kinds",
    "Level": "change",
    "Mention": "change",
    "account_of": "comparison",
    "article_moved": "comparison",
    "article_removed": "comparison",
    "article_restored": "comparison",
    "compare": "comparison",
    "explained": "comparison",
}

if not TYPE_CHECKING:
    __getattr__ = found_in(__name__, _MODULES)
