"""What is allowed in a configuration but probably not meant: a Config goes in, sentences to show come out.

Finds no mistakes: those keep a configuration from loading, and are found before.
"""

from __future__ import annotations

from monitor.config import Config
from monitor.facts.lexicon import as_words, lexicon
from monitor.suggestions import suggestion


def notes(config: Config) -> list[str]:
    """One sentence for each thing that will not do what it seems to say."""
    found = []
    if not config.channel:
        found.append("there is no channel: changes are kept and shown, but nobody is told")
    concepts = lexicon("en").table("concepts")
    for rule in config.rule:
        for word in rule.counted:
            # A noun that is no concept is right too, since figures keep it as written; so this is a note, no mistake.
            if word.lower() not in concepts and (meant := _meant(word.lower(), concepts)):
                found.append(f"rule '{rule.name}': counted = '{word}' matches only that very noun{meant}")
    return found


def _meant(word: str, concepts: dict[str, dict[str, object]]) -> str:
    for name, table in concepts.items():
        if word in as_words(str(table.get("words", ""))):
            return f"; figures of it are kept as '{name}'"
    return suggestion(word, concepts)
