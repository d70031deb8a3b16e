"""The same number or date in another form says the same; another number in its place does not, though it stands elsewhere."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The dam cost 1,200 crowns.", "The dam cost 1.2 thousand crowns.", "en"),
        ("The fair opens on 12 September.", "The fair opens on September 12.", "en"),
        ("Nets and 12 others are missing.", "Nets and 12 more are missing.", "en"),
        ("Room no. 12 burned.", "Room 12 burned.", "en"),
        ("Reactor No. 3 was shut.", "Reactor 3 was shut.", "en"),
        ("Das Zimmer Nr. 12 brannte.", "Das Zimmer 12 brannte.", "de"),
        ("La chambre numéro 12 a brûlé.", "La chambre 12 a brûlé.", "fr"),
        ("La habitación núm. 12 ardió.", "La habitación 12 ardió.", "es"),
        ("O quarto nº 12 ardeu.", "O quarto 12 ardeu.", "pt"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("number or date format", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("Update to version 3.3.2 of the tool.", "Update to version 3.3.1 of the tool.", "en"),
        ("The fair opens on 12 September.", "The fair opens on 21 September.", "en"),
        ("The mill has twelve rooms.", "The mill has 20 rooms.", "en"),
        ("The mill has 12 more rooms.", "The mill has 12 rooms.", "en"),
        ("Room no. 12 burned.", "Room 21 burned.", "en"),
        ("No rooms burned on floor 12.", "Rooms burned on floor 12.", "en"),
        ("There is no room 12 in the mill.", "There is room 12 in the mill.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
