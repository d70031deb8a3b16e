"""A posted form of our pages: read within a bound, as plain fields.

A request goes in, its fields come out; what is too long or no form is refused. Knows no screen.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

LARGEST = 64 * 1024
MOST_FIELDS = 2_000

Fields = dict[str, list[str]]


async def fields(request: Request) -> Fields:
    """The fields of a form, each with all of its values. Raises HTTPException 413 or 400."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise HTTPException(413, f"a form has at most {LARGEST // 1024} KB")
    try:
        return parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as wrong:
        raise HTTPException(400, "this is no form of this page") from wrong


Form = Annotated[Fields, Depends(fields)]


def one(form: Fields, name: str) -> str:
    """The last value of a field, "" where there is none: with several buttons, the one that was pressed."""
    return form.get(name, [""])[-1]
