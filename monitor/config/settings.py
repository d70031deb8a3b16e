"""Every setting of rowback.toml: its type, its default and what it is for. Parsed tables go in, frozen values come out.

Reads no file and no environment; loading.py does, and hands in what else a setting has to agree with.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from monitor import durations, forms
from monitor.addresses import Address, normalise
from monitor.errors import BadAddress
from monitor.sources.filters import Filters
from monitor.suggestions import suggestion
from monitor.zones import zone


@dataclass(slots=True)
class Surroundings:
    """What one setting has to agree with: the folder of the file, what is named elsewhere in it."""

    folder: Path
    channels: tuple[str, ...] = ()
    networks: tuple[forms.Network, ...] = ()
    quiet_hours: tuple[str, ...] = ()
    check_secret: Callable[[Path, str], None] = lambda path, kind: None
    seen: dict[tuple[str, str], str] = field(default_factory=dict)
    concepts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    time_zone: str = "UTC"

    def first(self, what: str, key: str, shown: str) -> None:
        """Remember the key; ValueError if the file has said it before."""
        if (what, key) in self.seen:
            raise ValueError(f"'{shown}' is already the {what} '{self.seen[what, key]}' above; remove one of them")
        self.seen[what, key] = shown


def around(info: ValidationInfo) -> Surroundings:
    """The surroundings of this validation; empty ones where a model is built by hand, as tests do."""
    return info.context if isinstance(info.context, Surroundings) else Surroundings(Path())


def _seconds(value: Any) -> Any:
    if isinstance(value, int | float | Decimal):
        raise ValueError(f'say the unit: "{value}s" for seconds, "{value}m" for minutes')
    return durations.seconds(value) if isinstance(value, str) else value


def _bytes(value: Any) -> Any:
    if isinstance(value, int | float | Decimal):
        raise ValueError('say the unit, as in "500KB", "8MB" or "8MiB"')
    return durations.size(value) if isinstance(value, str) else value


def _alone(name: str, info: ValidationInfo) -> None:
    given = [other for other in ("every", "cron", "adaptive") if other != name and info.data.get(other) is not None]
    if given:
        raise ValueError(f"a watch has one schedule: keep '{name}' or '{given[0]}', not both")


Duration = Annotated[float, BeforeValidator(_seconds)]
Size = Annotated[int, BeforeValidator(_bytes)]
Cidr = Annotated[str, AfterValidator(lambda text: str(forms.network(text)))]
Tag = Annotated[str, AfterValidator(forms.tag)]
Filled = Annotated[str, Field(min_length=1, max_length=200)]
FILTERS = ("paths", "keywords", "sections", "within", "keep", "most")
"""What only a feed has."""


class Section(BaseModel):
    """A table of the file: unknown settings are mistakes, and what was loaded is never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, validate_default=False)


