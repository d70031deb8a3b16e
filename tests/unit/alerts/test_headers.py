"""Header values are made by ourselves: any text comes back as it was, in short words, and nothing of it is parsed."""

from __future__ import annotations

import re
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.messages import headers

ROOT = Path(__file__).parents[3]
WORD = re.compile(r"=\?utf-8\?[bq]\?[!->@-~]+\?=")
CLEAN = st.text(st.characters(exclude_categories=("Cs",)), max_size=400)


@given(CLEAN, st.sampled_from(["Subject", "X-A", "A-Header-With-A-Long-Name"]))
def test_any_text_comes_back_as_it_was_and_no_word_is_longer_than_the_standard_allows(words: str, name: str) -> None:
    made = headers.text(name, words)
    assert made.said == words
    lines = f"{name}: {made}".split("\r\n")
    assert max(map(len, lines)) <= headers.LINE
    assert all(line.startswith(" ") and WORD.fullmatch(line[1:]) for line in lines[1:])
    assert str(make_header(decode_header(made))) == words


def test_text_from_outside_never_begins_a_line() -> None:
    made = headers.text(
        "Subject", "Flood in the port of Velm after a night of heavy rain and a tide " + "Bcc: evil@example.org " * 9
    )
    assert "Bcc:" not in made
    assert made.count("\r\n") == len(re.findall(r"\r\n =\?utf-8\?", made))


def test_short_plain_text_stays_readable_and_all_that_looks_encoded_is_encoded() -> None:
    assert headers.text("Subject", "[Rowback] The Post: Flood") == "[Rowback] The Post: Flood"
    for words in ("a =? b", " a", "a ", "a  b", "a\tb", "é", "a" * 200):
        assert WORD.match(headers.text("Subject", words)), words


@pytest.mark.parametrize("value", ["a\r\nBcc: x", "a\nb", "a\0b", "", " a", "a\u0085b", "x" * 2000, "a\x7fb"])
def test_what_should_be_plain_and_is_not_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not the value of a header"):
        headers.exact(value)


@pytest.mark.parametrize("value", ["a\r\nBcc: x", "a\nb", "a\rb", "a\r\n\r\nb", "a\r\n\tb"])
def test_a_value_that_would_end_its_header_cannot_be_stored(value: str) -> None:
    mail = EmailMessage(policy=headers.Unparsed())
    with pytest.raises(ValueError, match="Subject has a break"):
        mail["Subject"] = value


def test_no_other_module_writes_headers_with_a_policy_that_parses_them() -> None:
    allowed = {"alerts/messages/headers.py", "alerts/messages/bounces.py", "monitor/demo/receivers.py"}
    found = {
        str(path.relative_to(ROOT))
        for folder in ("alerts", "monitor", "spiders")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"email\.(policy|headerregistry|mime)|email import policy", path.read_text(encoding="utf-8"))
    }
    assert found == allowed
