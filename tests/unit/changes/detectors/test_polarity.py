"""A denial that came or went is told, in whatever words; what makes up for it is not."""

import pytest

from monitor.changes.detectors import polarity
from monitor.changes.evidence.versions import Versions
from monitor.facts.parsed import parse
from spiders.article import Article


def found(old: str, new: str, lang: str) -> list[str]:
    """The kinds that the detector alone finds."""
    versions = Versions(*(parse(Article.from_text(text.split("|"), lang=lang)) for text in (old, new)))
    return [str(finding.change.kind) for finding in polarity.find(versions)]


TOLD = [
    ("en", "The envoy said he had met the mayor on Monday.", "The envoy denied he had met the mayor on Monday."),
    ("es", "El ministro dijo que se había reunido con el alcalde.", "El ministro negó que se había reunido con el alcalde."),
    # by a quantifier, by an aside, by a verb
    ("en", "A single person was killed when the wall fell.", "Not a single person was killed when the wall fell."),
    ("pt", "Nenhum barco foi danificado pela onda.", "Um barco foi danificado pela onda."),
    ("en", "Police arrested him at the port.", "Police did not at any point arrest him at the port."),
    ("en", "The minister resigned on Monday after the vote.", "The minister failed to resign on Monday after the vote."),
    # before another form of the verb, and behind the verb
    ("ar", "وقع الوزير الاتفاق مع الميناء يوم الاثنين.", "لم يوقع الوزير الاتفاق مع الميناء يوم الاثنين."),
    ("de", "Der Minister hat den Vertrag mit der Werft unterschrieben.", "Der Minister hat den Vertrag mit der Werft nicht unterschrieben."),
    ("fr", "Le maire a signé l'accord avec le port lundi.", "Le maire n'a pas signé l'accord avec le port lundi."),
    # written on to the front of the word
    ("en", "The bridge was found to be unstable after the flood.", "The bridge was found to be stable after the flood."),
    ("de", "Die Brücke gilt nach der Flut als instabil.", "Die Brücke gilt nach der Flut als stabil."),
    ("fr", "Le pont est jugé instable depuis la crue.", "Le pont est jugé stable depuis la crue."),
    ("es", "El muelle sigue siendo seguro para los barcos, según el informe.", "El muelle sigue siendo inseguro para los barcos, según el informe."),
]  # fmt: skip
SILENT = [
    # one denial for another, or before another word
    ("en", "No drivers will be affected by the strike.", "Drivers will not be affected by the strike."),
    ("en", "The mayor did not answer the question.", "The mayor failed to answer the question."),
    ("es", "Nadie resultó herido en el incendio.", "En el incendio no resultó herido nadie."),
    ("de", "Niemand wurde bei dem Brand verletzt.", "Bei dem Brand wurde niemand verletzt."),
    # a word that denies by itself, or says the opposite
    ("en", "The storm did not affect trains in Orlo.", "Trains in Orlo were unaffected by the storm."),
    ("en", "The hall stays closed until Monday.", "The hall will not open until Monday."),
    ("en", "The harbour has not raised its fee since 2004.", "The harbour last raised its fee in 2004."),
    ("de", "Der Hafen hat seine Gebühr seit 2004 nicht erhöht.", "Der Hafen hat seine Gebühr zuletzt 2004 erhöht."),
    # a number, and two words for one
    ("en", "Room No. 1 was flooded on Friday.", "Room number 1 was flooded on Friday."),
    ("fr", "La salle n° 3 a été inondée vendredi.", "La salle numéro 3 a été inondée vendredi."),
    ("en", "It isn't known who paid for the yacht.", "It is not known who paid for the yacht."),
    # a stage is none, see test_stages.py
    ("en", "The law on harbours has not yet been adopted.", "The law on harbours has been adopted."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "old", "new"), TOLD)
def test_a_denial_that_came_or_went_is_told(lang: str, old: str, new: str) -> None:
    assert found(old, new, lang) == ["polarity.changed"]
    assert found(new, old, lang) == ["polarity.changed"]


@pytest.mark.parametrize(("lang", "old", "new"), SILENT)
def test_what_makes_up_for_a_denial_is_none(lang: str, old: str, new: str) -> None:
    assert found(old, new, lang) == []
    assert found(new, old, lang) == []
