"""A page goes in, a Reading comes out. Learns each site's layout, so that two fetches of one text read alike.

Touches no network, no clock and no database; what it learned travels in `Reading.memory`.
"""

from spiders.override import Override
from spiders.reading.memory import RULES, accepted, rules_of
from spiders.reading.page import Verdict, explain_page, read_page

__all__ = ["RULES", "Override", "Verdict", "accepted", "explain_page", "read_page", "rules_of"]
