"""A page whose story stands as it stood teaches nothing, and no edit hides behind that."""

from dataclasses import replace

import pytest

from monitor.checks import judging
from monitor.checks.judging import Page, look
from spiders.article import Article, Memory
from spiders.reading import read_page

URL = "https://paper.example/dam"
TEXTS = (
    "The dam above Orlo held on Tuesday after two days of rain, and engineers opened both of its gates by hand.",
    "At least 41 people were led out of the lower town, the fire service said, and none of them was hurt badly.",
    "The council meets on Friday to decide whether the road along the river can be opened again before winter.",
)


def page(tick: int, texts=TEXTS, title="Dam above Orlo holds") -> str:
    told = "".join(f"<p>{text}</p>" for text in texts)
    links = "".join(f"<li><a href='/x{tick}{n}'>Storm {tick * 7 + n} takes {tick + n} roofs</a></li>" for n in range(3))
    return (
        f"<html lang=en><head><title>{title}</title></head><body><nav><ul>{links}</ul></nav><main><article>"
        f"<h1>{title}</h1>{told}</article></main><aside><h2>Most read</h2><ul>{links}</ul></aside></body></html>"
    )


def settled() -> Memory:
    memory = Memory()
    for tick in range(3):
        memory = read_page(page(tick), URL, memory=memory).memory
    return memory


def test_a_page_whose_story_stands_hands_back_the_very_memory_it_was_given():
    memory = settled()
    again = read_page(page(50), URL, memory=memory)
    assert again.article is not None
    assert again.article.paragraphs == TEXTS
    assert again.memory is memory


@pytest.mark.parametrize(
    "texts",
    [
        (TEXTS[0], TEXTS[1].replace("41", "42"), TEXTS[2]),  # a figure
        (TEXTS[1], TEXTS[0], TEXTS[2]),  # the order
        (*TEXTS[:2],),  # a paragraph less
        (*TEXTS, "A second gate jammed in the evening, and the engineers stayed until it could be moved again."),
    ],
)
def test_an_edit_is_read_and_learned(texts):
    memory = settled()
    again = read_page(page(50, texts), URL, memory=memory)
    assert again.article is not None
    assert again.article.paragraphs == texts
    assert again.memory.page != memory.page


def test_an_edit_that_the_memory_does_not_tell_apart_is_a_version_all_the_same():
    memory = settled()
    louder = (TEXTS[0].replace("dam", "DAM"), *TEXTS[1:])
    known = read_page(page(9), URL, memory=memory).article.fingerprint()
    again = read_page(page(50, louder), URL, memory=memory)
    assert again.article.paragraphs == louder
    assert again.article.fingerprint() != known


def test_a_look_that_finds_all_as_it_was_settles_what_was_tried_before():
    memory = settled()
    gone = Memory(memory.site, {**memory.page, "missing": 1})
    assert read_page(page(50), URL, memory=gone).memory.page["missing"] == 0


def test_no_json_is_made_of_an_article_that_equals_the_newest_version(monkeypatch):
    memory = settled()
    packed = [judging.pack_memory(one) for one in (memory.site, memory.page)]
    given = Page(page(50).encode(), URL, 200, {}, packed[0], packed[1], None)
    first = look(given)
    monkeypatch.setattr(Article, "to_json", lambda _: 1 / 0)
    found = look(replace(given, known=first.fingerprint))
    assert (found.text, found.page_memory, found.site_memory) == (None, None, None)
    assert found.fingerprint == first.fingerprint
