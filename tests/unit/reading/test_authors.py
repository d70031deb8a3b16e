"""Whose names are the authors', and how they are written."""

from __future__ import annotations

import pytest

from spiders.reading import read_page
from spiders.reading.authors import clean_names
from tests.unit.reading.sites import story

URL = "https://news.example/2026/04/16/reservoir"

# what the page states, the names in it
STATED = [
    (["By Lena Haj"], ("Lena Haj",)),
    (["Von Lena Haj und Jörg Söder, dpa"], ("Lena Haj", "Jörg Söder")),
    (["Lena Haj and Ana Roth"], ("Lena Haj", "Ana Roth")),
    (["Lena Haj, Ana Roth and Ib Dahl-Krogh"], ("Lena Haj", "Ana Roth", "Ib Dahl-Krogh")),
    (["Lena Haj, Senior Reporter"], ("Lena Haj",)),
    (["Lena Haj | Environment correspondent"], ("Lena Haj",)),
    (["Lena Haj", "Lena Haj", "(Image: Getty)"], ("Lena Haj",)),
    (["lena.haj@news.example", "https://news.example/lena"], ()),
    # one name of several words
    (["Centre for Wind and Water"], ("Centre for Wind and Water",)),
    (["Agence Rhône & Fils"], ("Agence Rhône & Fils",)),
    # scripts without capitals
    (["松岡大地"], ("松岡大地",)),
    (["لينا الحاج"], ("لينا الحاج",)),
]


@pytest.mark.parametrize(("stated", "names"), STATED)
def test_each_name_stands_alone(stated: list[str], names: tuple[str, ...]):
    assert clean_names(stated) == names


def authors_of(html: str) -> tuple[str, ...]:
    article = read_page(html, URL).article
    assert article is not None
    return article.authors


@pytest.mark.parametrize(
    "byline",
    [
        '<a rel="author" href="/by/haj">Lena Haj</a>',
        '<span itemprop="author"><span itemprop="name">Lena Haj</span></span>',
        '<span class="byline">By <a class="author" href="/by/haj">Lena Haj</a></span>',
    ],
)
def test_name_marked_in_the_page_is_the_author_where_nothing_else_states_one(byline: str):
    assert authors_of(story("en", "div", marked=False, before=f"<div>{byline}</div>")) == ("Lena Haj",)


def test_name_marked_in_the_page_comes_before_the_outlet_s_own():
    html = story("en", "div", before='<div><a rel="author" href="/by/roth">Ana Roth</a></div>', more={"author": {"@type": "Organization", "name": "Fell Courier"}})  # fmt: skip
    assert authors_of(html) == ("Ana Roth",)


def test_authors_of_other_stories_are_not_this_one_s():
    card = '<aside><div><a rel="author" href="/x">Ib Dahl</a></div></aside>'
    html = story(
        "en", "div", marked=False, before='<div><a rel="author" href="/by/haj">Lena Haj</a></div>', behind=card
    )
    assert authors_of(html) == ("Lena Haj",)
