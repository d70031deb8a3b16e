"""Every way an edit can come out, from a journal written by hand."""

import io

import pytest

from monitor.demo.journal import Arrival, Edited, Ended, Entry, Happening, Look, Told
from monitor.demo.script import Answer, Answers, Edit, Retitle, Reword
from monitor.demo.table import Screen, as_json
from monitor.demo.verdicts import Row, Verdict, looked_at, rows

URL = "http://127.0.0.1:9/a"
SLUGS = {URL: "a"}
RISE = Edit(0, "a", "toll rises", Reword((("10", "20"),)), ("figure.value",), was="10 dead", now="20 dead")
TYPO = Edit(0, "a", "typo", Reword((("teh", "the"),)))
BUSY = Edit(0, "a", "busy", Answer(Answers.UNAVAILABLE, looks=1))


def journal(*happenings: Happening) -> list[Entry]:
    return [Entry(float(at), what) for at, what in enumerate(happenings)]


def look(status: int = 200, answers: Answers = Answers.PAGE, revision: int = 2) -> Look:
    return Look("a", status, answers, revision, "5e1f")


def hook(delivery: str = "dl_1", kind: str = "figure.value", was: str = "10 dead", now: str = "20 dead") -> Arrival:
    return Arrival("webhook", delivery, URL, "line", (Told(kind, was, now),))


def mail(delivery: str = "dl_2", text: str = "was: 10 dead now: 20 dead") -> Arrival:
    return Arrival("email", delivery, URL, "line", text=text)


MADE = Edited(1, "a", 2)


def verdict(edit: Edit, *happenings: Happening) -> tuple[Verdict, str]:
    row = rows([edit], journal(look(revision=1), MADE, *happenings), SLUGS)[1]
    return row.verdict, row.did


def test_an_edit_told_once_on_both_channels_is_ok() -> None:
    assert verdict(RISE, look(), hook(), mail()) == (Verdict.OK, "figure.value")


def test_a_repeat_with_the_same_id_counts_once() -> None:
    assert verdict(RISE, look(), hook(), hook(), mail(), mail())[0] is Verdict.OK


@pytest.mark.parametrize(
    ("happenings", "expected", "words"),
    [
        ((look(),), Verdict.MISSED, "no figure.value"),  # nothing came
        ((hook(),), Verdict.MISSED, "nothing by email"),  # one channel only
        ((mail(),), Verdict.MISSED, "nothing by webhook"),  # the other only
        ((hook(kind="figure.bound"), mail()), Verdict.MISSED, "no figure.value"),  # another kind
        ((hook(was="11 dead"), mail()), Verdict.MISSED, "the webhook does not show"),  # wrong words
        ((hook(), mail(text="20 dead")), Verdict.MISSED, "the mail does not show"),  # mail without the old words
        ((hook(), hook("dl_7"), mail()), Verdict.FALSE_ALARM, "told twice"),  # two alerts for one edit
        ((hook(), hook("dl_7", "wording"), mail()), Verdict.FALSE_ALARM, "also wording"),  # more than happened
        ((hook(), mail(), mail("dl_8")), Verdict.FALSE_ALARM, "2 mails"),  # two mails for one alert
    ],
)
def test_an_edit_that_should_be_told_and_was_not_rightly(
    happenings: tuple[Happening, ...], expected: Verdict, words: str
) -> None:
    found, did = verdict(RISE, *happenings)
    assert found is expected
    assert words in did


def test_an_arrival_that_proves_nothing_is_missed() -> None:
    forged = Arrival("webhook", "dl_1", URL, "line", hook().told, flaw="the signature does not match")
    assert verdict(RISE, forged, mail()) == (Verdict.MISSED, "figure.value; the signature does not match")


