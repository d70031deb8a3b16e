"""[[site]]: where the story stands on a site's pages, how often they are looked at, and with which headers.

Tables go in, checked values come out; of a secret only the path of its file.

Looks at no page. A selector that cannot be used is a mistake of the file, found when it is loaded.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from monitor.config.scheduled import Scheduled
from monitor.config.secret_files import cookie, header_lines, read_secret
from monitor.config.settings import around
from spiders.override import Override
from spiders.policy import SiteHeaders

_HOST = re.compile(
    r"(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}[a-z0-9_])?)*"
)
_PSEUDO_ELEMENT = re.compile(r"::[a-z-]+")
_XPATH = re.compile(r"^\s*\.?/{1,2}|\[@")


def _selector(value: str) -> str:
    # The reader's parser takes 30 ms to import: only a file with a [[site]] pays for it.
    from spiders.reading.overrides import why_unusable

    wrong = why_unusable(value)
    if not wrong and _open_brackets(value):
        wrong = "this selector is cut short"
    if wrong:
        raise ValueError(f"{wrong}{_hint(value)}")
    return value.strip()


def _open_brackets(value: str) -> str:
    """The pair of brackets that do not match; the parser closes them at the end, as CSS says, and hides a slip."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", value)
    return next((pair for pair in ("()", "[]") if bare.count(pair[0]) != bare.count(pair[1])), "")


def _hint(value: str) -> str:
    """What was probably meant, or where to look; in the words of a suggestion."""
    if not value.strip():
        return '; name an element, as in "div.story p"'
    if _XPATH.search(value):
        return '; it looks like XPath, and CSS says "div.story > p" for //div[@class="story"]/p'
    if ":contains(" in value:
        return f"; did you mean '{value.replace(':contains(', ':lexbor-contains(')}'?"
    if _PSEUDO_ELEMENT.search(value):
        return f"; did you mean '{_PSEUDO_ELEMENT.sub('', value) or 'p'}'? What :: names is no element of the page"
    if pair := _open_brackets(value):
        return f"; '{pair[0]}' and '{pair[1]}' do not match"
    bare = re.sub(r"[\s>+~,.#:]+$|^[\s>+~,]+|(?<=[.#])[.#]+", "", value)
    if bare and bare != value:
        from spiders.reading.overrides import why_unusable

        return f"; did you mean '{bare}'?" if not why_unusable(bare) else ""
    return ""


def _secret(value: Path | None, kind: str, info: ValidationInfo) -> Path | None:
    if value is None:
        return None
    path = around(info).folder / value
    around(info).check_secret(path, kind)
    return path


Selector = Annotated[str, AfterValidator(_selector)]


class SiteSettings(Scheduled):
    """[[site]]: what is said of one host and its subdomains. Selectors win over what was learned."""

    host: str = Field(description="The host, with all its subdomains; the nearest one named wins.")
    body: Selector | None = Field(default=None, description="What is selected here is the body, and nothing else is.")
    drop: tuple[Selector, ...] = Field(default=(), description="What is no part of the body wherever it stands in it.")
    title: Selector | None = Field(default=None, description="The headline. Unset: found as on any page.")
    standfirst: Selector | None = Field(default=None, description="The standfirst. Unset: found as on any page.")
    published: Selector | None = Field(default=None, description="The date. Unset: found as on any page.")
    user_agent: str = Field(default="", description="What this site sees. Empty: as [fetch] says.")
    cookie_file: Path | None = Field(
        default=None, description="File with the Cookie header of an account of yours there; sent to this host alone."
    )
    headers_file: Path | None = Field(
        default=None, description='File with further headers, a line each: "Name: value"; sent to this host alone.'
    )

    @field_validator("user_agent")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.isprintable() or not value.isascii():
            raise ValueError("a header holds plain ASCII letters on one line (RFC 9110, 5.5)")
        return value.strip()

    @field_validator("cookie_file")
    @classmethod
    def _cookie(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        return _secret(value, "cookie", info)

    @field_validator("headers_file")
    @classmethod
    def _headers(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        return _secret(value, "headers", info)

    @model_validator(mode="after")
    def _body_first(self) -> SiteSettings:
        named = [name for name in ("drop", "title", "standfirst", "published") if getattr(self, name)]
        if named and self.body is None:
            raise ValueError(f"'{named[0]}' needs 'body': say where the story stands")
        return self

    @field_validator("host")
    @classmethod
    def _plain_host(cls, value: str, info: ValidationInfo) -> str:
        host = value.strip().rstrip(".").lower()
        if "://" in host or "/" in host or ":" in host:
            meant = re.sub(r"^[a-z]+://", "", host).split("/")[0].split(":")[0]
            raise ValueError(f"name the host alone; did you mean '{meant}'?")
        if host.startswith(("www.", "*.")):
            meant = host.partition(".")[2]
            raise ValueError(f"a host means its subdomains too; did you mean '{meant}'?")
        if not host.isascii():
            try:
                host = host.encode("idna").decode("ascii")
            except UnicodeError as error:
                raise ValueError(f"'{value}' is no host name") from error
        if not _HOST.fullmatch(host):
            raise ValueError(f"'{value}' is no host name; it is written as in \"news.example\"")
        around(info).first("site", host, value)
        return host

    def sent(self) -> SiteHeaders | None:
        """What goes out to this host beside or instead of the usual headers. Raises SecretMissing."""
        found = {"User-Agent": self.user_agent} if self.user_agent else {}
        secret: dict[str, str] = {}
        if self.headers_file is not None:
            secret |= header_lines(read_secret(self.headers_file, "headers"))
        if self.cookie_file is not None:
            secret["Cookie"] = cookie(read_secret(self.cookie_file, "cookie"))
        return SiteHeaders(self.host, found, secret) if found or secret else None

    @property
    def override(self) -> Override | None:
        """The override these settings mean, None where they say nothing of pages."""
        if self.body is None:
            return None
        return Override(self.host, self.body, self.drop, self.title or "", self.standfirst or "", self.published or "")
