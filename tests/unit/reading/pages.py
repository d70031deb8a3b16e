"""Pages of an invented newspaper, built in sight: paragraphs in, a whole page with its furniture out."""

from __future__ import annotations

import json

PARAGRAPHS = (
    "The harbour wall at Ostrey will be raised by 1.4 metres after the council voted 11-3 in favour on Tuesday night.",
    "Work is to begin in March and will cost 6.2 million, most of it paid by the regional flood fund, officials said.",
    "About 340 households behind the wall were flooded in the storm of January 2019, the worst since records began.",
    "“We have sandbags in the hall all winter,” said Maud Ferrier, who has lived on Quay Street for 41 years.",
    "Three councillors voted against, among them Piers Holloway, who called the plan a wall in search of a wave.",
    "The firm chosen for the work, Dunmore Marine, has built sea defences at nine ports along the same coast.",
    "The fishing fleet of 26 boats will be moved to the outer basin for the fourteen months that the work will take.",
    "A second vote, on whether to raise the mooring fee by 8 percent to help pay for it, is due before the summer.",
)
TITLE = "Harbour wall at Ostrey to be raised by 1.4 metres"
STANDFIRST = "Council votes 11-3 for a plan that will close the inner basin for more than a year"


def page(
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    *,
    title: str = TITLE,
    standfirst: str = STANDFIRST,
    between: dict[int, str] | None = None,
    behind: str = "",
    before: str = "",
    head: str = "",
    marked: bool = True,
    free: bool | None = None,
    wrap: str = '<p class="story-text">{}</p>',
    minutes: int = 5,
) -> str:
    """A story page. `between` puts markup behind the paragraph of that index; `behind` follows the last one."""
    about = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": "2026-03-03T21:15:00Z",
             "author": [{"@type": "Person", "name": "Ines Okafor"}], "publisher": {"name": "The Quay"}}  # fmt: skip
    if free is not None:
        about["isAccessibleForFree"] = free
    stated = f'<script type="application/ld+json">{json.dumps(about)}</script>' if marked else ""
    body = "".join(wrap.format(text) + (between or {}).get(index, "") for index, text in enumerate(paragraphs))
    links = "".join(
        f'<li><a href="/s/{n}">Ferry timetable number {n} is published</a></li>' for n in range(minutes, minutes + 6)
    )
    return f"""<!doctype html><html lang="en"><head><title>{title} | The Quay</title>
<meta property="og:title" content="{title}"><meta name="description" content="{standfirst}">{stated}{head}</head>
<body><header class="masthead"><nav><a href="/">News</a><a href="/sport">Sport</a></nav></header>{before}
<main><article class="story"><h1 class="story-title">{title}</h1><p class="story-standfirst">{standfirst}</p>
<div class="story-meta">By Ines Okafor <time datetime="2026-03-03T21:15:00Z">{minutes} minutes ago</time></div>
<div class="story-body">{body}{behind}</div></article>
<section class="most-read"><h2>Most read</h2><ol>{links}</ol></section></main>
<footer class="site-footer"><p>© The Quay. Printed and published at Ostrey.</p></footer></body></html>"""


NEWSLETTER = (
    '<div class="css-k29fa1"><h3>The morning letter</h3><p class="story-text">Five stories and one tide table, sent to '
    '12,400 readers at seven every day.</p><form><input type="email"><button>Sign up</button></form></div>'
)
RELATED = '<div class="more"><span>Read more</span><a href="/s/9"><h4>Dredger stuck for a third day</h4></a><p>The skipper said 14 tugs had tried.</p></div>'
POINTER = (
    '<p class="css-8d2k1a"><strong>Read more: </strong><a href="/s/3">Lighthouse keeper retires after 38 years</a></p>'
)
ADVERT = '<div class="slot-77ab2"><span>Advertisement</span></div>'
