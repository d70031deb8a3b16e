"""The taxonomy: complete, documented, and each example really gives its kind."""

from pathlib import Path

import pytest

from monitor.changes import Kind, compare
from monitor.changes.kinds import MEANINGS, taxonomy
from spiders.article import Article

DOCS = Path(__file__).parents[3] / "docs" / "changes.md"
NOT_COMPARED = {
    *(Kind.ARTICLE_REMOVED, Kind.ARTICLE_RESTORED, Kind.ARTICLE_MOVED),
    *(Kind.WATCH_FAILING, Kind.WATCH_QUIET, Kind.WATCH_BACK),
}


def test_every_kind_has_a_meaning() -> None:
    assert list(MEANINGS) == list(Kind)
    assert {meaning.default for meaning in MEANINGS.values()} <= {
        "alert-high",
        "alert",
        "alert-low",
        "digest",
        "silent",
    }


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in NOT_COMPARED])
def test_the_example_of_a_kind_gives_that_kind_first_and_no_other_fact(kind: Kind) -> None:
    meaning = MEANINGS[kind]
    if kind is Kind.HEADLINE_CHANGED:
        found = compare(Article.from_text(["Rain."], meaning.before), Article.from_text(["Rain."], meaning.after))
    else:
        found = compare(Article.from_text(meaning.before), Article.from_text(meaning.after))
    assert [change.kind for change in found if change.kind is not Kind.WORDING or kind is Kind.WORDING] == [kind]


def test_the_page_about_changes_holds_the_taxonomy_as_the_code_has_it() -> None:
    assert taxonomy() in DOCS.read_text(encoding="utf-8")
