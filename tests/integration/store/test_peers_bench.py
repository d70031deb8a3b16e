"""The paper that programs are compared on: surroundings differ at each fetch, stories only when told to."""

import re
import threading

import pytest

from benchmarks.peers_programs import PROGRAMS
from benchmarks.peers_site import FACTS, KINDS, Paper
from spiders.reading import read_page


@pytest.fixture
def paper():
    paper = Paper(0, 20)
    thread = threading.Thread(target=paper.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield paper
    paper.shutdown()
    thread.join()
    paper.server_close()


def test_two_fetches_differ_and_their_stories_do_not(paper):
    for story in paper.stories:
        one, other = paper.page(story), paper.page(story)
        assert one != other
        assert 30_000 < len(one) < 120_000
        texts = [read_page(page, f"http://paper.example/a/{story.number}").article.paragraphs for page in (one, other)]
        assert list(texts[0]) == list(texts[1]) == story.texts()[1]


def test_each_kind_of_edit_moves_a_figure_or_none_and_is_taken_back_or_goes_on(paper):
    for story in paper.stories:
        before = story.texts()
        story.edited += 1
        after = story.texts()
        figures = [re.findall(r"\d+", " ".join(texts).replace(",", "")) for _, texts in (before, after)]
        assert (before != after) == bool(story.kind)
        assert (figures[0] != figures[1]) == (story.kind in FACTS)
    assert {story.kind for story in paper.stories} == set(KINDS)


def test_every_program_says_what_it_is():
    assert list(PROGRAMS)[:2] == ["floor", "rowback"], "the floor comes first: all are told as multiples of it"
    assert all(program.__doc__ for program in PROGRAMS.values())
