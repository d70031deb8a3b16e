"""None that became some is told, also in other words; a number that is called "No. 1" is no none."""

import pytest

from monitor.changes.detectors import nones
from monitor.changes.evidence.versions import Versions
from monitor.facts.parsed import parse
from spiders.article import Article


def found(old: str, new: str, lang: str) -> list[str]:
    """The kinds that the detector alone finds."""
    versions = Versions(*(parse(Article.from_text(text.split("|"), lang=lang)) for text in (old, new)))
    return [str(finding.change.kind) for finding in nones.find(versions)]


TOLD = [
    ("en", "No permits have been withdrawn so far.", "So far, 31 permits have been withdrawn.", "polarity.changed"),
    ("pt", "Nenhum barco foi liberado até agora.", "Doze barcos foram liberados até agora.", "polarity.changed"),
    ("es", "Ningún barco fue liberado hasta ahora.", "Doce barcos fueron liberados hasta ahora.", "polarity.changed"),
]  # fmt: skip
SILENT = [
    ("en", "Reactor No. 1 made 40 megawatts on Monday.", "The first reactor made 40 megawatts on Monday."),
    ("en", "No permits have been withdrawn so far.", "So far no permits were withdrawn, the office said."),
    ("en", "No boats were freed, the owner of 12 lorries said.", "Not one boat was freed, said the owner of 12 lorries."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "old", "new", "kind"), TOLD)
def test_none_that_became_some_is_told(lang: str, old: str, new: str, kind: str) -> None:
    assert found(old, new, lang) == [kind]


@pytest.mark.parametrize(("lang", "old", "new"), SILENT)
def test_none_that_stayed_none_is_silent(lang: str, old: str, new: str) -> None:
    assert found(old, new, lang) == []
    assert found(new, old, lang) == []
