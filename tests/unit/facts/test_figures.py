"""Figures: every form a newsroom writes a number in, what is none, and what each counts."""

from decimal import Decimal

import pytest

from monitor.facts import Figure, find_figures


def only(text: str, lang: str = "en") -> Figure:
    found = find_figures(text, lang)
    assert len(found) == 1, [f.surface for f in found]
    return found[0]


def values(text: str, lang: str = "en") -> list[str]:
    return [f"{(f.value or Decimal(0)).normalize():f}" for f in find_figures(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "value"),
    [
        ("Officials counted 41,100 homes.", "en", "41100"),  # comma groups
        ("Officials counted 41 100 homes.", "en", "41100"),  # space groups
        ("Officials counted 41\u202f100 homes.", "en", "41100"),  # narrow no-break space groups
        ("Officials counted 41’100 homes.", "en", "41100"),  # apostrophe groups
        ("Officials counted 1,00,000 homes.", "en", "100000"),  # Indian groups
        ("Officials counted ٤١١٠٠ homes.", "en", "41100"),  # Arabic-Indic digits
        ("Officials counted 4.11 lakh homes.", "en", "411000"),  # lakh
        ("Officials counted two crore homes.", "en", "20000000"),  # crore
        ("Officials counted 41.1k homes.", "en", "41100"),  # a scale letter
        ("The plan costs $1.2bn.", "en", "1200000000"),  # money with a scale
        ("The plan costs $5m.", "en", "5000000"),  # "m" is millions beside a currency
        ("The wall is 5m high.", "en", "5"),  # and metres elsewhere
        ("Forty-one thousand homes burned.", "en", "41000"),  # words
        ("Twelve hundred homes burned.", "en", "1200"),  # hundreds above ten
        ("A dozen homes burned.", "en", "12"),  # a dozen
        ("Half a million homes burned.", "en", "500000"),  # a share of a scale
        ("Three and a half million homes burned.", "en", "3500000"),  # a mixed number before a scale
        ("It grew two and a half times.", "en", "2.5"),  # a mixed number
        ("It took 2½ hours.", "en", "2.5"),  # a vulgar fraction
        ("It took 2 1/4 hours.", "en", "2.25"),  # a mixed number in digits
        ("The rate fell to .5 percent.", "en", "0.5"),  # no leading zero
        ("It sank to minus five degrees.", "en", "-5"),  # a negative in words
        ("It sank to -5°C.", "en", "-5"),  # a negative in digits
        ("41 100 maisons", "fr", "41100"),  # French groups
        ("une hausse de 3,5 %", "fr", "3.5"),  # French decimals
        ("quatre-vingt-dix-sept maisons", "fr", "97"),  # French nineties
        ("soixante et onze maisons", "fr", "71"),  # French seventies
        ("41.100 Häuser", "de", "41100"),  # German groups
        ("dreihundertfünfundzwanzig Häuser", "de", "325"),  # German in one word
        ("1,2 Mrd. €", "de", "1200000000"),  # German milliards, abbreviated
        ("anderthalb Millionen Häuser", "de", "1500000"),  # German one and a half
        ("2 mil millones de euros", "es", "2000000000"),  # Spanish thousand millions
        ("cuatrocientas veintidós casas", "es", "422"),  # Spanish feminine hundreds
        ("R$ 1,2 bilhão", "pt", "1200000000"),  # Brazilian money
        ("duas mil e trezentas casas", "pt", "2300"),  # Portuguese joiners
        ("خمسة وعشرون منزلا", "ar", "25"),  # Arabic "five and twenty"
        ("ثلاثمئة منزل", "ar", "300"),  # Arabic hundreds in one word
        ("41.100 xyz", "tlh", "41100"),  # unknown language: three digits are a group
    ],
)
def test_figures_are_found_in_every_written_form(text: str, lang: str, value: str) -> None:
    assert values(text, lang) == [value]


