"""Files that hold one secret each: a path goes in, the secret comes out, or what is wrong and how to mend it.

No message ever quotes what is in a file.
"""

from __future__ import annotations

import re
from pathlib import Path

from pydantic_core import PydanticCustomError

from monitor.errors import SecretMissing

HOW = {
    "webhook": "printf 'whsec_%s' \"$(head -c 32 /dev/urandom | base64)\" > {path} && chmod 600 {path}",
    "chat": "write the Apprise URL into it and nothing else, then chmod 600 {path}",
    "cookie": "write the value of the Cookie header into it, as your browser sends it, then chmod 600 {path}",
    "headers": "write one header a line into it, as in 'Authorization: Bearer ...', then chmod 600 {path}",
    "password": "write the password into it and nothing else, then chmod 600 {path}",
}
"""How to make a secret file, by what the secret is for."""


def read_secret(path: Path, kind: str) -> str:
    """The secret in the file, blanks around it removed; SecretMissing says what is wrong and how to make one."""
    if complaint := _complaint(path, kind):
        raise SecretMissing(complaint)
    return path.read_text(encoding="utf-8").strip()


def check_secret(path: Path, kind: str) -> None:
    """Raise the validator's own kind of error if `read_secret` would fail, so that it is listed with its line."""
    if complaint := _complaint(path, kind):
        raise PydanticCustomError("secret_missing", "{message}", {"message": complaint})


def chat_url(text: str) -> str:
    """An Apprise URL in one line; whether Apprise knows the service is seen when it is used. Raises ValueError."""
    scheme, found, rest = text.strip().partition("://")
    if not found or not rest or not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9+.-]*", scheme) or any(c.isspace() for c in rest):
        raise ValueError("this is not a URL as Apprise writes them, such as ntfy://host/topic or slack://...")
    return text.strip()


REFUSED_HEADERS = frozenset(
    {"host", "cookie", "user-agent", "connection", "content-length", "transfer-encoding", "range"}
    | {"if-none-match", "if-modified-since", "accept-encoding"}
)
"""What is said elsewhere, or would break the exchange."""

_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}):[ \t]*([\x20-\x7e]{1,8000})")


def cookie(text: str) -> str:
    """The value of a Cookie header, one line of plain letters. Raises ValueError that quotes nothing of it."""
    value = re.sub(r"(?i)^cookie:\s*", "", text.strip())
    if not value.isascii() or not value.isprintable() or "=" not in value:
        raise ValueError("a cookie is one line of name=value pairs")
    return value


def header_lines(text: str) -> dict[str, str]:
    """Headers, one a line. Raises ValueError that names the line and quotes nothing of it."""
    found = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = _HEADER.fullmatch(line.strip())
        if parts is None:
            raise ValueError(f"line {number} is not a header, as in 'Name: value'")
        if parts[1].lower() in REFUSED_HEADERS:
            raise ValueError(f"line {number} sets a header that Rowback sets itself, or by another setting")
        found[parts[1]] = parts[2].strip()
    return found


def _complaint(path: Path, kind: str) -> str:
    how = HOW[kind].format(path=path)
    try:
        text = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return f"there is no secret file {path}; make one: {how}"
    except UnicodeDecodeError:
        return f"the secret file {path} is not text; make a new one: {how}"
    except OSError as error:
        return f"the secret file {path} cannot be read ({error.strerror}); let the user who runs rowback read it"
    if not text:
        return f"the secret file {path} is empty; {how}"
    if kind == "chat":
        try:
            chat_url(text)
        except ValueError as error:
            return f"the secret file {path} is not usable: {error}"
    if reading := {"cookie": cookie, "headers": header_lines}.get(kind):
        try:
            reading(text)
        except ValueError as error:
            return f"the secret file {path} is not usable: {error}"
    if kind == "webhook":
        from alerts.channels.signing import parse_secret  # the channels, only where one is used

        try:
            parse_secret(text)
        except ValueError as error:
            return f"the secret file {path} is not usable: {error}; make a new one: {how}"
    return ""
