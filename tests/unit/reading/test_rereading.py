"""What two fetches of one page must have in common, and what must be seen when the text really changed."""

from __future__ import annotations

import json

import pytest

from spiders.article import Memory, Reading
from spiders.reading import read_page
from tests.unit.reading.pages import ADVERT, NEWSLETTER, PARAGRAPHS, POINTER, RELATED, STANDFIRST, TITLE, page

URL = "https://quay.example/2026/03/03/wall"


def read(html: str, before: Reading | None = None) -> Reading:
    return read_page(html, URL, memory=before.memory if before else None)


@pytest.mark.parametrize("box", [NEWSLETTER, RELATED, POINTER, ADVERT])
@pytest.mark.parametrize("index", [0, 3, 6])
def test_box_that_appears_between_paragraphs_is_no_difference(box: str, index: int):
    first = read(page())
    second = read(page(between={index: box}), first)
    assert second.article == first.article
    assert not second.cannot_tell


@pytest.mark.parametrize("sent", ["Read by 79,000 people.", "Join the 79,000 who get the news of the coast at six."])
def test_promotion_with_a_button_and_no_field_is_never_body(sent: str):
    wrap = '<div class="css-t40vz1"><div class="css-5dn2ps">{}</div></div>'
    letter = (
        '<div class="css-n3wsl7"><div>The weekend letter</div><div>' + sent + "</div><button>Sign up</button></div>"
    )
    first = read(page(wrap=wrap, behind=letter))
    assert first.article is not None
    assert first.article.paragraphs == PARAGRAPHS
    again = read(page(wrap=wrap, behind=letter.replace("79,000", "81,200")), first)
    assert again.article == first.article
    assert read(page(wrap=wrap), again).article == first.article


def test_paragraph_with_a_button_of_its_own_is_body():
    wrap = '<div class="line"><p class="story-text">{}</p><button>Share this</button></div>'
    reading = read(page(wrap=wrap))
    assert reading.article is not None
    assert reading.article.paragraphs == PARAGRAPHS


@pytest.mark.parametrize("box", [NEWSLETTER, RELATED, POINTER, ADVERT])
def test_box_that_goes_away_is_no_difference(box: str):
    first = read(page(between={2: box}))
    assert read(page(), first).article == first.article


def test_times_counters_and_lists_around_the_story_are_no_difference():
    first = read(page(minutes=3))
    assert read(page(minutes=55), first).article == first.article


def test_changed_number_is_the_only_difference_among_new_boxes():
    first = read(page(between={1: RELATED}))
    edited = tuple(p.replace("340 households", "430 households") for p in PARAGRAPHS)
    second = read(page(edited, between={0: NEWSLETTER, 4: POINTER}), first)
    assert second.article is not None
    assert second.article.paragraphs == edited
    assert second.article.title == TITLE


def test_new_paragraph_is_kept_at_its_place():
    first = read(page())
    added = (
        *PARAGRAPHS[:4],
        "The regional fund confirmed on Wednesday that it would pay 4.9 million.",
        *PARAGRAPHS[4:],
    )
    second = read(page(added), first)
    assert second.article is not None
    assert second.article.paragraphs == added


def test_edited_standfirst_is_still_the_standfirst():
    first = read(page())
    second = read(page(standfirst=STANDFIRST.replace("11-3", "12-2")), first)
    assert second.article is not None
    assert second.article.standfirst == STANDFIRST.replace("11-3", "12-2")
    assert second.article.paragraphs == PARAGRAPHS


def test_first_list_in_a_body_without_lists_is_kept():
    first = read(page())
    items = "<ul><li>Height after the work: 5.8 metres.</li><li>Length of the wall: 610 metres.</li></ul>"
    second = read(page(between={2: items}), first)
    assert second.article is not None
    assert "Length of the wall: 610 metres." in second.article.paragraphs


def test_new_layout_with_the_same_text_is_no_difference():
    first = read(page())
    rebuilt = page(wrap='<div class="x-text"><p class="Prose_text__Zq81e">{}</p></div>')
    second = read(rebuilt, first)
    assert second.article is not None
    assert first.article is not None
    assert second.article.paragraphs == first.article.paragraphs
    assert not second.cannot_tell


def test_new_class_hashes_after_a_deployment_are_no_difference():
    first = read(page(wrap='<p class="css-1a2b3c">{}</p>'))
    assert read(page(wrap='<p class="css-9x8y7z">{}</p>'), first).article == first.article


def test_headline_tried_in_one_place_only_is_no_difference():
    first = read(page())
    tried = page().replace(f'<h1 class="story-title">{TITLE}', '<h1 class="story-title">The wall that split a town')
    second = read(tried, first)
    assert second.article is not None
    assert second.article.title == TITLE


def test_changed_headline_is_seen():
    first = read(page())
    second = read(page(title="Ostrey wall vote annulled"), first)
    assert second.article is not None
    assert second.article.title == "Ostrey wall vote annulled"


def test_memory_is_small_json_and_survives_being_stored():
    first = read(page())
    stored = Memory(json.loads(json.dumps(dict(first.memory.site))), json.loads(json.dumps(dict(first.memory.page))))
    assert len(json.dumps(dict(first.memory.page))) < 20_000
    assert read_page(page(), URL, memory=stored).article == first.article


@pytest.mark.parametrize(
    "page_memory",
    [
        {"v": 99, "body": "later"},  # a later release
        {"v": 1, "body": 7, "sketches": {}, "paths": "x", "missing": -3},  # every field of another shape
        {"v": 1, "body": "not a key at all", "paths": [[1, 2], []]},
        {"something": "else"},
    ],
)
def test_memory_of_another_shape_counts_as_none(page_memory: dict[str, object]):
    fresh = read_page(page(), URL)
    assert read_page(page(), URL, memory=Memory(site={"v": "?"}, page=page_memory)).article == fresh.article
