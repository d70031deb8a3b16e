"""Marks inside a line that change what is read: raised figures and letters. Two texts in, what is read out.

A footnote's mark glued to a figure makes another figure of it, and so does an exponent read as digits.
"""

from __future__ import annotations

import re

_MARK = re.compile(r"[\s\[(]*(?:\d{1,3}(?:\s*[,–-]\s*\d{1,3})*|[*†‡§¶#]+)[\s\])]*")
"""What a footnote is marked with, where letters are none: ordinals are raised letters."""
_NOTE = re.compile(r"[\s\[(]*(?:note\s*)?\w{1,4}[\s\])]*", re.I)
_UNIT = re.compile(r"(?:^|[^\w])(?:[µmcdk]?m|ft|in|yd|mi|h|s)$")
"""Units that are squared or cubed."""
_POWER = re.compile(r"(?:^|[\s×x·*])10$")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(before: str, text: str, linked: bool) -> str:
    """What is read of raised text behind `before`: nothing of a footnote's mark; letters as they are.

    `linked` where the raised text is a link: to the note it marks.
    """
    if linked and _NOTE.fullmatch(text):
        return ""
    if not _MARK.fullmatch(text):
        return text
    digits = text.strip()
    if digits in ("2", "3") and _UNIT.search(before):
        return digits.translate(_RAISED)
    if digits.isdecimal() and _POWER.search(before):
        return f"^{digits}"
    return ""
