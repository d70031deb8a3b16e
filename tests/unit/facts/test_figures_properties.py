"""Figures by property: the format does not matter, what names or dates is none, and no text brings them to a halt."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.facts import Figure, find_figures


def only(text: str, lang: str = "en") -> Figure:
    found = find_figures(text, lang)
    assert len(found) == 1, [f.surface for f in found]
    return found[0]


grouped = st.integers(1000, 999_999_999)


LATIN = "0123456789"
DIGITS = ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "๐๑๒๓๔๕๖๗๘๙", "０１２３４５６７８９"]
# How each language groups thousands, and which sign begins its decimals.
LOCALES = [
    ("en", ",", "."),
    ("en", "\u00a0", "."),
    ("en", "’", "."),
    ("de", ".", ","),
    ("de", "’", ","),
    ("fr", "\u202f", ","),
    ("fr", " ", ","),
    ("es", ".", ","),
    ("es", " ", ","),
    ("pt", ".", ","),
    ("ar", ",", "."),
    ("ar", "٬", "٫"),
    ("ru", "\u00a0", ","),
]


def indian(number: int) -> str:
    """The digits grouped as in 1,23,45,678."""
    text = str(number)
    head, tail = text[:-3], text[-3:]
    groups = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return ",".join([*groups, tail])


@given(grouped, st.integers(1, 99), st.sampled_from(LOCALES))
def test_one_value_in_any_format_of_a_language_is_one_figure(
    number: int, cents: int, locale: tuple[str, str, str]
) -> None:
    lang, group, point = locale
    whole = f"{number:,}".replace(",", group)
    for written, value in ((whole, Decimal(number)), (f"{whole}{point}{cents:02d}", number + Decimal(cents) / 100)):
        found = find_figures(f"xxx {written} yyy.", lang)
        assert [(f.lo, f.hi, f.surface) for f in found] == [(value, value, written)]


@given(grouped, st.sampled_from(DIGITS), st.sampled_from(["en", "ar", "fa", "hi", "bn", "th", "ja"]))
def test_digits_of_any_script_have_the_same_value(number: int, digits: str, lang: str) -> None:
    for plain in (str(number), f"{number:,}"):
        written = plain.translate(str.maketrans(LATIN, digits))
        # A bare number of four digits may be a year.
        if len(plain) > 4:
            assert [(f.value, f.surface) for f in find_figures(f"xxx {written} yyy.", lang)] == [(number, written)]


@given(st.integers(100_000, 99_999_999))
def test_indian_groups_have_the_same_value(number: int) -> None:
    written = indian(number)
    assert [(f.value, f.surface) for f in find_figures(f"It counted {written} voters.")] == [(number, written)]


two, three, four = (st.text(LATIN[1:], min_size=n, max_size=n) for n in (2, 3, 4))
capital = st.sampled_from("ABCDEFG")
NAMING = [
    # telephone numbers
    st.builds("Call +{} {} {} {} now.".format, two, two, three, four),
    st.builds("Call ({}) {}-{} now.".format, three, three, four),
    st.builds("Call 0{} {} {} now.".format, two, three, four),
    # addresses and accounts
    st.builds("See https://news.example/{}/{}?id={} for more.".format, four, two, three),
    st.builds("See www.news{}.example now, or write to desk{}@news.example.".format, two, three),
    st.builds("It was posted by @user{} under #flood{}.".format, two, four),
    # models, flights, roads
    st.builds("An {}-{} flew over the {}{} road.".format, capital, two, capital, two),
    st.builds("Flight {} and Boeing {} landed.".format, three, three),
    # times and dates
    st.builds("It began at {:02d}:{:02d} on Monday.".format, st.integers(0, 23), st.integers(0, 59)),
    st.builds("It began at {}:{:02d} p.m. on Monday.".format, st.integers(1, 12), st.integers(0, 59)),
    st.builds("It began on {} May {}.".format, st.integers(1, 31), st.integers(1900, 2090)),
    st.builds("It began on June {}, {}.".format, st.integers(1, 31), st.integers(1900, 2090)),
    st.builds("It began on {}/{}/{}.".format, st.integers(1, 31), st.integers(1, 12), st.integers(1900, 2090)),
    st.builds("It began on {}-{:02d}-{:02d}.".format, st.integers(1900, 2090), st.integers(1, 12), st.integers(1, 28)),
    st.builds("It began in {} and ended in {}.".format, st.integers(1900, 2090), st.integers(1900, 2090)),
    st.builds("It was popular in the {}0s.".format, st.integers(180, 209)),
    # sections and other places in a text
    st.builds("Section {} and Article {}.{} apply.".format, two, two, two),
    st.builds("See page {}, chapter {} and No. {}.".format, two, two, three),
]


@settings(max_examples=400)
@given(st.one_of(NAMING))
def test_a_number_that_names_or_dates_is_no_figure(text: str) -> None:
    assert [f.surface for f in find_figures(text)] == []


@given(
    st.decimals(min_value=Decimal("0.1"), max_value=Decimal(999), places=1), st.sampled_from(["bn", " billion", "k"])
)
def test_scales_multiply_exactly(number: Decimal, scale: str) -> None:
    by = {"bn": 10**9, " billion": 10**9, "k": 1000}[scale]
    assert only(f"It cost ${number}{scale} in all.").value == number * by


@settings(max_examples=300)
@given(st.text(max_size=300), st.sampled_from(["en", "fr", "es", "de", "pt", "ar", "ja", "", "x-!!"]))
def test_any_text_gives_ordered_figures_that_do_not_overlap(text: str, lang: str) -> None:
    found = find_figures(text, lang)
    assert found == find_figures(text, lang)
    assert all(text[f.start : f.end] == f.surface for f in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all(f.value is not None for f in found)


words = st.sampled_from(
    [
        "at",
        "least",
        "over",
        "one",
        "two",
        "and",
        "a",
        "half",
        "million",
        "hundred",
        "thousand",
        "of",
        "dozens",
        "3",
        "41,100",
        "$",
        "%",
        "-",
        "to",
        "between",
        "in",
        "1/2",
        ".",
        ",",
        "(",
        ")",
        "per",
        "killed",
        "people",
        "2019",
        "May",
        "year",
        "old",
        "from",
        "or",
        "no",
        "third",
        "m",
        "k",
        "point",
        "minus",
        ":",
    ]
)


@settings(max_examples=400)
@given(st.lists(words, max_size=14), st.sampled_from(["", " "]))
def test_any_row_of_number_words_is_read_without_fault(row: list[str], space: str) -> None:
    text = space.join(row)
    assert all(text[f.start : f.end] == f.surface for f in find_figures(text))


def test_an_empty_text_has_no_figures() -> None:
    assert find_figures("") == []


# How each language writes a bound, a scale, a percentage and an amount of money around a number.
AROUND = [
    ("en", "at least {} homes", ".", Decimal(1), ""),
    ("en", "{} million homes", ".", Decimal(10**6), ""),
    ("en", "{}% of homes", ".", Decimal(1), "percent"),
    ("en", "${}bn", ".", Decimal(10**9), "dollar"),
    ("en", "{} degrees Celsius", ".", Decimal(1), "celsius"),
    ("fr", "au moins {} maisons", ",", Decimal(1), ""),
    ("fr", "{} millions d'euros", ",", Decimal(10**6), "euro"),
    ("fr", "{} Md€", ",", Decimal(10**9), "euro"),
    ("fr", "{} % des maisons", ",", Decimal(1), "percent"),
    ("es", "al menos {} casas", ",", Decimal(1), ""),
    ("es", "{} millones de euros", ",", Decimal(10**6), "euro"),
    ("es", "{} por ciento", ",", Decimal(1), "percent"),
    ("de", "mindestens {} Häuser", ",", Decimal(1), ""),
    ("de", "{} Mrd. Euro", ",", Decimal(10**9), "euro"),
    ("de", "{} Mio. Euro", ",", Decimal(10**6), "euro"),
    ("de", "{} Prozent", ",", Decimal(1), "percent"),
    ("pt", "pelo menos {} casas", ",", Decimal(1), ""),
    ("pt", "R$ {} bilhões", ",", Decimal(10**9), "real"),
    ("pt", "{} mil casas", ",", Decimal(1000), ""),
    ("ar", "ما لا يقل عن {} منزلا", "٫", Decimal(1), ""),
    ("ar", "{} مليون دولار", "٫", Decimal(10**6), "dollar"),
    ("sv", "{} miljarder kronor", ",", Decimal(10**9), "krona"),
    ("tr", "yüzde {}", ",", Decimal(1), "percent"),
]


@settings(max_examples=300)
@given(st.integers(3, 99), st.integers(1, 9), st.sampled_from(AROUND))
def test_a_number_keeps_its_value_in_the_words_a_language_puts_around_it(
    whole: int, tenths: int, around: tuple[str, str, str, Decimal, str]
) -> None:
    lang, words, point, scale, unit = around
    figure = only(words.format(f"{whole}{point}{tenths}"), lang)
    assert (figure.value, figure.unit) == ((whole + Decimal(tenths) / 10) * scale, unit)
    if unit in ("percent", "celsius") and words.startswith("{}"):
        below = only(words.format(f"-{whole}{point}{tenths}"), lang)
        assert (below.lo, below.unit) == (-(whole + Decimal(tenths) / 10), unit)


@given(
    st.integers(3, 60), st.integers(1, 39), st.sampled_from(["-", "–", " to "]), st.sampled_from(["£{}m", "{}%", "{}C"])
)
def test_a_range_has_both_ends_however_its_units_are_repeated(low: int, more: int, link: str, form: str) -> None:
    once = only(form.format(f"{low}{link}{low + more}"))
    twice = only(form.format(low) + link + form.format(low + more))
    assert (once.lo, once.hi, once.unit) == (twice.lo, twice.hi, twice.unit)
    assert once.hi is not None
    assert once.lo is not None
    assert once.hi > once.lo


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_vote_is_the_same_score_in_digits_and_with_its_noun(yes: int, no: int) -> None:
    written = [f"They passed it {yes} votes to {no}.", f"They passed it by {yes} votes to {no}."]
    assert {(figure.lo, figure.hi, figure.unit) for text in written for figure in find_figures(text)} == {
        (yes, no, "score")
    }