@pytest.mark.parametrize(
    ("words", "bound", "lo", "hi"),
    [
        ("about 100", "~", 100, 100),
        ("almost 100", "~", 100, 100),
        ("nearly 100", "~", 100, 100),
        ("some 100", "~", 100, 100),
        ("an estimated 100", "~", 100, 100),
        ("at least 100", ">=", 100, None),
        ("no fewer than 100", ">=", 100, None),
        ("100 or more", ">=", 100, None),
        ("more than 100", ">", 100, None),
        ("over 100", ">", 100, None),
        ("just over 100", ">", 100, None),
        ("up to 100", "<=", None, 100),
        ("as many as 100", "<=", None, 100),
        ("at most 100", "<=", None, 100),
        ("no more than 100", "<=", None, 100),
        ("fewer than 100", "<", None, 100),
        ("under 100", "<", None, 100),
        ("dozens of", "vague", 24, 99),
        ("hundreds of", "vague", 200, 999),
        ("tens of thousands of", "vague", 20000, 99999),
        ("several hundred", "vague", 300, 999),
        ("between 30 and 40", "=", 30, 40),
        ("from 30 to 40", "=", 30, 40),
        ("30 to 40", "=", 30, 40),
        ("30-40", "=", 30, 40),
        ("30–40", "=", 30, 40),
        ("about 30 to 40", "~", 30, 40),
        ("two or three", "=", 2, 3),
    ],
)
def test_bounds_and_ranges_say_which_interval_the_words_allow(words: str, bound: str, lo: int, hi: int) -> None:
    figure = only(f"Witnesses saw {words} people.")
    assert (figure.bound, figure.lo, figure.hi) == (bound, lo, hi)


@pytest.mark.parametrize(
    ("text", "lang", "bound"),
    [
        ("Au moins 40 personnes sont mortes", "fr", ">="),
        ("Plus de 40 personnes sont mortes", "fr", ">"),
        ("Près de 40 personnes sont mortes", "fr", "~"),
        ("Al menos 40 personas murieron", "es", ">="),
        ("Casi 40 personas murieron", "es", "~"),
        ("Mindestens 40 Menschen starben", "de", ">="),
        ("Rund 40 Menschen starben", "de", "~"),
        ("Pelo menos 40 pessoas morreram", "pt", ">="),
        ("Mais de 40 pessoas morreram", "pt", ">"),
        ("مقتل ما لا يقل عن 40 شخصا", "ar", ">="),
        ("مقتل نحو 40 شخصا", "ar", "~"),
    ],
)
def test_bounds_are_read_in_six_languages(text: str, lang: str, bound: str) -> None:
    figure = only(text, lang)
    assert (figure.bound, figure.value, figure.counted, figure.unit) == (bound, 40, "death", "person")


