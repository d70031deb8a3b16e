"""A doubt that came or went is told; a permission, a condition and another word for the doubt are not."""

import pytest

from monitor.changes.detectors import certainty
from monitor.changes.evidence.versions import Versions
from monitor.facts.parsed import parse
from spiders.article import Article


def found(old: str, new: str, lang: str) -> list[str]:
    """The kinds that the detector alone finds."""
    versions = Versions(*(parse(Article.from_text(text.split("|"), lang=lang)) for text in (old, new)))
    return [str(finding.change.kind) for finding in certainty.find(versions)]


TOLD = [
    ("en", "The storm caused the breach of the dam.", "The storm may have caused the breach of the dam."),
    ("en", "Officials warned of the subsequent spread of the fever.", "Officials warned of the possible spread of the fever."),
    ("de", "Der Fahrer war betrunken, teilte die Stadt mit.", "Der Fahrer war vermutlich betrunken, teilte die Stadt mit."),
    ("fr", "L'incendie a détruit le dépôt de bois.", "L'incendie aurait détruit le dépôt de bois."),
    ("es", "El conductor estaba ebrio cuando chocó con el muro.", "El conductor podría haber estado ebrio cuando chocó con el muro."),
    ("pt", "O motorista provocou o acidente na ponte.", "O motorista teria provocado o acidente na ponte."),
    # what is feared
    ("en", "Twelve miners are dead.", "Twelve miners are feared dead."),
]  # fmt: skip
SILENT = [
    ("en", "The storm may have caused the breach of the dam.", "The storm might have caused the breach of the dam."),
    ("en", "The union said strikes were possible in June.", "The union said that there might be strikes in June."),
    ("en", "The boat has perhaps sunk off Orlo.", "The boat has perchance sunk off Orlo."),
    # what one may is no doubt
    ("en", "May pupils bring a phone to school?", "Can pupils bring a phone to school?"),
    ("en", "Pupils must bring a phone to school.", "Pupils may bring a phone to school."),
    ("de", "Schüler dürfen ein Telefon mitbringen.", "Schüler können ein Telefon mitbringen."),
    ("fr", "Les élèves doivent apporter un téléphone.", "Les élèves peuvent apporter un téléphone."),
    # a condition, a month
    ("en", "The ferry will sail at noon.", "The ferry will sail at noon if the wind drops."),
    ("en", "The talks are planned for June.", "The talks are planned for May."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "old", "new"), TOLD)
def test_a_doubt_that_came_or_went_is_told(lang: str, old: str, new: str) -> None:
    assert found(old, new, lang) == ["certainty.changed"]
    assert found(new, old, lang) == ["certainty.changed"]


@pytest.mark.parametrize(("lang", "old", "new"), SILENT)
def test_what_is_no_doubt_is_not_told_as_one(lang: str, old: str, new: str) -> None:
    assert found(old, new, lang) == []
    assert found(new, old, lang) == []
