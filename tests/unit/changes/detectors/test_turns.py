"""A turn that one version tells and the other does not is told; denied, feared or asked for, it is none."""

import pytest

from monitor.changes.detectors import turns
from monitor.changes.evidence.versions import Versions
from monitor.facts.parsed import parse
from spiders.article import Article


def found(old: str, new: str, lang: str) -> list[str]:
    """The kinds that the detector alone finds."""
    versions = Versions(*(parse(Article.from_text(text.split("|"), lang=lang)) for text in (old, new)))
    return [str(finding.change.kind) for finding in turns.find(versions)]


TOLD = [
    ("en", "The hall was full.", "The hall was full.|The treasurer resigned on Monday.", "claim.added"),
    ("en", "The hall was full.|The treasurer resigned on Monday.", "The hall was full.", "claim.removed"),
    ("de", "Der Saal war voll.", "Der Saal war voll.|Der Kassierer wurde am Montag festgenommen.", "claim.added"),
    ("es", "La sala estaba llena.", "La sala estaba llena.|El tesorero fue detenido el lunes.", "claim.added"),
    ("fr", "La salle était pleine.", "La salle était pleine.|Le trésorier a été arrêté lundi.", "claim.added"),
    ("pt", "A sala estava cheia.", "A sala estava cheia.|O tesoureiro renunciou na segunda-feira.", "claim.added"),
    ("ar", "كانت القاعة ممتلئة.", "كانت القاعة ممتلئة.|استقال أمين الصندوق يوم الاثنين.", "claim.added"),
    # what lies ahead is news as well
    ("en", "The hall was full.", "The hall was full.|Ninety welders will lose their jobs.", "claim.added"),
    # it ends what was feared or denied
    ("en", "The hall was full.|The treasurer will not resign.", "The hall was full.|The treasurer resigned on Monday.", "event.changed"),
    ("es", "Llovía.|Se teme que haya muertos en la mina.", "Llovía.|Dos hombres murieron en la mina, según el alcalde.", "event.changed"),
]  # fmt: skip
SILENT = [
    # feared, denied, asked for, allowed
    ("es", "La sala estaba llena.", "La sala estaba llena.|Se teme que haya muertos."),
    ("de", "Der Saal war voll.", "Der Saal war voll.|Befürchtet wird, dass es Tote gibt."),
    ("fr", "La salle était pleine.", "La salle était pleine.|On craint des morts dans la vallée."),
    ("en", "The hall was full.", "The hall was full.|Not a single person was killed."),
    ("en", "The hall was full.", "The hall was full.|The minister failed to resign."),
    ("en", "The hall was full.", "The hall was full.|Nurses demanded the resignation of the director."),
    ("en", "The hall was full.", "The hall was full.|Offenders can be jailed for up to ten years."),
    # one that may come, and one that was called for and is planned now
    ("en", "Strade is tried for fraud. If convicted, he faces seven years.", "Strade is tried for fraud. A conviction could bring him seven years."),
    ("fr", "Les syndicats appellent à la grève mardi.", "Une grève est prévue mardi à l'appel des syndicats."),
    ("de", "Die Gewerkschaft ruft für Montag zum Streik auf.", "Für Montag ist nach Aufruf der Gewerkschaft ein Streik geplant."),
    ("es", "Los sindicatos convocan una huelga el martes.", "El martes habrá huelga, convocada por los sindicatos."),
    # background, and another form of the word
    ("en", "The hall was full.", "The hall was full.|She took over after the death of her father."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "old", "new", "kind"), TOLD)
def test_a_turn_is_told(lang: str, old: str, new: str, kind: str) -> None:
    assert found(old, new, lang) == [kind]


@pytest.mark.parametrize(("lang", "old", "new"), SILENT)
def test_what_is_not_told_as_having_happened_is_no_turn(lang: str, old: str, new: str) -> None:
    assert found(old, new, lang) == []
    assert found(new, old, lang) == []


def test_who_denies_the_charges_was_charged() -> None:
    new = "The court is to hear Ida Holt, who denies the charges."
    assert found("The court charged Ida Holt with fraud.", new, "en") == []
