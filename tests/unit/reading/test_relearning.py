"""When a reading says that it is a new baseline, and when another text is simply an edit."""

from __future__ import annotations

from spiders.article import Memory, Reading, Relearned
from spiders.override import Override
from spiders.reading import read_page
from spiders.reading.memory import RULES
from tests.unit.reading.pages import NEWSLETTER, PARAGRAPHS, page

URL = "https://quay.example/2026/03/03/wall"
REBUILT = '<div class="prose"><div class="line">{}</div></div>'
OTHER = tuple(
    f"The ferry number {n} was late by {n + 3} minutes because of fog over the outer sound." for n in range(8)
)


def read(html: str, before: Reading | None = None) -> Reading:
    return read_page(html, URL, memory=before.memory if before else None)


def with_page_memory(reading: Reading, **other: object) -> Reading:
    memory = Memory(reading.memory.site, {**reading.memory.page, **other})
    return Reading(memory=memory)


def test_first_reading_is_no_new_baseline():
    assert read(page()).relearned is None


def test_same_layout_is_none_whatever_stands_around_the_story():
    again = read(page(between={3: NEWSLETTER}, minutes=40), read(page()))
    assert again.relearned is None
    assert again.passed_over == again.newly_seen == ()


def test_rebuilt_site_is_a_new_baseline_and_the_next_look_is_none():
    moved = read(page(wrap=REBUILT), read(page()))
    assert moved.relearned is Relearned.LAYOUT
    assert not moved.cannot_tell
    assert "Most read" in moved.passed_over
    assert read(page(wrap=REBUILT), moved).relearned is None


def test_story_written_anew_at_its_place_is_an_edit_and_no_new_baseline():
    held = read(page(OTHER), read(page()))
    confirmed = read(page(OTHER), held)
    assert held.cannot_tell
    assert confirmed.relearned is None
    assert not confirmed.cannot_tell


def test_flash_of_one_paragraph_that_is_edited_is_no_new_baseline():
    flash = ("An explosion was heard near the container port of Ostrey shortly after 6am, the harbour office said.",)
    again = read(page((flash[0].replace("6am", "5am"),)), read(page(flash)))
    assert again.relearned is None


def test_reading_by_other_rules_is_a_new_baseline():
    upgraded = read(page(), with_page_memory(read(page()), rules=0))
    assert upgraded.relearned is Relearned.RELEASE
    assert read(page(), upgraded).relearned is None


def test_memory_of_the_release_before_keeps_its_verdicts_and_is_replaced():
    promo = '<p class="story-text">Our letter on the coast has 12,400 readers and comes at seven every day.</p>'
    first = read(page(behind=promo))
    assert first.article is not None
    known = Memory(first.memory.site, {**first.memory.page, "rules": RULES - 1})
    upgraded = read(page(behind=promo, minutes=9), Reading(memory=known))
    assert (upgraded.article, upgraded.relearned) == (first.article, Relearned.RELEASE)
    assert upgraded.memory.page["rules"] == RULES
    assert upgraded.memory.page["body"] == first.memory.page["body"]
    edited = page((PARAGRAPHS[0].replace("1.4", "1.6"), *PARAGRAPHS[1:]), behind=promo)
    again = read(edited, Reading(memory=known))
    assert again.article is not None
    assert (again.article.paragraphs[0], again.relearned) == (PARAGRAPHS[0].replace("1.4", "1.6"), Relearned.RELEASE)


def test_doubt_does_not_hide_that_the_rules_are_others():
    old = with_page_memory(read(page()), rules=0)
    held = read(page(OTHER), old)
    assert held.cannot_tell
    assert read(page(OTHER), held).relearned is Relearned.RELEASE


def test_memory_that_cannot_be_read_is_forgotten():
    assert read(page(), with_page_memory(read(page()), v=99)).relearned is Relearned.FORGOTTEN


NEW = "The fund said on Friday that 9.7 million more would be needed for the gates of the basin."


def test_paragraph_written_into_the_story_while_the_site_was_rebuilt_is_told_as_added():
    moved = read(page((*PARAGRAPHS[:3], NEW, *PARAGRAPHS[3:]), wrap=REBUILT), read(page()))
    assert (moved.relearned, moved.added) == (Relearned.LAYOUT, (NEW,))


def test_text_is_not_told_as_added_where_it_may_have_stood_before():
    left_out = f'<div class="box"><p>{NEW}</p><form><input type="email"></form></div>'
    first = read(page(between={2: left_out}))
    moved = read(page((*PARAGRAPHS[:3], NEW, *PARAGRAPHS[3:]), wrap=REBUILT), first)
    assert (moved.relearned, moved.added) == (Relearned.LAYOUT, ()), "it was left out before"
    at_the_end = read(page((*PARAGRAPHS, NEW), wrap=REBUILT), read(page()))
    assert (at_the_end.relearned, at_the_end.added) == (Relearned.LAYOUT, ()), "nobody looked behind the body"
    other_rules = with_page_memory(read(page()), rules=0)
    upgraded = read(page((*PARAGRAPHS[:3], NEW, *PARAGRAPHS[3:])), other_rules)
    assert (upgraded.relearned, upgraded.added) == (Relearned.RELEASE, ()), "other rules may have passed over it"


def test_edited_paragraph_of_a_rebuilt_site_is_no_reason_to_leave_out_the_added_one():
    story = (*PARAGRAPHS[:3], NEW, PARAGRAPHS[3], PARAGRAPHS[4].replace("Three", "Four"), *PARAGRAPHS[5:])
    moved = read(page(story, wrap=REBUILT), read(page()))
    assert NEW in moved.added


def test_text_that_was_left_out_before_is_told_as_newly_seen():
    note = "The newsroom of the Quay is looking for a tide reporter; write to the desk before the end of the month."
    html = page(behind=f'<div class="box"><p>{note}</p><form><input type="email"></form></div>')
    first = read(html)
    assert first.article is not None
    assert note not in first.article.paragraphs
    everything = Override("quay.example", ".story-body")
    again = read_page(html, URL, memory=first.memory, overrides=[everything])
    assert again.article is not None
    assert again.article.paragraphs == (*PARAGRAPHS, note)
    assert (again.relearned, again.newly_seen) == (Relearned.OVERRIDE, (note,))


def test_rows_that_come_into_sight_or_leave_it_are_told_as_the_text_has_them():
    rows = "<tr><th>Ward</th><th>Hurt</th></tr><tr><td>Minau</td><td>5</td></tr><tr><td>Orth</td><td>12</td></tr>"
    html = page(between={6: f'<aside class="box"><table>{rows}</table></aside>'})
    first = read(html)
    assert first.article is not None
    assert not first.article.tables
    seen = read_page(html, URL, memory=first.memory, overrides=[Override("quay.example", ".story-body")])
    assert seen.article is not None
    assert seen.article.tables
    assert seen.newly_seen == ("Minau | 5", "Orth | 12")
    left = read_page(html, URL, memory=seen.memory)
    assert left.article is not None
    assert not left.article.tables
    assert {"Ward | Hurt", "Minau | 5", "Orth | 12"} <= set(left.passed_over)


def test_known_page_that_is_refused_tells_what_it_says_instead():
    wall = "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1></body></html>"
    refused = read(wall, read(page()))
    assert refused.refusal is not None
    assert refused.passed_over == ("Checking your browser",)
    assert read(wall).passed_over == ()
