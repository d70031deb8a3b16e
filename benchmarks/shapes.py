"""Shapes of story pages that publishing systems build, each of an invented outlet: a name in, a page with its body out.

Our own articles can be poured into them too, so that pages are at hand without any folder. Fetches and reads nothing.
"""

from __future__ import annotations

import html
import json
import random
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy import OWN, sets
from benchmarks.pages import SHORTEST, SavedPage

_KNOWN: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
LEAST = 5
"""Paragraphs of an article that makes a page; boxes are put between them."""
SHAPES = (
    *((name, "en") for name in _KNOWN["shapes"]),
    *(("wordpress", "de"), ("drupal", "ar"), ("divs", "ar"), ("arc", "ja")),
    *(("react", "ja"), ("wordpress", "hi"), ("components", "hi")),
)
"""Every shape with a language in which it is built."""


def shaped(name: str, lang: str = "en") -> SavedPage:
    """The page of that shape with its invented story, and its true paragraphs."""
    text = _KNOWN["texts"][lang]
    return poured(f"{name}-{lang}", name, lang, text["headline"], text["paragraphs"])


def poured(named: str, shape: str, lang: str, headline: str, texts: Sequence[str]) -> SavedPage:
    """A story in a shape, with menus, lists and a footer around it."""
    layout = _KNOWN["shapes"][shape]
    url = f"https://arven.example/{lang}/{named}/signals-fail-on-the-arven-line"
    stated = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": headline, "inLanguage": lang,
              "datePublished": "2026-02-02T11:00:00Z", "author": {"@type": "Person", "name": "Edda Moen"}}  # fmt: skip
    title, plain = html.escape(headline), [html.escape(text, quote=False) for text in texts]
    links = "".join(f'<li><a href="/s/{n}">{html.escape(headline[:24])} {n}</a></li>' for n in range(6))
    main = layout["story"].format(h=title, b="".join(layout["paragraph"].format(text) for text in plain))
    source = (
        f'<!doctype html><html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"><head><meta charset="utf-8">'
        f'<title>{title} | Arven</title><meta property="og:title" content="{title}">'
        f'<script type="application/ld+json">{json.dumps(stated, ensure_ascii=False)}</script></head><body>'
        '<header><nav><a href="/">Arven</a><a href="/sport">Sport</a></nav></header>'
        f"{layout['around'].format(main)}"
        f'<section class="more"><h2>More</h2><ul>{links}</ul></section>'
        "<footer><p>© Arven, Brekke.</p></footer></body></html>"
    )
    return SavedPage(named, url, source, tuple(texts))


def ours(seed: str, folder: Path = OWN) -> Iterator[SavedPage]:
    """Our own long articles in shapes and in an order drawn by chance; one more changes nothing of the others."""
    drawn = []
    for _, pairs in sets(folder):
        for pair in filter(_full, pairs):
            chance = random.Random(f"{seed} {pair['id']}")
            drawn.append((chance.random(), pair["id"], chance.choice(sorted(_KNOWN["shapes"])), pair))
    for _, name, shape, pair in sorted(drawn, key=lambda one: one[:2]):
        yield poured(f"{name}-{shape}", shape, pair["lang"], pair["title_old"], pair["old"])


def _full(pair: dict[str, Any]) -> bool:
    texts = pair["old"]
    return bool(pair.get("title_old")) and len(texts) >= LEAST and min(map(len, texts)) >= SHORTEST
