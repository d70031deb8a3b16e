"""Reads rowback.toml: path and environment go in; a frozen Config comes out, or every mistake at once with its place.

A variable ROWBACK_SECTION__KEY stands above the file. Secrets are looked at, so that a missing one is known at the
start, but never kept: whoever sends reads the file then.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field, PrivateAttr, ValidationError

from monitor import forms
from monitor.config import problems as problems_of_file
from monitor.config.archive import Archive
from monitor.config.channels import ChatChannel, EmailChannel, WebhookChannel
from monitor.config.concepts import ConceptSettings, tables
from monitor.config.holding import QuietHoursName, QuietHoursSettings
from monitor.config.problems import Problem
from monitor.config.rules import RuleSettings
from monitor.config.scheduled import TagSettings
from monitor.config.secret_files import check_secret
from monitor.config.settings import (
    Backup,
    Fetch,
    Keep,
    Schedule,
    Section,
    Service,
    Surroundings,
    Watch,
)
from monitor.config.sites import SiteSettings
from monitor.config.toml_positions import positions
from monitor.errors import ConfigError
from monitor.rules import Rule, default_rules
from monitor.schedule.wishes import TagWish, Wishes
from monitor.zones import zone
from spiders.override import Override

DEFAULT_PATH = "rowback.toml"
Channel = Annotated[EmailChannel | WebhookChannel | ChatChannel, Field(discriminator="type")]
ChannelName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]


class Config(Section):
    """The whole configuration, checked. Relative paths are seen from `folder`, where the file stands."""

    service: Service = Field(default_factory=Service)
    fetch: Fetch = Field(default_factory=Fetch)
    schedule: Schedule = Field(default_factory=Schedule)
    backup: Backup = Field(default_factory=Backup)
    keep: Keep = Field(default_factory=Keep)
    archive: Archive = Field(default_factory=Archive)
    watch: tuple[Watch, ...] = ()
    channel: dict[ChannelName, Channel] = Field(default_factory=dict)
    quiet_hours: dict[QuietHoursName, QuietHoursSettings] = Field(default_factory=dict)
    concept: tuple[ConceptSettings, ...] = ()
    rule: tuple[RuleSettings, ...] = ()
    site: tuple[SiteSettings, ...] = ()
    tag: tuple[TagSettings, ...] = ()

    _path: Path = PrivateAttr(default=Path(DEFAULT_PATH))

    @property
    def path(self) -> Path:
        """The file this was read from."""
        return self._path

    @property
    def folder(self) -> Path:
        """Where the file stands; relative paths of settings start here."""
        return self._path.absolute().parent

    @property
    def data_folder(self) -> Path:
        """The folder of the database."""
        return self.folder / self.service.data

    @property
    def backup_folder(self) -> Path:
        """Where copies of the store go."""
        return self.folder / self.backup.folder if self.backup.folder else self.data_folder / "backups"

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of the file; without any, the default rules to every channel."""
        names = tuple(self.channel)
        return tuple(one.rule(names) for one in self.rule) or default_rules(names)

    @property
    def overrides(self) -> tuple[Override, ...]:
        """What the file says about the layout of sites."""
        return tuple(one.override for one in self.site if one.override is not None)

    @property
    def wishes(self) -> Wishes:
        """What the file says of the schedules of tags and sites."""
        tags = tuple(TagWish(one.name, one.schedule, one.weight) for one in self.tag)
        return Wishes(tags, tuple((one.host, one.schedule) for one in self.site if one.schedule))

    @property
    def concepts(self) -> Mapping[str, Mapping[str, Any]]:
        """The user's own concepts: language -> name -> table, as lexicons have them."""
        return tables(self.concept)

    @property
    def public_url(self) -> str:
        """Where links in alerts lead, without a slash at the end."""
        if self.service.public_url:
            return self.service.public_url
        host, port = self.service.address
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def user_agent(self) -> str:
        """What sites see: the setting, or our name and release, with `public_url` where the world can open it."""
        if self.fetch.user_agent:
            return self.fetch.user_agent
        name = f"Rowback/{version('rowback')}"
        return f"{name} (+{self.service.public_url})" if self.service.public_url else name


