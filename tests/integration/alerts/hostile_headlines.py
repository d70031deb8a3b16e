"""Headlines that want to be more than text: encoded words of each kind, breaks, controls, direction marks, sheer length.

Each is invented and carries `Bcc: evil@example.org` or another header in some dress, or breaks what decodes it.
"""

from __future__ import annotations

import base64
import quopri

INJECTED = "a\r\nBcc: evil@example.org"
AFTER_BODY = "a\r\nContent-Type: text/html\r\n\r\n<h1>Vote again</h1>\r\n"


def q(text: str, charset: str = "utf-8", mark: str = "q") -> str:
    """One encoded word in Q with every byte quoted, so that no blank or break is left to see."""
    return f"=?{charset}?{mark}?" + "".join(f"={byte:02X}" for byte in text.encode(charset)) + "?="


def b(text: str, charset: str = "utf-8", mark: str = "b") -> str:
    return f"=?{charset}?{mark}?{base64.b64encode(text.encode(charset)).decode()}?="


ENCODED = [
    "Flood =?utf-8?q?a=0D=0ABcc:_evil=40example.org?=",
    "Flood " + q(INJECTED),
    "Flood " + q(INJECTED, mark="Q"),
    "Flood " + b(INJECTED),
    "Flood " + b(INJECTED, mark="B"),
    "Flood " + q(INJECTED, "us-ascii"),
    "Flood " + q(INJECTED, "iso-8859-1"),
    "Flood " + b(INJECTED, "windows-1252"),
    "Flood " + b(INJECTED, "utf-16-be"),
    "Flood " + b(INJECTED, "utf-7"),
    "Flood =?utf-8*en?q?a=0D=0ABcc:_evil=40example.org?=",  # RFC 2231: a language after the charset
    "Flood =?UTF-8?Q?a=0d=0abcc:_evil=40example.org?=",
    "Flood =?utf-8?q?a=0ABcc:_evil=40example.org?=",  # a bare line feed
    "Flood =?utf-8?q?a=0DBcc:_evil=40example.org?=",  # a bare return
    "Flood " + q(AFTER_BODY),
    "Flood " + b(AFTER_BODY),
    "Flood " + q("a\r\nContent-Transfer-Encoding: 8bit"),
    "Flood " + q("a\r\nSubject: another"),
    "Flood " + q("a\r\nFrom: police@example.org"),
    "Flood " + q("a\r\n\r\nAll clear."),
    q(INJECTED) + " " + q(INJECTED),  # neighbours, whose blank a reader drops
    q(INJECTED) + q(INJECTED),  # glued
    "a" + q(INJECTED) + "b",  # inside a word
    '"' + q(INJECTED) + '"',  # in quotes
    "(" + q(INJECTED) + ")",  # in what an address parser takes for a comment
    "<" + q(INJECTED) + ">",
    q(q(INJECTED)),  # nested
    b(b(INJECTED)),
    q(b(INJECTED)),
    b(q(b(q(INJECTED)))),
    "=?utf-8?q?=3D=3Futf-8=3Fq=3Fa=0D=0ABcc:_evil=40example.org=3F=3D?=",
    q("\u0085Bcc: evil@example.org"),
    q("\u2028Bcc: evil@example.org"),
    q("a\x00Bcc: evil@example.org"),
    q("a\x0bBcc: evil@example.org"),
    q("a\x1cBcc: evil@example.org"),
    "=?utf-8?q?" + quopri.encodestring(b"Flood in Velm").decode() + "?=",  # harmless, and still only text
    "=?utf-8?q?Flood_in_Velm?=",
    "=?utf-8?b?RmxvZA==?=",
]

BROKEN = [
    "Flood =?utf-8?q?a=0D=0ABcc:_evil=40example.org",  # no end
    "Flood =?utf-8?x?a=0D=0ABcc:_evil=40example.org?=",  # no such encoding
    "Flood =?nonsense?q?a=0D=0ABcc:_evil=40example.org?=",  # no such charset
    "Flood =??q?a=0D=0ABcc:_evil=40example.org?=",
    "Flood =?utf-8?b?!!!!?=",
    "Flood =?utf-8?b?YQ0KQmNjOiBldmls?=" + "=",
    "Flood =?utf-8?q?=?=",
    "Flood =?utf-8?q??=",
    "Flood =?utf-8?q?=FF=FE?=",  # no text in its charset
    "Flood =?=?=?=?=?",
    "=?" * 60,
    "Flood ?= =? ?=",
    "Flood =?utf-8?q?a=0D=0A Bcc: evil@example.org?=",  # a blank inside
    "Flood =?utf-8?q?" + "a" * 90 + "=0D=0ABcc:_evil=40example.org?=",  # longer than a word may be
]

BREAKS = [
    "Flood\r\nBcc: evil@example.org",
    "Flood\nBcc: evil@example.org",
    "Flood\rBcc: evil@example.org",
    "Flood\n\rBcc: evil@example.org",
    "Flood\r\n\r\nBcc: evil@example.org",
    "Flood\r\n Bcc: evil@example.org",  # as a folded line
    "Flood\r\n\tBcc: evil@example.org",
    "Flood =?utf-8?q?a=0D=0A?=\r\n =?utf-8?q?Bcc:_evil=40example.org?=",
    "Flood\u0085Bcc: evil@example.org",
    "Flood\u2028Bcc: evil@example.org",
    "Flood\u2029Bcc: evil@example.org",
    "Flood\x0bBcc: evil@example.org",
    "Flood\x0cBcc: evil@example.org",
    "Flood\x1c\x1d\x1eBcc: evil@example.org",
    "Flood\x00Bcc: evil@example.org",
    "Flood\x7fBcc: evil@example.org",
    "\r\nBcc: evil@example.org",
    "Flood\r\n",
    "\r\n.\r\nMAIL FROM:<evil@example.org>",  # the end of DATA
    "Flood\u560a\u560dBcc: evil@example.org",  # ends in CR and LF where code points are cut to bytes
]

ODD = [
    "Flood \ud83d half",
    "Flood \udc0a\udc0d half",
    "\ud83d" * 200,
    "Flood " + "x" * 10_000,
    "Flood " + "é" * 10_000,
    "Flood " + "wide words " * 1_000,
    "Flood " + "👩‍👩‍👧‍👦" * 300,
    "e\u0301" * 500,
    "\u202eknis yrreF",
    "\u2067Flood\u2069 \u200f41,200",
    "طوفان في الميناء",
    "سیل در بندر می‌آید",
    "港の洪水、死者四十人",
    "Überschwemmung – „Höchststand“ erreicht",
    'Flood "at the port", says <mayor@example.org>; more, (soon)',
    "Flood: _under_ the = sign? 100 % =3D",
    "Bcc: evil@example.org",
    "From: evil@example.org To: all@example.org " * 3,
    "",
    "   ",
    "a" * 75,
    "a" * 76 + " b",
    "-- ",
    "\ufeffFlood\u200b\u00ad",
    "undisclosed-recipients:;",
]

HEADLINES = [*ENCODED, *BROKEN, *BREAKS, *ODD]
