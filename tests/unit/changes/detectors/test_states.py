"""What became of something is told from its words alone; feared, doubted or asked for, it is no state."""

import pytest

from monitor.changes.detectors import states
from monitor.changes.evidence.versions import Versions
from monitor.facts.parsed import parse
from spiders.article import Article


def found(old: str, new: str, lang: str) -> list[str]:
    """The kinds that the detector alone finds."""
    versions = Versions(*(parse(Article.from_text(text.split("|"), lang=lang)) for text in (old, new)))
    return [str(finding.change.kind) for finding in states.find(versions)]


TOLD = [
    ("en", "Snow fell.|The pass over the Grell remains closed.", "Snow fell.|Drivers can cross the Grell, as the pass reopened at noon.", "event.changed"),
    ("de", "Es regnet.|Die Brücke bei Ostheim bleibt gesperrt.", "Es regnet.|Die Brücke bei Ostheim ist wieder befahrbar.", "event.changed"),
    ("fr", "Le vent est fort.|L'incendie de la pinède n'est toujours pas maîtrisé.", "Le vent est fort.|Les pompiers ont circonscrit l'incendie de la pinède.", "event.changed"),
    ("es", "Llueve.|Los mineros de Valdeluz siguen atrapados.", "Llueve.|Un equipo sacó con vida a los mineros de Valdeluz.", "event.changed"),
    # denied, one of two states is the other
    ("en", "Rain fell.|Nobody was hurt in the crash on the quay.", "Rain fell.|Two people were hurt in the crash on the quay.", "event.changed"),
]  # fmt: skip
SILENT = [
    # feared, asked for, over
    ("en", "Snow fell.|The miners of Valdel are trapped.", "Snow fell.|Officials fear that the miners of Valdel have died."),
    ("de", "Es regnet.|Die Brücke bei Ostheim bleibt gesperrt.", "Es regnet.|Anwohner forderten, dass die Brücke bei Ostheim geöffnet wird."),
    ("en", "Snow fell.|The pass over the Grell is open.", "Snow fell.|The pass over the Grell was closed for two hours."),
    # the same, denied
    ("en", "Snow fell.|The pass over the Grell is closed.", "Snow fell.|The pass over the Grell is not open."),
    # without and its noun, beside another denial
    ("en", "A crash in a tunnel without lights hurt nobody.", "A crash in an unlit tunnel hurt nobody."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "old", "new", "kind"), TOLD)
def test_a_state_that_changed_is_told(lang: str, old: str, new: str, kind: str) -> None:
    assert found(old, new, lang) == [kind]


@pytest.mark.parametrize(("lang", "old", "new"), SILENT)
def test_what_is_feared_asked_for_over_or_the_same_is_no_state(lang: str, old: str, new: str) -> None:
    assert found(old, new, lang) == []
    assert found(new, old, lang) == []