def test_silence_is_ok_only_where_somebody_looked() -> None:
    assert verdict(TYPO, look())[0] is Verdict.OK
    assert verdict(TYPO)[0] is Verdict.NOT_LOOKED_AT
    assert verdict(TYPO, look(revision=1))[0] is Verdict.NOT_LOOKED_AT
    assert verdict(TYPO, look(), hook())[0] is Verdict.FALSE_ALARM
    assert verdict(TYPO, look(), mail())[0] is Verdict.FALSE_ALARM


def test_a_busy_article_is_seen_once_its_page_is_back() -> None:
    busy = look(503, Answers.UNAVAILABLE)
    assert verdict(BUSY, busy)[0] is Verdict.NOT_LOOKED_AT
    assert verdict(BUSY, busy, look())[0] is Verdict.OK
    entries = journal(MADE, look(), busy, look())
    assert looked_at(BUSY, entries[0], entries) == 3


def test_an_edit_never_made_is_not_ok() -> None:
    assert rows([RISE], journal(look()), SLUGS)[1].verdict is Verdict.NOT_LOOKED_AT


def test_a_later_edit_of_the_same_article_closes_the_window() -> None:
    entries = journal(look(revision=1), MADE, look(), hook(), mail(), Edited(2, "a", 3), look(revision=3))
    assert [row.verdict for row in rows([RISE, TYPO], entries, SLUGS)] == [Verdict.OK] * 3
    late = journal(look(revision=1), MADE, look(), Edited(2, "a", 3), look(revision=3), hook(), mail())
    assert [row.verdict for row in rows([RISE, TYPO], late, SLUGS)[1:]] == [Verdict.MISSED, Verdict.FALSE_ALARM]


def test_an_alert_before_any_edit_is_charged_to_the_furniture() -> None:
    assert rows([RISE], journal(look(revision=1), hook(), MADE), SLUGS)[0].verdict is Verdict.FALSE_ALARM
    stranger = Arrival("webhook", "dl_3", "http://127.0.0.1:9/other", "line")
    assert rows([RISE], journal(look(revision=1), MADE, stranger), SLUGS)[0].verdict is Verdict.FALSE_ALARM
    assert rows([RISE], journal(MADE), SLUGS)[0].verdict is Verdict.NOT_LOOKED_AT


def test_the_furniture_row_counts_how_many_pages_differed() -> None:
    pages = [Look("a", 200, Answers.PAGE, 1, digest) for digest in ("aa", "bb", "bb")]
    assert "3 pages sent, 2 different" in rows([RISE], journal(*pages, look(304)), SLUGS)[0].edit


def test_the_row_says_after_how_long_both_channels_had_told() -> None:
    assert rows([RISE], journal(MADE, look(), hook(), mail()), SLUGS)[1].after == 3.0


def test_the_screen_shows_arrivals_as_they_arrive_and_the_table_in_plain_lines() -> None:
    stream = io.StringIO()
    screen = Screen(stream)
    letter = mail(text="Deaths: 10 → 20\n  - 10 dead\n  + 20 dead\n\nAddress: x")
    for entry in journal(MADE, look(), hook(), letter, Ended(1)):
        screen.happening(entry, [RISE], SLUGS)
    screen.table([Row(1, "a", "toll rises", "figure.value", "silence", Verdict.MISSED)])
    shown = stream.getvalue()
    for words in ("edit 1: a: toll rises", "signature ok", "- 10 dead", "+ 20 dead", "exit code 1", "MISSED", "0 of 1"):
        assert words in shown
    assert "\x1b" not in shown


def test_json_rows_name_their_verdict() -> None:
    row = as_json(Row(2, "a", "x", "silence", "silence", Verdict.OK, 1.5))
    assert (row["verdict"], row["after"], row["number"]) == ("ok", 1.5, 2)


def test_a_retitled_story_is_seen_by_its_revision() -> None:
    retitled = Edit(0, "a", "headline", Retitle("New"))
    entries = journal(MADE, look(revision=1), look())
    assert looked_at(retitled, entries[0], entries) == 2
