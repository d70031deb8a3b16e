"""What whoever runs Rowback is told about Rowback itself, not about an article. A frozen value that sends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from alerts.health import Condition


@dataclass(frozen=True, slots=True)
class Notice:
    """A channel whose condition changed, or a store that is damaged. `id` is the same for every try.

    `title` is one line; `text` says in full what happened, what it means for alerts and what to do; `raised_at` is ISO
    8601 in UTC. `channel` and `condition` mean something only where it is `about` a channel.
    """

    id: str
    channel: str
    condition: Condition
    title: str
    text: str
    raised_at: str
    permalink: str
    about: Literal["channel", "store"] = "channel"
