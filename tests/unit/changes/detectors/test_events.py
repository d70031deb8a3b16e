"""An outcome that became its opposite is told, each in its clause; a denied opposite says the same."""

import pytest

from monitor.changes.detectors import events
from monitor.changes.evidence.versions import Versions
from monitor.facts.parsed import parse
from spiders.article import Article


def found(old: str, new: str, lang: str) -> list[str]:
    """The kinds that the detector alone finds."""
    versions = Versions(*(parse(Article.from_text(text.split("|"), lang=lang)) for text in (old, new)))
    return [str(finding.change.kind) for finding in events.find(versions)]


TOLD = [
    ("en", "Farmers will boycott the fair in Orlo.", "Farmers will attend the fair in Orlo."),
    ("en", "The court ordered the release of the files.", "The court refused the release of the files."),
    ("de", "Das Gericht ordnete die Freigabe der Akten an.", "Das Gericht lehnte die Freigabe der Akten ab."),
    ("en", "Ridership was down 4 percent in May.", "Ridership was up 6 percent in May."),
    ("en", "Voss won the final against Arden.", "Voss lost the final against Arden."),
    # whatever another clause denies
    ("en", "Shares rose on Monday and the bank would raise its rate.", "Shares fell on Monday and the bank would not raise its rate."),
    ("es", "Las acciones subieron el lunes y el banco elevará el tipo.", "Las acciones cayeron el lunes y el banco no elevará el tipo."),
    ("de", "Die Aktien stiegen am Montag, die Bank will den Zins erhöhen.", "Die Aktien fielen am Montag, die Bank will den Zins nicht erhöhen."),
    ("fr", "Le tribunal a autorisé la vente du port.", "Le tribunal a refusé la vente du port."),
    ("pt", "O tribunal autorizou a venda do porto.", "O tribunal rejeitou a venda do porto."),
    ("ar", "ارتفعت أسعار القمح في السوق يوم الاثنين.", "انخفضت أسعار القمح في السوق يوم الاثنين."),
]  # fmt: skip
SILENT = [
    ("en", "The hall stays closed until Monday.", "The hall will not be open until Monday."),
    ("en", "Ola Brandt sold the yacht to the city in May.", "Ola Brandt's yacht was bought by the city in May."),
    # the words changed places, or stand in a quotation
    ("en", "Exports rose and imports fell in May.", "Imports fell and exports rose in May."),
    ("en", "\"We rose early,\" said Ida Holt of the yard.", "\"We fell early,\" said Ida Holt of the yard."),
    ("de", "Die Preise sanken nicht, teilte das Amt mit.", "Die Preise stiegen, teilte das Amt mit."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "old", "new"), TOLD)
def test_an_outcome_that_became_its_opposite_is_told(lang: str, old: str, new: str) -> None:
    assert found(old, new, lang) == ["event.changed"]
    assert found(new, old, lang) == ["event.changed"]


@pytest.mark.parametrize(("lang", "old", "new"), SILENT)
def test_the_same_outcome_in_other_words_is_silent(lang: str, old: str, new: str) -> None:
    assert found(old, new, lang) == []
    assert found(new, old, lang) == []
