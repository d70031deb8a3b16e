"""An article is parsed once: what the store keeps of it and what a comparison shows of it are the same facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes import compare
from monitor.checks.judging import judge
from monitor.facts.parsed import parse
from spiders.article import Article, LiveEntry, Row, Table

FLOOD = "A flood began in Velm on Monday. At least {} people were killed, the mayor said. Another 12 are missing."


def stored(article: Article) -> list[dict[str, str]]:
    facts = judge(None, article.to_json()).facts
    return [fact["fields"] for fact in facts if fact["kind"] == "figure"]


def test_a_stored_figure_and_a_changed_one_have_the_same_place_source_and_holder() -> None:
    old, new = (
        Article.from_text([FLOOD.format(dead), f"Brandt won {share}% of the vote in Orla."], "Flood")
        for dead, share in (("41", "52"), ("47", "54"))
    )
    shown = {change.new.text: change.new.to_dict() for change in compare(old, new) if change.new and change.new.bound}
    kept = {fields["text"]: fields for fields in stored(new)}
    assert set(shown) == {"At least 47", "54%"}
    for text, side in shown.items():
        for name in ("lo", "hi", "bound", "unit", "place", "as_of", "source", "holder"):
            assert (kept[text].get(name) or "") == (side.get(name) or "")
    assert shown["At least 47"]["place"] == "Velm"  # named by the sentence before
    assert kept["54%"]["holder"] == "Brandt"


def test_two_places_in_a_paragraph_lend_none() -> None:
    both = "Fires burned in Velm. Later they burned in Orla. At least 41 people were killed."
    assert [figure.place for part in parse(Article.from_text([both])).parts for figure in part.figures] == [""]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Correction: an earlier version of this article said 12 people had died."),
        ("de", "Korrektur: In einer früheren Version dieses Artikels hieß es, 12 Menschen seien gestorben."),
        ("es", "Corrección: una versión anterior de este artículo decía que 12 personas habían muerto."),
        ("fr", "Correction : une version précédente de cet article indiquait 12 morts."),
    ],
)
def test_a_number_that_only_a_notice_gives_is_no_fact_of_the_article(lang: str, text: str) -> None:
    article = Article.from_text(["The fire burned 3 houses.", text], lang=lang)
    assert [fields["lo"] for fields in stored(article)] == ["3"]
    assert list(parse(article).notices) == [text]


def test_every_part_of_an_article_is_parsed_where_it_stands() -> None:
    article = Article(
        title="UPDATE 2-Fire kills 41",
        standfirst="Some 300 fled.",
        paragraphs=("14:05 - Wind of 90 km/h fanned it.", "Crews of 5 towns came."),
        captions=("The 3 chimneys fell.",),
        live=(LiveEntry("a", "A school took in 80 people.\nIt has 2 halls.", "Shelter for 80"),),
        tables=(Table("", ("dead", "hurt"), (Row("Velm", ("4", "9")),)),),
    )
    found = [(part.where, figure.surface) for part in parse(article).parts for figure in part.figures]
    assert [where for where, _ in found] == [
        *("headline", "standfirst", "lead", "body", "body", "body", "caption", "live", "live", "live")
    ]
    assert [text for _, text in found][:3] == ["41", "Some 300", "90 km/h"]


@given(
    st.lists(st.sampled_from(["In Orla, ", "41 people died. ", "9 fled. ", "“We saw 3 cars,” she said. ", "\n", "é"]))
)
def test_sentences_stand_in_their_part_in_reading_order(pieces: list[str]) -> None:
    parsed = parse(Article.from_text(["".join(pieces), "A last line of 7 words stands here."]))
    orders = [sentence.order for sentence in parsed.sentences]
    assert orders == sorted(set(orders))
    for part in parsed.parts:
        for begins, sentence in part.paragraph.sentences if part.paragraph else ():
            assert part.paragraph is not None
            assert part.paragraph.text[begins:].startswith(sentence.text)
            assert all(sentence.text[f.start : f.end] == f.surface for f in sentence.read.figures)
