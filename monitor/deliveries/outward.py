"""The channels and the fetch policy that a configuration means. Settings go in, ready parts come out; sends nothing."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from alerts.channels import Channel
from alerts.channels.chat import ChatChannel
from alerts.channels.email import EmailChannel
from alerts.channels.signing import parse_secret
from alerts.channels.webhook import WebhookChannel
from alerts.channels.zoned import Zoned
from alerts.messages.checking import check_templates
from alerts.messages.templates import Templates
from monitor.config import channels as channel_settings
from monitor.config.loading import Config
from monitor.config.secret_files import read_secret
from monitor.deliveries.chat_program import posting
from monitor.deliveries.links import Links
from monitor.zones import zone
from spiders.addresses import blocked, networks
from spiders.policy import FetchPolicy


def policy_of(config: Config) -> FetchPolicy:
    """How far a fetch may go."""
    return FetchPolicy(
        user_agent=config.user_agent,
        allow_networks=config.service.allow_networks,
        timeout=config.fetch.timeout,
        max_body=config.fetch.max_size,
        concurrency=config.fetch.concurrency,
        per_host=config.fetch.per_host,
        obey_robots=config.fetch.obey_robots,
        sites=tuple(sent for one in config.site if (sent := one.sent()) is not None),
    )


def channels_of(config: Config, links: Links | None = None) -> dict[str, Channel]:
    """Every channel by its name; mails carry a link to end them where `links` are given. Raises SecretMissing."""
    templates = check_templates(config.service.templates) if config.service.templates else None
    found: dict[str, Channel] = {}
    for name, settings in config.channel.items():
        one = _channel(name, settings, config, links, templates)
        people = not isinstance(one, WebhookChannel) and config.service.time_zone != "UTC"
        found[name] = Zoned(one, zone(config.service.time_zone)) if people else one
    return found


def _channel(
    name: str,
    settings: channel_settings.EmailChannel | channel_settings.WebhookChannel | channel_settings.ChatChannel,
    config: Config,
    links: Links | None,
    templates: Templates | None,
) -> Channel:
    if isinstance(settings, channel_settings.EmailChannel):
        return _email(name, settings, config, links, templates)
    if isinstance(settings, channel_settings.ChatChannel):
        url = read_secret(settings.url_file, "chat") if settings.url_file else settings.url
        return ChatChannel(name, url, posting(config.service.allow_networks), templates=templates)
    allow = networks(config.service.allow_networks)
    files = [settings.secret_file] + ([settings.previous_secret_file] if settings.previous_secret_file else [])
    return WebhookChannel(
        name,
        settings.url,
        [parse_secret(read_secret(file, "webhook")) for file in files],
        blocked=lambda address: blocked(address, allow),
        user_agent=config.user_agent,
        ca_file=str(settings.ca_file) if settings.ca_file else None,
    )


def _email(
    name: str,
    settings: channel_settings.EmailChannel,
    config: Config,
    links: Links | None,
    templates: Templates | None,
) -> EmailChannel:
    # Not this machine's name: a container gets a new one at each start, and a retry must keep its Message-ID.
    instance = urlsplit(config.public_url).hostname or "rowback"
    return EmailChannel(
        name,
        settings.to,
        settings.smtp,
        settings.sender or f"rowback@{socket.gethostname() or 'localhost'}",
        instance,
        username=settings.username,
        password=read_secret(settings.password_file, "password") if settings.password_file else "",
        ca_file=str(settings.ca_file) if settings.ca_file else None,
        bounces=settings.bounces,
        unsubscribe=links.unsubscribe if links else None,
        templates=templates,
    )
