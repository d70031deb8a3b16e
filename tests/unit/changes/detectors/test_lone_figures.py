"""A figure that one version gives alone is told, unless the other gives it in other words."""

from __future__ import annotations

import pytest

from monitor.changes import compare
from spiders.article import Article
from tests.unit.changes.asked import told

_PAGE = "The bridge over the Orlo was built of oak.|{}|It is shut on Sundays, and the ferry runs instead."


@pytest.mark.parametrize(
    ("lang", "came", "figures"),
    [
        ("en", "Repairs would cost $3.2 million and take eight months.", ["$3.2 million", "eight months"]),
        ("de", "Die Reparatur würde 3,2 Millionen Euro kosten.", ["3,2 Millionen Euro"]),
        ("fr", "Le ticket coûte au plus 4,10 €.", ["au plus 4,10 €"]),
        ("es", "El museo abrirá seis noches.", ["seis"]),
        ("pt", "O seguro cobre 1,4 milhões de euros.", ["1,4 milhões de euros"]),
    ],
)
def test_every_figure_of_a_new_sentence_is_an_alert(lang: str, came: str, figures: list[str]) -> None:
    before, after = (Article.from_text(_PAGE.format(text).split("|"), lang=lang) for text in ("", came))
    changes = [c for c in compare(before, after) if str(c.kind) == "figure.added"]
    assert [c.new.text for c in changes if c.new] == figures
    assert {str(c.level) for c in changes} == {"alert"}


def test_a_figure_of_a_sentence_that_was_cut_goes_to_the_digest() -> None:
    old, new = _PAGE.format("Its repair cost 900,000 crowns."), _PAGE.format("")
    changes = [c for c in compare(*(Article.from_text(t.split("|")) for t in (old, new))) if "figure" in str(c.kind)]
    assert [(str(c.kind), str(c.level)) for c in changes] == [("figure.removed", "digest")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # the sum of two, both units, the time of day without a word for it
        ("On board were 63 passengers and 22 crew.", "On board were 85 people, 63 passengers and 22 crew."),
        ("It fell into the gap at 14.15 on Monday.", "It fell into the gap at 2.15pm on Monday."),
        ("It was over in a minute and a half.", "It took 90 seconds."),
        ("The works took 12 months.", "The works took a year."),
        ("The Hest had 71 passengers and five crew aboard.", "The Hest had 76 people aboard."),
        ("She won by two sets to one.", "She won by 2 sets to 1."),
        ("One of the beams broke.", "One beam broke, and one did not."),
    ],
)
def test_what_the_other_version_gives_in_other_words_is_none(old: str, new: str) -> None:
    assert not [c for c in told(_PAGE.format(old), _PAGE.format(new), sorts=("figure", "datetime"))]


def test_in_a_text_written_anew_only_a_new_sentence_has_new_figures() -> None:
    old = "The ferry ran aground off Calder early on Sunday with 148 people on board.|Tugs were sent to pull it free."
    new = "Some 148 were on the ferry when it hit the rocks near Calder.|To free it, tugs are on the way.|"
    news = "A slick 400 metres long was seen from a helicopter."
    assert told(old, new, sorts=("figure",)) == []
    assert told(old, new + news, sorts=("figure",)) == [("figure.added", None, "400 metres")]


@pytest.mark.parametrize(
    ("lang", "notice", "rest"),
    [
        ("en", "Correction: An earlier version gave a wrong amount for the mill.", "It is $1.2 million, not $2.1 million."),
        ("en", "Correction: An earlier version gave a wrong day for the vote.", "It is on 12 May, not on 21 May."),
        ("de", "Korrektur: In einer früheren Fassung stand eine falsche Summe.", "Es sind 1,2 Millionen Euro, nicht 2,1 Millionen."),
    ],
)  # fmt: skip
def test_a_correction_notice_that_was_split_or_merged_gives_no_new_figure(lang: str, notice: str, rest: str) -> None:
    one, two = _PAGE.format(f"{notice} {rest}"), _PAGE.format(f"{notice}|{rest}")
    assert told(one, two, lang) == told(two, one, lang) == []


def test_a_figure_that_only_resembles_one_of_a_notice_is_new() -> None:
    notice = "Correction: An earlier version gave a wrong amount for the mill."
    one = _PAGE.format(f"{notice} It is $1.2 million, not $2.1 million.")
    two = _PAGE.format(f"{notice} It is $1.2 million, not $2.1 million.|The new one is to cost $4.4 million.")
    assert told(one, two) == [("figure.added", None, "$4.4 million")]
