"""A word that another one of its kind replaced is told; two words for one member are not."""

import pytest

from monitor.changes.detectors import exclusive
from monitor.changes.evidence.versions import Versions
from monitor.facts.parsed import parse
from spiders.article import Article


def found(old: str, new: str, lang: str) -> list[str]:
    """The kinds that the detector alone finds."""
    versions = Versions(*(parse(Article.from_text(text.split("|"), lang=lang)) for text in (old, new)))
    return [str(finding.change.kind) for finding in exclusive.find(versions)]


TOLD = [
    ("en", "He broke a wrist when the scaffold fell.", "He broke an ankle when the scaffold fell.", "claim.changed"),
    # all, most, some
    ("en", "All flights from Orlo were cancelled.", "Most flights from Orlo were cancelled.", "claim.changed"),
    ("de", "Alle Züge nach Ostheim fielen am Montag aus.", "Die meisten Züge nach Ostheim fielen am Montag aus.", "claim.changed"),
    ("fr", "Tous les vols vers Lorne ont été annulés.", "La plupart des vols vers Lorne ont été annulés.", "claim.changed"),
    ("es", "Todos los vuelos a Orlo fueron cancelados.", "Algunos vuelos a Orlo fueron cancelados.", "claim.changed"),
    ("pt", "Todos os voos para Orlo foram cancelados ontem à noite.", "Alguns voos para Orlo foram cancelados ontem à noite.", "claim.changed"),
    ("ar", "ألغيت جميع الرحلات إلى المدينة يوم الاثنين.", "ألغيت معظم الرحلات إلى المدينة يوم الاثنين.", "claim.changed"),
]  # fmt: skip
SILENT = [
    ("en", "All flights from Orlo were cancelled.", "Every flight from Orlo was cancelled."),
    ("de", "Einige Züge nach Ostheim fielen am Montag aus.", "Mehrere Züge nach Ostheim fielen am Montag aus."),
    ("en", "Ida and her husband Per own the mill.", "Per and his wife Ida own the mill."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "old", "new", "kind"), TOLD)
def test_a_word_of_another_kind_is_told(lang: str, old: str, new: str, kind: str) -> None:
    assert found(old, new, lang) == [kind]


@pytest.mark.parametrize(("lang", "old", "new"), SILENT)
def test_two_words_for_one_are_silent(lang: str, old: str, new: str) -> None:
    assert found(old, new, lang) == []
    assert found(new, old, lang) == []
