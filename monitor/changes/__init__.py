"""Two Articles in, typed Changes out, each with its explanation. Never looks at a clock, a network or a database.

One comparison is one walk: `evidence/` lays the versions side by side, `detectors/` propose findings, `arbitration.py`
settles them, and `account.py` ends every difference as told, shadowed or licensed (`licences/`).
"""

from monitor.changes.account import Account
from monitor.changes.change import Change, Level, Mention
from monitor.changes.comparison import account_of, article_moved, article_removed, article_restored, compare, explained
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
