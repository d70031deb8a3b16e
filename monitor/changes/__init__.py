"""Two Articles in, typed Changes out, each with its explanation. Never looks at a clock, a network or a database."""

from monitor.changes.change import Change, Mention
from monitor.changes.comparison import article_moved, article_removed, article_restored, compare
from monitor.changes.kinds import Kind

__all__ = ["Change", "Kind", "Mention", "article_moved", "article_removed", "article_restored", "compare"]
