"""What is allowed in a configuration but probably not meant: a Config goes in, sentences to show come out.

Finds no mistakes: those keep a configuration from loading, and are found before.
"""

from __future__ import annotations

from monitor.config.loading import Config
from monitor.suggestions import suggestion


def notes(config: Config) -> list[str]:
    """One sentence for each thing that will not do what it seems to say."""
    found = []
    if config.service.needs_login:
        found.append(
            f"others reach the page at {config.service.listen}: it asks everybody to log in, and starts only once "
            "`rowback user add NAME --role admin` made a user"
        )
    if not config.channel:
        found.append("there is no channel: changes are kept and shown, but nobody is told")
    known = {tag for watch in config.watch for tag in watch.tags}
    for rule in config.rule:
        # Watches may also be added by a command, so a tag that no watch of the file has is no mistake.
        for tag in (tag for tag in rule.tags if known and tag not in known):
            found.append(f"rule '{rule.name}': no watch of this file has the tag '{tag}'{suggestion(tag, known)}")
    return found
