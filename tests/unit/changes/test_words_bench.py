"""The bench of single words: shares told are counted apart for other words and for synonyms, by language and by sort."""

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import words
from benchmarks.accuracy import OWN
from monitor.changes import Change, Kind
from spiders.article import Article

CASES = [
    {"pos": "NOUN", "old": "The bridge was closed.", "new": "The tunnel was closed.", "told": True, "lang": "en"},
    {"pos": "VERB", "old": "The boy swam home.", "new": "The boy rowed home.", "told": True, "lang": "en"},
    {"pos": "NOUN", "old": "The physician left.", "new": "The doctor left.", "told": False, "lang": "en"},
    {"pos": "NOUN", "old": "Der Arzt ging.", "new": "Der Anwalt ging.", "told": True, "lang": "de"},
]


def judge(old: Article, new: Article) -> list[Change]:
    text = "\n".join(new.paragraphs)
    kind = Kind.EVENT_CHANGED if "tunnel" in text else Kind.CLAIM_CHANGED if "Anwalt" in text else Kind.WORDING
    return [Change(kind)]


def test_shares_are_counted_for_each_language_sort_and_level():
    lines = list(words.table(CASES, judge))
    assert lines[0].split("told")[-1].split()[0] == "2"
    assert "another word  en      2     50.0     50.0   NOUN 100.0, VERB 0.0" in lines
    assert "another word  de      1    100.0      0.0   NOUN 100.0" in lines
    assert "its synonym   en      1      0.0      0.0   NOUN 0.0" in lines


def test_the_two_versions_differ_in_nothing_but_the_word():
    seen = []

    def look(old: Article, new: Article) -> list[Change]:
        seen.append((old.paragraphs, new.paragraphs))
        return []

    list(words.table(CASES, look))
    assert all(old[0] == new[0] and old[1:] != new[1:] for old, new in seen)
    assert len(seen) == len(CASES)


def test_misses_and_false_ones_are_printed_when_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "words.jsonl"
    path.write_text("".join(json.dumps(case) + "\n" for case in CASES), "utf-8")
    assert words.main([str(path), "--verbose"]) == 0
    assert words.main([str(tmp_path / "none.jsonl")]) == 0
    assert "not here" in capsys.readouterr().out


def test_our_cases_replace_exactly_one_word_and_are_as_many_as_promised():
    cases = [json.loads(line) for line in (OWN / "words.jsonl").read_text("utf-8").splitlines()]
    many = Counter((case["lang"], case["told"]) for case in cases)
    assert many["en", True] >= 200
    assert many["en", False] >= 100
    for case in cases:
        old, new = case["old"].split(), case["new"].split()
        assert len(old) == len(new), case
        assert sum(a != b for a, b in zip(old, new, strict=True)) == 1, case
    assert all(many[lang, True] + many[lang, False] >= 38 for lang in ("de", "fr", "es", "pt"))
