"""One name for another is told in a sentence written anew too, for the digest; two names of one thing are not."""

from __future__ import annotations

import pytest

from monitor.changes import Kind, compare
from spiders.article import Article

_STORY = {
    "en": "{}|The bridge over the river is old.|Rain is forecast for the whole week.",
    "fr": "{}|Le pont sur la rivière est vieux.|On attend la pluie toute la semaine.",
    "es": "{}|El puente sobre el río es viejo.|Se espera lluvia toda la semana.",
}


def _told(old: str, new: str, lang: str) -> list[tuple[str, str, str]]:
    sides = (Article.from_text(_STORY[lang].format(text).split("|"), lang=lang) for text in (old, new))
    return [
        (change.old.text, change.new.text, str(change.level))
        for change in compare(*sides)
        if change.kind is Kind.ENTITY_NAME and change.old and change.new
    ]


@pytest.mark.parametrize(
    ("lang", "old", "new", "names"),
    [
        ("en", "The firm will move the making of soup and bread to Westerby in the spring.",
         "In spring soup and bread are to be made by the firm in Eastleigh instead.", ("Westerby", "Eastleigh")),
        ("fr", "La fabrique de vélos va fermer au printemps son atelier de Vernes.",
         "Au printemps, un atelier sera fermé par la fabrique de vélos à Brieux.", ("Vernes", "Brieux")),
        ("es", "La empresa cerrará en primavera su fábrica de sopa en Lirena.",
         "En primavera se cerrará en Corvo una fábrica de sopa de la empresa.", ("Lirena", "Corvo")),
    ],
)  # fmt: skip
def test_another_name_in_a_sentence_written_anew_goes_to_the_digest(
    lang: str, old: str, new: str, names: tuple[str, str]
) -> None:
    assert _told(old, new, lang) == [(*names, "digest")]
    assert _told(new, old, lang) == [(*reversed(names), "digest")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # initials, a country and its people, two spellings, a name that only one version gives, two for one
        ("The flour for the town was brought by the World Bread Office in the spring.",
         "In spring it was the WBO that brought the town its flour."),
        ("The flour for the town was bought in Poland in the spring.", "In spring a Pole sold the town its flour."),
        ("The flour for the town was brought by Omar Zelensky in the spring.",
         "In spring it was Zelenskiy who brought the town its flour."),
        ("The flour for the town was brought by the office in the spring.", "In spring Velm brought the town its flour."),
        ("The flour was brought to Orlo and to Brix in the spring.", "In spring the flour came to Velm."),
    ],
)  # fmt: skip
def test_two_names_that_may_be_one_are_silent(old: str, new: str) -> None:
    assert _told(old, new, "en") == []
