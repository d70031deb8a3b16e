"""Pages that are fetched again and again: a saved page goes in, its later fetches come out, with noise and a true edit.

Boxes of one kind come and go between the paragraphs and at both ends of the body, or the markup itself changes. The
body is found by its true paragraphs, never by what a reader takes for it. Same page and seed, same fetches.
"""

from __future__ import annotations

import copy
import json
import random
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.html
from lxml.html import HtmlElement

from benchmarks.pages import SavedPage
from benchmarks.rotation import DATED, NUMBER, YEAR

BOXES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("noise.toml").read_text("utf-8"))
STEPS = 5
"""Later fetches of a page in one run."""
EDITS = ("number", "sentence", "added early", "added within", "added last", "removed", "headline")
ADDED = "Rescuers from Ellenbrook said on Tuesday that {n:,} people had left the valley, {m} more than a day before."
SAID = " Officials later put the figure at {n:,} after another count."


@dataclass(frozen=True, slots=True)
class Edit:
    """A true edit: the text that the page had before and has now; empty where it had or has none."""

    kind: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Fetch:
    """One fetch of the page; `edit` is what was edited since the one before."""

    html: str
    edit: Edit | None = None


class NoisyPage:
    """A saved page with the elements of its true body marked."""

    def __init__(self, page: SavedPage) -> None:
        self.page = page
        self._source = re.sub(r"^\s*<\?xml[^>]*>", "", page.html)
        wanted = {_plain(text) for text in page.paragraphs}
        tree = self._tree()
        found = [e for e in tree.iter() if _is_block(e) and _plain(e.text_content()) in wanted]
        inner = [e for e in found if not any(other is not e and e in other.iterancestors() for other in found)]
        order = {e: n for n, e in enumerate(tree.iter())}
        self._found = [order[e] for e in inner]

    @property
    def usable(self) -> bool:
        """Whether most of the true paragraphs are elements of the page."""
        return len(self._found) >= max(4, len(self.page.paragraphs) // 2)

    def fetches(self, kind: str, seed: str, edited: str = "") -> Iterator[Fetch]:
        """The first fetch and `STEPS` later ones under one kind of noise; one of these brings the named edit."""
        chance = random.Random(f"{self.page.id} {kind} {seed}")
        schedule = _schedule(kind, chance)
        at = chance.randrange(1, STEPS + 1)
        marks = random.Random(f"{self.page.id} {edited} {seed}").getrandbits(32)
        for step in range(STEPS + 1):
            tree = self._tree()
            elements = list(tree.iter())
            body = [elements[n] for n in self._found]
            done = _edit(tree, body, edited, random.Random(marks)) if edited and step >= at else None
            schedule(tree, body, step)
            html = "<!doctype html>\n" + lxml.html.tostring(tree, encoding="unicode")
            yield Fetch(html, done if step == at else None)

    def _tree(self) -> HtmlElement:
        return lxml.html.document_fromstring(self._source.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))


def _is_block(element: object) -> bool:
    return isinstance(element, HtmlElement) and element.tag in ("p", "div", "li", "h2", "h3", "blockquote", "span")


def _plain(text: str) -> str:
    return " ".join(text.split())


Schedule = Callable[[HtmlElement, list[HtmlElement], int], None]


def _schedule(kind: str, chance: random.Random) -> Schedule:
    """What a kind of noise does to each fetch."""
    if kind in MARKUP:
        salt = chance.getrandbits(32)
        return lambda tree, body, step: MARKUP[kind](tree, body, random.Random(salt + step), step)
    when = chance.choice(("always", "once", "from", "until", "turns"))
    where = chance.choice(("within", "within", "first", "last"))
    first, place, texts = chance.randrange(1, STEPS + 1), chance.random(), [chance.getrandbits(32) for _ in range(3)]
    template = chance.choice(BOXES["between"][kind])
    named = chance.choice((True, False))

    def put(tree: HtmlElement, body: list[HtmlElement], step: int) -> None:
        shown = {"once": step == first, "from": step >= first, "until": step < first}.get(when, True)
        number = {"always": step + texts[0], "turns": texts[step % 3]}.get(when, texts[0])
        _around(tree, body, random.Random(f"{place}{step}"))
        if shown:
            at = {"first": -1, "last": len(body) - 1}.get(where, int(place * (len(body) - 1)))
            _put(body, at, template, random.Random(number), named)

    return put


