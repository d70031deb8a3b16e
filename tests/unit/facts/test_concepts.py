"""What a figure counts where the noun of an event stands between: what befell people wins over the occasion."""

import pytest

from monitor.facts import find_figures


@pytest.mark.parametrize(
    ("text", "lang", "counted"),
    [
        ("The death toll from the earthquake rose to 41.", "en", "death"),
        ("The death toll from the quake climbed to 1,204 on Monday.", "en", "death"),
        ("The number of deaths from the tremor reached 9.", "en", "death"),
        ("The toll from Monday's powerful earthquake has reached 120.", "en", "death"),
        ("Death toll from quake: 41", "en", "death"),
        ("The number of injured in the quake stands at 312.", "en", "injury"),
        ("The death toll from the missile strikes rose to 14.", "en", "death"),
        ("Deaths from the strike stood at 7.", "en", "death"),
        ("The death toll from the storm, flood and fire rose to 8.", "en", "death"),
        ("The number of arrests at the protest rose to 51.", "en", "arrest"),
        ("Le nombre de blessés de la manifestation atteint 33.", "fr", "injury"),
        ("Le bilan du séisme s'élève à 41.", "fr", "death"),
        ("El número de heridos en la manifestación es de 33.", "es", "injury"),
        ("La cifra de muertos en la protesta subió a 7.", "es", "death"),
        ("Die Zahl der Verletzten bei der Demonstration liegt bei 33.", "de", "injury"),
        ("Die Opferzahl des Bebens liegt bei 120.", "de", "death"),
        ("O número de feridos no protesto é de 33.", "pt", "injury"),
        ("بلغ عدد قتلى الزلزال 41.", "ar", "death"),
        # and what is measured or counted of the event stays the event's
        ("A magnitude 6.1 earthquake struck.", "en", "earthquake"),
        ("Three people died in an earthquake of magnitude 6.1.", "en", "earthquake"),
        ("Air defence shot down 40 drones.", "en", "strike"),
        ("The army fired 12 missiles.", "en", "strike"),
        ("The toll of injured from the explosion rose to 40.", "en", "injury"),
        ("About 2,000 people marched.", "en", "protest"),
    ],
)
def test_what_befell_people_is_counted_and_not_its_occasion(text: str, lang: str, counted: str) -> None:
    assert find_figures(text, lang)[-1].counted == counted
