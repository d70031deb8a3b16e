"""Text in, facts out: figures here; quotes, sources, dates, notices and names in the modules of those names.

Everything is decided by rules over the words in `lexicons/`, one file a language. Nothing here touches a clock, a
network, a database or a model; the same text gives the same facts.
"""

from monitor.facts.figure import Figure
from monitor.facts.figures import find_figures

__all__ = ["Figure", "find_figures"]
