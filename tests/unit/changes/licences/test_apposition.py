"""Words beside a name that only say who or what it is are wording; an office, a kin, a deed or another one is a fact."""

import pytest

from tests.unit.changes.licences.judged import only, told

NAME = "says what the name is"


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        (
            "The two brothers fled Bhovia in the spring.",
            "The two brothers fled the small mountain kingdom of Bhovia in the spring.",
            "en",
        ),
        (
            "The two brothers fled Bhovia in the spring.",
            "The two brothers fled the small Orlan kingdom of Bhovia in the spring.",
            "en",
        ),
        (
            "Two doors were opened, Corbel said on Friday.",
            "Two doors were opened, Corbel, a small security firm, said on Friday.",
            "en",
        ),
        (
            "The boats were moored at the fishing village of Orlo for a week.",
            "The boats were moored at Orlo for a week.",
            "en",
        ),
        ("The prize went this year to Ida Holt.", "The prize went this year to Ida Holt, a cellist.", "en"),
        ("The prize went this year to the cellist Ida Holt.", "The prize went this year to Ida Holt.", "en"),
        (
            "Deux frères ont quitté Sorel au printemps.",
            "Deux frères ont quitté la petite ville de Sorel au printemps.",
            "fr",
        ),
        (
            "Los dos hermanos dejaron Orlo en la primavera.",
            "Los dos hermanos dejaron la pequeña ciudad de Orlo en la primavera.",
            "es",
        ),
        (
            "Os dois irmãos deixaram Orlo na primavera.",
            "Os dois irmãos deixaram a pequena cidade de Orlo na primavera.",
            "pt",
        ),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only(NAME, old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        # Somebody else.
        ("The two guards met Corbel at the old mill.", "The two guards met the small brother of Corbel at the old mill.", "en"),
        ("The two guards left Bhovia in the spring.", "The two guards left the sandy coast of Bhovia in the spring.", "en"),
        ("The two guards left Bhovia in the spring.", "The two guards left the old capital of Bhovia in the spring.", "en"),
        # One more of a list.
        ("The bus hit Corbel and Mira near the mill.", "The bus hit Corbel, a young guard, and Mira near the mill.", "en"),
        ("The bus hit Corbel near the old mill.", "The bus hit a young guard and Corbel near the old mill.", "en"),
        # An office, and one that was.
        ("Two doors were opened, Corbel said on Friday.", "Two doors were opened, Corbel, the young mayor, said on Friday.", "en"),
        ("Two doors were opened, Corbel said on Friday.", "Two doors were opened, Corbel, a former guard, said on Friday.", "en"),
        # What somebody did or is said to have done.
        ("Two doors were opened, Corbel said on Friday.", "Two doors were opened, Corbel, a convicted thief, said on Friday.", "en"),
        ("Two doors were opened, Corbel said on Friday.", "Two doors were opened, Corbel, the alleged thief, said on Friday.", "en"),
        # A name or a number more.
        ("Two doors were opened, Corbel said on Friday.", "Two doors were opened, Corbel, a Velm firm, said on Friday.", "en"),
        ("Two doors were opened, Corbel said on Friday.", "Two doors were opened, Corbel, a firm with 300 guards, said on Friday.", "en"),
        # More of the sentence differs.
        ("Two doors were opened, Corbel said on Friday.", "Three old gates were closed, Corbel, a small firm, said on Friday.", "en"),
        # No article: who speaks is another one.
        ("Two doors were opened, Corbel said on Friday.", "Two doors were opened, Corbel, his large family, said on Friday.", "en"),
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
