"""Source in other words: no claim is told where only the words for who says it differ, and one is where more does."""

import pytest

from monitor.changes import Kind, explained
from monitor.changes.licences import sources
from spiders.article import Article

SAME = [
    ("en", "Residents said the smoke could be seen.", "People living nearby said the smoke could be seen."),
    ("en", "The company said the tunnel would open.", "The firm said the tunnel would open."),
    ("de", "Forscher sagten, der See erwärme sich.", "Wissenschaftler sagten, der See erwärme sich."),
    ("fr", "Selon les habitants, la fumée se voyait.", "Selon les riverains, la fumée se voyait."),
    ("es", "Según la policía, la carretera seguirá cerrada.", "Según los agentes, la carretera seguirá cerrada."),
]

MORE = [
    ("en", "The company said the tunnel would open.", "The company denied the tunnel would open."),
    ("en", "The ship hit the residents of Velm.", "The ship hit the people of Velm."),
    ("en", "Ilse Vanua said the bridge was safe.", "She said the bridge was safe."),
    ("en", "Two residents said the smoke could be seen.", "Nine villagers said the smoke could be seen."),
    ("fr", "Selon les habitants, la fumée se voyait.", "Selon les médecins, la fumée se voyait."),
]


def by(old: str, new: str, lang: str) -> list[str]:
    first, second = (Article.from_text([text], lang=lang) for text in (old, new))
    return [entry.by for entry in explained(first, second).entries]


@pytest.mark.parametrize(("lang", "old", "new"), SAME)
def test_a_source_in_other_words_is_licensed_in_both_directions(lang: str, old: str, new: str) -> None:
    assert by(old, new, lang) == by(new, old, lang) == [sources.NAME]


@pytest.mark.parametrize(("lang", "old", "new"), MORE)
def test_more_than_the_words_of_a_source_is_not_licensed(lang: str, old: str, new: str) -> None:
    assert sources.NAME not in {*by(old, new, lang), *by(new, old, lang)}


def test_a_name_that_both_versions_give_may_be_a_pronoun_in_one() -> None:
    named = "The mayor, Ilse Vanua, came late."
    first = Article.from_text([named, "Ilse Vanua said the bridge was safe."])
    second = Article.from_text([named, "She said the bridge was safe."])
    assert [change.kind for change in explained(first, second).changes if change.kind is not Kind.WORDING] == []
