"""What a headline and its own body say differently."""

from __future__ import annotations

import pytest

from monitor.changes.internal import internal_notes
from monitor.facts.parsed import parse
from spiders.article import Article


def notes(title: str, *paragraphs: str, lang: str = "en") -> list[str]:
    return [note.text for note in internal_notes(parse(Article.from_text(list(paragraphs), title=title, lang=lang)))]


def test_a_headline_that_contradicts_its_body_is_noted() -> None:
    found = notes(
        "More than 41,200 people killed in Varosha war",
        "The war in Varosha has killed more than 41,100 people, the health ministry said on Monday.",
        "Aid groups say the need is growing.",
    )
    assert found == ["headline says More than 41,200, body more than 41,100 (death)"]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Flood kills 12", "The flood killed 12 people, the mayor of Orsk said."),
        ("Flood kills a dozen", "The flood killed 12 people, the mayor of Orsk said."),
        ("Quake kills over 2,000", "The quake killed 2,043 people, rescuers said."),
        ("Quake kills 2,000", "The quake killed 2,043 people, rescuers said."),
        ("Quake kills nearly 2,100", "The quake killed 2,043 people, rescuers said."),
        ("Dozens killed in blast", "At least 34 people were killed in the blast, police said."),
        ("Fire kills 21", "The fire killed 12 people in the north of the city and nine people died in the south."),
        ("Raid kills 9", "Soldiers raided a village at dawn. The war has killed more than 41,000 people."),
        ("Ferry sinks, 30 dead", "The ferry sank at dawn. At least 30 people are dead, 12 of them children."),
        ("Mayor resigns", "The mayor resigned after 12 people were killed in a fire."),
    ],
)
def test_a_headline_that_its_body_allows_is_not_noted(title: str, body: str) -> None:
    assert notes(title, body) == []


def test_another_event_further_down_is_not_the_headlines() -> None:
    filler = ["The village lies on the river.", "Trains to it were stopped.", "Schools stay shut.", "Rain is forecast."]
    assert notes("Landslide kills 14", *filler, "A landslide there killed 16 people in May.") == []


def test_a_page_without_a_title_has_no_notes() -> None:
    assert internal_notes(parse(Article())) == []