@pytest.mark.parametrize(
    "text",
    [
        "Call +44 20 7946 0958 for help.",  # a telephone number
        "Call 555-0143 for help.",  # a short one
        "See https://news.example/2024/05/41100 for more.",  # an address
        "Write to desk24@news.example today.",  # a mail address
        "An F-16 and the A41 road.",  # a model and a road
        "Covid-19 spread again.",  # a name with a number
        "The iPhone 11 went on sale.",  # a product
        "Flight 370 vanished.",  # a flight
        "Under section 4 of the act.",  # a section
        "It began at 10:27 p.m. and ended at 5am.",  # times of day
        "On 7 October 2023 and on May 5, 2024.",  # dates
        "It happened in 2019.",  # a year
        "The 1990s and the 2018-19 season.",  # a decade, a season
        "Between 2014 and 2017 it fell.",  # years are no range
        "No one knows which one it was.",  # a pronoun
        "They met one another one day.",  # set phrases
        "She lives at 575 Wilburn Road.",  # a house number
        "Their offices are open 24/7.",  # around the clock
        "The top two go through.",  # a rank
        "Readers who sign up for The Evening Seven get puzzles.",  # a name
        "The COVID -19 wave passed.",  # a name set apart
    ],
)
def test_names_dates_and_addresses_are_no_figures(text: str) -> None:
    assert [f.surface for f in find_figures(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # killed and wounded in one sentence stay apart
        ("The blast killed six people and wounded ten.", [(6, "death", "people"), (10, "injury", "")]),
        ("Three killed, four wounded in the raid.", [(3, "death", ""), (4, "injury", "")]),
        # a toll without a noun, and a bare participle after "with"
        (
            "The death toll from the flood stands at more than 1,100, with almost 9,000 injured.",
            [(1100, "death", ""), (9000, "injury", "")],
        ),
        # who is counted gives way to what happened to them
        ("Nine captives were found dead near the border.", [(9, "death", "captives")]),
        ("Only two hostages have been rescued.", [(2, "rescue", "hostages")]),
        # a group that a verb leaves over
        ("About 80 villagers were abducted, of whom 31 remain.", [(80, "abduction", "villagers"), (31, "held", "")]),
        # things are not people, though a death stands near
        ("The storm destroyed 14 homes and killed a man.", [(14, "homes", "homes")]),
        # half of a word for a thing says nothing of the dead, and the infected are cases whoever they are
        ("Three people said the line wants 60 narrow-body jets.", [(3, "people", "people"), (60, "jets", "jets")]),
        ("The first death in an outbreak that has infected 263 people.", [(263, "case", "people")]),
        # money, and what it was for
        ("The firm was fined $3 million.", [(3000000, "fine", "")]),
        ("Inflation slowed to 2.4 percent.", [("2.4", "inflation", "")]),
    ],
)
def test_each_figure_knows_what_it_counts(text: str, expected: list[tuple[object, str, str]]) -> None:
    found = [(f.value, f.counted, f.noun) for f in find_figures(text)]
    assert found == [(Decimal(str(v)), c, n) for v, c, n in expected]


def test_people_and_children_differ_in_their_noun() -> None:
    people, children = only("The crash killed 14 people."), only("The crash killed 14 children.")
    assert (people.counted, people.noun) == ("death", "people")
    assert (children.counted, children.noun) == ("death", "children")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("It fell 3 percent.", "percent"),
        ("It fell 3%.", "percent"),
        ("It fell by 3 percentage points.", "percentage point"),
        ("It costs $3.", "dollar"),
        ("It costs A$3.", "australian dollar"),
        ("It costs 3 euros.", "euro"),
        ("It costs £3.", "pound sterling"),
        ("It costs $3 per barrel.", "dollar per barrel"),
        ("It costs $3 a month.", "dollar per month"),
        ("They charge a $3 fee.", "dollar"),
        ("It is 3 km long.", "kilometre"),
        ("It spread over 300 hectares.", "hectare"),
        ("It warmed by 3 degrees Celsius.", "celsius"),
        ("Winds of 90 mph hit the coast.", "mile per hour"),
        ("A 5.6-magnitude quake struck.", "magnitude"),
        ("A quake of magnitude 5.6 struck.", "magnitude"),
        ("She is a 34-year-old nurse.", "year"),
        ("They won 2-1.", "score"),
        ("The chamber voted 52-48.", "score"),
        ("One in five homes lacks power.", "share"),
        ("Two-thirds of the homes lack power.", ""),
    ],
)
def test_units_are_named_in_one_way(text: str, unit: str) -> None:
    assert only(text).unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "In der 17. Minute fiel ein Tor.",  # an ordinal written with a dot
        "Der Treffer (58.) genügte.",  # a minute of play
        "Der Klub steht auf Platz 15.",  # a rank
        "Stau auf der A 41.",  # a road
    ],
)
def test_german_ordinals_and_ranks_are_no_figures(text: str) -> None:
    assert [f.surface for f in find_figures(text, "de")] == []


