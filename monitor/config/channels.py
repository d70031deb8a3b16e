"""The settings of a channel, one class each type: where alerts go and which file holds the secret.

Parsed tables go in, frozen values come out. Holds no secret, only the path of its file, and opens no connection.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from monitor import forms
from monitor.config.holding import DigestText, QuietName, RateText
from monitor.config.secret_files import chat_url
from monitor.config.settings import Section, around

Mailbox = Annotated[str, AfterValidator(forms.mailbox)]


def _secret(value: Path | None, kind: str, info: ValidationInfo) -> Path | None:
    if value is None:
        return None
    path = around(info).folder / value
    around(info).check_secret(path, kind)
    return path


def _certificates(value: Path | None, info: ValidationInfo) -> Path | None:
    if value is None:
        return None
    path = around(info).folder / value
    if not path.is_file():
        raise ValueError(f"there is no file {path}; name a file of certificates in PEM form")
    return path


class EmailChannel(Section):
    """[channel.NAME] with type = "email"."""

    type: Literal["email"] = Field(description='"email"')
    to: tuple[Mailbox, ...] = Field(min_length=1, description="Who gets the alerts.")
    smtp: str = Field(
        description='The mail server: "smtp://host:25", "smtp+starttls://host:587" or "smtps://host:465".'
    )
    sender: str = Field(default="", description="The From address. Empty: rowback@ and this machine's name.")
    username: str = Field(default="", description="Name at the mail server; needs password_file.")
    password_file: Path | None = Field(
        default=None, description="File with the password, seen from the folder of this file."
    )
    ca_file: Path | None = Field(default=None, description="Believe only the authorities in this file (PEM).")
    bounces: str = Field(
        default="", description="Where mail comes back to, as bounces+ID@...; see docs/email.md. Empty: to the sender."
    )
    digest: DigestText = Field(default="instant", description='"instant", "hourly" or "daily 07:30 Europe/Paris".')
    quiet: tuple[QuietName, ...] = Field(default=(), description="Names of [quiet_hours.NAME] in which it is silent.")
    rate: RateText = Field(default="", description='At most so many messages: "30/h", "60/min", "unlimited".')

    @field_validator("sender", "bounces")
    @classmethod
    def _sender(cls, value: str) -> str:
        return forms.mailbox(value) if value else value

    @field_validator("smtp")
    @classmethod
    def _server(cls, value: str) -> str:
        parts = forms.split_url(value, ("smtp", "smtp+starttls", "smtps"), "smtp://localhost:25")
        if parts.username is not None:
            raise ValueError("keep name and password out of the address; use username and password_file")
        return value

    @field_validator("password_file")
    @classmethod
    def _password(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is not None and not info.data.get("username"):
            raise ValueError("a password needs a username")
        return _secret(value, "password", info)

    @field_validator("ca_file")
    @classmethod
    def _authorities(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        return _certificates(value, info)

    @model_validator(mode="after")
    def _both(self) -> Self:
        if self.username and self.password_file is None:
            raise ValueError("a username needs a password_file")
        return self


class WebhookChannel(Section):
    """[channel.NAME] with type = "webhook"."""

    type: Literal["webhook"] = Field(description='"webhook"')
    # Not in repr: the path of a webhook is often its secret.
    url: str = Field(repr=False, description="Where alerts are posted: https, or http inside allow_networks.")
    secret_file: Path = Field(
        description="File with the signing secret (whsec_...), seen from the folder of this file."
    )
    previous_secret_file: Path | None = Field(
        default=None, description="The old secret, signed with too while you change it."
    )
    ca_file: Path | None = Field(default=None, description="Believe only the authorities in this file (PEM).")
    digest: DigestText = Field(default="instant", description='"instant", "hourly" or "daily 07:30 Europe/Paris".')
    quiet: tuple[QuietName, ...] = Field(default=(), description="Names of [quiet_hours.NAME] in which it is silent.")
    rate: RateText = Field(default="", description='At most so many messages: "30/h", "60/min", "unlimited".')

    @field_validator("url")
    @classmethod
    def _receiver(cls, value: str, info: ValidationInfo) -> str:
        parts = forms.split_url(value, ("https", "http"), "https://hooks.example.org/rowback")
        if parts.username is not None:
            raise ValueError("the address must not hold a name or password; the signature says who is posting")
        if parts.scheme == "http" and not forms.is_inside(parts.hostname or "", around(info).networks):
            raise ValueError("use https; http is for a literal address or localhost inside service.allow_networks")
        return value

    @field_validator("secret_file", "previous_secret_file")
    @classmethod
    def _secrets(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        return _secret(value, "webhook", info)

    @field_validator("ca_file")
    @classmethod
    def _authorities(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        return _certificates(value, info)


class ChatChannel(Section):
    """[channel.NAME] with type = "chat"."""

    type: Literal["chat"] = Field(description='"chat"')
    url: str = Field(
        default="",
        repr=False,
        description="The service as an Apprise URL, ntfy://... and the like; all of it is secret.",
    )
    url_file: Path | None = Field(
        default=None, description="File with that URL, seen from the folder of this file; better than `url`."
    )
    digest: DigestText = Field(default="instant", description='"instant", "hourly" or "daily 07:30 Europe/Paris".')
    quiet: tuple[QuietName, ...] = Field(default=(), description="Names of [quiet_hours.NAME] in which it is silent.")
    rate: RateText = Field(default="", description='At most so many messages: "30/h", "60/min", "unlimited".')

    @field_validator("url")
    @classmethod
    def _service(cls, value: str) -> str:
        return chat_url(value) if value else value

    @field_validator("url_file")
    @classmethod
    def _secret_url(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        return _secret(value, "chat", info)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if bool(self.url) == (self.url_file is not None):
            raise ValueError("a chat channel has either a url or a url_file")
        return self
