"""Promises of what broken markup costs: time that grows with the page, never with its square."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable

import pytest

from spiders.article import Memory
from spiders.reading import read_page, tags
from spiders.reading.blocks import parse
from spiders.reading.bounds import MOST_ATTRIBUTES, MOST_TAGS, first_tags, raw_elements, with_bearable_tags
from spiders.reading.metadata import strip_tags
from spiders.reading.payloads import find_payloads
from spiders.reading.tags import said_within
from spiders.reading.words import plain

URL = "https://harbour.example/ferry"
STORY = "".join(
    f"<p>The ferry left quay {number} at dawn with {number + 40} passengers, the harbour master said.</p>"
    for number in range(12)
)


def _cost(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


@pytest.mark.parametrize(
    "attributes",
    [
        " ".join(f'data-n{number}="{number}"' for number in range(60_000)),
        " ".join(f"n{number}" for number in range(60_000)),
        " ".join(f"n{number}='>'" for number in range(60_000)) + " " + "x" * 50_000,
    ],
    ids=["quoted", "bare", "with brackets"],
)
def test_start_tag_with_many_attributes_keeps_the_first_thousand(attributes: str) -> None:
    page = f"<p>Before.</p><p {attributes}>The dam held.</p>"
    kept = with_bearable_tags(page)
    assert kept.endswith(">The dam held.</p>")
    assert kept.count("n") <= MOST_ATTRIBUTES + 100
    assert _cost(lambda: with_bearable_tags(page)) < 0.5


def test_page_with_60000_attributes_in_one_tag_is_read_in_time() -> None:
    many = " ".join(f'data-n{number}="{number}"' for number in range(60_000))
    page = f"<article {many}><h1>Ferry leaves</h1>{STORY}</article>"
    assert _cost(lambda: read_page(page, URL)) < 2
    article = read_page(page, URL).article
    assert article is not None
    assert len(article.paragraphs) == 12


def test_long_picture_in_an_attribute_stays() -> None:
    page = f'<p>Before.</p><img alt="The quay" src="data:image/png;base64,{"iVBOR" * 20_000}=="><p>After.</p>'
    assert with_bearable_tags(page) is page


def test_quotes_of_cut_attributes_do_not_swallow_the_page() -> None:
    many = " ".join(f"n{number}='a > b'" for number in range(5000))
    page = f"<div {many} {'x' * 30_000}><p>It's whole.</p></div>"
    assert with_bearable_tags(page).endswith("><p>It's whole.</p></div>")


def test_elements_end_at_the_first_end_tag_behind_them() -> None:
    page = "<script a>1</script><SCRIPT b>2<script>3</Script ><script>4"
    assert list(raw_elements(page, "script")) == [(" a", "1"), (" b", "2<script>3")]


def test_scripts_without_an_end_are_not_each_searched_to_the_end_of_the_page() -> None:
    page = "<script>var a = {};" * 100_000
    assert _cost(lambda: list(find_payloads(page))) < 0.5
    assert _cost(lambda: list(find_payloads("<script" * 300_000))) < 0.5


def test_pushes_without_an_end_are_not_each_searched_to_the_end_of_the_script() -> None:
    page = "<script>" + 'self.__next_f.push([1,"a"' * 50_000 + "</script>"
    assert _cost(lambda: list(find_payloads(page))) < 0.5


def test_million_entities_in_an_attribute_are_read_in_time() -> None:
    assert _cost(lambda: said_within(['p class="' + "&quot;" * 800_000 + '"'])) < 0.5


def test_attribute_reads_as_it_was_written() -> None:
    (said,) = said_within(['p class="a&amp;lt; &quot;b&quot;&nbsp;&lt;c&gt;"'])
    assert said.raw == 'a&lt; "b"\xa0<c>'


def test_headline_of_nothing_but_brackets_is_read_in_time() -> None:
    assert _cost(lambda: strip_tags("<" * 300_000)) < 0.5
    assert strip_tags("Ferry <b>leaves</b> at 3 < 4") == "Ferry leaves at 3 < 4"


def test_body_that_was_rewritten_at_length_is_held_against_the_old_in_time() -> None:
    def page(word: str, count: int) -> str:
        said = [
            " ".join(f"{word}{number}x{step} harbour{step}" for step in range(60)) + " ended."
            for number in range(count)
        ]
        return "<article><h1>Ferry leaves</h1>" + "".join(f"<p>{text}</p>" for text in said) + "</article>"

    known: Memory = read_page(page("alpha", 300), URL).memory
    later = page("beta", 300)
    assert _cost(lambda: read_page(later, URL, memory=known)) < 2


def test_million_tags_are_read_no_further_than_the_bound() -> None:
    page = f"<article><h1>Ferry leaves</h1>{STORY}</article>" + "<tr><td>a<td>b" * 350_000
    assert first_tags(page).count("<") == MOST_TAGS
    assert page.startswith(first_tags(page))
    article = read_page(page, URL).article
    assert article is not None
    assert len(article.paragraphs) >= 12


def test_page_of_few_tags_is_read_whole() -> None:
    page = "<p>The ferry left.</p>" * 100
    assert first_tags(page) is page


def test_text_of_a_million_wide_characters_is_read_in_time() -> None:
    page = f"<article><h1>渡船</h1><p>{'渡船于清晨离开码头。' * 100_000}</p></article>"
    assert _cost(lambda: read_page(page, URL)) < 2


@pytest.mark.parametrize("tag", ["xmp", "noembed", "plaintext"])
def test_markup_that_a_browser_takes_for_text_is_no_paragraph(tag: str) -> None:
    page = f"<article><h1>Ferry leaves</h1>{STORY}</article><{tag}><p>This is a listing, and no paragraph.</p></{tag}>"
    article = read_page(page, URL).article
    assert article is not None
    assert len(article.paragraphs) == 12
    assert "listing" not in " ".join(article.paragraphs)


@pytest.mark.parametrize("tag", ["xmp", "noembed"])
def test_listing_among_paragraphs_takes_none_of_them_with_it(tag: str) -> None:
    listing = f"<{tag}><p>Listed <b>only</b>.</p><div></{tag}>"
    article = read_page(f"<article><h1>Ferry leaves</h1>{STORY}{listing}{STORY}</article>", URL).article
    assert article is not None
    assert len(article.paragraphs) == 24


def test_tags_met_once_are_not_kept_for_good() -> None:
    said_within([f"x-{n}" for n in range(20_000)])
    assert len(tags._known) <= tags._MOST_KNOWN
    assert [said.tag for said in said_within(["x-7", None, "/x-7"])] == ["x-7", "", "x-7"]


def _deep(start: str, end: str = "", times: int = 100_000) -> str:
    return f"<article><h1>Ferry leaves</h1>{STORY}</article>{start * times}<p>Below.</p>{end * times}"


@pytest.mark.parametrize(
    "page",
    [
        _deep("<div>", "</div>"),
        _deep("<ul><li>"),
        _deep("<span><div></span>"),
        _deep("<!--><div>"),
        "<svg><script>" + _deep("<div>"),
        "".join(f"<html data-n{n}><body data-n{n}>" for n in range(30_000)) + _deep(""),
    ],
    ids=["closed", "lists", "crossed", "behind a comment that is empty", "in a drawing's script", "many roots"],
)
def test_page_of_100000_nested_elements_is_read_in_time(page: str) -> None:
    assert _cost(lambda: read_page(page, URL)) < 2


@pytest.mark.parametrize("times", [1200, 2000, 40_000])
def test_formatting_that_no_tag_ends_is_not_opened_anew_in_each_paragraph(times: int) -> None:
    page = "<article>" + "".join(f"<p><font data-n{number}>Ferry {number}." for number in range(times))
    assert len(parse(with_bearable_tags(page)).html or "") < 12_000_000
    assert _cost(lambda: read_page(page, URL)) < 2


def test_no_text_is_lost_with_the_tags_of_a_page_that_nests_too_deep() -> None:
    page = "".join(f"<div><b data-n{number}>{number}" for number in range(20_000)) + "</b></div>" * 20_000
    text = parse(with_bearable_tags(page)).text()
    assert text == "".join(map(str, range(20_000)))


def test_markup_inside_scripts_and_comments_of_a_deep_page_stays_as_it_is() -> None:
    script = "<script>var a = '<div><b>' + \"<b>\";</script><!-- <div><b> -->"
    kept = with_bearable_tags("<div>" * 20_000 + script * 2000)
    assert kept.count(script) == 2000
    assert kept.count("<div>") < 10_000


def test_page_of_many_closed_elements_stays_as_it_is() -> None:
    page = "<div><ul><li><b>One</b><li><p><i>Two</i></ul></div><img src=a><br>" * 3000
    assert with_bearable_tags(page) is page


def test_many_attributes_behind_a_value_of_tags_are_cut() -> None:
    many = " ".join(f'data-n{number}="{number}"' for number in range(30_000))
    page = f'<div class="{"<p>" * 60_000}" {many}>The dam held.</div>'
    assert with_bearable_tags(page).count("data-n") < MOST_ATTRIBUTES
    assert with_bearable_tags(page).endswith(">The dam held.</div>")
    assert _cost(lambda: read_page(page, URL)) < 2


def test_rows_of_a_stream_without_line_ends_are_not_each_searched_to_its_end() -> None:
    stream = "1:T0," * 400_000
    page = f"<script>self.__next_f.push([1,{json.dumps(stream)}])</script>"
    assert _cost(lambda: list(find_payloads(page))) < 2


def test_lists_within_lists_of_a_state_are_not_weighed_without_end() -> None:
    part: dict[str, object] = {"text": "a b c."}
    for _ in range(6):
        part = {"type": "list", "items": [part] * 7}
    state = json.dumps({"title": "Ferry leaves", "body": part})
    page = f'<title>Ferry leaves</title><script type="application/json">{state}</script>'
    assert _cost(lambda: read_page(page, URL)) < 2


@pytest.mark.parametrize("sign", ["\ufdfa", "é"])
def test_text_of_a_million_signs_that_unfold_is_compared_in_time(sign: str) -> None:
    assert _cost(lambda: plain(sign * 1_000_000)) < 0.5


@pytest.mark.parametrize(
    "head",
    [
        f"<title>{'Ferry - ' * 100_000}</title>",
        f"<meta property='og:title' content='{'Ferry | ' * 100_000}'>",
        '<script type="application/ld+json">{"@type":"Article","headline":"' + "Ferry - " * 100_000 + '"}</script>',
    ],
    ids=["title", "card", "json-ld"],
)
def test_headline_of_a_million_characters_is_none(head: str) -> None:
    page = f"<head>{head}</head><article><h1>Ferry leaves</h1>{STORY}</article>"
    assert _cost(lambda: read_page(page, URL)) < 2
    article = read_page(page, URL).article
    assert article is not None
    assert article.title == "Ferry leaves"


@pytest.mark.parametrize("name", ['<meta property="og:url" content=', '<link rel="canonical" href='])
def test_address_that_is_none_is_passed_over(name: str) -> None:
    article = read_page(f'<head>{name}"http://[harbour"></head><article>{STORY}</article>', URL).article
    assert article is not None
    assert article.canonical == URL


def test_markup_written_in_a_script_takes_no_tags_from_the_page() -> None:
    page = f"<head><script>var rows = '{'<td>' * 200_000}';</script></head><article>{STORY}</article>"
    assert _cost(lambda: read_page(page, URL)) < 2
    article = read_page(page, URL).article
    assert article is not None
    assert len(article.paragraphs) == 12


def test_long_text_in_a_script_takes_no_memory_of_its_own() -> None:
    page = f'<script>var rows = "{"<td>one" * 400_000}";</script>'
    list(find_payloads("<script>" + "var a;" * 100 + "</script>"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    list(find_payloads(page))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize("start", ["<script>", "<!--", "<style>"])
@pytest.mark.parametrize("tag", ["<style>", "<!--", "<script>"])
def test_what_is_cut_off_at_the_bound_is_not_searched_to_its_end_for_each_tag_in_it(start: str, tag: str) -> None:
    page = f"<article><h1>Ferry leaves</h1>{STORY}</article>{start}{tag * 150_000}"
    assert _cost(lambda: read_page(page, URL)) < 2
    article = read_page(page, URL).article
    assert article is not None
    assert len(article.paragraphs) == 12
