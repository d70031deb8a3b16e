"""A page of which much is left out for no known reason is in doubt at its first look, and read at a second that agrees."""

from __future__ import annotations

import pytest

from spiders.reading import read_page
from tests.unit.reading.pages import PARAGRAPHS, page

URL = "https://quay.example/2026/03/03/wall"
REST = (
    "The council's engineers had asked for two metres, but the members from the inner basin said that nobody would see the sea again.",
    "In the cellar of the customs house the marks of seven floods are painted on the wall, the highest at the height of a grown man.",
    "Whoever lives below the church hill gets a letter in April that says when the lorries come, and which doors must stay shut.",
    "The regional fund pays only if the work begins before the summer, a condition that two earlier plans for the wall did not meet.",
    "A model of the wall stands in the library, where the harbour master explains it on Saturdays to whoever brings a question.",
)


def shown(texts: tuple[str, ...], wrap: str = "<p>{}</p>") -> str:
    return "".join(wrap.format(text) for text in texts)


def far(markup: str) -> str:
    """The page with markup behind all that belongs to the story."""
    return page().replace('<footer class="site-footer">', f'{markup}<footer class="site-footer">')


@pytest.mark.parametrize(
    "markup",
    [
        f'<div class="q-lower"><div>{shown(REST)}</div></div>',
        f'<section class="panel-two"><h2>What the engineers asked for</h2>{shown(REST)}</section>',
        f'<div class="k">{shown(REST, "<div class=tx>{}</div>")}</div>',
    ],
)
def test_half_a_story_in_another_part_of_the_page_is_doubted_once_and_then_read(markup: str):
    first = read_page(far(markup), URL)
    if first.article is not None and REST[0] in first.article.paragraphs:
        return  # read as a part, which is better
    assert first.doubt.startswith("left_out: 5 paragraphs, "), first
    assert REST[0][:40] in first.doubt
    second = read_page(far(markup), URL, memory=first.memory)
    assert second.article is not None
    assert not second.doubt
    third = read_page(far(markup), URL, memory=second.memory)
    assert not third.doubt


COMMENT = '<div class="reader"><b>Ula K.</b><div class="said">{}</div></div>'


@pytest.mark.parametrize(
    "markup",
    [
        "".join(COMMENT.format(shown(REST[:3])) for _ in range(4)),  # what readers write: boxes alike
        f"<ul>{''.join(f'<li><h4>Ula {n}</h4>{shown(REST)}</li>' for n in range(3))}</ul>",  # the same, as a list
        f'<div class="comments"><div>{shown(REST)}</div></div>',  # named for what it is
        f"<footer>{shown(REST)}</footer>",  # small print
        f'<aside class="box">{shown(REST)}</aside>',
        f'<div class="about-us">{shown(REST[:2])}</div>',  # about the author
        "".join(f"<div class=more><a href=/s/{n}><h3>Dredger {n} stuck</h3></a>{shown((text,))}</div>" for n, text in enumerate(REST)),
    ],
)  # fmt: skip
def test_texts_that_are_something_else_raise_no_doubt(markup: str):
    reading = read_page(far(markup), URL)
    assert reading.article is not None
    assert reading.article.paragraphs[: len(PARAGRAPHS)] == PARAGRAPHS
    assert not reading.doubt


def test_little_beside_a_long_story_raises_no_doubt():
    long = tuple(f"On pier {n} the mast of a boat fell {n + 2} metres. {PARAGRAPHS[n % 8]}" for n in range(40))
    html = page(long).replace('<footer class="site-footer">', f'<div class="q-lower">{shown(REST)}</div><footer>')
    assert not read_page(html, URL).doubt
