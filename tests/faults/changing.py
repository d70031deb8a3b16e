"""Pages that change as news does: most looks bring the same text, one in twenty a toll that moved."""

import threading
from collections import Counter

from tests.outside import page

TEXT = "The river rose above its banks on Sunday night and cut the road between the two halves of the town."


def changing(every=20):
    """What a site answers for each path; the toll grows with each `every`th look."""
    counts, lock = Counter(), threading.Lock()

    def answer(path):
        with lock:
            counts[path] += 1
            toll = 4000 + counts[path] // every
        told = f"The flood has killed {toll:,} people since it began, the civil protection agency said on Monday."
        return page(f"Flood story {path.strip('/')}", TEXT, told, *[TEXT] * 3)

    return answer
