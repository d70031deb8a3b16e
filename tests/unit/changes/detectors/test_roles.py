"""Offices and titles: another office of the same person is told, the same one in other words is none."""

import pytest

from monitor.changes import Kind, compare
from spiders.article import Article

ANOTHER = [
    (
        "en",
        "The finance minister Ola Brandt resigned after the vote.",
        "The deputy finance minister Ola Brandt resigned after the vote.",
    ),
    (
        "en",
        "Mara Dunlop, Senior Adviser on Ports, gave evidence for two days.",
        "Mara Dunlop, Senior Counsel for Harbours, gave evidence for two days.",
    ),
    (
        "en",
        "Ilse Vanua, a former dancer, bought the mill in spring.",
        "Ilse Vanua, a former boxer, bought the mill in spring.",
    ),
    (
        "en",
        "The prize went to the pianist Piet Arden on Sunday.",
        "The prize went to the violinist Piet Arden on Sunday.",
    ),
    ("en", "Piet Arden, the club treasurer, opened the gate.", "Piet Arden, the club secretary, opened the gate."),
    ("en", "The gym was opened by a former dancer last week.", "The gym was opened by a former boxer last week."),
    ("en", "Piet Arden was elected as treasurer of the club.", "Piet Arden was elected as secretary of the club."),
    (
        "de",
        "Ilse Vanua, eine frühere Tänzerin, kaufte die Mühle im Frühjahr.",
        "Ilse Vanua, eine frühere Boxerin, kaufte die Mühle im Frühjahr.",
    ),
    (
        "de",
        "Der Preis ging an die Pianistin Ilse Vanua aus Velm.",
        "Der Preis ging an die Geigerin Ilse Vanua aus Velm.",
    ),
    (
        "fr",
        "Ilse Vanua, ancienne danseuse, a acheté le moulin au printemps.",
        "Ilse Vanua, ancienne boxeuse, a acheté le moulin au printemps.",
    ),
    (
        "fr",
        "Le prix est allé à la pianiste Ilse Vanua dimanche.",
        "Le prix est allé à la violoniste Ilse Vanua dimanche.",
    ),
    (
        "es",
        "Ilse Vanua, antigua bailarina, compró el molino en primavera.",
        "Ilse Vanua, antigua boxeadora, compró el molino en primavera.",
    ),
    (
        "es",
        "El premio fue para la pianista Ilse Vanua el domingo.",
        "El premio fue para la violinista Ilse Vanua el domingo.",
    ),
    (
        "pt",
        "Ilse Vanua, ex-bailarina, comprou o moinho na primavera.",
        "Ilse Vanua, ex-boxeadora, comprou o moinho na primavera.",
    ),
    ("ar", "استقال وزير المالية سالم الهاشمي بعد التصويت.", "استقال نائب وزير المالية سالم الهاشمي بعد التصويت."),
]

SAME = [
    ("en", "Ilse Vanua, a physician, bought the mill in spring.", "Ilse Vanua, a doctor, bought the mill in spring."),
    ("en", "Ilse Vanua, the mayor, opened the mill in spring.", "Mayor Ilse Vanua opened the mill in spring."),
    ("en", "The leader Joan Pett opened the mill in spring.", "Joan Pett opened the mill in spring."),
    ("en", "Velm is a former mining town on the coast.", "Velm is a former fishing town on the coast."),
    ("en", "Ilse Vanua, a resident of Velm, bought the mill.", "Ilse Vanua, a resident of Orlo, bought the mill."),
    ("en", "An angry Piet Arden left the hall at once.", "A weary Piet Arden left the hall at once."),
    ("en", "The mill, an old building, was sold in spring.", "The mill, an old house, was sold in spring."),
    ("de", "Ilse Vanua, die Chefin, kam mit dem Zug.", "Chefin Ilse Vanua kam mit dem Zug."),
    ("fr", "Ilse Vanua, la maire, est venue en train.", "La maire Ilse Vanua est venue en train."),
]


def told(old: str, new: str, lang: str = "en") -> list[Kind]:
    first, second = (Article.from_text([text], lang=lang) for text in (old, new))
    return [change.kind for change in compare(first, second) if change.kind is not Kind.WORDING]


@pytest.mark.parametrize(("lang", "old", "new"), ANOTHER)
def test_another_office_of_the_same_person_is_told_in_both_directions(lang: str, old: str, new: str) -> None:
    assert told(old, new, lang) == told(new, old, lang) == [Kind.ENTITY_ROLE]


@pytest.mark.parametrize(("lang", "old", "new"), SAME)
def test_what_is_no_other_office_is_not_told_as_one(lang: str, old: str, new: str) -> None:
    assert Kind.ENTITY_ROLE not in {*told(old, new, lang), *told(new, old, lang)}


def test_another_office_and_another_person_are_another_speaker() -> None:
    old = '"We have no money left," said the club treasurer, Ida Voss.'
    new = '"We have no money left," said the club secretary, Tom Ashe.'
    assert told(old, new) == told(new, old) == [Kind.QUOTE_SPEAKER]
