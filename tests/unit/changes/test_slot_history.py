"""One fact over many versions."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.changes import compare
from monitor.changes.change import Change
from monitor.changes.slot_history import slots, with_reverts
from spiders.article import Article

SETTING = "Rescuers are still searching the valley for survivors of Tuesday's flood."


def version(*sentences: str) -> Article:
    return Article.from_text([*sentences, SETTING], title="Flood in the valley of Nera")


def history(*versions: Article) -> list[tuple[int, Change]]:
    """What each version brought, as the store would hold it."""
    found: list[tuple[int, Change]] = []
    for n in range(1, len(versions)):
        new = with_reverts(compare(versions[n - 1], versions[n]), found)
        found += [(n + 1, change) for change in new]
    return found


def dead(toll: int) -> str:
    return f"The flood has killed {toll} people in Nera, the interior ministry said."


def test_a_figure_that_goes_back_is_a_revert_and_names_the_version() -> None:
    *_, (number, last) = history(version(dead(41)), version(dead(44)), version(dead(41)))
    assert (number, last.kind, last.relation) == (3, "figure.value", "revert")
    assert last.explanation.endswith("Version 1 said so too.")


def test_a_new_value_is_no_revert() -> None:
    assert [c.relation for _, c in history(version(dead(41)), version(dead(44)), version(dead(45)))] == ["update"] * 2


def test_a_slot_keeps_its_history_through_reworded_sentences() -> None:
    found = history(
        version(dead(41)),
        version("In Nera, 44 people have been killed by the flood, according to the interior ministry."),
        version("The interior ministry said the number of people killed by the flood in Nera had risen to 52."),
    )
    (slot,) = [one for one in slots(found) if one.last.kind.startswith("figure.value")]
    assert [str(state.lo) for state in slot.states if state] == ["41", "44", "52"]
    assert slot.turns == 0


def test_two_figures_of_one_value_keep_their_own_histories() -> None:
    def both(killed: int, injured: int) -> Article:
        return version(dead(killed), f"A further {injured} people were injured on the coast road, hospitals said.")

    found = history(both(12, 12), both(14, 12), both(14, 15), both(12, 15))
    assert [(n, c.relation) for n, c in found if c.kind == "figure.value"] == [
        (2, "update"),
        (3, "update"),
        (4, "revert"),
    ]
    assert len([slot for slot in slots(found) if slot.last.kind == "figure.value"]) == 2


def test_a_quote_that_goes_back_is_a_revert() -> None:
    def said(words: str) -> Article:
        return version(f'"{words}", the mayor of Nera, Ilse Brandt, told reporters on the bridge.')

    first, second = "We will never open the dam again", "We will not open the dam this year"
    found = history(version(), said(first), said(second), said(first))
    assert [c.relation for n, c in found if n == 4 and c.kind.startswith("quote.text")] == ["revert"]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([31, 37, 44, 58]), min_size=2, max_size=7))
def test_a_step_is_a_revert_exactly_if_the_value_was_there_before(tolls: list[int]) -> None:
    found = history(*[version(dead(toll)) for toll in tolls])
    steps = [n for n in range(1, len(tolls)) if tolls[n] != tolls[n - 1]]
    expected = [(n + 1, tolls[n] in tolls[:n]) for n in steps]
    assert [(n, c.relation == "revert") for n, c in found if c.kind == "figure.value"] == expected
