"""What stands under every article of a site is no part of one; what several articles report is."""

from __future__ import annotations

from spiders.article import Memory, Reading
from spiders.reading import explain_page, read_page
from spiders.reading.ground import Why
from tests.unit.reading.pages import PARAGRAPHS, page

NOTE = "Our newsroom is paid for by its readers and by nobody else, and what we print is decided by our editors alone."
CONTEXT = "The storm of January was the worst since records began, and the coast has been waiting for walls ever since."
TOLL = "In all, 41,100 people have been displaced since the dike broke in October, according to the regional office."
SUBJECTS = ("ferry", "market", "school", "bridge", "orchard", "theatre", "railway", "hospital")


def story(subject: str) -> tuple[str, ...]:
    return tuple(
        f"The {subject} {text}, a spokeswoman for the {subject} said on Tuesday."
        for text in (
            "will stay closed until the roof has been looked at by an engineer",
            "had been warned about the cracks two years ago by a former caretaker",
            "has found another place for those who depend on it until the summer",
            "is to be rebuilt with money from the region and from its own savings",
        )
    )


def site(texts: tuple[str, ...] = (), *, at: int | None = None, count: int = 5) -> Memory:
    """The memory of a site after `count` articles with these texts at the end of each body, or behind paragraph `at`."""
    memory: dict[str, object] = {}
    for subject in SUBJECTS[:count]:
        body = story(subject)
        body = (*body, *texts) if at is None else (*body[:at], *texts, *body[at:])
        reading = read_page(
            page(body, title=f"The {subject} closes"), f"https://quay.example/{subject}", memory=Memory(site=memory)
        )
        memory = dict(reading.memory.site)
    return Memory(site=memory)


def read(body: tuple[str, ...], memory: Memory) -> Reading:
    return read_page(page(body), "https://quay.example/wall", memory=memory)


def paragraphs(reading: Reading) -> tuple[str, ...]:
    assert reading.article is not None
    return reading.article.paragraphs


def test_note_under_every_article_is_no_part_of_the_next_one():
    reading = read((*PARAGRAPHS, NOTE), site((NOTE,)))
    assert paragraphs(reading) == PARAGRAPHS
    verdicts = explain_page(page((*PARAGRAPHS, NOTE)), "https://quay.example/wall", memory=site((NOTE,)))
    assert {v.why for v in verdicts if v.text == NOTE} == {Why.SHARED}


def test_note_stays_out_at_later_looks_and_goes_without_a_difference():
    first = read((*PARAGRAPHS, NOTE), site((NOTE,)))
    again = read((*PARAGRAPHS, NOTE), first.memory)
    assert again.article == first.article
    assert again.memory.site == first.memory.site
    assert again.memory.page["shared"] == first.memory.page["shared"] != ""
    assert read(PARAGRAPHS, again.memory).article == first.article


def test_note_that_is_dropped_everywhere_stays_known_as_shared():
    memory = site((NOTE,), count=8)
    assert paragraphs(read((*PARAGRAPHS, NOTE), memory)) == PARAGRAPHS


def test_paragraph_with_a_figure_is_never_dropped_for_being_repeated():
    assert paragraphs(read((*PARAGRAPHS, TOLL), site((TOLL,)))) == (*PARAGRAPHS, TOLL)


def test_sentence_that_live_articles_share_in_their_midst_is_kept():
    body = (*PARAGRAPHS[:3], CONTEXT, *PARAGRAPHS[3:])
    assert paragraphs(read(body, site((CONTEXT,), at=2))) == body


def test_sentence_at_the_end_of_two_articles_is_kept():
    assert paragraphs(read((*PARAGRAPHS, CONTEXT), site((CONTEXT,), count=2))) == (*PARAGRAPHS, CONTEXT)


def test_text_that_this_article_is_known_to_report_is_never_taken_from_it():
    first = read((*PARAGRAPHS, CONTEXT), Memory())
    later = read((*PARAGRAPHS, CONTEXT), Memory(site((CONTEXT,)).site, first.memory.page))
    assert later.article == first.article


def test_story_under_many_addresses_is_kept_whole():
    memory: dict[str, object] = {}
    body = story("ferry")
    for n in range(7):
        reading = read_page(page(body), f"https://quay.example/ferry?from={n}", memory=Memory(site=memory))
        memory = dict(reading.memory.site)
        assert paragraphs(reading) == body
