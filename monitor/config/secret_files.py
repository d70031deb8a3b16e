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
    if kind == "webhook":
        from alerts.channels.signing import parse_secret  # the channels, only where one is used

        try:
            parse_secret(text)
        except ValueError as error:
            return f"the secret file {path} is not usable: {error}; make a new one: {how}"
    return ""