class Service(Section):
    """[service]: where Rowback keeps what it knows, and where it answers."""

    data: str = Field(default="data", description="Folder of the database, seen from the folder of this file.")
    database: str = Field(
        default="",
        description="Empty: SQLite in `data`; else a PostgreSQL database, see docs/scaling.md.",
    )
    i_have_a_proxy_with_a_login: bool = Field(
        default=False,
        description="true: `listen` may be an address that others reach, since a proxy in front asks for a login.",
    )
    listen: str = Field(
        default="127.0.0.1:8765", description="Address and port of the web page and API; port 0 takes a free one."
    )
    public_url: str = Field(default="", description="How readers reach the web page; links in alerts start with it.")
    allow_networks: tuple[Cidr, ...] = Field(
        default=(),
        description="Private networks that may be fetched from or posted to, as CIDR; all others are refused.",
    )
    operator: str = Field(
        default="", description="The channel that is told when another one fails, is disabled or works again."
    )
    templates: Path | None = Field(
        default=None,
        description="Folder with own forms of messages (alert.txt, alert.html, chat.txt); see docs/email.md.",
    )
    readers: int = Field(default=1, ge=1, le=64, description="Worker processes that read and judge pages.")
    reader_timeout: Duration = Field(
        default=20.0,
        ge=1,
        le=120,
        description="A page that takes a worker longer is given up, and looked at again later each time.",
    )
    time_zone: str = Field(
        default="UTC", description="The zone of times in tables, screens and mails, and of cron lines that name none."
    )
    log: Literal["auto", "json", "text"] = Field(
        default="auto", description="auto: text on a terminal, JSON lines elsewhere."
    )

    @field_validator("data")
    @classmethod
    def _named(cls, value: str) -> str:
        if not value.strip():
            raise ValueError('name a folder, as in "data"')
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        zone(value)
        return value

    @field_validator("database")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not re.match(r"postgres(ql)?://", value):
            raise ValueError('an address like "postgresql://user@host/name", or empty for SQLite in "data"')
        return value

    @field_validator("operator")
    @classmethod
    def _known(cls, value: str, info: ValidationInfo) -> str:
        channels = around(info).channels
        if value and value not in channels:
            raise ValueError(f"unknown channel '{value}'{suggestion(value, channels) or ''}")
        return value

    @field_validator("templates")
    @classmethod
    def _forms(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is None:
            return None
        folder = around(info).folder / value
        from alerts.messages.checking import check_templates  # Jinja, only where it is asked for

        check_templates(folder)
        return folder

    @field_validator("listen")
    @classmethod
    def _address_and_port(cls, value: str) -> str:
        forms.listen_address(value)
        return value

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value:
            forms.split_url(value, ("http", "https"), "http://127.0.0.1:8765")
        return value.rstrip("/")

    @property
    def networks(self) -> tuple[forms.Network, ...]:
        """`allow_networks` as networks."""
        return tuple(forms.network(text) for text in self.allow_networks)

    @property
    def needs_login(self) -> bool:
        """Whether others reach the page, and no proxy in front asks who they are."""
        return not (self.i_have_a_proxy_with_a_login or forms.is_this_machine(self.address[0]))

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to listen on."""
        return forms.listen_address(self.listen)


class Fetch(Section):
    """[fetch]: how pages are asked for."""

    user_agent: str = Field(
        default="", description='What sites see. Empty: "Rowback/<version>" and a public `public_url`.'
    )
    timeout: Duration = Field(default=20.0, ge=1, le=600, description="The longest one fetch may take.")
    max_size: Size = Field(
        default=8_000_000, ge=1000, le=1_000_000_000, description="Pages larger than this are not read."
    )
    concurrency: int = Field(default=32, ge=1, le=1000, description="Fetches at the same time, over all hosts.")
    per_host: int = Field(default=1, ge=1, le=16, description="Fetches at the same time from one host.")
    obey_robots: bool = Field(default=True, description="Keep to robots.txt. Turn off only for sites that are yours.")

    @field_validator("user_agent")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.isprintable() or not value.isascii():
            raise ValueError("a header holds plain ASCII letters on one line (RFC 9110, 5.5)")
        return value.strip()


class Schedule(Section):
    """[schedule]: when articles are looked at again, unless their watch says otherwise."""

    default: str = Field(
        default="adaptive", description='"adaptive", a duration such as "15m", or a cron line of five fields.'
    )
    fastest: Duration = Field(
        default=120.0, gt=0, description="An adaptive article is never checked more often than this."
    )
    slowest: Duration = Field(
        default=604_800.0, gt=0, description="An adaptive article is never checked less often than this."
    )
    host_pause: Duration = Field(default=2.0, ge=0, description="The pause between two fetches from one host.")
    looks_a_day: int | None = Field(
        default=None,
        ge=1,
        description="About so many looks a day, over all hosts; adaptive ones are spread to keep it.",
    )
    host_looks_a_day: int | None = Field(
        default=None, ge=1, description="The same for each host; never more than four fifths of what its pause allows."
    )
    confirm_removal: Duration = Field(
        default=600.0, ge=0, description="A missing article is looked at again after this."
    )
    tell_failing_after: Duration = Field(
        default=21_600.0, ge=0, description='watch.failing is told after so long without a reading; "0s": never.'
    )
    tell_quiet_after: Duration | None = Field(
        default=None, gt=0, description="watch.quiet is told of an article that showed nothing new for so long."
    )
    full_fetch_every: int = Field(
        default=20, ge=1, description="Every n-th check asks for the whole page, whatever the cache says."
    )

    @field_validator("default")
    @classmethod
    def _schedule(cls, value: str, info: ValidationInfo) -> str:
        forms.schedule(value)
        if len(value.split()) < 4:
            return value
        return forms.cron(value, around(info).time_zone)

    @property
    def schedule(self) -> str:
        """`default` in its stored form: "adaptive", "every 900" or "cron 0 8 * * *"."""
        return forms.schedule(self.default)

    @field_validator("slowest")
    @classmethod
    def _not_before_fastest(cls, value: float, info: ValidationInfo) -> float:
        fastest = info.data.get("fastest", 0.0)
        if value < fastest:
            raise ValueError(f"slowest ({durations.spell(value)}) is shorter than fastest ({durations.spell(fastest)})")
        return value


class Backup(Section):
    """[backup]: copies of the store."""

    folder: str = Field(
        default="", description="Where copies go, best on another disk. Empty: `backups` in the data folder."
    )
    keep: int = Field(default=7, ge=1, le=10_000, description="How many copies stay; the oldest go first.")
    nightly: bool = Field(default=False, description="true: the daemon makes one every night, at 03:00 UTC.")


class Keep(Section):
    """[keep]: which pages are kept as they came."""

    pages: Literal["versions", "all", "none"] = Field(
        default="versions",
        description='"versions": the page of every version, doubt and removal; "all": of every look; "none".',
    )
    age: Duration | None = Field(default=None, gt=0, description="A page older than this goes; facts and texts stay.")
    size: Size | None = Field(default=None, ge=1, description="While all pages take more than this, the oldest go.")
    stamps: tuple[str, ...] = Field(
        default=(), description="Addresses of time-stamping authorities (RFC 3161) that stamp the head of the chain."
    )
    stamp_every: Duration = Field(
        default=86_400.0, ge=60, description="The least time between two stamps of one authority."
    )
    stamp_roots: tuple[Path, ...] = Field(
        default=(), description="PEM files of the authorities that are trusted; without one a stamp is kept unverified."
    )

    @field_validator("stamps")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            if not one.startswith(("http://", "https://")) or not urlsplit(one).hostname:
                raise ValueError(f"'{one}' is no address of an authority; it begins with https:// and names a host")
        return value

    @field_validator("stamp_roots")
    @classmethod
    def _from_folder(cls, value: tuple[Path, ...], info: ValidationInfo) -> tuple[Path, ...]:
        return tuple(around(info).folder / one for one in value)


class Watch(Section):
    """[[watch]]: one article to follow, or a feed of them. At most one of every, cron and adaptive."""

    url: str = Field(description="The address of the article, of the feed or of the sitemap.")
    kind: Literal["article", "feed"] = Field(default="article", description="What stands there.")
    tags: tuple[Tag, ...] = Field(default=(), description="Words of yours, for rules and lists.")
    every: Duration | None = Field(default=None, ge=1, description="Check it this often.")
    cron: str | None = Field(default=None, description="Check it at these times: a cron line, perhaps with a zone.")
    adaptive: bool | None = Field(default=None, description="true: often while it changes, seldom when it rests.")

    @field_validator("url")
    @classmethod
    def _trackable(cls, value: str, info: ValidationInfo) -> str:
        try:
            address = normalise(value)
        except BadAddress as error:
            raise ValueError(str(error)) from error
        around(info).first("watch", address.key, value)
        return value

    @field_validator("cron")
    @classmethod
    def _cron(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None:
            _alone("cron", info)
            return forms.cron(value, around(info).time_zone)
        return value

    @field_validator("adaptive")
    @classmethod
    def _adaptive(cls, value: bool | None, info: ValidationInfo) -> bool | None:
        if value is False:
            raise ValueError("leave it out, or say how often with every or cron")
        if value:
            _alone("adaptive", info)
        return value

    paths: tuple[Filled, ...] = Field(default=(), description="Of a feed: only articles with such a path.")
    keywords: tuple[Filled, ...] = Field(default=(), description="Of a feed: only with one of these words.")
    sections: tuple[Filled, ...] = Field(default=(), description="Of a feed: only of these sections.")
    within: Duration | None = Field(default=None, gt=0, description="Of a feed: only what was published so lately.")
    keep: Duration | None = Field(default=None, gt=0, description="Of a feed: follow an article for so long.")
    most: int | None = Field(default=None, ge=1, le=10_000, description="Of a feed: follow so many at once.")

    @field_validator(*FILTERS)
    @classmethod
    def _of_feed(cls, value: Any, info: ValidationInfo) -> Any:
        if value and info.data.get("kind") != "feed":
            raise ValueError('only a feed has filters; say kind = "feed"')
        return value

    @property
    def filters(self) -> str:
        """What is wanted of a feed, in its stored form."""
        given = {name: getattr(self, name) for name in FILTERS}
        return Filters(**{name: value for name, value in given.items() if value is not None}).to_json()

    @property
    def address(self) -> Address:
        """The normalised address."""
        return normalise(self.url)

    @property
    def schedule(self) -> str:
        """The watch's own schedule in its stored form; "" means [schedule] default."""
        if self.adaptive:
            return "adaptive"
        if self.cron:
            return f"cron {self.cron}"
        return forms.every(self.every) if self.every is not None else ""
