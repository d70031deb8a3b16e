"""Figures and what stands around them: places, ages, units beside the number, parts and totals, other scripts."""

import pytest

from monitor.facts import Figure, find_figures


def only(text: str, lang: str = "en") -> Figure:
    found = find_figures(text, lang)
    assert len(found) == 1, [f.surface for f in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        # the fighting is there; where the people died is another matter
        ("Troops fought in Orla for a week after raiders killed 40 villagers.", [""]),
        ("Nine people died in Orla while 30 soldiers marched into Tarsis.", ["Orla", "Tarsis"]),
        # what opens the sentence holds for all of it
        ("In Orla, nine people died after 30 homes caught fire.", ["Orla", "Orla"]),
        # the place that "where" goes back to
        ("They were taken into Orla, where 97 remain.", ["Orla"]),
        # a relative clause says what the blast did
        ("A blast in Orla that killed 40 people shook the town.", ["Orla"]),
    ],
)
def test_a_place_is_not_carried_into_another_event(text: str, places: list[str]) -> None:
    assert [f.place for f in find_figures(text)] == places


@pytest.mark.parametrize(
    ("text", "unit", "counted"),
    [
        # a person who is a number is that old
        ("She is 34.", "year", "age"),
        ("He will be 60 in May.", "year", "age"),
        # a share of a unit
        ("It moved a quarter of a mile.", "mile", ""),
        ("It rose by half of a percentage point.", "percentage point", ""),
        # units in brackets, and letters whose capital tells
        ("The load was 20 (kg).", "kilogram", ""),
        ("The engine makes 450 Nm.", "newton metre", ""),
        # currencies by code and by country
        ("It costs MXN$ 15.", "mexican peso", "price"),
        ("It costs 15 Egyptian pounds.", "egyptian pound", "price"),
    ],
)
def test_units_are_found_beside_the_number(text: str, unit: str, counted: str) -> None:
    figure = only(text)
    assert (figure.unit, figure.counted) == (unit, counted)


def test_the_far_end_of_a_movement_has_the_unit_of_the_near_one() -> None:
    found = find_figures("Mileage went from 20 mpg last year to 29, the agency said.")
    assert [(f.value, f.unit) for f in found] == [(20, "mile per gallon"), (29, "mile per gallon")]


def test_up_that_belongs_to_its_verb_is_no_movement() -> None:
    assert only("The team gave up 51 points.").direction == ""
    assert only("Women make up 40 percent of the staff.").direction == ""


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Another 12 people died, bringing the toll to 45.", "en", [(12, "new", "death"), (45, "total", "death")]),
        ("At least another 20 are missing.", "en", [(20, "new", "missing")]),
        ("Three more bodies were found.", "en", [(3, "new", "death")]),
        # a part is a part of what was told before it, whatever follows
        ("45 people were killed, including 12 children, and 9 hurt.", "en", [(45, "", "death"), (12, "part", "death"), (9, "", "injury")]),
        ("Il y a 45 morts, dont 12 enfants.", "fr", [(45, "", "death"), (12, "part", "death")]),
        ("Hay 45 muertos, entre ellos 12 niños.", "es", [(45, "", "death"), (12, "part", "death")]),
        ("45 Tote, darunter zwölf Kinder.", "de", [(45, "", "death"), (12, "part", "death")]),
        ("45 mortos, entre eles 12 crianças.", "pt", [(45, "", "death"), (12, "part", "death")]),
        ("قتل 45 شخصا بينهم 12 طفلا وأصيب 20 آخرون", "ar", [(45, "", "death"), (12, "part", "death"), (20, "new", "injury")]),
    ],
)  # fmt: skip
def test_new_counts_totals_and_parts_are_told_apart(text: str, lang: str, expected: list[tuple[int, str, str]]) -> None:
    assert [(f.value, f.extent, f.counted) for f in find_figures(text, lang)] == expected


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        # digits of other scripts, with their own separators
        ("४१,१०० लोग", "hi", [(41100, "")]),
        ("৪১,১০০ জন", "bn", [(41100, "")]),
        ("๔๑,๑๐๐ ราย", "th", [(41100, "")]),
        ("۴۱٬۱۰۰ نفر", "fa", [(41100, "")]),
        ("٤١٬١٠٠ شخص", "ar", [(41100, "person")]),
        # scales that stand inside the number, in scripts without spaces
        ("据报道4万1200人死亡，约3.5亿元。", "zh", [(41200, ""), (350_000_000, "yuan")]),
        ("1億2000万円が4万1200人に", "ja", [(120_000_000, "yen"), (41200, "")]),
        ("4만1200명, 12% 증가", "ko", [(41200, ""), (12, "percent")]),
        # lakh and crore, grouped by two
        ("About 4.11 lakh people got ₹1.2 crore, 1,00,000 voters waited.", "en",
         [(411_000, "person"), (12_000_000, "indian rupee"), (100_000, "person")]),
        ("₹४ लाख", "hi", [(400_000, "indian rupee")]),
        # a language of which only scales and money are known
        ("Ущерб составил 3 млн рублей.", "ru", [(3_000_000, "ruble")]),
    ],
)  # fmt: skip
def test_numbers_of_any_script_keep_their_value(text: str, lang: str, expected: list[tuple[int, str]]) -> None:
    assert [(f.value, f.unit) for f in find_figures(text, lang)] == expected


@pytest.mark.parametrize(("text", "lang"), [("2024年10月7日", "zh"), ("2024년 10월 7일", "ko"), ("10時30分に", "ja")])
def test_dates_of_scripts_without_spaces_are_no_figures(text: str, lang: str) -> None:
    assert find_figures(text, lang) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the ending says that there are two
        ("مقتل شخصين على الأقل", [(2, ">=", "death", "person")]),
        ("سقط جريحان في الهجوم", [(2, "=", "injury", "person")]),
        # a plural of the same form says nothing
        ("استهدفت الغارة مسلحين", []),
        # the same letters are a thousand after a number and two thousand alone
        ("أكثر من ٤١ ألفا و١٠٠ قتيل", [(41100, ">", "death", "person")]),
        ("نحو مئتي جريح", [(200, "~", "injury", "person")]),
        # a noun with the article written on to it
        ("آلاف المتظاهرين", [(2000, "vague", "المتظاهرين", "person")]),
    ],
)
def test_arabic_counts_are_read_in_all_their_forms(text: str, expected: list[tuple[int, str, str, str]]) -> None:
    assert [(f.value, f.bound, f.counted, f.unit) for f in find_figures(text, "ar")] == expected


def test_ages_in_a_list_are_all_ages() -> None:
    found = find_figures("Two men, aged 34, 40 and 52, died. The tree hit two men of 61 and 70.")
    assert [f.value for f in found if f.counted == "age"] == [34, 40, 52, 61, 70]


def test_a_lead_that_opens_in_capitals_keeps_its_number() -> None:
    assert only("POLICE SAID EIGHT PEOPLE died in the crash on the old bridge.").counted == "death"
    assert find_figures("They read the Evening Seven on the train to the old town.") == []


def test_an_area_with_a_space_in_its_number_is_no_address() -> None:
    figure = only("The lake covers 4 100 square kilometres.")
    assert (figure.value, figure.unit) == (4100, "square kilometre")
    assert find_figures("They live at 575 Old Mill Square now.") == []
