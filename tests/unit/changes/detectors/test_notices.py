"""Correction notices: one that came, went or was edited is told, and the changes it covers are announced."""

from monitor.changes import Kind, compare
from monitor.changes.detectors import notices
from monitor.changes.evidence.versions import Versions
from monitor.facts.parsed import parse
from spiders.article import Article

LENGTH = "Correction: An earlier version of this article gave the length as 11 km."


def article(text: str, *said: str) -> Article:
    return Article.from_text([text, *said])


def test_a_notice_that_came_announces_the_change_it_names() -> None:
    changes = compare(article("The tunnel is 11 km long."), article("The tunnel is 14 km long.", LENGTH))
    assert [(change.kind, change.announced) for change in changes[:2]] == [
        (Kind.FIGURE_VALUE, True),
        (Kind.CORRECTION_NOTICE, False),
    ]
    assert "It covers 11 km -> 14 km." in changes[1].explanation


def test_a_notice_of_another_number_announces_nothing() -> None:
    other = "Correction: An earlier version of this article gave the year as 1931."
    changes = compare(article("The tunnel is 11 km long."), article("The tunnel is 14 km long.", other))
    assert not any(change.announced for change in changes)


def test_a_notice_that_came_is_one_that_went_read_backwards() -> None:
    old, new = article("The tunnel is 14 km long."), article("The tunnel is 14 km long.", LENGTH)
    there, back = (notices.find(Versions(*map(parse, pair))) for pair in ((old, new), (new, old)))
    assert [finding.change.explanation for finding in there] == ["correction notice added."]
    assert [finding.change.explanation for finding in back] == ["correction notice removed."]
    assert (there[0].change.old, there[0].change.new) == (back[0].change.new, back[0].change.old)
    assert there[0].new[0].sentence.where == "notice"


def test_a_notice_in_nearly_the_same_words_is_no_change() -> None:
    reworded = "Correction: An earlier version of the article gave the length as 11 km."
    old, new = (article("The tunnel is 14 km long.", said) for said in (LENGTH, reworded))
    assert notices.find(Versions(parse(old), parse(new))) == []


def test_a_slip_of_the_pen_put_right_in_a_notice_is_no_change() -> None:
    wrong, right = "(Corrects net income in parargaph 3)", "(Corrects net income in paragraph 3)"
    old, new = (article("The tunnel is 14 km long.", said) for said in (wrong, right))
    assert notices.find(Versions(parse(old), parse(new))) == notices.find(Versions(parse(new), parse(old))) == []
