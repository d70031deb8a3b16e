"""Figures of both versions: one amount in other forms is silent, another amount is told once."""

from __future__ import annotations

import pytest

from tests.unit.changes.asked import told


@pytest.mark.parametrize(
    ("lang", "old", "new"),
    [
        ("en", "The runner finished in two minutes and 40 seconds.", "The runner finished in 160 seconds."),
        ("de", "Die Fahrt dauert 2 Stunden und 15 Minuten.", "Die Fahrt dauert 135 Minuten."),
        ("es", "El viaje dura dos horas y 15 minutos.", "El viaje dura 135 minutos."),
        ("fr", "Le billet coûte 1 euro 80.", "Le billet coûte 1,80 €."),
        ("en", "The road is 12 km (seven miles) long.", "The road is seven miles (12 km) long."),
        ("en", "Turnout rose from 12 to 14 percent.", "Turnout rose to 14 percent from 12."),
        ("en", "The site has 2.3 million readers a month.", "The site has 2.3m readers per month."),
        ("en", "Three quarters of households own a car.", "75% of households own a car."),
        ("en", "The motion failed by 121 votes to 119.", "The motion failed, 119 to 121."),
        ("en", "It pays 60 cents a share.", "It pays 0.60 euros per share."),
        ("en", "They voted for a cut of a quarter of a percentage point.", "They voted for a cut of 25 basis points."),
        ("fr", "Le billet passera de 1,70 à 1,90 euro.", "Il faudra payer le billet 1,90 euro, contre 1,70."),
        ("es", "El billete pasará de 1,70 a 1,90 euros.", "Habrá que pagar por el billete 1,90 euros, frente a 1,70."),
        ("en", "It was up to 27 degrees in Orlo.", "It was up to 27C in Orlo."),
        ("en", "About 62,000 tins are affected, an estimated 20,000 were sold.",
         "An estimated 20,000 tins were sold, about 62,000 are affected."),
    ],
)  # fmt: skip
def test_one_amount_in_other_forms_is_silent(lang: str, old: str, new: str) -> None:
    assert told(old, new, lang, ("figure",)) == []
    assert told(new, old, lang, ("figure",)) == []


@pytest.mark.parametrize(
    ("lang", "old", "new", "step"),
    [
        ("en", "She ran it in 2 hours 7 minutes 41 seconds.", "She ran it in 2 hours 6 minutes 41 seconds.",
         ("2 hours 7 minutes 41 seconds", "2 hours 6 minutes 41 seconds")),
        ("en", "He is 5 ft 3 tall.", "He is 5 ft 4 tall.", ("5 ft 3", "5 ft 4")),
        # the words before are those of "More:", and of no line of furniture
        ("en", "More than 41,100 people were killed in Orlo, health authorities said.",
         "More than 41,200 people were killed in Orlo, health authorities said.", ("More than 41,100", "More than 41,200")),
        ("en", "More than 410 Velmians were killed in Orlo, officials said.",
         "More than 420 Velmians were killed in Orlo, officials said.", ("More than 410", "More than 420")),
        ("de", "Mehr als 40 Menschen starben in Orlo, teilte das Amt mit.",
         "Mehr als 50 Menschen starben in Orlo, teilte das Amt mit.", ("Mehr als 40", "Mehr als 50")),
        ("es", "Más de 40 personas murieron en Orlo, dijo el alcalde.",
         "Más de 50 personas murieron en Orlo, dijo el alcalde.", ("Más de 40", "Más de 50")),
        ("fr", "Plus de 40 personnes sont mortes à Orlo, selon le maire.",
         "Plus de 50 personnes sont mortes à Orlo, selon le maire.", ("Plus de 40", "Plus de 50")),
        ("pt", "Mais de 40 pessoas morreram em Orlo, disse o prefeito.",
         "Mais de 50 pessoas morreram em Orlo, disse o prefeito.", ("Mais de 40", "Mais de 50")),
        ("ar", "المزيد من 40 شخصا قتلوا في أورلو، قال العمدة.",
         "المزيد من 50 شخصا قتلوا في أورلو، قال العمدة.", ("40", "50")),
        ("fr", "Elle a couru en deux heures 40.", "Elle a couru en deux heures 50.", ("deux heures 40", "deux heures 50")),
        ("en", "The jurors split seven to five.", "The jurors split eight to four.", ("seven to five", "eight to four")),
        ("de", "Jeder vierte Haushalt hat ein Auto.", "Jeder fünfte Haushalt hat ein Auto.", ("Jeder vierte", "Jeder fünfte")),
        # its own number of the dead, beside the same small number of something else; the one amount beside a shared one
        ("en", "Officials in the Oro valley have confirmed 34 cases of fever and two deaths since 3 March. Two clinics have been opened.",
         "Fever has killed three people in the Oro valley since 3 March, officials say. There are 34 cases. Two clinics are open.",
         ("two", "three")),
        ("de", "Das Bad hätte 22 Millionen Euro gekostet, 6 Millionen mehr als geplant.",
         "Die Kosten waren auf 27 Millionen Euro gestiegen und lagen damit 6 Millionen über der Planung.",
         ("22 Millionen Euro", "27 Millionen Euro")),
        ("en", "The match ended 0-2 in Orlo.", "The match ended 2-0 in Orlo.", ("0-2", "2-0")),
        ("en", "Passengers get a refund in full.", "Passengers get a refund of a third of the fare.", ("in full", "a third")),
    ],
)  # fmt: skip
def test_another_amount_is_one_step(lang: str, old: str, new: str, step: tuple[str, str]) -> None:
    assert told(old, new, lang, ("figure",)) == [("figure.value", *step)]


