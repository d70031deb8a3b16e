"""What lay ahead, or was not yet done, or went on, is past: told as a stage, and in no other case."""

import pytest

from monitor.changes.detectors import stages
from monitor.changes.evidence.versions import Versions
from monitor.facts.parsed import parse
from spiders.article import Article


def found(old: str, new: str, lang: str) -> list[str]:
    """The kinds that the detector alone finds."""
    versions = Versions(*(parse(Article.from_text(text.split("|"), lang=lang)) for text in (old, new)))
    return [str(finding.change.kind) for finding in stages.find(versions)]


TOLD = [
    ("en", "The law on harbours has not yet been adopted.", "The law on harbours has been adopted."),
    ("fr", "La loi sur les ports n'est pas encore adoptée.", "La loi sur les ports a été adoptée."),
    ("de", "Das Gesetz über Häfen ist noch nicht verabschiedet.", "Das Gesetz über Häfen ist verabschiedet."),
    ("es", "La ley de puertos aún no ha sido aprobada.", "La ley de puertos ha sido aprobada."),
    ("pt", "A lei dos portos ainda não foi aprovada.", "A lei dos portos foi aprovada."),
    ("en", "The dredging of the canal is to be approved by the council.", "The dredging of the canal was approved by the council."),
    # what runs up to a day is over
    ("en", "The offer of the ferry line is valid until 3 May.", "The offer of the ferry line has expired."),
    ("de", "Das Angebot der Fähre gilt bis zum 3. Mai.", "Das Angebot der Fähre ist abgelaufen."),
    ("es", "La oferta del ferri está vigente hasta el 3 de mayo.", "La oferta del ferri ha expirado."),
    # what goes on, what is so now
    ("en", "Crews restored 70 miles of the line.", "Crews are restoring 70 miles of the line."),
    ("en", "The road by the mill is periodically blocked by sand.", "The road by the mill was blocked by sand in the past."),
]  # fmt: skip
SILENT = [
    ("en", "The road by the mill is blocked by sand.", "The road by the mill was blocked by sand."),
    ("en", "The roof must be replaced before the winter.", "The roof has to be replaced before the winter."),
    ("en", "The council said it was working with the police.", "The council says it is working with the police."),
    ("en", "This is what you need for the trip.", "This is what you will need for the trip."),
    ("de", "Der Haushalt wird vom Rat gebilligt.", "Der Haushalt wird vom Rat am Montag gebilligt."),
    # until another day, which is a date
    ("en", "The offer of the ferry line is valid until 3 May.", "The offer of the ferry line is valid until 9 July."),
    # both tell of something ahead
    ("fr", "Dix-huit rames ont été livrées, quatre autres arriveront en mai.", "Dix-huit rames sont là, quatre autres seront livrées en mai."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "old", "new"), TOLD)
def test_a_stage_is_told(lang: str, old: str, new: str) -> None:
    assert found(old, new, lang) == ["event.changed"]
    assert found(new, old, lang) == ["event.changed"]


@pytest.mark.parametrize(("lang", "old", "new"), SILENT)
def test_what_is_no_stage_is_silent(lang: str, old: str, new: str) -> None:
    assert found(old, new, lang) == []
    assert found(new, old, lang) == []
