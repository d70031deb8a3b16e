"""Text in, facts out: figures here; quotes, sources, dates, notices and names in the modules of those names.

Everything is decided by rules over the words in `lexicons/`, one file a language. Nothing here touches a clock, a
network, a database or a model; the same text gives the same facts.
"""

from typing import TYPE_CHECKING

from monitor.lazily import found_in

if TYPE_CHECKING:
    from monitor.facts.figure import Figure
    from monitor.facts.figures import find_figures

__all__ = ["Figure", "find_figures"]

_MODULES = {
    "Figure": "figure",
    "find_figures": "figures",
}

if not TYPE_CHECKING:
    __getattr__ = found_in(__name__, _MODULES)