def load(path: Path, env: Mapping[str, str], *, secrets: bool = True, channels: tuple[str, ...] = ()) -> Config:
    """The configuration in `path`, overridden by ROWBACK_SECTION__KEY variables of `env`.

    Raises ConfigError with all problems in `.problems`; SecretMissing if secret files are the only ones. Commands
    that send nothing pass secrets=False and do without them. `channels` are further names that a rule may notify.
    """
    text = _read(path)
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise problems_of_file.error([_syntax(path, text, error)]) from error
    places = positions(text)
    overridden, problems = _override(tables, env)
    surroundings = Surroundings(
        folder=path.absolute().parent,
        channels=(*channels, *(tables["channel"] if isinstance(tables.get("channel"), dict) else ())),
        networks=_networks(tables),
        quiet_hours=tuple(tables["quiet_hours"]) if isinstance(tables.get("quiet_hours"), dict) else (),
        check_secret=check_secret if secrets else lambda file, kind: None,
        time_zone=_time_zone(tables),
    )
    try:
        config = Config.model_validate(tables, context=surroundings)
    except ValidationError as error:
        found = [
            problems_of_file.problem(one, path, places, overridden, MODELS, text)
            for one in error.errors()
            # A list of which every word is wrong is called too short as well.
            if not (one["type"] == "too_short" and one["input"])
        ]
        raise problems_of_file.error([*problems, *found]) from error
    if problems:
        raise problems_of_file.error(problems)
    config._path = path
    return config


MODELS: Mapping[str, Sequence[type[BaseModel]]] = {
    "": (Config,),
    "service": (Service,),
    "fetch": (Fetch,),
    "schedule": (Schedule,),
    "backup": (Backup,),
    "keep": (Keep,),
    "archive": (Archive,),
    "watch": (Watch,),
    "channel": (EmailChannel, WebhookChannel, ChatChannel),
    "quiet_hours": (QuietHoursSettings,),
    "concept": (ConceptSettings,),
    "rule": (RuleSettings,),
    "site": (SiteSettings,),
    "tag": (TagSettings,),
}
"""The tables of the file and the settings each may hold."""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: there is no configuration here; `rowback init` writes one") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: the file is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error


def _syntax(path: Path, text: str, error: tomllib.TOMLDecodeError) -> Problem:
    """tomllib says where only in words: "... (at line 3, column 7)" or "... (at end of document)"."""
    message = str(error)
    place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    lines = text.splitlines() or [""]
    line, column = len(lines), len(lines[-1]) + 1
    if place and place[1]:
        line, column = int(place[1]), int(place[2])
    words = message[: place.start()] if place else message
    return Problem(f"{path}:{line}:{column}", "", f"this is not TOML: {words[:1].lower()}{words[1:]}", (line, column))


def _networks(tables: Mapping[str, Any]) -> tuple[forms.Network, ...]:
    """The allowed networks that are well written; the others are reported where they stand."""
    service = tables.get("service")
    texts = service.get("allow_networks") if isinstance(service, dict) else None
    found = []
    for text in texts if isinstance(texts, list) else []:
        try:
            found.append(forms.network(text))
        except (ValueError, AttributeError):
            continue
    return tuple(found)


def _time_zone(tables: Mapping[str, Any]) -> str:
    """The zone that cron lines without one are written in; a wrong one is reported where it stands."""
    service = tables.get("service")
    named = service.get("time_zone") if isinstance(service, dict) else None
    try:
        return zone(named).key if isinstance(named, str) else "UTC"
    except ValueError:
        return "UTC"


def _override(tables: dict[str, Any], env: Mapping[str, str]) -> tuple[dict[tuple[str, ...], str], list[Problem]]:
    """Put the environment's settings into the tables; which variable set what, and what could not be set."""
    overridden: dict[tuple[str, ...], str] = {}
    problems = []
    for name in sorted(env):
        if not name.startswith("ROWBACK_") or "__" not in name:
            continue
        if not env[name].isprintable():
            problems.append(Problem(f"environment {name}", "", "the value holds a control character or broken UTF-8"))
            continue
        path = _named(tables, name.removeprefix("ROWBACK_").split("__"))
        table: Any = None if path[0] in ("watch", "concept", "rule", "site", "tag") else tables
        for part in path[:-1]:
            table = table.setdefault(part, {}) if isinstance(table, dict) else None
        if not isinstance(table, dict):
            problems.append(
                Problem(f"environment {name}", "", "only settings of single tables; write this in the file")
            )
            continue
        table[path[-1]] = _from_text(env[name])
        overridden[path] = name
    return overridden, problems


def _named(tables: Mapping[str, Any], parts: Sequence[str]) -> tuple[str, ...]:
    """The path that a variable's parts mean; names of the file win, so that SLACK_DESK finds `slack-desk`."""
    path: list[str] = []
    table: Any = tables
    for part in parts:
        known = {re.sub(r"\W", "_", key).upper(): key for key in table} if isinstance(table, dict) else {}
        path.append(known.get(part, part.lower()))
        table = table.get(path[-1]) if isinstance(table, dict) else None
    return tuple(path)


def _from_text(text: str) -> Any:
    """A list is written as in TOML; everything else is text, which the settings turn into numbers and yes or no."""
    if text.lstrip().startswith("["):
        try:
            return tomllib.loads(f"value = {text}")["value"]
        except tomllib.TOMLDecodeError:
            return text
    return text
