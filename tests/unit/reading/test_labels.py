"""Short lines that label, date or credit something, and short lines that report something."""

from __future__ import annotations

import pytest

from spiders.reading import read_page
from spiders.reading.labels import is_label, opens_notice
from tests.unit.reading.sites import STORIES, story


@pytest.mark.parametrize(
    "text",
    [
        "Stand: 22.04.2026, 06:00 Uhr",
        "Updated 14:05, 3 March",
        "Last updated: 3 March 2026",
        "Publié le 3 mars 2026 à 10h04",
        "Actualizado el 03/03/2026",
        "This article was last updated on 3 March 2026 at 14:05.",
        "Dieser Artikel wurde zuletzt am 03.03.2026 aktualisiert.",
        "Image: Fouzia Van Dorn",
        "Foto: dpa",
        "Photo: Ana Roth/Fell Courier",
        "4 min read",
        "Advertisement",
        "Advertisement 35921",
        "Anzeige #12",
        "Page views: 4,906",
        "Aufrufe: 4.906",
        "Comments: 12",
        "Continue reading",
    ],
)
def test_line_that_dates_or_credits_is_a_label(text: str):
    assert is_label(text)


@pytest.mark.parametrize(
    "text",
    [
        "Updated figures show 41,200 dead.",
        "Updated toll for 2026: 41,200",
        "Published in 1851, it sold 312 copies.",
        "This article was updated to give the toll as 41.",
        "Stand by: 2 boats are missing",
        "Stand der Ermittlungen: 14 Festnahmen",
        "Image: 41 dead, police say",
        "Photos show 3 bodies.",
        "Posted 3 wins",
        "Anzeige gegen den Bürgermeister",
        "Deaths 12",
        "Votes: 4,906",
        "Shares: 3,666 of 9,000 sold",
        "Cases: 12",
    ],
)
def test_line_that_reports_is_no_label(text: str):
    assert not is_label(text)


@pytest.mark.parametrize("byline", ["Lena Haj", "Lena Haj / Ana Roth"])
def test_byline_at_an_end_of_the_body_is_no_paragraph(byline: str):
    texts = STORIES["en"][2]
    authors = {"author": [{"name": "Lena Haj"}, {"name": "Ana Roth"}]}
    for paragraphs in ((byline, *texts), (*texts, byline)):
        article = read_page(story("en", "div", paragraphs, more=authors), "https://news.example/a").article
        assert article is not None
        assert article.paragraphs == texts


@pytest.mark.parametrize(
    "text",
    [
        "Correction: An earlier version named the wrong quay.",
        "[Correction (May 4): an earlier version named the wrong quay.]",
        "CORRECTION May 4: An earlier version named the wrong quay.",
        "Correction – an earlier version named the wrong quay.",
        "Rectificatif : une version antérieure citait un autre quai.",
        "Précision : une version antérieure citait un autre quai.",
        "Nota de corrección: antes se citaba otro muelle.",
        "Errámos: uma versão anterior citava outro cais.",
        "تصويب: ذكرت نسخة سابقة رصيفا آخر",
        "更正：本文早前版本误写了码头名称。",
        "An earlier version of this article named the wrong quay.",
        "Correction",
    ],
)
def test_label_set_off_from_its_text_opens_a_notice(text: str) -> None:
    assert opens_notice(text)


@pytest.mark.parametrize(
    "text",
    [
        "Correction officers at the jail said that 41 people were held there.",
        "Amendment 4 would let 300,000 people vote, the clerk said.",
        "Clarification of the rules would take 4 months, the harbour master said.",
        "Поправка к закону касается 41 порта, сообщил начальник порта.",
        "Oprava mostu bude stát 41 milionů korun, řekl starosta.",
        "Précision des tirs, 41 cibles : la marine est satisfaite.",
    ],
)
def test_sentence_about_a_correction_is_no_notice(text: str) -> None:
    assert not opens_notice(text)
