"""The settings of a concept of the user's own: a name, the words that mean it in each language, and its unit.

A parsed table goes in, frozen values come out, or a mistake. What a concept does is decided in monitor.facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from monitor.config.settings import Section, around
from monitor.rules.words import check_unit, is_shipped

SORTS = ("count", "money", "percent", "time", "length", "area", "mass", "temperature", "speed")
"""What a figure of a concept may be given in, besides units by name."""

_USUAL = ("count", "person", "percent")


def _form(text: str) -> str:
    form = " ".join(text.lower().split())
    if not re.search(r"[^\W\d_]", form) or len(form) > 60 or len(form.split()) > 6:
        raise ValueError(f"'{text}' is no word of a text: write one to six words, as in \"power cut\"")
    return form


def _code(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", text):
        raise ValueError(f"'{text}' is not the code of a language, as in en or fr")
    return text


def _given(word: str) -> str:
    return word if word in SORTS else check_unit(word)


Form = Annotated[str, AfterValidator(_form)]
Code = Annotated[str, AfterValidator(_code)]
Given = Annotated[str, AfterValidator(_given)]


class ConceptSettings(Section):
    """[[concept]]: one more thing that figures count, or more words for one that Rowback knows."""

    name: str = Field(description="What `counted` shows; a concept that ships gets more words.")
    words: dict[Code, tuple[Form, ...]] = Field(
        min_length=1, description='Every form of it, a list for each language: { en = ["outage", "outages"] }.'
    )
    unit: str = Field(default="", description='The unit of a bare count: "person" for people. Empty: none.')
    given_in: tuple[Given, ...] = Field(
        default=(), description="Units, or sorts of units, it may be given in. Left out: counts, people and percent."
    )

    @field_validator("name")
    @classmethod
    def _once(cls, value: str, info: ValidationInfo) -> str:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", value):
            raise ValueError(f"'{value}' is no name of a concept: small letters, digits and _, as in power_cut")
        around(info).first("concept", value, value)
        return value

    @field_validator("words")
    @classmethod
    def _its_own(cls, value: dict[str, tuple[str, ...]], info: ValidationInfo) -> dict[str, tuple[str, ...]]:
        for code, forms in value.items():
            if not forms:
                raise ValueError(f"the list of '{code}' is empty; name at least one word")
            for form in dict.fromkeys(forms):
                around(info).first(f"form in {code}", form, form)
        return value

    @field_validator("unit")
    @classmethod
    def _unit(cls, value: str) -> str:
        return check_unit(value) if value else value

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        if (self.unit or self.given_in) and is_shipped(self.name):
            raise ValueError(f"'{self.name}' ships with Rowback: words can be added to it, its unit stays")
        around(info).concepts[self.name] = tuple(form for forms in self.words.values() for form in forms)
        return self

    def table(self, code: str) -> dict[str, Any]:
        """The concept in one language, in the shape of a lexicon's table."""
        return {
            "unit": self.unit,
            "for": list(self.given_in or _USUAL),
            "phrases": list(dict.fromkeys(self.words[code])),
        }


def tables(concepts: Iterable[ConceptSettings]) -> Mapping[str, Mapping[str, Any]]:
    """Language -> name -> table, as `monitor.text.lexicon.add_concepts` takes them."""
    found: dict[str, dict[str, Any]] = {}
    for one in concepts:
        for code in one.words:
            found.setdefault(code, {})[one.name] = one.table(code)
    return found