def filled(template: str, chance: random.Random, like: HtmlElement | None, named: bool) -> str:
    """The markup of a box; `like` is a paragraph of the body whose tag and attributes {l} takes over."""
    tag, opened = "p", "p"
    if like is not None and like.tag in ("p", "div"):
        tag = like.tag
        opened = f'{tag} class="{like.get("class")}"' if like.get("class") else tag
    name = chance.choice(BOXES["names"]) if named else f"css-{chance.getrandbits(28):x}"
    headlines, foreign = chance.sample(BOXES["headlines"], 4), chance.choice(BOXES["foreign"])
    gaps: dict[str, Callable[[], str]] = {
        "n": lambda: str(chance.randrange(100, 999)),
        "d": lambda: str(chance.randrange(1, 9)),
        "e": lambda: str(chance.randrange(6)),
        "id": lambda: f"{chance.getrandbits(32):x}",
        "h": headlines.pop,
        "f": lambda: foreign,
        "t": lambda: chance.choice(BOXES["teasers"]),
        "c": lambda: f'class="{name}"',
        "l": lambda: opened,
        "/l": lambda: tag,
    }
    return re.sub(r"\{(/?\w+)\}", lambda gap: gaps[gap[1]](), template)


def _put(body: list[HtmlElement], at: int, template: str, chance: random.Random, named: bool) -> None:
    """Behind the paragraph of that index, or before the first for -1; where only paragraphs may stand, around those."""
    element = _outer(body[max(0, at)], body)
    parent = element.getparent()
    if parent is None or parent.tag in ("ul", "ol", "tr", "table", "tbody", "span", "p"):
        return
    html = filled(template, chance, body[len(body) // 2], named)
    boxes = lxml.html.fragments_fromstring(html)
    where = parent.index(element)
    if at >= 0:
        boxes[-1].tail, element.tail = element.tail, None
        where += 1
    for number, box in enumerate(boxes):
        parent.insert(where + number, box)


def _outer(element: HtmlElement, body: list[HtmlElement]) -> HtmlElement:
    """The outermost element that holds this paragraph of the body and no other."""
    others = {id(up) for other in body if other is not element for up in other.iterancestors()}
    while (parent := element.getparent()) is not None and id(parent) not in others and parent.tag != "body":
        element = parent
    return element


def _around(tree: HtmlElement, body: list[HtmlElement], chance: random.Random) -> None:
    page, outer = tree.find(".//body"), _common(body)
    for template in chance.sample(BOXES["around"], 2):
        box = lxml.html.fragment_fromstring(filled(template, chance, None, chance.random() < 0.5))
        if outer is not None and outer.tag not in ("body", "html", "tr", "td") and chance.random() < 0.5:
            box.tail, outer.tail = outer.tail, None
            outer.getparent().insert(outer.getparent().index(outer) + 1, box)
        elif page is not None:
            page.insert(0, box)


def _common(body: list[HtmlElement]) -> HtmlElement | None:
    found = None
    for level in zip(*([*reversed(list(e.iterancestors()))] for e in body), strict=False):
        if any(e is not level[0] for e in level):
            break
        found = level[0]
    return found


def _hashed(tree: HtmlElement, body: list[HtmlElement], chance: random.Random, step: int) -> None:
    """A build renames what it names by hashes; two variants of a layout differ in one more class."""
    salt = f"{chance.getrandbits(24):x}"
    for element in tree.iter():
        if isinstance(element.tag, str) and element.get("class"):
            names = [f"css-{salt}{n[-2:]}" if n.startswith("css-") else n for n in element.get("class").split()]
            element.set(
                "class",
                " ".join([*names, f"sc-{salt}"]) if element in body or chance.random() < 0.2 else " ".join(names),
            )


def _wrapped(tree: HtmlElement, body: list[HtmlElement], chance: random.Random, step: int) -> None:
    """The box around the story is a div at one fetch and a section at the next."""
    around = _common(body)
    if around is not None and around.tag in ("div", "section"):
        around.tag = ("div", "section")[step % 2]


def _renumbered(tree: HtmlElement, body: list[HtmlElement], chance: random.Random, step: int) -> None:
    """Each paragraph carries an id of its own that is another at each fetch."""
    for element in body:
        element.set("id", f"p{chance.getrandbits(20)}")
        element.set("data-key", f"{chance.getrandbits(40):x}")


def _split(tree: HtmlElement, body: list[HtmlElement], chance: random.Random, step: int) -> None:
    """An advertisement's slot splits the list of paragraphs into two boxes alike, somewhere else at each fetch."""
    around = _common(body)
    if (
        around is None
        or around.tag != "div"
        or step % 2 == 0
        or any(_outer(e, body).getparent() is not around for e in body)
    ):
        return
    cut = around.index(_outer(chance.choice(body[1:-1]), body))
    second = around.makeelement("div", dict(around.attrib))
    for element in list(around)[cut:]:
        second.append(element)
    around.getparent().insert(around.getparent().index(around) + 1, second)
    slot = lxml.html.fragment_fromstring(
        filled('<div class="slot-{id}"><span>Advertisement</span></div>', chance, None, False)
    )
    around.getparent().insert(around.getparent().index(around) + 1, slot)


def _lazy(tree: HtmlElement, body: list[HtmlElement], chance: random.Random, step: int) -> None:
    """Pictures and boxes wait as placeholders, at some fetches already filled."""
    for element in chance.sample(body, min(3, len(body))):
        spare = (
            '<div class="lazy" style="height:250px"></div>' if step % 2 else '<div class="lazy"><p>Loading…</p></div>'
        )
        at = _outer(element, body)
        if at.getparent().tag in ("div", "section", "article", "main"):
            box = lxml.html.fragment_fromstring(spare)
            box.tail, at.tail = at.tail, None
            at.getparent().insert(at.getparent().index(at) + 1, box)


MARKUP: dict[str, Callable[[HtmlElement, list[HtmlElement], random.Random, int], None]] = {
    "hashed classes": _hashed,
    "div or section": _wrapped,
    "ids of paragraphs": _renumbered,
    "split in two": _split,
    "placeholders": _lazy,
}
KINDS = (*BOXES["between"], *MARKUP)
"""Every kind of noise by name."""


def _edit(tree: HtmlElement, body: list[HtmlElement], kind: str, chance: random.Random) -> Edit | None:
    """Edit the body, once and the same way at every fetch from then on."""
    n, m = chance.randrange(1000, 99999), chance.randrange(11, 99)
    if kind == "number":
        return _edit_number(body, chance)
    if kind == "headline":
        return _edit_headline(tree, n)
    element = chance.choice(body[1:-1])
    if kind == "sentence":
        said = SAID.format(n=n)
        last = element[-1] if len(element) else None
        if last is None:
            element.text = (element.text or "").rstrip() + said
        else:
            last.tail = (last.tail or "").rstrip() + said
        return Edit(kind, "", said.strip())
    if kind == "removed":
        outer = _outer(element, body)
        text = _plain(element.text_content())
        outer.drop_tree()
        body.remove(element)
        return Edit(kind, text, "")
    # What stands first may be a standfirst, of which a page has one, so the earliest text is put behind it.
    at = {"added early": 1, "added last": len(body) - 1}.get(kind, chance.randrange(1, len(body) - 1))
    return _add(body, at, kind, ADDED.format(n=n, m=m))


def _add(body: list[HtmlElement], at: int, kind: str, text: str) -> Edit | None:
    model = _outer(body[at], body)
    if body[at].tag in ("span", "li") or model.getparent() is None:
        return None
    new = copy.deepcopy(model)
    inner = next(
        e
        for e in new.iter()
        if isinstance(e.tag, str)
        and _plain(e.text_content()) == _plain(body[at].text_content())
        and e.tag == body[at].tag
    )
    for child in list(inner):
        inner.remove(child)
    inner.text = text
    inner.attrib.pop("id", None)
    if _plain(new.text_content()) != text:
        return None
    new.tail = model.tail if kind != "added early" else None
    parent = model.getparent()
    parent.insert(parent.index(model) + (kind != "added early"), new)
    body.insert(at + (kind != "added early"), inner)
    return Edit(kind, "", text)


def _edit_number(body: list[HtmlElement], chance: random.Random) -> Edit | None:
    places = [
        (node, match)
        for element in body
        for node in element.iter()
        if isinstance(node, HtmlElement) and node.text and len(node.text) > 30
        for match in NUMBER.finditer(node.text)
        if not YEAR.fullmatch(match[0]) and not DATED.search(node.text[: match.start()])
    ]
    if not places:
        return None
    node, match = chance.choice(places)
    old, new = match[0], str(int(match[0][0]) % 9 + 1) + match[0][1:]
    before, after = node.text[: match.start()][-12:], node.text[match.end() :][:12]
    node.text = node.text[: match.start()] + new + node.text[match.end() :]
    return Edit("number", _plain(before + old + after), _plain(before + new + after))


def _edit_headline(tree: HtmlElement, n: int) -> Edit | None:
    """The headline wherever the page states it, as a publishing system changes it."""
    head = tree.find(".//h1")
    old = _plain(head.text_content()) if head is not None else ""
    if len(old) < 20:
        return None
    new = f"Inquiry number {n} opened: {old}"
    for element in tree.iter():
        if isinstance(element.tag, str):
            for form in {old, json.dumps(old)[1:-1]} if element.text else ():
                element.text = element.text.replace(form, new)
            if element.tag == "meta" and old in (element.get("content") or ""):
                element.set("content", element.get("content").replace(old, new))
    return Edit("headline", old, new) if _plain(head.text_content()) == new else None
