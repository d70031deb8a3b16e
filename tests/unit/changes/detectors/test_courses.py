"""A figure that both versions give, up in one and down in the other, is told, however little else the texts share."""

import pytest

from monitor.changes.detectors import courses
from monitor.changes.evidence.versions import Versions
from monitor.facts.parsed import parse
from spiders.article import Article


def found(old: str, new: str, lang: str) -> list[str]:
    """The kinds that the detector alone finds."""
    versions = Versions(*(parse(Article.from_text(text.split("|"), lang=lang)) for text in (old, new)))
    return [str(finding.change.kind) for finding in courses.find(versions)]


TOLD = [
    ("en", "Shares of Vantec gained 12% after the news.", "With this news in hand, paper of the firm fell 12% on Monday."),
    ("de", "Die Aktie von Vantec stieg um 12 Prozent.", "Nach der Meldung sank das Papier des Hauses um 12 Prozent."),
    ("fr", "L'action Vantec a progressé de 12 % jeudi.", "Après l'annonce, le titre du groupe recule de 12 %."),
    ("es", "Las acciones de Vantec subieron un 12 %.", "Tras la noticia, los títulos del grupo cayeron un 12 %."),
    ("pt", "As ações da Vantec subiram 12% após o anúncio.", "Com a notícia, os papéis do grupo recuaram 12%."),
    ("ar", "ارتفع سهم فانتك 12 في المئة.", "وبعد الخبر تراجعت أوراق المجموعة 12 في المئة."),
]  # fmt: skip
SILENT = [
    # the same way in other words
    ("en", "Shares of Vantec gained 12% after the news.", "With this news in hand, paper of the firm climbed 12% on Monday."),
    # another amount stands beside the verb
    ("en", "Cocoa rose 2.4 percent to 6,115 crowns.", "A tonne costs 6,115 crowns, having dropped from 7,000."),
    # two sides of one deal, of one table, of one match
    ("en", "Orsel sold the yard for 5 million euros.", "For 5 million euros the yard was bought by Tarn."),
    ("en", "Rovers are third, five points behind United.", "In third place stand Rovers; United are five points ahead."),
    ("en", "Rovers beat Albion 2-1 on Sunday.", "It was on Sunday that Albion lost 2-1 to Rovers."),
    # a bare count can count many things
    ("en", "Of the crew, 12 rose early that day.", "That winter 12 fell at the border."),
    # of two firms
    ("en", "Vantec gained 12% after the news.", "With this news in hand, Orsel fell 12% on Monday."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "old", "new"), TOLD)
def test_an_amount_that_took_the_other_way_is_told(lang: str, old: str, new: str) -> None:
    assert found(old, new, lang) == ["event.changed"]
    assert found(new, old, lang) == ["event.changed"]


@pytest.mark.parametrize(("lang", "old", "new"), SILENT)
def test_the_same_way_in_other_words_is_silent(lang: str, old: str, new: str) -> None:
    assert found(old, new, lang) == []
    assert found(new, old, lang) == []