@pytest.mark.parametrize(
    ("text", "lang", "unit", "counted"),
    [
        # a scale word and "of" before the currency
        ("Une aide de 300 millions de couronnes", "fr", "krone", "payment"),
        # an age after a comma, with its unit
        ("Luc Marel, 29 ans, est sauf.", "fr", "year", "age"),
        # a score with a colon is no time of day
        ("Die Gäste gewannen 3:1.", "de", "score", ""),
        # a code before the amount
        ("It costs USD 200.", "en", "dollar", "price"),
        # a life is a death in the noun itself
        ("A ferry sank with the loss of 58 lives.", "en", "person", "death"),
    ],
)
def test_units_and_counts_follow_the_usage_of_the_language(text: str, lang: str, unit: str, counted: str) -> None:
    figure = only(text, lang)
    assert (figure.unit, figure.counted) == (unit, counted)


def test_a_conversion_in_brackets_shares_the_bound_of_what_it_converts() -> None:
    found = find_figures("They hold more than 7.5 million crowns ($1.1 million) in cash.")
    assert [(f.bound, f.lo, f.hi) for f in found] == [(">", 7_500_000, None), (">", 1_100_000, None)]


def test_a_movement_is_known_from_a_verb_before_its_object() -> None:
    assert only("They expect to increase sales by 35 percent.").direction == "rise"


def test_adjectives_joined_by_and_lead_to_one_noun() -> None:
    figure = only("They freed 30 French and German sailors.")
    assert (figure.noun, figure.phrase) == ("sailors", "French and German sailors")


def test_a_second_amount_in_billions_keeps_the_currency_of_the_first() -> None:
    found = find_figures("The cost rose from 1.9 billion euros in May to 3.4 billion.")
    assert [(f.value, f.unit) for f in found] == [(1_900_000_000, "euro"), (3_400_000_000, "euro")]


def test_ages_are_told_from_counts() -> None:
    assert [(f.value, f.counted) for f in find_figures("Ana Ruiz, 34, was hurt.")] == [(34, "age")]
    young = only("It struck children aged between five and 17.")
    assert (young.lo, young.hi, young.unit, young.counted) == (5, 17, "year", "age")


def test_a_margin_is_not_negative() -> None:
    assert only("The margin is plus or minus 2.5 points.").value == Decimal("2.5")


def test_scores_keep_the_order_in_which_they_are_written() -> None:
    figure = only("The visitors lost 1-3.")
    assert (figure.lo, figure.hi) == (1, 3)


def test_place_and_time_are_told_as_the_sentence_writes_them() -> None:
    figure = only("As of Monday, 45 people were missing in North Orla.")
    assert (figure.place, figure.as_of, figure.counted) == ("North Orla", "As of Monday", "missing")
    assert only("By Tuesday evening 45 people were missing.").as_of == "By Tuesday evening"
    assert only("Since 7 October, 45 people were missing.").as_of == "Since 7 October"


def test_a_paragraph_with_one_place_lends_it_to_its_figures() -> None:
    found = find_figures("Rain hit Orla hard. In Orla streets are closed. Nine people died.\nTwo people drowned.")
    assert [f.place for f in found] == ["Orla", ""]


def test_status_says_how_sure_a_count_is() -> None:
    assert only("Twelve people are feared dead.").status == "feared"
    assert only("Twelve confirmed deaths.").status == "confirmed"


def test_direction_says_which_way_a_number_moved() -> None:
    assert only("Shares rose 3 percent.").direction == "rise"
    assert only("Shares fell nearly 3 percent.").direction == "fall"


def test_the_example_of_the_documentation_reads_as_it_says() -> None:
    figure = only("At least 41 people were killed in Orla as of Monday, police said.")
    assert (figure.surface, figure.start, figure.end) == ("At least 41", 0, 11)
    assert (figure.lo, figure.hi, figure.bound, figure.unit) == (41, None, ">=", "person")
    assert (figure.counted, figure.noun, figure.phrase) == ("death", "people", "people")
    assert (figure.place, figure.as_of, figure.source) == ("Orla", "as of Monday", "police")