def test_two_amounts_of_one_thing_are_two() -> None:
    old = "The wall is 3 metres high, 40 centimetres wide."
    new = "The wall is 3 metres high, 50 centimetres wide."
    assert told(old, new) == [("figure.value", "40 centimetres", "50 centimetres")]


@pytest.mark.parametrize(
    ("lang", "old", "new"),
    [
        ("en", "The mill cost US$3 million.", "The mill cost HK$3 million."),
        ("en", "The mill cost 3 million U.S. dollars.", "The mill cost 3 million Canadian dollars."),
        ("en", "A barrel costs USD 80.", "A barrel costs AUD 80."),
        ("de", "Die Mühle kostete 3 Millionen US-Dollar.", "Die Mühle kostete 3 Millionen kanadische Dollar."),
        ("fr", "Le moulin a coûté 3 millions de dollars américains.", "Le moulin a coûté 3 millions de dollars canadiens."),
        ("es", "El molino costó 3 millones de dólares estadounidenses.", "El molino costó 3 millones de dólares canadienses."),
        ("pt", "O moinho custou 3 milhões de dólares americanos.", "O moinho custou 3 milhões de dólares australianos."),
        ("ar", "بلغت التكلفة 3 ملايين دولار أمريكي.", "بلغت التكلفة 3 ملايين دولار كندي."),
    ],
)  # fmt: skip
def test_the_same_number_in_the_money_of_another_country_is_another_unit(lang: str, old: str, new: str) -> None:
    assert [kind for kind, *_ in told(old, new, lang)] == ["figure.unit"]
    assert [kind for kind, *_ in told(new, old, lang)] == ["figure.unit"]


@pytest.mark.parametrize(
    ("lang", "old", "new"),
    [
        ("en", "The mill cost $3 million.", "The mill cost US$3 million."),
        ("en", "The mill cost $3 million.", "The mill cost C$3 million."),
        ("en", "The mill cost USD 3 million.", "The mill cost 3 million American dollars."),
        ("fr", "Le moulin a coûté 3 millions de dollars.", "Le moulin a coûté 3 millions de dollars américains."),
        ("en", "The mill grinds 3 tonnes a day.", "The mill grinds 3 metric tons a day."),
    ],
)  # fmt: skip
def test_money_that_does_not_say_whose_is_no_other_unit(lang: str, old: str, new: str) -> None:
    assert told(old, new, lang, ("figure",)) == []
    assert told(new, old, lang, ("figure",)) == []


@pytest.mark.parametrize(
    ("lang", "old", "new"),
    [
        ("en", "She ran it in 2 hours, 19 mintues and 4 seconds.", "She ran it in two hours, 19 minutes and four seconds."),
        ("en", "The mill cost 3 milion crowns, they say.", "It cost three million crowns, the mill."),
        ("de", "Der Weg ist 4 Kiloemter lang, heißt es.", "Vier Kilometer lang ist der Weg."),
        ("es", "El muro mide 2 kilómertos y medio.", "El muro mide dos kilómetros y medio en total."),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_in_a_unit_or_a_scale_is_no_other_amount(lang: str, old: str, new: str) -> None:
    assert told(old, new, lang, ("figure",)) == []
    assert told(new, old, lang, ("figure",)) == []


def test_another_amount_beside_a_slip_of_the_pen_is_told() -> None:
    old, new = "She ran it in 2 hours, 19 mintues and 4 seconds.", "She ran it in 2 hours, 18 minutes and 4 seconds."
    assert told(old, new, sorts=("figure",))
