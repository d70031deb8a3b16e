"""Where a figure holds: the name behind a noun of places, and no place for what is told of a whole country."""

import pytest

from monitor.facts import find_figures


@pytest.mark.parametrize(
    ("text", "lang", "places"),
    [
        ("In the town of Velm, 212 people died.", "en", ["Velm"]),
        ("At least 12 people died in the northern city of Orla.", "en", ["Orla"]),
        ("A blast in the Rafah area killed 12 people.", "en", ["Rafah"]),
        ("The flood killed 9 people in the province of San Brix.", "en", ["San Brix"]),
        ("Dans la ville de Velm, 212 personnes sont mortes.", "fr", ["Velm"]),
        ("En la localidad de Velm murieron 212 personas.", "es", ["Velm"]),
        ("Na cidade de Velm morreram 212 pessoas.", "pt", ["Velm"]),
        ("In der Stadt Velm starben 212 Menschen.", "de", ["Velm"]),
        ("Im Dorf Velm starben 12 Menschen.", "de", ["Velm"]),
        ("قتل 12 شخصا في مدينة فيلم.", "ar", ["فيلم"]),
        ("قتل 12 شخصا في مدينة خان يونس.", "ar", ["خان يونس"]),
        # a national toll is no toll of the town
        ("In the town of Velm, 212 people died, of a national toll of 1,204.", "en", ["Velm", ""]),
        ("A town of 1,200 people.", "en", [""]),
        ("The city said 12 people died.", "en", [""]),
        ("In Städten starben 12 Menschen.", "de", [""]),
    ],
)
def test_a_place_is_the_name_behind_its_noun(text: str, lang: str, places: list[str]) -> None:
    assert [figure.place for figure in find_figures(text, lang)] == places


def test_a_national_toll_does_not_take_the_place_of_its_paragraph() -> None:
    figures = find_figures(
        "In the town of Velm, 212 people died. The national toll rose to 1,204. Another 9 are missing."
    )
    assert [figure.place for figure in figures] == ["Velm", "", "Velm"]
