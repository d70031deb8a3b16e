import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import durations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90s", 90),
        ("15m", 900),
        ("2h", 7200),
        ("7d", 604_800),
        ("1w", 604_800),
        ("1h30m", 5400),  # as people say it
        ("1h 30m", 5400),
        (" 2 s ", 2),
        ("500ms", 0.5),
        ("0s", 0),
        ("1.5h", 5400),
    ],
)
def test_durations_are_read_as_people_write_them(text: str, expected: float) -> None:
    assert durations.seconds(text) == expected


@pytest.mark.parametrize("text", ["", "15", "m", "15 minutes", "-5m", "5m ago", "1h30", "1,5h"])
def test_a_duration_that_could_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        durations.seconds(text)


@given(st.integers(1, 10**8))
def test_a_spelt_duration_reads_back(amount: int) -> None:
    assert durations.seconds(durations.spell(amount)) == amount


def test_spelling_takes_the_largest_whole_unit() -> None:
    assert [durations.spell(n) for n in (900, 86_400, 5400, 0.5, 0, 36_000)] == [
        "15m",
        "1d",
        "90m",
        "0.5s",
        "0s",
        "10h",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("8MB", 8_000_000), ("8MiB", 8_388_608), ("500 KB", 500_000), ("1.5mb", 1_500_000), ("10B", 10)],
)
def test_sizes_are_decimal_unless_they_say_binary(text: str, expected: int) -> None:
    assert durations.size(text) == expected


@pytest.mark.parametrize("text", ["8", "MB", "8 cows", "-1MB"])
def test_a_size_without_a_known_unit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a size"):
        durations.size(text)
