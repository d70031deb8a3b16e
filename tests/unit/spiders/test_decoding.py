"""Decoding: the charset a browser would take, and never one that a page has no business to choose."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.decoding import CharsetReason, decode, known_codec

HTML = "text/html"


@pytest.mark.parametrize(
    ("body", "content_type", "text", "charset", "why"),
    [
        # A byte order mark is stronger than any word about the charset.
        ("\ufeffzażółć".encode(), "text/html; charset=iso-8859-2", "zażółć", "utf-8", CharsetReason.BOM),
        (b"\xff\xfe" + "né".encode("utf-16-le"), None, "né", "utf-16le", CharsetReason.BOM),
        (b"\xfe\xff" + "né".encode("utf-16-be"), HTML, "né", "utf-16be", CharsetReason.BOM),
        # The header is stronger than the page.
        ("été".encode("latin-1"), 'text/html; Charset="ISO-8859-1"', "été", "windows-1252", CharsetReason.HEADER),
        (b"<meta charset=utf-8>" + "Привет".encode("cp1251"), "text/html;charset=windows-1251", "<meta charset=utf-8>Привет", "windows-1251", CharsetReason.HEADER),
        ("日本".encode("utf-16-le"), "text/html; charset=utf-16le", "日本", "utf-16le", CharsetReason.HEADER),
        # iso-8859-1 means windows-1252 on the web: its quotes live where latin-1 has control codes.
        (b"\x93so\x94", "text/html; charset=iso-8859-1", "“so”", "windows-1252", CharsetReason.HEADER),
        # A header that names no charset of the web is no header: utf-7 would hide markup, rot13 is not even a charset.
        ("né".encode(), "text/html; charset=utf-7", "né", "utf-8", CharsetReason.VALID_UTF8),
        ("né".encode(), "text/html; charset=rot13", "né", "utf-8", CharsetReason.VALID_UTF8),
        ("né".encode(), "text/html; charset=", "né", "utf-8", CharsetReason.VALID_UTF8),
        # Then the page's own declaration.
        (b"<meta charset='shift_jis'>" + "東京".encode("cp932"), HTML, "<meta charset='shift_jis'>東京", "shift_jis", CharsetReason.META),
        (b'<?xml version="1.0" encoding="iso-8859-7"?>' + "Αθήνα".encode("iso8859-7"), None, '<?xml version="1.0" encoding="iso-8859-7"?>Αθήνα', "iso-8859-7", CharsetReason.META),
        # Whoever writes the tag in ASCII is not in UTF-16, whatever the tag says.
        (b"<meta charset=utf-16>" + "né".encode(), HTML, "<meta charset=utf-16>né", "utf-8", CharsetReason.META),
        (b"<meta charset=utf-7>" + "né".encode(), HTML, "<meta charset=utf-7>né", "utf-8", CharsetReason.VALID_UTF8),
        # A declaration in a comment declares nothing.
        (b"<!-- <meta charset=koi8-r> -->" + "né".encode(), HTML, "<!-- <meta charset=koi8-r> -->né", "utf-8", CharsetReason.VALID_UTF8),
        # Nothing said: valid UTF-8 is UTF-8, anything else what the old web was written in.
        (b"plain", None, "plain", "utf-8", CharsetReason.VALID_UTF8),
        (b"caf\xe9 \x80 5", HTML, "café € 5", "windows-1252", CharsetReason.FALLBACK),
        (b"", None, "", "utf-8", CharsetReason.VALID_UTF8),
    ],
)  # fmt: skip
def test_the_charset_is_the_one_a_browser_takes(
    body: bytes, content_type: str | None, text: str, charset: str, why: CharsetReason
) -> None:
    found = decode(body, content_type)
    assert (found.text, found.charset, found.why) == (text, charset, why)


def test_an_old_fashioned_meta_is_read_in_any_order_of_its_attributes() -> None:
    for tag in (
        b'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312">',
        b"<meta content='text/html;charset=GB2312' http-equiv=content-type>",
        b'<meta\nname=x content="charset=utf-8"><meta charset="gb2312"/>',
    ):
        assert decode(tag + "新闻".encode("gbk"), HTML).text.endswith("新闻"), tag


def test_one_stray_byte_does_not_turn_every_accent_to_rubbish() -> None:
    body = ("Überraschend öffnete die Behörde die Türen für Helfer. " * 5).encode() + b"\xfc"
    found = decode(body, None)
    assert found.why is CharsetReason.MOSTLY_UTF8
    assert found.text.count("\ufffd") == 1
    assert "Behörde" in found.text


def test_a_declaration_far_down_the_page_is_not_looked_for() -> None:
    body = b"<p>" + b"x" * 9000 + b"<meta charset=koi8-r>" + "né".encode()
    assert decode(body, HTML).charset == "utf-8"


@given(st.binary(max_size=500), st.one_of(st.none(), st.text(max_size=60)))
def test_no_body_and_no_header_make_it_raise(body: bytes, content_type: str | None) -> None:
    decode(body, content_type)
    decode(b"<meta charset=" + body, f"text/html; charset={content_type}")


@given(st.sampled_from(sorted(set(__import__("encodings").aliases.aliases.values()))))
def test_no_codec_outside_the_standard_can_be_asked_for(name: str) -> None:
    codec = known_codec(name)
    if codec is not None:
        assert "a<b>".encode("utf-16-le" if "16-le" in codec else "utf-16-be" if "16-be" in codec else codec)
        assert codecs.lookup(codec).name not in {"utf-7", "rot13", "punycode", "idna", "cp037", "utf-32"}


@pytest.mark.parametrize(
    "label", ["utf-7", "utf-32", "rot13", "base64", "hex", "zlib", "idna", "punycode", "unicode_escape", "cp037", "iso-2022-kr", "hz", "x" * 99, "utf\u20118"]
)  # fmt: skip
def test_what_no_browser_reads_is_refused(label: str) -> None:
    assert known_codec(label) is None
