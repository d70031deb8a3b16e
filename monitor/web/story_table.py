"""The ledger of a story as a table for a spreadsheet: every value of every figure, one row each (RFC 4180, UTF-8).

No cell can be taken for a formula. Reads no store.
"""

from __future__ import annotations

import csv
import io

from monitor.stories import Story
from monitor.web.exporting import MOST_ROWS, cell
from monitor.web.story_views import slot_view

COLUMNS = (
    *("figure", "title", "counted", "unit", "place", "holder", "outlet", "article_id", "url", "version", "at"),
    *("text", "low", "best", "high", "bound", "source", "as_of", "sentence", "change", "kind", "relation"),
    *("announced", "stood", "link"),
)


def table(story: Story, now_ms: int, public_url: str) -> bytes:
    """The table with a head: figures in the order of the page, articles below each other, oldest value first."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n", extrasaction="ignore")
    writer.writeheader()
    rows = 0
    for slot in story.slots:
        view = slot_view(slot, story.articles, (), now_ms)
        head = {name: view[name] for name in ("title", "counted", "unit", "place", "holder")}
        for one in view["series"]:
            article = one["article"]
            named = {"outlet": article["outlet"], "article_id": article["id"], "url": article["url"]}
            for point in one["points"]:
                rows += 1
                if rows > MOST_ROWS:
                    break
                link = f"{public_url}/changes/{point['change']}" if point["change"] else ""
                row = {"figure": view["id"], **head, **named, **point, "link": link}
                writer.writerow({name: cell(row.get(name)) for name in COLUMNS})
    # The mark tells spreadsheets that it is UTF-8.
    return out.getvalue().encode("utf-8-sig", "replace")
