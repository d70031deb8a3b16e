"""Makes a saved page look fetched again: boxes outside its body rotate; one number in its body is edited when asked
for.

The body is found by its true paragraphs, never by what a reader would take for it. Same page and seed, same result.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement

from benchmarks.pages import SavedPage

HEADLINES = (
    "Ferry service to the islands resumes after storm damage",
    "Council votes to keep three libraries open until spring",
    "Striker signs new contract until 2029",
    "Seven walks to take before the clocks go back",
    "Trains delayed after signal fault near the harbour",
    "Festival sells 12,000 tickets in two hours",
    "What the new parking rules mean for 40,000 drivers",
    "Baker wins regional prize with rye loaf",
    "Review: a quiet film about loud people",
    "Power cut leaves 3,400 homes without heating",
    "Museum finds letters hidden for 140 years",
    "Opinion: the bridge should have been built in wood",
)
NUMBER = re.compile(r"(?<![\w.,:/$€£-])(\d{1,3}(?:,\d{3})+|\d{2,})(?![\w/:%-]|[.,]\d)")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
DATED = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)\w*\.?,? *$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Edit:
    """One number changed in the body: the digits before and after."""

    old: str
    new: str


class Body:
    """A page with the elements of its true body marked."""

    def __init__(self, page: SavedPage) -> None:
        self.page = page
        self._source = re.sub(r"^\s*<\?xml[^>]*>", "", page.html)
        tree = self._tree()
        wanted = {_plain(p) for p in page.paragraphs}
        self._found = [n for n, e in enumerate(tree.iter()) if _is_block(e) and _plain(e.text_content()) in wanted]

    @property
    def usable(self) -> bool:
        """Whether most of the true paragraphs are elements of the page, so that boxes can be put outside them."""
        return len(self._found) >= max(3, len(self.page.paragraphs) // 2)

    def fetched_again(self, seed: str, edit: bool = False) -> tuple[str, Edit | None]:
        """The page with other boxes around its body, and with one number edited if `edit`; None where it has none."""
        chance = random.Random(seed)
        tree = self._tree()
        elements = list(tree.iter())
        body = [elements[n] for n in self._found]
        done = _edit(body, random.Random(self.page.id)) if edit else None
        _rotate(tree, body, chance)
        return "<!doctype html>\n" + lxml.html.tostring(tree, encoding="unicode"), done

    def _tree(self) -> HtmlElement:
        return lxml.html.document_fromstring(self._source.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))


def _is_block(element: object) -> bool:
    return isinstance(element, HtmlElement) and element.tag in ("p", "div", "li", "h2", "h3", "blockquote", "span")


def _plain(text: str) -> str:
    return " ".join(text.split())


def _edit(body: list[HtmlElement], chance: random.Random) -> Edit | None:
    places = []
    for element in body:
        for node in element.iter():
            if isinstance(node, HtmlElement) and node.text and node.tag not in ("script", "style"):
                places += [
                    (node, m)
                    for m in NUMBER.finditer(node.text)
                    if len(node.text) > 30 and not YEAR.fullmatch(m[0]) and not DATED.search(node.text[: m.start()])
                ]
    if not places:
        return None
    node, match = chance.choice(places)
    old = match[0]
    new = str(int(old[0]) % 9 + 1) + old[1:]
    node.text = node.text[: match.start()] + new + node.text[match.end() :]
    return Edit(old, new)


def _rotate(tree: HtmlElement, body: list[HtmlElement], chance: random.Random) -> None:
    around = _common(body)
    page = tree.find(".//body")
    if page is None:
        return
    outer = around if around is not None and around.getparent() is not None and around.tag != "body" else None
    for html in chance.sample(_boxes(chance), 3):
        box = lxml.html.fragment_fromstring(html)
        if outer is None:
            page.append(box)
        elif chance.random() < 0.5:
            outer.addnext(box)
            box.tail = None
        else:
            outer.addprevious(box)
    page.insert(
        0, lxml.html.fragment_fromstring(f'<div class="banner" id="b{chance.random()}">{_links(chance, 1)}</div>')
    )
    token = f"{chance.getrandbits(64):016x}"
    for meta in tree.iter("meta"):
        if "csrf" in (meta.get("name") or "").lower():
            meta.set("content", token)


def _common(body: list[HtmlElement]) -> HtmlElement | None:
    chains = [[*reversed(list(e.iterancestors()))] for e in body]
    found = None
    for level in zip(*chains, strict=False):
        if any(e is not level[0] for e in level):
            break
        found = level[0]
    return found


def _links(chance: random.Random, count: int) -> str:
    return "".join(
        f'<li><a href="/news/{chance.getrandbits(32):x}">{line}</a></li>' for line in chance.sample(HEADLINES, count)
    )


def _boxes(chance: random.Random) -> list[str]:
    opaque = f"c{chance.getrandbits(24):x}"
    return [
        f'<div class="most-read"><h2>Most read</h2><ol>{_links(chance, chance.randrange(3, 7))}</ol></div>',
        f'<aside class="{opaque}"><h3>More on this</h3><ul>{_links(chance, chance.randrange(2, 5))}</ul></aside>',
        f'<div class="{opaque} ad" id="slot-{chance.getrandbits(32):x}"><span>Advertisement</span></div>',
        f'<div class="share">{chance.randrange(2, 900)} shares <span>{chance.randrange(90)} comments</span></div>',
        f'<section class="newsletter"><h3>Our morning letter</h3>'
        f"<p>Join {chance.randrange(10, 99)},000 readers who start the day with us.</p></section>",
        f'<div class="trending {opaque}">{chance.randrange(2, 59)} minutes ago<ul>{_links(chance, 3)}</ul></div>',
    ]
